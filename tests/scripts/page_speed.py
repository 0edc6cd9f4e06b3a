"""How long the README's question takes in the page that asks nobody.

`PYTHONPATH=tests/kit python tests/scripts/page_speed.py`

It opens the page from its file in chromium, without a network, the page itself slowed down four times, and asks three
times: which of two plans is better, 20,000 matches of each, and in how many of the season's models. It prints the
seconds of each, and matches a second, those in the models counted in.

Only the page's own thread is slowed down, not its workers; but chromium does that by keeping a processor busy for
three quarters of the time. So on two cores the workers have 1.25 of them; a real phone's have them all.
"""

import tempfile
import time
from pathlib import Path

from browser import browsing, opened
from web_page import arrived, play

from sim.play.request import run_request
from sim.table.models import models_of
from sim.web.offline import offline_page

SLOWER, TIMES, EACH, MODELS = 4, 3, 20_000, 2_000
KEY = "fgc_2022"


def main() -> None:
    """Measure and print."""
    models = len(models_of(run_request(KEY).game))
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        file = Path(folder) / "sim.html"
        file.write_text(offline_page("en", [KEY]), encoding="utf-8")
        with opened(browser, file, "phone", then=f"#compare/{KEY}/") as page:
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            arrived(page, "compare")
            for _ in range(TIMES):
                begun = time.perf_counter()
                play(page)
                took = time.perf_counter() - begun
                print(f"{took:.1f} s, {2 * (EACH + models * MODELS) / took:,.0f} matches a second")


if __name__ == "__main__":
    main()
