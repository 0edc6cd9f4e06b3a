"""The page that asks nobody, as a file and in node: it is small, loads nothing, and its figures are the program's."""

import json
import re
from collections import Counter

import pytest
from offline import node_of
from played import PLAYED
from questions import lines_of
from random_studies import apart, random_tries, studies
from web_page import STATIC

from analysis.report.page import STATIC as SHARED
from analysis.words import language, languages
from sim.robots.stopwatch import timed
from sim.robots.timed_file import notes, timed_lines
from sim.table.game import playable
from sim.table.toml import read_toml
from sim.web import offline, tables

BUDGET = 300_000
"""Bytes of the page with all seasons."""
TOP = re.compile(r"^(?:const|let|class|(?:async )?function\*?) +(\w+)", re.MULTILINE)
SAYS = re.compile(r"\"((?:here|verdict|told|models|robots|noted|title|cell|card|chart|report)\.[\w.]*\w)\"")
ABROAD = re.compile(r"\bhttps?://|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\beval\b|innerHTML")


@pytest.fixture(scope="module")
def node():
    """Start node with the page's scripts for all tests of this file."""
    with node_of() as found:
        yield found


def test_the_page_with_all_seasons_is_small():
    """It is one file of at most 300,000 bytes, whose policy lets it load nothing but itself."""
    written = offline.offline_page("en", PLAYED)
    assert len(written.encode()) <= BUDGET
    assert "default-src 'none'" in written
    assert "connect-src" not in written
    assert len(offline.offline_page("fr", PLAYED[:1])) < len(written)


def test_no_two_scripts_use_one_name_and_none_asks_anybody():
    """The scripts are one text in the end; what stands in the place of the asking script names no host."""
    texts = {name: ((SHARED if (SHARED / name).exists() else STATIC) / name) for name in offline.SCRIPTS}
    texts |= {name: offline.HERE / name for name in (*offline.ANSWERS, *offline.WORKER, offline.OPEN)}
    read = {name: path.read_text(encoding="utf-8") for name, path in texts.items()}
    found = Counter(name for script in offline.SCRIPTS for name in TOP.findall(read[script]))
    assert [name for name, often in found.items() if often > 1] == []
    assert [name for name in (*offline.ANSWERS, *offline.WORKER) if ABROAD.search(read[name])] == []
    assert {path.name for path in offline.HERE.glob("*.js")} == set(texts) - set(offline.page.SCRIPTS)
    keys = {key for name in offline.ANSWERS for key in SAYS.findall(read[name])}
    assert len(keys) > 80
    assert keys - language("en").texts.keys() == set()


@pytest.mark.parametrize("code", languages())
def test_all_that_is_said_is_in_the_page(code):
    """Every text of a topic that answers are told in is there, in each language."""
    spoken = offline.spoken_in([language(code)])
    words = dict(zip(spoken["keys"], spoken["texts"][code], strict=True))
    for key in ("verdict.told", "models.holds", "card.never", "told.errors", "here.instead", "error.at", "grade.A"):
        assert key in words


def test_the_engine_is_that_of_the_sources():
    """The committed engine was built of these sources: `python -m sim.web.engine` builds it anew."""
    assert offline.engine_calls()["sources"] == tables.sources()


@pytest.mark.parametrize("key", PLAYED)
def test_studies_have_the_figures_of_the_program(node, key):
    """Runs and comparisons by the page's scripts are the documents of `--json`, sections of the page among them."""
    for question in studies(key, 2, 1, (1, 40)):
        assert same(node, question) == []


DATA = re.compile(r'(?<=id="data">).*?(?=</script>)', re.DOTALL)
"""The figures in a page."""


@pytest.mark.parametrize("key", PLAYED)
def test_matches_to_watch_are_those_of_the_program(node, key):
    """The same matches are picked, and the page that shows them is that of `sim replay --html`, moment by moment."""
    for asked in studies(key, 2, 3, (40,)):
        red = asked["red"] if asked["ask"] == "run" else None
        known = {name: asked[name] for name in ("files", "season", "matches", "seed", "population", "points", "blue")}
        question = {"ask": "replay", **known, "red": red, "playbook": None, "match": [], "quantile": "0,50,95"}
        told = lines_of({**question, "language": "en"})[-1]
        found = node.ask({**question, "language": "en"})
        assert found["noted"] == json.loads(json.dumps(told["noted"]))
        pages = [told["files"][0]["text"], found["page"]]
        one, other = (json.loads(DATA.search(each)[0]) for each in pages)
        assert apart(one, other, "page") == []
        assert len({DATA.sub("", each) for each in pages}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("key", PLAYED)
def test_many_studies_have_the_figures_of_the_program(node, key):
    """The same of 200 of each season."""
    for question in studies(key, 200, 2):
        assert same(node, question) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", PLAYED)
def test_long_runs_have_the_figures_of_the_program(node, key):
    """20,000 matches of a season in all their counts: scores, parts, states, fouls."""
    asked = {"season": key, "matches": 20_000, "seed": 7, "population": None, "points": []}
    assert same(node, {"ask": "run", "files": [], **asked, "playbook": None, "red": None, "blue": None}) == []


def same(node, question):
    """Say where an answer of the page's scripts is another than the program's; both may refuse."""
    told, found = json.loads(json.dumps(lines_of(question)[-1])), node.ask(question)
    if "refused" in told:
        return [] if "places" in found else [f"not refused: {told['refused']['text']}"]
    assert "places" not in found, found
    return [
        difference
        for part in ("document", "noted", "section")
        for difference in apart(without_nothing(told[part]), without_nothing(found[part]), part)
    ]


def without_nothing(value):
    """Leave out what is not there: a page's section has no such places."""
    if isinstance(value, dict):
        return {name: without_nothing(each) for name, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("key", PLAYED)
def test_a_stopwatch_tells_the_same_robot(node, key):
    """Tries give the numbers of `sim robot --times`, and what is to be said of them."""
    game = playable(key)
    for tries in random_tries(key, 8, 1):
        found = timed(game, tries)
        table = json.loads(json.dumps(read_toml("\n".join(timed_lines(game, found)).encode(), "")))
        told = node.ask({"season": key, "tries": [each._asdict() for each in tries]})["robot"]
        assert apart({name: table.get(name, {}) for name in told["table"]}, told["table"]) == []
        assert told["notes"] == notes(game, found)


WRONG = {
    "[robots]\n[robots]\nname = = 1": 3,
    'name = "a"\nname = "b"': 2,
    'order = ["a" "b"]': 1,
    "a = 1979-05-27": 1,
    'a = """b"""': 1,
}
"""TOML that is none, or rarer than the page reads, and the line that is named."""


@pytest.mark.parametrize("text", WRONG)
def test_what_the_page_cannot_read_is_refused_by_its_line(node, text):
    """Nothing is read as something else than it is."""
    found = node.ask({"season": PLAYED[0], "text": text})
    assert found["places"] == ["a.toml"]
    assert found["what"].endswith(f"at line {WRONG[text]}")


def test_the_made_up_season_is_in_the_page_too(monkeypatch):
    """Three files in a folder are all that it takes."""
    monkeypatch.setenv("SIM_SEASONS", str(STATIC.parents[2] / "tests" / "kit" / "seasons"))
    with node_of(["fgc_2031"]) as node:
        for question in studies("fgc_2031", 2, 1, (1, 40)):
            assert same(node, question) == []
    assert "fgc_2031" in offline.scores_script(["fgc_2031"])


def test_the_verb_writes_the_page(here, tmp_path):
    """One season makes a smaller file; a name or a season that cannot be is one line, and no file."""
    file = tmp_path / "sim.html"
    done = here("page", "--out", file, "--season", "2022", "--language", "ar")
    assert (done.returncode, done.stderr) == (0, "")
    assert '<html lang="ar" dir="rtl">' in file.read_text(encoding="utf-8")
    for wrong in (("--out", tmp_path / "sim.txt"), ("--out", tmp_path / "other.html", "--season", "1999")):
        done = here("page", *wrong)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == [file]
