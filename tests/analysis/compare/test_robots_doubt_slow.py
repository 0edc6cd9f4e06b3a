"""Do the wider intervals hold the truth? Simulated stopwatch studies: six tries a row, 200 studies of each kind.

Robots drawn from the population, and those of its 10th and 90th percentile, are timed; the files that come of it say
what a plan reaches, and by how much it beats another one, each with a 95 % interval of luck and tries together. It
should hold the truth in 95 %; a test fails where it does in fewer than 92 or more than 98 % of the 200 studies of a
kind, or of the 600 of a season. With fresh seeds, and 95 % exactly, each count of a kind would raise a false alarm in
3 of 100 runs, each of a season in 1 of 1,000 (binomial); the seeds are fixed, so what holds goes on holding.
"""

import numpy as np
import pytest
from stopwatch import studies

pytestmark = pytest.mark.slow

STUDIES, LEAST, MOST = 200, 0.92, 0.98
KINDS = (None, 10, 90)
"""Drawn from the population, or a percentile of it."""
CASES = {
    "fgc_2022": ("collect and climb late", "collect all match"),
    "fgc_2026": ("fill up and shoot", "shoot all match"),
}
"""A season with few and one with many rows, and plans that differ for every robot: with or without a climb."""


@pytest.mark.parametrize("key", CASES)
def test_the_wider_intervals_hold_the_truth(key):
    """Of a plan's mean and of a gain between plans, in 92 to 98 % of studies of each kind, and of all together."""
    by_kind = {kind: studies(key, CASES[key], kind, STUDIES) for kind in KINDS}
    held = np.array(list(by_kind.values()))
    for count, found in ((STUDIES, held), (STUDIES * len(KINDS), held.sum(axis=0))):
        assert ((found >= LEAST * count) & (found <= MOST * count)).all(), by_kind
