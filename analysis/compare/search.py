"""A search for the best of endlessly many candidates, by matches: a race, then numbers and moves by turns.

First the starts race (`best.py`). From the winner the search goes on in turns. Numbers are turned by an optimiser of
scipy (DIRECT) on a look: the same matches for all, so that the mean is a plain function of the numbers, if a rough
one. Moves are all tried in a short look. What leads is believed only after a second look, at fresh matches: it goes
on, twice as long each time, while that is ahead, until a paired test tells that it is better. The test considers how
many are tried and how often it is made. All second looks together take about twice the matches of the first at most.
A round that finds nothing is followed by one that looks twice as long, until the budget is spent.

Each look is at matches that nobody played before. So must be those that tell what the winner gains: then what is told
owes nothing to the search, however many tries that took.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from analysis.compare.best import Rule, choose
from analysis.compare.paired import DOUBT, differences, interval, p_below

Values = npt.NDArray[Any]
Candidate = TypeVar("Candidate", bound=Hashable)

RACE = 0.2
"""The part of the budget that the race of the starts may take: an assumption, as all of these."""
LOOKS = 200
"""A look is this part of the budget at first, within these bounds."""
SHORTEST, LONGEST = 128, 8_192
SHORT, FEWEST = 4, 32
"""The first look at all moves is this part of a look, or takes half of what is left, but so many matches of each."""
LEADING = 4
"""So many moves get a second look."""
SECOND = 2
"""All second looks together take at most so many times the matches of the first, or so many tests of each."""
TESTS = 5
"""How often a second look is tested at most; it goes on while the candidate is ahead."""
TRIES = 20
"""How many settings the optimiser may try for each number that it turns."""


class Spent(Exception):  # noqa: N818 (no error: how a search ends)
    """Raised where a look would take more matches than are left."""


@dataclass(frozen=True)
class Space(Generic[Candidate]):
    """What is searched: where to start, and what is near a candidate."""

    starts: Sequence[Candidate]
    moves: Callable[[Candidate], Sequence[Callable[[Candidate], Candidate]]]
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

    def look(self, count: int) -> "Look[Candidate]":
        """Take the next matches, the same for whoever is looked at."""
        found = Look(self, self.next, count)
        self.next += count
        return found


class Look(Generic[Candidate]):
    """Some matches that candidates are looked at by; who was looked at is not played again."""

    def __init__(self, luck: Luck[Candidate], first: int, count: int) -> None:
        self.luck, self.first, self.count = luck, first, count
        self.known: dict[Candidate, Values] = {}

    def values(self, candidates: Sequence[Candidate]) -> list[Values]:
        """Give the values of each, `(match,)`."""
        new = [each for each in dict.fromkeys(candidates) if each not in self.known]
        if new:
            self.known.update(zip(new, self.luck.played(new, self.first, self.count), strict=True))
        return [self.known[each] for each in candidates]

    def gains(self, candidates: Sequence[Candidate], base: Candidate) -> list[float]:
        """Give by how much the mean of each is above that of the base."""
        of_base, *others = self.values([base, *candidates])
        return [float(differences(values, of_base).mean()) for values in others]


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
    start = best = _raced(space, luck, indifference)
    try:
        for better in _better(space, luck, start):
            best = better
    except Spent:
        pass
    return Result(start, best, len(luck.seen), luck.spent, luck.next)


def _raced(space: Space[Candidate], luck: Luck[Candidate], indifference: float) -> Candidate:
    """Give the best of the starts, or one as good, in its part of the budget."""
    if len(space.starts) == 1:
        return space.starts[0]
    rule = Rule(len(space.starts), indifference, most=int(RACE * luck.budget) // len(space.starts))
    found = choose(rule, lambda left, first, n: luck.played([space.starts[each] for each in left], first, n))
    return space.starts[found.best]


def _better(space: Space[Candidate], luck: Luck[Candidate], start: Candidate) -> Iterator[Candidate]:
    """Give one better candidate after the other, by turns; ends by Spent."""
    best, count = start, min(max(luck.budget // LOOKS, SHORTEST), LONGEST)
    while True:
        before = best
        for stage in (_numbers, _moves):
            for better in stage(space, luck, best, count):
                best = better
                yield best
        if best == before:
            count *= 2


def _numbers(space: Space[Candidate], luck: Luck[Candidate], base: Candidate, count: int) -> Iterator[Candidate]:
    """Turn all numbers together on one look, and give the best setting where a second look tells it to be better."""
    from scipy.optimize import Bounds, direct

    bounds = space.numbers(base)
    if not bounds:
        return
    look = luck.look(count)

    def worth(point: Values) -> float:
        (values,) = look.values([space.turned(base, dict(zip(bounds, point.tolist(), strict=True)))])
        return -float(values.mean())

    look.values([base])
    direct(worth, Bounds(*np.array([*bounds.values()]).T), maxfun=TRIES * len(bounds), locally_biased=True)
    found = max(look.known, key=lambda each: float(look.known[each].mean()))
    yield from _believed(luck, base, [lambda _: found], count, len(look.known) * count)


def _moves(space: Space[Candidate], luck: Luck[Candidate], base: Candidate, count: int) -> Iterator[Candidate]:
    """Try every step in a short look, and give what steps lead to that a second look tells to be better."""
    ways = {way(base): way for way in reversed(space.moves(base))}
    ways.pop(base, None)
    short = min(max(count // SHORT, SHORTEST), luck.left // (2 * (len(ways) + 1)))
    if short < FEWEST:
        raise Spent
    gains = luck.look(short).gains([*ways], base)
    ranked = sorted(zip(gains, ways.values(), strict=True), key=lambda each: -each[0])
    leading = [way for gain, way in ranked[:LEADING] if gain > 0]
    yield from _believed(luck, base, leading, count, (len(ways) + 1) * short)


def _believed(
    luck: Luck[Candidate],
    base: Candidate,
    ways: Sequence[Callable[[Candidate], Candidate]],
    count: int,
    first: int,
) -> Iterator[Candidate]:
    """Give, way after way, what a second look tells to be better than what was believed before.

    `first` is how many matches the first look took.
    """
    end = luck.spent + SECOND * max(first, 2 * count * len(ways))
    for place, way in enumerate(ways):
        to, until = way(base), luck.spent + (end - luck.spent) // (len(ways) - place)
        if to != base and _is_better(luck, to, base, count, until, len(ways) * TESTS):
            base = to
            yield base


def _is_better(
    luck: Luck[Candidate], candidate: Candidate, base: Candidate, count: int, until: int, tests: int
) -> bool:
    """Say whether fresh matches tell that a candidate is better, so many tests considered."""
    lost = np.empty(0)
    for _ in range(TESTS):
        more = max(len(lost), count)
        if luck.spent + 2 * more > until:
            return False
        values, of_base = luck.played([candidate, base], luck.next, more)
        lost = np.concatenate([lost, differences(of_base, values)])
        if lost.mean() >= 0:
            return False
        p = p_below(interval(lost), len(lost))
        if p is not None and tests * p < DOUBT:
            return True
    return False
