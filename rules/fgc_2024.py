"""2024 Feeding the Future (Athens).

Each alliance conserves water and energy in its reservoir and fills twelve goals, its nexus, with a blue and a green
ball each; a full goal produces food. Robots end on the floor, on the ramp or on a platform. Every balanced robot of
all six makes the energy of both alliances worth a fifth more, five or six balanced robots earn both a coopertition
bonus, and food that is secured counts for both. A foul gives the opponent a tenth of the offender's own points.

    energy = round((reservoir + nexus + 2 x food produced) x (1 + balanced / 5))
    own    = energy + 2 x food secured + coopertition
    score  = own + round(opponent's fouls x opponent's own / 10)

A goal is worth 1 with one ball, 2 with both or once it has produced. A robot on a platform is balanced, one on the
ramp only if the field is. Five balanced robots give 15, six give 30.
Rounding: halves up, twice, where the formula says so. Everything is exact, in 10ths of a point.

Sources: the season file of the official event software (`ems`); 64 published scores of the first day bear the
formula out (`first32`).

Doubts:
- A goal that has produced (state 4) is worth 2 in the final software; before 26 September 2024 it was not counted.
- How ties of playoff sums are broken is not known.
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
    half_up,
    major_fouls,
    minor_fouls,
    picked,
)
from rules.words import by_number, share_words


class Goal(IntEnum):
    """What is in a goal of the nexus."""

    EMPTY = 0
    BLUE_ONLY = 1
    GREEN_ONLY = 2
    FULL = 3
    PRODUCED = 4


class Parked(IntEnum):
    """Where a robot is at the end."""

    FLOOR = 0
    RAMP = 1
    PLATFORM = 2


UNIT = 10
LEVELS = (0, 0, 0, 0, 0, 1, 2)
"""The level of coopertition that documents record, by the number of balanced robots among six."""


@dataclass(frozen=True)
class Points:
    """What scoring is worth in 2024."""

    reservoir: int = worth(1, "a unit of water or energy conserved", "ems")
    goal_of_one: int = worth(1, "a goal with one ball", "ems")
    goal_full: int = worth(2, "a goal with both balls, or one that has produced", "ems")
    food_produced: int = worth(2, "food that the alliance's goals produced", "ems")
    balance: int = share(0.2, "what a balanced robot of all six adds to the energy's multiplier", "ems", unit=UNIT)
    food_secured: int = worth(2, "food secured by all six robots, for each side", "ems")
    coopertition: tuple[int, ...] = worth(
        (0, 0, 0, 0, 0, 15, 30), "coopertition, by the number of balanced robots among six, for each side", "ems"
    )
    foul: int = share(0.1, "what a minor foul gives the opponent of the offender's own points", "ems", unit=UNIT)


def flat(name: str) -> str:
    """Spell a goal's dotted name as the results service does, without an object: `redCw1` for `redNexusState.CW1`."""
    nexus, _, goal = name.rpartition(".")
    return nexus.removesuffix("NexusState") + goal.capitalize()


@dataclass(frozen=True)
class Sheet:
    """What the referees of 2024 write down."""

    reservoir: Array = entry(
        "water and energy conserved in the reservoir", "details.{side}ResevoirConserved", side=SIDE
    )  # the official name is spelt so
    food_produced: Array = entry("food produced", "details.{side}FoodProduced", side=SIDE)
    nexus: Array = entry(
        "what is in each goal, CW on the stairs and EC",
        "details.{side}NexusState.{goal}",
        codes=Goal,
        also=flat,
        side=SIDE,
        goal=tuple(f"{wall}{number}" for wall in ("CW", "EC") for number in range(1, 7)),
    )
    parked: Array = entry(
        "where each robot is at the end",
        "details.{side}Robot{station}Parked",
        codes=Parked,
        side=SIDE,
        station=STATION,
    )
    field_balanced: Array = entry("whether the field is balanced", "details.fieldBalanced", codes=Flag)
    food_secured: Array = entry("food secured by all six robots", "details.foodSecured")
    fouls_minor: Array = minor_fouls()
    fouls_major: Array = major_fouls()


def balanced(sheet: Sheet) -> Array:
    """Count the balanced robots of all six: those on a platform, and on a balanced field those on the ramp."""
    platform = (sheet.parked == Parked.PLATFORM).sum(axis=(-1, -2))
    ramp = (sheet.parked == Parked.RAMP).sum(axis=(-1, -2))
    robots: Array = platform + ramp * sheet.field_balanced
    return robots


def level(sheet: Sheet, _: Points) -> Any:
    """Give the level of coopertition: 1 for five balanced robots, 2 for six."""
    return picked(LEVELS, balanced(sheet))


def food_secured(sheet: Sheet, points: Points) -> Array:
    """Give the points for food secured, `(..., 1)`: both sides have the same."""
    return points.food_secured * sheet.food_secured[..., None]


def score(sheet: Sheet, points: Points) -> Breakdown:
    """Score matches: every part in 10ths of a point."""
    robots = balanced(sheet)[..., None]
    reservoir = points.reservoir * sheet.reservoir
    goals = (0, points.goal_of_one, points.goal_of_one, points.goal_full, points.goal_full)
    nexus = picked(goals, sheet.nexus).sum(axis=-1)
    produced = points.food_produced * sheet.food_produced
    base = reservoir + nexus + produced
    balance = points.balance * robots * base
    secured = food_secured(sheet, points)
    coopertition = picked(points.coopertition, robots)
    own = half_up(UNIT * base + balance) + secured + coopertition
    fouls = points.foul * (sheet.fouls_minor * own)[..., ::-1]
    return Breakdown.of(
        UNIT,
        {
            "reservoir": UNIT * reservoir,
            "nexus": UNIT * nexus,
            "food_produced": UNIT * produced,
            "balance": balance,
            "food_secured": UNIT * secured,
            "coopertition": UNIT * coopertition,
            "fouls": fouls,
        },
        own + half_up(fouls),
    )


def words(points: Any) -> dict[str, str]:
    """Say what each part of the breakdown is."""
    one, full = points.goal_of_one, points.goal_full
    robots, foul = by_number(points.coopertition, "balanced robots"), share_words(points.foul)
    return {
        "reservoir": f"{points.reservoir} for each unit conserved",
        "nexus": f"{one} for a goal with one ball, {full} for a full one or one that has produced",
        "food_produced": f"{points.food_produced} for each food that the alliance's goals produced",
        "balance": f"{share_words(points.balance)} of the points above for each balanced robot of all six",
        "food_secured": f"{points.food_secured} for each food secured, the same for both sides",
        "coopertition": f"{robots}, the same for both sides",
        "fouls": f"{foul} of the opponent's own points for each of the opponent's minor fouls",
        "rounding": "halves up, of the energy and of the fouls",
    }


RANKING = Phase(
    score=score,
    rank=mean_without_lowest_since_2024(statistic="foodSecuredPoints", value=food_secured),
    derived={"coopertition": level},
)

SEASON = Season(
    key="fgc_2024",
    sheet=Sheet,
    unit=UNIT,
    points=Points(),
    words=words,
    ranking=RANKING,
    playoff=replace(RANKING, rank=sum_of_scores, by_scores=True),
)
