"""The pages in words: every law and page that is cited exists, and the seed language is told whole."""

import re

import pytest
from places import ROOT

from sim.table import language, population
from sim.table.toml import Table

PAGES = sorted((ROOT / "docs").rglob("*.md"))
TEXTS = [ROOT / "README.md", *PAGES, *(ROOT / "docs").rglob("*.ipynb")]
CODE = sorted(path for room in ("rules", "sim", "analysis", "tests") for path in (ROOT / room).rglob("*.py"))
BESIDE = {"Known", "Model", "Reaches", "RobotFile", "Seed", "Robot", "Manifest"}
"""Tables of the language that are no part of a seed file: it whole, and what a robot file and a run's folder hold."""
IN_SEEDS = [
    each
    for module in (language, population)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Table) and each.__module__ == module.__name__
    if each.__name__ not in BESIDE
]


def test_every_law_that_is_cited_exists():
    """Code and tests cite laws by numbers that `docs/laws.md` has."""
    laws = set(re.findall(r"^## Law (\d)", (ROOT / "docs" / "laws.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert laws == {"1", "2", "3", "4", "5"}
    cited = {
        number
        for path in CODE
        for found in re.findall(r"\(laws? ([0-9, and]+)\)", path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", found)
    }
    assert cited
    assert cited <= laws


def anchors(page):
    """Give the anchors that GitHub makes of a page's headings: letters small, blanks to hyphens, other signs gone."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = [
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    ]
    return {f"{head}-{heads[:nth].count(head)}".removesuffix("-0") for nth, head in enumerate(heads)}


def links(page):
    """Give the links of a page that lead to files and headings of ours, each as a path and an anchor."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    return [(link, *link.partition("#")[::2]) for link in found]


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_and_file_that_is_named_exists(page):
    """Links lead to files and to headings of pages, and paths in backticks are there."""
    for link, path, anchor in links(page):
        to = page.parent / path if path else page
        assert to.exists(), link
        assert not anchor or anchor in anchors(to), link
    named = re.findall(r"`((?:rules|seeds|sim|analysis|tests|docs)/[^`\s]*)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if "YYYY" not in name and not (ROOT / name).exists()] == []


KINDS = ("Tutorials", "How to", "Reference", "Why")


def test_the_index_has_every_page_once():
    """`docs/README.md` lists every page of `docs/` under just one of the four kinds, and nothing else."""
    index = ROOT / "docs" / "README.md"
    _, *parts = re.split(r"^## ", index.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert tuple(part.splitlines()[0] for part in parts) == KINDS
    listed = [(index.parent / path).resolve() for _, path, _ in links(index) if path.endswith((".md", ".ipynb"))]
    own = [*PAGES, *(ROOT / "docs").rglob("*.ipynb")]
    assert sorted(listed) == sorted(page for page in own if page != index)


def named_in_code(pattern):
    """Give each file of code with each name of this form in it."""
    return [(path, name) for path in CODE for name in re.findall(pattern, path.read_text(encoding="utf-8"))]


def test_every_page_that_code_cites_exists():
    """A page of `docs/` that a file of code names is there."""
    named = named_in_code(r"docs/[\w/-]+\.md")
    missing = [(str(path), name) for path, name in named if not (ROOT / name).exists()]
    assert [each for each in missing if "docs/seasons/YYYY.md" not in each[1]] == []
    assert named


@pytest.mark.parametrize("table", IN_SEEDS, ids=lambda table: table.__name__)
def test_every_key_of_the_language_is_told(table):
    """`docs/season-files.md` names each key of each table of a seed file."""
    text = (ROOT / "docs" / "season-files.md").read_text(encoding="utf-8")
    assert [key for key in table.model_fields if not re.search(rf"\b{key}\b", text)] == []


def test_the_tables_of_the_language_are_found():
    """The search for them finds small and large ones, in both files."""
    assert {language.Place, language.Action, language.Spot, population.Population, population.Cards} <= set(IN_SEEDS)


def test_every_file_that_is_named_beside_another_exists():
    """A file that a docstring names without its folder stands in the same one."""
    named = named_in_code(r"`(\w+\.py)`")
    assert [(str(path), name) for path, name in named if not (path.parent / name).exists()] == []
    assert named
