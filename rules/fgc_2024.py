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

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from rules.ranking import mean_without_lowest_since_2024, sum_of_scores
from rules.season import (
    SIDE,
    STATION,
    Array,
    Breakdown,
    Flag,
    Season,
    checked,
    entry,
    half_up,
    major_fouls,
    minor_fouls,
)


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
GOAL_POINTS = np.array([0, 1, 1, 2, 2])
FOOD_POINTS = 2  # for each food produced, and for each secured
TENTHS_A_BALANCED_ROBOT = 2
COOPERTITION_LEVEL = np.array([0, 0, 0, 0, 0, 1, 2])  # by the number of balanced robots among six
POINTS_A_COOPERTITION_LEVEL = 15


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


def score(sheet: Sheet) -> Breakdown:
    """Score matches: every part `(..., 2)` in 10ths of a point. Raises SheetError on an illegal entry."""
    sheet = checked(sheet)
    robots = balanced(sheet)[..., None]
    nexus = GOAL_POINTS[sheet.nexus].sum(axis=-1)
    produced = FOOD_POINTS * sheet.food_produced
    base = sheet.reservoir + nexus + produced
    balance = TENTHS_A_BALANCED_ROBOT * robots * base
    secured = FOOD_POINTS * sheet.food_secured[..., None]
    coopertition = POINTS_A_COOPERTITION_LEVEL * COOPERTITION_LEVEL[robots]
    own = half_up(10 * base + balance) + secured + coopertition
    fouls = (sheet.fouls_minor * own)[..., ::-1]
    return Breakdown.of(
        UNIT,
        {
            "reservoir": 10 * sheet.reservoir,
            "nexus": 10 * nexus,
            "food_produced": 10 * produced,
            "balance": balance,
            "food_secured": 10 * secured,
            "coopertition": 10 * coopertition,
            "fouls": fouls,
        },
        own + half_up(fouls),
    )


SEASON = Season(
    key="fgc_2024",
    sheet=Sheet,
    score=score,
    unit=UNIT,
    parts={
        "reservoir": "1 for each unit conserved",
        "nexus": "1 for a goal with one ball, 2 for a full one or one that has produced",
        "food_produced": "2 for each food that the alliance's goals produced",
        "balance": "a fifth of the points above for each balanced robot of all six",
        "food_secured": "2 for each food secured, the same for both sides",
        "coopertition": "15 for five balanced robots, 30 for six, the same for both sides",
        "fouls": "a tenth of the opponent's own points for each of the opponent's minor fouls",
        "rounding": "halves up, of the energy and of the fouls",
    },
    rank=mean_without_lowest_since_2024(
        statistic="foodSecuredPoints",
        value=lambda document, _: FOOD_POINTS * document.value("details.foodSecured"),
    ),
    playoff_rank=sum_of_scores,
    derived={"coopertition": lambda sheet, _: COOPERTITION_LEVEL[balanced(sheet)]},
)
