"""A run folded into exact counts, part by part: whatever the parts, the same whole numbers, in little memory."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.season import SIDE, entries
from sim.play.matches import Matches
from sim.play.request import Request

Values = npt.NDArray[Any]
BEYOND = 2**63  # what numpy's whole numbers cannot hold


class Estimate(NamedTuple):
    """A mean over matches and its standard error; the error is None where one match cannot tell."""

    mean: float
    error: float | None


@dataclass(frozen=True)
class Moments:
    """How many whole numbers there were, their sum and the sum of their squares; `scale` of them make one."""

    scale: int = 1
    n: int = 0
    total: int = 0
    squares: int = 0

    def with_more(self, values: Values) -> "Moments":
        """Count more whole numbers in, `(match,)`."""
        total, squares = _sum_of_products(values, np.ones_like(values)), _sum_of_products(values, values)
        return Moments(self.scale, self.n + len(values), self.total + total, self.squares + squares)

    @property
    def spread(self) -> int:
        """`n` squared times the variance, exactly."""
        return self.n * self.squares - self.total**2

    @property
    def sd(self) -> float | None:
        """The standard deviation of the sample; None where one number cannot tell."""
        return sqrt(self.spread / (self.n * (self.n - 1))) / self.scale if self.n > 1 else None

    @property
    def estimate(self) -> Estimate:
        """The mean and its standard error."""
        sd = self.sd
        return Estimate(self.total / (self.n * self.scale), None if sd is None else sd / sqrt(self.n))


class Tally:
    """What of a run its summary and its picture are made of."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.scores: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        """How often each score occurred, of red and of blue."""
        self.margins: Counter[int] = Counter()
        self.results: Counter[str] = Counter()
        self.products = 0
        """The sum of red's score times blue's."""
        self.moments: dict[tuple[str, ...], Moments] = {}
        """By what they are of; both sides of a match are one observation, so sums of them are counted."""

    @property
    def matches(self) -> int:
        """How many matches were counted in."""
        return self.results.total()

    def estimate(self, *of: str) -> Estimate:
        """Give the mean, and its error over matches, of what these words name."""
        return self.moments[of].estimate

    def add(self, matches: Matches) -> "Tally":
        """Count some matches in."""
        red, blue = matches.scores.T
        for counts, values in zip(self.scores, (red, blue), strict=True):
            _count(counts, values)
        margin = np.abs(red - blue)
        _count(self.margins, margin)
        self.results.update(red_wins=int((red > blue).sum()), blue_wins=int((red < blue).sum()))
        self.results.update(ties=int((red == blue).sum()))
        self.products += _sum_of_products(red, blue)
        self._moments("score", points=matches.scores)
        self._count_in(("margin",), 1, margin)
        for name, points in matches.breakdown.parts.items():
            self._moments("part", name, points=points, unit=matches.breakdown.unit)
        for name, entry in entries(type(matches.sheet)).items():
            values = getattr(matches.sheet, name).reshape(len(red), -1)
            for code in entry.codes or ():
                self._count_in(("state", name, code.name), values.shape[1], (values == code).sum(axis=1))
        for kind in ("minor", "major"):
            self._count_in(("fouls", kind), 2, getattr(matches.sheet, f"fouls_{kind}").sum(axis=1))
        return self

    def _moments(self, *of: str, points: Values, unit: int = 1) -> None:
        self._count_in(of, 2 * unit, points.sum(axis=1))
        for side, values in zip(SIDE, points.T, strict=True):
            self._count_in((*of, side), unit, values)

    def _count_in(self, of: tuple[str, ...], scale: int, values: Values) -> None:
        self.moments[of] = self.moments.get(of, Moments(scale)).with_more(values)


def tally(request: Request, parts: Iterable[Matches]) -> Tally:
    """Fold the parts of a run."""
    found = Tally(request)
    for part in parts:
        found.add(part)
    return found


def quantile(counts: Counter[int], percent: int) -> int:
    """Give the smallest value with at least that share of all at or below it; ValueError where there is none."""
    if not counts:
        raise ValueError("expected at least one value")
    values, often = list(counts), list(counts.values())
    return int(np.percentile(values, percent, method="inverted_cdf", weights=often))


def _sum_of_products(one: Values, other: Values) -> int:
    """Multiply two columns of whole numbers and add up, exactly: where 64 bits might not do, in Python's numbers."""
    if len(one) * _largest(one) * _largest(other) < BEYOND:
        return int(one @ other)
    return int(one.astype(object) @ other.astype(object))


def _largest(values: Values) -> int:
    """Give the largest size of some whole numbers, whatever their sign."""
    return max(int(values.max()), -int(values.min())) if len(values) else 0


def _count(counts: Counter[int], values: Values) -> None:
    found, often = np.unique(values, return_counts=True)
    counts.update(dict(zip(found.tolist(), often.tolist(), strict=True)))
