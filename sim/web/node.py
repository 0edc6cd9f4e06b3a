"""How fast the offline page plays, without a browser: its scripts and its engine in node, on one thread."""

import json
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rules.errors import FgcError
from sim.web import offline, page, tables

BROWSERS = ("pool.js", "here.js", "work.js")
"""What only a browser can run."""
DRIVER = page.STATIC / "node" / "rates.js"
MATCHES = 8_192
"""Matches in a count."""


def program() -> str | None:
    """Give node's path, or None where it is not installed."""
    return shutil.which("node")


def rates(node: str, keys: Sequence[str], matches: int = MATCHES) -> dict[str, float]:
    """Give how many matches of each season are drawn, played and scored a second; a FgcError where node fails."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "page.js"
        script.write_text(script_of(keys) + DRIVER.read_text(encoding="utf-8"), encoding="utf-8")
        asked = json.dumps({**begun(keys), "matches": matches})
        done = subprocess.run([node, script], input=asked, capture_output=True, encoding="utf-8", check=False)
    try:
        found: dict[str, float] = json.loads(done.stdout)
    except ValueError:
        line = next((each for each in done.stderr.splitlines() if "Error" in each), "nothing said why")
        raise FgcError(node, f"expected the page's scripts to run: {line[:150]}") from None
    return found


def script_of(keys: Sequence[str]) -> str:
    """Give the scripts that play these seasons and answer, as one text."""
    names = dict.fromkeys(name for name in (*offline.ANSWERS, *offline.WORKER) if name not in BROWSERS)
    return offline.scores_script(keys) + "".join(
        (offline.HERE / name).read_text(encoding="utf-8") + "\n" for name in names
    )


def begun(keys: Sequence[str]) -> dict[str, Any]:
    """Give what they begin with: seasons, the engine, its tables."""
    here = offline.here_of([offline.season_of(key) for key in keys])
    engine = b64encode(tables.WASM.read_bytes()).decode()
    seasons = {key: offline.season_tables(key) for key in keys}
    begin = {"engine": engine, "calls": offline.engine_calls(), "seasons": seasons, "exact": here["exact"]}
    return {"here": here, "begin": begin}
