"""Distributions drawn with letters: as wide as was said, all of it there, on one scale and one axis."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.histograms import Histogram, of_whole
from analysis.plots.terminal import BLOCKS, HEIGHT, PLAIN, distribution_lines

SCORES = np.random.default_rng(1).integers(20, 400, (2, 500))


def bins_of(*kinds):
    """Give the histogram of whole numbers of red and of blue."""
    return of_whole({name: Counter(list(kind)) for name, kind in zip(("red", "blue"), kinds, strict=False)})


def heights(lines, signs=BLOCKS):
    """Give how high each column of one distribution stands, in steps of a sign."""
    wide = max(map(len, lines))
    return [sum(signs.index(line.ljust(wide)[column]) for line in lines) for column in range(wide)]


@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=50), st.integers(1, 200), st.booleans())
def test_a_distribution_is_as_wide_as_was_said(values, width, plain):
    """No line is wider than the terminal, but for the sentence; every value shows as a column."""
    bins = bins_of(values)
    name, *lines = distribution_lines(bins, width, plain=plain)
    assert name.startswith("red: up to ")
    assert all(len(line) <= max(width, 20) for line in lines)
    assert len(lines) == HEIGHT + 2
    assert max(heights(lines[:HEIGHT], PLAIN if plain else BLOCKS)) == HEIGHT * (len(PLAIN if plain else BLOCKS) - 1)


def test_columns_are_as_high_as_the_shares():
    """The highest bin fills all lines, half of it half of them, and what is rare still shows."""
    bins = Histogram((0, 10, 20, 30, 40), {"red": (1000, 500, 1, 0)})
    lines = distribution_lines(bins, 21)
    steps = len(BLOCKS) - 1
    assert heights(lines[1 : 1 + HEIGHT])[::5] == [HEIGHT * steps, HEIGHT * steps / 2, 1]
    assert lines[0] == "red: up to 66.6 % in 10 points"


def test_both_sides_have_the_same_scale():
    """A side whose scores lie closer together is the higher one."""
    narrow = np.clip(SCORES[0], 150, 250)
    lines = distribution_lines(bins_of(SCORES[1], narrow), 80)
    red, blue = lines[1 : 1 + HEIGHT], lines[2 + HEIGHT : 2 + 2 * HEIGHT]
    assert max(heights(red)) < max(heights(blue)) == HEIGHT * (len(BLOCKS) - 1)


@pytest.mark.parametrize("width", [20, 45, 80, 200])
def test_numbers_stand_below_their_edges(width):
    """Each number of the axis stands where its value is."""
    bins = bins_of(*SCORES)
    *_, rule, axis = distribution_lines(bins, width)
    wide = len(rule) / (bins.edges[-1] - bins.edges[0])
    numbers = {
        axis.index(f" {word}" if place else word) + (place > 0): word for place, word in enumerate(axis.split())
    }
    assert float(axis.split()[0]) == bins.edges[0]
    for column, word in numbers.items():
        assert column == pytest.approx((float(word) - bins.edges[0]) * wide, abs=2)
    assert len(axis) <= len(rule) + 1
