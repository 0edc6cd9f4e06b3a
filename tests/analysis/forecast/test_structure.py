"""What simulated events tell of an event's structure: known parts are found again."""

from dataclasses import replace

import numpy as np
import pytest
from small_course import KNOWN, LITTLE, course, scores

from analysis.forecast import structure as room
from analysis.forecast.structure import Played, foreseen, matches_to_play, structure
from rules.errors import ModelError
from sim.play.event import event_request
from sim.play.request import run_request

SURE = LITTLE._replace(level=1e-6, growth=1e-6)


def test_known_parts_are_found_again():
    """Of 60 events of normal scores, in which hardly anybody meets twice, each number comes back within a few of its own errors."""
    events = [course(teams=180, each=4, seed=seed) for seed in range(60)]
    played = Played(
        np.array([scores(of, seed, spread=SURE) for seed, of in enumerate(events)]),
        np.array([of.teams for of in events]),
    )
    found = structure(played)
    mean = played.scores.mean() / np.exp(KNOWN.scale)  # the units of what is found are the mean score
    assert found.own == pytest.approx(KNOWN.own - np.log(mean), abs=0.05)
    assert found.other == pytest.approx(KNOWN.other, abs=0.1)
    assert found.both == pytest.approx(KNOWN.both, abs=0.1)
    assert found.luck == pytest.approx(KNOWN.luck - np.log(mean), abs=0.03)
    assert found.shared == pytest.approx(KNOWN.shared, abs=0.06)
    assert found.level == pytest.approx(KNOWN.level / mean, abs=0.03)
    assert found.growth == pytest.approx(KNOWN.growth / mean, abs=0.05)
    assert found.scale == pytest.approx(np.log(played.scores.mean()))


def test_teams_that_do_nothing_to_others_are_seen_to():
    """Without an effect on the other side, the least that is assumed of one stands there."""
    alone = KNOWN._replace(other=-20.0, both=0.0)
    events = [course(teams=180, each=4, seed=seed) for seed in range(30)]
    played = Played(
        np.array([scores(of, seed, alone, SURE) for seed, of in enumerate(events)]),
        np.array([of.teams for of in events]),
    )
    found = structure(played)
    assert (found.other, found.both) == (pytest.approx(np.log(room.LEAST_OTHER)), 0)


def test_hindsight_takes_the_season_s_own_events_and_says_how_many():
    """With hindsight and without rivals only the season itself is played, as many matches as are announced."""
    request = event_request(run_request("2018", seed=3), repeats=1)
    told = []
    known = foreseen(request, 1, told.append, hindsight=True, rivals=False)
    assert sum(told) == matches_to_play(request, True, False) == room.EVENTS * request.matches
    assert known.others == ()
    assert 5.5 < known.prior.centre.scale < 7  # the event's mean was 578 points


def test_a_season_without_others_cannot_be_foreseen(monkeypatch):
    """A cold year needs other seasons to learn from; too few are refused."""
    monkeypatch.setattr(room, "playable_keys", lambda: ["fgc_2018", "fgc_2019"])
    request = replace(event_request(run_request("2018"), repeats=1))
    with pytest.raises(ModelError, match="3 or more other seasons"):
        foreseen(request, 1, lambda _: None)
