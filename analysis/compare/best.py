"""The best of many: on the same luck, look by look, dropping what is surely worse, until the choice is good enough.

With a chance of `confidence` or more, the true value of what is chosen is less than `indifference` below that of the
truly best, however the true values lie. The doubt is split evenly over the pairs that the truly best is in
(Bonferroni, so nothing is assumed of how candidates hang together), and each pair's over these mistakes:

- at a look, the best is dropped for one that is worse. If that one is nearly as good, the pair's whole doubt is there
  for it, an even part at each look. If it is worse by `indifference` or more, only a hundredth is: `EARLY`;
- at a look, one that is worse by `indifference` or more is taken to be close enough: the same hundredth, since
  matches by which such a one would drop the best would call it close as well;
- at the end, one that is worse by `indifference` or more is ahead: the other ninety-nine hundredths.

The end comes when a mean difference of every pair that is left is known to `indifference` at that doubt. So it is an
equal split with looks, which cost a hundredth of the doubt: never more than the equal split with the same end, which
is at most 0.7 % longer than one that never looks. Kim and Nelson's procedure (KN, ACM TOMACS 11, 2001) looks at each
match and may go on for 1.4 times an equal split; it promises a good choice only where the best is ahead by
`indifference`. What is dropped here is surely worse, not only nearly as good, so that no chain of small steps down is
left out of the count; and where one alone is left, it is just as sure that it is the best itself.

Means are taken as normal, by Student's t, once a pair has as many matches as Cochran's rule asks for differences as
lopsided as it has. Until then, say where two plans differ in few matches or in none so far, an empirical Bernstein
bound holds in its place (Audibert, Munos and Szepesvari 2009, theorem 1). It needs to know how far two candidates can
be apart in a match; the range of all values that were seen is taken for it: an assumption.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, log
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.paired import CONFIDENCE, differences
from analysis.precision import LOPSIDED, squared_skewness

Values = npt.NDArray[Any]
Play = Callable[[Sequence[int], int, int], Values]
"""Asked for candidates, a first match and how many: gives what was measured, `(candidate, match)`."""

FIRST, MOST = 512, 1_000_000
"""Matches of each before the first look, and at most: assumptions."""
GROWTH = 1.2
"""How many times as many matches each look has as the one before."""
EARLY = 0.01
"""The part of a pair's doubt that looks before the end may use up where a wrong choice would matter."""


@dataclass(frozen=True)
class Rule:
    """What is asked of a choice; raises ValueError for fewer than two candidates and for numbers that cannot be."""

    candidates: int
    indifference: float
    confidence: float = CONFIDENCE
    most: int = MOST

    def __post_init__(self) -> None:
        if self.candidates < 2 or not self.indifference > 0 or not 0.5 <= self.confidence < 1 or self.most < 2:
            raise ValueError(f"expected two or more candidates and numbers that can be, not {self}")

    @property
    def doubt(self) -> float:
        """The doubt of one of the pairs that the truly best is in."""
        return (1 - self.confidence) / (self.candidates - 1)

    @property
    def at_end(self) -> float:
        """The doubt of a pair at the end."""
        return (1 - EARLY) * self.doubt


@dataclass(frozen=True)
class Seen:
    """Sums over the matches so far, `(candidate, candidate)` of row minus column where both played, else of one."""

    n: Values
    total: Values
    squares: Values
    cubes: Values
    matches: Values
    """Of each candidate."""
    own: Values
    """Each candidate's sum above `origin`."""
    own_squares: Values
    origin: float = 0.0
    low: float = np.inf
    high: float = -np.inf

    def fed(self, left: Sequence[int], values: Values) -> "Seen":
        """Give the sums with the next matches of those that are left, `(candidate, match)`."""
        origin = self.origin if self.matches.any() else float(values.flat[0])
        found = replace(self, origin=origin, low=min(self.low, values.min()), high=max(self.high, values.max()))
        pairs = [sums.copy() for sums in (self.n, self.total, self.squares, self.cubes)]
        for place, row in zip(left, values, strict=True):
            powers = np.ones_like(apart := differences(row, values))
            for sums in pairs:
                sums[place, left] += powers.sum(axis=1)
                powers *= apart
        matches, own, own_squares = self.matches.copy(), self.own.copy(), self.own_squares.copy()
        matches[left] += values.shape[1]
        own[left] += (values - origin).sum(axis=1)
        own_squares[left] += ((values - origin) ** 2).sum(axis=1)
        n, total, squares, cubes = pairs
        return replace(
            found, n=n, total=total, squares=squares, cubes=cubes, matches=matches, own=own, own_squares=own_squares
        )

    @property
    def means(self) -> Values:
        """Each candidate's mean over its matches."""
        return np.asarray(self.origin + self.own / self.matches)

    @property
    def variances(self) -> Values:
        """Each candidate's variance over its matches."""
        return np.asarray(np.maximum(self.own_squares - self.own**2 / self.matches, 0) / (self.matches - 1))

    @property
    def apart(self) -> Values:
        """The mean differences, row minus column."""
        return np.asarray(self.total / self.n)

    @property
    def spreads(self) -> Values:
        """The variances of the differences."""
        return np.asarray(np.maximum(self.squares - self.total**2 / self.n, 0) / (self.n - 1))

    @property
    def asked(self) -> Values:
        """How many matches it takes until a mean difference can be taken as normal; endless without any spread."""
        lopsided = LOPSIDED * squared_skewness(self.n, self.total, self.squares, self.cubes)
        return np.where(self.spreads > 0, lopsided, np.inf)

    def reach(self, doubt: float) -> Values:
        """Say how far above its true value a mean difference lies with a chance of `doubt` at most."""
        from scipy.special import stdtrit

        odds = log(3 / doubt)
        normal = -stdtrit(self.n - 1, doubt) * np.sqrt(self.spreads / self.n)
        bounded = np.sqrt(2 * self.spreads * odds / self.n) + 3 * (self.high - self.low) * odds / self.n
        return np.asarray(np.where(self.n >= self.asked, normal, bounded))

    def needed(self, doubt: float, wanted: float) -> Values:
        """Foretell how many matches of both it takes until `reach` is `wanted`."""
        from scipy.special import stdtrit

        odds = log(3 / doubt)
        normal = np.maximum(stdtrit(self.n - 1, doubt) ** 2 * self.spreads / wanted**2, self.asked)
        half = np.sqrt(2 * self.spreads * odds)
        root = half + np.sqrt(half**2 + 12 * wanted * (self.high - self.low) * odds)
        return np.asarray(np.ceil(np.minimum(normal, (root / (2 * wanted)) ** 2)))


@dataclass(frozen=True)
class Choice:
    """What was chosen, by place, and what it took; `dropped_at` is None for those that were left at the end."""

    best: int
    reached: bool
    """False where the most matches were played and the choice may still lose more than was asked."""
    seen: Seen
    dropped_at: tuple[int | None, ...]
    each: int
    """Matches of each candidate that the same end takes where nothing is dropped."""
    unpaired: int
    """The same, where each candidate would have a luck of its own."""

    @property
    def matches(self) -> int:
        """All matches that were played for the choice."""
        return int(self.seen.matches.sum())


def choose(rule: Rule, play: Play) -> Choice:
    """Choose one candidate: less than `rule.indifference` is lost, with a chance of `rule.confidence` or more.

    `play` is asked for the next matches of those that are left, the same matches for each.
    """
    left, dropped, looks = list(range(rule.candidates)), dict.fromkeys(range(rule.candidates)), 0
    seen, n, more, planned, enough = _nothing(rule.candidates), 0, min(FIRST, rule.most), 0, False
    while not enough and more > 0:
        seen, n, looks = seen.fed(left, play(left, n, more)), n + more, looks + 1
        needed = _longest(seen, left, rule)
        planned = planned or _looks(n, needed)
        enough = n >= needed
        if not enough and looks <= planned:
            enough = _is_close(seen, left, rule, planned)
            staying = _staying(seen, left, rule, planned)
            dropped.update((each, n) for each in left if each not in staying)
            left = staying
            enough, needed = enough or len(left) == 1, _longest(seen, left, rule)
        more = min(max(needed, n + 1), ceil(GROWTH * n), rule.most) - n
    best = max(left, key=lambda each: float(seen.means[each]))
    each, unpaired = _equal_split(seen, rule)
    return Choice(best, enough, seen, tuple(dropped.values()), each, unpaired)


def _nothing(candidates: int) -> Seen:
    pairs, alone = np.zeros((candidates, candidates)), np.zeros(candidates)
    return Seen(pairs, pairs, pairs, pairs, alone.astype(np.int64), alone, alone)


def _others(left: Sequence[int]) -> tuple[Values, Values]:
    """Give the places of all pairs of two of those that are left, rows and columns."""
    rows, columns = np.meshgrid(left, left, indexing="ij")
    return rows[rows != columns], columns[rows != columns]


def _longest(seen: Seen, left: Sequence[int], rule: Rule) -> int:
    """Give the matches that the slowest pair of those that are left needs for the end."""
    return int(seen.needed(rule.at_end, rule.indifference)[_others(left)].max(initial=0))


def _looks(n: int, needed: int) -> int:
    """Count the looks from match `n` on until the end."""
    return 1 + max(ceil(log(max(needed, n) / n) / log(GROWTH)), 0)


def _staying(seen: Seen, left: Sequence[int], rule: Rule, looks: int) -> list[int]:
    """Give those of whom none of the others that are left is surely better."""
    at_a_look = rule.doubt / looks
    far = np.maximum(seen.reach(at_a_look), seen.reach(EARLY * at_a_look) - rule.indifference)
    worse = (seen.apart > 0) & (seen.apart >= far)
    return [each for each in left if not worse[left, each].any()]


def _is_close(seen: Seen, left: Sequence[int], rule: Rule, looks: int) -> bool:
    """Say whether the one that is ahead is surely within the indifference of each other that is left."""
    ahead = max(left, key=lambda each: float(seen.means[each]))
    others = [each for each in left if each != ahead]
    surely = seen.apart + rule.indifference >= seen.reach(EARLY * rule.doubt / looks)
    return bool(surely[ahead, others].all())


def _equal_split(seen: Seen, rule: Rule) -> tuple[int, int]:
    """Give the matches of each that the same end takes without dropping, on the same luck and each on its own."""
    from scipy.special import ndtri

    places = _others(range(rule.candidates))
    played = int(seen.matches.max())
    paired = int(seen.needed(rule.at_end, rule.indifference)[places].max())
    both = np.add.outer(seen.variances, seen.variances)[places].max()
    return max(paired, played), max(ceil((ndtri(rule.at_end) / rule.indifference) ** 2 * both), FIRST)
