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
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from rules.ranking import mean_without_lowest_since_2024, own_state, sum_of_scores
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Flag,
    Season,
    checked,
    entry,
    major_fouls,
    minor_fouls,
    rounded_up,
)


class Rope(IntEnum):
    """How high a robot is at the end: on the floor without or with the rope, hanging, above a strut."""

    FLOOR = 0
    TOUCHING = 1
    SUPPORTED = 2
    LOWER_STRUT = 3
    UPPER_STRUT = 4


ROPE_VALUES = (0, 0.125, 0.25, 0.375, 0.5)
UNIT = 1_600  # a tenth (distribution) of an eighth (rope) of a twentieth (fouls)
TENTHS_UNEVEN, TENTHS_SOMEWHAT, TENTHS_EVEN = 5, 6, 10
COOPERTITION_POINTS = np.array([0, 0, 0, 0, 0, 15, 30])  # by the number of robots at level 2 or above


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


def distribution(sheet: Sheet) -> Array:
    """Give the distribution factor in tenths, from the spread of the three ecosystems (population deviation)."""
    nine_variances = 3 * ((sheet.units**2).sum(axis=-1) + sheet.units_center**2) - all_units(sheet) ** 2
    spread = np.where(
        nine_variances <= 9, TENTHS_EVEN, np.where(nine_variances < 900, TENTHS_SOMEWHAT, TENTHS_UNEVEN)
    )
    tenths: Array = np.where(sheet.all_cleared == Flag.YES, spread, TENTHS_UNEVEN)
    return tenths


def coopertition(sheet: Sheet) -> Array:
    """Give the bonus for robots that are fully off the floor."""
    points: Array = COOPERTITION_POINTS[(sheet.rope >= Rope.SUPPORTED).sum(axis=(-1, -2))]
    return points


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in 1,600ths of a point. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    barriers = 10 * sheet.barriers.sum(axis=-1)[..., None]
    biodiversity = (distribution(sheet) * all_units(sheet))[..., None]
    protection = sheet.rope.sum(axis=-1) * (barriers + biodiversity)
    bonus = 80 * coopertition(sheet)[..., None]
    own = 8 * (barriers + biodiversity) + protection + bonus
    fouls = ((2 * sheet.fouls_major + sheet.fouls_minor) * own)[..., ::-1]
    return rounded_up(
        UNIT,
        {
            "barriers": 160 * barriers,
            "biodiversity": 160 * biodiversity,
            "protection": 20 * protection,
            "coopertition": 20 * bonus,
            "fouls": fouls,
        },
    )


SEASON = Season(
    key="fgc_2025",
    sheet=Sheet,
    score=score,
    unit=UNIT,
    parts={
        "barriers": "1 for each barrier in either mitigator, the same for both sides",
        "biodiversity": "1, 0.6 or 0.5 for each unit by how evenly they are spread, the same for both sides",
        "protection": "an eighth of the points above for every rope level of the alliance's three robots",
        "coopertition": "15 for five robots off the floor, 30 for six, the same for both sides",
        "fouls": "of the opponent's own points a twentieth for each of its minor, a tenth for its major fouls",
        "rounding": "up to a whole point, once, at the end",
    },
    rank=mean_without_lowest_since_2024(
        statistic="protectionPoints",
        value=own_state("details.{side}Robot{station}Parking", ROPE_VALUES),
    ),
    playoff_rank=sum_of_scores,
    derived={
        "biodiversityDistributionFactor": lambda sheet, _: distribution(sheet) / 10,
        "biodiversityDistributed": lambda sheet, _: distribution(sheet) * all_units(sheet) / 10,
        "redProtectionMultiplier": lambda sheet, _: 1 + sheet.rope[..., 0, :].sum(axis=-1) / 8,
        "blueProtectionMultiplier": lambda sheet, _: 1 + sheet.rope[..., 1, :].sum(axis=-1) / 8,
        "coopertition": lambda sheet, _: coopertition(sheet),
    },
    # Estimates that lights showed during the match; nothing follows from them.
    ignored=frozenset(f"approximateBiodiversity{where}Ecosystem" for where in ("RedSide", "Center", "BlueSide")),
)
