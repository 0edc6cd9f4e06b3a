"""A match before it is played: which one, only by what came before it, and by what scouts saw."""

from dataclasses import replace

import numpy as np
import pytest
from reading import alike
from running_events import rows_of, small_event, table
from scipy.special import ndtr
from small_course import PRIOR

from analysis.brief.brief import chances
from analysis.brief.meeting import Asked, known_of, meeting_of, outlook
from analysis.forecast.forecast import Asked as Forecast
from analysis.forecast.forecast import forecast
from analysis.forecast.reading import read_running
from analysis.forecast.running import forgotten
from analysis.forecast.structure import Foreseen
from rules.errors import FgcError
from sim.play.event import event_request
from sim.play.request import run_request

RUN = run_request("2022", seed=3)
EVENT = read_running(table(rows_of("2022", 24, 6)).encode(), "event.csv", RUN.game.rules)
REQUEST = event_request(RUN, 24, 6)
LEARNT = Foreseen(PRIOR, 0.02, ())
HALF = 12


def looked(team="T001", match="next", event=EVENT, notes=None, repeats=300):
    """Look at a match as the team does beforehand; give the match, what is asked and what may be."""
    meeting = meeting_of(event, team, match)
    asked = Asked(repeats, notes=notes or {})
    return meeting, asked, outlook(meeting, REQUEST, LEARNT, asked)


def matches_of(team, event=EVENT):
    """Name the matches of a team."""
    return [place + 1 for place in np.flatnonzero((event.teams == event.names.index(team)).any(axis=1)).tolist()]


def test_the_next_match_is_the_first_that_was_not_played():
    """A team's next match comes after what was played; a named one is looked back at."""
    event = forgotten(EVENT, HALF)
    coming = [match for match in matches_of("T001") if match > HALF]
    found = meeting_of(event, "T001")
    assert (found.called, found.looked_back) == (str(coming[0]), False)
    assert event.names[found.teams[found.station]] == "T001"
    back = meeting_of(EVENT, " T001 ", f"M{coming[0]}")
    assert (back.called, back.looked_back) == (str(coming[0]), True)
    assert len(back.running.past) == coming[0] - 1


def test_what_came_later_changes_nothing():
    """Other results of the match itself, and of all after it, give the same outlook to the last digit."""
    match = matches_of("T001")[3]
    later = EVENT.scores.copy()
    later[match - 1 :] = later[match - 1 :][:, ::-1] + 50
    ours, theirs = looked(match=str(match))[2], looked(match=str(match), event=replace(EVENT, scores=later))[2]
    assert alike(ours.scores, theirs.scores)
    assert alike(ours.adds, theirs.adds)


def test_what_came_before_counts():
    """Another result before the match changes the outlook."""
    match = matches_of("T001")[3]
    before = EVENT.scores.copy()
    before[match - 2] += 100
    other = replace(EVENT, scores=before)
    assert not alike(looked(match=str(match))[2].adds, looked(match=str(match), event=other)[2].adds)


def test_it_foretells_what_the_forecast_foretells():
    """Ranges and chances of the match are those of `sim forecast` with as many repeats and the same seed."""
    event = forgotten(EVENT, HALF)
    meeting, asked, found = looked(event=event)
    (match,) = [
        each
        for each in forecast(REQUEST, event, LEARNT, Forecast(repeats=asked.repeats)).matches
        if str(each.match) == meeting.called
    ]
    brief = chances(meeting, found)
    sides = [(match.red_score, match.red_wins), (match.blue_score, match.blue_wins)]
    assert ((brief.ours, brief.wins), (brief.theirs, brief.loses)) == tuple(
        sides if meeting.side == 0 else sides[::-1]
    )
    assert brief.wins + brief.ties + brief.loses == pytest.approx(1)


def test_what_scouts_saw_tells_before_scores_do():
    """Before the first match a partner that climbs high is likelier strong, and the alliance likelier wins."""
    event = forgotten(EVENT, 0)
    meeting, _, without = looked(event=event, repeats=2_000)
    partner = next(each for each in range(6) if each // 3 == meeting.side and each != meeting.station)
    notes = {meeting.teams[partner]: {"climb_lo": True, "climb_md": True, "climb_hi": True}}
    _, asked, seen = looked(event=event, notes=notes, repeats=2_000)
    assert alike(without.scores, seen.scores)
    assert without.weights is None
    assert 1 < seen.effective < 2_000 == without.effective
    assert np.average(seen.talent[:, partner], weights=seen.weights) > without.talent[:, partner].mean() + 0.2
    assert chances(meeting, seen).wins > chances(meeting, without).wins
    assert chances(meeting, seen).ours.mean > chances(meeting, without).ours.mean
    known = known_of(meeting, RUN.game, asked, seen)
    assert {robot for robot, _ in known.able} == {partner}
    assert (known.talent[:, partner] / 2**32).mean() > 0.55


def test_our_own_robot_is_what_its_file_says():
    """Where our robot is one of a file, notes of our team weigh nothing."""
    event = forgotten(EVENT, 0)
    meeting = meeting_of(event, "T001")
    asked = Asked(300, notes={meeting.teams[meeting.station]: {"climb_lo": False}}, own_robot=True)
    assert outlook(meeting, REQUEST, LEARNT, asked).weights is None


def test_worlds_are_drawn_as_often_as_they_weigh():
    """Talents that the engine gets have the mean of the weighed repeats."""
    meeting, asked, found = looked(match=str(matches_of("T001")[2]), repeats=500)
    weights = np.linspace(0, 1, 500) ** 3
    found = found._replace(weights=weights / weights.sum())
    drawn_to = known_of(meeting, RUN.game, asked, found).talent / 2**32
    assert drawn_to.mean(axis=0) == pytest.approx(np.average(ndtr(found.talent), axis=0, weights=weights), abs=0.002)


@pytest.mark.parametrize(
    ("team", "match", "said"),
    [
        ("X", "next", "--team: expected a team of the event, found 'X'"),
        ("A", "next", "--team: expected a match of A to come, found none after its 2 matches; --schedule FILE"),
        ("D", "2", "--match: expected a match of D, 1 and 3, found '2'"),
        ("D", "9", "--match: expected 'next' or a match of the event, found '9'"),
    ],
)
def test_what_cannot_be_is_said(team, match, said):
    """A stranger, a team that is through, another's match."""
    with pytest.raises(FgcError) as caught:
        meeting_of(small_event(), team, match)
    assert said in str(caught.value)
