"""2023 Hydrogen Horizons: sheets, documents and small events worked by hand."""

# own = round((hydrogen + oxygen) x alignment) + proficiency of all six + coopertition
# score = own + round(opponent's minor fouls x opponent's own / 10); halves go up
# Source: the facts on the rules of 2022-2026, sections 0 and 2 (season file and ranking of the event software).
import json
from functools import partial

import numpy as np
import pytest
from matches import as_bytes, match, of, ranked_by, team, without
from reading import json_lines

from rules.documents import read, sheet_of
from rules.errors import DocumentError
from rules.fgc_2023 import SEASON, Alignment, Proficiency, Sheet

ranked = partial(ranked_by, SEASON)

NONE, PARTIAL, FULL = Alignment
DEV, INT, EXP = Proficiency
NOTHING, EXPERTS = (DEV, DEV, DEV), (EXP, EXP, EXP)


def sheet(
    hydrogen=(0, 0), oxygen=(0, 0), alignment=(NONE, NONE), red=NOTHING, blue=NOTHING, fouls=(0, 0), major=(0, 0)
):
    """Write the sheet of one match."""
    return Sheet(*map(np.array, (hydrogen, oxygen, alignment, (red, blue), fouls, major)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet((3, 0), (4, 1)), (7, 1), id="gases count for their own side"),
        pytest.param(sheet((5, 5), (5, 5), (PARTIAL, FULL)), (12, 13), id="10 x 1.2 and 10 x 1.3"),
        pytest.param(sheet((2, 3), alignment=(PARTIAL, PARTIAL)), (2, 4), id="2.4 goes down, 3.6 up"),
        pytest.param(sheet((5, 1), alignment=(FULL, FULL)), (7, 1), id="6.5 goes up, 1.3 down"),
        # 15 x 1.3 = 19.5; the gases are multiplied together: 3 x 1.3 + 2 x 1.3 = 6.5, not 4 + 3.
        pytest.param(sheet((9, 3), (6, 2), (FULL, FULL)), (20, 7), id="19.5 goes up, gases are rounded together"),
        pytest.param(
            sheet(red=(DEV, INT, EXP), blue=(DEV, DEV, EXP)), (25, 25), id="proficiency of all six for both"
        ),
        pytest.param(
            sheet((10, 10), alignment=(FULL, NONE), red=(INT, DEV, DEV)), (18, 15), id="proficiency is not multiplied"
        ),
        pytest.param(sheet(red=EXPERTS, blue=(EXP, INT, INT)), (50, 50), id="four experts: no bonus"),
        pytest.param(sheet(red=EXPERTS, blue=(EXP, EXP, DEV)), (65, 65), id="five experts: 50 + 15"),
        pytest.param(sheet(red=(EXP, INT, EXP), blue=EXPERTS), (70, 70), id="five experts: 55 + 15"),
        pytest.param(sheet(red=EXPERTS, blue=EXPERTS), (90, 90), id="six experts: 60 + 30"),
        pytest.param(sheet((15, 0), fouls=(1, 0)), (15, 2), id="one foul: 1.5 goes up, to the opponent"),
        pytest.param(sheet((14, 0), fouls=(1, 0)), (14, 1), id="one foul: 1.4 goes down"),
        pytest.param(sheet((10, 20), fouls=(3, 2)), (14, 23), id="fouls of both: tenths of what each made itself"),
        # Blue: round(6.5) = 7 and round(0.5) = 1; rounded together it would be 7.
        pytest.param(sheet((5, 5), alignment=(NONE, FULL), fouls=(1, 0)), (5, 8), id="fouls are rounded separately"),
        # Red: round(6.5) = 7, five fouls of 0.7 are 3.5; of 6.5 they would be 3.25.
        pytest.param(
            sheet((5, 0), alignment=(FULL, NONE), fouls=(5, 0)), (7, 4), id="fouls are of the rounded points"
        ),
        pytest.param(sheet(red=EXPERTS, blue=EXPERTS, fouls=(0, 1)), (99, 90), id="fouls take the bonus too"),
        pytest.param(sheet((10, 10), fouls=(12, 0)), (10, 22), id="twelve fouls give more than all"),
        pytest.param(sheet((10, 10), major=(9, 4)), (10, 10), id="major fouls are never scored"),
        # 114 + 45 = 159; 136 x 1.3 = 176.8 -> 177 + 45 = 222, and four tenths of 159 are 63.6 -> 64.
        pytest.param(
            sheet((69, 84), (45, 52), (NONE, FULL), (EXP, INT, EXP), (EXP, DEV, EXP), (4, 0)),
            (159, 286),
            id="official vector 1",
        ),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match_in_10ths():
    """Every part is exact, and the rounding is what the two roundings added: for blue 0.2 and 0.4."""
    points = SEASON.score(sheet((69, 84), (45, 52), (NONE, FULL), (EXP, INT, EXP), (EXP, DEV, EXP), (4, 0)))
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "hydrogen": (690, 840),
        "oxygen": (450, 520),
        "alignment": (0, 408),  # 0.3 x 136 = 40.8
        "proficiency": (450, 450),
        "coopertition": (0, 0),
        "fouls": (0, 636),
        "rounding": (0, 6),
    }
    assert list(SEASON.parts) == list(points.parts)


ROBOTS = [f"{side}{robot}Proficiency" for side in ("red", "blue") for robot in ("One", "Two", "Three")]


def details(hydrogen=(20, 20), oxygen=(0, 0), **changes):
    """Write the details of a match: no alignment, nobody proficient."""
    return {
        **{f"{side}HydrogenPoints": each for side, each in zip(("red", "blue"), hydrogen, strict=True)},
        **{f"{side}OxygenPoints": each for side, each in zip(("red", "blue"), oxygen, strict=True)},
        **dict.fromkeys(["redAlignment", "blueAlignment", *ROBOTS], 0),
        **changes,
    }


def played(red=20, blue=20, *, hydrogen=(20, 20), oxygen=(0, 0), of=None, **changes):
    """Make a match with these recorded scores."""
    return match(red, blue, of=of, **{"details": details(hydrogen, oxygen), **changes})


def test_a_document_holds_the_codes():
    """Full alignment and one expert of blue: 20 x 1.3 = 26, and 10 for both."""
    raw = played(details=details(redAlignment=2, blueTwoProficiency=2))
    assert SEASON.score(sheet_of(read(as_bytes(raw), SEASON), SEASON)).total.tolist() == [[36, 30]]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"redFourProficiency": 0}, "redFourProficiency"),
        ({"carbonPoints": 1}, "carbonPoints"),
        ({"redAlignment": "FULL"}, "redAlignment"),
        ({"blueAlignment": 3}, "blueAlignment"),
        ({"blueThreeProficiency": -1}, "blueThreeProficiency"),
        ({"redOneProficiency": 0.5}, "redOneProficiency"),
        ({"redHydrogenPoints": True}, "redHydrogenPoints"),
        ({"blueOxygenPoints": 10_000}, "blueOxygenPoints"),
        ({"blueOxygenPoints": None}, "blueOxygenPoints"),
    ],
    ids=["fourth robot", "another season", "text", "3", "below 0", "between codes", "true", "too many", "null"],
)
def test_details_that_are_refused(changes, name):
    """A name or value that 2023 does not know is refused under its dotted name."""
    with pytest.raises(DocumentError, match=rf"^document 1: details\.{name}: expected .+"):
        read(as_bytes(played(details=details(**changes))), SEASON)


@pytest.mark.parametrize("name", ["blueAlignment", "redThreeProficiency"])
def test_a_missing_entry_is_refused(name):
    """An entry that is not there is an error, never a zero."""
    with pytest.raises(DocumentError, match=rf"^document 1: details\.{name}: .+ found no such entry"):
        read(as_bytes(played(details=without(details(), name))), SEASON)


RECORD = ("played", "wins", "losses", "ties")
SCORES = ("rankingScore", "highestScore", "oxyHydroPoints")


def test_a_table_has_the_official_columns_in_order():
    """Each row of the 2023 table has these columns."""
    columns = [
        "rank",
        "teamKey",
        "rankingScore",
        "highestScore",
        "oxyHydroPoints",
        "played",
        "wins",
        "losses",
        "ties",
    ]
    assert list(ranked(played())["A"]) == columns


def test_a_tie_counts_as_a_loss_and_a_tie():
    """After 20 to 20 everybody has a loss and a tie, an oddity of the official software."""
    assert of(ranked(played(20, 20)), "A", *RECORD) == (1, 0, 1, 1)


def test_gases_are_those_of_the_own_alliance():
    """Hydrogen and oxygen of two matches are summed by side, without alignment, dropped score or not."""
    table = ranked(played(30, 20, hydrogen=(5, 7), oxygen=(1, 2)), played(10, 40, hydrogen=(3, 0), oxygen=(0, 9)))
    assert of(table, "A", *SCORES) == (30, 30, 9)
    assert of(table, "F", *SCORES) == (40, 40, 18)


SANCTIONS = pytest.mark.parametrize("change", [{"cardStatus": 2}, {"noShow": 1}], ids=["red card", "no-show"])


@SANCTIONS
def test_a_sanction_takes_the_whole_match(change):
    """A red card or a no-show is 0 and a loss, and gives neither a highest score nor gases; its partners keep all."""
    table = ranked(played(30, 20, of={"A": change}))
    assert of(table, "A", *SCORES, *RECORD) == (0, 0, 0, 1, 0, 1, 0)
    assert of(table, "B", *SCORES, *RECORD) == (30, 30, 20, 1, 1, 0, 0)


@SANCTIONS
def test_a_sanctioned_tie_is_no_tie(change):
    """A tie with a red card or a no-show is a loss only."""
    assert of(ranked(played(20, 20, of={"A": change})), "A", *RECORD) == (1, 0, 1, 0)


@SANCTIONS
def test_a_sanctioned_zero_can_be_dropped(change):
    """Of 0 and 50 the 0 is dropped; of 0, 0 and 50 one 0 stays: 25."""
    carded, clean = played(30, 20, of={"A": change}), played(50, 0)
    assert of(ranked(carded, clean), "A", "rankingScore", "highestScore") == (50, 50)
    assert of(ranked(carded, carded, clean), "A", "rankingScore") == (25,)


@pytest.mark.parametrize("change", [{"cardStatus": 1}, {"cardStatus": 3}], ids=["yellow card", "white card"])
def test_cards_that_change_nothing(change):
    """Yellow and white cards leave the table of 2023 as it is."""
    assert ranked(played(30, 20, of={"A": change})) == ranked(played(30, 20))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([7], 7),
        ([10, 9], 10),
        ([9, 10, 10, 11], 10.33),
        ([9, 10, 11, 11], 10.67),
        ([0, *[10] * 7, 11], 10.13),
        ([0, *[10] * 7, 13], 10.38),
        ([0, *[10] * 7, 15], 10.63),
    ],
    ids=["the only one", "lowest dropped", "31 / 3", "32 / 3", "10.125 goes up", "10.375 goes up", "10.625 goes up"],
)
def test_ranking_scores_have_two_decimals(scores, expected):
    """The mean without the lowest score is rounded to two decimals, the double's exact ties up."""
    assert of(ranked(*(played(each, 0) for each in scores)), "A", "rankingScore") == (expected,)


def test_a_tie_falls_to_the_highest_score_and_then_to_the_gases():
    """All six have 20, but A's highest score went with a no-show and blue has more gases."""
    table = ranked(
        played(20, 20, hydrogen=(5, 6)),
        played(20, 20, hydrogen=(5, 6), of={"A": {"noShow": 1}, "E": {"cardStatus": 2}}),
    )
    # D, F 12 gases; B, C 10; E 6 and A 5 of one match.
    assert list(table) == list("DFBCEA")


TEAMS_AT = {11: "A", 12: "B", 13: "C", 14: "X", 21: "D", 22: "E", 23: "F", 24: "Y"}


def playoff(red, blue, **changes):
    """Make a playoff match in which X and Y sit out; `changes` are by team."""
    teams = [{**team(key, station), **changes.get(key, {})} for station, key in TEAMS_AT.items()]
    return played(red, blue, participants=teams)


def test_playoffs_are_ranked_by_sums(here):
    """Nothing is dropped, those who sit out share the score, and a card above yellow takes it from its team."""
    documents = [playoff(30, 20, A={"cardStatus": 2}), playoff(10, 25, D={"cardStatus": 1}, E={"cardStatus": 3})]
    done = here("rank", "--season", "2023", "--playoff", "--json", "-", stdin=as_bytes(documents))
    assert (done.returncode, done.stderr) == (0, "")
    table = json_lines(done.stdout)
    sums = {row["teamKey"]: row["totalScore"] for row in table}
    assert list(sums.items()) == [
        ("D", 45),
        ("F", 45),
        ("Y", 45),
        *((key, 40) for key in "BCX"),
        ("E", 20),
        ("A", 10),
    ]


def test_playoff_matches_score_the_same(here):
    """`sim score --playoff` takes documents with teams that sit out, and finds nothing wrong with a right one."""
    done = here("score", "--season", "2023", "--playoff", "--json", "-", stdin=as_bytes(playoff(20, 20)))
    assert (done.returncode, done.stderr) == (0, "")
    row = json.loads(done.stdout)
    assert (row["redScore"], row["blueScore"], row["agrees"], row["differs"]) == (20, 20, True, [])
