"""Dials: every number that may be turned, by the one name it has in files, sweeps and fits.

A plan's: `grip.after` (when on average it is decided to do a row) and `grip.after.sd`. A robot's: `grip.seconds`,
`grip.works`, `room`, `can.climb_lo` (0 or 1), `percentile`, `no_show`, `breaks`, `fouls.minor`, `fouls.major`. The
population's, as its seed file writes them: `robots.pace`, `robots.can.climb_lo.share`, `shares.NAME`. The rules:
`points.NAME`, what something is worth.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from rules.errors import ModelError, expected
from rules.names import nearest
from rules.season import point_values
from rules.text import listing
from sim.robots.files import check_robot
from sim.robots.lineup import abilities_of, room_of, usual
from sim.table.chains import completed, usable
from sim.table.dials import changed, numbers_of
from sim.table.game import Game, playbooks_by
from sim.table.language import MATCH_SECONDS, PERCENTILES, SHORTEST, Playbook, Robot, Set
from sim.table.population import Fouls

RULES, POINTS = "rules", "points."
"""Whose point values are, and how their dials' names begin."""
NO_OR_YES = "0 or 1"
"""The unit of what a robot has or has not."""
RAREST = 0.000_001
"""The smallest chance that is none."""
MOST_FOULS = 5
MEASURED = (("seconds", "s", SHORTEST, MATCH_SECONDS), ("works", "share", RAREST, 1))
"""What is measured of a row: what it is called, its unit, its bounds."""


class Choice(NamedTuple):
    """What is turned: a season, and the plan and the robot of one station."""

    game: Game
    plan: Playbook
    robot: Robot | None = None
    """The population's median robot where none is named."""
    population: dict[str, float] | None = None
    """The numbers of the season's population that were turned so far."""
    points: dict[str, float] | None = None
    """The point values that were turned so far."""


@dataclass(frozen=True)
class Dial:
    """A number that may be turned."""

    name: str
    of: str
    """Whose it is: the plan, the robot, the population, the rules."""
    unit: str
    low: float
    high: float
    value: Callable[[Choice], float]
    """Give where it stands in a choice; what a robot's file leaves out stands where robots of its level have it."""
    turn: Callable[[Choice, float], Choice]
    """Give the choice with the dial at this value; raises a ModelError where that cannot be."""
    whole: bool = False
    """Whether only whole numbers mean anything."""


def dial(choice: Choice, name: str) -> Dial:
    """Give the dial of this name; a ModelError names the nearest one, or says why the dial would change nothing."""
    found = next((each for each in _every(choice) if each.name == name), None)
    if found is not None:
        return found
    row, _, kind = name.rpartition(".")
    if kind in ("after", "seconds", "works") and row in {each.name for each in choice.game.actions}:
        raise ModelError(name, expected("row_of_plan"))
    names = [*dials(choice)]
    hint = nearest(name, names)
    among = expected("dial_among", {"names": listing(names, 130)})
    raise ModelError(name, expected("dial", {"hint": hint}) if hint else among)


def dials(choice: Choice) -> dict[str, Dial]:
    """Give every dial of a choice by name: the plan's, then the robot's, the population's, the rules'."""
    return {each.name: each for each in _every(choice)}


def _every(choice: Choice) -> Iterator[Dial]:
    yield from _of_plan(choice)
    yield from _of_robot(choice)
    yield from _of_population(choice.game)
    yield from _of_rules(choice.game)


def _of_plan(choice: Choice) -> Iterator[Dial]:
    opens = {row.name: row.after for row in choice.game.actions}
    for row in choice.plan.order:
        mean, spread = _decided(row, 0), _decided(row, 1)
        yield Dial(f"{row}.after", "plan", "s", opens[row], MATCH_SECONDS, mean, _decide(row))
        yield Dial(f"{row}.after.sd", "plan", "s", 0, MATCH_SECONDS, spread, _spread(row))


def _of_robot(choice: Choice) -> Iterator[Dial]:
    game = choice.game
    by_humans = {name for playbook in playbooks_by(game.model, "human") for name in playbook.order}
    for row in (*choice.plan.order, *sorted(by_humans)):
        for place, (kind, unit, low, high) in enumerate(MEASURED):
            yield Dial(f"{row}.{kind}", "robot", unit, low, high, _measured(row, place), _measure(row, kind))
    if game.robots.room is not None:
        yield Dial("room", "robot", "", 1, game.room_most, _room, _put("room", int), whole=True)
    for name in game.robots.can:
        yield Dial(f"can.{name}", "robot", NO_OR_YES, 0, 1, _has(name), _enable(name), whole=True)
    yield Dial("percentile", "robot", "%", *PERCENTILES, _percentile, _put("percentile", float))
    yield Dial("no_show", "robot", "share", 0, 1, _share("no_show"), _put("no_show", float))
    yield Dial("breaks", "robot", "share", 0, 1, _share("breaks"), _put("breaks", float))
    for kind in Fouls.model_fields:
        yield Dial(f"fouls.{kind}", "robot", "a match", 0, MOST_FOULS, _fouls(kind), _foul(kind))


def _of_population(game: Game) -> Iterator[Dial]:
    for name in numbers_of(game.model):
        yield Dial(name, "population", "", -inf, inf, _number(name), _repopulate(name))


def _of_rules(game: Game) -> Iterator[Dial]:
    for name in point_values(game.rules):
        yield Dial(f"{POINTS}{name}", RULES, "points", -inf, inf, _worth(name), _revalue(name))


def _decided(row: str, place: int) -> Callable[[Choice], float]:
    return lambda choice: _decision(choice, row)[place]


def _measured(row: str, place: int) -> Callable[[Choice], float]:
    return lambda choice: usual(choice.game, _robot(choice))[place][row]


def _room(choice: Choice) -> float:
    return room_of(choice.game, _robot(choice))


def _percentile(choice: Choice) -> float:
    return _robot(choice).percentile


def _has(ability: str) -> Callable[[Choice], float]:
    return lambda choice: float(ability in abilities_of(_robot(choice), choice.game.model))


def _share(name: str) -> Callable[[Choice], float]:
    def value(choice: Choice) -> float:
        own, population = getattr(_robot(choice), name), choice.game.robots
        usual_share = population.breaks.share if name == "breaks" else population.no_show
        return float(usual_share if own is None else own)

    return value


def _fouls(kind: str) -> Callable[[Choice], float]:
    return lambda choice: float(getattr(_robot(choice).fouls or choice.game.robots.fouls, kind))


def _number(name: str) -> Callable[[Choice], float]:
    return lambda choice: numbers_of(choice.game.model)[name]


def _worth(name: str) -> Callable[[Choice], float]:
    return lambda choice: float(point_values(choice.game.rules)[name])


def _decide(row: str) -> Callable[[Choice, float], Choice]:
    return lambda choice, value: _with_decision(choice, row, value, _decision(choice, row)[1])


def _spread(row: str) -> Callable[[Choice, float], Choice]:
    return lambda choice, value: _with_decision(choice, row, _decision(choice, row)[0], value)


def _decision(choice: Choice, row: str) -> tuple[float, float]:
    """Give mean and spread of the decision to do a row: as soon as it opens, where the plan says nothing."""
    if row in choice.plan.set:
        return choice.plan.set[row].after
    return next(each.after for each in choice.game.actions if each.name == row), 0.0


def _with_decision(choice: Choice, row: str, mean: float, spread: float) -> Choice:
    plan = choice.plan.model_copy(update={"set": {**choice.plan.set, row: Set(after=(mean, spread))}})
    return choice._replace(plan=plan)


def _robot(choice: Choice) -> Robot:
    return choice.robot or Robot(season=choice.game.key, name="p50")


def _with_robot(choice: Choice, changes: Mapping[str, Any]) -> Choice:
    robot = _robot(choice).model_copy(update=dict(changes))
    check_robot(choice.game, robot)
    return choice._replace(robot=robot)


def _measure(row: str, kind: str) -> Callable[[Choice, float], Choice]:
    def turn(choice: Choice, value: float) -> Choice:
        robot = _robot(choice)
        can = next(each.can for each in choice.game.actions if each.name == row)
        if can is not None and can not in abilities_of(robot, choice.game.model):
            what = f"expected a row that {robot.name} can do, found one that asks for {can!r}"
            raise ModelError(f"{row}.{kind}", f"{what}: name a --robot that has it")
        return _with_robot(choice, {kind: {**getattr(robot, kind), row: value}})

    return turn


def _put(key: str, kind: type) -> Callable[[Choice, float], Choice]:
    return lambda choice, value: _with_robot(choice, {key: kind(value)})


def _enable(ability: str) -> Callable[[Choice, float], Choice]:
    def turn(choice: Choice, value: float) -> Choice:
        has = abilities_of(_robot(choice), choice.game.model)
        wanted = [name for name in choice.game.robots.can if (name in has if name != ability else value > 0)]
        together = completed if value else usable  # with what it builds on, or without what builds on it
        wanted = together(choice.game.model, wanted)
        return _with_robot(choice, {"can": tuple(wanted)})

    return turn


def _foul(kind: str) -> Callable[[Choice, float], Choice]:
    def turn(choice: Choice, value: float) -> Choice:
        usual = choice.game.robots.fouls
        fouls = (_robot(choice).fouls or usual).model_copy(update={kind: value})
        return _with_robot(choice, {"fouls": fouls})

    return turn


def _repopulate(name: str) -> Callable[[Choice, float], Choice]:
    def turn(choice: Choice, value: float) -> Choice:
        model = changed(choice.game.model, {name: value})
        return choice._replace(
            game=choice.game.with_model(model), population={**(choice.population or {}), name: value}
        )

    return turn


def _revalue(name: str) -> Callable[[Choice, float], Choice]:
    return lambda choice, value: choice._replace(
        game=choice.game.with_points({name: value}), points={**(choice.points or {}), name: value}
    )
