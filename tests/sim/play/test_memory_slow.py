"""A longer run takes no more memory: matches are counted and forgotten, part by part."""

import os
import subprocess
import sys

import pytest
from places import SIM

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "wait4"), reason="no memory counts here")]

MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
assert status == 0
print(used.ru_maxrss)
"""
"""A small process in between: a large one, like that of the tests, would be counted into its child's peak."""


def peak(*args):
    """Give the peak memory of `sim run`, in the system's unit."""
    command = [sys.executable, "-c", MEASURE, SIM, "run", "--season", "2022", *map(str, args)]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("saved", [False, True], ids=["summed up", "saved"])
def test_four_times_the_matches_in_the_same_memory(sim, tmp_path, saved):
    """A run of 400,000 matches peaks at most a tenth above one of 100,000, be it saved or not."""
    sim("run", "--season", "2022", "--matches", "1")  # compiles
    few, many = (
        peak("--matches", matches, *(("--out", tmp_path / str(matches)) if saved else ()))
        for matches in (100_000, 400_000)
    )
    assert many < 1.1 * few
