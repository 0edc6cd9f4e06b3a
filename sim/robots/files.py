"""Files that teams write, and values in their place: a robot, a plan, a line-up of three; what they may name."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from rules.errors import ModelError, expected, within
from rules.names import nearest
from sim.reading import contents
from sim.table.agents import STATIONS
from sim.table.chains import completed, missing
from sim.table.checks import check_playbook, unknown
from sim.table.game import Game, playbooks_by
from sim.table.language import MATCH_SECONDS, Order, Playbook, Robot, RobotFile, Set
from sim.table.toml import AnyFile, Name, SeasonFile, Table, checked, read_toml

DRAW = "draw"
"""In a line-up: whoever the population sends."""
PERCENTILE = re.compile(r"p([1-9][0-9]?)")

Three = Annotated[tuple[Name, ...], Field(min_length=STATIONS, max_length=STATIONS)]


PlanLike = Playbook | Path | str
RobotLike = Robot | Path | str
"""A value, a file (a path that ends in .toml), or a name of the season: of a playbook, or `p50`."""


class Plan(SeasonFile):
    """A plan file: a robot's playbook, and the season it is for."""

    name: Name
    doc: str = ""
    by: Literal["robot"] = "robot"
    order: Order
    set: dict[str, Set] = {}


class LineupFile(SeasonFile):
    """A line-up file: the robots and the plans of one side, station by station."""

    robots: Three = (DRAW,) * STATIONS
    plans: Three = (DRAW,) * STATIONS


class Station(Table):
    """Who stands at a station, and what it plays; None is drawn."""

    robot: Robot | None = None
    plan: Playbook | None = None


DRAWN = Station()
"""Whoever the population sends, playing what its playbooks' shares say."""

SideLike = Sequence[Station] | Path | str
"""The three stations of a side, or its line-up file."""


def chosen(game: Game, choice: PlanLike | None) -> tuple[Playbook, ...]:
    """Give the playbooks of a run: the season's own by their shares, or one for every robot of both sides.

    `choice` is a playbook, its name in the season or a plan file (a path that ends in .toml). Humans keep the
    season's. Raises ModelError for a name or a file that is neither, or a plan that does not fit the season.
    """
    if choice is None:
        return game.playbooks
    plan = plan_of(game, choice, "--playbook")
    everybody = plan.model_copy(update={"share": 1.0, "level": "robot"})
    return (everybody, *playbooks_by(game.model, "human"))


def plan_of(game: Game, choice: PlanLike, where: str) -> Playbook:
    """Give the plan that a value, a name of the season, or a path that ends in .toml, stands for."""
    if isinstance(choice, Playbook):
        with within(where):
            return _checked_plan(game, checked(Playbook, choice.model_dump(warnings=False), choice.name))
    return read_plan(game, str(choice)) if str(choice).endswith(".toml") else _named(game, str(choice), where)


def robot_of(game: Game, choice: RobotLike, where: str) -> Robot:
    """Give the robot that a value, a percentile of the population, `p90` say, or a path that ends in .toml means."""
    if isinstance(choice, Robot):
        with within(where):
            return _checked_robot(game, checked(Robot, choice.model_dump(warnings=False), choice.name))
    choice = str(choice)
    percentile = PERCENTILE.fullmatch(choice)
    if percentile:
        return Robot(season=game.rules.key, name=choice, percentile=float(percentile[1]))
    if choice.endswith(".toml"):
        return read_robot(game, choice)
    raise ModelError(where, expected("robot", {"found": repr(choice)}))


def called(choice: PlanLike | RobotLike) -> str:
    """Give what a choice is called: the name of a value, else the name or the file as it was given."""
    return choice.name if isinstance(choice, Playbook | Robot) else str(choice)


def side_of(game: Game, choice: SideLike, where: str) -> tuple[Station, ...]:
    """Give the three stations that a line-up file or three values stand for, the values checked as files are."""
    if isinstance(choice, Path | str):
        return read_side(game, str(choice))
    stations = [each for each in choice if isinstance(each, Station)] if isinstance(choice, Sequence) else []
    if len(stations) != STATIONS or len(choice) != STATIONS:
        what = f"expected a line-up file, or {STATIONS} of Station(robot=..., plan=...)"
        raise ModelError(where, f"{what}, found {choice!r:.60}")
    robots = [None if each.robot is None else robot_of(game, each.robot, where) for each in stations]
    plans = [None if each.plan is None else plan_of(game, each.plan, where) for each in stations]
    return _standing(robots, plans)


def read_plan(game: Game, file: str) -> Playbook:
    """Read a plan file and check it against its season."""
    plan = read_file(Plan, "plan", file, game)
    playbook = Playbook(share=1.0, source="assumed", **plan.model_dump(exclude={"season"}))
    with within(file):
        return _checked_plan(game, playbook)


def _checked_plan(game: Game, plan: Playbook) -> Playbook:
    """Give a robot's plan that fits its season."""
    if plan.by != "robot":
        raise ModelError(plan.name, f"expected a plan of robots, found one by {plan.by}")
    check_playbook(plan.name, plan, game.model)
    _check_times(game, plan)
    return plan


def read_robot(game: Game, file: str) -> Robot:
    """Read a robot file and check it against its season."""
    written = read_file(RobotFile, "robot", file, game)
    with within(file):
        robot = _checked_robot(game, Robot(**dict(written)))
    return _beside(robot, Path(file).parent)


def _checked_robot(game: Game, written: Robot) -> Robot:
    """Give a robot that fits its season, with the abilities that its own build on."""
    _need_season(game, written)
    robot = completed_robot(game, written)
    check_robot(game, robot)
    return robot


def completed_robot(game: Game, robot: Robot) -> Robot:
    """Give a robot that can also do what its abilities build on: who climbs to MD has come to LO."""
    if robot.can is None or any(name not in game.robots.can for name in robot.can):
        return robot
    able = completed(game.model, robot.can)
    added = tuple(name for name in able if name not in robot.can)
    return robot.model_copy(update={"can": (*robot.can, *added), "added": added})


def _beside(robot: Robot, folder: Path) -> Robot:
    """Give a robot whose plan, where it names a file, is the one beside its own."""
    if robot.reaches is None or not robot.reaches.plan.endswith(".toml"):
        return robot
    reaches = robot.reaches.model_copy(update={"plan": str(folder / robot.reaches.plan)})
    return robot.model_copy(update={"reaches": reaches})


def read_side(game: Game, file: str) -> tuple[Station, ...]:
    """Read a line-up file, and the robot and plan files that it names, beside it."""
    found = read_file(LineupFile, "line-up", file, game)
    folder = Path(file).parent

    def beside(choice: str) -> str:
        return str(folder / choice) if choice.endswith(".toml") else choice

    with within(file):
        for key, choices in (("robots", found.robots), ("plans", found.plans)):
            _need_spelt(key, choices)
        robots = [None if c == DRAW else robot_of(game, beside(c), "robots") for c in found.robots]
        plans = [None if c == DRAW else plan_of(game, beside(c), "plans") for c in found.plans]
    return _standing(robots, plans)


def _standing(robots: Sequence[Robot | None], plans: Sequence[Playbook | None]) -> tuple[Station, ...]:
    return tuple(Station(robot=robot, plan=plan) for robot, plan in zip(robots, plans, strict=True))


def _need_spelt(key: str, choices: Sequence[str]) -> None:
    """Raise a ModelError where a line-up means `draw` and says something else."""
    for choice in choices:
        meant = nearest(choice, (DRAW,))
        if meant and choice != DRAW and not choice.endswith(".toml"):
            raise ModelError(key, f"expected a name, a file (.toml) or {DRAW!r}, found {choice!r}{meant}")


def read_file(kind: type[AnyFile], what: str, file: str, game: Game) -> AnyFile:
    """Read a file that a team wrote; a ModelError where it cannot be read, or is of another season."""
    raw = read_toml(contents(file, f"{what} file", ModelError), file)
    _need_kind(kind, what, raw, file)
    found = checked(kind, raw, file)
    with within(file):
        _need_season(game, found)
    return found


def _need_season(game: Game, found: SeasonFile) -> None:
    key = game.rules.key
    year = key.removeprefix("fgc_")
    if found.season not in (key, year):
        raise ModelError("season", f"expected {year}, the season of the run, found {found.season!r}")


KINDS: dict[str, type[SeasonFile]] = {"robot": RobotFile, "plan": Plan, "line-up": LineupFile}


def _need_kind(kind: type[SeasonFile], what: str, raw: Any, file: str) -> None:
    """Raise a ModelError where a file is one of another kind, by the keys that it has."""
    if set(raw) <= kind.model_fields.keys():
        return
    for name, other in KINDS.items():
        if other is not kind and set(raw) <= other.model_fields.keys():
            raise ModelError(file, f"expected a {what} file, found a {name} file")


def check_robot(game: Game, robot: Robot) -> None:
    """Raise a ModelError where a robot names what its season does not have."""
    population = game.robots
    rows = [row.name for row in game.actions if row.by != "field"]
    reaches = {} if robot.reaches is None else robot.reaches.rows
    for name in reaches:
        if name in robot.works:
            raise ModelError("[reaches]", name, "expected this row here or in [works], found it in both")
    for key, named in (
        ("seconds", robot.seconds),
        ("works", robot.works),
        ("reaches", reaches),
        ("known", robot.known),
    ):
        for name in named:
            if name not in rows:
                raise unknown(f"[{key}]", name, "a row of robots or humans", name, rows)
    for name, known in robot.known.items():
        if known.seconds and name not in robot.seconds:
            raise ModelError("[known]", name, "expected this row in [seconds] too: its time is not known without one")
        if known.works and name not in (*robot.works, *reaches):
            raise ModelError("[known]", name, "expected this row in [works] too, or no works = here")
    for name in robot.can or ():
        if name not in population.can:
            raise unknown(robot.name, "can", "an ability of the season", name, population.can)
    for name, earlier in missing(game.model, robot.can or ()).items():
        what = f"expected {earlier!r} too" if earlier else "expected another ability too"
        raise ModelError(robot.name, "can", f"{what}: without it {name!r} is of no use")
    if robot.room is not None:
        if population.room is None:
            raise ModelError(robot.name, "room", "expected none: room is no matter in this season")
        most = game.room_most
        if robot.room > most:
            raise ModelError(robot.name, "room", expected("at_most", {"most": str(most), "found": str(robot.room)}))


def skipped_rows(game: Game, station: Station) -> dict[str, str]:
    """Give the rows of its plan that a station's robot, by its file, cannot do, each with the ability it asks for.

    It never starts them: the robot goes as far in the plan as it can.
    """
    robot, plan = station.robot, station.plan
    if robot is None or robot.can is None or plan is None:
        return {}
    needed = {row.name: row.can for row in game.actions}
    return {name: can for name in plan.order if (can := needed[name]) is not None and can not in robot.can}


def rows_of(game: Game, playbooks: Sequence[Playbook]) -> list[list[int]]:
    """Give every playbook's order as the numbers of its rows."""
    names = [action.name for action in game.actions]
    return [[names.index(row) for row in playbook.order] for playbook in playbooks]


def _check_times(game: Game, plan: Playbook) -> None:
    """Decisions must lie where the row is open and can still be done."""
    rows = {row.name: row for row in game.actions}
    for name, decision in plan.set.items():
        row = rows[name]
        latest = MATCH_SECONDS - row.seconds
        if not row.after <= decision.after[0] <= latest:
            ends = {"low": f"{row.after:g}", "high": f"{latest:g}", "seconds": f"{row.seconds:g}"}
            what = expected("seconds_between", {**ends, "found": f"{decision.after[0]:g}"})
            raise ModelError(plan.name, f"set.{name}.after", what)


def _named(game: Game, name: str, where: str) -> Playbook:
    known = {playbook.name: playbook for playbook in playbooks_by(game.model, "robot")}
    if name not in known:
        names = ", ".join(map(repr, known))
        raise ModelError(where, expected("plan", {"found": repr(name), "hint": nearest(name, known), "names": names}))
    return known[name]
