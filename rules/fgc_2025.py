"""2025 Eco Equilibrium (Panama).

All six robots clear barriers into two mitigators and bring biodiversity units into three ecosystems; both count for
both alliances, and the units count the more the more evenly they are spread. At its end each robot may hang on a
rope; the higher the three robots of an alliance hang, the more all that is worth to it. Five or six robots fully
off the floor earn both a coopertition bonus. Fouls give the opponent a share of the offender's own points.

    shared = barriers + units x distribution
    own    = shared x (1 + sum of own three rope levels) + coopertition
    score  = ceil(own + opponent's own x (opponent's major fouls / 10 + opponent's minor fouls / 20))

Distribution is 1 where the standard deviation of the three ecosystems is at most 1, 0.6 where it is below 10, else
0.5, and 0.5 as long as not all barriers are cleared. Rope levels are worth 0, 1/8, 1/4, 3/8 and 1/2. Five robots
at level 2 or above give 15, six give 30.
Rounding: once, up, at the very end. Everything before is exact, in 1,600ths of a point.

Sources: the season file of the official event software (`ems`), as it stood from 31 October 2025.

Doubts:
- Until 31 October 2025 the software took 15 % for a minor foul and nothing for a major one; matches of the days
  before are scored here by the final rules.
- The press tells of six playoff alliances and of other climb bonuses; this module follows the software.
- How ties of playoff sums are broken is not known.
- The event's database has a name for red's total protection points, and its software never filled it in: it is taken
  here as what barriers and units are worth to red, times red's multiplier, and a 0 there says nothing.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np

from rules.points import share, worth
from rules.ranking import mean_without_lowest_since_2024, sum_of_scores
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
    rounded_up,
)
from rules.words import by_number, either, share_words


class Rope(IntEnum):
    """How high a robot is at the end: on the floor without or with the rope, hanging, above a strut."""

    FLOOR = 0
    TOUCHING = 1
    SUPPORTED = 2
    LOWER_STRUT = 3
    UPPER_STRUT = 4


ROPE_VALUES = (0, 0.125, 0.25, 0.375, 0.5)
TENTHS, EIGHTHS, TWENTIETHS = 10, 8, 20
UNIT = TENTHS * EIGHTHS * TWENTIETHS  # of distribution, of ropes, of fouls


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2025."""

    barrier: int = worth(1, "a barrier in either mitigator, for each side", "ems", unit=TENTHS)
    even: int = worth(1, "a biodiversity unit where all are spread evenly", "ems", unit=TENTHS)
    somewhat_even: int = worth(0.6, "a biodiversity unit where they are spread somewhat evenly", "ems", unit=TENTHS)
    uneven: int = worth(0.5, "a biodiversity unit else, or while barriers are left", "ems", unit=TENTHS)
    rope: tuple[int, ...] = share(
        ROPE_VALUES, "what a robot adds to the alliance's multiplier, by its rope level", "ems", unit=EIGHTHS
    )
    coopertition: tuple[int, ...] = worth(
        (0, 0, 0, 0, 0, 15, 30),
        "coopertition, by the number of robots at level 2 or above, for each side",
        "ems",
        unit=TENTHS * EIGHTHS,
    )
    foul_minor: int = share(0.05, "what a minor foul gives of the offender's points", "ems", unit=TWENTIETHS)
    foul_major: int = share(0.1, "what a major foul gives of the offender's points", "ems", unit=TWENTIETHS)


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2025 write down."""

    barriers: Array = entry("barriers in each mitigator", "details.barriersIn{side}Mitigator", side=("Red", "Blue"))
    units: Array = entry(
        "biodiversity units in the ecosystem of each side",
        "details.biodiversityUnits{side}SideEcosystem",
        side=("Red", "Blue"),
    )
    units_center: Array = entry(
        "biodiversity units in the ecosystem in the centre", "details.biodiversityUnitsCenterEcosystem"
    )
    all_cleared: Array = entry("whether all barriers are cleared", "details.allBarriersCleared", codes=Flag)
    rope: Array = entry(
        "how high each robot hangs at the end",
        "details.{side}Robot{station}Parking",
        codes=Rope,
        values=ROPE_VALUES,
        side=SIDE,
        station=STATION,
    )
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def all_units(sheet: Sheet) -> Array:
    """Give the units in all three ecosystems together."""
    units: Array = sheet.units.sum(axis=-1) + sheet.units_center
    return units


def distribution(sheet: Sheet, points: Points) -> Array:
    """Give what a unit is worth in tenths, from the spread of the three ecosystems (population deviation)."""
    squares = (sheet.units * sheet.units).sum(axis=-1) + sheet.units_center * sheet.units_center
    nine_variances = 3 * squares - all_units(sheet) * all_units(sheet)
    spread = np.where(
        nine_variances <= 9, points.even, np.where(nine_variances < 900, points.somewhat_even, points.uneven)
    )
    tenths: Array = np.where(sheet.all_cleared == Flag.YES, spread, points.uneven)
    return tenths


def ropes(sheet: Sheet, points: Points) -> Any:
    """Give what each robot adds to its side's multiplier, in eighths."""
    return picked(points.rope, sheet.rope)


def coopertition(sheet: Sheet, points: Points) -> Any:
    """Give the bonus for robots that are fully off the floor, in 80ths of a point."""
    return picked(points.coopertition, (sheet.rope >= Rope.SUPPORTED).sum(axis=(-1, -2)))


def gathered(sheet: Sheet, points: Points) -> tuple[Array, Array]:
    """Give the points for barriers and for biodiversity, `(..., 1)`, in tenths: both sides have the same."""
    barriers: Array = points.barrier * sheet.barriers.sum(axis=-1)[..., None]
    biodiversity: Array = (distribution(sheet, points) * all_units(sheet))[..., None]
    return barriers, biodiversity


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in 1,600ths of a point."""
    barriers, biodiversity = gathered(sheet, points)
    protection = ropes(sheet, points).sum(axis=-1) * (barriers + biodiversity)
    eightieths = {
        "barriers": EIGHTHS * barriers,
        "biodiversity": EIGHTHS * biodiversity,
        "protection": protection,
        "coopertition": coopertition(sheet, points)[..., None],
    }
    own = sum(eightieths.values())
    fouls = ((points.foul_major * sheet.fouls_major + points.foul_minor * sheet.fouls_minor) * own)[..., ::-1]
    return rounded_up(UNIT, {**{part: TWENTIETHS * each for part, each in eightieths.items()}, "fouls": fouls})


def _protection(table: tuple[float, ...]) -> str:
    if all(value == level * table[1] for level, value in enumerate(table)):
        return f"{share_words(table[1])} of the points above for every rope level of the alliance's three robots"
    shares = either([share_words(each) for each in table])
    return f"{shares} of the points above for each of the alliance's three robots, by its rope level"


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    unit = either([points.even, points.somewhat_even, points.uneven])
    robots = by_number(points.coopertition, "robots off the floor")
    minor, major = share_words(points.foul_minor), share_words(points.foul_major)
    return {
        "barriers": f"{points.barrier} for each barrier in either mitigator, the same for both sides",
        "biodiversity": f"{unit} for each unit by how evenly they are spread, the same for both sides",
        "protection": _protection(points.rope),
        "coopertition": f"{robots}, the same for both sides",
        "fouls": f"of the opponent's own points {minor} for each of its minor, {major} for its major fouls",
        "rounding": "up to a whole point, once, at the end",
    }


def _protected(sheet: Sheet, points: Points) -> Any:
    """Give the points for barriers and biodiversity with each side's protection."""
    return (1 + ropes(sheet, points).sum(axis=-1) / EIGHTHS) * sum(gathered(sheet, points)) / TENTHS


RANKING = Phase(
    score=score,
    rank=mean_without_lowest_since_2024(
        statistic="protectionPoints", value=lambda sheet, points: ropes(sheet, points) / EIGHTHS
    ),
    derived={
        "biodiversityDistributionFactor": lambda sheet, points: distribution(sheet, points) / TENTHS,
        "biodiversityDistributed": lambda sheet, points: distribution(sheet, points) * all_units(sheet) / TENTHS,
        "redProtectionMultiplier": lambda sheet, points: 1 + ropes(sheet, points).sum(axis=-1)[..., 0] / EIGHTHS,
        "blueProtectionMultiplier": lambda sheet, points: 1 + ropes(sheet, points).sum(axis=-1)[..., 1] / EIGHTHS,
        "redTotalProtectionPoints": lambda sheet, points: _protected(sheet, points)[..., 0],
        "coopertition": lambda sheet, points: coopertition(sheet, points) / (TENTHS * EIGHTHS),
    },
)

SEASON = Season(
    key="fgc_2025",
    sheet=Sheet,
    unit=UNIT,
    points=Points(),
    words=words,
    ranking=RANKING,
    playoff=replace(RANKING, rank=sum_of_scores, by_scores=True),
    # Estimates that lights showed during the match; nothing follows from them.
    ignored=frozenset(f"approximateBiodiversity{where}Ecosystem" for where in ("RedSide", "Center", "BlueSide")),
    unfilled={"redTotalProtectionPoints": 0},
)
