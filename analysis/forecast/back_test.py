"""How forecasts fared: every match of an event as it was predicted from those before it, and what came."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.compare.paired import wilson
from analysis.event.statistics import Values
from analysis.forecast.process import GROUP, HALF_90, Course, Predictions
from analysis.run.tallies import Estimate
from sim.draws import FORECAST, uniform, words

BLOCK = 12
"""So many matches in a row are drawn together: matches near each other share their teams' and the day's errors."""
FEWEST_BLOCKS = 4
RESAMPLES = 1_000
CLAIMS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""The favourites' chances are shown in these classes."""
SEEN = {"0": (0, 0), "1 to 2": (1, 2), "3 to 5": (3, 5), "6 or more": (6, 10**6)}
"""Matches are shown by how often the least seen of their six teams had played."""
RESAMPLED = 0
"""What is drawn of stream 6 here, the third number of its key."""
DECIMALS = 9
"""Of an error: what is left beyond is rounding of doubles."""
NO_CALL = 1e-9
"""A chance so near to a half calls no winner: it counts as half right."""


@dataclass(frozen=True)
class Claimed:
    """Decided matches that had a favourite, which had a chance in one class, and how often the favourite won."""

    least: float
    most: float
    matches: int
    claimed: float
    right: float
    low: float | None
    high: float | None
    """The 95 % interval of `right` (Wilson's)."""


@dataclass(frozen=True)
class Fared:
    """How one way to forecast fared over some matches; ties have no winner, and are left out of all but scores."""

    matches: int
    decided: int
    right: float
    """The share of winners called right; no call counts as half."""
    log_loss: float
    brier: float
    mean_absolute_error: float
    """Of scores, in points."""
    coverage_90: float | None
    """The share of scores in their 90 % ranges; None where nothing was ranged."""
    errors: Mapping[str, float | None]
    """The standard errors of these, from blocks of matches drawn again; None where there are too few."""


@dataclass(frozen=True)
class BackTest(Fared):
    """How a forecast fared, and beside it rivals on the very same matches."""

    no_call: int
    """Decided matches whose teams had told nothing yet, which red and blue are as likely to win."""
    reliability: tuple[Claimed, ...]
    by_seen: Mapping[str, Fared]
    """By how often the least seen of the six teams had played."""
    rivals: Mapping[str, Fared]
    log_loss_less: Mapping[str, Estimate]
    """The forecast's log loss minus each rival's, paired match by match: below 0 the forecast is better."""
    absolute_error_less: Mapping[str, Estimate]
    """Likewise the mean absolute error of scores, in points."""


def back_test(
    course: Course, scores: Values, found: Predictions, others: Mapping[str, Predictions], seed: int
) -> BackTest:
    """Say how predictions fared, beside those of rivals."""
    every = np.ones(len(scores), dtype=np.bool_)
    own = fared(scores, found, every, seed)
    decided = scores[:, 0] != scores[:, 1]
    return BackTest(
        **vars(own),
        no_call=int((decided & (abs(found.red_wins - 0.5) < NO_CALL)).sum()),
        reliability=_reliability(scores, found),
        by_seen={
            name: fared(scores, found, rows, seed)
            for name, rows in _by_seen(course).items()
            if (rows & decided).any()
        },
        rivals={name: fared(scores, each, every, seed) for name, each in others.items()},
        log_loss_less={
            name: _less(_log_losses(scores, found), _log_losses(scores, each), seed) for name, each in others.items()
        },
        absolute_error_less={
            name: _less(_absolute(scores, found), _absolute(scores, each), seed) for name, each in others.items()
        },
    )


def fared(scores: Values, found: Predictions, rows: Values, seed: int) -> Fared:
    """Say how predictions fared over the matches of these rows."""
    inside = abs(scores - found.mean) <= HALF_90 * found.sd
    values = {
        "right": _right(scores, found),
        "log_loss": _log_losses(scores, found),
        "brier": _brier(scores, found),
        "mean_absolute_error": _absolute(scores, found),
        "coverage_90": inside.mean(axis=1),
    }
    values = {name: np.where(rows, each, np.nan) for name, each in values.items()}
    means = {name: float(np.nanmean(each)) for name, each in values.items()}
    return Fared(
        matches=int(rows.sum()),
        decided=int((rows & (scores[:, 0] != scores[:, 1])).sum()),
        errors={name: block_error(each, seed) for name, each in values.items()},
        **means,
    )


def block_error(values: Values, seed: int) -> float | None:
    """Give the standard error of a mean over matches, NaN being none, from blocks drawn again with replacement.

    None where there are too few blocks to tell.
    """
    blocks = np.array_split(values, max(len(values) // BLOCK, 1))
    if len(blocks) < FEWEST_BLOCKS:
        return None
    sums, counts = (
        np.array([each(block) for block in blocks]) for each in (np.nansum, lambda b: (~np.isnan(b)).sum())
    )
    asked = np.arange(RESAMPLES * len(blocks))
    word = words(seed, FORECAST, asked, 0, RESAMPLED, 0)[0]
    drawn = (uniform(word) * len(blocks)).astype(int).reshape(RESAMPLES, -1)
    total = counts[drawn].sum(axis=1)
    means = np.divide(sums[drawn].sum(axis=1), total, out=np.full(RESAMPLES, np.nan), where=total > 0)
    return float(np.nanstd(means).round(DECIMALS))


def _less(one: Values, other: Values, seed: int) -> Estimate:
    return Estimate(float(np.nanmean(one - other)), block_error(one - other, seed))


def _won(scores: Values) -> Values:
    """1 where red won, 0 where blue did, NaN for a tie."""
    return np.where(scores[:, 0] == scores[:, 1], np.nan, scores[:, 0] > scores[:, 1])


def _right(scores: Values, found: Predictions) -> Values:
    called = np.where(abs(found.red_wins - 0.5) < NO_CALL, 0.5, (found.red_wins > 0.5) == (_won(scores) == 1))
    return np.where(np.isnan(_won(scores)), np.nan, called)


def _log_losses(scores: Values, found: Predictions) -> Values:
    won = _won(scores)
    chance = np.where(won == 1, found.red_wins, 1 - found.red_wins)
    return np.where(np.isnan(won), np.nan, -np.log(chance.clip(1e-12)))


def _brier(scores: Values, found: Predictions) -> Values:
    squares: Values = (found.red_wins - _won(scores)) ** 2
    return squares


def _absolute(scores: Values, found: Predictions) -> Values:
    distances: Values = abs(scores - found.mean).mean(axis=1)
    return distances


def _reliability(scores: Values, found: Predictions) -> tuple[Claimed, ...]:
    called = (scores[:, 0] != scores[:, 1]) & (abs(found.red_wins - 0.5) >= NO_CALL)
    claimed = np.maximum(found.red_wins, 1 - found.red_wins)[called]
    right = _right(scores, found)[called]
    rows = []
    for least, most in pairwise(CLAIMS):
        here = (claimed >= least) & ((claimed < most) | (most == CLAIMS[-1]))
        if here.any():
            share, count = float(right[here].mean()), int(here.sum())
            between = wilson(share, count)
            rows.append(Claimed(least, most, count, float(claimed[here].mean()), share, between.low, between.high))
    return tuple(rows)


def _by_seen(course: Course) -> dict[str, Values]:
    """Sort matches by how often the least seen of their teams had played before the group they are in."""
    played = np.zeros(course.count, dtype=int)
    least = np.zeros(course.matches, dtype=int)
    for start in range(0, course.matches, GROUP):
        teams = course.teams[start : start + GROUP]
        least[start : start + GROUP] = played[teams].min(axis=1)
        np.add.at(played, teams.ravel(), 1)
    return {name: (least >= low) & (least <= high) for name, (low, high) in SEEN.items()}
