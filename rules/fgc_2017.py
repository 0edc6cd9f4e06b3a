"""2017 H2O Flow (Washington DC).

Blue balls (clean water) and orange ones (contaminants) float down a river. Water in an alliance's reservoir scores,
a contaminant in the laboratory on the bridge scores more, a contaminant in a reservoir costs. If all contaminants
are cleared at the end, both alliances gain. At the end robots pull themselves up on a bar.

    score = water + 5 x contaminants in the laboratory - 5 x contaminants in the reservoir
            + 10 x robots on the bar + 20 if all contaminants are cleared

Rounding: none, all points are whole.

Sources: teams' and press descriptions of the game (`impossible`) for what scores; the published scores (`tables`).

Doubts:
- **Every point value is assumed; no source gives one.** Water is 1 because published scores take every whole
  number. A contaminant is worth more than water; 5 is a round number for a rare ball that decides matches, and one
  in the reservoir costs what it would have earned. A robot on the bar is worth two contaminants, the common bonus
  twice that: with these, full matches end near the published maximum of 155.
- Who is credited in the shared laboratory is not known: the sheet takes contaminants by side.
- Fouls and cards are not known: they are on the sheet and never scored. A score may fall below 0 here.
- The form of documents is our own. There were no playoffs that anybody tells of; medals went by the totals.
"""

from dataclasses import dataclass
from typing import Any

from rules.points import ASSUMED, worth
from rules.ranking import cumulative_points
from rules.season import SIDE, Array, Breakdown, Flag, Phase, Season, entry, major_fouls, minor_fouls


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2017, in points."""

    water: int = worth(1, "a water ball in the reservoir", ASSUMED)
    laboratory: int = worth(5, "a contaminant in the laboratory", ASSUMED)
    reservoir: int = worth(5, "what a contaminant in the reservoir costs", ASSUMED)
    bar: int = worth(10, "a robot on the bar", ASSUMED)
    all_cleared: int = worth(20, "all contaminants cleared, for each side", ASSUMED)


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2017 might have written down."""

    water: Array = entry("water in the reservoir", "details.{side}WaterInReservoir", side=SIDE)
    laboratory: Array = entry(
        "contaminants credited in the laboratory", "details.{side}ContaminantsInLaboratory", side=SIDE
    )
    contaminants: Array = entry("contaminants in the reservoir", "details.{side}ContaminantsInReservoir", side=SIDE)
    bar: Array = entry("robots on the bar at the end", "details.{side}RobotsOnBar", most=3, side=SIDE)
    all_cleared: Array = entry("whether all contaminants are cleared", "details.allContaminantsCleared", codes=Flag)
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in points."""
    return Breakdown.summed(
        {
            "water": points.water * sheet.water,
            "laboratory": points.laboratory * sheet.laboratory,
            "reservoir": -points.reservoir * sheet.contaminants,
            "bar": points.bar * sheet.bar,
            "coopertition": points.all_cleared * sheet.all_cleared[..., None],
        }
    )


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    return {
        "water": f"{points.water} for each water ball in the reservoir",
        "laboratory": f"{points.laboratory} for each contaminant in the laboratory",
        "reservoir": f"{points.reservoir} less for each contaminant in the reservoir",
        "bar": f"{points.bar} for each robot on the bar",
        "coopertition": f"{points.all_cleared} if all contaminants are cleared, the same for both sides",
    }


SEASON = Season(
    key="fgc_2017",
    sheet=Sheet,
    unit=1,
    points=Points(),
    words=words,
    ranking=Phase(score=score, rank=cumulative_points, by_scores=True),
    below_zero=True,
)
