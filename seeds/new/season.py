"""YYYY Harbour Lights (nowhere): FILL IN your game, its city; then four sentences that tell it.

Crates lie on a quay that both alliances share. Robots carry them to their own store; a human player stamps them,
from the 20th second on. At the end robots stand in the dock, or hang on the crane, low or high. Both sides have a
bonus once all crates are stored. A foul costs its own side.

    score = 1 x crates in the store + 3 x stamped crates + 5, 10 or 20 for each robot docked, hanging low or high
            + 15 for both sides if all crates are stored - 4 x minor fouls - 10 x major fouls, but not below 0

Rounding: none; what is taken up to 0 stands as its own part.

Sources: FILL IN the manual, where you found it and when.

Doubts:
- FILL IN what the manual does not say, and what you took it to mean. All of this game is made up.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from rules.points import worth
from rules.ranking import cumulative_points
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Flag,
    Phase,
    Season,
    entry,
    major_fouls,
    minor_fouls,
    picked,
)


class End(IntEnum):
    """Where a robot is at the end: the codes run from 0 without a gap, 0 is what a robot is that did nothing."""

    FLOOR = 0
    DOCK = 1
    LOW = 2
    HIGH = 3


@dataclass(frozen=True)
class Points:
    """What scoring is worth: value, meaning, and the id of its source in the seed file, or "assumed".

    A tuple is a table by code. Half points: worth(2.5, "...", "manual", unit=2), and unit=2 in each worth() and in
    SEASON; docs/season-files.md has the rest. A share of other points: share(0.25, "...", "manual", unit=4).
    """

    store: int = worth(1, "a crate in the store that is not stamped", "assumed")
    stamped: int = worth(3, "a stamped crate", "assumed")
    end: tuple[int, ...] = worth((0, 5, 10, 20), "a robot at the end, by where it is", "assumed")
    complete: int = worth(15, "all crates stored, for each side", "assumed")
    minor: int = worth(4, "what a minor foul costs its own side", "assumed")
    major: int = worth(10, "what a major foul costs its own side", "assumed")


@dataclass(frozen=True)
class Sheet:
    """What the referees write down: meaning, name in a match document, the most there can be, and its axes.

    No axis: one for the match. side=SIDE: one an alliance. side=SIDE, station=STATION: one a robot.
    `codes` for states, Flag for yes or no; else it is a count up to `most`. Fouls stand in every sheet.
    """

    store: Array = entry("crates in the store, not stamped", "details.{side}Store", most=80, side=SIDE)
    stamped: Array = entry("stamped crates", "details.{side}Stamped", most=80, side=SIDE)
    end: Array = entry(
        "where each robot is at the end", "details.{side}Robot{station}End", codes=End, side=SIDE, station=STATION
    )
    complete: Array = entry("whether all crates are stored", "details.complete", codes=Flag)
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score many matches at once: arrays in, arrays out, no `if`; each part is (..., 2), red first.

    What both sides share gets an axis: `[..., None]`. What counts for the other side: `[..., ::-1]`. The three robots
    of a side: `.sum(axis=-1)`. A value by code: `picked(points.end, sheet.end)`.
    """
    parts = {
        "store": points.store * sheet.store,
        "stamped": points.stamped * sheet.stamped,
        "end": picked(points.end, sheet.end).sum(axis=-1),
        "complete": points.complete * sheet.complete[..., None],
        "fouls": -points.minor * sheet.fouls_minor - points.major * sheet.fouls_major,
    }
    return Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))  # without a floor: Breakdown.summed(parts)


def words(points: Any) -> dict[str, str]:
    """Say what each part is, in the same order; rounding is last, where there is any."""
    return {
        "store": f"{points.store} for each crate in the store",
        "stamped": f"{points.stamped} for each stamped crate",
        "end": f"{points.end[1]} for each robot in the dock, {points.end[2]} hanging low, {points.end[3]} high",
        "complete": f"{points.complete} if all crates are stored, for both sides",
        "fouls": f"{points.minor} less for each minor foul of the side's own, {points.major} less for each major one",
        "rounding": "up to 0 where fouls took more than there was",
    }


# Teams are ranked by `rank`: cumulative_points is the sum of their scores; rules/ranking.py of the program has more.
# playoff=Phase(...) where playoffs are scored or ranked otherwise; below_zero=True where a score may fall below 0.
SEASON = Season(
    key="fgc_YYYY",
    sheet=Sheet,
    unit=1,
    points=Points(),
    words=words,
    ranking=Phase(score=score, rank=cumulative_points),
)
