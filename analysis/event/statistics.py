"""One event's alliance scores in numbers, and how far apart two sets of scores lie: pure functions of arrays.

Scores are `(match, side)` in the order played, teams `(match, robot)`, red 1-3 then blue 1-3, numbered from 0 on.
What cannot be told (a correlation of equal scores, a team's share where nobody plays twice) is NaN.
"""

from collections.abc import Callable
from math import copysign, nan, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]

PERCENTS = (5, 10, 25, 50, 75, 90, 95, 99)
QUARTERS = 4
TREND = 8
"""The trend of an event is the mean of each eighth of its matches."""
SIDES, STATIONS = 2, 3


class Distance(NamedTuple):
    """How far two distributions lie apart."""

    wasserstein: float
    """The area between the cumulative curves: how many points a score has to move, on average."""
    kolmogorov_smirnov: float
    """The widest gap between the cumulative curves, as a share."""


def spread_of(values: Values) -> dict[str, float]:
    """Give mean, sd, quantiles and largest of some values; quantiles lie between values where they have to."""
    quantiles = np.percentile(values, PERCENTS)
    return {
        "mean": float(values.mean()),
        "sd": float(values.std()),
        **{f"p{percent:02}": float(value) for percent, value in zip(PERCENTS, quantiles, strict=True)},
        "max": float(values.max()),
    }


def score_statistics(scores: Values) -> dict[str, float]:
    """Give the statistics of one event that its scores alone tell, by name: `alliance_score.p50`, `quarter.1`."""
    return {
        **{f"alliance_score.{name}": value for name, value in spread_of(scores).items()},
        **{f"quarter.{n}": each for n, each in enumerate(in_quarters(scores, np.mean), start=1)},
    }


def in_quarters(scores: Values, statistic: Callable[[Values], Any]) -> list[float]:
    """Give a statistic of the scores in each quarter of the matches; NaN where it has none."""
    quarters = np.split(scores, [len(scores) * n // QUARTERS for n in range(1, QUARTERS)])
    return [float(statistic(part)) if part.size else nan for part in quarters]


def correlation(one: Values, other: Values) -> float:
    """Give Pearson's correlation; NaN where all of one are equal."""
    deviations = np.stack([one - one.mean(), other - other.mean()])
    squares = (deviations**2).sum(axis=1)
    if not squares.all():
        return nan
    return float((deviations.prod(axis=0).sum() / np.sqrt(squares.prod())).clip(-1, 1))  # rounding goes beyond


def team_statistics(scores: Values, teams: Values) -> dict[str, float]:
    """Give the sd of a team's lasting contribution to its alliance's score, and of what is left of the score.

    The estimator: take from each score the mean score of its eighth of the event (the trend). Two alliances of
    different matches that share a team have in common what that team brings to both; so the mean product of their
    deviations, over all teams and all pairs of a team's matches, is the variance of a team's contribution. An
    alliance holds three teams, and what is left, the luck of the match, has the variance of the deviations less
    three times that. An estimated variance can be below 0; its root is then given below 0, so that a mean over
    events is not drawn upwards.
    """
    deviations = without_trend(scores)
    count = int(teams.max()) + 1
    own = np.repeat(deviations, STATIONS, axis=1).ravel()
    played = np.bincount(teams.ravel(), minlength=count)
    sums = np.bincount(teams.ravel(), own, minlength=count)
    pairs = int((played * (played - 1)).sum())
    if not pairs:
        return {"team.sd": nan, "team.rest_sd": nan}
    team = float((sums**2).sum() - (own**2).sum()) / pairs
    rest = float((deviations**2).mean()) - STATIONS * team
    return {"team.sd": signed_root(team), "team.rest_sd": signed_root(rest)}


def without_trend(scores: Values) -> Values:
    """Take from each score the mean of its eighth of the event."""
    eighth = TREND * np.arange(len(scores)) // len(scores)
    sums = np.bincount(eighth, scores.mean(axis=1), minlength=TREND)
    means: Values = sums / np.bincount(eighth, minlength=TREND).clip(1)
    return scores - means[eighth][:, None]


def signed_root(variance: float) -> float:
    """Give the root of a variance, with the sign of what an estimate of it can be."""
    return copysign(sqrt(abs(variance)), variance)


def counted(values: Values, grid: Values) -> Values:
    """Count how often each value of a sorted grid, which has them all, occurs."""
    return np.bincount(np.searchsorted(grid, values.ravel()), minlength=len(grid))


def distance(one: Values, other: Values) -> Distance:
    """Measure how far the distributions of two sets of values lie apart."""
    grid = np.unique(np.concatenate([one.ravel(), other.ravel()]))
    return distance_of_counts(grid, counted(one, grid), counted(other, grid))


def distance_of_counts(grid: Values, one: Values, other: Values) -> Distance:
    """Measure how far two distributions lie apart that are counts of the same sorted values."""
    gap = np.abs(np.cumsum(one) / one.sum() - np.cumsum(other) / other.sum())
    return Distance(float((gap[:-1] * np.diff(grid)).sum()), float(gap.max()))
