"""When to stop: matches are played until the mean is as sure as was asked for, and not by luck."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.paired import DOUBT
from rules.errors import FgcError

Values = npt.NDArray[Any]

FIRST = 1_000  # an early spread is too rough to stop on: with skewed scores a few dozen matches miss far too often
LOOK_AHEAD = 0.05
LOPSIDED = 25  # Cochran: intervals hold from 25 times the squared skewness on, say from 25 matches with a rare event


@dataclass(frozen=True)
class Reached:
    """What was reached: the mean of `n` matches and the half-width of its 95 % interval, None from one match."""

    n: int
    mean: float
    half_width: float | None
    enough: bool


@dataclass(frozen=True)
class Precision:
    """A rule that asks for matches until the 95 % half-width is, and stays, at most `wanted`; never above `most`.

    The half-width wobbles, and whoever stops at its first dip below the target stops by luck. So it must have stayed
    at or below the target, match by match, for the last 5 % of matches (Hoad, Robinson & Davies 2010): where it does
    not, the count begins anew. Those matches are part of the mean like all others. Lopsided observations, such as
    plans that differ in few matches, take as many matches as Cochran's rule asks, however small the half-width.

    Only the observations and their order count, not how they were cut into batches (exactly where they are whole
    numbers or halves, else to rounding). Sums are of what lies above `origin`, the first observation.
    Raises ValueError for a `wanted` or `most` that is not positive.
    """

    wanted: float
    most: int
    first: int = FIRST
    n: int = 0
    origin: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    cubes: float = 0.0
    met: int | None = None

    def __post_init__(self) -> None:
        if not self.wanted > 0 or self.most < 1:
            raise ValueError(f"expected a half-width and a number of matches above 0, not {self.wanted}, {self.most}")

    def fed(self, values: Values) -> "Precision":
        """Give the rule with `(matches,)` more observations, in the order of their matches."""
        if not len(values):
            return self
        origin = self.origin if self.n else float(values[0])
        above = values.astype(float) - origin
        n = self.n + np.arange(1, len(values) + 1)
        sums = [before + (above**power).cumsum() for power, before in enumerate(self._sums(), start=1)]
        missed = np.flatnonzero(~(self._needed(n, *sums) <= n))
        since = self.met or self.n + 1
        met = int(n[missed[-1]]) + 1 if len(missed) else since
        return replace(
            self,
            n=int(n[-1]),
            origin=origin,
            total=float(sums[0][-1]),
            squares=float(sums[1][-1]),
            cubes=float(sums[2][-1]),
            met=met if met <= n[-1] else None,
        )

    def reached(self) -> Reached:
        """Give what was reached so far; raises ValueError before the first match."""
        if not self.n:
            raise ValueError("expected one or more matches")
        half_width = float(_half_widths(*self._now()[:3])[0]) if self.n > 1 else None
        return Reached(
            self.n,
            self.origin + self.total / self.n,
            half_width,
            half_width is not None and half_width <= self.wanted,
        )

    def to_play(self) -> int:
        """Say how many matches to play next, 0 being enough: as many as the spread so far foretells.

        The matches are at most doubled at once, since an early spread may foretell far too many.
        """
        if self.n < self.first:
            more = self.first - self.n
        elif self.met is None:
            foretold = min(float(self._needed(*self._now())[0]), 2 * self.n)
            more = min(ceil(foretold * (1 + LOOK_AHEAD)) - self.n, self.n)
        else:
            more = self.met + ceil(self.met * LOOK_AHEAD) - self.n
        return max(min(more, self.most - self.n), 0)

    def _sums(self) -> tuple[float, float, float]:
        return self.total, self.squares, self.cubes

    def _now(self) -> list[Values]:
        return [np.array([value]) for value in (self.n, *self._sums())]

    def _needed(self, n: Values, total: Values, squares: Values, cubes: Values) -> Values:
        """Foretell at each number of matches how many it takes for the half-width and for the skewness."""
        with np.errstate(over="ignore"):
            for_width = n * (_half_widths(n, total, squares) / self.wanted) ** 2
        needed: Values = np.maximum(for_width, LOPSIDED * squared_skewness(n, total, squares, cubes))
        return needed


def until_precise(rules: "list[Precision]", play: Callable[[int], Sequence[Values]]) -> "list[Precision]":
    """Play until every rule has enough, and give the rules as they stand then.

    `play` is asked for more matches, as many as the most demanding rule wants next, and gives each rule's
    observations of them.
    """
    while more := max(rule.to_play() for rule in rules):
        rules = [rule.fed(values) for rule, values in zip(rules, play(more), strict=True)]
    return rules


def most_matches(matches: int | None, precision: float | None, usual: int, most: int) -> int:
    """Give the matches that were asked for, the usual number, or the most where a precision says when to stop."""
    if precision is not None and not 0 < precision < inf:
        raise FgcError("--precision", f"expected a half-width above 0, found {precision:g}")
    return matches if matches is not None else usual if precision is None else most


def reached_json(rules: Sequence[Precision]) -> dict[str, Any]:
    """Say for programs what a wanted precision took."""
    if not rules:
        return {}
    widths = [rule.reached().half_width for rule in rules]
    reached = all(rule.reached().enough for rule in rules)
    return {"precision": {"wanted": rules[0].wanted, "reached": reached, "half_widths": widths}}


def _half_widths(n: Values, total: Values, squares: Values) -> Values:
    """Give the 95 % half-width of the mean at each of the numbers of matches: endless for one match."""
    from scipy.special import stdtrit

    degrees = np.maximum(n - 1, 1)
    variances = np.maximum(squares - total**2 / n, 0) / degrees
    widths: Values = stdtrit(degrees, 1 - DOUBT / 2) * np.sqrt(variances / n)
    return np.where(n > 1, widths, np.inf)


def squared_skewness(n: Values, total: Values, squares: Values, cubes: Values) -> Values:
    """Give the squared skewness at each of the numbers of matches: 0 where all observations are equal."""
    mean = total / n
    second = np.maximum(squares / n - mean**2, 0)
    third = cubes / n - 3 * mean * squares / n + 2 * mean**3
    spread = second > 0
    skewness: Values = np.where(spread, third, 0) / np.where(spread, second, 1) ** 1.5
    return skewness**2
