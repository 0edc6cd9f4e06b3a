"""Events that are given names of teams, or a schedule: played as drawn ones are, and repeated by their manifest."""

from dataclasses import replace

import numpy as np
import pytest

from rules.errors import ModelError
from sim.play.event import as_planned, event_request, play_repeat, with_names
from sim.play.request import EventManifest, restored_from, run_request
from sim.play.schedule import drawn
from sim.play.schedule_files import csv_text, read_schedule
from sim.play.timetable import named

NAMES = ("Brazil", "Chad", "Fiji", "Japan", "Kenya", "Peru", "Spain")
RUN = run_request("2022", seed=4)
DRAWN = event_request(RUN, 7, 4, 2)


def planned():
    """Ask for the event whose schedule the first repeat of the other one draws."""
    return as_planned(RUN, named(drawn(7, 4, 4), NAMES), 2)


def test_a_schedule_that_is_given_is_played():
    """Given the schedule that it would draw, an event is the same; its second repeat has that schedule too."""
    first, second = (play_repeat(planned(), number) for number in range(2))
    assert (first.matches.scores == play_repeat(DRAWN, 0).matches.scores).all()
    assert (second.schedule.team == first.schedule.team).all()
    assert (second.matches.scores != first.matches.scores).any()


def test_names_are_in_documents_and_table():
    """Names change nothing but what teams are called."""
    one, other = play_repeat(with_names(DRAWN, NAMES), 1), play_repeat(DRAWN, 1)
    assert (one.matches.scores == other.matches.scores).all()
    assert sorted(row["teamKey"] for row in one.ranking) == sorted(NAMES)
    for named_row, row in zip(one.ranking, other.ranking, strict=True):
        assert NAMES.index(named_row["teamKey"]) == int(row["teamKey"][1:]) - 1
    assert [each.team for each in one.documents[0].participants] == [
        NAMES[team] for team in one.schedule.team[0].tolist()
    ]


def test_surrogates_of_a_file_do_not_count():
    """Through a file and back the last match does not count for the same teams."""
    again = as_planned(RUN, read_schedule(csv_text(named(drawn(7, 4, 4), NAMES)).encode(), "s.csv"))
    repeat = play_repeat(again, 0)
    assert [row["played"] for row in repeat.ranking] == [4] * 7
    assert repeat.schedule.surrogate.sum() == 2


@pytest.mark.parametrize("request_of", [planned, lambda: with_names(DRAWN, NAMES), lambda: DRAWN])
def test_a_manifest_repeats_what_was_given(request_of):
    """The manifest's JSON makes the same request again."""
    asked = request_of()
    again = restored_from(EventManifest.model_validate_json(asked.manifest.model_dump_json()))
    assert again.given == asked.given
    assert (again.schedule(1).team == asked.schedule(1).team).all()
    assert (again.schedule(1).surrogate == asked.schedule(1).surrogate).all()
    assert again.names == asked.names


def test_a_team_that_never_plays_is_refused():
    """An event's table has every team, so each needs a match that counts."""
    timetable = named(drawn(7, 4, 4), NAMES)
    schedule = replace(timetable.schedule, teams=8)
    with pytest.raises(ModelError, match=r"^teams: expected teams that have a match that counts, found Togo$"):
        as_planned(RUN, replace(timetable, schedule=schedule, teams=(*NAMES, "Togo")))
    nothing = replace(timetable.schedule, surrogate=np.ones_like(timetable.schedule.surrogate))
    with pytest.raises(ModelError, match="found Brazil, Chad"):
        as_planned(RUN, replace(timetable, schedule=nothing))
