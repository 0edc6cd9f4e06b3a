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

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

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
from rules.words import by_numbers, share_words


class Brace(IntEnum):
    """How high a robot is on a brace at the end."""

    NONE = 0
    CONTACT = 1
    ZONE_1 = 2
    ZONE_2 = 3
    ZONE_3 = 4


BRACE_VALUES = (0, 0.05, 0.1, 0.2, 0.3)
TWENTIETHS = 20
UNIT = TWENTIETHS * TWENTIETHS  # of braces, of fouls


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2026."""

    suppression: int = worth(1, "a ball in the alliance's suppression unit", "ems")
    brace: tuple[int, ...] = share(
        BRACE_VALUES, "what a robot adds to the alliance's multiplier, by its brace state", "ems", unit=TWENTIETHS
    )
    partner_climb: int = worth(25, "a robot that a partner lifted", "ems", unit=TWENTIETHS)
    extinguisher: int = worth(1, "a ball in the extinguisher, for each side", "ems", unit=TWENTIETHS)
    knockdown: int = worth(
        10, "an extinguisher fuller than a suppression unit, for each side", "later", unit=TWENTIETHS
    )
    coopertition: tuple[int, ...] = worth(
        (0, 0, 0, 0, 10, 25, 40),
        "coopertition, by the number of robots in zone 3, for each side",
        "ems",
        unit=TWENTIETHS,
    )
    foul_minor: int = share(0.05, "what a minor foul gives of the offender's points", "ems", unit=TWENTIETHS)
    foul_major: int = share(0.1, "what a major foul gives of the offender's points", "ems", unit=TWENTIETHS)


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


def braces(sheet: Sheet, points: Points) -> Any:
    """Give what each robot adds to its side's multiplier, in twentieths."""
    return picked(points.brace, sheet.brace)


def knockdown(sheet: Sheet, points: Points) -> Array:
    """Give the bonus for an extinguisher fuller than a suppression unit, in twentieths of a point."""
    fuller: Array = sheet.extinguisher > sheet.suppression.min(axis=-1)
    return points.knockdown * fuller


def coopertition(sheet: Sheet, points: Points) -> Any:
    """Give the bonus for robots in zone 3, in twentieths of a point."""
    return picked(points.coopertition, (sheet.brace == Brace.ZONE_3).sum(axis=(-1, -2)))


def partner_climb(sheet: Sheet, points: Points) -> Array:
    """Give the points for lifted robots, by side, in twentieths."""
    lifted: Array = sheet.partner_climb.sum(axis=-1)
    return points.partner_climb * lifted


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in 400ths of a point."""
    suppression = points.suppression * sheet.suppression
    twentieths = {
        "suppression": TWENTIETHS * suppression,
        "climb": braces(sheet, points).sum(axis=-1) * suppression,
        "partner_climb": partner_climb(sheet, points),
        "extinguisher": points.extinguisher * sheet.extinguisher[..., None],
        "knockdown": knockdown(sheet, points)[..., None],
        "coopertition": coopertition(sheet, points)[..., None],
    }
    own = sum(twentieths.values())
    fouls = ((points.foul_major * sheet.fouls_major + points.foul_minor * sheet.fouls_minor) * own)[..., ::-1]
    return rounded_up(UNIT, {**{part: TWENTIETHS * each for part, each in twentieths.items()}, "fouls": fouls})


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    fuller = "for an extinguisher fuller than a suppression unit, the same for both sides"
    robots = by_numbers(points.coopertition, "robots in zone 3")
    minor, major = share_words(points.foul_minor), share_words(points.foul_major)
    return {
        "suppression": f"{points.suppression} for each ball in the alliance's suppression unit",
        "climb": "the same again times the brace states of the alliance's three robots",
        "partner_climb": f"{points.partner_climb} for each robot that a partner lifted",
        "extinguisher": f"{points.extinguisher} for each ball in the extinguisher, the same for both sides",
        "knockdown": f"{points.knockdown} {fuller}",
        "coopertition": f"{robots}, the same for both sides",
        "fouls": f"of the opponent's own points {minor} for each of its minor, {major} for its major fouls",
        "rounding": "up to a whole point, once, at the end",
    }


def _multiplier(sheet: Sheet, points: Points) -> Any:
    return 1 + braces(sheet, points).sum(axis=-1) / TWENTIETHS


RANKING = Phase(
    score=score,
    rank=mean_without_lowest_since_2024(
        statistic="climbPoints", value=lambda sheet, points: braces(sheet, points) / TWENTIETHS
    ),
    derived={
        "redClimbMultiplier": lambda sheet, points: _multiplier(sheet, points)[..., 0],
        "blueClimbMultiplier": lambda sheet, points: _multiplier(sheet, points)[..., 1],
        "redPartnerClimbPoints": lambda sheet, points: partner_climb(sheet, points)[..., 0] / TWENTIETHS,
        "bluePartnerClimbPoints": lambda sheet, points: partner_climb(sheet, points)[..., 1] / TWENTIETHS,
        "coopertition": lambda sheet, points: coopertition(sheet, points) / TWENTIETHS,
        "coopertitionKnockdownBonus": lambda sheet, points: knockdown(sheet, points) / TWENTIETHS,
    },
)

SEASON = Season(
    key="fgc_2026",
    sheet=Sheet,
    unit=UNIT,
    points=Points(),
    words=words,
    ranking=RANKING,
    playoff=replace(RANKING, rank=sum_of_scores, by_scores=True),
    # Estimates that lights showed during the match; referees enter the balls themselves.
    ignored=frozenset(
        f"approximateWildfireIn{where}" for where in ("RedSuppressionUnit", "BlueSuppressionUnit", "Extinguisher")
    ),
)
