"""What a stopwatch's tries leave open: a comparison replayed with robots that fit them, and wider intervals.

Three doubts are told apart: luck, which more matches take away; our robot, which more tries take away; the model.
This is the second, and the first with it. The robot's file says how well each number is known (`[known]`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.findings import PLACE
from analysis.compare.matchups import measure_of, replayed
from analysis.compare.paired import NORMAL, Comparison, in_digits, versus_best
from analysis.compare.verdicts import unit_said
from analysis.words import Parameters, Said, counted_said
from sim.play.request import Request
from sim.play.run import played_by
from sim.robots.allowed import robots_allowed
from sim.table.language import Robot

Values = npt.NDArray[Any]

ROBOTS, MATCHES = 40, 1_000
"""Robots that are drawn, which tell the spread between robots to a ninth of it, and matches of each at most."""
LEFT_OUT = Said("robots.quick")
TOGETHER = 500
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
    """How far robots that the tries allow lie from the robot of the file, the luck of their own matches taken out."""


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
    robots = (robot, *robots_allowed(requests[0].game, robot, ROBOTS, requests[0].seed))
    values = measures_of_robots(requests, robots, places, matches, workers, told)
    names = [plan.name for plan in found.plans]
    best = names.index(found.best)
    pairs = versus_best(found)
    return RobotsDoubt(
        robots=ROBOTS,
        matches=matches,
        best=found.best,
        holds=holding(values[1:], [plan.measure.mean for plan in found.plans], best),
        plans={plan.name: wider(*plan.measure, values[:, nth]) for nth, plan in enumerate(found.plans)},
        gains={
            pair.b: wider(
                pair.difference.mean, pair.difference.error, values[:, best] - values[:, names.index(pair.b)]
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
    means = values.mean(axis=2)
    around = means - means.mean(axis=0) + np.array(own)
    return int((around[:, best] > np.delete(around, best, axis=1).max(axis=1)).sum())


def matches_of(found: Comparison) -> int:
    """Say how many matches each robot plays with each plan: as many as were compared, within reason."""
    return min(MATCHES, max(found.matches, 2))


def plays(found: Comparison, requests: Sequence[Request]) -> int:
    """Say how many matches it takes in all to tell what the tries leave open; 0 where no robot says it."""
    return 0 if robot_in_doubt(requests) is None else (1 + ROBOTS) * len(requests) * matches_of(found)


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


def wider(mean: float, luck: float | None, values: Values) -> Wider:
    """Widen the interval of a mean, whose standard error over matches is `luck`, by the doubt of its robot.

    `values` are what the robot as its file has it and then those that its tries allow reached, `(robot, match)`, on
    the same luck. The interval is Student's, with a degree of freedom less than there are robots that are allowed.
    """
    robot = distance(values)
    if luck is None:
        return Wider(mean, None, None, None, robot)
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 2, 0.975)) * sqrt(luck**2 + robot**2)
    return Wider(mean, mean - half, mean + half, luck, robot)


def distance(values: Values) -> float:
    """Give how far robots lie from the first one: the root mean square of their true means' distance from its.

    `values` are `(robot, match)`, all on the same luck. What the luck of their matches adds is taken out: it is what
    is left of the values when each robot's and each match's mean are taken away (two-way analysis of variance). The
    mean of the others may lie off the first one, since a chance near 1 can be much worse but not much better: that is
    part of the distance.
    """
    own, robots = values[0], values[1:]
    count, matches = robots.shape
    by_robot = robots.mean(axis=1, keepdims=True)
    left = robots - by_robot - robots.mean(axis=0) + robots.mean()
    inner = float((left**2).sum()) / ((count - 1) * (matches - 1)) / matches
    between = float(by_robot.var(ddof=1))
    shift = float(robots.mean() - own.mean()) ** 2 - inner - between / count
    return sqrt(max(between - inner + shift, 0.0))


def unheard(requests: Sequence[Request]) -> list[Said]:
    """Say where robots with `[known]` are compared with one another: their doubt is not counted then."""
    named = {each.name for request in requests if (each := request.stations[PLACE].robot) is not None and each.known}
    if not named or robot_in_doubt(requests) is not None:
        return []
    robots = counted_said("robot", "robots", len(named))
    return [Said("robots.unheard", {"count": robots, "names": ", ".join(sorted(named))})]
