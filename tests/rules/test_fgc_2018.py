"""2018 Energy Impact: sheets and small events worked by hand."""

# score = solar seconds + wind seconds + 3 x reactor seconds + (5 x low + 20 x high, with the combustion powerline)
#         + 15 x parked (50 for three) + 100 if both have the coopertition powerline + 30 x opponent's yellow cards
# Source: the facts on the rules of 2017-2019, 2018 (scoring library and ranker of the event software).
import csv
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from matches import STATIONS, TEAMS, as_bytes, of, ranked_by, team, without
from places import shared
from strategies import documents_of, own_axes

from rules.documents import read
from rules.errors import DocumentError
from rules.fgc_2018 import SEASON, Sheet
from rules.season import entries

ranked = partial(ranked_by, SEASON)

NO_PANEL = (0, 0, 0, 0, 0)


def sheet(**written):
    """Write the sheet of one match; what is not given is 0."""
    return Sheet(
        **{
            name: np.array(written[name]) if name in written else np.zeros(own_axes(entry), np.int64)
            for name, entry in entries(Sheet).items()
        }
    )


def match(red=50, blue=20, teams=TEAMS, of=None, **written):
    """Make a match with these recorded scores, whose entries are 0 unless given; `of` changes single teams."""
    (document,) = documents_of(Sheet(*(array[None] for array in vars(sheet(**written)).values())))
    spelled = [
        {SEASON.spelled(name): value for name, value in team(*each).items()}
        for each in zip(teams, STATIONS, strict=True)
    ]
    changed = [{**each, **(of or {}).get(each["team_key"], {})} for each in spelled]
    return {**document, "red_score": red, "blue_score": blue, "participants": changed}


POINTS = ("rankingPoints", "totalPoints", "coopertitionPoints", "parkingPoints")
RECORD = ("played", "wins", "losses", "ties")

RED = {
    "solar": ((120,) * 5, (30, 0, 0, 0, 0)),
    "wind": (100, 0),
    "reaction": (80, 0),
    "low": (10, 10),
    "high": (12, 0),
    "combustion_powerline": (1, 0),
    "parked": (3, 1),
    "coopertition": (1, 1),
    "fouls_minor": (0, 1),
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param({}, (0, 0), id="nothing happened"),
        pytest.param({"solar": ((10, 20, 30, 40, 50), (1, 0, 0, 0, 0))}, (150, 1), id="1 a second of each panel"),
        pytest.param({"wind": (150, 7)}, (150, 7), id="1 a second of wind"),
        pytest.param({"reaction": (10, 150)}, (30, 450), id="3 a second of the reactor"),
        pytest.param({"low": (48, 3), "high": (2, 9)}, (0, 0), id="combustion without powerline"),
        pytest.param({"combustion_powerline": (1, 1)}, (0, 0), id="powerline without combustion"),
        pytest.param(
            {"low": (4, 4), "high": (3, 3), "combustion_powerline": (1, 0)}, (80, 0), id="the other's powerline"
        ),
        pytest.param({"parked": (1, 2)}, (15, 30), id="one and two parked"),
        pytest.param({"parked": (3, 0)}, (50, 0), id="three parked"),
        pytest.param({"coopertition": (1, 0)}, (0, 0), id="coopertition of red only"),
        pytest.param({"coopertition": (0, 1)}, (0, 0), id="coopertition of blue only"),
        pytest.param({"coopertition": (1, 1)}, (100, 100), id="coopertition of both"),
        pytest.param({"fouls_minor": (2, 1)}, (30, 60), id="yellow cards are 30 for the opponent"),
        pytest.param({"fouls_major": (4, 5)}, (0, 0), id="major fouls are never scored"),
        pytest.param(
            {"wind_powerline": (1, 1), "cranked": (1, 1), "reaction_powerline": (1, 1), "reactor_cubes": 8},
            (0, 0),
            id="generators that run no second",
        ),
        # 750 + 150 + 450, the ceiling of generators in 150 seconds.
        pytest.param(
            {"solar": ((150,) * 5, NO_PANEL), "wind": (150, 0), "reaction": (150, 0)}, (1350, 0), id="all the time"
        ),
        # 600 + 100 + 240 + 50 + 240 + 50 + 100 + 30 and 30 + 0 (no powerline) + 15 + 100.
        pytest.param(RED, (1410, 145), id="all of it"),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(sheet(**written)).total) == expected


def test_the_parts_of_one_match():
    """Every part of a match is its entry times its value."""
    assert {part: tuple(array) for part, array in SEASON.score(sheet(**RED)).parts.items()} == {
        "solar": (600, 30),
        "wind": (100, 0),
        "reaction": (240, 0),
        "combustion_low": (50, 0),
        "combustion_high": (240, 0),
        "parking": (50, 15),
        "coopertition": (100, 100),
        "fouls": (30, 0),
    }


def test_what_a_match_brings_is_measured_in_ranking_points():
    """A win brings 2, a tie 1, a loss none."""
    assert SEASON.measured == "ranking points"
    for wind, expected in (((9, 3), (2, 0)), ((3, 9), (0, 2)), ((3, 3), (1, 1))):
        written = sheet(wind=wind)
        assert tuple(SEASON.measure(written, SEASON.score(written))) == expected


def test_documents_are_in_snake_case(here):
    """A document of 2018 has the official names of 2018, and is scored and audited by them."""
    document = match(1410, 145, **RED)
    assert {"red_min_pen", "blue_maj_pen", "red_score", "details", "participants"} <= document.keys()
    assert {"red_solar_panel_one_ownership", "blue_nuclear_reactor_ownership", "red_robots_parked"} <= document[
        "details"
    ].keys()
    done = here("score", "--season", "2018", "--json", "-", stdin=as_bytes(document))
    assert (done.returncode, done.stderr) == (0, "")
    assert '"redScore": 1410, "blueScore": 145' in done.stdout
    assert '"agrees": true, "differs": []' in done.stdout


def test_camel_case_is_not_the_form_of_2018():
    """A document that spells its fouls as later years do misses the entry of 2018."""
    with pytest.raises(DocumentError, match=r"^document 1: red_min_pen: .*found no such entry$"):
        read(as_bytes({**without(match(), "red_min_pen"), "redMinPen": 0}), SEASON)


def test_a_table_has_the_official_columns_in_order():
    """Each row of the 2018 table has these columns."""
    assert list(ranked(match())["A"]) == ["rank", "teamKey", *POINTS, *RECORD]


def test_a_win_is_2_and_a_loss_0():
    """Red won 50 to 20: its teams have 2 ranking points, the others none."""
    table = ranked(match(50, 20))
    assert of(table, "A", *POINTS, *RECORD) == (2, 50, 0, 0, 1, 1, 0, 0)
    assert of(table, "D", *POINTS, *RECORD) == (0, 20, 0, 0, 1, 0, 1, 0)


def test_a_tie_is_only_a_tie():
    """After 20 to 20 everybody has 1 ranking point, a tie and no loss."""
    table = ranked(match(20, 20))
    assert of(table, "A", *POINTS, *RECORD) == of(table, "F", *POINTS, *RECORD) == (1, 20, 0, 0, 1, 0, 0, 1)


def test_coopertition_and_parking_points():
    """Coopertition counts 100 if both have it; parking is the own alliance's."""
    table = ranked(match(coopertition=(1, 1), parked=(3, 1)), match(coopertition=(1, 0), parked=(2, 0)))
    assert of(table, "A", "coopertitionPoints", "parkingPoints") == (100, 80)
    assert of(table, "D", "coopertitionPoints", "parkingPoints") == (100, 15)


@pytest.mark.parametrize(
    "change",
    [{"card_status": 2}, {"card_status": 3}, {"surrogate": 1}, {"disqualified": 1}],
    ids=["red card", "white card", "surrogate", "disqualified"],
)
def test_what_is_played_and_nothing_else(change):
    """Such a match is one played for the team and counts for nothing else; its partners have all of it."""
    table = ranked(match(50, 20, of={"A": change}, coopertition=(1, 1), parked=(3, 0)))
    assert of(table, "A", *POINTS, *RECORD) == (0, 0, 0, 0, 1, 0, 0, 0)
    assert of(table, "B", *POINTS, *RECORD) == (2, 50, 100, 50, 1, 1, 0, 0)


@pytest.mark.parametrize("change", [{"card_status": 1}, {"no_show": 1}], ids=["yellow card", "no-show"])
def test_what_changes_nothing(change):
    """A yellow card and not showing up leave the table as it is."""
    assert ranked(match(of={"A": change})) == ranked(match())


def test_a_match_not_played_counts_for_nothing():
    """A match with result -1 gives its teams a row of zeros, played too."""
    assert of(ranked({**match(), "result": -1}), "A", *POINTS, *RECORD) == (0,) * 8


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param(match(15, 10, "GHIJKL"), "ABCGHIDEFJKL", id="ranking points before totals"),
        pytest.param(match(900, 800, "GHIJKL"), "GHIABCJKLDEF", id="then totals"),
        pytest.param(match(50, 20, "GHIJKL", coopertition=(1, 1)), "GHIABCJKLDEF", id="then coopertition"),
        pytest.param(match(50, 20, "GHIJKL", parked=(0, 1)), "ABCGHIJKLDEF", id="then parking"),
        pytest.param(
            match(50, 20, "CGHFIJ", of={"C": {"surrogate": 1}, "F": {"surrogate": 1}}), "CABGHFDEIJ", id="then played"
        ),
        pytest.param(match(50, 20, "GHIJKL"), "ABCGHIDEFJKL", id="then first appearance"),
    ],
)
def test_tie_breaks_in_their_order(second, expected):
    """After A, B, C beat D, E, F 50 to 20 the second match decides who stands before whom."""
    assert "".join(ranked(match(50, 20), second)) == expected


def test_earlier_tie_breaks_win():
    """A total of one point more stands before all coopertition and parking; coopertition before parking."""
    by_total = ranked(match(51, 20), match(50, 20, "GHIJKL", coopertition=(1, 1), parked=(3, 0)))
    assert list(by_total)[:3] == ["A", "B", "C"]
    by_coopertition = ranked(match(50, 20, parked=(3, 3)), match(50, 20, "GHIJKL", coopertition=(1, 1)))
    assert "".join(by_coopertition) == "GHIABCJKLDEF"


def test_playoffs_cannot_be_ranked(here):
    """How playoffs were ranked is not known: it is refused in one line, with nothing on stdout."""
    done = here("rank", "--season", "2018", "--playoff", "-", stdin=as_bytes(match()))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "how the playoffs of fgc_2018 were ranked is not known" in done.stderr


def test_the_first_four_of_the_event():
    """The published scores give the four that the press names, in order; every team played 8 or 7 matches."""
    path = shared("data", "matches_2018.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    table = ranked(*(match(int(r["red_score"]), int(r["blue_score"]), [r[place] for place in places]) for r in rows))
    first = [(key, *of(table, key, "rankingPoints", "totalPoints")) for key in list(table)[:4]]
    assert [points for _, *points in first] == [[16, 7868], [16, 5952], [14, 7367], [14, 6894]]
    assert [key for key, *_ in first] == ["Romania", "United States of America", "Singapore", "Mexico"]
    assert sorted(row["played"] for row in table.values()) == [7] * 4 + [8] * 157


def test_parking_is_said_in_a_line():
    """What each robot is worth while that goes by steps, else each number by itself."""
    assert SEASON.words(SEASON.points)["parking"] == "15 for each parked robot, 50 for all three"
    for other in ((0, 15, 31, 50), (1, 15, 30, 50)):
        assert "for each parked robot" not in SEASON.words(replace(SEASON.points, parking=other))["parking"]
