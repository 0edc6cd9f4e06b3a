"""The rest of a running event, played out many times: each time its teams are what they may be after what was played.

A repeat draws one structure, one size of a point and one strength of every team from what the matches so far leave
open, and keeps them: so repeats differ by what is not known, and matches by luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.special import logsumexp

from analysis.event.statistics import Values
from analysis.forecast.process import (
    EARLIER,
    EARLIER_SPREAD,
    Course,
    covariance,
    drawn_structures,
    evidence,
    expected,
    scales,
    whitened,
)
from analysis.forecast.running import Running, seats_of_sides
from analysis.forecast.structure import Prior, Structure, grown
from rules.ranking import Standing
from rules.season import Array
from sim.draws import FORECAST, normal, uniform, words
from sim.pausing import pause
from sim.play.playoffs import partner_words, playoffs
from sim.table.agents import STATIONS
from sim.table.language import PlayoffFormat, PlayoffRound

CHOSEN, STRENGTHS, LUCK, LOTS, PLAYOFF_LUCK = range(1, 6)
"""What is drawn of stream 6 here, the third number of its key."""
TOLD_TIES = 50
"""How many played matches the foretold share of ties counts as: an assumption."""
SMALL = 1e-9
"""Added to variances that are to have a root; in units of the mean score, squared."""


class Posterior(NamedTuple):
    """What is known after some matches: structures, sizes of a unit in points, and how likely each pair is."""

    structures: list[Structure]
    sizes: Values
    weights: Values
    """(structure, size), which sum to 1"""


@dataclass(frozen=True)
class Strengths:
    """What may be, a repeat each: all in points."""

    level: Values
    """(repeat,): the mean of a score at the beginning"""
    growth: Values
    """(repeat,): what it gains until the end of the ranking phase"""
    own: Values
    """(repeat, team): what a team adds to its own side's score"""
    other: Values
    """(repeat, team): what it adds to the other side's"""
    luck: Values
    """(repeat,): the sd of what is left of a score"""
    shared: Values
    """(repeat,): the correlation of red's luck with blue's"""
    below_zero: bool
    """Whether a score can be below 0."""

    def means(self, course: Course) -> Values:
        """Give the expected scores of some matches, `(repeat, match, side)`."""
        day = self.level[:, None] + self.growth[:, None] * grown(course.when)
        found: Values = day[..., None] + _added(self.own[:, course.teams], self.other[:, course.teams])
        return found

    def played(self, course: Course, seed: int, first: int = 0) -> Array:
        """Play some matches once in every repeat: whole scores `(repeat, match, side)`, keyed from `first` on."""
        repeats = np.arange(len(self.level))
        normals = _normals(seed, LUCK, repeats, first + np.arange(course.matches))
        return self._whole(self.means(course) + self.luck[:, None, None] * _lucks(*normals, self.shared[:, None]))

    def playoff_matches(self, repeat: int, teams: Array, seed: int, first: int) -> Array:
        """Play matches `(match, robot)` of one repeat's playoffs, when the field has grown whole: `(match, side)`.

        Luck is keyed from `first` on.
        """
        (red,), (blue,) = _normals(seed, PLAYOFF_LUCK, [repeat], first + np.arange(len(teams)))
        day = self.level[repeat] + self.growth[repeat]
        means = day + _added(self.own[repeat, teams], self.other[repeat, teams])
        return self._whole(means + self.luck[repeat] * _lucks(red, blue, self.shared[repeat]))

    def _whole(self, points: Values) -> Array:
        scores = np.floor(points + 0.5)
        found: Array = (scores if self.below_zero else scores.clip(0)).astype(np.int64)
        return found


def _added(own: Values, other: Values) -> Values:
    """Give what six teams add to both sides, `(..., side)`, from what each adds to its own and the other's."""
    red, blue = slice(0, STATIONS), slice(STATIONS, None)
    sides = [own[..., one].sum(axis=-1) + other[..., two].sum(axis=-1) for one, two in ((red, blue), (blue, red))]
    found: Values = np.stack(sides, axis=-1)
    return found


def _lucks(red: Values, blue: Values, shared: Values) -> Values:
    """Give the luck of both sides, `(..., side)`, from independent normals and the correlation wanted."""
    found: Values = np.stack([red, shared * red + np.sqrt(1 - shared**2) * blue], axis=-1)
    return found


def posterior(course: Course, scores: Values, prior: Prior) -> Posterior:
    """Weigh structures by how well they foretold these matches, `scores` being `(match, side)` in points."""
    sizes, logs = scales(prior)
    structures = drawn_structures(prior)
    found = []
    for of in structures:
        if not course.matches:
            found.append(logs)
            continue
        turned = whitened(covariance(course.common, of, prior.spread), scores.ravel(), expected(course, of))
        found.append(logs + evidence(turned, sizes, np.array([scores.size]))[0])
    weights = np.array(found)
    return Posterior(structures, sizes, np.exp(weights - logsumexp(weights)))


def strengths(course: Course, scores: Values, prior: Prior, repeats: int, seed: int, below_zero: bool) -> Strengths:
    """Draw what teams may be after these matches, once a repeat."""
    known = posterior(course, scores, prior)
    word = words(seed, FORECAST, 0, 0, CHOSEN, 0)[0]
    where = (np.arange(repeats) + uniform(word)) / repeats
    pair = np.searchsorted(known.weights.ravel().cumsum(), where * known.weights.sum()).clip(
        max=known.weights.size - 1
    )
    chosen, size = np.divmod(pair, len(known.sizes))
    unit = known.sizes[size]
    states = 2 + 2 * course.count
    luck, _ = _normals(seed, STRENGTHS, np.arange(repeats), np.arange(states))
    found = np.empty((repeats, states))
    for number in np.unique(chosen):
        rows = np.flatnonzero(chosen == number)
        fixed, scaled, root = state(course, scores, known.structures[number], prior.spread)
        found[rows] = fixed + unit[rows, None] * (scaled + luck[rows] @ root.T)
    of = [known.structures[each] for each in chosen]
    own, other = found[:, 2 : 2 + course.count], found[:, 2 + course.count :]
    return Strengths(
        level=found[:, 0],
        growth=found[:, 1],
        own=own,
        other=other,
        luck=unit * np.exp([each.luck for each in of]),
        shared=np.tanh([each.shared for each in of]),
        below_zero=below_zero,
    )


def state(course: Course, scores: Values, of: Structure, spread: Structure) -> tuple[Values, Values, Values]:
    """Give what one structure knows of level, growth and teams: mean is `fixed` + `scaled` x scale, and the root.

    The state is level, growth, what each team adds to its own side, what each adds to the other's; the root's square
    is its covariance in units of the scale.
    """
    before = _state_before(course, of, spread)
    mean = np.zeros(2 + 2 * course.count)
    mean[:2] = of.level, of.growth
    if course.earlier is not None:
        mean[2 : 2 + course.count] = np.exp(of.own) * EARLIER * course.earlier
    if not course.matches:
        return np.zeros_like(mean), mean, _root(before)
    curve = grown(course.sides_when)[:, None]
    seen = np.concatenate([np.ones_like(curve), curve, course.own, course.other], axis=1)
    turned = whitened(covariance(course.common, of, spread), scores.ravel(), expected(course, of))
    gain = solve_triangular(turned.root, seen @ before, lower=True, check_finite=False)
    return gain.T @ turned.score, mean - gain.T @ turned.mean, _root(before - gain.T @ gain)


def _state_before(course: Course, of: Structure, spread: Structure) -> Values:
    own, teams = np.exp(of.own), np.eye(course.count)
    other = own * np.exp(of.other)
    both = np.tanh(of.both) * own * other
    found = np.zeros((2 + 2 * course.count,) * 2)
    found[0, 0], found[1, 1] = spread.level**2, spread.growth**2
    found[2:, 2:] = np.kron([[own**2, both], [both, other**2]], teams)
    if course.earlier is not None:
        here = slice(2, 2 + course.count)
        found[here, here] += (own * EARLIER_SPREAD) ** 2 * np.outer(course.earlier, course.earlier)
    return found


def _root(square: Values) -> Values:
    found: Values = cholesky(square + SMALL * np.eye(len(square)), lower=True, check_finite=False)
    return found


def _normals(seed: int, what: int, repeats: Array | Sequence[int], numbers: Array) -> tuple[Values, Values]:
    """Draw two standard normals for each repeat and number, `(repeat, number)`."""
    one, two, *_ = words(seed, FORECAST, np.asarray(repeats)[:, None], 0, what, numbers)
    return normal(one), normal(two)


def medals(of: Strengths, finals: "Finals", form: PlayoffFormat, seed: int) -> Array:
    """Play the playoffs in every repeat: `(repeat, team)`, 1 gold, 2 silver, 3 bronze, 0 none.

    Raises a ModelError where there are too few teams.
    """
    found = np.zeros_like(finals.rank)
    for repeat, rank in enumerate(finals.rank):
        pause()
        asked = 0

        def play(teams: Array, _: PlayoffRound, repeat: int = repeat) -> Array:
            nonlocal asked
            asked += len(teams)
            return of.playoff_matches(repeat, teams, seed, asked - len(teams))

        drawn = partner_words(seed, repeat, len(rank))
        for medal, teams in enumerate(playoffs(form, np.argsort(rank), drawn, play).winners, start=1):
            found[repeat, teams] = medal
    return found


class Finals(NamedTuple):
    """How ranking phases ended, a repeat each."""

    scores: Array
    """(repeat, match, side): of all matches in order, those that were played the same in each"""
    rank: Array
    """(repeat, team), from 1 on"""
    score: Values
    """(repeat, team): what teams are ranked by first"""


def ranking_phases(running: Running, of: Strengths, standing: Standing, seed: int, ties: float = 0.0) -> Finals:
    """Play out the ranking phase in every repeat, and rank it as far as scores tell; what is then equal, by lot.

    `ties` is the share of matches that is foretold to end in a tie.
    """
    scores = np.repeat(running.scores[None], len(of.level), axis=0)
    scores[:, running.coming] = scores_to_come(running, of, seed, ties)
    return Finals(scores, *ranked(running, scores, standing, seed))


def scores_to_come(running: Running, of: Strengths, seed: int, ties: float) -> Array:
    """Play the matches to come in every repeat, `(repeat, match, side)`; `ties` is the share foretold of them."""
    return tied(of.played(running.course.at(running.coming), seed), tie_share(running, ties))


def tie_share(running: Running, foreseen: float) -> float:
    """Give the share of ties to expect: what simulated events foretell counts as much as so many played matches."""
    past = running.scores[running.past]
    came = int((past[:, 0] == past[:, 1]).sum())
    return (TOLD_TIES * foreseen + came) / (TOLD_TIES + len(past))


def tied(scores: Array, share: float) -> Array:
    """Make the nearest of some matches ties, as many as this share of them, where normals give fewer.

    Where most points are for both sides, small differences are hardly ever made: scores that are near are equal.
    """
    if not scores.size:
        return scores
    gap = abs(scores[..., 0] - scores[..., 1])
    upto = np.bincount(gap.ravel()).cumsum() / gap.size
    widest = int(np.argmin(abs(upto - max(share, upto[0]))))
    near = (gap <= widest)[..., None]
    found: Array = np.where(near, scores.sum(axis=-1, keepdims=True) // 2, scores)
    return found


def ranked(running: Running, scores: Array, standing: Standing, seed: int) -> tuple[Array, Values]:
    """Give the rank from 1 on of every team that plays, and what it is ranked by first, `(repeat, team)` each."""
    rows = np.arange(scores.shape[1])
    order, seats = running.seats(rows)
    keys = standing(*seats_of_sides(scores, order), seats)
    lot = words(seed, FORECAST, np.arange(len(scores))[:, None], np.unique(running.teams), LOTS, 0)[0]
    best = np.lexsort([lot.astype(np.int64), *(-key for key in reversed(keys))], axis=-1)
    rank = np.empty_like(best)
    np.put_along_axis(rank, best, np.arange(1, best.shape[1] + 1)[None], axis=1)
    return rank, keys[0]
