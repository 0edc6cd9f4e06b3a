"""Which numbers of a season nobody vouches for, and what of a new season's files is still to be filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.points import named
from rules.season import Season
from rules.text import plain
from sim.table.language import Model
from sim.table.models import is_assumed

FILL_IN = "FILL IN"
"""What stands in a new season's files where something is about its game alone."""
LONGEST = 90
"""Letters of such a line."""
TABLES = ("place", "action", "playbook", "spot")
ALONE = ("humans", "durations", "robots", "field", "playoffs")


@dataclass(frozen=True)
class Assumed:
    """A table whose numbers are assumed: those of nobody, or of a source of grade D, and how many it has."""

    table: str
    numbers: int


@dataclass(frozen=True)
class Open:
    """A line of a file in which something is to be filled in."""

    file: str
    line: int
    text: str


def assumed(season: Season, model: Model) -> tuple[Assumed, ...]:
    """Give the tables with assumed numbers, and the point values, that with the most first."""
    values = [each for each in named(season.points).values() if is_assumed(model, each.worth.source)]
    found = [Assumed("points", len(values))]
    for table, of in _sourced(model):
        if is_assumed(model, of.source or ""):
            found.append(Assumed(table, _numbers(of.model_dump(exclude_unset=True))))
    return tuple(sorted((each for each in found if each.numbers), key=lambda each: -each.numbers))


def _sourced(model: Model) -> Iterator[tuple[str, Any]]:
    for table in TABLES:
        yield from ((f"[[{table}]] {each.name}", each) for each in getattr(model, table))
    yield from ((f"[{name}]", of) for name in ALONE if (of := getattr(model, name)) is not None)
    yield from ((f"[observed.{name}]", of) for name, of in model.observed.items())


def _numbers(value: Any) -> int:
    """Count the numbers in a table."""
    if isinstance(value, dict | tuple | list):
        return sum(map(_numbers, value.values() if isinstance(value, dict) else value))
    return int(isinstance(value, int | float) and not isinstance(value, bool))


def still_open(paths: list[Path]) -> Iterator[Open]:
    """Give the lines of these files in which something is to be filled in."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if FILL_IN in line and f"{FILL_IN} marks" not in line:
                yield Open(path.name, number, plain(line.strip('# -"'), LONGEST))
