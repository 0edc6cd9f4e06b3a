"""Do the wider intervals hold the truth? Simulated stopwatch studies: six tries a row, 200 studies of each kind.

Robots drawn from the population, and those of its 10th and 90th percentile, are timed; the files that come of it say
what a plan reaches, and by how much it beats another one, each with a 95 % interval of luck and tries together. It
should hold the truth in 95 %; a test fails below 92 or above 98 % of the 600 studies of a season, outside of 552 to
588. With fresh seeds, and 95 % exactly, each of the four counts would raise a false alarm in 1 of 1,000 runs
(binomial); the seeds are fixed, so what holds goes on holding. One kind alone may lie lower: chances near one half
that decide much, as of a climb, are hard to tell by six tries.
"""

import numpy as np
import pytest
from stopwatch import Study, studies

pytestmark = pytest.mark.slow

STUDIES, FEWEST, MOST = 200, 552, 588
KINDS = (None, 10, 90)
"""Drawn from the population, or a percentile of it."""
CASES = {
    "fgc_2022": ("collect and climb late", "collect all match"),
    "fgc_2026": ("fill up and shoot", "shoot all match"),
}
"""A season with few and one with many rows, and plans that differ for every robot: with or without a climb."""


@pytest.mark.parametrize("key", CASES)
def test_the_wider_intervals_hold_the_truth(key):
    """Of a plan's mean and of a gain between plans, in 92 to 98 % of studies."""
    by_kind = [studies(key, CASES[key], percentile, STUDIES) for percentile in KINDS]
    held = Study(*np.sum(by_kind, axis=0).tolist())
    assert FEWEST <= held.mean <= MOST, by_kind
    assert FEWEST <= held.gain <= MOST, by_kind
