"""Robots of which a team says in how many matches a row gets done: the chance of one try is found by playing.

Nobody counts tries, everybody counts matches: "60 of 100 end at MD". Which chance of one try gives that depends on
the plan that it was seen with. Where a row builds on others of the same skill, as a high level on a low one, their
log odds are shifted alike, but for those of which the file says something itself.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from pathlib import Path

from rules.errors import ModelError, within
from sim.engine.log import DID
from sim.play.engines import engine_of
from sim.robots.drawn import prepare
from sim.robots.files import DRAWN, RobotLike, SideLike, Station, called, plan_of, robot_of, side_of
from sim.robots.lineup import all_playbooks, lineup, medians
from sim.table.agents import ROBOTS
from sim.table.chains import own
from sim.table.game import Game
from sim.table.language import Playbook, Robot

MATCHES = 40_000
"""Matches by which the last shift is judged: they tell a share to a quarter of a per cent."""
ROUGHLY = 2_000
"""Matches by which the way there is found."""
SEED = 2**32 - 1
"""Nobody's own luck."""
PLACE = 0
"""The station that the robot is tried at, red 1: the dispatcher's turns make all stations alike."""
FARTHEST = 9.0
"""How far log odds are shifted at most."""
FINE = 0.1
"""How finely they are shifted before the last step, which is as large as what is missing asks for."""
WIDE = 0.5
"""How far apart shares are compared to see how steep they rise."""
ROUNDS = 2
"""How often several rows are gone through, since one's chance changes the other's share."""

FOUND: dict[tuple[str, str, str], Robot] = {}
"""What was found so far in this process, by season, robot and plan: a comparison asks for the same robot often."""


def known_robot(game: Game, choice: RobotLike, where: str) -> Robot:
    """Give the robot that a value, a percentile or a file means, with chances where it says shares of matches."""
    robot = robot_of(game, choice, where)
    with within(called(choice)):
        return resolved(game, robot)


def known_side(game: Game, choice: SideLike, where: str) -> tuple[Station, ...]:
    """Give the stations of a line-up file, or three values, every robot's chances found."""
    stations = side_of(game, choice, where)
    with within(str(choice) if isinstance(choice, Path | str) else where):
        return tuple(
            station if station.robot is None else station.model_copy(update={"robot": resolved(game, station.robot)})
            for station in stations
        )


def resolved(game: Game, robot: Robot) -> Robot:
    """Give a robot with the chances of one try that give its shares of matches; a ModelError where none do."""
    if robot.reaches is None:
        return robot
    plan = plan_of(game, robot.reaches.plan, "reaches")
    for row in robot.reaches.rows:
        if row not in plan.order:
            raise ModelError("reaches", row, f"expected a row of {plan.name!r}, the plan it was seen with")
    key = (game.model.model_dump_json(), robot.model_dump_json(), plan.model_dump_json())
    if key not in FOUND:
        FOUND[key] = _found(game, robot, plan, robot.reaches.rows)
    return FOUND[key]


def leading_to(game: Game, plan: Playbook, row: str) -> list[str]:
    """Give the rows of a plan that must be done before a row, as far as they ask for the same skill."""
    rows = {each.name: each for each in game.actions}
    alike = [rows[name] for name in plan.order if rows[name].skill == rows[row].skill is not None]
    found: list[str] = []
    wanted = own(rows[row].takes, rows[row].needs)
    before = -1
    while len(found) > before:
        before = len(found)
        for each in alike:
            if each.name not in (row, *found) and wanted & each.gives.keys():
                found.append(each.name)
                wanted |= own(each.takes, each.needs)
    return found


def share_of(game: Game, robot: Robot, plan: Playbook, row: str, matches: int = MATCHES, seed: int = SEED) -> float:
    """Play and give the share of matches in which the robot does the row, playing this plan at red 1."""
    stations = (Station(robot=robot, plan=plan), *(DRAWN,) * (ROBOTS - 1))
    engine = engine_of(game, all_playbooks(game.playbooks, stations), seed)
    drawn_of = lineup(game, game.playbooks, stations)
    number = [each.name for each in game.actions].index(row)
    done = 0
    for first in range(0, matches, ROUGHLY):
        robots = prepare(drawn_of, seed, first, min(ROUGHLY, matches - first))
        done += int((engine.did(robots, PLACE)[:, number, DID.index("successes")] > 0).sum())
    return done / matches


def _found(game: Game, robot: Robot, plan: Playbook, wanted: Mapping[str, float]) -> Robot:
    said = {**robot.works, **wanted}
    robot = robot.model_copy(update={"reaches": None})
    for left in reversed(range(ROUNDS if len(wanted) > 1 else 1)):
        for row, share in wanted.items():
            rows = [row, *(name for name in leading_to(game, plan, row) if name not in said)]
            robot = _fitted(game, robot, plan, rows, share, is_last=not left)
    return robot


def _fitted(game: Game, robot: Robot, plan: Playbook, rows: Sequence[str], share: float, *, is_last: bool) -> Robot:
    """Shift the log odds of some rows until the first is done in this share of matches: by halving, then a step."""

    def reached(shift: float, matches: int = ROUGHLY) -> float:
        return share_of(game, _shifted(game, robot, rows, shift), plan, rows[0], matches)

    if is_last and (most := reached(FARTHEST, MATCHES)) < share:
        what = f"expected at most {most:.0%} of matches: more are not reached even if every try works"
        raise ModelError("reaches", rows[0], f"{what}; leave earlier or be quicker")
    low, high = -FARTHEST, FARTHEST
    while high - low > FINE:
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) > share else (middle, high)
    shift = (low + high) / 2
    slope = (reached(shift + WIDE) - reached(shift - WIDE)) / (2 * WIDE)
    step = (share - reached(shift, MATCHES)) / slope if slope else 0.0
    return _shifted(game, robot, rows, shift + min(max(step, -WIDE), WIDE))


def _shifted(game: Game, robot: Robot, rows: Sequence[str], shift: float) -> Robot:
    """Give a robot with the log odds of some rows shifted; what always works still does."""
    usual = dict(zip((row.name for row in game.actions), medians(game, game.robots)[1], strict=True))
    works = {row: robot.works.get(row, usual[row]) for row in rows}
    moved = {row: chance if chance == 1 else 1 / (1 + exp(-_odds(chance) - shift)) for row, chance in works.items()}
    return robot.model_copy(update={"works": {**robot.works, **moved}})


def _odds(chance: float) -> float:
    return log(chance / (1 - chance))
