"""Files of a running event: tables with cards and surrogates, documents, schedules, pins and earlier years."""

import json

import numpy as np
import pytest

from analysis.forecast.reading import history_of, of_schedule, read_history, read_pins, read_running
from analysis.forecast.running import continued, forgotten, pinned, places_of
from rules.documents import written
from rules.errors import FgcError
from sim import play_event
from sim.play.schedule_files import read_schedule
from sim.table.game import playable

RULES = playable("2023").rules
HEAD = "match,red1,red2,red3,blue1,blue2,blue3,red_score,blue_score,flags"
TABLE = f"""{HEAD}
1,A,B,C,D,E,F,10,20,A:card2 E:sur1
2,G,H,I,A,B,C,5,5,
3,D,E,F,G,H,I,,,
"""
PLAN = "match,red1,red2,red3,blue1,blue2,blue3\n2,G,H,I,C,B,A\n3,D,E,F,G,H,I\n4,A,D,G,B,E,H\n"


def running(text=TABLE):
    """Read a table."""
    return read_running(text.encode(), "played.csv", RULES)


def plan(text=PLAN):
    """Read a schedule."""
    return of_schedule(read_schedule(text.encode(), "plan.csv"))


def test_a_table_says_what_was_played_and_what_befell_whom():
    """Rows without scores are to come; flags give cards and surrogates to their teams."""
    found = running()
    assert found.names == tuple("ABCDEFGHI")
    assert found.matches == (1, 2, 3)
    assert found.played.tolist() == [True, True, False]
    assert found.scores.tolist() == [[10, 20], [5, 5], [0, 0]]
    assert np.argwhere(found.card).tolist() == [[0, 0]]
    assert np.argwhere(found.skipped).tolist() == [[0, 4]]


def test_columns_of_documents_say_the_same():
    """`red1.cardStatus` and `blue2.surrogate` are what flags are."""
    head = HEAD.replace("flags", "red1.cardStatus,blue2.surrogate,red3.noShow")
    found = running(f"{head}\n1,A,B,C,D,E,F,10,20,2,true,1\n")
    assert (found.card[0, 0], found.skipped[0, 4], found.absent[0, 2]) == (2, True, True)


def test_documents_are_read_as_the_service_gives_them():
    """The documents of a played event are its matches, with the same scores, cards and surrogates."""
    event = play_event("2023", 13, 5, seed=2)
    text = "\n".join(
        json.dumps({"id": place, **each}) for place, each in enumerate(written(event.documents(), RULES), 1)
    )
    found = read_running(f"[{text.replace(chr(10), ',')}]".encode(), "event.json", RULES)
    repeat = event.repeats[0]
    assert found.scores.tolist() == repeat.matches.scores.tolist()
    assert (found.skipped == repeat.schedule.surrogate).all()
    assert (found.card == repeat.card).all()
    assert [found.names[team] for team in found.teams[0]] == [f"T{team + 1:03}" for team in repeat.schedule.team[0]]


def test_a_schedule_goes_on_where_the_table_ends():
    """A schedule from match 2 on adds what is to come; the same teams at other stations are the same match."""
    found = continued(running(), plan(), "plan.csv")
    assert found.matches == (1, 2, 3, 4)
    assert found.played.tolist() == [True, True, False, False]
    assert [found.names[team] for team in found.teams[3]] == list("ADGBEH")


def test_results_of_a_schedule_are_not_read():
    """A table with scores, given as a schedule, tells who plays and nothing of what came of it."""
    assert not of_schedule(read_schedule(TABLE.replace(",,,", ",7,8,").encode(), "plan.csv")).played.any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAN.replace("2,G,H,I", "2,G,H,X"), "match 2, found 'X'"),
        (PLAN.replace("2,G", "7,G"), ""),
        (PLAN.replace("2,G,H,I,C,B,A\n", "1,A,B,C,D,E,F\n"), "no match 2"),
    ],
)
def test_a_schedule_that_contradicts_what_was_played_is_refused(text, expected):
    """Other teams in a played match, or a played match that it has not, name the match."""
    if not expected:
        assert len(continued(running(), plan(text), "plan.csv").matches) == 5
        return
    with pytest.raises(FgcError, match=expected):
        continued(running(), plan(text), "plan.csv")


def test_pins_are_played_and_the_past_cannot_be_pinned():
    """A pin gives a match to come its scores, by number or with an M before it."""
    found = pinned(running(), places_of(running(), read_pins(["M3=120:80"])))
    assert found.scores[2].tolist() == [120, 80]
    assert found.played.all()
    with pytest.raises(FgcError, match="which was played"):
        places_of(running(), read_pins(["1=1:2"]))
    with pytest.raises(FgcError, match="a match of the schedule"):
        places_of(running(), read_pins(["M33=1:2"]))


def test_what_came_later_can_be_forgotten():
    """An event as it stood before a match knows no later score."""
    found = forgotten(running(), 1)
    assert found.played.tolist() == [True, False, False]
    assert found.scores.tolist() == [[10, 20], [0, 0], [0, 0]]


def test_earlier_years_are_standard_scores():
    """The better half is above 0; of several years the mean counts; who is not listed has nothing."""
    one = read_history(b"team,rank\nA,1\nB,2\nC,3\nD,4\n", "h.csv")
    assert one["A"] > one["B"] > 0 > one["C"] > one["D"]
    assert one["A"] == pytest.approx(-one["D"])
    two = read_history(b"year,team,rank\n1,A,1\n1,B,2\n2,B,1\n2,A,2\n", "h.csv")
    assert two["A"] == pytest.approx(0)
    assert history_of(running(), one).tolist()[4:] == [0] * 5
