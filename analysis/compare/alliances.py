"""Whole alliances that are compared: red's line-up, and others in its place."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.compare.matchups import Variant, distinct_names
from rules.errors import ModelError
from sim.play.reaching import known_side
from sim.robots.files import DRAWN, SideLike, Station
from sim.table.game import Game

WHERE = "--versus"


def alliances_of(
    game: Game, red: SideLike | None, versus: Sequence[SideLike], others: Mapping[str, bool]
) -> list[Variant]:
    """Give what is compared: red's line-up, then each that is held against it, named as their files are.

    `others` are options that say something of one robot, and whether they are there: a ModelError where one is.
    """
    for name, there in others.items():
        if there:
            raise ModelError(WHERE, f"expected no {name} beside it: the line-ups say who stands where and plays what")
    if red is None:
        raise ModelError(WHERE, "expected --red FILE beside it: the alliance that the others are held against")
    given = [("--red", red), *((WHERE, side) for side in versus)]
    sides = [known_side(game, side, where) for where, side in given]
    calls = [file_of(side, place) for place, (_, side) in enumerate(given, start=1)]
    names = distinct_names([Path(call).stem for call in calls], calls)
    return [Variant(name, side=side) for name, side in zip(names, sides, strict=True)]


def file_of(side: SideLike, place: int) -> str:
    """Give the file of an alliance as it was given, or of values which one it is."""
    return str(side) if isinstance(side, Path | str) else f"alliance {place}"


def people(stations: Sequence[Station]) -> list[dict[str, str | None]]:
    """Give for programs who stands at stations and plays what, by name; None is drawn."""
    return [
        {
            "robot": None if each.robot is None else each.robot.name,
            "plan": None if each.plan is None else each.plan.name,
        }
        for each in stations
    ]


def are_named(stations: Sequence[Station]) -> bool:
    """Say whether any of these stations has a robot or a plan of its own."""
    return any(each != DRAWN for each in stations)
