"""What simulated events tell of an event's structure: known parts are found again."""

from dataclasses import replace

import numpy as np
import pytest
from small_course import KNOWN, LITTLE, hardly_met, scores

from analysis.forecast import structure as room
from analysis.forecast.structure import Played, foreseen, grown, matches_to_play, middles, structure, ties
from rules.errors import ModelError
from sim.play.event import event_request
from sim.play.request import run_request
from sim.table.game import playable_keys

KEYS = playable_keys()
SURE = LITTLE._replace(level=1e-6, growth=1e-6)
PLAIN = KNOWN._replace(other=-0.4, luck=-2.5)
"""What teams do to the other side is large enough, and luck small enough, to be seen in few events."""


def played(structure, count=10):
    """Draw the scores of so many events in which hardly anybody meets twice."""
    events = [hardly_met(seed) for seed in range(count)]
    drawn = [scores(of, seed, structure, SURE) for seed, of in enumerate(events)]
    return Played(np.array(drawn), np.array([of.teams for of in events]))


def test_what_teams_do_is_found_again():
    """Of ten events each number comes back within a few of its own errors, in units of the mean score."""
    of = played(PLAIN)
    found, mean = structure(of), of.scores.mean() / np.exp(PLAIN.scale)
    assert found.own == pytest.approx(PLAIN.own - np.log(mean), abs=0.05)
    assert found.other == pytest.approx(PLAIN.other, abs=0.1)
    assert found.both == pytest.approx(PLAIN.both, abs=0.1)
    assert found.level == pytest.approx(PLAIN.level / mean, abs=0.08)
    assert found.growth == pytest.approx(PLAIN.growth / mean, abs=0.05)
    assert found.scale == pytest.approx(np.log(of.scores.mean()))


def test_luck_is_found_again():
    """What is left of a score, and how far red and blue share it, come back where luck is large."""
    of = played(PLAIN._replace(luck=-0.5))
    found, mean = structure(of), of.scores.mean() / np.exp(PLAIN.scale)
    assert found.luck == pytest.approx(-0.5 - np.log(mean), abs=0.03)
    assert found.shared == pytest.approx(PLAIN.shared, abs=0.08)


def test_teams_that_do_nothing_to_others_are_seen_to():
    """Without an effect on the other side, the least that is assumed of one stands there."""
    found = structure(played(PLAIN._replace(other=-20.0, both=0.0)))
    assert (found.other, found.both) == (pytest.approx(np.log(room.LEAST_OTHER)), 0)


def test_matches_lie_in_the_middle_of_their_part():
    """Four matches lie at 1, 3, 5 and 7 eighths; growth goes from 0 to 1 by a curve that flattens."""
    assert middles(4).tolist() == [1 / 8, 3 / 8, 5 / 8, 7 / 8]
    assert grown(np.array([0, 1])).tolist() == [0, 1]
    assert grown(np.array(room.GROWN)) == pytest.approx((1 - np.exp(-1)) / (1 - np.exp(-1 / room.GROWN)))


def test_ties_are_counted_over_all_events():
    """One match of four in two events."""
    assert ties(Played(np.array([[[1, 2], [3, 3]], [[5, 4], [0, 1]]]), np.zeros((2, 2, 6), dtype=int))) == 0.25


def test_hindsight_takes_the_season_s_own_events_and_says_how_many():
    """With hindsight and without rivals only the season itself is played, as many matches as are announced."""
    request = event_request(run_request("2018", seed=3), repeats=1)
    told = []
    known = foreseen(request, 1, told.append, hindsight=True, rivals=False)
    assert sum(told) == matches_to_play(request, True, False) == room.EVENTS * request.matches
    assert known.others == ()
    assert min(known.prior.spread) > 0
    assert 5.5 < known.prior.centre.scale < 7  # the event's mean was 578 points


def test_a_season_without_others_cannot_be_foreseen(monkeypatch):
    """A cold year needs other seasons to learn from; too few are refused."""
    monkeypatch.setattr(room, "playable_keys", lambda: KEYS[:3])
    request = replace(event_request(run_request(KEYS[0]), repeats=1))
    with pytest.raises(ModelError, match="3 or more other seasons"):
        foreseen(request, 1, lambda _: None)


def test_a_year_not_yet_seen_is_as_far_off_as_other_years_were(monkeypatch):
    """What other seasons' populations say beyond what one would have thought beforehand moves it, and spreads it."""
    monkeypatch.setattr(room, "EVENTS", 2)
    monkeypatch.setattr(room, "playable_keys", lambda: KEYS[:5])
    request, told = event_request(run_request(KEYS[0], seed=3), repeats=1), []
    known = foreseen(request, 1, told.append)
    usual, *others = room._requests(request, 1)
    colder = [room.cold(usual), *(room.cold(each, {KEYS[0]}) for each in others)]
    own, *cool = map(structure, room.simulated(colder, 1, lambda _: None))
    hot = room.simulated(others, 1, lambda _: None)
    gaps = np.array([np.subtract(structure(is_), was) for is_, was in zip(hot, cool, strict=True)])
    assert known.prior.centre == pytest.approx(np.array(own) + gaps.mean(axis=0))
    assert known.prior.spread == pytest.approx(np.sqrt(((gaps - gaps.mean(axis=0)) ** 2).sum(axis=0) / 3 * 1.25))
    assert all((mine.scores == its.scores).all() for mine, its in zip(known.others, hot, strict=True))
    assert sum(told) == matches_to_play(request, False, True)
    assert 0 <= known.ties < 0.2
