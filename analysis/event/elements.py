"""What score sheets say of some matches, by name: counted entries, states, their values, points by source.

All of it follows from the entries that a season's sheet declares. `elements.NAME`, `NAME_sd`, `NAME_none`: mean and
sd of a counted entry that each alliance has of its own (fouls aside), and the share of alliances with none of it;
`elements.total` and `total_sd`: of all these entries together. `NAME.state`: the share of a state of a coded entry.
`robot.NAME`: the mean value of a robot's states, where documents hold values. `match.NAME`: all that a match has of a
counted entry. `points.PART`: the points of an alliance from a source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.event.statistics import Values
from rules.season import Array, Entry, entries
from sim.play.matches import Matches
from sim.table.checks import FED_BY_ROBOTS

ELEMENTS, ROBOT, MATCH, POINTS = "elements", "robot", "match", "points"
OF_FOULS = ("fouls", "rounding")
"""The parts of a breakdown that only those know who know the fouls."""


@dataclass(frozen=True)
class Sheets:
    """The score sheets of some matches, as far as they are known."""

    matches: Matches
    given: frozenset[str]
    """The entries that are known; what stands in the others means nothing."""

    @property
    def whole(self) -> bool:
        """Whether all entries are known but perhaps the fouls: then the sheets can be scored."""
        return set(entries(self.matches.rules.sheet)) - self.given <= set(FED_BY_ROBOTS)

    @property
    def fouls(self) -> bool:
        """Whether the fouls are known."""
        return set(FED_BY_ROBOTS) <= self.given

    def at(self, places: Any) -> "Sheets":
        """Give the sheets of the matches at these places."""
        return Sheets(self.matches.at(places), self.given)


def sheet_statistics(sheets: Sheets) -> dict[str, float]:
    """Give every statistic, by name, that the known entries of some matches' sheets tell."""
    every = entries(sheets.matches.rules.sheet)
    known = {name: (of, getattr(sheets.matches.sheet, name)) for name, of in every.items() if name in sheets.given}
    counts = {name: array for name, (of, array) in known.items() if of.codes is None}
    found = _elements({name: each for name, each in counts.items() if own(name, every[name])})
    if all(name in known for name, of in every.items() if own(name, of)):
        found |= _total({name: each for name, each in counts.items() if own(name, every[name])})
    for name, (of, states) in known.items():
        if of.codes is not None:
            found |= {f"{name}.{code.name.lower()}": float((states == code).mean()) for code in of.codes}
        if of.values and "station" in of.axes:
            found[f"{ROBOT}.{name}"] = float(np.array(of.values)[states].mean())
    found |= {f"{MATCH}.{name}": float(each.sum() / len(each)) for name, each in counts.items()}
    return found | {f"{POINTS}.{name}": float(part.mean()) for name, part in points_of(sheets).items()}


def points_of(sheets: Sheets) -> Mapping[str, Values]:
    """Give the points by source `(match, side)`: none where an entry is missing, and no fouls where these are."""
    if not sheets.whole:
        return {}
    breakdown = sheets.matches.breakdown
    parts = breakdown.parts.items()
    return {name: part / breakdown.unit for name, part in parts if sheets.fouls or name not in OF_FOULS}


def own(name: str, entry: Entry) -> bool:
    """Say whether an entry counts what an alliance has of its own; fouls are no element of the game."""
    return entry.codes is None and "side" in entry.axes and name not in FED_BY_ROBOTS


def _elements(counts: Mapping[str, Array]) -> dict[str, float]:
    found = {}
    for name, array in counts.items():
        each = _of_alliances(array)
        found[f"{ELEMENTS}.{name}"] = float(each.mean())
        found[f"{ELEMENTS}.{name}_sd"] = float(each.std())
        found[f"{ELEMENTS}.{name}_none"] = float((each == 0).mean())
    return found


def _total(counts: Mapping[str, Array]) -> dict[str, float]:
    if not counts:
        return {}
    total = sum(_of_alliances(array) for array in counts.values())
    return {f"{ELEMENTS}.total": float(np.mean(total)), f"{ELEMENTS}.total_sd": float(np.std(total))}


def _of_alliances(array: Array) -> Array:
    """Add up what an entry has beside its sides, so that there is one number an alliance: `(match, side)`."""
    each: Array = array.reshape(*array.shape[:2], -1).sum(axis=-1)
    return each
