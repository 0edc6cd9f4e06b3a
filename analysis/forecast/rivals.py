"""Forecasts that play nothing: a coin, additive ratings and a Kalman filter, on the same matches in the same order.

Their variances come from simulated events of the other seasons too, so that nothing but the method differs.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

from analysis.event.statistics import Values
from analysis.forecast.process import (
    Ahead,
    Course,
    Predictions,
    ahead,
    covariance,
    ends_of,
    expected,
    whitened,
)
from analysis.forecast.structure import Played, Structure, grown, structure

WIDE = 100.0
"""How unsure additive ratings are of the mean at first, in sds of luck: as good as wholly."""
UNSURE = 0.3
"""How unsure the Kalman filter is of level and growth, as a share: an assumption."""
NO_SPREAD = Structure(0, 0, 0, 0, 0, 0, 0, 0)


def rivals(course: Course, scores: Values, others: Sequence[Played]) -> dict[str, Predictions]:
    """Let every rival predict each match from those before it."""
    return {"coin": coin(scores), "ridge": ridge(course, scores, others), "kalman": kalman(course, scores, others)}


def coin(scores: Values) -> Predictions:
    """Toss a coin for each winner, and expect the mean score so far, whoever plays."""
    ends = np.concatenate([[0], ends_of(len(scores))])
    flat = scores.ravel().astype(float)
    mean, sd = np.zeros_like(flat), np.zeros_like(flat)
    for start, end in pairwise(ends[1:]):
        mean[start:end], sd[start:end] = flat[:start].mean(), flat[:start].std()
    return Predictions(mean.reshape(-1, 2), sd.reshape(-1, 2), np.full(len(scores), 0.5))


def ridge(course: Course, scores: Values, others: Sequence[Played]) -> Predictions:
    """Rate teams by what they add to their own side, shrunk as other seasons tell; the mean is the field's so far."""
    ratio = np.mean([np.exp(each.own - each.luck) for each in map(structure, others)])
    square = ratio**2 * course.common.own + np.eye(2 * course.matches) + WIDE**2
    flat = scores.ravel().astype(float)
    turned = whitened(square, flat, np.zeros_like(flat))
    ends = ends_of(course.matches)
    found = ahead(turned, np.zeros_like(flat), ends)
    so_far = np.concatenate([[0.0], np.sqrt((turned.score**2).cumsum() / np.arange(1, len(flat) + 1))])
    luck = np.repeat(so_far[np.concatenate([[0], ends[:-1]])], np.diff(ends, prepend=0) // 2)
    return _normal(found, found.fixed, luck)


def kalman(course: Course, scores: Values, others: Sequence[Played]) -> Predictions:
    """Filter roots of scores by what teams add to both sides, a growing level, and luck that both sides share.

    Variances are the means of the other seasons', in units of luck; scale and level of the roots are those of all
    the matches, the coming ones too: an advantage that no true forecast has.
    """
    roots = np.sqrt(scores.ravel().clip(0))
    usual = [_natural(structure(Played(np.sqrt(each.scores.clip(0)), each.teams))) for each in others]
    own, other, shared, growth = np.mean(usual, axis=0)
    curve = growth * grown(course.sides_when)
    unit = roots.std() / np.sqrt(1 + 3 * own**2 + 3 * other**2 + curve.var())
    level = roots.mean() / unit - curve.mean()
    of = Structure(np.log(own), np.log(max(other, 1e-6) / own), 0, 0, np.arctanh(shared), level, growth, 0)
    spread = NO_SPREAD._replace(level=UNSURE, growth=UNSURE * growth)
    mean = expected(course, of)
    turned = whitened(covariance(course.common, of, spread), roots / unit, mean)
    found = ahead(turned, mean, ends_of(course.matches))
    middle = found.fixed + found.scaled
    variance = found.covariance.diagonal(axis1=1, axis2=2)
    return Predictions(
        mean=unit**2 * (middle**2 + variance),
        sd=unit**2 * np.sqrt(2 * variance**2 + 4 * middle**2 * variance),
        red_wins=_normal(found, middle, np.ones(course.matches)).red_wins,
    )


def _natural(of: Structure) -> tuple[float, float, float, float]:
    """Give sd of own, sd of other, correlation of luck and growth, in units of luck."""
    own, luck = np.exp(of.own), np.exp(of.luck)
    return own / luck, own * np.exp(of.other) / luck, max(np.tanh(of.shared), 0.0), of.growth / luck


def _normal(found: Ahead, mean: Values, unit: Values) -> Predictions:
    """Give predictions that are normal, their covariance in units of each match's own, squared."""
    square = found.covariance
    apart = np.sqrt(square[:, 0, 0] + square[:, 1, 1] - 2 * square[:, 0, 1])
    lead = np.divide(mean[:, 0] - mean[:, 1], unit * apart, out=np.zeros(len(mean)), where=unit > 0)
    sd = unit[:, None] * np.sqrt(square.diagonal(axis1=1, axis2=2))
    return Predictions(mean, sd, ndtr(lead))
