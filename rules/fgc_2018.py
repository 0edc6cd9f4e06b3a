"""2018 Energy Impact (Mexico City).

Each alliance brings generators to life: five solar panels, a wind turbine that must be cranked, a share in one
reaction plant, and a combustion plant fed with cubes. Solar, wind and reaction earn for every second that they run;
combustion earns for each cube, once its powerline is connected. Both alliances gain if both connect the powerline
that the other side's cubes make. At the end robots park. A yellow card gives points to the opponent.

    score = seconds of the five solar panels + seconds of wind + 3 x seconds of reaction
            + (5 x low cubes + 20 x high cubes, if the combustion powerline is on)
            + 15 x parked robots (50 for all three) + 100 if both coopertition powerlines are on
            + 30 x opponent's yellow cards

Rounding: none; seconds are counted whole, as they pass.

Sources: the official scoring library (`lib`) and the event software as of the day after the event (`ems`).

Doubts:
- Powerlines of wind and reaction, the crank and the cubes in the reactor are on the sheet, but only the seconds
  count, as the referees' software counted them.
- How complete equals were ordered in the official table is not known: they keep the order of first appearance.
- How the playoffs were scored and ranked is not known.
"""

from dataclasses import dataclass

import numpy as np

from rules.document import Document, Participant
from rules.ranking import ranking_points
from rules.season import (
    SIDE,
    Array,
    Breakdown,
    Flag,
    Season,
    checked,
    entry,
    major_fouls,
    match_points,
    minor_fouls,
    snake,
)

SOLAR_POINTS, WIND_POINTS, REACTION_POINTS = 1, 1, 3  # a second
LOW_POINTS, HIGH_POINTS = 5, 20  # a cube
PARKING_POINTS = np.array([0, 15, 30, 50])  # by the number of parked robots
COOPERTITION_POINTS = 100
YELLOW_CARD_POINTS = 30  # to the opponent; referees count a yellow card as a minor penalty


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2018 write down."""

    solar: Array = entry(
        "seconds that each solar panel ran",
        "details.{side}_solar_panel_{panel}_ownership",
        side=SIDE,
        panel=("one", "two", "three", "four", "five"),
    )
    wind: Array = entry("seconds that the wind turbine ran", "details.{side}_wind_turbine_ownership", side=SIDE)
    reaction: Array = entry("seconds of the reaction plant", "details.{side}_nuclear_reactor_ownership", side=SIDE)
    low: Array = entry("cubes in the low goal", "details.{side}_combustion_low", side=SIDE)
    high: Array = entry("cubes in the high goal", "details.{side}_combustion_high", side=SIDE)
    parked: Array = entry("robots parked at the end", "details.{side}_robots_parked", most=3, side=SIDE)
    coopertition: Array = entry(
        "whether the coopertition powerline is on", "details.{side}_coopertition_bonus", codes=Flag, side=SIDE
    )
    wind_powerline: Array = entry(
        "whether the wind powerline is on", "details.{side}_wind_powerline_activated", codes=Flag, side=SIDE
    )
    reaction_powerline: Array = entry(
        "whether the reaction powerline is on", "details.{side}_reactor_powerline", codes=Flag, side=SIDE
    )
    combustion_powerline: Array = entry(
        "whether the combustion powerline is on", "details.{side}_combustion_powerline", codes=Flag, side=SIDE
    )
    cranked: Array = entry(
        "whether the wind turbine is cranked", "details.{side}_wind_turbine_cranked", codes=Flag, side=SIDE
    )
    reactor_cubes: Array = entry("cubes in the shared reactor", "details.reactor_cubes")
    fouls_minor: Array = minor_fouls(snake)
    fouls_major: Array = major_fouls(snake)


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in points. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    both = sheet.coopertition.min(axis=-1)[..., None]
    return Breakdown.summed(
        {
            "solar": SOLAR_POINTS * sheet.solar.sum(axis=-1),
            "wind": WIND_POINTS * sheet.wind,
            "reaction": REACTION_POINTS * sheet.reaction,
            "combustion_low": LOW_POINTS * sheet.low * sheet.combustion_powerline,
            "combustion_high": HIGH_POINTS * sheet.high * sheet.combustion_powerline,
            "parking": PARKING_POINTS[sheet.parked],
            "coopertition": COOPERTITION_POINTS * both,
            "fouls": YELLOW_CARD_POINTS * sheet.fouls_minor[..., ::-1],
        }
    )


def _coopertition(document: Document, _: Participant) -> int:
    both = all(document.value(f"details.{side}_coopertition_bonus") for side in SIDE)
    return COOPERTITION_POINTS * both


def _parking(document: Document, participant: Participant) -> int:
    return int(PARKING_POINTS[document.value(f"details.{SIDE[participant.side]}_robots_parked")])


SEASON = Season(
    key="fgc_2018",
    sheet=Sheet,
    score=score,
    unit=1,
    parts={
        "solar": "1 for each second of each solar panel",
        "wind": "1 for each second of the wind turbine",
        "reaction": "3 for each second of the reaction plant",
        "combustion_low": "5 for each cube in the low goal, if the powerline is on",
        "combustion_high": "20 for each cube in the high goal, if the powerline is on",
        "parking": "15 for each parked robot, 50 for all three",
        "coopertition": "100 if both sides have their coopertition powerline on, the same for both sides",
        "fouls": "30 for each of the opponent's yellow cards",
    },
    points=lambda sheet: match_points(score(sheet).total),
    rank=ranking_points({"coopertitionPoints": _coopertition, "parkingPoints": _parking}),
    spelled=snake,
)
