"""What the scores of an event tell of its teams: a Gaussian process in points, whatever is not known averaged over.

A side's score is the day's level, what its three teams add for their own side, what the three opponents add to it,
and luck that red and blue may share. All of it is normal and in points, since points add up. How much each part
varies is not known either: many structures are drawn from what simulated events foretell, and each is weighed by how
well it foretold the matches played so far. Everything known after some matches is then exact, without a fit.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.special import logsumexp, ndtr, ndtri

from analysis.event.statistics import Values
from analysis.forecast.even import evenly
from analysis.forecast.structure import Prior, Structure, grown
from rules.season import Array
from sim.pausing import pause
from sim.table.agents import ROBOTS, STATIONS

DRAWN = 128
"""How many structures are drawn: with eight times as many, log losses change by less than .002."""
SCALES = 41
"""How many sizes of a point each of them is tried with, evenly from -3.5 to 3.5 standard deviations of their log."""
WIDEST = 3.5
GROUP = 3
"""As many matches are played at the same time; none of them tells of the others beforehand."""
HALF_90 = float(ndtri(0.95))
EARLIER, EARLIER_SPREAD = 0.23, 0.12
"""How a nation's earlier rank goes together with its next one, and how much that differs from year to year.

Rank correlations of a nation with itself a year later were .03 to .38, .23 on average (`fgc-scout`).
"""


@dataclass(frozen=True)
class Course:
    """Matches of an event in order: who plays, and when."""

    teams: Values
    """(match, robot), numbered from 0 on"""
    when: Values
    """(match,), as a share of the ranking phase"""
    count: int
    """How many teams there are."""
    earlier: Values | None = None
    """(team,): standard scores of earlier years, 0 where nothing is known; None where no year is."""

    @property
    def matches(self) -> int:
        """How many matches there are."""
        return len(self.teams)

    def at(self, rows: Array) -> "Course":
        """Give the matches at these places."""
        return replace(self, teams=self.teams[rows], when=self.when[rows])

    @cached_property
    def own(self) -> Values:
        """(match and side, team): 1 where the team plays for that side; a match's red side, then its blue."""
        sides = np.zeros((2 * self.matches, self.count))
        rows = np.arange(2 * self.matches).repeat(STATIONS)
        sides[rows, self.teams.reshape(-1, ROBOTS).ravel()] = 1
        return sides

    @cached_property
    def of_earlier(self) -> Values:
        """(match and side,): the sum of what earlier years say of the side's teams."""
        return np.zeros(len(self.own)) if self.earlier is None else self.own @ self.earlier

    @cached_property
    def other(self) -> Values:
        """(match and side, team): 1 where the team plays for the other side."""
        turned: Values = self.own.reshape(-1, 2, self.count)[:, ::-1].reshape(-1, self.count)
        return turned

    @cached_property
    def common(self) -> "Kernels":
        """What each two sides of these matches have in common."""
        return kernels(self)

    @property
    def sides_when(self) -> Values:
        """(match and side,)"""
        return self.when.repeat(2)


class Kernels(NamedTuple):
    """What two sides have in common, `(match and side, match and side)`: how many teams, which play how for each."""

    own: Values
    other: Values
    both: Values
    same: Values
    """Whether they are red and blue of one match."""
    grown: Values
    earlier: Values
    """What earlier years say of one side's teams, times what they say of the other's."""


class Predictions(NamedTuple):
    """What was expected of matches before they were played."""

    mean: Values
    """(match, side), in points"""
    sd: Values
    """(match, side)"""
    red_wins: Values
    """(match,): how likely red wins, if anybody does"""


def kernels(course: Course) -> Kernels:
    """Count what each two sides of these matches have in common."""
    own, other = course.own, course.other
    across = own @ other.T
    same = np.kron(np.eye(course.matches), np.array([[0.0, 1.0], [1.0, 0.0]]))
    curve = grown(course.sides_when)
    earlier = np.outer(course.of_earlier, course.of_earlier)
    return Kernels(own @ own.T, other @ other.T, across + across.T, same, np.outer(curve, curve), earlier)


def covariance(common: Kernels, of: Structure, spread: Structure) -> Values:
    """Give how scores vary together under one structure, in units of its scale, squared."""
    pause()  # some hundred structures are tried in a forecast
    own, luck = np.exp(2 * of.own), np.exp(2 * of.luck)
    other = own * np.exp(2 * of.other)
    found: Values = (
        own * common.own
        + other * common.other
        + np.tanh(of.both) * np.sqrt(own * other) * common.both
        + luck * (np.eye(len(common.own)) + np.tanh(of.shared) * common.same)
        + spread.level**2
        + spread.growth**2 * common.grown
        + own * EARLIER_SPREAD**2 * common.earlier
    )
    return found


def expected(course: Course, of: Structure) -> Values:
    """Give the mean of each side under one structure before any match, in units of its scale."""
    found: Values = of.level + of.growth * grown(course.sides_when) + np.exp(of.own) * EARLIER * course.of_earlier
    return found


def drawn_structures(prior: Prior) -> list[Structure]:
    """Draw structures evenly from what is foreseen; level, growth and scale are averaged over exactly."""
    points = evenly(DRAWN)
    free, found = points.shape[1], []
    for point in ndtri(points):
        moved = np.array(prior.centre)
        moved[:free] += np.array(prior.spread)[:free] * point
        found.append(Structure(*moved.tolist()))
    return found


def scales(prior: Prior) -> tuple[Values, Values]:
    """Give the sizes of a unit in points that are tried, and the log of their weights."""
    steps = np.linspace(-WIDEST, WIDEST, SCALES)
    return np.exp(prior.centre.scale + prior.spread.scale * steps), -(steps**2) / 2


class Whitened(NamedTuple):
    """Scores as what each tells that those before it had not told, under one structure."""

    root: Values
    """The lower triangle whose square is the covariance."""
    score: Values
    """The scores so turned, in points"""
    mean: Values
    """The means so turned, in units of the scale"""


def whitened(covariance: Values, scores: Values, mean: Values) -> Whitened:
    """Turn scores and means, `(match and side,)`, by the root of their covariance."""
    root = cholesky(covariance, lower=True, check_finite=False)
    both = solve_triangular(root, np.stack([scores, mean], axis=1), lower=True, check_finite=False)
    return Whitened(root, *both.T)


def evidence(turned: Whitened, sizes: Values, upto: Values) -> Values:
    """Give the log likelihood of the first so many scores, `(upto, scale)`."""
    parts = (turned.score**2, turned.score * turned.mean, turned.mean**2, np.log(np.diag(turned.root)))
    squares, products, means, logs = (np.concatenate([[0.0], each.cumsum()])[upto][:, None] for each in parts)
    found: Values = -(squares / sizes**2 - 2 * products / sizes + means) / 2 - logs - upto[:, None] * np.log(sizes)
    return found


class Ahead(NamedTuple):
    """What one structure expects of each match from the groups before it; a mean is `fixed` + `scaled` x scale."""

    fixed: Values
    """(match, side)"""
    scaled: Values
    """(match, side)"""
    covariance: Values
    """(match, side, side), in units of the scale, squared"""


def ahead(turned: Whitened, mean: Values, ends: Values) -> Ahead:
    """Say what a structure expects of each group of matches from those before it; `ends` in sides."""
    fixed, scaled = np.zeros(len(mean)), np.zeros(len(mean))
    common = np.zeros((len(mean) // 2, 2, 2))
    start = 0
    for end in ends:
        rows = slice(start, end)
        before, within = turned.root[rows, :start], turned.root[rows, start:end]
        fixed[rows] = before @ turned.score[:start]
        scaled[rows] = mean[rows] - before @ turned.mean[:start]
        square = (within @ within.T).reshape(-1, 2, (end - start) // 2, 2)
        common[start // 2 : end // 2] = square.diagonal(axis1=0, axis2=2).transpose(2, 0, 1)
        start = end
    return Ahead(fixed.reshape(-1, 2), scaled.reshape(-1, 2), common)


def ends_of(matches: int) -> Values:
    """Give the number of sides up to the end of each group of matches that are played at the same time."""
    return 2 * np.minimum(np.arange(GROUP, matches + GROUP, GROUP), matches)


def predicted(course: Course, scores: Values, prior: Prior) -> Predictions:
    """Predict every match from those before it; `scores` is `(match, side)`, in points."""
    ends = ends_of(course.matches)
    sizes, log_prior = scales(prior)
    each_ahead, logs = [], []
    for of in drawn_structures(prior):
        mean = expected(course, of)
        turned = whitened(covariance(course.common, of, prior.spread), scores.ravel(), mean)
        each_ahead.append(ahead(turned, mean, ends))
        logs.append(evidence(turned, sizes, np.concatenate([[0], ends[:-1]])))
    weights = np.array(logs) + log_prior  # (structure, group, scale)
    weights = np.exp(weights - logsumexp(weights, axis=(0, 2), keepdims=True))
    of_group = np.repeat(np.arange(len(ends)), GROUP)[: course.matches]
    return _mixed(Ahead(*(np.array(each) for each in zip(*each_ahead, strict=True))), weights, sizes, of_group)


def _mixed(of: Ahead, weights: Values, sizes: Values, of_group: Values) -> Predictions:
    """Average what structures expect by their weights, match by match."""
    mean, sd, red = [], [], []
    for match, group in enumerate(of_group):
        weight = weights[:, group]
        means = of.fixed[:, match, None] + sizes[:, None] * of.scaled[:, match, None]  # (structure, scale, side)
        square = of.covariance[:, match]
        variances = sizes[:, None] ** 2 * square.diagonal(axis1=1, axis2=2)[:, None]
        middle = (weight[..., None] * means).sum(axis=(0, 1))
        mean.append(middle)
        sd.append(np.sqrt((weight[..., None] * ((means - middle) ** 2 + variances)).sum(axis=(0, 1))))
        apart = np.sqrt(square[:, 0, 0] + square[:, 1, 1] - 2 * square[:, 0, 1])
        lead = (means[..., 0] - means[..., 1]) / (sizes * apart[:, None])
        red.append((weight * ndtr(lead)).sum())
    return Predictions(np.array(mean), np.array(sd), np.array(red))
