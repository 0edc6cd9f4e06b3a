"""A search for the best of endlessly many candidates, by matches: a race, then moves and numbers by turns.

First the starts race (`best.py`). From the winner the search goes on in rounds. In the one half of a round all
moves are tried. They race the candidate that was the best so far: all play a few matches, the same for all; who
leads plays twice as many, and so on; of the last few it is also tried where two or more moves lead together, one
after the other. In the other half an optimiser of scipy (DIRECT) turns the numbers, all together, on one look: the
same matches for all, so that the mean is a plain function of the numbers, if a rough one; the best settings then
race as moves do. What leads such a race is the best from then on if it is still ahead, by half its standard error,
when both have played twice as long. No test says that it surely is: a search that goes on only where it is sure stops
short of what is there. But the first of many is ahead by luck too, and steps that luck alone chose undo what was
found. A round that finds nothing is followed by one that is twice as long, until what is left adds to no look.

All that is tried from one candidate is looked at by the same matches, round after round, so that a longer round adds
to what the shorter ones told. Once the best is another one a look begins at matches that nobody played before, since
those that chose it praise it. So must be those that tell what the winner gains: then what is told owes nothing to the
search, however many tries that took.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations
from math import ceil, log
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from analysis.compare.best import Rule, choose
from analysis.compare.paired import differences
from analysis.run.summaries import estimate

Values = npt.NDArray[Any]
Candidate = TypeVar("Candidate", bound=Hashable)
Way = Callable[[Candidate], Candidate]
"""A step: gives a candidate near another one."""

RACE = 0.2
"""The part of the budget that the race of the starts may take: an assumption, as all of these."""
SHORTEST = 128
"""So many matches each start must be able to race."""
ROUND = 0.15
"""The part of the budget that half a round takes at first."""
FEWEST = 32
"""Fewer matches of each are no look."""
KEEP = 2
"""A race goes on with one of so many, and so many times as long."""
FEW = 4
"""So many are in the last part of a race, with where any of their moves lead together."""
SURER = 0.5
"""By so many standard errors a step must be ahead in the end."""
TRIES = 20
"""How many settings the optimiser may try for each number that it turns."""


class Spent(Exception):  # noqa: N818 (no error: how a search ends)
    """Raised where a look would take more matches than are left."""


@dataclass(frozen=True)
class Space(Generic[Candidate]):
    """What is searched: where to start, and what is near a candidate."""

    starts: Sequence[Candidate]
    moves: Callable[[Candidate], Sequence[Way[Candidate]]]
    """The steps from a candidate; a step that leads nowhere gives the same candidate."""
    numbers: Callable[[Candidate], Mapping[str, tuple[float, float]]]
    """The numbers of a candidate, each with its bounds."""
    turned: Callable[[Candidate, Mapping[str, float]], Candidate]
    """The candidate with these numbers."""


@dataclass(frozen=True)
class Result(Generic[Candidate]):
    """What a search found, and what that took."""

    start: Candidate
    """The one that won the race."""
    best: Candidate
    tried: int
    """Different candidates that were played."""
    matches: int
    """All matches that were played, of all candidates."""
    fresh: int
    """From this match on nobody has played."""


class Luck(Generic[Candidate]):
    """The matches of a search: what is left of them, and which come next."""

    def __init__(self, play: Callable[[Sequence[Candidate], int, int], Values], budget: int) -> None:
        self.play, self.budget = play, budget
        self.spent = self.next = 0
        self.seen: set[Candidate] = set()

    @property
    def left(self) -> int:
        """Say how many matches are left."""
        return self.budget - self.spent

    def played(self, candidates: Sequence[Candidate], first: int, count: int) -> Values:
        """Play these matches of each, `(candidate, match)`; raises Spent where that would be too many."""
        if len(candidates) * count > self.left:
            raise Spent
        self.spent += len(candidates) * count
        self.next = max(self.next, first + count)
        self.seen.update(candidates)
        return self.play(candidates, first, count)


class Look(Generic[Candidate]):
    """Matches that candidates are held against a base by, the same for all; none is played twice."""

    def __init__(self, luck: Luck[Candidate], base: Candidate) -> None:
        self.luck, self.base, self.first = luck, base, luck.next
        self.known: dict[Candidate, Values] = {}

    def values(self, candidates: Iterable[Candidate], count: int) -> list[Values]:
        """Give the values of each in the first so many matches, `(match,)`."""
        short = {each: len(self.known.get(each, ())) for each in candidates}
        for have in sorted({known for known in short.values() if known < count}):
            some = [each for each, known in short.items() if known == have]
            played = self.luck.played(some, self.first + have, count - have)
            for each, values in zip(some, played, strict=True):
                self.known[each] = np.concatenate([self.known.get(each, np.empty(0)), values])
        return [self.known[each][:count] for each in short]

    def ahead(self, candidates: Iterable[Candidate], count: int, errors: float = 0.0) -> list[Candidate]:
        """Give those whose mean is above that of the base by more than so many standard errors, the best first."""
        others = [each for each in dict.fromkeys(candidates) if each != self.base]
        racing = [self.base, *others]
        of_base, *values = self.values(racing, min(count, self._longest(racing)))
        gains = [estimate(differences(each, of_base)) for each in values]
        ranked = sorted(zip(gains, others, strict=True), key=lambda each: -each[0].mean)
        return [candidate for gain, candidate in ranked if gain.mean > errors * (gain.error or 0)]

    def _longest(self, candidates: Sequence[Candidate]) -> int:
        """Say how many matches of each there can be with what is left; raises Spent where they are too few."""
        known = sorted(len(self.known.get(each, ())) for each in candidates)
        shared = [(sum(known[:some]) + self.luck.left) // some for some in range(1, len(known) + 1)]
        found = next(at for at, most in reversed([*zip(shared, known, strict=True)]) if at >= most)
        if found < FEWEST:
            raise Spent
        return found


def search(
    space: Space[Candidate],
    play: Callable[[Sequence[Candidate], int, int], Values],
    budget: int,
    indifference: float,
) -> Result[Candidate]:
    """Search within a budget of matches, those of all candidates together.

    `play` is asked for candidates, a first match and how many, and gives what each was worth, `(candidate, match)`.
    `indifference` is what the race of the starts may lose. Raises ValueError for a budget too small for the race.
    """
    if RACE * budget < len(space.starts) * SHORTEST:
        raise ValueError(f"expected a budget in which {len(space.starts)} starts can race, not {budget}")
    luck = Luck(play, budget)
    start = best = _first(space, luck, indifference)
    try:
        for better in _better(space, luck, start):
            best = better
    except Spent:
        pass
    return Result(start, best, len(luck.seen), luck.spent, luck.next)


def _first(space: Space[Candidate], luck: Luck[Candidate], indifference: float) -> Candidate:
    """Give the best of the starts, or one as good, in its part of the budget."""
    if len(space.starts) == 1:
        return space.starts[0]
    rule = Rule(len(space.starts), indifference, most=int(RACE * luck.budget) // len(space.starts))
    found = choose(rule, lambda left, first, n: luck.played([space.starts[each] for each in left], first, n))
    return space.starts[found.best]


def _better(space: Space[Candidate], luck: Luck[Candidate], start: Candidate) -> Iterator[Candidate]:
    """Give one better candidate after the other, by turns; ends by Spent, or where a round has nothing to play."""
    look, share = Look(luck, start), ROUND
    while True:
        before, spent = look, luck.spent
        for stage in (_moves, _numbers):
            best = stage(space, look, share)
            look = look if best == look.base else Look(luck, best)
            yield best
        if luck.spent == spent:
            return
        if look == before:
            share *= 2


def _moves(space: Space[Candidate], look: Look[Candidate], share: float) -> Candidate:
    """Give where the best moves lead, one or several together; the base where none is ahead of it."""
    ways = {way(look.base): way for way in reversed(space.moves(look.base))}
    ways.pop(look.base, None)
    return _raced(look, ways, share)


def _numbers(space: Space[Candidate], look: Look[Candidate], share: float) -> Candidate:
    """Turn all numbers together, and give the best setting; the base where none is ahead of it."""
    from scipy.optimize import Bounds, direct

    bounds = space.numbers(look.base)
    if not bounds:
        return look.base
    tries = TRIES * len(bounds)
    tried: list[Candidate] = []
    count = _each(look.luck, share / 2, tries)

    def worth(point: Values) -> float:
        tried.append(space.turned(look.base, dict(zip(bounds, point.tolist(), strict=True))))
        (values,) = look.values(tried[-1:], count)
        return -float(values.mean())

    direct(worth, Bounds(*np.array([*bounds.values()]).T), maxfun=tries - 1, locally_biased=True)
    leading = look.ahead(tried, count)[: 2 * FEW]
    return _raced(look, {each: partial(_to, each) for each in leading}, share / 2)


def _to(found: Candidate, _: Candidate) -> Candidate:
    return found


def _raced(look: Look[Candidate], ways: Mapping[Candidate, Way[Candidate]], share: float) -> Candidate:
    """Race where ways lead against the base, ever fewer of them ever longer, and give what is ahead in the end."""
    rungs = max(ceil(log(max(len(ways), 1) / FEW, KEEP)), 1)
    racing, count = [*ways], _each(look.luck, share / (rungs + 2), len(ways))
    for rung in range(rungs):
        racing = look.ahead(racing, count)[: max(len(ways) // KEEP ** (rung + 1), FEW)]
        count *= KEEP
    racing = look.ahead(_together(ways, look.base, racing), count)
    return next(iter(look.ahead(racing[:1], count * KEEP, SURER)), look.base)


def _together(
    ways: Mapping[Candidate, Way[Candidate]], base: Candidate, leading: Sequence[Candidate]
) -> list[Candidate]:
    """Give where each way leads, and each two, three and so on of them one after the other."""
    some = [each for many in range(1, len(leading) + 1) for each in combinations(leading, many)]
    return [*dict.fromkeys(reduce(lambda found, each: ways[each](found), each, base) for each in some)]


def _each(luck: Luck[Candidate], share: float, candidates: int) -> int:
    """Give how many matches of each such a part of the budget is; raises Spent where that is too few."""
    count = int(share * luck.budget / (candidates + 1))
    if (candidates + 1) * FEWEST > luck.left:
        raise Spent
    return min(max(count, FEWEST), luck.left // (candidates + 1))
