"""`sim new-season`: the three files of a season, a made-up game that plays, to be changed into one's own."""

import re
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

import rules
import seeds
from rules.errors import FgcError, SeasonError
from sim.cli import output
from sim.cli.writing import need_new
from sim.files import make_folder, write_all
from sim.table.language import editions

TEMPLATE = Path(seeds.__file__).parent / "new"
NAME = "YYYY"
"""What stands in the template for the season's name."""
WHAT = {
    ".py": "the score sheet, the point values, the score, the ranking",
    ".toml": "the match as a table: places, rows, robots, playbooks, spots",
    ".csv": "matches scored by hand",
}
"""The files of a season, and what each holds."""


def new_season(
    season: Annotated[str, typer.Argument(help="Its name: a year, or a word that no other season has.")],
    out: Annotated[str, typer.Option("--out", metavar="FOLDER", help="Where its files go; made if need be.")] = ".",
) -> None:
    """Write the three files of a new season: a made-up game that plays, to be changed into yours step by step."""
    if not re.fullmatch(r"\w{1,40}", season, re.ASCII):
        raise SeasonError(season, "expected a year, or a word of letters, digits and _")
    key = f"fgc_{season.removeprefix('fgc_')}"
    if key in {*rules.keys(), *editions()}:
        raise SeasonError(season, "expected the name of a new season: there is one of this name")
    files = {Path(out) / f"{key}{kind}": _text(kind, key).encode() for kind in WHAT}
    if not Path(out).exists():
        make_folder(Path(out))
    for path in files:
        if path.exists():
            raise FgcError(str(path), "expected a folder without this file; --out FOLDER names another")
        need_new(path)
    write_all(files)
    _tell(key, out)


def _text(kind: str, key: str) -> str:
    """Give a file of the template for a season of this name."""
    text, name = (TEMPLATE / f"season{kind}").read_text(encoding="utf-8"), key.removeprefix("fgc_")
    year = name if re.fullmatch(r"[1-9]\d{3}", name) else str(datetime.now(UTC).year)
    return re.sub(rf"(year = |\b){NAME}(?=\n|-\d\d-)", rf"\g<1>{year}", text).replace(NAME, name)


def _tell(key: str, out: str) -> None:
    name, folder = key.removeprefix("fgc_"), "" if out == "." else f"{out}/"
    output.say(f"Written: season {name}, a made-up game that plays. Change it into yours, step by step:")
    for kind, what in WHAT.items():
        output.say(f"  {folder}{key}{kind}: {what}")
    output.say("FILL IN marks what is about your game alone; docs/season-files.md tells every key.")
    output.say(f"After each step: sim check-season {name} --seasons {quote(out)}")
    output.say(f"It plays already: sim --seasons {quote(out)} run --season {name}")
