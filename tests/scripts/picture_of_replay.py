"""Draw the picture of `docs/replay.md` anew: `PYTHONPATH=tests/kit:. python tests/scripts/picture_of_replay.py`."""

import tempfile
from pathlib import Path

from browser import browsing, opened, seek
from places import ROOT

from analysis.report.page import written
from analysis.report.replay import page_of
from analysis.run.replays import played_match
from analysis.words import Said, language
from sim.play.request import run_request

MOMENT = 76_000

if __name__ == "__main__":
    found = played_match(run_request("2026"), 3)
    text = written(page_of([(Said("replay.match", {"match": 3, "seed": 1}), found)]), language("en"))
    with tempfile.TemporaryDirectory() as name, browsing() as browser:
        file = Path(name) / "replay.html"
        file.write_text(text, encoding="utf-8")
        with opened(browser, file) as page:
            seek(page, MOMENT)
            page.screenshot(path=ROOT / "docs" / "pictures" / "replay.png")
