"""Is the stated error of a fitted number true? Events whose numbers are known, fitted 30 times.

For each number the deviations from the truth, over the stated errors, should have mean 0 and mean square 1. The error
is an approximation, so the root mean square may lie between 0.6 and 1.5, and the mean within 0.6. Were the error
exact, fresh seeds would raise a false alarm once in 500 runs, nearly always by the mean; the seeds are fixed.
"""

import numpy as np
import pytest
from made_events import BOUNDS, TRUTH, asked_for, calibrated, event_of

pytestmark = pytest.mark.slow

EVENTS, REPEATS = 20, 30


def test_errors_are_as_large_as_they_say():
    """Numbers lie as far from the truth as their errors say, and to both sides of it."""
    asked = asked_for(BOUNDS)
    found = []
    for repeat in range(1_000, 1_000 + REPEATS):
        fit = calibrated(asked, event_of(TRUTH, asked, repeat), EVENTS, 2).fit(1)
        found.append([(fit.after[name] - truth) / fit.error[name] for name, truth in TRUTH.items()])
    deviations = np.array(found)
    assert (np.abs(deviations.mean(axis=0)) < 0.6).all()
    size = np.sqrt((deviations**2).mean(axis=0))
    assert ((size > 0.6) & (size < 1.5)).all()
