"""2022 Carbon Capture (Geneva).

All six robots, the global alliance, bring carbon to one common store during the match. At its end each robot may
hang on a storage level; the higher the three robots of an alliance hang, the more every carbon point is worth to
that alliance. Both alliances share a coopertition bonus that the referees enter by hand. Every foul costs the
offender a tenth of its own score.

    score = ceil(((1 + sum of own three levels / 4) x carbon + 100 x coopertition level) x (1 - own fouls / 10))

Rounding: once, up, at the very end, after the fouls. Everything before is exact, in 40ths of a point.

Sources: the season file of the official event software (`ems` in the seed file), its ranking as run in Geneva,
and the published ranking table (`results`).

Doubts:
- What earns coopertition level 1, 2 or 3 is not known; the sheet takes the level as the referees entered it.
- More than ten fouls make a score negative. The official software does so, and so does this module.
- Major fouls are on the sheet but never scored in 2022.
- How the playoffs of 2022 were ranked is not known.
"""

from dataclasses import dataclass
from enum import IntEnum

from rules.document import Card
from rules.ranking import Sanction, mean_without_lowest, up_to_a_point
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Season,
    checked,
    entry,
    major_fouls,
    minor_fouls,
    rounded_up,
)


class Storage(IntEnum):
    """Where a robot is at the end, by the names on the referees' buttons."""

    NONE = 0
    PL = 1
    LO = 2
    MD = 3
    HI = 4


class Coopertition(IntEnum):
    """The coopertition level that the referees enter."""

    LEVEL_0 = 0
    LEVEL_1 = 1
    LEVEL_2 = 2
    LEVEL_3 = 3


UNIT = 40  # a quarter (storage levels) of a tenth (fouls)
QUARTERS_A_LEVEL = 1  # each storage level adds 0.25 to the alliance's multiplier
POINTS_A_COOPERTITION_LEVEL = 100
TENTHS_A_FOUL = 1  # each minor foul takes 10 % of the offender's own score


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2022 write down."""

    carbon: Array = entry("carbon points of the global alliance", "details.carbonPoints")
    storage: Array = entry(
        "where each robot hangs at the end",
        "details.{side}Robot{station}Storage",
        codes=Storage,
        side=SIDE,
        station=STATION,
    )
    coopertition: Array = entry("coopertition level", "details.coopertitionBonusLevel", codes=Coopertition)
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in 40ths of a point. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    carbon = 4 * sheet.carbon[..., None]
    storage = QUARTERS_A_LEVEL * sheet.storage.sum(axis=-1) * sheet.carbon[..., None]
    coopertition = 4 * POINTS_A_COOPERTITION_LEVEL * sheet.coopertition[..., None]
    fouls = -TENTHS_A_FOUL * sheet.fouls_minor * (carbon + storage + coopertition)
    return rounded_up(
        UNIT,
        {"carbon": 10 * carbon, "storage": 10 * storage, "coopertition": 10 * coopertition, "fouls": fouls},
    )


SEASON = Season(
    key="fgc_2022",
    sheet=Sheet,
    score=score,
    unit=UNIT,
    parts={
        "carbon": "carbon points of the global alliance, the same for both sides",
        "storage": "carbon points x a quarter for every level its three robots hang above the floor",
        "coopertition": "100 a level, the same for both sides",
        "fouls": "a tenth of the side's own points for each of its own minor fouls",
        "rounding": "up to a whole point, once, at the end",
    },
    rank=mean_without_lowest(
        statistic="carbonPoints",
        value=lambda document, _: document.value("details.carbonPoints"),
        rounded=up_to_a_point,
        # A red card takes the win and the honours of the match, but its score still counts (an oddity of 2022).
        sanctions={Card.RED: Sanction(score=None, loses=True)},
    ),
)
