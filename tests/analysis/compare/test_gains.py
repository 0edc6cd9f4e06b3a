"""What many options gain at once: sums by blocks, intervals for all together, lopsided and rare differences."""

from dataclasses import fields
from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm, skew, t

from analysis.compare import gains as room
from analysis.compare.gains import FEWEST, NONE, critical, gains, leaning, most_share, nothing, rivals
from analysis.compare.matchups import FIGURES, figures
from analysis.compare.paired import interval
from sim.play.request import run_request


def summed(apart, cut=1):
    """Sum differences up in blocks."""
    found = nothing(len(apart))
    for block in np.array_split(apart, cut, axis=1):
        found = found.fed(block)
    return found


def drawn(seed, options=4, matches=4_000):
    """Draw whole differences of several options, which have luck in common."""
    random = np.random.default_rng(seed)
    own, common = random.normal(1, 8, (options, matches)), random.normal(0, 6, matches)
    return np.rint(own + common)


def test_blocks_change_nothing():
    """However the matches come, the sums are those of all at once."""
    apart = drawn(1)
    whole, parts = summed(apart), summed(apart, 7)
    assert all(np.array_equal(getattr(whole, each.name), getattr(parts, each.name)) for each in fields(whole))


def test_what_is_summed_is_each_request_above_the_first():
    """Played matches have the sums of their figures; a win more is known to be possible."""
    plans = ("collect and climb late", "climb low early", "collect all match", "climb together early")
    requests, told = [run_request("fgc_2022", 200, 9, playbook=plan) for plan in plans], []
    found = room.summed(requests, 1, told.append)
    played = np.array([figures(each, range(200)) for each in requests])
    assert (list(found), sum(told)) == (list(FIGURES), 800)
    for nth, (name, sums) in enumerate(found.items()):
        apart = played[1:, nth] - played[0, nth]
        assert sums.total == pytest.approx(apart.sum(axis=1))
        assert sums.widest == max(np.abs(apart).max(), name == "wins")
        assert sums.n == 200


def test_means_and_errors_are_those_of_the_paired_differences():
    """A gain's mean and error are what `compare` says of a pair."""
    apart = drawn(2)
    for found, values in zip(gains(summed(apart)), apart, strict=True):
        alone = interval(values)
        assert (found.mean, found.error) == (pytest.approx(alone.mean), pytest.approx(alone.error))
        assert found.differs == (values != 0).sum()


def test_one_option_has_students_interval():
    """Alone in its family, a normal difference has the interval that it has alone."""
    apart = np.random.default_rng(3).normal(1, 5, (1, 2_000)).round()
    (found,), alone = gains(summed(apart)), interval(apart[0])
    assert (found.low, found.high) == (pytest.approx(alone.low, abs=0.02), pytest.approx(alone.high, abs=0.02))


@pytest.mark.parametrize("options", [1, 5, 40])
def test_independent_options_have_sidaks_width(options):
    """The largest of independent |z| has a known quantile."""
    found = critical(np.eye(options), 1_000_000, 0.05)
    assert found == pytest.approx(norm.isf((1 - 0.95 ** (1 / options)) / 2), abs=0.02)


def test_options_that_err_together_cost_nothing():
    """Where all options have the very same luck, many are no wider than one, by Student's t."""
    assert critical(np.ones((30, 30)), 12, 0.05) == pytest.approx(t.isf(0.025, 11), abs=0.03)


def test_no_wider_than_bonferroni():
    """What the options have in common makes the intervals narrower than Bonferroni's, never wider."""
    sums = summed(drawn(4, options=20))
    found = critical(sums.covariance, sums.n, 0.05)
    assert norm.isf(0.025) < found < norm.isf(0.025 / 20)


def test_halls_cubic_is_turned_around():
    """Put into the cubic, what an interval leans by gives back the normal's; without skewness it is the same."""
    for lean in (-0.4, -0.1, 0.2, 0.5):
        for wide in (-3.0, -1.0, 0.5, 3.0):
            at = float(leaning(wide, np.array(lean)))
            assert at + lean * at**2 / 3 + lean**2 * at**3 / 27 + lean / 6 == pytest.approx(wide)
    assert leaning(2.5, np.array(0.0)) == pytest.approx(2.5)


def test_none_of_n_is_the_rule_of_three():
    """What never happened in n matches happens in less than about 3 / n of them."""
    found = most_share(np.array([0, 1, 1_000]), 1_000, 0.05)
    assert 1 - found[0] == pytest.approx(0.05 ** (1 / 1_000))
    assert (1 - found[1]) ** 1_000 + 1_000 * found[1] * (1 - found[1]) ** 999 == pytest.approx(0.05)
    assert found[2] == 1


def test_what_differs_in_few_matches_is_rare():
    """Its mean tells nothing: the interval is the share that may differ times the widest difference of any option."""
    apart = drawn(5, options=3)
    apart[1] = 0
    apart[1, :3] = 4
    apart[2] = 0
    usual, rare, none = gains(summed(apart))
    assert (usual.rare, rare.rare, none.rare) == (False, True, True)
    assert (rare.differs, rare.is_told) == (3, False)
    widest = np.abs(apart).max()
    upto = most_share(np.array([3, 0]), 4_000, 0.05 / 3 / 2) * widest
    assert (rare.high, none.high, none.low) == (
        pytest.approx(upto[0]),
        pytest.approx(upto[1]),
        pytest.approx(-upto[1]),
    )


def test_rivals_of_the_first():
    """What is as good may be the first; what is surely worse, or never changes anything, is not."""
    apart = drawn(7, options=4)
    apart[1] += 30
    apart[2] = apart[1] + np.resize((-1, 1), apart.shape[1])
    apart[3] = 0
    found = summed(apart)
    first = int(found.means.argmax())
    assert {first, *rivals(found, first)} == {1, 2}


@pytest.mark.parametrize(("part", "found"), [(0.99995, (1, 2)), (1.00005, (2,))])
def test_a_rival_is_out_where_a_paired_t_test_says_so(part, found):
    """Of three options each of the other two is out at half of 5 %, one-sided."""
    random = np.random.default_rng(10)
    first = random.normal(20, 5, 100)
    apart = random.normal(0, 5, 100)
    apart -= apart.mean()
    reach = t.isf(0.05 / 2, 99) * apart.std(ddof=1) / 10
    assert rivals(summed(np.array([first, first - apart - part * reach, first - apart])), 0) == found


def test_fewer_than_two_matches_tell_nothing():
    """One match has no error."""
    with pytest.raises(ValueError, match="two or more"):
        gains(summed(np.ones((2, 1))))
    assert all(each.rare for each in gains(summed(np.ones((2, FEWEST)))))


def test_the_lean_is_the_skewness_of_the_mean():
    """Of n matches it is that of one over the root of n; where all are equal there is none, and the mean is rare."""
    apart = np.random.default_rng(9).exponential(5, (3, 900)).round()
    apart[2] = 7
    found = summed(apart, 3)
    assert found.lean[:2] == pytest.approx(skew(apart[:2], axis=1) / 30)
    assert found.lean[2] == 0
    assert found.rare.tolist() == [False, False, True]


def test_errors_of_the_mean():
    """The covariance of means is that of the differences over their number."""
    apart = drawn(8)
    found = summed(apart)
    assert found.covariance == pytest.approx(np.cov(apart) / apart.shape[1])
    assert found.errors == pytest.approx(apart.std(axis=1, ddof=1) / sqrt(apart.shape[1]))


def test_nothing_gains_nothing():
    """Without options there are no gains; what can change nothing differs nowhere; small differences are small."""
    assert gains(nothing(0).fed(np.zeros((0, 5)))) == ()
    assert (NONE.mean, NONE.error, NONE.low, NONE.high, NONE.differs) == (0, 0, 0, 0, 0)
    assert summed(np.full((1, 4), 0.25)).widest == 0.25
