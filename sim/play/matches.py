"""Some matches in a row, played and scored: a run, a part of it, the ranking phase of an event."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rules import load
from rules.document import PhaseName
from rules.documents import columns_of, slots
from rules.errors import FgcError
from rules.season import Array, Breakdown, Season, point_values, with_points

if TYPE_CHECKING:
    import pandas as pd

    from sim.play.players import Players


@dataclass(frozen=True)
class Matches:
    """Matches that were scored; the first axis of every array is the match."""

    rules: Season
    sheet: Any
    """The score sheets, as the season's rules module defines them."""
    breakdown: Breakdown
    """The points by source, `(match, side)` each, red first."""
    first: int = 0
    """The number of the first match."""
    players: "Players | None" = None
    """Who played them; None for a part of a run, for a copy in another process, and where nobody says."""

    @property
    def scores(self) -> Array:
        """The alliance scores `(match, side)`, in points."""
        return self.breakdown.total

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from process to process as arrays: a season of one's own has a module that pickle does not find.

        They go in as few bytes as hold their numbers: the way to another machine is long.
        """
        arrays = {each.name: _narrowed(getattr(self.sheet, each.name)) for each in fields(self.sheet)}
        points = {name: _narrowed(values) for name, values in self.breakdown.parts.items()}
        unit, total = self.breakdown.unit, _narrowed(self.scores)
        return _of_arrays, (self.rules.key, point_values(self.rules), arrays, unit, points, total, self.first)

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, places: Any) -> "Matches":
        """Give the matches at these places: a slice, a mask or an array of places."""
        sheet = type(self.sheet)(**{each.name: getattr(self.sheet, each.name)[places] for each in fields(self.sheet)})
        parts = {name: points[places] for name, points in self.breakdown.parts.items()}
        return Matches(self.rules, sheet, Breakdown(self.breakdown.unit, parts, self.scores[places]), self.first)

    def columns(self) -> dict[str, Array]:
        """Give one array a match by dotted official name: id, the sheet, scores and result."""
        red, blue = self.scores.T
        result = np.select([red > blue, red < blue], [1, 2], 0)
        ids = np.arange(self.first, self.first + len(red))
        return {"id": ids, **columns_of(self.sheet), "redScore": red, "blueScore": blue, "result": result}

    def official(self) -> dict[str, npt.NDArray[Any]]:
        """Give the same columns with the values that documents hold: a brace state is 0.3 where the sheet has 4."""
        values = listed(self.rules)
        return {name: values[name][column] if name in values else column for name, column in self.columns().items()}

    def frame(self, robots: bool = False) -> "pd.DataFrame":
        """Give the matches as a table, a row a match, with official names and official values; scores in points.

        With `robots` it says too who played, a column a station and property: `red1.plan`, see
        `Players.columns`. Raises FgcError where the matches do not know.
        """
        import pandas as pd

        return pd.DataFrame({**self.official(), **(self._players() if robots else {})})

    def _players(self) -> dict[str, npt.NDArray[Any]]:
        if self.players is None:
            whole = "expected matches as `simulate`, `load` or `play_event` give them: a part or a copy of them"
            raise FgcError("frame", "robots", f"{whole} does not know who played")
        return self.players.columns(range(self.first, self.first + len(self)))

    def __repr__(self) -> str:
        upto, mean = self.first + len(self), self.scores.mean() if len(self) else float("nan")
        return f"Matches({self.rules.key}, {self.first:,} to {upto - 1:,}, mean score {mean:.1f})"


Narrowed = tuple[Array, str]
"""An array in a type that holds its numbers in few bytes, and the type that it has else."""


def _narrowed(values: Array) -> Narrowed:
    ends = (int(values.min()), int(values.max())) if values.size else (0, 0)
    fits = (f"i{size}" for size in (1, 2, 4) if -(2 ** (8 * size - 1)) <= ends[0] and ends[1] < 2 ** (8 * size - 1))
    return values.astype(next(fits, values.dtype.str)), values.dtype.str


def _widened(narrowed: Narrowed) -> Array:
    values, kind = narrowed
    return values.astype(kind)


def _of_arrays(
    key: str,
    points: dict[str, float],
    arrays: dict[str, Narrowed],
    unit: int,
    parts: dict[str, Narrowed],
    total: Narrowed,
    first: int,
) -> Matches:
    rules = with_points(load(key), points)
    wide = {name: _widened(values) for name, values in parts.items()}
    sheet = rules.sheet(**{name: _widened(values) for name, values in arrays.items()})
    return Matches(rules, sheet, Breakdown(unit, wide, _widened(total)), first)


def listed(rules: Season) -> dict[str, npt.NDArray[np.float64]]:
    """Give what documents hold in place of codes, by official name, for the entries that have such values."""
    return {slot.name: np.array(slot.entry.values) for slot in slots(rules.sheet) if slot.entry.values}


def column_names(rules: Season) -> list[str]:
    """Name the columns of matches of a season, in their order."""
    return ["id", *(slot.name for slot in slots(rules.sheet)), "redScore", "blueScore", "result"]


def scored(rules: Season, sheet: Any, first: int = 0, phase: PhaseName = "ranking") -> Matches:
    """Score sheets of a phase; raises SheetError for one that cannot be."""
    return Matches(rules, sheet, rules.score(sheet, phase), first)


def joined(parts: Iterable[Matches]) -> Matches:
    """Put matches that follow each other together."""
    found = list(parts)
    if len(found) == 1:
        return found[0]
    start, sheets, breakdowns = found[0], [each.sheet for each in found], [each.breakdown for each in found]
    names = [each.name for each in fields(start.sheet)]
    sheet = type(start.sheet)(**{name: np.concatenate([getattr(each, name) for each in sheets]) for name in names})
    parted = {name: np.concatenate([each.parts[name] for each in breakdowns]) for name in start.breakdown.parts}
    total = np.concatenate([each.total for each in breakdowns])
    return Matches(start.rules, sheet, Breakdown(start.breakdown.unit, parted, total), start.first)
