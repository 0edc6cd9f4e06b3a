"""Plans compared on common random numbers: match i of every plan met the same luck, so each match is a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.formatting import with_error
from analysis.histograms import Histogram, around_zero, in_bins
from analysis.run.summaries import estimate, observed_quantiles
from analysis.run.tallies import Estimate

Values = npt.NDArray[Any]

CONFIDENCE = 0.95
DOUBT = 1 - CONFIDENCE
NORMAL = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 %."""
FEW = 3
"""So many are shown pair by pair; more are shown by rank."""
DECIMALS = 9  # differences of doubles are rounded here, else noise in their last digit would pass for luck


@dataclass(frozen=True)
class Played:
    """What one plan did in every match, all `(matches,)`: its alliance is `own`, the one against it `other`.

    The measure is what the season ranks by: the alliance score or ranking points. Parts are in points.
    """

    name: str
    measure: Values
    own: Values
    other: Values
    parts: Mapping[str, Values]


@dataclass(frozen=True)
class Interval:
    """A mean over matches, its standard error and its 95 % interval; None where one match cannot tell."""

    mean: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class PlanFigures:
    """One plan in numbers: its measure, quantiles that occurred, alliance score, shares of wins, ties and losses."""

    name: str
    measure: Estimate
    quantiles: Mapping[str, float]
    score: Estimate
    wins: Interval
    ties: Interval
    losses: Interval


@dataclass(frozen=True)
class Pair:
    """Plan `a` minus plan `b`, match by match: every difference is positive where `a` is ahead.

    The difference is of the measure, `points` of the alliance score. `saved` is how many times as many independent
    matches the same interval would have taken.
    """

    a: str
    b: str
    difference: Interval
    p: float | None
    p_holm: float | None
    identical: bool
    higher: Interval
    lower: Interval
    equal: Interval
    points: Interval
    win_gain: Interval
    parts: Mapping[str, Estimate]
    saved: float | None


@dataclass(frozen=True)
class Comparison:
    """All plans and all pairs of them, in the order given; `best` has the highest mean, the first of equals."""

    matches: int
    best: str
    plans: tuple[PlanFigures, ...]
    pairs: tuple[Pair, ...]
    histogram: Histogram
    """What each plan's measure was, by plan."""
    differences: Histogram
    """The best plan's measure minus each other plan's, match by match, by the other plan."""


def compare(plans: Sequence[Played]) -> Comparison:
    """Compare two or more plans that met the same luck; their p values are Holm's over all pairs.

    Raises ValueError for fewer than two plans, equal names, no matches, or shapes or parts that differ.
    """
    _check(plans)
    figures = tuple(_figures(plan) for plan in plans)
    pairs = [_pair(a, b) for a, b in combinations(plans, 2)]
    tested = [pair.p for pair in pairs if pair.p is not None]
    if tested:
        pairs = [replace(pair, p_holm=p) for pair, p in zip(pairs, holm(tested), strict=True)]
    best = max(figures, key=lambda plan: plan.measure.mean).name
    measures = {plan.name: plan.measure for plan in plans}
    ahead = {name: differences(measures[best], other) for name, other in measures.items() if name != best}
    return Comparison(len(plans[0].measure), best, figures, tuple(pairs), in_bins(measures), around_zero(ahead))


def interval(values: Values) -> Interval:
    """Give the mean of `(matches,)` values with its 95 % interval by Student's t; equal values leave no doubt."""
    if len(values) == 1:
        return Interval(float(values[0]), None, None, None)
    if values.min() == values.max():
        same = float(values[0])
        return Interval(same, 0.0, same, same)
    mean, error = estimate(values)
    assert error is not None
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, 1 - DOUBT / 2)) * error
    return Interval(mean, error, mean - half, mean + half)


def share(flags: Values) -> Interval:
    """Give the share of matches of which something is true, with Wilson's interval: 0 of 2 leaves much room."""
    return wilson(float(np.mean(flags)), len(flags))


def wilson(mean: float, n: int) -> Interval:
    """Give the share of `n` with Wilson's interval.

    The error is that of the interval, half of it over the normal quantile: near the usual one where `n` is large.
    """
    spread = NORMAL**2 / n
    middle = (mean + spread / 2) / (1 + spread)
    half = NORMAL / (1 + spread) * sqrt(mean * (1 - mean) / n + spread / (4 * n))
    return Interval(mean, half / NORMAL, max(middle - half, 0.0), min(middle + half, 1.0))


def differences(a: Values, b: Values) -> Values:
    """Give by how much `a` is above `b` in every match, free of the rounding noise of doubles."""
    return np.round(np.subtract(a, b, dtype=float), DECIMALS)


def p_below(difference: Interval, matches: int) -> float | None:
    """Give the one-sided p value of the paired t test: how easily luck alone would put the mean this low.

    Where all matches differ by the same, a sign test says how easily luck alone would turn all of them this way.
    """
    if difference.error is None:
        return None
    if difference.error == 0:
        return 0.5**matches if difference.mean < 0 else 1.0
    from scipy.special import stdtr

    return float(stdtr(matches - 1, difference.mean / difference.error))


def holm(p_values: Sequence[float]) -> list[float]:
    """Correct p values for being many, by Holm's step-down: in the order given, none above 1."""
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for step, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - step) * p_values[place]))
        corrected[place] = highest
    return corrected


def turned(pair: Pair) -> Pair:
    """Give the same pair seen from its other plan: `b` minus `a`."""
    return replace(
        pair,
        a=pair.b,
        b=pair.a,
        difference=_negated(pair.difference),
        higher=pair.lower,
        lower=pair.higher,
        points=_negated(pair.points),
        win_gain=_negated(pair.win_gain),
        parts={name: Estimate(0.0 - part.mean, part.error) for name, part in pair.parts.items()},
    )


def versus_best(found: Comparison) -> tuple[Pair, ...]:
    """Give the best plan minus each other plan, in the order of the others."""
    return tuple(turned(pair) for pair in minus(found, found.best))


def minus(found: Comparison, name: str) -> tuple[Pair, ...]:
    """Give each other plan minus the named one, in the order of the others."""
    pairs = [pair for pair in found.pairs if name in (pair.a, pair.b)]
    return tuple(pair if pair.b == name else turned(pair) for pair in pairs)


def against(found: Comparison, baseline: str) -> tuple[Pair, ...]:
    """Give each other plan minus a baseline that was chosen before: these pairs alone are the family of Holm's."""
    pairs = minus(found, baseline)
    tested = [pair.p for pair in pairs if pair.p is not None]
    corrected = holm(tested) if tested else [None] * len(pairs)
    return tuple(replace(pair, p_holm=p) for pair, p in zip(pairs, corrected, strict=True))


def is_told(pair: Pair) -> bool:
    """Say whether the pair's plans can be told apart at 5 %, all pairs of the comparison considered."""
    return pair.p_holm is not None and pair.p_holm < DOUBT


def interval_in_words(found: Interval) -> str:
    """Write the 95 % interval to the digits that the error of its mean allows."""
    if found.low is None or found.high is None:
        return "unknown"
    return f"{in_digits(found.low, found.error)} to {in_digits(found.high, found.error)}"


def in_digits(value: float, error: float | None) -> str:
    """Write a number to the digits that its error allows, without the error; no zero has a minus."""
    text = with_error(value, error).partition(" ")[0]
    return text.removeprefix("-") if set(text) <= set("-0.") else text


def _check(plans: Sequence[Played]) -> None:
    if len(plans) < 2:
        raise ValueError(f"expected two or more plans, not {len(plans)}")
    if len({plan.name for plan in plans}) < len(plans):
        raise ValueError("expected plans with names of their own")
    first = plans[0]
    if first.measure.ndim != 1 or not first.measure.size:
        raise ValueError(f"expected measures of one or more matches, not the shape {first.measure.shape}")
    for plan in plans:
        if list(plan.parts) != list(first.parts):
            raise ValueError(f"{plan.name}: expected the breakdown parts of {first.name}")
        if {values.shape for values in (plan.measure, plan.own, plan.other, *plan.parts.values())} != {
            first.measure.shape
        }:
            raise ValueError(f"{plan.name}: expected {len(first.measure):,} matches everywhere")


def _figures(plan: Played) -> PlanFigures:
    return PlanFigures(
        plan.name,
        _estimate(plan.measure),
        observed_quantiles(plan.measure),
        _estimate(plan.own),
        share(plan.own > plan.other),
        share(plan.own == plan.other),
        share(plan.own < plan.other),
    )


def _pair(a: Played, b: Played) -> Pair:
    by_match = differences(a.measure, b.measure)
    difference = interval(by_match)
    below, above = p_below(difference, len(by_match)), p_below(_negated(difference), len(by_match))
    return Pair(
        a.name,
        b.name,
        difference,
        None if below is None or above is None else min(1.0, 2 * min(below, above)),
        None,
        not by_match.any(),
        share(by_match > 0),
        share(by_match < 0),
        share(by_match == 0),
        interval(differences(a.own, b.own)),
        win_gain(a, b),
        {name: _estimate(differences(points, b.parts[name])) for name, points in a.parts.items()},
        float((a.measure.var(ddof=1) + b.measure.var(ddof=1)) / by_match.var(ddof=1)) if difference.error else None,
    )


def win_gain(a: Played, b: Played) -> Interval:
    """Give by how much the share of wins is higher with `a`; equal results of few matches prove no equal plans.

    Where every match gives the same and yet the plans differ, half a match is added to each kind of result, as
    Agresti and Min do for paired shares.
    """
    gains = np.greater(a.own, a.other).astype(float) - np.greater(b.own, b.other).astype(float)
    found = interval(gains)
    if found.error is None or found.error > 0 or (np.array_equal(a.own, b.own) and np.array_equal(a.other, b.other)):
        return found
    n, mean = len(gains), found.mean
    half = NORMAL * sqrt(n * abs(mean) + 1 - (n * mean) ** 2 / (n + 2)) / (n + 2)
    return Interval(mean, half / NORMAL, max(mean - half, -1.0), min(mean + half, 1.0))


def _estimate(values: Values) -> Estimate:
    found = interval(values)
    return Estimate(found.mean, found.error)


def _negated(found: Interval) -> Interval:
    if found.low is None or found.high is None:
        return replace(found, mean=0.0 - found.mean)
    return replace(found, mean=0.0 - found.mean, low=0.0 - found.high, high=0.0 - found.low)
