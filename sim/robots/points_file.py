"""Point values of one's own, `--points`: texts `NAME=VALUE`, or files with a season and `[points]`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from rules.errors import ModelError, expected, within
from rules.text import plain
from sim.robots.files import read_file
from sim.table.dials import flat
from sim.table.game import Game
from sim.table.toml import SeasonFile

WHERE = "--points"
TABLE = "points"

PointsLike = Mapping[str, float] | Sequence[Path | str] | Path | str
"""Point values by name, a text `NAME=VALUE`, a file (a path that ends in .toml), or several texts and files."""


class PointsFile(SeasonFile):
    """A file of point values: the season it is for, and what is worth something else there."""

    doc: str = ""
    points: Annotated[dict[str, Any], Field(min_length=1)]


def read_points(game: Game, given: PointsLike) -> dict[str, float]:
    """Give the point values that are asked for, by name, checked; a FgcError in one line says what cannot be."""
    if isinstance(given, Mapping):
        return _checked(game, given, WHERE)
    found: dict[str, float] = {}
    for text in [given] if isinstance(given, Path | str) else given:
        more = _of_text(game, str(text))
        for name in more:
            if name in found:
                raise ModelError(WHERE, name, "expected it once, found it twice")
        found |= more
    return found


def _of_text(game: Game, text: str) -> dict[str, float]:
    if text.endswith(".toml"):
        written = read_file(PointsFile, "points", text, game).points
        with within(text):
            values = {name.removeprefix(f"{TABLE}."): value for name, value in flat(TABLE, written).items()}
        return _checked(game, values, text, f"[{TABLE}]")
    name, sign, number = text.partition("=")
    if not sign:
        raise ModelError(WHERE, f"expected NAME=VALUE, or a file (.toml), found {text!r:.60}")
    try:
        value = float(number)
    except ValueError:
        raise ModelError(WHERE, plain(name), expected("number", {"found": f"{number!r:.40}"})) from None
    return _checked(game, {name.strip(): value}, WHERE)


def _checked(game: Game, values: Mapping[str, float], *where: str) -> dict[str, float]:
    with within(*where):
        game.with_points(values)
    return dict(values)
