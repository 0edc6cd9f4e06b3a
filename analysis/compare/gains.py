"""What many options gain over one baseline on the same luck, with intervals that hold for all of them at once.

The differences are summed up block by block, with their products: memory does not grow with the matches. The mean
differences of many matches are jointly normal, with the correlation that the options themselves have: options that
gain in the same matches err together. So the half-widths are as many standard errors as the largest of all options'
|t| stays below in 95 of 100 cases, found by drawing from that correlation. This is never wider than Bonferroni's.

Rare events make lopsided differences, of which a mean leans to one side; each interval leans with it, by Hall's
cubic (Hall 1992, On the removal of skewness by transformation). Where an option differs in fewer than 25 matches
(Cochran), or leans too far, its mean tells nothing. There it is only said in how large a share of matches it may
differ up or down (Clopper and Pearson, at the option's part of the doubt), times the largest difference that was seen
of any option: an assumption.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.matchups import FIGURES, blocks
from analysis.compare.paired import DECIMALS, DOUBT
from analysis.precision import LOPSIDED
from sim.play.request import Request

Values = npt.NDArray[Any]

DRAWS, TOGETHER, SEED = 100_000, 20_000, 1
"""Draws of all options' errors: they tell the 95th per cent to half a per cent of its size. In so many at once."""
DIGITS = 3
"""Decimals of a number of standard errors: more the draws do not tell."""
FLAT = 1e-6
"""A skewness that is none."""
FEWEST, MOST_LEAN = LOPSIDED, 0.5
"""An option must differ in so many matches to be told by its mean, and its mean must lean no more than this."""


@dataclass(frozen=True)
class Gain:
    """How much an option gains a match on average, with its error, and its interval among all options."""

    mean: float
    error: float
    low: float
    high: float
    differs: int
    """In so many matches it changes something."""
    rare: bool
    """Whether these are too few, or too lopsided, to be taken as normal."""

    @property
    def is_told(self) -> bool:
        """Whether it surely gains or surely loses."""
        return not self.low <= 0 <= self.high


NONE = Gain(0.0, 0.0, 0.0, 0.0, 0, False)
"""The gain of what can change nothing."""


@dataclass(frozen=True)
class Sums:
    """Sums over the matches so far of each option minus the baseline, `(option,)` each."""

    n: int
    total: Values
    cubes: Values
    products: Values
    """`(option, option)`; the squares are its diagonal."""
    above: Values
    """In how many matches an option is above the baseline."""
    below: Values
    widest: float
    """The largest difference that was seen."""

    def fed(self, apart: Values) -> "Sums":
        """Give the sums with more matches, `(option, match)`."""
        apart = np.round(apart, DECIMALS)
        return replace(
            self,
            n=self.n + apart.shape[1],
            total=self.total + apart.sum(axis=1),
            cubes=self.cubes + (apart**3).sum(axis=1),
            products=self.products + apart @ apart.T,
            above=self.above + (apart > 0).sum(axis=1),
            below=self.below + (apart < 0).sum(axis=1),
            widest=max(self.widest, float(np.abs(apart).max(initial=0))),
        )

    @property
    def means(self) -> Values:
        """The mean differences."""
        return np.asarray(self.total / self.n)

    @property
    def covariance(self) -> Values:
        """The covariance of the mean differences, `(option, option)`."""
        inner = self.products - np.outer(self.total, self.total) / self.n
        return np.asarray(inner / (self.n - 1) / self.n)

    @property
    def errors(self) -> Values:
        """The standard errors of the mean differences."""
        return np.asarray(np.sqrt(np.maximum(self.covariance.diagonal(), 0)))

    @property
    def lean(self) -> Values:
        """The skewness of the mean differences; 0 where all differences are equal."""
        mean, squares = self.means, self.products.diagonal() / self.n
        second = np.maximum(squares - mean**2, 0)
        third = self.cubes / self.n - 3 * mean * squares + 2 * mean**3
        found = np.divide(third, second**1.5, out=np.zeros_like(third), where=second > 0)
        return np.asarray(found / np.sqrt(self.n))

    @property
    def rare(self) -> npt.NDArray[np.bool_]:
        """Which options differ too seldom, or too lopsidedly, for their mean to tell anything."""
        few = self.above + self.below < FEWEST
        return np.asarray(few | (np.abs(self.lean) > MOST_LEAN) | (self.errors == 0))


def nothing(options: int, widest: float = 0.0) -> Sums:
    """Give the sums of no matches; `widest` is a difference that is known to be possible."""
    none, whole = np.zeros(options), np.zeros(options, dtype=np.int64)
    return Sums(0, none, none, np.zeros((options, options)), whole, whole, widest)


def summed(requests: Sequence[Request], workers: int, told: Callable[[int], None]) -> dict[str, Sums]:
    """Play all matches of every request, and give by figure what each of the others is above the first."""
    options = len(requests) - 1
    sums = {name: nothing(options, widest=float(name == "wins")) for name in FIGURES}
    for block in blocks(requests, range(requests[0].matches), workers, told):
        apart = block[1:] - block[:1]
        sums = {name: sums[name].fed(apart[:, nth]) for nth, name in enumerate(FIGURES)}
    return sums


def gains(sums: Sums) -> tuple[Gain, ...]:
    """Give each option's gain; all intervals together hold with 95 %. Raises ValueError for one match or none."""
    if sums.n < 2:
        raise ValueError(f"expected two or more matches, not {sums.n}")
    means, errors, rare = sums.means, sums.errors, sums.rare
    share = DOUBT / max(len(means), 1)
    usual = np.flatnonzero(~rare)
    wide = critical(sums.covariance[np.ix_(usual, usual)], sums.n, share * len(usual)) if len(usual) else 0.0
    up, down = (sums.widest * most_share(count, sums.n, share / 2) for count in (sums.above, sums.below))
    lows = np.where(rare, -down, means - errors * leaning(wide, sums.lean))
    highs = np.where(rare, up, means - errors * leaning(-wide, sums.lean))
    differs = sums.above + sums.below
    columns = (means, errors, lows, highs, differs, rare)
    return tuple(Gain(*each) for each in zip(*(column.tolist() for column in columns), strict=True))


def critical(covariance: Values, n: int, doubt: float) -> float:
    """Say how many standard errors the farthest of all means is off with a chance of `doubt`, from `n` matches.

    `covariance` is that of the means, `(mean, mean)`, none without a spread of its own.
    """
    errors = np.sqrt(covariance.diagonal())
    values, vectors = np.linalg.eigh(covariance / np.outer(errors, errors))
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T  # symmetric: the same whatever signs vectors have
    random, farthest = np.random.default_rng(SEED), []
    for _ in range(0, DRAWS, TOGETHER):
        scale = np.sqrt(random.chisquare(n - 1, TOGETHER) / (n - 1))
        farthest.append(np.abs(root @ random.standard_normal((len(root), TOGETHER))).max(axis=0) / scale)
    return round(float(np.quantile(np.concatenate(farthest), 1 - doubt)), DIGITS)


def leaning(wide: float, lean: Values) -> Values:
    """Give how many standard errors a mean of this skewness is off where a normal one is `wide`: Hall's cubic."""
    small = np.where(np.abs(lean) < FLAT, FLAT, lean)
    return np.asarray(3 * (np.cbrt(1 + small * (wide - small / 6)) - 1) / small)


def most_share(counts: Values, n: int, doubt: float) -> Values:
    """Give the largest share of matches that would give so small a count of `n` with a chance of `doubt`."""
    from scipy.special import betaincinv

    inside = np.minimum(counts, n - 1)
    return np.asarray(np.where(counts < n, betaincinv(inside + 1, n - inside, 1 - doubt), 1.0))


def rivals(sums: Sums, first: int) -> tuple[int, ...]:
    """Give the other options that may be worth as much as the one that is ahead, or more (95 %).

    As for a sweep's best: one is out where a one-sided paired t test at 5 % / (options - 1) calls it worse, which
    holds although the first was chosen by the same matches.
    """
    from scipy.special import stdtrit

    found, own = sums.covariance, sums.covariance.diagonal()
    apart = np.sqrt(np.maximum(own[first] + own - 2 * found[first], 0))
    ahead = sums.means[first] - sums.means
    reach = -float(stdtrit(sums.n - 1, DOUBT / max(len(own) - 1, 1)))
    return tuple(place for place in range(len(own)) if place != first and ahead[place] <= reach * apart[place])
