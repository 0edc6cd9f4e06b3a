"""Make the pictures of README and docs anew: `PYTHONPATH=tests/kit:. python tests/scripts/write_pictures.py`.

Each is what a command draws, or what a browser shows of a page. Names as arguments (`replay`, `fields`) choose some.
"""

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from browser import browsing, opened, seek, visited
from pages import write_files
from places import ROOT, SIM
from served import served
from web_page import answer, arrived, go

from analysis.report.page import written
from analysis.report.replay import page_of
from analysis.run.replays import played_match
from analysis.words import Said, language
from sim import play_event
from sim.play.documents import team_key
from sim.play.request import run_request
from sim.table.game import playable_keys

PICTURES = ROOT / "docs" / "pictures"
MOMENT = 76_000
QUESTION = ("compare", "--season", "2022", "--plan", "early.toml", "--plan", "late.toml")
TEAMS, EACH = 48, 8


def sim(folder: Path, *words: str | Path) -> None:
    """Run a command beside the files of the pages."""
    subprocess.run([SIM, *words], cwd=folder, check=True, capture_output=True)


def example(folder: Path) -> None:
    """Draw what a run scores."""
    sim(folder, "run", "--season", "2022", "--matches", "5000", "--plot", PICTURES / "example.png")


def question(folder: Path) -> None:
    """Draw the README's question."""
    sim(folder, *QUESTION, "--robot", "mine.toml", "--plot", PICTURES / "question.png")


def fields(folder: Path) -> None:
    """Draw the field of every season."""
    for key in playable_keys():
        year = key.removeprefix("fgc_")
        sim(folder, "rules", year, "--plot", PICTURES / "fields" / f"{year}.svg")


def forecast(folder: Path) -> None:
    """Draw who may end where at half time of a made-up event."""
    found = play_event("2026", teams=TEAMS, each=EACH, seed=2).repeats[0]
    sides = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    rows = [
        [nth, *scores, *map(team_key, teams)]
        for nth, (scores, teams) in enumerate(
            zip(found.matches.scores.tolist(), found.schedule.team.tolist(), strict=True), start=1
        )
    ]
    played = [*rows[: len(rows) // 2], *([row[0], "", "", *row[3:]] for row in rows[len(rows) // 2 :])]
    with (folder / "made_up.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["match", "red_score", "blue_score", *sides], *played])
    sim(folder, "forecast", "--season", "2026", "made_up.csv", "--plot", PICTURES / "forecast.png")


def replay(folder: Path) -> None:
    """Show a match in the middle, on a desk."""
    found = played_match(run_request("2026"), 3)
    text = written(page_of([(Said("replay.match", {"match": 3, "seed": 1}), found)]), language("en"))
    file = folder / "replay.html"
    file.write_text(text, encoding="utf-8")
    with browsing() as browser, opened(browser, file) as page:
        seek(page, MOMENT)
        page.screenshot(path=PICTURES / "replay.png")


def report(folder: Path) -> None:
    """Show the top of a report."""
    sim(folder, *QUESTION, "--matches", "2000", "--report", "report.html")
    with browsing() as browser, opened(browser, folder / "report.html") as page:
        page.set_viewport_size({"width": 1000, "height": 780})
        page.screenshot(path=PICTURES / "report.png")


def web(folder: Path) -> None:
    """Show the README's question on a phone."""
    with served() as address, browsing() as browser, visited(browser, f"{address}#robot/fgc_2022/", "phone") as page:
        arrived(page, "robot")
        page.set_input_files("#open", folder / "mine.toml")
        page.wait_for_function("() => document.getElementById('robot-name').value === 'ours'")
        go(page, "plans")
        page.set_input_files("#open", [folder / "early.toml", folder / "late.toml"])
        page.wait_for_function("() => (document.getElementById('plan1-name') || {}).value === 'leave at 120'")
        go(page, "compare")
        page.click("#play")
        answer(page)
        page.locator(".verdict").evaluate(
            "(each) => window.scrollTo(0, each.getBoundingClientRect().top + scrollY - 50)"
        )
        page.screenshot(path=PICTURES / "web.png")


MADE: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (example, question, fields, forecast, replay, report, web)
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write_files(Path(name))
        for each in sys.argv[1:] or MADE:
            MADE[each](Path(name))
