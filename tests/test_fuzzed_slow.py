"""Every input damaged thousands of times: refused in one line, or accepted and right; never a traceback."""

import pytest
from fuzzing import fuzz
from inputs import REFUSED

pytestmark = pytest.mark.slow
SHARE = 0.2
"""Of what `tests/scripts/fuzz_inputs.py` tries, which takes minutes."""


def test_damaged_inputs_are_refused_or_right(tmp_path):
    """What is accepted scores, plays and is read as it stands there; both happens, of each kind of input."""
    for name, found in fuzz(tmp_path, SHARE):
        assert len(found) > 1, (name, found)
        assert found[REFUSED], name
