"""When to stop: matches are played until the mean is as sure as was asked for, and not by luck."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from analysis.paired import DOUBT

Values = npt.NDArray[Any]

FIRST = 1_000  # an early spread is too rough to stop on: with skewed scores a few dozen matches miss far too often
LOOK_AHEAD = 0.05


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
    not, the count begins anew. Those matches are part of the mean like all others.

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
        total, squares = self.total + above.cumsum(), self.squares + (above**2).cumsum()
        missed = np.flatnonzero(~(_half_widths(n, total, squares) <= self.wanted))
        since = self.met or self.n + 1
        met = int(n[missed[-1]]) + 1 if len(missed) else since
        return replace(
            self,
            n=int(n[-1]),
            origin=origin,
            total=float(total[-1]),
            squares=float(squares[-1]),
            met=met if met <= n[-1] else None,
        )

    def reached(self) -> Reached:
        """Give what was reached so far; raises ValueError before the first match."""
        if not self.n:
            raise ValueError("expected one or more matches")
        half_width = self._half_width() if self.n > 1 else None
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
            times = min(self._half_width() / self.wanted, 2) ** 2 * (1 + LOOK_AHEAD)
            more = min(ceil(self.n * times) - self.n, self.n)
        else:
            more = self.met + ceil(self.met * LOOK_AHEAD) - self.n
        return max(min(more, self.most - self.n), 0)

    def _half_width(self) -> float:
        return float(_half_widths(np.array([self.n]), np.array([self.total]), np.array([self.squares]))[0])


def _half_widths(n: Values, total: Values, squares: Values) -> Values:
    """Give the 95 % half-width of the mean at each of the numbers of matches: endless for one match."""
    degrees = np.maximum(n - 1, 1)
    variances = np.maximum(squares - total**2 / n, 0) / degrees
    widths: Values = stdtrit(degrees, 1 - DOUBT / 2) * np.sqrt(variances / n)
    return np.where(n > 1, widths, np.inf)
