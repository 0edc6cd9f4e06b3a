"""Golden playthroughs: one match of every season that can be played, told event by event, stays what it was.

Where a change to a season's seed file or to the engine means to play other matches, this writes a season's file anew:

    sim replay --season 2022 --match 3 --seed 1 > tests/golden/fgc_2022.txt
"""

import pytest
from places import TESTS
from played import PLAYED

import rules
from sim.table.language import seed

GOLDEN = TESTS / "golden"


@pytest.mark.parametrize("key", PLAYED)
def test_the_match_is_told_as_it_was(here, key):
    """Match 3 of seed 1 is told line by line as in the season's golden file."""
    done = here("replay", "--season", str(seed(key).season.year), "--match", "3", "--seed", "1")
    assumed = rules.load(key).assumed
    assert (done.returncode, done.stderr) == (0, f"sim: {assumed}\n" if assumed else "")
    assert done.stdout.splitlines() == (GOLDEN / f"{key}.txt").read_text(encoding="utf-8").splitlines()


def test_there_is_no_other_golden_file():
    """Every season with a match model has a golden match and a hash, and nothing is left of a season without one."""
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{key}.{kind}" for key in PLAYED for kind in ("txt", "sha256")
    }
