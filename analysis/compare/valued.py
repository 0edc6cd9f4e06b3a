"""What other point values would do: ties, how far strong robots lead weak ones, the best plan at each value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.compare.matchups import TESTED, Variant, request_of, seen_from
from analysis.compare.paired import Interval, Played, differences, interval, share, win_gain
from analysis.compare.sweep import sweep
from rules.season import Season
from sim.play.matches import joined, scored
from sim.play.request import Request
from sim.play.run import cut, played
from sim.play.workers import mapped
from sim.robots.files import Station, robot_of
from sim.table.game import Game, playbooks_by
from sim.table.language import Playbook, Robot

STRONG, WEAK = "p90", "p10"
"""The robots whose distance is told: nine of ten are worse, nine of ten are better."""
LineUp = tuple[str, str]
"""The name of a plan, and which end it is: strong, weak, or neither, which is nothing."""


@dataclass(frozen=True)
class Valued:
    """What matches are like at one setting of point values."""

    ties: Interval
    """The share of matches that end even."""
    gap: Interval
    """The score of red with the strong robot minus that with the weak one, in points a match."""
    gap_wins: Interval
    """How many more matches red wins with the strong robot, as a share."""
    best_plan: str
    """What is best played there, by the mean of what the season ranks by."""
    may_be_best: tuple[str, ...]
    """The other plans that cannot be told from it (95 %)."""


def line_ups(game: Game, plan: Playbook, robot: Robot | None) -> dict[LineUp, Station]:
    """Give who is tried at the tested stations: the robot with each plan, then the strong and the weak one."""
    plans = {each.name: each for each in playbooks_by(game.model, "robot")} | {plan.name: plan}
    ends = {(plan.name, end): Station(robot=robot_of(game, end, end), plan=plan) for end in (STRONG, WEAK)}
    return {(name, ""): Station(robot=robot, plan=each) for name, each in plans.items()} | ends


def valued(
    request: Request,
    stations: Mapping[LineUp, Station],
    plan: str,
    values: Sequence[Mapping[str, float]],
    places: Sequence[int],
    workers: int,
    told: Callable[[int], None],
) -> tuple[Valued, ...]:
    """Give what matches are like at each of these point values; `plan` is the one that is swept.

    Points change nothing of what happens, so each line-up is played once, and its sheets are scored at every value.
    """
    sheets = {}
    for line_up, station in stations.items():
        asked = request_of(request, Variant(" ".join(line_up), station), places)
        blocks = []
        for block in mapped(played, cut(asked, range(request.matches)), workers):
            blocks.append(block)
            told(len(block))
        sheets[line_up] = joined(blocks).sheet
    return tuple(_valued(request.game.with_points(each).rules, sheets, plan) for each in values)


def _valued(rules: Season, sheets: Mapping[LineUp, Any], plan: str) -> Valued:
    found = {line_up: _played(rules, line_up[0], sheet) for line_up, sheet in sheets.items()}
    strong, weak = (found.pop((plan, end)) for end in (STRONG, WEAK))
    asked, names = found[plan, ""], [each.name for each in found.values()]
    answers = sweep({"plan": range(len(names))}, np.array([each.measure for each in found.values()]))
    rivals = [name for name, each in zip(names, answers.settings, strict=True) if each.may_be_best]
    best = names[answers.best]
    return Valued(
        ties=share(asked.own == asked.other),
        gap=interval(differences(strong.own, weak.own)),
        gap_wins=win_gain(strong, weak),
        best_plan=best,
        may_be_best=tuple(name for name in rivals if name != best),
    )


def _played(rules: Season, name: str, sheet: Any) -> Played:
    found = seen_from(scored(rules, sheet), TESTED)
    return Played(name, found["measure"], found["own"], found["other"], {})
