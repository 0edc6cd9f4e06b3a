"""A run folded part by part is the run as a whole, in whole numbers of any size and sign."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.run.summaries import QUANTILES, observed_quantiles, summarise, summary_of
from analysis.run.tallies import Moments, Tally, quantile, tally
from rules.season import Breakdown
from sim import simulate
from sim.play.matches import Matches
from sim.play.request import run_request

MATCHES = 300
REQUEST = run_request("fgc_2022", MATCHES, seed=8)
WORD = st.integers(-(2**63) + 1, 2**63 - 1)
numbers = st.lists(st.one_of(st.integers(-200, 200), WORD), min_size=1, max_size=40)
many = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def run():
    """Play some matches once for all the tests that need them."""
    return simulate("fgc_2022", MATCHES, seed=8)


def part(run, first, stop):
    """Give some matches of a run."""
    return run.at(slice(first, stop))


def summed(*parts):
    """Fold the parts of a run and sum it up."""
    return summary_of(tally(REQUEST, parts))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.sets(st.integers(1, MATCHES - 1), max_size=12))
@example(set(range(1, MATCHES)))
def test_any_cut_gives_the_same_summary(run, cuts):
    """However a run is cut into parts the document is the same, to the last digit."""
    bounds = [0, *sorted(cuts), MATCHES]
    parts = [part(run, *of) for of in pairwise(bounds)]
    assert summed(*parts) == summarise(REQUEST, run)


def test_parts_in_any_order_give_the_same_summary(run):
    """Counts know no order."""
    parts = [part(run, first, first + 50) for first in range(0, MATCHES, 50)]
    assert summed(*reversed(parts)) == summarise(REQUEST, run)


def folded(values, cut):
    """Fold numbers in two parts."""
    whole = np.array(values, dtype=np.int64)
    return Moments().with_more(whole[:cut]).with_more(whole[cut:])


@many
@given(numbers, st.integers(0, 40))
def test_moments_are_exact(values, cut):
    """Count, sum and sum of squares are those of Python's whole numbers, whatever their size and sign."""
    found = folded(values, cut)
    assert (found.n, found.total, found.squares) == (len(values), sum(values), sum(v * v for v in values))
    mean = Fraction(sum(values), len(values))
    assert found.spread == len(values) * sum((v - mean) ** 2 for v in values)


@pytest.mark.parametrize("often", [1, 1_000_000], ids=["once", "a million times"])
@pytest.mark.parametrize("value", [2**22 - 1, -(2**22) + 1, 2**22, 2**31, -(2**53) - 1, 2**62, -(2**63)])
def test_moments_of_many_large_numbers_are_exact(value, often):
    """A million squares add up exactly, also where their sum is beyond 64 bits."""
    found = Moments().with_more(np.full(often, value))
    assert (found.n, found.total, found.squares) == (often, often * value, often * value**2)


def test_a_mean_of_large_numbers_keeps_its_digits():
    """Numbers beyond 2^53 that differ by two have the spread of small ones that do."""
    found = folded([2**60, 2**60 + 2, 2**60 + 4], 1).estimate
    assert found == (float(2**60 + 2), 2 / sqrt(3))


def scored(run, red, blue):
    """Give a run with these scores instead of its own."""
    total = np.stack([red, blue], axis=-1)
    of = len(red)
    one = part(run, 0, 1).sheet
    sheet = type(one)(**{name: np.repeat(getattr(one, name), of, axis=0) for name in vars(one)})
    parts = {name: total if name == "carbon" else 0 * total for name in run.rules.parts}
    return Matches(run.rules, sheet, Breakdown(1, parts, total))


@pytest.mark.parametrize("size", [10, 2**20, 2**31, 2**53, 2**61], ids=hex)
def test_a_summary_of_scores_of_any_size_is_exact(run, size):
    """Mean, deviation, quantiles and correlation of negative and huge scores are those of Python's numbers."""
    values = np.random.default_rng(size).integers(-size, size, (2, 500))
    found = summarise(REQUEST, scored(run, *values))
    red, blue = values.tolist()
    every = sorted(red + blue)
    score = found.alliance_score
    assert score.mean == float(Fraction(sum(every), 1_000))
    assert (score.min, score.p50, score.max) == (every[0], every[499], every[-1])
    assert score.sd == pytest.approx(float(np.std(values.astype(float), ddof=1)), rel=1e-12)
    assert found.correlation == pytest.approx(np.corrcoef(values.astype(float))[0, 1], rel=1e-9)
    assert found.margin.mean == sum(abs(r - b) for r, b in zip(red, blue, strict=True)) / 500


def test_the_products_of_many_scores_are_exact(run):
    """The sum of red's times blue's is exact beyond 64 bits, in one part or in many."""
    high = np.full(1_000, 2**31 + 1)
    assert Tally(REQUEST).add(scored(run, high, -high)).products == -1_000 * (2**31 + 1) ** 2


@many
@given(numbers, st.integers(0, 100))
def test_quantiles_are_numpys(values, percent):
    """A quantile of the counts is numpy's `inverted_cdf` of the numbers themselves."""
    expected = np.percentile(np.array(values, dtype=object), percent, method="inverted_cdf")
    assert quantile(Counter(values), percent) == expected


@many
@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=400))
@example([*range(20)])
@example([*range(100)])
@example([*range(400)])
def test_the_quantiles_of_a_summary_are_numpys(values):
    """The quantiles that are printed are numpy's `inverted_cdf` of the raw scores."""
    found = {f"p{percent:02}": quantile(Counter(values), percent) for percent in QUANTILES}
    assert found == observed_quantiles(np.array(values))


def test_no_numbers_have_no_quantile():
    """Of nothing there is none."""
    with pytest.raises(ValueError, match="at least one value"):
        quantile(Counter(), 50)
