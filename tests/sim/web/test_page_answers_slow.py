"""What the page answers, in a real browser: the command line's digits; files opened and saved; links; refusals."""

import json
import tomllib

import pytest
from browser import SIZES, findings, sideways, visited
from pages import write_files
from places import shared
from web_page import answer, arrived, choose, go, play, press, put, unfold

from analysis.words import Said, english, language

pytestmark = pytest.mark.slow

TEXTS = language("en").texts
DONE = TEXTS["web.done"]
QUESTION = ("compare", "--season", "2022", "--plan", "early.toml", "--plan", "late.toml", "--robot", "mine.toml")
LEFT_OUT = ("secure at HI", "lift partner", "haul up", "wait for a lift", "sweep near", "sweep far")
"""What the README's plans never do, of the playbook that they come from."""
DROP = """(files) => {
  const dropped = new DataTransfer();
  for (const [name, text] of files) dropped.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


ROWS = """() => [...document.querySelectorAll(".study .wide")].filter((each) => !each.closest("figure"))
  .flatMap((each) => [...each.querySelectorAll("tbody tr")])
  .map((row) => [...row.children].map((cell) => cell.textContent))"""
"""The rows of an answer's tables, but those of pictures."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the files that pages in words show."""
    found = tmp_path_factory.mktemp("files")
    write_files(found)
    return found


@pytest.fixture
def visit(browser, address):
    """Open a view of a season, on a phone."""

    def opened(view, season="fgc_2022", size="phone", noise=()):
        return visited(browser, f"{address}#{view}/{season}/", size, "light", noise=noise)

    return opened


def quickly(page, view):
    """Ask for few matches, so that what is not about their number is fast."""
    arrived(page, view)
    if page.locator("#models").count():
        page.uncheck("#models")
    if page.locator("#matches").count():
        page.select_option("#matches", "2000")


def plain(text):
    """Give a text with plain blanks: a page may keep a number and its error on one line."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def in_english(cell):
    """Give a cell of a document as text: it may be a key of the catalogues with what is put into its text."""
    if not isinstance(cell, dict):
        return cell
    return english(Said(cell["key"], {name: in_english(value) for name, value in cell["parameters"].items()}))


def doubts(page):
    """Read what is said beside the answer, by its heading."""
    said, known = (page.locator(f".study {each}").all_inner_texts() for each in ("dt", "dd"))
    return dict(zip(said, map(plain, known), strict=True))


def test_the_readme_question_has_the_digits_of_the_terminal(visit, sim, folder, monkeypatch):
    """Filled in by hand: the same difference, interval, wins, models, tables and command as `sim compare` gives."""
    monkeypatch.chdir(folder)
    told = json.loads(sim(*QUESTION, "--json").stdout)
    with visit("robot") as page:
        arrived(page, "robot")
        for ability in ("climb_lo", "climb_md", "climb_hi"):
            page.check(f"#can-{ability}")
        put(page, "robot-name", "ours")
        put(page, "seconds-collect near", "5,5")
        put(page, "works-grip", 90)
        page.click("#next")
        arrived(page, "plans")
        for nth, seconds in enumerate((105, 120)):
            page.click(f"#plan{nth}-order summary")
            for row in LEFT_OUT:
                press(page, f"plan{nth}-out-{row}")
            put(page, f"plan{nth}-name", f"leave at {seconds}")
            put(page, f"plan{nth}-after-grip", seconds)
        page.click("#next")
        arrived(page, "compare")
        assert play(page) == DONE
        assert plain(page.locator(".verdict").inner_text()) == told["answer"]
        assert doubts(page) == {TEXTS["report.doubt.model"]: told["in_models"]}
        rows = [row for each in told["report"]["told"] if "rows" in each for row in each["rows"]]
        assert [list(map(plain, row)) for row in page.evaluate(ROWS)] == [list(map(in_english, row)) for row in rows]
        command = page.locator(".study .alone pre").first.inner_text()
        assert command.startswith("sim compare --season fgc_2022 --plan leave_at_105.toml --plan leave_at_120.toml")


def test_the_readme_files_are_opened_and_saved_as_they_are(visit, sim, folder, monkeypatch):
    """Its files give its answer; what is saved of them again says the same to a reader of TOML."""
    monkeypatch.chdir(folder)
    with visit("robot", size="desk") as page:
        arrived(page, "robot")
        page.set_input_files("#open", folder / "mine.toml")
        page.wait_for_function("() => document.getElementById('robot-name').value === 'ours'")
        with page.expect_download() as saved:
            page.click("#save")
        assert tomllib.loads(saved.value.path().read_text()) == tomllib.loads((folder / "mine.toml").read_text())
        go(page, "plans")
        page.set_input_files("#open", [folder / "early.toml", folder / "late.toml"])
        page.wait_for_function("() => (document.getElementById('plan1-name') || {}).value === 'leave at 120'")
        assert page.locator("#plan2-name").count() == 0, "the plans of the beginning made room"
        with page.expect_download() as saved:
            page.click("#plan0-save")
        assert tomllib.loads(saved.value.path().read_text()) == tomllib.loads((folder / "early.toml").read_text())
        go(page, "compare")
        page.uncheck("#models")
        play(page)
        told = json.loads(sim(*QUESTION, "--quick", "--json").stdout)
        assert plain(page.locator(".verdict").inner_text()) == told["answer"]


DROPPED = (
    ("late.toml", "plans", "plan0-name", "leave at 120"),
    ("mine.toml", "robot", "robot-name", "ours"),
    ("times.csv", "robot", "seconds-grip", None),
    ("teams.csv", "event", "teams", "BRA\nJPN\nKEN\nCHE\nPER\nFJI"),
)
"""Files of pages in words, and where each has its place: a view, a field, what is in it then."""


@pytest.mark.parametrize(("name", "view", "field", "value"), DROPPED, ids=[name for name, *_ in DROPPED])
def test_a_dropped_file_finds_its_place(visit, folder, name, view, field, value):
    """What is dropped anywhere, while another season is looked at, is shown where it belongs."""
    with visit("season", "fgc_2022" if name.endswith(".csv") else "fgc_2026") as page:
        arrived(page, "season")
        page.evaluate(DROP, [[name, (folder / name).read_text(encoding="utf-8")]])
        arrived(page, view)
        if value is None:
            page.wait_for_function("() => /: 6,.*: 5$/.test(document.getElementById('whose-grip').textContent)")
        else:
            assert page.locator(f"#{field}").input_value() == value
        assert page.locator("#season").input_value() == "fgc_2022"


def test_several_files_are_dropped_at_once(visit, folder):
    """Two plans and a robot: all of them are there."""
    with visit("season") as page:
        arrived(page, "season")
        names = ("early.toml", "late.toml", "mine.toml")
        page.evaluate(DROP, [[name, (folder / name).read_text(encoding="utf-8")] for name in names])
        arrived(page, "robot")
        assert page.locator("#robot-name").input_value() == "ours"
        go(page, "plans")
        assert [page.locator(f"#plan{nth}-name").input_value() for nth in (0, 1)] == ["leave at 105", "leave at 120"]
        assert page.locator("#plan2-name").count() == 0


def test_a_file_without_a_place_is_named(visit, folder):
    """A population is no file of this page: a line says so."""
    with visit("season") as page:
        arrived(page, "season")
        page.evaluate(DROP, [["own.toml", (folder / "own.toml").read_text(encoding="utf-8")]])
        page.wait_for_selector("#status.refused")
        assert page.locator("#status").inner_text() == TEXTS["web.no_place"].format(name="own.toml")


BROKEN = (
    "robot/fgc_2022/e30",
    "plans/fgc_2022/!!",
    "nowhere/fgc_1900/",
    "compare",
    "%E0%A4%A",
    "constructor/",
    "robot/fgc_2022/eyJyb2JvdCI6IHsidHJpZXMiOiA1LCAiY2FuIjogbnVsbH0sICJwbGFucyI6IFt7Im9yZGVyIjogN31dfQ",
)
"""Links that were cut, that somebody changed, and one whose robot has five for tries."""


@pytest.mark.parametrize("link", BROKEN)
def test_a_broken_link_opens_the_page(browser, address, link):
    """A link that was cut, or that somebody changed, shows a view with what the season begins with."""
    with visited(browser, f"{address}#{link}", "phone") as page:
        page.wait_for_selector("#form")
        assert page.locator("#form").inner_text() != ""


def test_a_stopwatch_makes_the_robot_of_the_terminal(visit, sim, tmp_path):
    """Tries that were pressed and typed give the numbers that `sim robot --times` gives; what is measured says so."""
    tries = (("grip", 4.6, True), ("grip", 6.1, False), ("climb to LO", 5.5, True), ("climb to LO", 8.3, False))
    times = tmp_path / "times.csv"
    lines = [f"{row},{seconds},{'yes' if worked else 'no'}" for row, seconds, worked in tries]
    times.write_text("\n".join(["row,seconds,worked", *lines]))
    robot = tomllib.loads(sim("robot", "--season", "2022", "--times", times).stdout)
    with visit("robot") as page:
        arrived(page, "robot")
        page.click("#typed summary")
        for row, seconds, worked in tries:
            page.select_option("#watch-row", row)
            put(page, "typed-seconds", seconds)
            press(page, f"typed-{str(worked).lower()}")
        page.wait_for_function("() => /: 2,.*: 1$/.test(document.getElementById('whose-climb to LO').textContent)")
        assert page.locator("#can-climb_lo").is_checked()
        assert float(page.locator('[id="seconds-climb to LO"]').input_value()) == robot["seconds"]["climb to LO"]
        with page.expect_download() as saved:
            page.click("#save")
        found = tomllib.loads(saved.value.path().read_text())
        assert {name: found[name] for name in ("can", "seconds", "works", "known")} == {
            name: robot[name] for name in ("can", "seconds", "works", "known")
        }
        page.click("#watch")
        assert page.locator("#watch").inner_text() == TEXTS["web.watch.stop"]
        page.click("#watch")
        page.click("#failed")
        page.wait_for_function("() => /: 3,.*: 1$/.test(document.getElementById('whose-climb to LO').textContent)")
        put(page, "seconds-store", 3)
        press(page, "try-4")
        page.wait_for_function("() => /: 2,.*: 1$/.test(document.getElementById('whose-climb to LO').textContent)")
        assert page.locator("#seconds-store").input_value() == "3", "what was typed stays"
        assert page.locator("#whose-store").inner_text() == TEXTS["web.robot.own"]
        page.reload()
        arrived(page, "robot")
        assert page.locator("[id^=try-]").count() == len(tries), "the link has the tries"


def test_tries_that_nobody_waited_for_count(visit):
    """Who adds a try and goes on at once compares with the robot that the try makes."""
    with visit("robot") as page:
        arrived(page, "robot")
        page.click("#typed summary")
        put(page, "typed-seconds", 3)
        press(page, "typed-true")
        page.click("#next")
        arrived(page, "plans")
        page.click("#next")
        quickly(page, "compare")
        play(page)
        unfold(page)
        assert "[known]\ngrip = " in page.locator(".study .alone").inner_text()


def test_counted_matches_are_a_robot_too(visit):
    """60 of 100 matches that reach a level: the answer tells how often one try works for that."""
    with visit("robot") as page:
        arrived(page, "robot")
        page.check("#can-climb_lo")
        page.click("#reaches summary")
        page.select_option("#reaches-row", "climb to LO")
        go(page, "compare")
        quickly(page, "compare")
        play(page)
        unfold(page)
        assert "climb to LO 0." in page.locator(".study").inner_text()


def test_the_answer_grows(visit):
    """Before the answer is whole there is a picture of fewer matches, and a bar that says how far it is."""
    with visit("compare") as page:
        arrived(page, "compare")
        page.click("#play")
        page.wait_for_selector("#answer[aria-busy=true] svg.chart")
        assert page.locator("#json").count() == 0
        assert page.locator("#progress").is_visible()
        answer(page)
        assert page.locator("#progress").is_hidden()


def test_a_view_that_is_left_asks_no_more(visit):
    """Who goes on while matches are played hears nothing of them; who comes back sees the form as it was."""
    with visit("compare") as page:
        arrived(page, "compare")
        put(page, "seed", 7)
        with page.expect_event("requestfailed"):
            page.click("#play")
            page.wait_for_selector("#answer svg.chart")
            go(page, "plans")
        assert page.locator("#answer > *").count() == 0
        page.go_back()
        arrived(page, "compare")
        assert page.locator("#seed").input_value() == "7"
        page.click("#stop")
        assert page.locator("#status").inner_text() == TEXTS["web.stopped"]


def test_a_link_gives_the_same_answer(visit, browser):
    """The address of an answer, opened by somebody else, gives it again; what is changed is no answer any more."""
    with visit("compare") as page:
        quickly(page, "compare")
        put(page, "plan0-after-grip", 95)
        play(page)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.click("#link")
        link = page.evaluate("() => navigator.clipboard.readText()")
        verdict = page.locator(".verdict").inner_text()
        put(page, "seed", 2)
        assert page.locator("#answer.stale").count() == 1
        assert page.locator("#status").inner_text() == TEXTS["web.stale"]
    with visited(browser, link, "desk") as page:
        assert answer(page) == DONE
        assert page.locator(".verdict").inner_text() == verdict
        assert page.locator("#plan0-after-grip").input_value() == "95"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", ["compare", "advise", "sweep", "run", "event"])
def test_an_answer_fits_and_keeps_nobody_out(visit, view, size):
    """The answer of each question has room, and nothing that axe finds; a report of it is saved."""
    with visit(view, size=size) as page:
        quickly(page, view)
        assert play(page) == DONE
        assert page.locator(".verdict").count() == 1
        unfold(page)
        assert sideways(page) <= 0
        assert findings(page) == []
        with page.expect_download() as saved:
            page.click("#report")
        report = saved.value.path().read_text(encoding="utf-8")
        assert report.startswith("<!doctype html>")
        with page.expect_download() as saved:
            page.click("#json")
        assert json.loads(saved.value.path().read_text(encoding="utf-8"))["season"] == "fgc_2022"


@pytest.mark.parametrize("size", SIZES)
def test_matches_are_watched(visit, size):
    """Three matches are shown in the page, and move."""
    with visit("replay", size=size) as page:
        arrived(page, "replay")
        assert play(page) == DONE
        frame = page.frame_locator("iframe")
        assert frame.locator("#matches button").count() == 3
        frame.locator("#at").fill("150000")
        assert int(frame.locator("#red").inner_text().replace(",", "")) > 0
        assert sideways(page) <= 0


def test_an_event_has_our_teams(visit):
    """Teams of any names are ranked, and play for the medals."""
    names = [f'Équipe {nth}, "les {nth}"' for nth in range(40)]
    with visit("event") as page:
        arrived(page, "event")
        put(page, "teams", "\n".join(names))
        put(page, "each", 6)
        assert play(page) == DONE
        assert any(page.locator(".verdict").inner_text().startswith(name) for name in names)


@pytest.mark.parametrize("view", ["forecast", "brief"])
def test_a_real_event_goes_on(visit, folder, view):
    """From the matches so far and those to come: who may end where, and what our next match may bring."""
    with visit(view) as page:
        arrived(page, view)
        assert "web.needs_file" in TEXTS
        page.click("#play")
        assert page.locator("#status").inner_text() == TEXTS["web.needs_file"]
        page.set_input_files("#file-played", folder / "half.csv")
        page.set_input_files("#file-schedule", folder / "national.csv")
        if view == "brief":
            put(page, "team", "T001")
        assert play(page) == DONE
        assert page.locator(".verdict").count() == 1
        unfold(page)
        assert sideways(page) <= 0
        assert findings(page) == []


@pytest.mark.parametrize("verb", ["score", "rank", "audit"])
def test_real_documents_are_checked(visit, verb):
    """A match document as the official service gives it is scored, ranked and audited."""
    with visit("check", "fgc_2023") as page:
        arrived(page, "check")
        page.set_input_files("#file-file", shared("cases", "api-row-2023.json"))
        page.click(f"#verb-{verb}")
        assert play(page) == DONE
        assert page.locator("#answer > *").count() > 1
        assert sideways(page) <= 0
        assert findings(page) == []


def test_what_is_refused_is_said_beside_the_button(visit):
    """One line says what was expected; its field has the focus, or the line leads to it; the page goes on."""
    with visit("compare", noise=("422",)) as page:
        quickly(page, "compare")
        play(page)
        put(page, "plan1-after-grip", 999)
        play(page)
        status = page.locator("#status.refused")
        assert "999" in status.inner_text()
        assert page.evaluate("() => document.activeElement.id") == "plan1-after-grip"
        assert page.locator("#plan1-after-grip").get_attribute("aria-invalid") == "true"
        assert page.locator("#answer.stale").count() == 1
        go(page, "sweep")
        page.select_option("#plan", "1")
        play(page)
        assert status.locator("a").get_attribute("href").startswith("#plans/")
        go(page, "compare")
        put(page, "plan1-after-grip", "late")
        page.click("#play")
        assert status.inner_text() == TEXTS["web.number"]
        put(page, "plan1-after-grip", 110)
        assert play(page) == DONE


def test_the_best_time_goes_into_the_plan(visit):
    """From a sweep a button puts its best time into the plan, and leads to where plans are compared."""
    with visit("sweep") as page:
        quickly(page, "sweep")
        put(page, "from", 90)
        put(page, "to", 100)
        play(page)
        best = page.locator("#take").inner_text()
        page.click("#take")
        arrived(page, "compare")
        seconds = page.locator("#plan0-after-grip").input_value()
        assert seconds in ("90", "95", "100")
        assert best == TEXTS["web.sweep.take"].format(seconds=seconds, row="grip")


def test_a_season_that_is_left_is_kept(visit):
    """Who looks at another season finds the robot of the first one again."""
    with visit("robot") as page:
        arrived(page, "robot")
        put(page, "seconds-grip", 4)
        choose(page, "fgc_2026")
        arrived(page, "robot")
        assert page.locator("#seconds-grip").count() == 0
        choose(page, "fgc_2022")
        page.wait_for_selector("#seconds-grip")
        assert page.locator("#seconds-grip").input_value() == "4"


def test_a_number_that_is_emptied_is_the_middle_robots_again(visit):
    """What is typed is the robot's own; an empty field has the middle robot's number when it is left."""
    with visit("robot") as page:
        arrived(page, "robot")
        middle = page.locator("#seconds-grip").input_value()
        put(page, "seconds-grip", 4)
        assert page.locator("#whose-grip").inner_text() == TEXTS["web.robot.own"]
        put(page, "seconds-grip", "")
        page.locator("#works-grip").focus()
        assert page.locator("#seconds-grip").input_value() == middle
        assert page.locator("#whose-grip").inner_text() == TEXTS["web.robot.middle"]
