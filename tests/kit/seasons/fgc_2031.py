"""2031 Coral Garden (nowhere): a made-up season, to see that one of one's own is played as any other.

Robots gather corals about a reef and plant them in their garden, or give them to humans who set them in a tank. A
garden of sixteen corals blooms. At the end robots moor themselves to a buoy, off the floor, who can. A foul costs its
own side.

    score = 2 x corals in the garden + 3 x corals in the tank + 12 if the garden blooms + 9 x moored robots
            - 3 x minor fouls - 10 x major fouls, but not below 0

Rounding: none; what is taken up to 0 stands as its own part.

Sources: nobody but us (`us`).

Doubts:
- All of it is made up.
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
)


class Moored(IntEnum):
    """Where a robot is at the end."""

    FLOOR = 0
    BUOY = 1


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2031, in points."""

    garden: int = worth(2, "a coral in the garden", "us")
    tank: int = worth(3, "a coral in the tank", "us")
    bloom: int = worth(12, "a garden that blooms", "us")
    moored: int = worth(9, "a robot that is moored", "us")
    minor: int = worth(3, "what a minor foul costs its own side", "us")
    major: int = worth(10, "what a major foul costs its own side", "us")


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2031 write down."""

    garden: Array = entry("corals in the garden", "details.{side}Garden", side=SIDE)
    tank: Array = entry("corals in the tank", "details.{side}Tank", side=SIDE)
    blooms: Array = entry("whether the garden blooms", "details.{side}Blooms", codes=Flag, side=SIDE)
    moored: Array = entry(
        "where each robot is at the end",
        "details.{side}Robot{station}Moored",
        codes=Moored,
        side=SIDE,
        station=STATION,
    )
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in points."""
    parts = {
        "garden": points.garden * sheet.garden,
        "tank": points.tank * sheet.tank,
        "bloom": points.bloom * sheet.blooms,
        "moored": points.moored * sheet.moored.sum(axis=-1),
        "fouls": -points.minor * sheet.fouls_minor - points.major * sheet.fouls_major,
    }
    return Breakdown.of(1, parts, np.maximum(sum(parts.values()), 0))


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    return {
        "garden": f"{points.garden} for each coral in the garden",
        "tank": f"{points.tank} for each coral in the tank",
        "bloom": f"{points.bloom} if the garden blooms",
        "moored": f"{points.moored} for each robot that is moored",
        "fouls": f"{points.minor} less for each minor foul of the side's own, {points.major} less for each major one",
        "rounding": "up to 0 where fouls took more than there was",
    }


SEASON = Season(
    key="fgc_2031",
    sheet=Sheet,
    unit=1,
    points=Points(),
    words=words,
    ranking=Phase(score=score, rank=cumulative_points),
)
