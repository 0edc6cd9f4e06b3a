"""2019 Ocean Opportunities (Dubai).

Robots and human players gather pollutants from the ocean and bring them to the three levels of a processing barge
or to a reduction hub. At the end robots leave the ocean and dock: partly, fully, or fully and off the ground. A
yellow card gives points to the opponent. If both alliances together process every pollutant, each team gains a
ranking point; in the playoffs each alliance gains points for the match.

    score = 6 x reuse + 3 x recycle + 2 x recovery + reduction + docking of own three robots
            + 10 x opponent's yellow cards (+ 75 in a playoff match in which all 90 pollutants are processed)

Docking is worth 5 (partial), 10 (full) or 20 (elevated). The ranking phase has 80 pollutants.
Rounding: none, all points are whole.

Sources: the official scoring library (`lib`), whose formula and ranking give all 568 published scores and all 189
rows of the published table (`tables`).

Doubts:
- Documents may hold more pollutants than the field had; they are scored as they stand.
- The official ranker knows the coopertition bonus by what documents record alone; ours that record none, those of a
  simulated event too, get it where their entries add up to all 80 pollutants. It never happened at the event.
- How complete equals were ordered in the official table is not known: they keep the order of first appearance.
- The playoffs were ranked within each round by ranking points, then total points; this is done for all the
  documents given together.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from rules.points import worth
from rules.ranking import ranking_points
from rules.season import (
    SIDE,
    Array,
    Breakdown,
    Phase,
    Season,
    entry,
    major_fouls,
    match_points,
    minor_fouls,
    picked,
    snake,
)
from rules.words import either


class Docking(IntEnum):
    """How a robot is docked at the end."""

    NONE = 0
    PARTIAL = 1
    FULL = 2
    ELEVATED = 3


POLLUTANTS, POLLUTANTS_IN_PLAYOFFS = 80, 90
COOPERTITION_BONUS = "coopertition_bonus"
"""What documents record of all pollutants being processed."""


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2019, in points."""

    reuse: int = worth(6, "a pollutant on the top level", "lib")
    recycle: int = worth(3, "a pollutant on the middle level", "lib")
    recovery: int = worth(2, "a pollutant on the low level", "lib")
    reduction: int = worth(1, "a pollutant in the hub", "lib")
    docking: tuple[int, ...] = worth((0, 5, 10, 20), "a robot, by how it is docked", "lib")
    coopertition: int = worth(75, "all pollutants processed in a playoff match, for each side", "lib")
    yellow_card: int = worth(10, "a yellow card of the opponent; referees count it as a minor penalty", "ems")


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2019 write down."""

    reuse: Array = entry("pollutants on the top level", "details.{side}_processing_barge_reuse", side=SIDE)
    recycle: Array = entry("pollutants on the middle level", "details.{side}_processing_barge_recycle", side=SIDE)
    recovery: Array = entry("pollutants on the low level", "details.{side}_processing_barge_recovery", side=SIDE)
    reduction: Array = entry("pollutants in the hub", "details.{side}_reduction_processing", side=SIDE)
    docking: Array = entry(
        "how each robot is docked at the end",
        "details.{side}_end_robot_{station}_docking",
        codes=Docking,
        side=SIDE,
        station=("one", "two", "three"),
    )
    fouls_minor: Array = minor_fouls(snake)
    fouls_major: Array = major_fouls(snake)


def processed(sheet: Sheet) -> Array:
    """Count the pollutants that both alliances processed together."""
    pollutants: Array = (sheet.reuse + sheet.recycle + sheet.recovery + sheet.reduction).sum(axis=-1)
    return pollutants


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches of the ranking phase: every part in points."""
    return Breakdown.summed(
        {
            "reuse": points.reuse * sheet.reuse,
            "recycle": points.recycle * sheet.recycle,
            "recovery": points.recovery * sheet.recovery,
            "reduction": points.reduction * sheet.reduction,
            "docking": picked(points.docking, sheet.docking).sum(axis=-1),
            "coopertition": 0 * sheet.reuse,
            "fouls": points.yellow_card * sheet.fouls_minor[..., ::-1],
        }
    )


def playoff_score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches of the playoffs, where processing all 90 pollutants earns both sides points."""
    all_processed = processed(sheet) == POLLUTANTS_IN_PLAYOFFS
    bonus: Array = points.coopertition * all_processed[..., None]
    return Breakdown.summed({**score(sheet, points).parts, "coopertition": bonus})


def gathered(sheet: Sheet, breakdown: Breakdown) -> Array:
    """Give ranking points of the ranking phase: those of the result, and one for the coopertition bonus."""
    bonus = processed(sheet) == POLLUTANTS
    points: Array = match_points(sheet, breakdown) + bonus[..., None]
    return points


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    docking = either([each for each in points.docking if each] or [0])
    playoff = "in a playoff match in which all pollutants are processed, the same for both sides"
    return {
        "reuse": f"{points.reuse} for each pollutant on the top level",
        "recycle": f"{points.recycle} for each pollutant on the middle level",
        "recovery": f"{points.recovery} for each pollutant on the low level",
        "reduction": f"{points.reduction} for each pollutant in the hub",
        "docking": f"{docking} for each of the alliance's three robots",
        "coopertition": f"{points.coopertition} {playoff}",
        "fouls": f"{points.yellow_card} for each of the opponent's yellow cards",
    }


SEASON = Season(
    key="fgc_2019",
    sheet=Sheet,
    unit=1,
    points=Points(),
    words=words,
    ranking=Phase(
        score=score,
        # The bonus counts as documents record it, whatever the pollutants say; they say it where nothing is recorded.
        rank=ranking_points({}, bonus={"coopertitionPoints": COOPERTITION_BONUS}),
        measure=gathered,
        measured="ranking points",
        derived={COOPERTITION_BONUS: lambda sheet, _: processed(sheet) == POLLUTANTS},
    ),
    playoff=Phase(
        score=playoff_score,
        rank=ranking_points({}),
        by_scores=True,
        derived={COOPERTITION_BONUS: lambda sheet, _: processed(sheet) == POLLUTANTS_IN_PLAYOFFS},
    ),
    spelled=snake,
)
