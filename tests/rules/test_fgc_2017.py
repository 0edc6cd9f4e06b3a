"""2017 H2O Flow: sheets and small events worked by hand, with point values that are assumed and say so."""

# score = w x water + c x laboratory - p x contaminants in the reservoir + h x robots on the bar + B if all cleared
# Source: the facts on the rules of 2017-2019, 2017; the structure is known, w c p h B = 1 5 5 10 20 are assumed.
import csv
from functools import partial

import numpy as np
import pytest
from matches import STATIONS, TEAMS, as_bytes, of, ranked_by, team
from places import shared
from strategies import documents_of

from rules import fgc_2017
from rules.fgc_2017 import SEASON, Sheet
from rules.points import worths

ranked = partial(ranked_by, SEASON)


def sheet(water=(0, 0), laboratory=(0, 0), contaminants=(0, 0), bar=(0, 0), cleared=0, minor=(0, 0), major=(0, 0)):
    """Write the sheet of one match."""
    return Sheet(*map(np.array, (water, laboratory, contaminants, bar, cleared, minor, major)))


def match(red, blue, teams=TEAMS, of=None, **entries):
    """Make a match with these recorded scores, whose entries are 0 unless given; `of` changes single teams."""
    (document,) = documents_of(Sheet(*(np.array([each]) for each in vars(sheet(**entries)).values())))
    return {
        **document,
        "redScore": red,
        "blueScore": blue,
        "participants": [
            {**team(key, station), **(of or {}).get(key, {})} for key, station in zip(teams, STATIONS, strict=True)
        ],
    }


def medals(table, place, *names):
    """Give the first three teams by this column of places, with their points."""
    first = sorted(table, key=lambda team: table[team][place])[:3]
    return [(team, *of(table, team, *names)) for team in first]


@pytest.fixture(scope="module")
def event():
    """Rank the published matches of 2017, or skip the test where they are not there."""
    path = shared("data", "matches_2017.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    matches = [match(int(r["red_score"]), int(r["blue_score"]), [r[place] for place in places]) for r in rows]
    assert len(matches) == 163
    return ranked(*matches)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet(water=(37, 12)), (37, 12), id="water is 1 each"),
        pytest.param(sheet(laboratory=(3, 0)), (15, 0), id="contaminants in the laboratory are 5 each"),
        pytest.param(sheet((0, 25), contaminants=(0, 2)), (0, 15), id="contaminants in the reservoir cost 5 each"),
        pytest.param(sheet(contaminants=(1, 0)), (-5, 0), id="below 0"),
        pytest.param(sheet(bar=(3, 1)), (30, 10), id="robots on the bar are 10 each"),
        pytest.param(sheet(cleared=1), (20, 20), id="all cleared: 20 for both"),
        pytest.param(sheet(minor=(3, 1), major=(2, 5)), (0, 0), id="fouls are never scored"),
        # 40 + 20 - 5 + 20 + 20 and 30 + 10 - 15 + 30 + 20.
        pytest.param(sheet((40, 30), (4, 2), (1, 3), (2, 3), 1), (95, 75), id="all of it"),
        # 9,999 x 6 + 30 + 20 and -9,999 x 5 + 20.
        pytest.param(
            sheet((9_999, 0), (9_999, 0), (0, 9_999), (3, 0), 1), (60_044, -49_975), id="as much as there is"
        ),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match():
    """Every part of a match is its entry times its value."""
    points = SEASON.score(sheet((40, 30), (4, 2), (1, 3), (2, 3), 1))
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "water": (40, 30),
        "laboratory": (20, 10),
        "reservoir": (-5, -15),
        "bar": (20, 30),
        "coopertition": (20, 20),
    }


def test_the_docstring_names_the_values_that_are_used():
    """The formula and the Doubts on the season's page have the season's point values."""
    points = SEASON.points
    formula, doubts = " ".join(fgc_2017.__doc__.split()).split("Doubts:")
    assert f"water + {points.laboratory} x contaminants in the laboratory" in formula
    assert f"- {points.reservoir} x contaminants in the reservoir" in formula
    assert f"+ {points.bar} x robots on the bar + {points.all_cleared} if all contaminants are cleared" in formula
    assert f"Water is {points.water} because" in doubts
    assert f"{points.laboratory} is a round number" in doubts
    # "what it would have earned", "two", "twice"
    assert points.reservoir == points.laboratory
    assert (points.bar, points.all_cleared) == (2 * points.laboratory, 2 * points.bar)


def test_every_point_value_is_marked_as_assumed():
    """Each of the five values has no other source, and the season says so."""
    assert [about.source for about in worths(SEASON.points).values()] == ["assumed"] * 5
    assert SEASON.assumed == "every point value of 2017 is assumed"


@pytest.mark.parametrize("verb", ["score", "rank"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
def test_the_command_line_says_so(here, verb, options):
    """`sim score` and `sim rank` say on stderr, and only there, that the values are assumed."""
    done = here(verb, "--season", "2017", *options, "-", stdin=as_bytes(match(20, 0, water=(20, 0))))
    assert (done.returncode, done.stderr) == (0, "sim: every point value of 2017 is assumed\n")
    assert "assumed" not in done.stdout


def test_a_table_has_its_columns_in_order():
    """Each row of the 2017 table has these columns."""
    columns = ["rank", "teamKey", "cumulativePoints", "matchPoints", "played", "wins", "losses", "ties"]
    assert list(ranked(match(5, 3))["A"]) == [*columns, "matchPointsRank"]


def test_a_small_event_by_hand():
    """A, B, C beat D, E, F 50 to 20; then A, D, X beat Y, B, E 10 to 5: X has few points but a win."""
    table = ranked(match(50, 20), match(10, 5, "ADXYBE"))
    columns = ("rank", "cumulativePoints", "matchPoints", "matchPointsRank", "played", "wins", "losses", "ties")
    assert {key: of(table, key, *columns) for key in table} == {
        "A": (1, 60, 4, 1, 2, 2, 0, 0),
        "B": (2, 55, 2, 2, 2, 1, 1, 0),
        "C": (3, 50, 2, 3, 1, 1, 0, 0),
        "D": (4, 30, 2, 4, 2, 1, 1, 0),
        "E": (5, 25, 0, 6, 2, 0, 2, 0),
        "F": (6, 20, 0, 7, 1, 0, 1, 0),
        "X": (7, 10, 2, 5, 1, 1, 0, 0),
        "Y": (8, 5, 0, 8, 1, 0, 1, 0),
    }


def test_a_tie_is_one_match_point_and_no_loss():
    """After 50 to 50 everybody has one match point, a tie and no loss."""
    table = ranked(match(50, 50))
    assert of(table, "A", "matchPoints", "wins", "losses", "ties") == (1, 0, 0, 1)
    assert of(table, "F", "matchPoints", "wins", "losses", "ties") == (1, 0, 0, 1)


def test_full_ties_keep_the_order_of_first_appearance():
    """Where neither points decide, teams stand as the documents first name them, in both ranks."""
    table = ranked(match(50, 50, "FEDCBA"))
    assert {key: row["rank"] for key, row in table.items()} == dict(zip("FEDCBA", range(1, 7), strict=True))
    assert all(row["rank"] == row["matchPointsRank"] for row in table.values())


def test_a_match_not_played_counts_for_nothing():
    """A match with result -1 gives its teams a row of zeros."""
    table = ranked({**match(50, 20), "result": -1})
    assert of(table, "A", "cumulativePoints", "matchPoints", "played") == (0, 0, 0)


def test_playoffs_cannot_be_ranked(here):
    """No playoffs are known: ranking them is refused in one line, with nothing on stdout."""
    done = here("rank", "--season", "2017", "--playoff", "-", stdin=as_bytes(match(50, 20)))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "fgc_2017" in done.stderr


def test_the_medals_by_cumulative_points(event):
    """The Grand Challenge Award of 2017 went to these three."""
    expected = [("Team Europe", 716), ("Poland", 668), ("Armenia", 610)]
    assert medals(event, "rank", "cumulativePoints") == expected


def test_the_medals_by_match_points(event):
    """The FIRST Global Challenge Award of 2017 went to these three of the five that won all their matches."""
    expected = [("Finland", 12, 566), ("Singapore", 12, 533), ("India", 12, 528)]
    assert medals(event, "matchPointsRank", "matchPoints", "cumulativePoints") == expected


def test_the_table_of_the_event(event):
    """Names count as they stand, so Brunei is two teams; everybody else has six matches, and Suriname was 49th."""
    matches = {key: row["played"] for key, row in event.items() if row["played"] != 6}
    assert (len(event), matches) == (164, {"Brunei": 5, "Brunei Darussalam": 1})
    assert of(event, "Suriname", "rank", "cumulativePoints") == (49, 480)
    assert sum(row["matchPoints"] == 12 for row in event.values()) == 5
