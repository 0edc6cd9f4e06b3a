"""2024 Feeding the Future: sheets, documents and small events worked by hand, and the published first day."""

# energy = round((reservoir + nexus + 2 x food produced) x (1 + balanced robots of all six / 5))
# own = energy + 2 x food secured + coopertition; score = own + round(opponent's minor fouls x opponent's own / 10)
# Source: the facts on the rules of 2022-2026, sections 0 and 3 (season file and ranking of the event software).
import csv
from functools import partial

import numpy as np
import pytest
from matches import as_bytes, match, ranked_by, team, without
from places import shared
from reading import json_lines

from rules.documents import read, sheet_of
from rules.errors import DocumentError
from rules.fgc_2024 import SEASON, Goal, Parked, Sheet

ranked = partial(ranked_by, SEASON)

FLOOR, RAMP, PLATFORM = Parked
DOWN, UP, ON_RAMP = (FLOOR,) * 3, (PLATFORM,) * 3, (RAMP,) * 3
ONE_UP, ONE_RAMP, MIXED = (PLATFORM, FLOOR, FLOOR), (FLOOR, RAMP, FLOOR), (PLATFORM, RAMP, PLATFORM)


def nexus(blue_only=0, green_only=0, full=0, produced=0):
    """Write twelve goals by how many are in each state; the rest is empty."""
    empty = 12 - blue_only - green_only - full - produced
    return np.repeat(np.array(Goal), (empty, blue_only, green_only, full, produced))


NO_FOULS, NO_GOALS = (0, 0), (nexus(), nexus())


def sheet(made=(0, 0), food=(0, 0), red=DOWN, blue=DOWN, *, goals=NO_GOALS, balanced=0, secured=0, fouls=NO_FOULS):
    """Write the sheet of one match; `made` is what is in the reservoirs. Its many major fouls are never scored."""
    return Sheet(*map(np.array, (made, food, goals, (red, blue), balanced, secured, fouls, (9, 4))))


GOALS_4 = (nexus(), nexus(blue_only=1, green_only=3, produced=2))
MATCH_4 = sheet((4, 1), (0, 2), ONE_RAMP, (PLATFORM, FLOOR, PLATFORM), goals=GOALS_4, balanced=1, secured=1)
GOALS_11 = (nexus(blue_only=1, produced=11), nexus(full=2, produced=10))
MATCH_11 = sheet((0, 0), (11, 10), MIXED, (PLATFORM, FLOOR, PLATFORM), goals=GOALS_11, balanced=1, secured=14)
GOALS_15 = (nexus(blue_only=1, produced=11), nexus(blue_only=1, green_only=1))
MATCH_15 = sheet((0, 0), (11, 0), UP, ONE_RAMP, goals=GOALS_15, secured=5)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet((7, 3)), (7, 3), id="the reservoir counts for its own side"),
        pytest.param(sheet(food=(3, 0)), (6, 0), id="food produced is worth 2"),
        pytest.param(sheet(goals=(nexus(blue_only=2, green_only=3), nexus())), (5, 0), id="half goals are worth 1"),
        pytest.param(
            sheet(goals=(nexus(full=4), nexus(produced=5))), (8, 10), id="full and produced ones are worth 2"
        ),
        pytest.param(sheet(goals=(nexus(produced=12), nexus(full=12))), (24, 24), id="twelve goals"),
        pytest.param(sheet(secured=6), (12, 12), id="food secured counts for both"),
        pytest.param(sheet((10, 0), red=ONE_UP), (12, 0), id="a platform is balanced"),
        pytest.param(sheet((10, 10), red=ONE_RAMP), (10, 10), id="a ramp is not, on a field that is not"),
        pytest.param(sheet((10, 10), red=ONE_RAMP, balanced=1), (12, 12), id="it is, on a field that is"),
        pytest.param(sheet((10, 10), balanced=1), (10, 10), id="nobody to balance"),
        pytest.param(sheet((1, 2), red=ONE_UP), (1, 2), id="1.2 and 2.4 go down"),
        pytest.param(sheet((3, 4), red=ONE_UP), (4, 5), id="3.6 and 4.8 go up"),
        pytest.param(sheet((10, 0), red=UP, secured=5), (26, 10), id="food secured is not multiplied: 16 + 10"),
        pytest.param(sheet((10, 0), red=UP, blue=ONE_UP), (18, 0), id="four balanced: no bonus"),
        pytest.param(sheet((10, 0), red=UP, blue=MIXED), (35, 15), id="five balanced: 20 + 15"),
        pytest.param(sheet((10, 0), red=UP, blue=MIXED, balanced=1), (52, 30), id="six balanced: 22 + 30"),
        pytest.param(sheet((10, 0), red=ON_RAMP, blue=ON_RAMP, balanced=1), (52, 30), id="six on a balanced ramp"),
        pytest.param(sheet((15, 0), fouls=(1, 0)), (15, 2), id="one foul: 1.5 goes up, to the opponent"),
        pytest.param(sheet((14, 0), fouls=(1, 0)), (14, 1), id="one foul: 1.4 goes down"),
        # Red's own 10 x 2.0 + 2 x 5 + 15 = 45, of which two tenths are 9; blue's 25, of which one is 2.5 -> 3.
        pytest.param(
            sheet((10, 0), red=UP, blue=(PLATFORM, FLOOR, PLATFORM), secured=5, fouls=(2, 1)),
            (48, 34),
            id="fouls are of all that the offender made",
        ),
        # Blue: round(3.6) = 4 and round(0.5) = 1; rounded together 4.1 would be 4.
        pytest.param(sheet((4, 3), red=ONE_UP, fouls=(1, 0)), (5, 5), id="fouls are rounded separately"),
        # Red 4 x 1.6 = 6.4 -> 6; blue 1 + 8 + 2 x 2 = 13, x 1.6 = 20.8 -> 21; 2 for food secured.
        pytest.param(MATCH_4, (8, 23), id="match 4 of Athens: one on a balanced ramp"),
        # Red 0 + 23 + 22 = 45, blue 0 + 24 + 20 = 44, x 2; 28 for food secured, 15 for five balanced.
        pytest.param(MATCH_11, (133, 131), id="match 11 of Athens: five balanced"),
        # Red 0 + 23 + 22 = 45 x 1.6 = 72; blue 2 x 1.6 = 3.2 -> 3; 10 for food secured.
        pytest.param(MATCH_15, (82, 13), id="match 15 of Athens: one on a ramp that is not balanced"),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match_in_10ths():
    """Every part of match 4 is exact, and the rounding took 0.4 from red and gave blue 0.2."""
    points = SEASON.score(MATCH_4)
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "reservoir": (40, 10),
        "nexus": (0, 80),
        "food_produced": (0, 40),
        "balance": (24, 78),  # 0.6 x 4 and 0.6 x 13
        "food_secured": (20, 20),
        "coopertition": (0, 0),
        "fouls": (0, 0),
        "rounding": (-4, 2),
    }
    assert list(SEASON.parts) == list(points.parts)


@pytest.fixture
def first_day():
    """Read the published matches of the first day, or skip the test where they are not there."""
    path = shared("data", "details_2024_first32.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: int(value) for name, value in row.items() if name != "tournament"} for row in csv.DictReader(file)
        ]


def published(row):
    """Write the sheet of a published match."""

    def goals(side):
        states = [
            np.repeat(np.arange(5), [row[f"{side}_{wall}_state{i}"] for i in range(5)]) for wall in ("cw", "ec")
        ]
        return np.concatenate(states)

    def by_side(name):
        return [row[f"{side}_{name}"] for side in ("red", "blue")]

    return sheet(
        by_side("reservoir"),
        by_side("food_produced"),
        [row[f"red_park{i}"] for i in (1, 2, 3)],
        [row[f"blue_park{i}"] for i in (1, 2, 3)],
        goals=(goals("red"), goals("blue")),
        balanced=row["field_balanced"],
        secured=row["food_secured"],
    )


def test_published_scores_are_exact(first_day):
    """All 64 alliance scores of the first 32 matches in Athens come out."""
    assert len(first_day) == 32
    for row in first_day:
        assert (row["id"], *SEASON.score(published(row)).total) == (row["id"], row["red_score"], row["blue_score"])


def test_published_coopertition_levels_follow(first_day):
    """The level that each match records is the one that its robots earn."""
    level = SEASON.derived["coopertition"]
    sheets = [published(row) for row in first_day]
    assert [level(each, SEASON.points) for each in sheets] == [row["coopertition"] for row in first_day]


GOALS = [f"{wall}{number}" for wall in ("CW", "EC") for number in range(1, 7)]
SIDES = ("red", "blue")
EMPTY = dict.fromkeys(GOALS, 0)


def details(**changes):
    """Write the details of a match: 20 in each reservoir and nothing else."""
    return {
        **{f"{side}ResevoirConserved": 20 for side in SIDES},
        **{f"{side}FoodProduced": 0 for side in SIDES},
        **{f"{side}NexusState": EMPTY for side in SIDES},
        **{f"{side}Robot{robot}Parked": 0 for side in SIDES for robot in ("One", "Two", "Three")},
        "fieldBalanced": 0,
        "foodSecured": 0,
        **changes,
    }


def played(red=20, blue=20, *, secured=0, of=None, **changes):
    """Make a match with these recorded scores."""
    return match(red, blue, of=of, **{"details": details(foodSecured=secured), **changes})


def nexus_with(**changes):
    """Write red's goals with some of them changed."""
    return details(redNexusState={**EMPTY, **changes})


def test_a_document_holds_the_codes():
    """One half and one produced goal and a platform: (20 + 3) x 1.2 = 27.6; blue's 20 x 1.2 = 24."""
    raw = played(details={**nexus_with(CW1=1, EC6=4), "blueRobotTwoParked": 2, "fieldBalanced": True})
    assert SEASON.score(sheet_of(read(as_bytes(raw), SEASON), SEASON)).total.tolist() == [[28, 24]]


@pytest.mark.parametrize(
    ("bent", "name"),
    [
        pytest.param(nexus_with(CW7=0), r"redNexusState\.CW7", id="unknown goal"),
        pytest.param(nexus_with(EC3=5), r"redNexusState\.EC3", id="goal code out of range"),
        pytest.param(nexus_with(CW2=-1), r"redNexusState\.CW2", id="goal code below 0"),
        pytest.param(nexus_with(CW2="Full"), r"redNexusState\.CW2", id="text for a goal"),
        pytest.param(nexus_with(CW2=True), r"redNexusState\.CW2", id="true for a goal"),
        pytest.param(nexus_with(CW2={"state": 1}), r"redNexusState\.CW2", id="object for a goal"),
        pytest.param(details(blueNexusState=without(EMPTY, "EC6")), r"blueNexusState\.EC6", id="missing goal"),
        pytest.param(details(blueNexusState=4), "blueNexusState", id="nexus a number"),
        pytest.param(details(blueNexusState=[0] * 12), "blueNexusState", id="nexus a list"),
        pytest.param(details(blueNexusState=None), "blueNexusState", id="nexus null"),
        pytest.param(without(details(), "blueNexusState"), "blueNexusState", id="no nexus"),
        pytest.param(details(CW1=0), "CW1", id="goal outside the nexus"),
        pytest.param(details(redReservoirConserved=1), "redReservoirConserved", id="the right spelling"),
        pytest.param(details(blueRobotThreeParked=3), "blueRobotThreeParked", id="robot code out of range"),
        pytest.param(details(redRobotOneParked="Platform"), "redRobotOneParked", id="text for a robot"),
        pytest.param(details(fieldBalanced=2), "fieldBalanced", id="flag of 2"),
        pytest.param(details(foodSecured=True), "foodSecured", id="true for a count"),
    ],
)
def test_details_that_are_refused(bent, name):
    """A name or value that 2024 does not know is refused under its dotted name."""
    with pytest.raises(DocumentError, match=rf"^document 1: details\.{name}: expected .+"):
        read(as_bytes(played(details=bent)), SEASON)


def printed(here, verb, documents):
    """Run a verb on playoff documents and give the lines that it prints."""
    done = here(verb, "--season", "2024", "--playoff", "--json", "-", stdin=as_bytes(documents))
    assert done.returncode == 0
    return json_lines(done.stdout)


def test_the_recorded_coopertition_level_is_audited(here):
    """Five balanced robots are level 1, which is audited and never used; points in its place do not follow."""
    five = {f"{side}Robot{robot}Parked": 2 for side in SIDES for robot in ("One", "Two")} | {"redRobotThreeParked": 2}
    documents = [playoff(55, 55, details=details(**five, coopertition=level)) for level in (1, 0, 15, "1")]
    rows = printed(here, "score", [*documents, playoff(55, 55, details=details(**five))])
    assert {(row["redScore"], row["blueScore"]) for row in rows} == {(55, 55)}  # 20 x 2 + 15
    assert all(row["agrees"] == (not row["differs"]) for row in rows)
    assert [row["differs"] for row in rows] == [[], *[["coopertition"]] * 3, []]


def playoff(red, blue, of=None, **changes):
    """Make a playoff match in which X and Y sit out; `of` changes single teams."""
    places = {11: "A", 12: "B", 13: "C", 14: "X", 21: "D", 22: "E", 23: "F", 24: "Y"}
    teams = [{**team(key, station), **(of or {}).get(key, {})} for station, key in places.items()]
    return played(red, blue, participants=teams, **changes)


def test_playoffs_are_ranked_by_sums(here):
    """Nothing is dropped, those who sit out share the score, and a card above yellow takes it from its team."""
    first, second = playoff(30, 20, {"A": {"cardStatus": 2}}), playoff(10, 25, {"E": {"cardStatus": 3}})
    sums = [(row["teamKey"], row["totalScore"]) for row in printed(here, "rank", [first, second])]
    assert sums == [*((key, 45) for key in "DFY"), *((key, 40) for key in "BCX"), ("E", 20), ("A", 10)]


COLUMNS = ("rankingScore", "highestScore", "foodSecuredPoints", "played", "wins", "losses", "ties")


def of_a(*matches):
    """Give the row of team A, without rank and name."""
    row = ranked(*matches)["A"]
    assert list(row) == ["rank", "teamKey", *COLUMNS]
    return tuple(row[name] for name in COLUMNS)


RED, WHITE = {"A": {"cardStatus": 2}}, {"A": {"cardStatus": 3}}


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        pytest.param([played(30, 20, secured=3)], (30, 30, 6, 1, 1, 0, 0), id="food secured counts 2"),
        pytest.param([played(20, 30, secured=3)], (20, 20, 6, 1, 0, 1, 0), id="for the loser too"),
        pytest.param([played(20, 20)], (20, 20, 0, 1, 0, 1, 1), id="a tie is a loss and a tie"),
        pytest.param([played(30), played(40), played(41)], (40.5, 41, 0, 3, 3, 0, 0), id="the lowest is dropped"),
        pytest.param([played(30, secured=3, of=RED)], (0, 0, 0, 1, 1, 0, 0), id="a red card keeps the win only"),
        pytest.param([played(20, secured=3, of=RED)], (0, 0, 0, 1, 0, 1, 1), id="a red card keeps the tie"),
        pytest.param([played(30, of=RED), played(50)], (0, 50, 0, 2, 2, 0, 0), id="red, 50: the 50 is dropped"),
        pytest.param([played(50), played(30, of=RED)], (0, 50, 0, 2, 2, 0, 0), id="50, red: so it is"),
        pytest.param([played(30, of=RED), played(50), played(40)], (25, 50, 0, 3, 3, 0, 0), id="red, 50, 40"),
        pytest.param([played(30, of=RED), played(40, of=RED)], (0, 0, 0, 2, 2, 0, 0), id="only red cards"),
        pytest.param([played(30, secured=3, of=WHITE)], (0, 0, 0, 1, 1, 0, 0), id="a white card keeps the win only"),
        pytest.param([played(30, of=WHITE), played(50)], (50, 50, 0, 2, 2, 0, 0), id="white, 50: the 0 is dropped"),
        pytest.param([played(of=WHITE), played(of=RED), played(50)], (25, 50, 0, 3, 1, 2, 2), id="white, red, 50"),
        pytest.param([played(30, of={"A": {"noShow": 1}})], (30, 30, 0, 1, 1, 0, 0), id="a no-show changes nothing"),
    ],
)
def test_rows_worked_by_hand(matches, expected):
    """Team A's columns, of the ranking score to the ties, are those of the official policy."""
    assert of_a(*matches) == expected


def test_ties_fall_to_the_food_secured():
    """Twice 20 to 20, and all alike but for the food of the match in which A had a white card."""
    table = ranked(played(secured=3), played(secured=2, of=WHITE))
    assert [(row["teamKey"], row["rank"], row["foodSecuredPoints"]) for row in table.values()][-1] == ("A", 6, 6)
    assert list(table) == list("BCDEFA")
