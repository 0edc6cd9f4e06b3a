"""Robots that a stopwatch's tries allow: drawn around the numbers of a robot file, as far off as `[known]` says."""

import numpy as np

from sim.draws import ALLOWED, normal, words
from sim.exact import exp
from sim.table.game import Game
from sim.table.language import MATCH_SECONDS, SHORTEST, Known, Robot

SECONDS, WORKS = range(2)
"""What is drawn for a row: the number of its key."""


def robots_allowed(game: Game, robot: Robot, count: int, seed: int) -> tuple[Robot, ...]:
    """Give `count` robots that the tries behind a robot's `[known]` allow, keyed: the same on every machine.

    Median times are drawn log-normal and chances logistic-normal around those of the robot; rows that `[known]` does
    not name, and all else, stay as they are. Each row is drawn for itself.
    """
    names = [row.name for row in game.actions]
    rows = np.array([names.index(name) for name in robot.known], dtype=np.int64)[:, None]
    drawn = [normal(words(seed, ALLOWED, np.arange(count), 0, rows, nth)[0]).tolist() for nth in (SECONDS, WORKS)]
    return tuple(_drawn(robot, [[row[nth] for row in kind] for kind in drawn]) for nth in range(count))


def _drawn(robot: Robot, deviations: list[list[float]]) -> Robot:
    """Give the robot as far off as these standard normals say, those of times and those of chances, row by row."""
    seconds, works = dict(robot.seconds), dict(robot.works)
    for (row, known), slower, better in zip(robot.known.items(), *deviations, strict=True):
        if row in seconds:
            seconds[row] = min(max(seconds[row] * exp(known.seconds * slower), SHORTEST), MATCH_SECONDS)
        if row in works:
            works[row] = _shifted(works[row], known, better)
    return robot.model_copy(update={"seconds": seconds, "works": works})


def _shifted(works: float, known: Known, better: float) -> float:
    """Shift the log odds of a chance; what always works still does."""
    against: float = (1 - works) * exp(-known.works * better)
    return works / (works + against)
