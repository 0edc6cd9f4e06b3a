"""Both engines play the same matches to the last bit: ten thousand a season, and hundreds of tables of any shape."""

import pytest
from hypothesis import HealthCheck, given, settings
from made_games import cases
from played import PLAYED
from scenes import BENT, Scene, scene

from sim.engine import fast, reference

pytestmark = pytest.mark.slow

SEASON, BENT_ONES = 10_000, 300
thorough = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", PLAYED)
def test_ten_thousand_matches_of_a_season_are_played_alike(name):
    """Markings, clocks, attempts and event logs are equal."""
    assert scene(name, SEASON, run=11).first_difference() is None


@pytest.mark.parametrize("bend", BENT)
@pytest.mark.parametrize("name", PLAYED)
def test_bent_matches_are_played_alike(name, bend):
    """Crowds, ties, coincidences, absent teams and rows that never open make no difference."""
    assert BENT[bend](scene(name, BENT_ONES, run=12)).first_difference() is None


@pytest.mark.parametrize("leaky", [False, True], ids=["legal", "leaky"])
def test_tables_of_any_shape_are_played_alike(leaky):
    """Tables of every shape end alike, or are refused with the same words where a place overflows."""
    refused = []

    @thorough
    @given(cases(leaky=leaky))
    def all_alike(case):
        of = Scene(case.game, case.orders, case.seed, case.robots(6))
        for match in range(case.first, case.first + 6):
            expected = of.events(reference.Engine, match)
            assert of.events(fast.Engine, match) == expected
            refused.append(isinstance(expected[0], str))

    all_alike()
    assert any(refused) == leaky
