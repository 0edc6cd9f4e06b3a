"""2023 Hydrogen Horizons (Singapore).

Each alliance fills its hydrogen tank and its oxygen accumulator, and may align its devices, which multiplies what
it has. At the end each of the six robots shows a proficiency; all six count for both alliances, and five or six
experts earn both a coopertition bonus. A foul gives the opponent a tenth of the offender's own points.

    own   = round((hydrogen + oxygen) x alignment) + proficiency of all six + coopertition
    score = own + round(opponent's fouls x opponent's own / 10)

Alignment multiplies by 1, 1.2 or 1.3; proficiency is worth 0, 5 or 10; five experts give 15, six give 30.
Rounding: halves up, twice, where the formula says so. Everything is exact, in 10ths of a point.

Sources: the season file of the official event software as of 8 October 2023 (`ems`), which is when the final rules
for proficiency and coopertition stood; the published matches (`tables`) bear the shared proficiency out.

Doubts:
- What a robot or an alliance must do for an alignment or a proficiency is not known; the sheet takes what the
  referees entered.
- Ranking scores have two decimals here; until 10 October 2023 the software rounded them up to whole points.
- How ties of playoff sums are broken is not known.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from rules.document import Card, Document, Participant
from rules.ranking import Sanction, mean_without_lowest, sum_of_scores, to_fixed_2
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Season,
    checked,
    entry,
    half_up,
    major_fouls,
    minor_fouls,
)


class Alignment(IntEnum):
    """How an alliance's devices are aligned."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class Proficiency(IntEnum):
    """What a robot shows at the end."""

    DEVELOPING = 0
    INTERMEDIATE = 1
    EXPERT = 2


UNIT = 10
TENTHS_OF_ALIGNMENT = np.array([0, 2, 3])  # added to the multiplier 1
PROFICIENCY_POINTS = np.array([0, 5, 10])
COOPERTITION_POINTS = np.array([0, 0, 0, 0, 0, 15, 30])  # by the number of experts among six


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2023 write down."""

    hydrogen: Array = entry("hydrogen in the alliance's tank", "details.{side}HydrogenPoints", side=SIDE)
    oxygen: Array = entry("oxygen in the alliance's accumulator", "details.{side}OxygenPoints", side=SIDE)
    alignment: Array = entry("alignment", "details.{side}Alignment", codes=Alignment, side=SIDE)
    proficiency: Array = entry(
        "what each robot shows at the end",
        "details.{side}{station}Proficiency",
        codes=Proficiency,
        side=SIDE,
        station=STATION,
    )
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in 10ths of a point. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    gases = sheet.hydrogen + sheet.oxygen
    alignment = TENTHS_OF_ALIGNMENT[sheet.alignment] * gases
    proficiency = PROFICIENCY_POINTS[sheet.proficiency].sum(axis=(-1, -2))[..., None]
    experts = (sheet.proficiency == Proficiency.EXPERT).sum(axis=(-1, -2))
    coopertition = COOPERTITION_POINTS[experts][..., None]
    own = half_up(10 * gases + alignment) + proficiency + coopertition
    fouls = (sheet.fouls_minor * own)[..., ::-1]
    total = own + half_up(fouls)
    return Breakdown.of(
        UNIT,
        {
            "hydrogen": 10 * sheet.hydrogen,
            "oxygen": 10 * sheet.oxygen,
            "alignment": alignment,
            "proficiency": 10 * proficiency,
            "coopertition": 10 * coopertition,
            "fouls": fouls,
        },
        total,
    )


def _own_gases(document: Document, participant: Participant) -> int:
    side = SIDE[participant.side]
    return document.value(f"details.{side}HydrogenPoints") + document.value(f"details.{side}OxygenPoints")


SEASON = Season(
    key="fgc_2023",
    sheet=Sheet,
    score=score,
    unit=UNIT,
    parts={
        "hydrogen": "hydrogen in the alliance's tank",
        "oxygen": "oxygen in the alliance's accumulator",
        "alignment": "a fifth (partial) or three tenths (full) of both gases",
        "proficiency": "0, 5 or 10 for each of all six robots, the same for both sides",
        "coopertition": "15 for five experts, 30 for six, the same for both sides",
        "fouls": "a tenth of the opponent's own points for each of the opponent's minor fouls",
        "rounding": "halves up, of the gases and of the fouls",
    },
    rank=mean_without_lowest(
        statistic="oxyHydroPoints",
        value=_own_gases,
        rounded=to_fixed_2,
        sanctions={Card.RED: Sanction(score=0, loses=True)},
        no_show=Sanction(score=0, loses=True),
    ),
    playoff_rank=sum_of_scores,
)
