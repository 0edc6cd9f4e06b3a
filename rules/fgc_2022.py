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
- How ties of playoff sums are broken is not known.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from rules.document import Card
from rules.points import share, worth
from rules.ranking import UP_TO_A_POINT, Sanction, mean_without_lowest, sum_of_scores
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Phase,
    Season,
    entry,
    major_fouls,
    minor_fouls,
    rounded_up,
)
from rules.words import share_words


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


QUARTERS, TENTHS = 4, 10
UNIT = QUARTERS * TENTHS  # of storage levels, of fouls


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2022."""

    storage: int = share(0.25, "what a storage level adds to the alliance's multiplier", "ems", unit=QUARTERS)
    coopertition: int = worth(100, "a coopertition level, for each side", "ems", unit=QUARTERS)
    foul: int = share(0.1, "what a minor foul takes of the offender's own score", "ems", unit=TENTHS)


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


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in 40ths of a point."""
    carbon = QUARTERS * sheet.carbon[..., None]
    storage = points.storage * sheet.storage.sum(axis=-1) * sheet.carbon[..., None]
    coopertition = points.coopertition * sheet.coopertition[..., None]
    quarters = {"carbon": carbon, "storage": storage, "coopertition": coopertition}
    fouls = -points.foul * sheet.fouls_minor * (carbon + storage + coopertition)
    return rounded_up(UNIT, {**{part: TENTHS * each for part, each in quarters.items()}, "fouls": fouls})


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    level, foul = share_words(points.storage), share_words(points.foul)
    return {
        "carbon": "carbon points of the global alliance, the same for both sides",
        "storage": f"carbon points x {level} for every level its three robots hang above the floor",
        "coopertition": f"{points.coopertition} a level, the same for both sides",
        "fouls": f"{foul} of the side's own points for each of its own minor fouls",
        "rounding": "up to a whole point, once, at the end",
    }


SEASON = Season(
    key="fgc_2022",
    sheet=Sheet,
    unit=UNIT,
    points=Points(),
    words=words,
    ranking=Phase(
        score=score,
        rank=mean_without_lowest(
            statistic="carbonPoints",
            value=lambda sheet, _: sheet.carbon[..., None],
            rounded=UP_TO_A_POINT,
            # A red card takes the win and the honours of the match, but its score still counts (an oddity of 2022).
            sanctions={Card.RED: Sanction(score=None, loses=True)},
        ),
    ),
    playoff=Phase(score=score, rank=sum_of_scores, by_scores=True),
    below_zero=True,
)
