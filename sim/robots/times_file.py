"""A stopwatch's tries: a table with the columns `row`, `seconds`, `worked` -> what was tried, try by try."""

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from rules.documents.csv_text import Table, need_columns, need_once, number, same, table_of
from rules.errors import ModelError, within
from rules.names import nearest
from rules.text import decoded, plain
from sim.reading import contents
from sim.table.game import Game
from sim.table.language import MATCH_SECONDS, SHORTEST, Action

COLUMNS = ("row", "seconds", "worked")
ANSWERS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
EACH = 6
"""Tries that the empty form has room for, a row."""
MOST_TRIES = 9_999
"""Of a row, since a robot file counts no more."""


class Try(NamedTuple):
    """One try at a row; `seconds` is None where a try failed and nobody stopped its time."""

    row: str
    seconds: float | None
    worked: bool


def timed_rows(game: Game) -> list[Action]:
    """Give the rows that a stopwatch can time: those of robots and humans."""
    return [row for row in game.actions if row.by != "field"]


def form_lines(game: Game) -> Iterator[str]:
    """Write the empty table of tries of a season, six lines a row; lines that stay empty count for nothing."""
    yield ",".join(COLUMNS)
    for row in timed_rows(game):
        yield from [f"{row.name},,"] * EACH


def read_times(game: Game, file: str) -> tuple[Try, ...]:
    """Read a table of tries; a ModelError in one line says file, row and what was expected."""
    data = contents(file, "table of tries", ModelError)
    with within(file):
        table = table_of(decoded(data, "a table of tries", ModelError), ModelError)
        need_once(table, ModelError)
        need_columns(table, COLUMNS, ModelError)
        tries = tuple(_tries(game, table))
        if not tries:
            raise ModelError("expected one try or more: a row's name, its seconds, and yes or no, found none")
        for row in {each.row for each in tries}:
            often = sum(each.row == row for each in tries)
            if often > MOST_TRIES:
                raise ModelError(row, f"expected at most {MOST_TRIES:,} tries, found {often:,}")
    return tries


def _tries(game: Game, table: Table) -> Iterator[Try]:
    head, rows = [same(column) for column in table.head], [row.name for row in timed_rows(game)]
    for place, cells in table.rows:
        of = dict(zip(head, cells, strict=True))
        if not of["seconds"] and not of["worked"]:
            continue
        with within(f"row {place}"):
            if of["row"] not in rows:
                what = f"expected a row of robots or humans, found {plain(of['row'])!r}{nearest(of['row'], rows)}"
                raise ModelError("row", what)
            worked = _worked(of["worked"])
            yield Try(of["row"], _seconds(of["seconds"], worked), worked)


def _worked(cell: str) -> bool:
    if cell.lower() not in ANSWERS:
        raise ModelError("worked", f"expected yes or no, found {plain(cell)!r}")
    return ANSWERS[cell.lower()]


def _seconds(cell: str, worked: bool) -> float | None:
    if not cell and not worked:
        return None
    with within("seconds"):
        value = number(cell, ModelError)
        if isinstance(value, bool | str) or not isfinite(value) or not SHORTEST <= value <= MATCH_SECONDS:
            raise ModelError(f"expected a number from {SHORTEST} to {MATCH_SECONDS}, found {plain(cell)!r}")
        return float(value)
