"""Do the wider intervals hold the truth? Simulated stopwatch studies: six tries a row, 200 studies of each kind.

Robots drawn from the population, and those of its 10th and 90th percentile, are timed; the files that come of it say
what a plan reaches, and by how much it beats another one, each with a 95 % interval of luck and tries together. It
should hold the truth in 95 %; a test fails below 92 or above 98 %, outside of 184 to 196 of 200. With fresh seeds,
and 95 % exactly, each of the 12 counts would raise a false alarm in 2.9 % of runs (binomial: 1.9 % too few, 1.0 % too
many); the seeds are fixed, so what holds goes on holding.
"""

import pytest
from stopwatch import studies

pytestmark = pytest.mark.slow

STUDIES, FEWEST, MOST = 200, 184, 196
CASES = {
    "fgc_2022": ("collect and climb late", "collect all match"),
    "fgc_2026": ("fill up and shoot", "shoot all match"),
}
"""A season with few and one with many rows, and plans that differ for every robot: with or without a climb."""


@pytest.mark.parametrize("percentile", [None, 10, 90])
@pytest.mark.parametrize("key", CASES)
def test_the_wider_intervals_hold_the_truth(key, percentile):
    """Of a plan's mean and of a gain between plans, in 92 to 98 % of studies."""
    held = studies(key, CASES[key], percentile, STUDIES)
    assert FEWEST <= held.mean <= MOST, held
    assert FEWEST <= held.gain <= MOST, held
