"""The page that asks nobody, in a real browser, from a file, without a network: the command line's digits."""

import json
import tomllib

import pytest
from browser import SIZES, findings, opened, sideways
from checked import made_file
from official import SEASONS, csv_of
from pages import write_files
from played import PLAYED
from random_studies import apart
from web_page import SMALL, VIEWS, arrived, choose, go, play, press, put, unfold

from analysis.words import language, languages
from sim.web import offline

pytestmark = pytest.mark.slow

TEXTS = language("en").texts
DONE = TEXTS["web.done"]
QUESTION = ("compare", "--season", "2022", "--plan", "early.toml", "--plan", "late.toml", "--robot", "mine.toml")
ASKED = {"compare", "run", "replay", "check"}
ANSWERED = {*ASKED, "season", "robot", "plans"}
"""Views that take no program, those that ask something first."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the page, and the files that pages in words show, into a folder."""
    found = tmp_path_factory.mktemp("offline")
    write_files(found)
    (found / "sim.html").write_text(offline.offline_page("en", PLAYED), encoding="utf-8")
    return found


@pytest.fixture
def visit(browser, folder):
    """Open the page from its file, and go to a view of a season."""

    def shown(view, season="fgc_2022", size="phone", scheme="light"):
        return opened(browser, folder / "sim.html", size, scheme, then=f"#{view}/{season}/")

    return shown


def plain(text):
    """Give a text with plain blanks: a page may keep a number and its error on one line."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_the_readme_question_has_the_digits_of_the_terminal(visit, sim, folder, monkeypatch):
    """Its files are opened; the answer, models' doubt, tables and command are those of `sim compare`."""
    monkeypatch.chdir(folder)
    told = json.loads(sim(*QUESTION, "--json").stdout)
    with visit("robot") as page:
        arrived(page, "robot")
        page.set_input_files("#open", folder / "mine.toml")
        page.wait_for_function("() => document.getElementById('robot-name').value === 'ours'")
        go(page, "plans")
        page.set_input_files("#open", [folder / "early.toml", folder / "late.toml"])
        page.wait_for_function("() => (document.getElementById('plan1-name') || {}).value === 'leave at 120'")
        with page.expect_download() as saved:
            page.click("#plan0-save")
        assert tomllib.loads(saved.value.path().read_text()) == tomllib.loads((folder / "early.toml").read_text())
        go(page, "compare")
        assert play(page) == DONE
        assert plain(page.locator(".verdict").inner_text()) == told["answer"]
        assert plain(page.locator(".study dd").inner_text()) == told["in_models"]
        with page.expect_download() as saved:
            press(page, "json")
        found = json.loads(saved.value.path().read_text())
        assert [
            difference for name in set(told) - {"report"} for difference in apart(told[name], found[name], name)
        ] == []
        assert sideways(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_view_fits_and_keeps_nobody_out(visit, size, scheme):
    """No sideways scroll, no request, nothing on the console; what takes the program says so, with its command."""
    with visit(VIEWS[0], size=size, scheme=scheme) as page:
        arrived(page, VIEWS[0])
        for view in VIEWS:
            go(page, view)
            commands = page.locator("#form pre[lang=en]").all_inner_texts()
            assert page.locator("#play").is_visible() == (view in ASKED)
            assert (view in ANSWERED) != any(each.startswith("sim ") for each in commands)
            for _ in range(2):
                assert sideways(page) <= 0
                assert page.evaluate(SMALL) == []
                unfold(page)
            assert findings(page) == []


@pytest.mark.parametrize(("verb", "name"), [("score", "redScore"), ("rank", "teamKey"), ("audit", "entry")])
def test_documents_that_are_dropped_are_checked(visit, sim, tmp_path, verb, name):
    """A file of matches goes to its view from anywhere; the points are those of the terminal."""
    file = tmp_path / "matches.csv"
    file.write_text(csv_of(made_file(SEASONS["fgc_2022"], 1, 12), SEASONS["fgc_2022"], ";"), encoding="utf-16")
    told = [json.loads(line) for line in sim(verb, file, "--season", "2022", "--json").stdout.splitlines()]
    with visit("robot") as page:
        arrived(page, "robot")
        page.set_input_files("#open", file)
        arrived(page, "check")
        page.click(f"#verb-{verb}")
        assert play(page) == DONE
        cells = page.locator("#answer tbody tr:first-child").first.inner_text().split()
        assert str(told[0][name]) in cells
        with page.expect_download() as saved:
            press(page, "json")
        assert json.loads(saved.value.path().read_text()) == told
        assert sideways(page) <= 0
        assert findings(page) == []
        page.set_input_files("#file-file", {"name": "no.json", "mimeType": "", "buffer": b'{"details": {}}'})
        assert "no.json: " in play(page)


@pytest.mark.parametrize("key", PLAYED)
def test_every_season_is_played(visit, key):
    """A season's first question is answered, and its run."""
    with visit("compare", key) as page:
        arrived(page, "compare")
        page.uncheck("#models")
        page.select_option("#matches", "2000")
        assert play(page) == DONE
        assert page.locator(".verdict").count() == 1
        assert findings(page) == []
        go(page, "run")
        page.select_option("#matches", "2000")
        assert play(page) == DONE


@pytest.mark.parametrize("key", PLAYED)
def test_matches_are_watched(visit, key):
    """Three matches of a season are shown in the page, and come to their ends; the same can be saved as a file."""
    with visit("replay", key) as page:
        arrived(page, "replay")
        assert play(page) == DONE
        frame = page.frame_locator("iframe")
        assert frame.locator("#matches button").count() == 3
        frame.locator("#at").fill("150000")
        assert int(frame.locator("#red").inner_text().replace(",", "")) > 0
        assert sideways(page) <= 0
        assert findings(page.frames[1]) == []
        with page.expect_download() as saved:
            press(page, "page")
        assert saved.value.path().read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_every_language_is_in_the_file(browser, folder, code):
    """A language is chosen by the address, as in the page of the server; the verdict is in it."""
    with opened(browser, folder / "sim.html", "phone", then=f"?language={code}#compare/fgc_2022/") as page:
        arrived(page, "compare")
        assert page.locator("html").get_attribute("dir") == language(code).direction
        page.uncheck("#models")
        page.select_option("#matches", "2000")
        assert play(page) == language(code).texts["web.done"]
        assert page.locator(".verdict[lang=en]").count() == 0
        assert sideways(page) <= 0


def test_a_stopwatch_makes_a_robot_whose_doubt_is_told(visit):
    """Tries that were typed make the robot; a comparison says what they leave open."""
    with visit("robot") as page:
        arrived(page, "robot")
        unfold(page)
        page.select_option("#watch-row", "grip")
        for seconds, worked in ((4.6, "true"), (6.1, "false"), (5.0, "true")):
            unfold(page)
            put(page, "typed-seconds", seconds)
            press(page, f"typed-{worked}")
        page.wait_for_function("() => /: 3,.*: 2$/.test(document.getElementById('whose-grip').textContent)")
        go(page, "compare")
        page.select_option("#matches", "2000")
        assert play(page) == DONE
        assert page.locator(".study dt").all_inner_texts() == [
            TEXTS["report.doubt.robot"],
            TEXTS["report.doubt.model"],
        ]


def test_what_cannot_be_is_refused_beside_its_field(visit):
    """A time beyond the match is refused as by the server's page, in a line, and marked."""
    with visit("compare") as page:
        arrived(page, "compare")
        put(page, "plan0-after-grip", 149)
        assert "expected 0 to 144 s" in play(page)
        assert page.locator("[id='plan0-after-grip']").get_attribute("aria-invalid") == "true"
        choose(page, "fgc_2026")
        assert page.locator("#status").inner_text() == ""
