"""A brief of a real event's second day holds what it says: ranges cover as many scores as they claim."""

import pytest
from back_checks import EVERY, FILE, SECOND_DAY, asked_for, is_covered
from places import shared

from analysis.forecast.kept import known
from sim.compiling import cache_folder


@pytest.mark.slow
def test_ranges_of_the_second_day_cover_17_to_20_of_20():
    """Of 20 matches, chosen by a fixed rule, 17 to 20 scores of our alliance lie in their 90 % range.

    False alarms: a range that holds nine times of ten covers 16 or fewer of 20 with a chance of .13; but the table
    and the seed are fixed, so that this fails only where the forecast changes.
    """
    running, request = asked_for(shared("data", FILE).read_bytes())
    learnt = known(request, 1, lambda _: None, False, cache_folder())
    places = SECOND_DAY[::EVERY]
    assert len(places) == 20
    assert 17 <= sum(is_covered(running, request, learnt, place) for place in places) <= 20
