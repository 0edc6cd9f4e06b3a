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

from rules.ranking import cumulative_points
from rules.season import (
    SIDE,
    Array,
    Breakdown,
    Flag,
    Season,
    checked,
    entry,
    major_fouls,
    minor_fouls,
)

WATER_POINTS = 1  # assumed
LABORATORY_POINTS = 5  # assumed
RESERVOIR_PENALTY = 5  # assumed
BAR_POINTS = 10  # assumed
ALL_CLEARED_POINTS = 20  # assumed


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


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in points. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    return Breakdown.summed(
        {
            "water": WATER_POINTS * sheet.water,
            "laboratory": LABORATORY_POINTS * sheet.laboratory,
            "reservoir": -RESERVOIR_PENALTY * sheet.contaminants,
            "bar": BAR_POINTS * sheet.bar,
            "coopertition": ALL_CLEARED_POINTS * sheet.all_cleared[..., None],
        }
    )


SEASON = Season(
    key="fgc_2017",
    sheet=Sheet,
    score=score,
    unit=1,
    parts={
        "water": "1 for each water ball in the reservoir",
        "laboratory": "5 for each contaminant in the laboratory",
        "reservoir": "5 less for each contaminant in the reservoir",
        "bar": "10 for each robot on the bar",
        "coopertition": "20 if all contaminants are cleared, the same for both sides",
    },
    rank=cumulative_points,
    assumed="every point value of 2017 is assumed",
)
