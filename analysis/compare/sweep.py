"""A sweep: the same matches played at many values of one or two numbers, and which of them may be the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.paired import DOUBT, Interval, Played, differences, interval, p_below, share, win_gain

Values = npt.NDArray[Any]


@dataclass(frozen=True)
class Setting:
    """One setting of the swept numbers: its mean, its difference to the best, and whether it may be the best.

    `to_best` is an ordinary 95 % interval; `p` is corrected for the number of settings.
    """

    values: tuple[float, ...]
    measure: Interval
    to_best: Interval
    p: float | None
    may_be_best: bool


@dataclass(frozen=True)
class Sweep:
    """All settings, the last swept number running fastest; `best` is the place of the highest mean."""

    matches: int
    axes: Mapping[str, tuple[float, ...]]
    best: int
    settings: tuple[Setting, ...]
    without_effect: tuple[str, ...]
    """The swept numbers of which every value gives the same in each match."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values of each swept number."""
        return tuple(len(values) for values in self.axes.values())


@dataclass(frozen=True)
class Outcome:
    """What a setting reaches beside its measure: its alliance score, its wins, and how many more than the best's."""

    score: Interval
    wins: Interval
    win_gain: Interval


def sweep(axes: Mapping[str, Sequence[float]], measures: Values) -> Sweep:
    """Compare every setting with the best; the truly best is among those that may be it with 95 % certainty.

    The best was chosen by the same matches, so an ordinary test against it would throw out too much. Multiple
    comparisons with the best: a setting is out only if a one-sided paired t test at 5 % / (settings - 1) calls it
    worse. That holds whichever setting was chosen: to throw out the truly best, one of the settings - 1 others must
    pass it by luck, and each does with a chance of 5 % / (settings - 1) at most. Holm's step-down gives no such
    promise: its comparisons must be chosen before the matches are played.

    `axes` names one or two swept numbers with their rising values; `measures` is `(settings, matches)`, the last
    swept number running fastest, match i of every setting under the same luck. Raises ValueError for other shapes.
    """
    _check(axes, measures)
    matches = measures.shape[1]
    means = [interval(measure) for measure in measures]
    best = max(range(len(means)), key=lambda place: means[place].mean)
    settings = [
        _setting(values, mean, interval(differences(measure, measures[best])), matches, len(measures) - 1)
        for values, mean, measure in zip(product(*axes.values()), means, measures, strict=True)
    ]
    values = {name: tuple(of) for name, of in axes.items()}
    return Sweep(matches, values, best, tuple(settings), _without_effect(values, measures))


def outcomes(played: Sequence[Played], best: int) -> tuple[Outcome, ...]:
    """Give what each setting reaches beside its measure."""
    return tuple(
        Outcome(interval(each.own), share(each.own > each.other), win_gain(each, played[best])) for each in played
    )


def is_same(setting: Setting) -> bool:
    """Say whether a setting gives what the best gives in every match."""
    return setting.to_best.mean == 0 == setting.to_best.error


def _without_effect(axes: Mapping[str, tuple[float, ...]], measures: Values) -> tuple[str, ...]:
    table = measures.reshape(*map(len, axes.values()), -1)
    spread = [np.ptp(table, axis=place).max() for place in range(len(axes))]
    several = [len(values) > 1 for values in axes.values()]
    return tuple(name for name, wide, many in zip(axes, spread, several, strict=True) if many and wide == 0)


def _setting(values: tuple[float, ...], mean: Interval, to_best: Interval, matches: int, others: int) -> Setting:
    alone = p_below(to_best, matches)
    p = None if alone is None else min(1.0, max(others, 1) * alone)
    return Setting(values, mean, to_best, p, p is None or p >= DOUBT)


def _check(axes: Mapping[str, Sequence[float]], measures: Values) -> None:
    if len(axes) not in (1, 2):
        raise ValueError(f"expected one or two swept numbers, not {len(axes)}")
    for name, values in axes.items():
        if not values or any(left >= right for left, right in pairwise(values)):
            raise ValueError(f"{name}: expected one or more rising values, not {list(values)}")
    settings = prod(len(values) for values in axes.values())
    if measures.ndim != 2 or len(measures) != settings or not measures.size:
        raise ValueError(f"expected measures of {settings} settings and one or more matches, not {measures.shape}")
