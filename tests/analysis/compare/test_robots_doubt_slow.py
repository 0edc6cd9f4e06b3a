"""Do the wider intervals hold the truth? Simulated stopwatch studies: six tries a row, 200 studies of each kind.

Robots drawn from the population, and those of its 10th and 90th percentile, are timed; the files that come of it say
what a plan reaches, and by how much it beats another one, each with a 95 % interval of luck and tries together. It
should hold the truth in 95 %; a test fails where it does in fewer than 180 or more than 198 of the 200 studies of a
kind, or in fewer than 92 or more than 98 % of the 600 of a season. With fresh seeds, and 95 % exactly, each count of
a kind would raise a false alarm in 2 of 1,000 runs, each of a season in 1 of 1,000 (binomial). The seeds are fixed:
what holds goes on holding.
"""

import numpy as np
import pytest
from stopwatch import studies

pytestmark = pytest.mark.slow

STUDIES = 200
OF_KIND, OF_SEASON = (180, 198), (552, 588)
"""In how many studies at least and at most the truth is held, of a kind's and of a season's."""
KINDS = (None, 10, 90)
"""Drawn from the population, or a percentile of it."""
CASES = {
    "fgc_2022": ("collect and climb late", "collect all match"),
    "fgc_2026": ("fill up and shoot", "shoot all match"),
}
"""A season with few and one with many rows, and plans that differ for every robot: with or without a climb."""


@pytest.mark.parametrize("key", CASES)
def test_the_wider_intervals_hold_the_truth(key):
    """Of a plan's mean and of a gain between plans, about as often as they say, in each kind and in all together."""
    by_kind = {kind: studies(key, CASES[key], kind, STUDIES) for kind in KINDS}
    held = np.array(list(by_kind.values()))
    for (least, most), found in ((OF_KIND, held), (OF_SEASON, held.sum(axis=0))):
        assert ((least <= found) & (found <= most)).all(), by_kind
