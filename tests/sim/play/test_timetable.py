"""When and where matches are played: fields in turn, breaks left free, nights, and what cannot be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import FgcError
from sim.play.schedule import drawn
from sim.play.timetable import DAY, at_times, clock, named, on_fields, shown_clock


def plain(teams=24, each=6):
    """Give a schedule whose teams are called by their numbers."""
    return named(drawn(teams, each, 1), [str(team) for team in range(teams)])


def starts(found):
    """Give the times of a timetable as people write them, with the day where there are several."""
    return [f"{time // DAY + 1} {shown_clock(time)}" for time in found.times]


def test_times_by_hand():
    """Fields play at once; a match that would run into a break comes after it; after a night is another day."""
    found = at_times(on_fields(plain(18, 3), 2), "11:30", 20, ["12:00-13:00", "13:40-09:00"])
    assert found.fields == ("1", "2", "1", "2", "1", "2", "1", "2", "1")
    assert starts(found) == [
        "1 11:30",
        "1 11:30",
        "1 13:00",
        "1 13:00",
        "1 13:20",
        "1 13:20",
        "2 09:00",
        "2 09:00",
        "2 09:20",
    ]


@given(
    st.integers(0, DAY - 1),
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(0, DAY - 1), st.integers(1, 120)), max_size=3),
    st.integers(1, 3),
)
def test_nothing_runs_into_a_break(start, cycle, breaks, fields):
    """However breaks lie, matches keep their cycle and stay clear of them."""
    said = [f"{shown_clock(first)}-{shown_clock(first + long)}" for first, long in breaks]
    found = at_times(on_fields(plain(), fields), shown_clock(start), cycle, said)
    slots = sorted(set(found.times))
    assert slots[0] >= start
    assert all(later - earlier >= cycle for earlier, later in pairwise(slots))
    assert len(slots) == -(-24 // fields)
    for time in slots:
        for first, long in breaks:
            for day in range(-1, slots[-1] // DAY + 2):
                assert time + cycle <= first + day * DAY or time >= first + long + day * DAY


def test_the_least_time_between_two_starts():
    """With three fields a gap of three matches is one slot; without times nothing is known."""
    found = on_fields(plain(36, 3), 3)
    assert found.least_minutes is None
    assert at_times(found, "9:00", 7, []).least_minutes == 7
    assert at_times(plain(12, 1), "9:00", 7, []).least_minutes is None


@pytest.mark.parametrize("text", ["9", "24:00", "9:60", "9:00 am", "-1:00", "", "09:00:00", "٩:00"])
def test_what_is_no_time(text):
    """A time of day is hours and minutes."""
    with pytest.raises(FgcError, match="expected a time from 00:00 to 23:59"):
        clock(text)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: on_fields(plain(), 0), "fields: expected a whole number from 1 to 20, found 0"),
        (lambda: on_fields(plain(), 8), "fields: expected fewer, found 8: from match 1 on, "),
        (lambda: at_times(plain(), "9:00", 0, []), "cycle: expected a whole number of minutes from 1 to 720"),
        (lambda: at_times(plain(), "9", 7, []), "start: expected a time"),
        (lambda: at_times(plain(), "9:00", 7, ["12:00"]), "breaks: expected times as 12:00-13:00, found '12:00'"),
        (lambda: at_times(plain(), "9:00", 7, ["12:00-12:00"]), "breaks: expected a break that ends after it starts"),
        (lambda: at_times(plain(), "9:00", 7, ["12:00-noon"]), "breaks: expected a time"),
        (
            lambda: at_times(plain(), "9:00", 7, ["9:00-21:00", "21:00-9:00"]),
            "breaks: expected room for a match of 7 minutes",
        ),
    ],
)
def test_what_cannot_be(make, expected):
    """One line names the option and what was expected."""
    with pytest.raises(FgcError) as caught:
        make()
    assert str(caught.value).startswith(expected)
