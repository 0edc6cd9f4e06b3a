"""2026 Igniting Innovation (Incheon).

Five hundred orange balls, wildfire, pour onto the field. Human players throw them into their alliance's suppression
unit or into the extinguisher that both alliances share. At the end robots brace themselves on two steel braces; the
higher the three robots of an alliance are, the more its suppression unit is worth. Robots lifted by a partner,
robots high up and a well filled extinguisher earn more. Fouls give the opponent a share of the offender's points.

    own   = suppression unit x (1 + sum of own three brace states) + 25 x partner climbs
            + extinguisher + knockdown + coopertition
    score = ceil(own + opponent's own x (opponent's major fouls / 10 + opponent's minor fouls / 20))

Brace states are worth 0, 0.05 (touching), 0.1, 0.2 and 0.3 (zones 1 to 3). The knockdown bonus is 10 for both sides
where the extinguisher holds more balls than at least one suppression unit. Of all six robots four in zone 3 give
both sides 10, five 25, six 40.
Rounding: once, up, at the very end. Everything before is exact, in 400ths of a point.

Sources: the season file of the official event software (`ems`), a summary of the manual (`summary`) and the live
results for the knockdown bonus, which the stored version of the software does not know.

Doubts:
- That the extinguisher must hold strictly more balls is the wording of summaries; no match that decides it is known.
- The manual's second tie-break is said to be the balls in the suppression unit; software and the published order
  have the climb points.
- By the manual a red card zeroes the whole alliance in a playoff; the software zeroes the team alone, and so does
  this module. How ties of playoff sums are broken is not known.
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


class Brace(IntEnum):
    """How high a robot is on a brace at the end."""

    NONE = 0
    CONTACT = 1
    ZONE_1 = 2
    ZONE_2 = 3
    ZONE_3 = 4


BRACE_VALUES = (0, 0.05, 0.1, 0.2, 0.3)
BRACE_TWENTIETHS = np.array([0, 1, 2, 4, 6])
UNIT = 400  # a twentieth (brace) of a twentieth (fouls)
PARTNER_CLIMB_POINTS = 25
KNOCKDOWN_POINTS = 10
COOPERTITION_POINTS = np.array([0, 0, 0, 0, 10, 25, 40])  # by the number of robots in zone 3


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2026 write down."""

    suppression: Array = entry(
        "balls in each suppression unit", "details.wildfireIn{side}SuppressionUnit", side=("Red", "Blue")
    )
    extinguisher: Array = entry("balls in the extinguisher", "details.wildfireInExtinguisher")
    brace: Array = entry(
        "how high each robot is at the end",
        "details.{side}Robot{station}BraceState",
        codes=Brace,
        values=BRACE_VALUES,
        side=SIDE,
        station=STATION,
    )
    partner_climb: Array = entry(
        "whether a partner lifted the robot",
        "details.{side}Robot{station}PartnerClimb",
        codes=Flag,
        side=SIDE,
        station=STATION,
    )
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def climb(sheet: Sheet) -> Array:
    """Give what the brace states add to each side's multiplier, in twentieths."""
    twentieths: Array = BRACE_TWENTIETHS[sheet.brace].sum(axis=-1)
    return twentieths


def knockdown(sheet: Sheet) -> Array:
    """Give the bonus for an extinguisher fuller than a suppression unit."""
    points: Array = KNOCKDOWN_POINTS * (sheet.extinguisher > sheet.suppression.min(axis=-1))
    return points


def coopertition(sheet: Sheet) -> Array:
    """Give the bonus for robots in zone 3."""
    points: Array = COOPERTITION_POINTS[(sheet.brace == Brace.ZONE_3).sum(axis=(-1, -2))]
    return points


def partner_points(sheet: Sheet) -> Array:
    """Give the points for lifted robots, by side."""
    points: Array = PARTNER_CLIMB_POINTS * sheet.partner_climb.sum(axis=-1)
    return points


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in 400ths of a point. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    twentieths = {
        "suppression": 20 * sheet.suppression,
        "climb": climb(sheet) * sheet.suppression,
        "partner_climb": 20 * partner_points(sheet),
        "extinguisher": 20 * sheet.extinguisher[..., None],
        "knockdown": 20 * knockdown(sheet)[..., None],
        "coopertition": 20 * coopertition(sheet)[..., None],
    }
    own = np.asarray(sum(twentieths.values()))
    fouls = ((2 * sheet.fouls_major + sheet.fouls_minor) * own)[..., ::-1]
    return rounded_up(UNIT, {**{part: 20 * points for part, points in twentieths.items()}, "fouls": fouls})


SEASON = Season(
    key="fgc_2026",
    sheet=Sheet,
    score=score,
    unit=UNIT,
    parts={
        "suppression": "1 for each ball in the alliance's suppression unit",
        "climb": "the same again times the brace states of the alliance's three robots",
        "partner_climb": "25 for each robot that a partner lifted",
        "extinguisher": "1 for each ball in the extinguisher, the same for both sides",
        "knockdown": "10 for an extinguisher fuller than a suppression unit, the same for both sides",
        "coopertition": "10, 25 or 40 for four, five or six robots in zone 3, the same for both sides",
        "fouls": "of the opponent's own points a twentieth for each of its minor, a tenth for its major fouls",
        "rounding": "up to a whole point, once, at the end",
    },
    rank=mean_without_lowest_since_2024(
        statistic="climbPoints",
        value=own_state("details.{side}Robot{station}BraceState", BRACE_VALUES),
    ),
    playoff_rank=sum_of_scores,
    derived={
        "redClimbMultiplier": lambda sheet, _: 1 + climb(sheet)[..., 0] / 20,
        "blueClimbMultiplier": lambda sheet, _: 1 + climb(sheet)[..., 1] / 20,
        "redPartnerClimbPoints": lambda sheet, _: partner_points(sheet)[..., 0],
        "bluePartnerClimbPoints": lambda sheet, _: partner_points(sheet)[..., 1],
        "coopertition": lambda sheet, _: coopertition(sheet),
        "coopertitionKnockdownBonus": lambda sheet, _: knockdown(sheet),
    },
)
