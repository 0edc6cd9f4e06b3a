"""The same seed gives the same bits on every machine: a hash of 100,000 matches a season, recorded once.

Where a change means to play other matches, this writes a season's file anew:

    PYTHONPATH=tests/kit python tests/sim/play/test_same_bits_slow.py fgc_2022 > tests/golden/fgc_2022.sha256
"""

import sys
from hashlib import sha256

import numpy as np
import pytest
from places import TESTS
from played import PLAYED

from sim import simulate

GOLDEN = TESTS / "golden"
pytestmark = pytest.mark.slow


def hash_of(key):
    """Hash every column of 100,000 matches of seed 1: sheets, scores, results."""
    digest = sha256()
    for name, column in sorted(simulate(key, 100_000, 1).columns().items()):
        digest.update(name.encode() + b"\0" + np.ascontiguousarray(column, dtype="<i8").tobytes())
    return digest.hexdigest()


@pytest.mark.parametrize("key", PLAYED)
def test_the_same_bits_as_when_it_was_recorded(key):
    """All columns of 100,000 matches hash to what stands in the season's file."""
    assert hash_of(key) == (GOLDEN / f"{key}.sha256").read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    print(hash_of(sys.argv[1]))
