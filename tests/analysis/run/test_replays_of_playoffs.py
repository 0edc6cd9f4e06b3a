"""Matches of an event's playoffs played again: the same teams, score sheets and scores, bit by bit."""

import numpy as np
import pytest
from played import PLAYED

from analysis.report.replay import page_of
from analysis.run.replays import played_match, told
from analysis.words import Said
from rules.errors import FgcError
from sim.play.event import event_request, play_repeat, with_playoffs
from sim.play.request import run_request
from sim.table.game import playable

HAVE = [key for key in PLAYED if playable(key).model.playoffs is not None]
TEAMS, EACH, REPEAT = 60, 2, 1


def event_of(key):
    """Ask for a small event with playoffs."""
    return with_playoffs(event_request(run_request(key, seed=5), TEAMS, EACH, 2))


def score_at_the_end(page):
    """Add up what a page's parts come to, in points, by side."""
    (match,) = page.shows.matches
    parts = [[sum(int(each, 36) for each in track.split()[1::2]) for track in both] for both in match.parts]
    return (np.array(parts).sum(axis=0) // page.shows.stage.unit).tolist()


@pytest.mark.parametrize("key", [HAVE[0], *(pytest.param(key, marks=pytest.mark.slow) for key in HAVE[1:])])
def test_it_is_the_match_that_was_played(key):
    """The first, a middle and the last match have the teams, the sheets and the scores of the event's own."""
    request = event_of(key)
    rounds = play_repeat(request, REPEAT).playoffs[0].rounds
    team = np.concatenate([each.found.team for each in rounds])
    scores = np.concatenate([each.matches.scores for each in rounds])
    official = [each.matches.official() for each in rounds]
    for nth in (0, len(team) // 2, len(team) - 1):
        found = played_match(request, request.matches + nth, REPEAT)
        assert found.is_playoff
        assert found.teams == tuple(request.names[each] for each in team[nth])
        assert found.played.scores[0].tolist() == scores[nth].tolist()
        for name, column in found.played.official().items():
            if name != "id":
                assert np.array_equal(column[0], np.concatenate([each[name] for each in official])[nth]), name
        assert score_at_the_end(page_of([(Said("replay.playoff"), found)])) == scores[nth].tolist()
        assert (told(found).phase, told(found).match) == ("playoff", request.matches + nth)


def test_beyond_the_last_there_is_none():
    """The line says how many matches the repeat has."""
    request = event_of(HAVE[0])
    count = sum(len(each.found.team) for each in play_repeat(request, 0).playoffs[0].rounds)
    with pytest.raises(FgcError, match=f"match: expected a whole number from 0 to {request.matches + count - 1}"):
        played_match(request, request.matches + count)
