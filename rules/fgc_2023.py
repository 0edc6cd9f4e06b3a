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
- The event's database has a name for the coopertition bonus, and its software never filled it in: null says nothing.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from rules.document import Card
from rules.points import share, worth
from rules.ranking import TO_FIXED_2, Sanction, mean_without_lowest, sum_of_scores
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Phase,
    Season,
    entry,
    half_up,
    major_fouls,
    minor_fouls,
    picked,
)
from rules.words import by_number, either, share_words


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


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2023."""

    alignment: tuple[int, ...] = share(
        (0, 0.2, 0.3), "what an alignment adds to the multiplier of both gases", "ems", unit=UNIT
    )
    proficiency: tuple[int, ...] = worth((0, 5, 10), "a robot, by its proficiency, for each side", "ems")
    coopertition: tuple[int, ...] = worth(
        (0, 0, 0, 0, 0, 15, 30), "coopertition, by the number of experts among six, for each side", "ems"
    )
    foul: int = share(0.1, "what a minor foul gives the opponent of the offender's own points", "ems", unit=UNIT)


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


def gases(sheet: Sheet, _: Points) -> Array:
    """Give what each side has of both gases."""
    return sheet.hydrogen + sheet.oxygen


def coopertition(sheet: Sheet, points: Points) -> Any:
    """Give the points for experts among all six robots, the same for both sides."""
    return picked(points.coopertition, (sheet.proficiency == Proficiency.EXPERT).sum(axis=(-1, -2)))


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in 10ths of a point."""
    both = gases(sheet, points)
    alignment = picked(points.alignment, sheet.alignment) * both
    proficiency = picked(points.proficiency, sheet.proficiency).sum(axis=(-1, -2))[..., None]
    bonus = coopertition(sheet, points)[..., None]
    own = half_up(UNIT * both + alignment) + proficiency + bonus
    fouls = points.foul * (sheet.fouls_minor * own)[..., ::-1]
    return Breakdown.of(
        UNIT,
        {
            "hydrogen": UNIT * sheet.hydrogen,
            "oxygen": UNIT * sheet.oxygen,
            "alignment": alignment,
            "proficiency": UNIT * proficiency,
            "coopertition": UNIT * bonus,
            "fouls": fouls,
        },
        own + half_up(fouls),
    )


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    added = {code.name.lower(): each for code, each in zip(Alignment, points.alignment, strict=True) if each}
    alignment = either([f"{share_words(each)} ({name})" for name, each in added.items()] or ["nothing"])
    experts = by_number(points.coopertition, "experts")
    foul = share_words(points.foul)
    return {
        "hydrogen": "hydrogen in the alliance's tank",
        "oxygen": "oxygen in the alliance's accumulator",
        "alignment": f"{alignment} of both gases",
        "proficiency": f"{either(points.proficiency)} for each of all six robots, the same for both sides",
        "coopertition": f"{experts}, the same for both sides",
        "fouls": f"{foul} of the opponent's own points for each of the opponent's minor fouls",
        "rounding": "halves up, of the gases and of the fouls",
    }


RANKING = Phase(
    score=score,
    rank=mean_without_lowest(
        statistic="oxyHydroPoints",
        value=gases,
        rounded=TO_FIXED_2,
        sanctions={Card.RED: Sanction(score=0, loses=True)},
        no_show=Sanction(score=0, loses=True),
    ),
    derived={"coopertitionBonus": coopertition},
)

SEASON = Season(
    key="fgc_2023",
    sheet=Sheet,
    unit=UNIT,
    points=Points(),
    words=words,
    ranking=RANKING,
    playoff=replace(RANKING, rank=sum_of_scores, by_scores=True),
    unfilled={"coopertitionBonus": None},
)
