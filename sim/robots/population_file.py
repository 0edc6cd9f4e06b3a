"""Population files, `--population FILE`: numbers of robots, playbooks and rows that the season has otherwise."""

from collections.abc import Iterator
from typing import Any

from rules.errors import ModelError, within
from sim.robots.files import read_file
from sim.table.dials import ROBOTS, ROWS, SHARES, Numbers, changed, flat, is_number, need_known, steps_of
from sim.table.game import Game
from sim.table.toml import SeasonFile, Share, toml_key, toml_value


class Overlay(SeasonFile):
    """A population file: the season it is for, and its numbers, written as in the season's seed file."""

    doc: str = ""
    robots: dict[str, Any] = {}
    shares: dict[str, Share] = {}
    """By playbook."""
    action: dict[str, Any] = {}
    """By row, seconds and success."""


def read_overlay(game: Game, file: str) -> dict[str, float]:
    """Read a population file and check it against its season: the numbers that it changes, by name."""
    found = read_file(Overlay, "population", file, game)
    numbers = flat(ROBOTS, found.robots) | flat(SHARES, found.shares) | flat(ROWS, found.action)
    with within(file):
        need_known(numbers, game.model)
        for name, value in numbers.items():
            if not is_number(value):
                raise ModelError(name, f"expected a number, found {value!r:.40}")
        turned(game, numbers)
    return {name: float(value) for name, value in numbers.items()}


def turned(game: Game, numbers: Numbers) -> Game:
    """Give a season's tables with some numbers of its population or rows changed; a ModelError for what cannot be."""
    return game.with_model(changed(game.model, numbers)) if numbers else game


def overlay_lines(season: str, numbers: Numbers, doc: str) -> Iterator[str]:
    """Write numbers by name as a population file."""
    yield from (f"# {line}" for line in doc.splitlines())
    yield f"season = {toml_value(season.removeprefix('fgc_'))}"
    for table in (ROBOTS, SHARES, ROWS):
        lines = [_line(name, value) for name, value in numbers.items() if name.partition(".")[0] == table]
        yield from (("", f"[{table}]", *lines) if lines else ())


def _line(name: str, value: float) -> str:
    return f"{toml_key(*steps_of(name)[1:])} = {toml_value(value)}"
