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
- How complete equals were ordered in the official table is not known: they keep the order of first appearance.
- The playoffs were ranked within each round by ranking points, then total points; this is done for all the
  documents given together.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from rules.document import Document, Participant
from rules.ranking import ranking_points
from rules.season import (
    SIDE,
    Array,
    Breakdown,
    Season,
    checked,
    entry,
    major_fouls,
    match_points,
    minor_fouls,
    snake,
)


class Docking(IntEnum):
    """How a robot is docked at the end."""

    NONE = 0
    PARTIAL = 1
    FULL = 2
    ELEVATED = 3


REUSE_POINTS, RECYCLE_POINTS, RECOVERY_POINTS, REDUCTION_POINTS = 6, 3, 2, 1
DOCKING_POINTS = np.array([0, 5, 10, 20])
YELLOW_CARD_POINTS = 10  # to the opponent; referees count a yellow card as a minor penalty
POLLUTANTS, POLLUTANTS_IN_PLAYOFFS = 80, 90
PLAYOFF_COOPERTITION_POINTS = 75


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


def score(sheet: Sheet) -> Breakdown:
    """Score matches of the ranking phase: every part `(..., 2)` in points. Raises SheetError on an illegal entry."""
    return _scored(checked(sheet), np.int64(0))


def playoff_score(sheet: Sheet) -> Breakdown:
    """Score matches of the playoffs, where processing all 90 pollutants earns both sides points."""
    sheet = checked(sheet)
    return _scored(sheet, PLAYOFF_COOPERTITION_POINTS * (processed(sheet) == POLLUTANTS_IN_PLAYOFFS)[..., None])


def _scored(sheet: Sheet, coopertition: "Array | np.int64") -> Breakdown:
    return Breakdown.summed(
        {
            "reuse": REUSE_POINTS * sheet.reuse,
            "recycle": RECYCLE_POINTS * sheet.recycle,
            "recovery": RECOVERY_POINTS * sheet.recovery,
            "reduction": REDUCTION_POINTS * sheet.reduction,
            "docking": DOCKING_POINTS[sheet.docking].sum(axis=-1),
            "coopertition": coopertition,
            "fouls": YELLOW_CARD_POINTS * sheet.fouls_minor[..., ::-1],
        }
    )


def points(sheet: Sheet) -> Array:
    """Give ranking points of the ranking phase: those of the result, and one for the coopertition bonus."""
    bonus = processed(sheet) == POLLUTANTS
    found: Array = match_points(score(sheet).total) + bonus[..., None]
    return found


def _coopertition_recorded(document: Document, _: Participant) -> int:
    """Give the bonus as the document records it; it is the ranking's, whatever the pollutants say."""
    return int(document.derived.get("coopertition_bonus") in (1, True))


SEASON = Season(
    key="fgc_2019",
    sheet=Sheet,
    score=score,
    unit=1,
    parts={
        "reuse": "6 for each pollutant on the top level",
        "recycle": "3 for each pollutant on the middle level",
        "recovery": "2 for each pollutant on the low level",
        "reduction": "1 for each pollutant in the hub",
        "docking": "5, 10 or 20 for each of the alliance's three robots",
        "coopertition": "75 in a playoff match in which all pollutants are processed, the same for both sides",
        "fouls": "10 for each of the opponent's yellow cards",
    },
    points=points,
    rank=ranking_points({"coopertitionPoints": _coopertition_recorded}, extra_points="coopertitionPoints"),
    playoff_score=playoff_score,
    playoff_rank=ranking_points({}),
    spelled=snake,
    derived={
        "coopertition_bonus": lambda sheet, playoff: (
            processed(sheet) == (POLLUTANTS_IN_PLAYOFFS if playoff else POLLUTANTS)
        )
    },
)
