"""Robots of which a team says in how many matches a row gets done: the chance of one try is found by playing.

Nobody counts tries, everybody counts matches: "60 of 100 end at MD". Which chance of one try gives that depends on
the plan that it was seen with. Where a row builds on others of the same skill, as a high level on a low one, their
log odds are shifted alike, but for those of which the file says something itself.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from rules.errors import ModelError, within
from sim.engine.log import DID
from sim.exact import exp
from sim.pausing import pause
from sim.play.engines import engine_of
from sim.robots.drawn import prepare
from sim.robots.files import DRAWN, RobotLike, SideLike, Station, called, plan_of, robot_of, side_of
from sim.robots.lineup import Floats, all_playbooks, lineup, medians
from sim.table.agents import ROBOTS
from sim.table.chains import own
from sim.table.game import Game
from sim.table.language import Playbook, Robot

MATCHES = 40_000
"""Matches by which what was found is judged: they tell a share to a quarter of a per cent."""
ROUGHLY = 2_000
"""Matches by which the way there is found."""
SEED = 2**32 - 1
"""Nobody's own luck."""
PLACE = 0
"""The station that the robot is tried at, red 1: the dispatcher's turns make all stations alike."""
FARTHEST = 9.0
"""How far log odds are shifted at most."""
STRIDE = 2.0
"""How far at most in one step."""
WIDE = 0.5
"""How far apart shares are compared to see how steep they rise."""
MANY, SOME = 12, 4
"""How many steps are taken by a few matches, and then by many; the way ends earlier where all shares are met."""
DIGITS = 4
"""Of shifts: the same on every machine, whatever its last bits."""
FLAT = 1e-6
"""What keeps a step finite where shares rise no more."""

REACH = (-FARTHEST, FARTHEST)

KEPT = 500
"""So many robots that were found are kept, before the next one begins anew."""
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
        if len(FOUND) >= KEPT:
            FOUND.clear()
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


def shares_of(
    game: Game, robot: Robot, plan: Playbook, rows: Sequence[str], matches: int = MATCHES, seed: int = SEED
) -> Floats:
    """Play and give the share of matches in which the robot does each row, `(row,)`, playing this plan at red 1."""
    stations = (Station(robot=robot, plan=plan), *(DRAWN,) * (ROBOTS - 1))
    engine = engine_of(game, all_playbooks(game.playbooks, stations), seed)
    drawn_of = lineup(game, game.playbooks, stations)
    names = [each.name for each in game.actions]
    numbers = [names.index(row) for row in rows]
    done = np.zeros(len(rows))
    for first in range(0, matches, ROUGHLY):
        pause()
        robots = prepare(drawn_of, seed, first, min(ROUGHLY, matches - first))
        done += (engine.did(robots, PLACE)[:, numbers, DID.index("successes")] > 0).sum(axis=0)
    return done / matches


def _found(game: Game, robot: Robot, plan: Playbook, wanted: Mapping[str, float]) -> Robot:
    """Shift log odds until every row is done in its share of matches, all at once; a ModelError where they cannot."""
    groups, target = _groups(game, robot, plan, wanted), np.array([*wanted.values()])

    def shifted(shifts: Floats) -> Robot:
        return _shifted(game, robot, groups, shifts)

    def reached(shifts: Floats, matches: int) -> Floats:
        return shares_of(game, shifted(shifts), plan, [*wanted], matches)

    shifts = np.zeros(len(wanted))
    shifts, _ = _towards(reached, shifts, target, ROUGHLY, MANY)
    as_far = bool((abs(shifts) == FARTHEST).any())  # what cannot be is only looked at
    shifts, found = _towards(reached, shifts, target, MATCHES, 0 if as_far else SOME)
    if not _met(found, target, MATCHES):
        raise _unmet(dict(zip(wanted, found.tolist(), strict=True)), wanted)
    return shifted(shifts)


def _towards(
    reached: Callable[[Floats, int], Floats], shifts: Floats, target: Floats, matches: int, steps: int
) -> tuple[Floats, Floats]:
    """Go some steps from these shifts, or until all shares are met in so many matches; give shifts and shares."""
    found = reached(shifts, matches)
    for _ in range(steps):
        if _met(found, target, matches):
            break
        step = _step(reached, shifts, _odds(target, matches) - _odds(found, matches))
        before, shifts = shifts, np.clip(shifts + step, *REACH).round(DIGITS)
        if (shifts == before).all():
            break
        found = reached(shifts, matches)
    return shifts, found


def _groups(game: Game, robot: Robot, plan: Playbook, wanted: Mapping[str, float]) -> list[list[str]]:
    """Give the rows that are shifted with each wanted one: those that lead to it, and to no wanted one before it.

    Where several rows are said, what leads to all of them follows the first of them: each has its own shift.
    """
    before = {row: leading_to(game, plan, row) for row in wanted}
    taken, groups = {*robot.works, *wanted}, {}
    for row in sorted(wanted, key=lambda each: len(before[each])):
        groups[row] = [row, *(name for name in before[row] if name not in taken)]
        taken |= {*groups[row]}
    return [groups[row] for row in wanted]


def _met(found: Floats, target: Floats, matches: int) -> bool:
    """Say whether all shares are as near as so many matches can tell."""
    return bool((abs(found - target) <= np.sqrt(target * (1 - target) / matches)).all())


def _step(reached: Callable[[Floats, int], Floats], shifts: Floats, missing: Floats) -> Floats:
    """Give the step that the slopes ask for: every share depends on every shift, by the same matches."""
    far = [_odds(reached(np.clip(shifts + WIDE * unit, *REACH), ROUGHLY), ROUGHLY) for unit in np.eye(len(shifts))]
    near = [_odds(reached(np.clip(shifts - WIDE * unit, *REACH), ROUGHLY), ROUGHLY) for unit in np.eye(len(shifts))]
    slopes = (np.array(far) - np.array(near)).T / (2 * WIDE)
    step = np.linalg.solve(slopes.T @ slopes + FLAT * np.eye(len(shifts)), slopes.T @ missing)
    return np.asarray(np.clip(step, -STRIDE, STRIDE), dtype=np.float64)


def _unmet(found: Mapping[str, float], wanted: Mapping[str, float]) -> ModelError:
    """Say which row is farthest from its share, and which share it comes to."""
    row = max(wanted, key=lambda each: abs(found[each] - wanted[each]))
    others = " with the other rows as said" if len(wanted) > 1 else ""
    if found[row] < wanted[row]:
        what = f"expected at most {found[row]:.0%} of matches{others}: more are not reached even if every try works"
        return ModelError("reaches", row, f"{what}; leave earlier or be quicker")
    what = f"expected at least {found[row]:.0%} of matches{others}"
    return ModelError("reaches", row, f"{what}: what [works] says, and what always works, gives as many")


def _shifted(game: Game, robot: Robot, groups: Sequence[Sequence[str]], shifts: Floats) -> Robot:
    """Give a robot with the log odds of each group of rows shifted; what always works still does."""
    usual = dict(zip((row.name for row in game.actions), medians(game, game.robots)[1], strict=True))
    moved = {}
    for rows, shift in zip(groups, shifts.tolist(), strict=True):
        for row in rows:
            chance = robot.works.get(row, usual[row])
            moved[row] = chance if chance == 1 else 1 / (1 + (1 - chance) / chance * exp(-shift))
    return robot.model_copy(update={"works": {**robot.works, **moved}, "found": moved, "reaches": None})


def _odds(shares: Floats, matches: int) -> Floats:
    """Give the log odds of shares, none of which is nearer to 0 or 1 than half of one match of so many."""
    inside = np.clip(shares, 0.5 / matches, 1 - 0.5 / matches)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
