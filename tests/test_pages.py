"""What README and docs show is so: every file, every command, every output; and a reader of sixteen can read it."""

import re
import subprocess

import pytest
from pages import (
    BY_HAND,
    ELSEWHERE,
    PAGES,
    PUBLISHED,
    README,
    blocks,
    by_hand,
    commands,
    lines_of,
    made,
    plain,
    print_of,
    programs,
    shows,
    write_files,
)
from places import ROOT, shared

import rules
from sim.cli import VERBS, command_of
from sim.table.game import playable_keys
from sim.table.language import editions, seed

MOST_WORDS, MOST_OF_A_PAGE = 900, 1200
MAY_BE_LONG = {"docs/changelog", "docs/season-files"}
"""A list that only grows, and the whole language of tables in one place, whichever page it is."""
CHANGES = ROOT / "docs" / "changelog.md"
"""What was said of verbs as they were."""
LANGUAGES = {"sh", "text", "toml", "csv", "python"}
"""What blocks of pages are written in: a command in another one would not be looked at."""
EASY = 60
"""Flesch's reading ease that pupils of fourteen to sixteen read without trouble."""
SHOWN = [(page, nth) for page in PAGES for nth, _ in enumerate(commands(page))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write every file that pages show into one folder."""
    folder = tmp_path_factory.mktemp("pages")
    write_files(folder)
    return folder


def name_of(page):
    """Name a page as tests do."""
    return str(page.relative_to(ROOT).with_suffix(""))


def among_slow(page):
    """Give the mark of what is shown on pages beyond the README: it runs with the slow tests."""
    return () if page == README else pytest.mark.slow


@pytest.mark.parametrize(
    ("page", "nth"),
    [pytest.param(page, nth, marks=among_slow(page), id=f"{name_of(page)} {nth}") for page, nth in SHOWN],
)
def test_a_command_does_what_the_page_shows(sim, folder, page, nth, monkeypatch):
    """Every command of a page runs beside the page's files, and prints what is shown of it, word for word."""
    monkeypatch.chdir(folder)
    command, output, into = list(commands(page))[nth]
    for name in PUBLISHED.findall(" ".join(command)):
        (folder / name).write_bytes(shared("data", name).read_bytes())
    done = sim(*command)
    assert done.returncode == 0, done.stderr
    if into is not None:
        (folder / into).write_text(done.stdout, encoding="utf-8")
    assert output is None or shows(output, done.stdout)


RUN = [(page, *program[:2]) for page in PAGES for program in programs(page)]


@pytest.mark.parametrize(
    ("page", "program", "output"),
    [pytest.param(*each, marks=among_slow(each[0]), id=f"{name_of(each[0])} {nth}") for nth, each in enumerate(RUN)],
)
def test_the_python_lines_run(page, program, output):
    """Lines of Python that begin with an import of ours run in a fresh interpreter and print what the page shows."""
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), page
    assert output is None or shows(output, done.stdout)


@pytest.mark.parametrize("page", [*filter(made, PAGES)], ids=name_of)
def test_what_a_command_makes_of_a_page_is_what_it_prints_now(here, page):
    """Pages that the program writes, the command line's and the seasons', are as it writes them today."""
    command, _, rest = made(page)
    printed = here(*command[1:]).stdout if command[0] == "sim" else print_of(command)
    assert plain(rest) == plain(printed)


@pytest.mark.parametrize("key", playable_keys())
def test_every_season_has_its_page_and_its_field(key):
    """A season that can be played has a page that the program made, with its field drawn."""
    year = key.removeprefix("fgc_")
    command, hand, _ = made(ROOT / "docs" / "seasons" / f"{year}.md")
    assert command == ["sim", "rules", year, "--markdown"]
    assert f"(../pictures/fields/{year}.svg)" in hand


def test_pages_are_short():
    """What people write of a page has at most 1,200 words."""
    long = {
        name_of(page) for page in PAGES if len(by_hand(page.read_text(encoding="utf-8")).split()) > MOST_OF_A_PAGE
    }
    assert long - MAY_BE_LONG == set()


def test_no_command_is_left_out():
    """Each command of a page is run with the pages, by something else, or is one of those that take long."""
    every = [line for page in PAGES for block in blocks(page) for line in lines_of(block)]
    others = {line for line in every if not line.startswith("sim ")}
    assert {line for line in others if not BY_HAND.search(line)} - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - set(every) == set()
    assert [place for place in ELSEWHERE.values() if not (ROOT / place).is_file()] == []
    assert {block.language for page in PAGES if not made(page) for block in blocks(page)} <= LANGUAGES


def test_a_page_says_what_no_test_runs():
    """Where a command takes too long, or needs what no test has, its page says that nobody runs it for the reader."""
    by_hand_only = [
        page for page in PAGES if any(BY_HAND.search(line) for block in blocks(page) for line in lines_of(block))
    ]
    assert by_hand_only
    assert [page for page in by_hand_only if "no test runs" not in page.read_text(encoding="utf-8").lower()] == []


def test_commands_within_sentences_can_be_typed():
    """Each `sim ...` in a line of text names a verb, and options that this verb has."""
    options = {verb: {name for each in command_of(verb).params for name in each.opts} for verb in VERBS}
    for page in set(PAGES) - {CHANGES}:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for command in re.findall(r"`sim (?:--seasons \S+ )?([^`]+)`", text):
            verb, named = command.split()[0], set(re.findall(r"(?<!\S)--[a-z][\w-]*", command))
            if not verb.startswith("-") and verb != "VERB":
                assert named <= options[verb] | {"--help"}, (page.name, command)


def test_there_are_pages_to_test():
    """The search for commands, outputs and Python finds some."""
    assert len(SHOWN) >= 8
    assert RUN
    assert any(shown.output for page in PAGES for shown in commands(page))


def test_the_readme_is_short():
    """It has at most 900 words, tables and code among them."""
    assert len(README.read_text(encoding="utf-8").split()) <= MOST_WORDS


def prose(text):
    """Give what is neither code nor a table, without marks."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not line.startswith(("|", "#", "!", "- ["))]
    text = re.sub(r"`[^`]*`", "it", "\n".join(lines))
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_]", r"\1", text)


def syllables(word):
    """Count the syllables of an English word: groups of vowels, without a silent e at its end."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)


def reading_ease(text):
    """Give Flesch's reading ease: 206.8 - 1.015 x words a sentence - 84.6 x syllables a word."""
    words = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", text)
    sentences = [each for each in re.split(r"[.!?:;](?:\s|$)|\n\n|^\d\. ", text) if re.search(r"[A-Za-z]", each)]
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables, words)) / len(words)


def test_pages_are_easy_to_read():
    """The prose that people write of README and docs has a reading ease of 60 or more, page by page."""
    texts = {name_of(page): prose(by_hand(page.read_text(encoding="utf-8"))) for page in PAGES}
    assert {name for name, text in texts.items() if text.strip() and reading_ease(text) < EASY} == set()


def test_reading_ease_tells_easy_from_hard():
    """Short words in short sentences are easy, long ones hard."""
    assert reading_ease("The cat sat on the mat. It was warm. We all like warm cats.") > 100
    assert reading_ease("Organisational interoperability considerations necessitate comprehensive evaluation.") < 0


def test_every_verb_is_told():
    """`docs/commands.md` has a row for every verb."""
    told = set(
        re.findall(r"^\| `sim ([\w-]+)", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert told == set(VERBS)


def test_the_table_of_seasons_is_the_seed_files():
    """README's table has every edition with its game and grades; `-` is what is not built."""
    graded = set(rules.keys())
    rows = [(seed(key).season, key in graded) for key in editions()]
    expected = [
        f"| {e.year} | {e.name} | {(e.rules if known else None) or '-'} | {e.model or '-'} |" for e, known in rows
    ]
    assert [line for line in README.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)] == expected
