"""What a stopwatch's tries leave open: a comparison replayed with robots that fit them, and wider intervals.

Three doubts are told apart: luck, which more matches take away; our robot, which more tries take away; the model.
This is the second, and the first with it. The robot's file says how well each number is known (`[known]`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import hypot, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.findings import PLACE
from analysis.compare.matchups import measure_of, replayed
from analysis.compare.paired import DOUBT, NORMAL, Comparison, in_digits, versus_best
from analysis.compare.verdicts import unit_said
from analysis.words import Parameters, Said, counted_said
from sim.play.request import Request
from sim.play.run import played_by
from sim.robots.allowed import robots_allowed
from sim.table.language import Robot

Values = npt.NDArray[Any]

ROBOTS, MATCHES = 100, 400
"""Robots that are drawn, which tell how far off 95 % of them lie to a seventh of it; and matches of each at most, so
many that their luck hardly blurs how the robots lie: with 60 each, too few studies held the truth."""
LEFT_OUT = Said("robots.quick")
TOGETHER = 200
"""Matches in a job, so that two workers share the work evenly."""


@dataclass(frozen=True)
class Wider:
    """A mean with the 95 % interval that luck and the tries leave together; None where one match tells none."""

    mean: float
    low: float | None
    high: float | None
    luck: float | None
    """The standard error over matches."""
    robot: float
    """How far robots that the tries allow lie from their mean, the luck of their own matches taken out."""


@dataclass(frozen=True)
class RobotsDoubt:
    """What the tries leave open of a comparison of plans of one robot."""

    robots: int
    matches: int
    """That each of the robots played with each plan."""
    best: str
    """The plan that is ahead with the robot as its file has it."""
    holds: int
    """With how many of the robots it has the highest mean, see `holding`."""
    plans: Mapping[str, Wider]
    """What each plan reaches of what the season ranks by."""
    gains: Mapping[str, Wider]
    """The best plan minus each other one, by the other."""

    def said(self, unit: str) -> list[Said]:
        """Say it for a coach in two sentences; nothing is said of a difference that one match cannot tell."""
        rival = max(self.gains, key=lambda name: -self.gains[name].mean)
        gain = self.gains[rival]
        if gain.low is None or gain.high is None:
            return []
        error = (gain.high - gain.low) / 2 / NORMAL
        ends: Parameters = {"low": in_digits(gain.low, error), "high": in_digits(gain.high, error)}
        apart: Parameters = {"best": self.best, "rival": rival, **ends, "unit": unit_said(unit)}
        counts: Parameters = {"best": self.best, "holds": self.holds, "robots": self.robots}
        key = "robots.ahead" if len(self.gains) == 1 else "robots.best"
        return [Said("robots.open", apart), Said(key, counts)]


def robot_in_doubt(requests: Sequence[Request]) -> Robot | None:
    """Give the one robot that plays in all requests, where its file says how well it is known."""
    robots = [request.stations[PLACE].robot for request in requests]
    first = robots[0]
    return first if first is not None and first.known and all(each == first for each in robots) else None


def robots_doubt(
    requests: Sequence[Request],
    robot: Robot,
    found: Comparison,
    places: Sequence[int],
    workers: int,
    told: Callable[[int], None] = lambda _: None,
) -> RobotsDoubt:
    """Replay a comparison with robots that the tries allow; `requests` are what its plans were played by.

    Every robot meets the same luck, that of the comparison's first matches; its seed draws the robots.
    """
    matches = matches_of(found)
    robots = robots_allowed(requests[0].game, robot, ROBOTS, requests[0].seed)
    values = measures_of_robots(requests, robots, places, matches, workers, told)
    names = [plan.name for plan in found.plans]
    best = names.index(found.best)
    pairs = versus_best(found)
    return RobotsDoubt(
        robots=ROBOTS,
        matches=matches,
        best=found.best,
        holds=holding(values, [plan.measure.mean for plan in found.plans], best),
        plans={
            plan.name: wider(*plan.measure, found.matches, values[:, nth]) for nth, plan in enumerate(found.plans)
        },
        gains={
            pair.b: wider(
                pair.difference.mean,
                pair.difference.error,
                found.matches,
                values[:, best] - values[:, names.index(pair.b)],
            )
            for pair in pairs
        },
    )


def holding(values: Values, own: Sequence[float], best: int) -> int:
    """Count the robots with which a plan is the best, of values `(robot, plan, match)`.

    `own` is what the plans reach with the robot as its file has it; the robots are as far off from that as they are
    from their own mean. That mean lies lower: a chance near 1 can be much worse, but not much better. The simulated
    studies say that the file's robot is nearer to the truth.
    """
    others = [nth for nth in range(len(own)) if nth != best]
    ahead = [own[best] - own[nth] + distances(values[:, best] - values[:, nth]) for nth in others]
    return int((np.array(ahead) > 0).all(axis=0).sum())


def matches_of(found: Comparison) -> int:
    """Say how many matches each robot plays with each plan: as many as were compared, within reason."""
    return min(MATCHES, max(found.matches, 2))


def plays(found: Comparison, requests: Sequence[Request]) -> int:
    """Say how many matches it takes in all to tell what the tries leave open; 0 where no robot says it."""
    return 0 if robot_in_doubt(requests) is None else ROBOTS * len(requests) * matches_of(found)


def measures_of_robots(
    requests: Sequence[Request],
    robots: Sequence[Robot],
    places: Sequence[int],
    matches: int,
    workers: int,
    told: Callable[[int], None] = lambda _: None,
) -> Values:
    """Play requests with each of these robots at these stations, on the same luck.

    Gives what the season ranks by, of red, `(robot, request, match)`.
    """
    found = replayed(partial(_reached, robots, places), requests, matches, TOGETHER, workers, told)
    return found.swapaxes(0, 1)


def _reached(robots: Sequence[Robot], places: Sequence[int], request: Request, matches: range) -> Values:
    return np.array([measure_of(each) for each in played_by(robots, places, request, matches)])


def wider(mean: float, luck: float | None, matches: int, values: Values) -> Wider:
    """Widen the interval of a mean, whose standard error over matches is `luck`, by the doubt of its robot.

    `values` are what the robots that its tries allow reached, `(robot, match)`, all on the same luck. They are as far
    off from the mean as they are from their own, see `holding`. Each end is found for itself: where a chance is
    small, the robot may be much better, but not much worse. Luck's half of the interval and that of the robots are
    taken together as standard errors are: the root of the sum of their squares.
    """
    off = distances(values)
    robot = float(off.std(ddof=1))
    if luck is None:
        return Wider(mean, None, None, None, robot)
    from scipy.special import stdtrit

    half = float(stdtrit(matches - 1, 1 - DOUBT / 2)) * luck
    worse, better = np.quantile(off, (DOUBT / 2, 1 - DOUBT / 2), method="weibull").tolist()
    return Wider(mean, mean - hypot(half, worse), mean + hypot(half, better), luck, robot)


def distances(values: Values) -> Values:
    """Give how far each robot's true mean lies from the mean of all of them, of values `(robot, match)`.

    What the luck of their matches adds is taken out: it is what is left of the values when each robot's and each
    match's mean are taken away (two-way analysis of variance). All distances shrink in proportion, so that their
    variance is without it.
    """
    count, matches = values.shape
    by_robot = values.mean(axis=1, keepdims=True)
    left = values - by_robot - values.mean(axis=0) + values.mean()
    inner = float((left**2).sum()) / ((count - 1) * (matches - 1)) / matches
    between = float(by_robot.var(ddof=1))
    off: Values = by_robot[:, 0] - by_robot.mean()
    return off * sqrt(max(between - inner, 0.0) / between) if between > 0 else off


def unheard(requests: Sequence[Request]) -> list[Said]:
    """Say where robots with `[known]` are compared with one another: their doubt is not counted then."""
    named = {each.name for request in requests if (each := request.stations[PLACE].robot) is not None and each.known}
    if not named or robot_in_doubt(requests) is not None:
        return []
    robots = counted_said("robot", "robots", len(named))
    return [Said("robots.unheard", {"count": robots, "names": ", ".join(sorted(named))})]
