"""The search of `sim optimise`, on made-up functions whose best candidate is known."""

from collections import defaultdict
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from analysis.compare.search import FEWEST, Look, Luck, Space, Spent, _each, search

RIGHT = ("a", "b", "c", "d")
PEAK = {"a": 73.0, "c": 20.0}


def true_value(candidate):
    """Give what a candidate is worth: points for each row, in the right order, at the right time; `x` only costs."""
    order, times = candidate
    apart = sum(abs(at - PEAK[row]) for row, at in times)
    good = [row for row in order if row in RIGHT]
    sorted_pairs = sum(first < second for first, second in pairwise(good))
    return 100 + 10 * len(good) + 8 * sorted_pairs - 15 * ("x" in order) - apart / 5


def swapped(row, candidate):
    """Put a row one place earlier."""
    order = list(candidate[0])
    if row not in order[1:]:
        return candidate
    place = order.index(row)
    order[place - 1 : place + 1] = order[place], order[place - 1]
    return (tuple(order), candidate[1])


def first(row, candidate):
    """Put a row before all others."""
    order = candidate[0]
    return ((row, *(each for each in order if each != row)), candidate[1]) if row in order else candidate


def without(row, candidate):
    """Leave a row out."""
    return (tuple(each for each in candidate[0] if each != row), candidate[1])


def added(row, candidate):
    """Add a row at the end."""
    return candidate if row in candidate[0] else ((*candidate[0], row), candidate[1])


def moves(_):
    """Give every step."""
    return [partial(step, row) for row in (*RIGHT, "x") for step in (swapped, first, without, added)]


def turned(candidate, numbers):
    """Do rows from other times on."""
    return (candidate[0], tuple((row, round(at)) for row, at in numbers.items()))


def numbers(candidate):
    """Give the bounds of times."""
    return {row: (0.0, 150.0) for row, _ in candidate[1]}


def led_to(found, _):
    """Lead to the same one from anywhere."""
    return found


TIMED = (("a", 120), ("c", 100))
FAR = (("b", "x", "a", "d"), TIMED)
WORSE = (("x",), TIMED)
SPACE = Space((WORSE, FAR), moves, numbers, turned)


def luck_of(seed, first, candidate):
    """Give a source of numbers of a candidate's own."""
    return np.random.default_rng([seed, first, *repr(candidate).encode()])


def playing(value, spread=30.0, heard=None):
    """Give matches of these values: luck is shared by all in a match, and some of it is each candidate's own."""

    def play(candidates, first, count):
        assert len(set(candidates)) == len(candidates)
        if heard is not None:
            heard.append((candidates, first, count))
        shared = np.random.default_rng([1, first]).normal(0, spread, count)
        own = [luck_of(2, first, each).normal(0, spread / 3, count) for each in candidates]
        return np.array([value(each) + shared + luck for each, luck in zip(candidates, own, strict=True)])

    return play


def test_the_best_is_found_from_a_bad_start():
    """A row is put in its place, one left out, one added, and both numbers are turned to where they are best."""
    found = search(SPACE, playing(true_value), 300_000, 1.0)
    assert found.start == FAR
    assert found.best[0] == RIGHT
    assert true_value(found.best) > true_value((RIGHT, tuple(PEAK.items()))) - 1


def test_the_budget_is_kept_and_nobody_plays_a_match_twice():
    """What is counted is what was played; no candidate is given a match that it has played; fresh ones are left."""
    for budget in (2_000, 20_000, 70_001):
        heard = []
        found = search(SPACE, playing(true_value, heard=heard), budget, 1.0)
        assert found.matches == sum(len(candidates) * count for candidates, _, count in heard) <= budget
        assert found.fresh >= max(first + count for _, first, count in heard)
        seen = defaultdict(list)
        for candidates, first, count in heard:
            for each in candidates:
                assert all(first >= last or first + count <= begun for begun, last in seen[each])
                seen[each].append((first, first + count))


def test_the_same_matches_give_the_same_candidate():
    """Nothing in a search is left to chance but the matches."""
    first, second = (search(SPACE, playing(true_value), 50_000, 1.0) for _ in range(2))
    assert first == second


def test_where_all_are_alike_the_start_is_kept():
    """Candidates that give the same in each match are never called better."""
    alike = Space((FAR,), moves, numbers, turned)
    found = search(alike, lambda some, _, count: np.ones((len(some), count)), 50_000, 1.0)
    assert (found.best, found.start) == (FAR, FAR)
    assert found.tried > 10


def test_a_candidate_without_numbers_or_steps_ends_too():
    """Where nothing can be tried the search looks at the start until the budget is spent, and ends."""
    alone = Space((FAR,), lambda _: [], lambda _: {}, turned)
    found = search(alone, playing(true_value), 5_000, 1.0)
    assert (found.best, found.tried) == (FAR, 1)


def test_a_candidate_of_which_all_numbers_are_known_ends_too():
    """Where every setting was played as long as what is left allows, the search ends."""
    one = Space((FAR,), lambda _: [], lambda _: {"a": (70.0, 73.0)}, lambda _, to: (FAR[0], (("a", round(to["a"])),)))
    found = search(one, playing(lambda each: float(each == FAR), 0.0), 5_000, 1.0)
    assert found.best == FAR
    assert 2 <= found.tried <= 5


def test_luck_alone_leads_nowhere_worse():
    """From the best candidate no search of ten ends at one that costs a point, where luck is 10.

    Of ways that cost nothing it may take any.
    """
    there = Space(((RIGHT, tuple(PEAK.items())),), moves, numbers, turned)

    def lost(seed):
        def play(candidates, first, count):
            luck = np.array([luck_of(seed, first, each).normal(0, 10, count) for each in candidates])
            return luck + np.array([[true_value(each)] for each in candidates])

        return true_value(there.starts[0]) - true_value(search(there, play, 20_000, 1.0).best)

    assert max(map(lost, range(10))) < 1


def test_what_is_tried_from_one_plan_goes_on_with_the_same_matches():
    """Where nothing is ahead, no round starts anew: each candidate goes on where it stopped before."""
    heard = []
    play = playing(lambda each: float(each == FAR), 0.0, heard)
    assert search(Space((FAR,), moves, numbers, turned), play, 50_000, 1.0).best == FAR
    last = defaultdict(int)
    for candidates, first, count in heard:
        assert {last[each] for each in candidates} == {first}
        last |= dict.fromkeys(candidates, first + count)
    assert sum(first > 0 for _, first, _ in heard) > len(heard) / 3


def test_small_gains_are_found_and_luck_does_not_undo_them():
    """Three steps of 23 gain a fifth of a point, with luck of 13 a match: a search seldom ends at one of the others.

    Searches that took whatever was ahead ended at a loss in 14 of 60, of up to 2.4 points; these do so in one.
    """
    worth = {step: 0.2 if step > 20 else -0.2 * step for step in range(24)}
    space = Space((0,), lambda _: [partial(led_to, step) for step in worth], lambda _: {}, turned)

    def gain(seed):
        def play(candidates, first, count):
            return np.array(
                [luck_of(seed, first, each).normal(worth[each], 13 * (each > 0), count) for each in candidates]
            )

        return worth[search(space, play, 30_000, 1.0).best]

    gains = [gain(seed) for seed in range(20)]
    assert min(gains) > -0.5
    assert np.mean(gains) > 0.08


def test_a_small_budget_is_spent_on_steps_too():
    """Where a look at all steps as long as usual would be too long, a shorter one is taken."""
    alone = Space((FAR,), moves, lambda _: {}, turned)
    found = search(alone, playing(true_value), 3_000, 1.0)
    assert found.tried > 10
    assert found.matches > 2_000


@pytest.mark.parametrize("budget", [0, 1_000])
def test_a_budget_that_is_too_small_is_refused(budget):
    """Two starts need 128 matches each within a fifth of it."""
    with pytest.raises(ValueError, match="expected a budget in which 2 starts can race"):
        search(SPACE, playing(true_value), budget, 1.0)


def test_a_part_of_the_budget_is_shared_by_all_and_the_base():
    """Nobody gets fewer matches than tell something, nor more than are left; too few are none."""
    luck = Luck(lambda *_: np.zeros(0), 10_000)
    assert _each(luck, 0.5, 9) == 500
    assert _each(luck, 0.01, 9) == FEWEST
    luck.spent = 10_000 - 10 * FEWEST
    assert _each(luck, 0.5, 9) == FEWEST
    luck.spent += 1
    with pytest.raises(Spent):
        _each(luck, 0.5, 9)


def test_what_is_ahead_by_the_same_in_every_match_is_surely_ahead():
    """A gain without any spread has no error, however small it is; who is equal is not ahead."""
    luck = Luck(lambda candidates, _, count: np.array([np.full(count, each) for each in candidates]), 10_000)
    assert Look(luck, 0.0).ahead([0.25, 0.0, -0.5, 0.5], 100, errors=2) == [0.5, 0.25]
