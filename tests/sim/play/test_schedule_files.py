"""Schedules and lists of teams as files: what is written is read back, and what is wrong says where."""

import json
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import shared

from rules.errors import FgcError
from sim.play.schedule import drawn
from sim.play.schedule_files import Team, as_document, csv_text, json_text, read_schedule, read_teams
from sim.play.timetable import at_times, named, on_fields

HEAD = "match,red1,red2,red3,blue1,blue2,blue3\n"
ROW = "1,A,B,C,D,E,F\n"
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=9)
NAMES = NAMES.map(lambda name: normalize("NFC", name))


def refused(read, *given):
    """Give the one line with which something is refused."""
    with pytest.raises(FgcError) as caught:
        read(*given)
    text = str(caught.value)
    assert "\n" not in text
    return text


@st.composite
def timetables(draw):
    """Draw a schedule with names, and with or without fields and times."""
    size, each = draw(st.integers(6, 30)), draw(st.integers(1, 4))
    names = draw(st.lists(NAMES.map(lambda name: f"x{name}"), min_size=size, max_size=size, unique=True))
    found = named(drawn(size, each, draw(st.integers(0, 99))), [f"{place}{n}" for place, n in enumerate(names)])
    if size >= 18 and draw(st.booleans()):
        found = on_fields(found, 2)
    if draw(st.booleans()):
        found = at_times(found, "9:05", 90, ["12:00-13:00", "17:00-9:00"])
    return found


@pytest.mark.parametrize("write", [csv_text, json_text])
@given(found=timetables())
def test_a_schedule_is_read_back(write, found):
    """Teams, matches, surrogates, fields and times are as they were, from CSV and JSON."""
    again = read_schedule(write(found).encode(), "s")
    assert as_document(again)["matches"] == as_document(found)["matches"]
    assert (again.schedule.each, again.told) == (found.schedule.each, ())
    assert again.quality.gaps == found.quality.gaps
    if write is json_text:
        assert again.teams == found.teams
        assert (again.schedule.surrogate == found.schedule.surrogate).all()


def test_a_table_that_was_published_is_a_schedule():
    """The tables of real events are read, played or not; that some teams play once more or less is said."""
    data = shared("data", "matches_2023.csv").read_bytes()
    found = read_schedule(data, "m.csv")
    assert (found.schedule.teams, found.schedule.each, found.schedule.matches) == (191, 10, 319)
    assert sorted(found.surrogates(318)) == ["COL", "DMA", "SWZ", "TJK"]
    assert found.told == ()
    unplayed = read_schedule(shared("data", "matches_2026_day3_schedule.csv").read_bytes(), "m.csv")
    assert unplayed.numbers == tuple(range(266, 341))
    assert unplayed.fields[0] == "4"
    assert "another number of matches" in unplayed.told[-1]


def test_surrogates_that_nobody_names_are_those_of_the_last_match():
    """Who plays once too often, in the last match, is taken for a surrogate, and that is said."""
    found = read_schedule((HEAD + ROW + "2,G,H,I,J,A,B\n").encode(), "s.csv")
    assert found.surrogates(1) == ["A", "B"]
    assert "not to count for A and B" in found.told[0]
    first = read_schedule((HEAD + ROW + "2,G,H,I,J,A,B\n3,G,H,I,C,K,L\n").encode(), "s.csv")
    assert not first.schedule.surrogate.any()
    assert "another number of matches than" in first.told[0]


def test_how_people_write_tables():
    """Semicolons, UTF-16, a comment, blank rows, other orders of columns and rows, numbers of a spreadsheet."""
    text = "# ours\nBlue3;blue2;Blue1;Red 3;red_2;red1;Match\n6.0;5;4;3;2;1;2\n\n1;2;3;4;5;6;1\n"
    found = read_schedule(text.encode("utf-16"), "s.csv")
    assert found.names(0) == ["6", "5", "4", "3", "2", "1"]
    assert found.names(1) == ["1", "2", "3", "4", "5", "6"]
    assert read_schedule(HEAD.partition(",")[2].encode() + b"A,B,C,D,E,F\n", "s.csv").numbers == (1,)


def test_a_list_of_teams_keeps_its_order():
    """Teams are numbered as the list has them, not as they first play."""
    teams = read_teams(b"F\nE\nD\nC\nB\nA\nZ\n", "t.txt")
    found = read_schedule((HEAD + ROW).encode(), "s.csv", teams)
    assert found.teams == ("F", "E", "D", "C", "B", "A", "Z")
    assert found.schedule.team.tolist() == [[5, 4, 3, 2, 1, 0]]
    assert "1 of 7 teams have another number of matches than 1: Z 0" in found.told[0]


@pytest.mark.parametrize(
    "text",
    [
        "A\nB\n\nC\nD\nE\nCôte d'Ivoire\n",
        "# teams\nteam\nA\nB\nC\nD\nE\nCôte d'Ivoire\n",
        "Name;Team;country\n;A;\n;B;\n;C;\n;D;\n;E;\nIvory Coast;Côte d'Ivoire;CIV\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lists_of_teams(text, encoding):
    """A list is a name a line, or a table with a column `team`."""
    found = read_teams(text.encode(encoding), "t")
    assert [team.key for team in found] == ["A", "B", "C", "D", "E", "Côte d'Ivoire"]
    assert found[-1] in (Team("Côte d'Ivoire"), Team("Côte d'Ivoire", "Ivory Coast", "CIV"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "6 to 1,000 teams, found 0"),
        ("A\nB\n", "6 to 1,000 teams, found 2"),
        ("A\nB\nC\nD\nE\nA\n", "row 6: team: expected every team once, found 'A' again"),
        ("key,name\nA,B\n", "row 1: expected a column team, found key and name"),
        ("team,name\nA,B\n,C\n", "row 3: team: expected a name of 1 to 60 letters, found ''"),
        ("A\n" + "x" * 61, "row 2: team: expected a name of 1 to 60 letters"),
        ("A\nB\x07\n", "row 2: team: expected a name"),
        (b"A\xff\nB\n", "expected a list of teams in UTF-8"),
        ("\n".join(map(str, range(1_001))), "6 to 1,000 teams, found 1,001"),
    ],
)
def test_what_is_no_list_of_teams_says_where(text, expected):
    """One line names the file, the row and what was expected."""
    assert (line := refused(read_teams, text if isinstance(text, bytes) else text.encode(), "t.csv")).startswith(
        "t.csv: "
    )
    assert expected in line


def of_json(**changes):
    """Write a schedule of one match as JSON, with some of it changed."""
    match = {"match": 1, "red": ["A", "B", "C"], "blue": ["D", "E", "F"], **changes}
    return json.dumps({"teams": list("ABCDEF"), "matches": [match]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "expected a schedule"),
        ("red1,red2\nA,B\n", "row 1: expected a column red3, found red1 and red2"),
        (HEAD, "expected at least one match, found none"),
        (HEAD + "1,A,B,C,D,E,A\n", "row 2: blue3: expected another team, found 'A' again"),
        (HEAD + "1,A,B,C,D,E,\n", "row 2: blue3: team: expected a name"),
        (HEAD + ROW + ROW, "row 3: match: expected another number, found 1 again, which row 2 has"),
        (HEAD + "x,A,B,C,D,E,F\n", "row 2: match: expected the number of a match"),
        (HEAD + "0,A,B,C,D,E,F\n", "row 2: match: expected the number of a match, 1 to 65,536, found 0"),
        (HEAD + "1.5,A,B,C,D,E,F\n", "row 2: match: "),
        (HEAD + "1,A,B,C,D,E\n", "row 2: expected 7 cells"),
        ("red1," + HEAD + "A," + ROW, "row 1: expected a column red1 once"),
        ("time," + HEAD + "25:00," + ROW, "row 2: time: expected a time from 00:00 to 23:59, found '25:00'"),
        ("time,day," + HEAD + "9:00,0," + ROW, "row 2: day: expected the number of a day"),
        ("field," + HEAD + "1," + ROW + ",2,A,B,C,D,E,F\n", "row 3: field: expected one, as other matches have"),
        ("red1.surrogate," + HEAD + "x," + ROW, "row 2: red1.surrogate: expected 0, 1, true or false"),
        ("{", "JSON"),
        ("[1]", "expected a schedule as one JSON object"),
        ('{"matches": 3}', "expected a schedule as one JSON object"),
        ('{"matches": []}', "expected at least one match"),
        ('{"matches": [3]}', "match 1: expected a match (a JSON object), found 3"),
        ('{"teams": 3, "matches": []}', "teams: expected a list of names"),
        (of_json(red=["A", "B"]), "match 1: red: expected three teams, found 2"),
        (of_json(red=["A", "B", 1.5]), "match 1: red: team: expected a team's name, found 1.5"),
        (of_json(red="A"), "match 1: red: expected a list of teams' names"),
        (of_json(blue=["D", "E", "A"]), "match 1: blue3: expected another team, found 'A' again"),
        (of_json(blue=["D", "E", "G"]), "match 1: blue3: expected a team of the list, found 'G'"),
        (of_json(surrogate=["G"]), "match 1: surrogate: expected teams of the match, found 'G'"),
        (of_json(time=9), "match 1: time: expected a time"),
        (of_json().replace('"match": 1', '"match": 1, "match": 2'), "match: expected every name once"),
    ],
)
def test_what_is_no_schedule_says_where(text, expected):
    """One line names the file, the row or match and what was expected."""
    assert (line := refused(read_schedule, text.encode(), "s.csv")).startswith("s.csv: ")
    assert expected in line


@pytest.mark.parametrize("text", ["[]", "[1]", "[{}, {}]", "{}", '{"matches": {}}'])
def test_other_json_is_no_schedule(text):
    """A list, empty or not, several objects, an object without matches."""
    assert refused(read_schedule, text.encode(), "s.json").startswith(
        "s.json: expected a schedule as one JSON object"
    )


def test_the_nearest_team_is_named():
    """A team that is on no list is refused, with the one that was probably meant."""
    teams = read_teams(b"Brazil\nB\nC\nD\nE\nF\n", "t.txt")
    line = refused(read_schedule, (HEAD + "1,Brasil,B,C,D,E,F\n").encode(), "s.csv", teams)
    assert line == "s.csv: row 2: red1: expected a team of the list, found 'Brasil'; did you mean Brazil?"


def test_a_table_of_a_thousand_and_one_teams_is_refused():
    """A schedule has the teams that a schedule can have."""
    names = np.arange(1_002).reshape(-1, 6)
    rows = "".join(f"{match},{','.join(map(str, of))}\n" for match, of in enumerate(names.tolist(), start=1))
    assert "up to 1,000 teams, found 1,002" in refused(read_schedule, (HEAD + rows).encode(), "s.csv")
