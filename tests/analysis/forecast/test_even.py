"""The points at which a forecast tries structures are Sobol's, as scipy has them."""

import numpy as np
import pytest
from scipy.stats.qmc import Sobol

from analysis.forecast.even import evenly


@pytest.mark.parametrize("count", [1, 128, 5_000])
def test_they_are_those_of_scipy(count):
    """To the last bit and in the same order: what a forecast prints hangs on both."""
    assert np.array_equal(evenly(count), Sobol(5, scramble=False).fast_forward(1).random(count))
