"""The best of many: what is dropped, when it ends, what an equal split would take; on numbers of known truth."""

import numpy as np
import pytest
from candidates import bell, chosen_of, seldom
from scipy.stats import skew, t

from analysis.compare.best import FIRST, GROWTH, Rule, _looks, choose
from analysis.precision import LOPSIDED

SPREAD = [-10 * place / 15 for place in range(16)]


def test_the_best_is_found_with_far_fewer_matches():
    """Of 16 over ten times the indifference: a third of an equal split, a quarter of one unpaired."""
    choices, good = chosen_of(SPREAD, bell(SPREAD, 25.0), range(3))
    assert good == 3
    for each in choices:
        assert each.reached
        assert each.matches < each.each * 16 / 3
        assert each.matches < each.unpaired * 16 / 4
        assert each.dropped_at[each.best] is None
        assert each.dropped_at[15] == FIRST


def test_the_sums_are_those_of_the_matches():
    """Means, spreads and pairs are over the matches that a candidate, or both of a pair, played."""
    true, asked = [0, -0.6, -8], []
    play = bell(true, 12.0)(4)

    def heard(left, first, count):
        asked.append((tuple(left), first, count))
        return play(left, first, count)

    found = choose(Rule(3, 0.5), heard)
    seen = found.seen
    assert [first for _, first, _ in asked] == [sum(count for _, _, count in asked[:n]) for n in range(len(asked))]
    assert [int(n) for n in seen.matches] == [sum(c for left, _, c in asked if n in left) for n in range(3)]
    assert seen.matches[2] < seen.matches[0]
    values = np.concatenate([play([0, 1, 2], first, count) for _, first, count in asked], axis=1)
    few = values[:, : int(seen.matches[2])]
    assert seen.means[0] == pytest.approx(values[0].mean())
    assert seen.variances[0] == pytest.approx(values[0].var(ddof=1))
    assert seen.apart[0, 2] == pytest.approx((few[0] - few[2]).mean())
    assert seen.spreads[2, 0] == pytest.approx((few[0] - few[2]).var(ddof=1))


def seen_of(values):
    """Let candidates play these matches, which is enough to choose."""
    return choose(Rule(len(values), 1e9), lambda left, first, count: values[left, first : first + count]).seen


def test_a_mean_difference_reaches_as_far_as_students_t():
    """So far above its true value one lies with just that doubt; four times as many matches halve it."""
    values = np.random.default_rng(5).normal(0, 20, (2, FIRST))
    seen, apart = seen_of(values), values[0] - values[1]
    quantile, error = t.isf(0.01, FIRST - 1), apart.std(ddof=1) / np.sqrt(FIRST)
    assert seen.reach(0.01)[0, 1] == pytest.approx(quantile * error)
    assert seen.asked[0, 1] == pytest.approx(LOPSIDED * skew(apart) ** 2)
    wanted = quantile * error / 20.001
    assert seen.needed(0.01, wanted)[0, 1] == np.ceil(20.001**2 * FIRST)
    assert seen_of(np.ones((2, FIRST)) / 3).variances.tolist() == [0, 0]


def test_looks_are_counted_to_the_end():
    """The last look is where enough matches were played; each has so many times those of the one before."""
    assert _looks(100, 100) == _looks(100, 7) == 1
    assert _looks(100, 101) == 2
    assert _looks(100, int(100 * GROWTH**3) - 1) == 4


def test_what_seldom_differs_has_bernsteins_bound():
    """Two of 512 matches differ by 200: the bound holds until a mean can be taken as normal; when, is foretold."""
    values = np.tile(np.random.default_rng(6).uniform(0, 100, FIRST), (2, 1))
    values[0, :2] += 200
    seen, odds = seen_of(values), np.log(3 / 0.05)
    apart, width = values[0] - values[1], values.max() - values.min()

    def bound(n):
        return np.sqrt(2 * apart.var(ddof=1) * odds / n) + 3 * width * odds / n

    assert seen.asked[0, 1] == pytest.approx(LOPSIDED * skew(apart) ** 2)
    assert seen.reach(0.05)[0, 1] == pytest.approx(bound(FIRST))
    needed = seen.needed(0.05, 5.0)[0, 1]
    assert bound(needed) <= 5 < bound(needed - 1)
    assert seen.needed(0.05, 0.5)[0, 1] == np.ceil(seen.asked[0, 1]) < 10_000


def test_an_equal_split_is_as_long_as_its_slowest_pair():
    """On a luck of its own each candidate's variance counts, on the same luck that of the differences."""
    shared = np.random.default_rng(7).normal(0, 30, (1, 200_000))
    values = shared + np.random.default_rng(8).normal(0, [[2], [3], [4]], (3, 200_000))
    rule = Rule(3, 0.4)
    found = choose(rule, lambda left, first, count: values[left, first : first + count])
    quantile = t.isf(rule.at_end, 10**6)
    assert rule.at_end == pytest.approx(0.99 * 0.05 / 2)
    assert found.each == pytest.approx((quantile / 0.4) ** 2 * (3**2 + 4**2), rel=0.15)
    assert found.unpaired == pytest.approx((quantile / 0.4) ** 2 * 2 * 30**2, rel=0.15)


@pytest.mark.parametrize("true", [[0.0] * 5, [0, 0, -1, -1, -1], [0, -1, -1, -1, -1]])
@pytest.mark.parametrize("make", [lambda true: bell(true, 12.0), lambda true: seldom(true, 0.02)])
def test_it_never_takes_more_than_an_equal_split(true, make):
    """Whatever the true values: also where nothing can be dropped."""
    for each in chosen_of(true, make(true), range(10))[0]:
        assert each.reached
        assert max(each.seen.matches) <= each.each


def test_candidates_that_never_differed_are_not_yet_equal():
    """The second gains 200 points in half a per cent of matches; the first look may see none of them, and goes on."""
    true = [0.0, 1.0]
    choices, good = chosen_of(true, seldom(true, 0.005), range(30))
    assert any(each.seen.matches[0] > FIRST for each in choices)
    assert min(each.seen.matches[0] for each in choices) > 2 * FIRST
    assert good >= 29


def test_equal_candidates_come_to_an_end():
    """Candidates that are the same in every match are chosen from after as many as a rare difference would need."""
    values = np.random.default_rng(1).normal(100, 20, 100_000)
    found = choose(Rule(3, 1.0), lambda left, first, count: np.tile(values[first : first + count], (len(left), 1)))
    assert (found.best, found.reached, found.dropped_at) == (0, True, (None, None, None))
    assert FIRST < found.seen.matches[0] < 10_000


def test_scores_that_are_always_the_same_need_no_second_look():
    """Where no value ever differs there is nothing to wait for."""
    found = choose(Rule(2, 1.0), lambda left, _, count: np.zeros((len(left), count)))
    assert (found.reached, found.matches) == (True, 2 * FIRST)


def test_the_most_matches_are_kept_and_doubt_is_owned():
    """Where the matches that are allowed do not reach, the best so far is named, and that it is not sure."""
    play = bell([0.0, -0.1], 50.0)(1)
    for most in (2, 600, 5_000):
        found = choose(Rule(2, 0.1, most=most), play)
        assert not found.reached
        assert max(found.seen.matches) == most


@pytest.mark.parametrize("wrong", [(1, 1.0), (2, 0.0), (2, float("nan")), (2, 1.0, 1.0), (2, 1.0, 0.3)])
def test_what_cannot_be_is_refused(wrong):
    """One candidate is no choice; nothing is never lost for sure."""
    with pytest.raises(ValueError, match="expected two or more candidates"):
        Rule(*wrong)
