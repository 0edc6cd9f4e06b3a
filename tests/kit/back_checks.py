"""Real matches looked at from before they were played, by the team at red 1: does the score lie in the range?

No public table of 2024 says on which day a match was played. So "the second day" is the middle third of the ranking
phase, matches 121 to 240 of 360: an assumption.
"""

from analysis.brief.brief import chances
from analysis.brief.meeting import Asked, meeting_of, outlook
from analysis.forecast.reading import read_running
from sim.play.event import event_request
from sim.play.request import run_request

SEASON, FILE, SEED = "2024", "matches_2024.csv", 1
SECOND_DAY = range(120, 240)
"""Places of its matches, from 0 on."""
EVERY = 6
"""Of these the first, the seventh, and so on: 20 matches."""


def asked_for(data):
    """Give the event of a published table, and the request by which it is foreseen."""
    run = run_request(SEASON, seed=SEED)
    running = read_running(data, FILE, run.game.rules)
    return running, event_request(run, len(running.names))


def looked_at(running, request, known, place, repeats=2_000):
    """Look at a match as the team at red 1 does beforehand: the meeting, and what may be."""
    meeting = meeting_of(running, running.names[running.teams[place, 0]], str(running.matches[place]))
    return meeting, outlook(meeting, request, known, Asked(repeats))


def is_covered(running, request, known, place):
    """Say whether our alliance's score lies in its 90 % range, made from what was played before alone."""
    meeting, found = looked_at(running, request, known, place)
    assert len(meeting.running.past) == place
    ours = chances(meeting, found).ours
    return ours.low <= running.scores[place, 0] <= ours.high
