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
from typing import Any

from rules.points import worth
from rules.ranking import ranking_points
from rules.season import (
    SIDE,
    Array,
    Breakdown,
    Flag,
    Phase,
    Season,
    entry,
    major_fouls,
    match_points,
    minor_fouls,
    picked,
    snake,
)
from rules.words import by_numbers


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2018, in points."""

    solar: int = worth(1, "a second of a solar panel", "lib")
    wind: int = worth(1, "a second of the wind turbine", "lib")
    reaction: int = worth(3, "a second of the reaction plant", "lib")
    combustion_low: int = worth(5, "a cube in the low goal", "lib")
    combustion_high: int = worth(20, "a cube in the high goal", "lib")
    parking: tuple[int, ...] = worth((0, 15, 30, 50), "parking, by the number of parked robots", "lib")
    coopertition: int = worth(100, "both coopertition powerlines on, for each side", "lib")
    yellow_card: int = worth(30, "a yellow card of the opponent; referees count it as a minor penalty", "lib")


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


def coopertition_points(sheet: Sheet, points: Points) -> Array:
    """Give the points for coopertition, `(..., 1)`: both sides have the same."""
    both: Array = sheet.coopertition.min(axis=-1)
    return points.coopertition * both[..., None]


def parking_points(sheet: Sheet, points: Points) -> Any:
    """Give the points for parked robots, by side."""
    return picked(points.parking, sheet.parked)


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in points."""
    return Breakdown.summed(
        {
            "solar": points.solar * sheet.solar.sum(axis=-1),
            "wind": points.wind * sheet.wind,
            "reaction": points.reaction * sheet.reaction,
            "combustion_low": points.combustion_low * sheet.low * sheet.combustion_powerline,
            "combustion_high": points.combustion_high * sheet.high * sheet.combustion_powerline,
            "parking": parking_points(sheet, points),
            "coopertition": coopertition_points(sheet, points),
            "fouls": points.yellow_card * sheet.fouls_minor[..., ::-1],
        }
    )


def _parking(table: tuple[int, ...]) -> str:
    if table[0] == 0 and table[2] == 2 * table[1]:
        return f"{table[1]} for each parked robot, {table[3]} for all three"
    return by_numbers(table, "parked robots")


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    both = "if both sides have their coopertition powerline on, the same for both sides"
    return {
        "solar": f"{points.solar} for each second of each solar panel",
        "wind": f"{points.wind} for each second of the wind turbine",
        "reaction": f"{points.reaction} for each second of the reaction plant",
        "combustion_low": f"{points.combustion_low} for each cube in the low goal, if the powerline is on",
        "combustion_high": f"{points.combustion_high} for each cube in the high goal, if the powerline is on",
        "parking": _parking(points.parking),
        "coopertition": f"{points.coopertition} {both}",
        "fouls": f"{points.yellow_card} for each of the opponent's yellow cards",
    }


SEASON = Season(
    key="fgc_2018",
    sheet=Sheet,
    unit=1,
    points=Points(),
    words=words,
    ranking=Phase(
        score=score,
        rank=ranking_points({"coopertitionPoints": coopertition_points, "parkingPoints": parking_points}),
        measure=match_points,
        measured="ranking points",
    ),
    spelled=snake,
)
