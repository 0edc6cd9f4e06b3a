"""2019 Ocean Opportunities: sheets, small events and the published matches."""

# score = 6 x reuse + 3 x recycle + 2 x recovery + reduction + docking (5, 10, 20) + 10 x opponent's yellow cards
#         (+ 75 for both in a playoff match in which all 90 pollutants are processed)
# Source: the facts on the rules of 2017-2019, 2019 (scoring library and ranker of the event software).
import csv
import json
from collections import Counter
from functools import partial

import numpy as np
import pytest
from matches import STATIONS, TEAMS, as_bytes, of, ranked_by, team
from places import shared
from strategies import documents_of, own_axes

from rules.documents import read, sheet_of
from rules.fgc_2019 import SEASON, Docking, Sheet
from rules.season import entries

ranked = partial(ranked_by, SEASON)

NONE, PARTIAL, FULL, ELEVATED = Docking
FIELD = (NONE, NONE, NONE)
SIDES, SIZES = ("red", "blue"), ("minor", "major")


def sheet(reuse=(0, 0), recycle=(0, 0), recovery=(0, 0), reduction=(0, 0), red=FIELD, blue=FIELD, cards=(0, 0)):
    """Write the sheet of one match."""
    return Sheet(*map(np.array, (reuse, recycle, recovery, reduction, (red, blue), cards, (0, 0))))


def match(red=50, blue=20, teams=TEAMS, of=None, bonus=None, written=None):
    """Make a match with these recorded scores; `of` changes single teams, `bonus` is the recorded coopertition."""
    (document,) = documents_of(Sheet(*(array[None] for array in vars(written or sheet()).values())))
    spelled = [
        {SEASON.spelled(name): value for name, value in team(*each).items()}
        for each in zip(teams, STATIONS, strict=True)
    ]
    changed = [{**each, **(of or {}).get(each["team_key"], {})} for each in spelled]
    if bonus is not None:
        document["details"]["coopertition_bonus"] = bonus
    return {**document, "red_score": red, "blue_score": blue, "participants": changed}


def published(name):
    """Give the rows of a published table by match, or skip the test where it is not there."""
    path = shared("data", name)
    return {row["match"]: row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


@pytest.fixture(scope="module")
def event():
    """Give the published matches of 2019 as documents with entries, fouls and scores."""
    details, documents = published("details_2019.csv"), []
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    for number, row in published("matches_2019.csv").items():
        document = match(int(row["red_score"]), int(row["blue_score"]), [row[place] for place in places])
        for name, value in details[number].items():
            if name != "match":
                assert name in document["details"]
                document["details"][name] = int(value)
        fouls = {f"{side}_{size[:3]}_pen": int(row[f"{side}_{size}"]) for side in SIDES for size in SIZES}
        documents.append({**document, **fouls})
    return documents


POINTS = ("rankingPoints", "totalPoints", "coopertitionPoints")
RECORD = ("played", "wins", "losses", "ties")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet(reuse=(5, 0)), (30, 0), id="reuse is 6 each"),
        pytest.param(sheet(recycle=(0, 5)), (0, 15), id="recycle is 3 each"),
        pytest.param(sheet(recovery=(5, 0)), (10, 0), id="recovery is 2 each"),
        pytest.param(sheet(reduction=(0, 5)), (0, 5), id="reduction is 1 each"),
        pytest.param(sheet(red=(PARTIAL, FULL, ELEVATED)), (35, 0), id="docking 5, 10, 20"),
        pytest.param(sheet(blue=(ELEVATED, ELEVATED, ELEVATED)), (0, 60), id="docking is the own alliance's"),
        pytest.param(sheet(cards=(2, 1)), (10, 20), id="yellow cards are 10 for the opponent"),
        pytest.param(sheet(reuse=(40, 40)), (240, 240), id="all 80: no points in the ranking phase"),
        pytest.param(sheet(reuse=(50, 40)), (300, 240), id="90: no points in the ranking phase"),
        # 78 + 3 + 4 + 7 + 20 + 5 + 5 and 18 + 30 + 20 + 4 + 10 + 20 + 20.
        pytest.param(sheet((13, 3), (1, 10), (2, 10), (7, 4), (3, 1, 1), (2, 3, 3)), (122, 122), id="match 187"),
        # 126 + 18 + 16 + 4 + 20 + 20 + 10 and 0 + 48 + 2 + 1 + 60: the season's record.
        pytest.param(sheet((21, 0), (6, 16), (8, 1), (4, 1), (3, 3, 2), (3, 3, 3)), (214, 111), id="match 255"),
        # 12 + 3 + 10 + 10 and 30 + 26 + 4 + 10 + 10, and 10 for red's yellow card.
        pytest.param(
            sheet((0, 5), (0, 0), (6, 13), (3, 4), (2, 2, 0), (2, 0, 2), (1, 0)), (35, 90), id="match 146, a card"
        ),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(reuse=(50, 40)), (375, 315), id="all 90: 75 for both"),
        pytest.param(sheet((20, 0), (10, 10), (0, 30), (5, 15)), (230, 180), id="all 90 in all places"),
        pytest.param(sheet(reuse=(90, 0)), (615, 75), id="all 90 by red alone"),
        pytest.param(sheet(reuse=(40, 40)), (240, 240), id="80 give nothing"),
        pytest.param(sheet(reuse=(49, 40)), (294, 240), id="89 give nothing"),
        pytest.param(sheet(reuse=(50, 41)), (300, 246), id="91 give nothing"),
        pytest.param(
            sheet(cards=(1, 0), red=(ELEVATED, NONE, NONE)), (20, 10), id="otherwise as in the ranking phase"
        ),
    ],
)
def test_worked_examples_of_the_playoffs(written, expected):
    """In the playoffs all 90 pollutants give both sides 75 points."""
    assert tuple(SEASON.score(written, "playoff").total) == expected


def test_codes_are_the_official_ones():
    """Robots dock as 0 to 3, and these are no points."""
    assert [state.value for state in Docking] == [0, 1, 2, 3]
    assert own_axes(entries(Sheet)["docking"]) == (2, 3)


@pytest.mark.parametrize(
    ("options", "pollutants", "bonus", "differs"),
    [
        pytest.param((), 80, 1, [], id="80, recorded"),
        pytest.param((), 80, False, ["coopertition_bonus"], id="80, not recorded"),
        pytest.param((), 79, 0, [], id="79, not recorded"),
        pytest.param((), 79, True, ["coopertition_bonus"], id="79, recorded"),
        pytest.param((), 90, 1, ["coopertition_bonus"], id="90 in the ranking phase, recorded"),
        pytest.param(("--playoff",), 90, 1, [], id="90 in the playoffs, recorded"),
        pytest.param(("--playoff",), 80, 0, [], id="80 in the playoffs, not recorded"),
    ],
)
def test_the_coopertition_bonus_is_audited(here, options, pollutants, bonus, differs):
    """The recorded bonus is compared with what the pollutants say: all 80 in the ranking phase, 90 in playoffs."""
    document = match(bonus=bonus, written=sheet(reduction=(pollutants, 0)))
    done = here("score", "--season", "2019", "--json", *options, "-", stdin=as_bytes(document))
    found = json.loads(done.stdout)["differs"]
    assert [name for name in found if not name.endswith("Score")] == differs


def test_a_table_has_the_official_columns_in_order():
    """Each row of the 2019 table has these columns."""
    assert list(ranked(match())["A"]) == ["rank", "teamKey", *POINTS, *RECORD]


@pytest.mark.parametrize(
    ("bonus", "winner", "loser"),
    [(None, (2, 50, 0), (0, 20, 0)), (0, (2, 50, 0), (0, 20, 0)), (1, (3, 50, 1), (1, 20, 1))],
    ids=["no bonus in the document", "bonus 0", "bonus 1"],
)
def test_ranking_points_are_the_recorded_ones(bonus, winner, loser):
    """A recorded bonus is a ranking point for all six, whatever the pollutants (here none) say."""
    table = ranked(match(bonus=bonus))
    assert of(table, "A", *POINTS) == winner
    assert of(table, "F", *POINTS) == loser


def test_a_bonus_recorded_as_none_is_no_ranking_point():
    """All 80 pollutants give no ranking point where the document says that there was no bonus."""
    assert of(ranked(match(bonus=0, written=sheet(reuse=(40, 40)))), "A", *POINTS) == (2, 50, 0)


@pytest.mark.parametrize(("pollutants", "expected"), [(40, (3, 50, 1)), (39, (2, 50, 0))])
def test_a_bonus_that_is_not_recorded_follows_from_the_pollutants(pollutants, expected):
    """A document that does not say, as those of a simulated event, brings the point where all 80 are processed."""
    silent = match(written=sheet(reuse=(40, pollutants)))
    assert "coopertition_bonus" not in silent["details"]
    assert of(ranked(silent, match(bonus=0, teams="GHIJKL")), "A", *POINTS) == expected


def test_what_a_simulated_event_gathers_is_what_its_table_gives():
    """Where all pollutants are processed, the table of a made-up event gives what each match is measured by."""
    scores = SEASON.score(full := sheet(reuse=(40, 0), reduction=(0, 40)))
    red, blue = scores.total.tolist()
    table = ranked(match(red, blue, written=full))
    gathered = [table[team]["rankingPoints"] for team in "AF"]
    assert gathered == SEASON.measure(full, scores).tolist()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(reuse=(5, 0)), (2, 0), id="a win"),
        pytest.param(sheet(), (1, 1), id="a tie"),
        pytest.param(sheet(reuse=(40, 0), reduction=(0, 40)), (3, 1), id="a win, and all 80 pollutants"),
        pytest.param(sheet(reuse=(40, 40)), (2, 2), id="a tie, and all 80 pollutants"),
    ],
)
def test_what_a_match_brings_is_measured_in_ranking_points(written, expected):
    """A win brings 2, a tie 1, the bonus one more for both sides."""
    assert SEASON.measured == "ranking points"
    assert tuple(SEASON.measure(written, SEASON.score(written))) == expected


def test_match_187_is_a_tie_for_both():
    """After 122 to 122 everybody has 1 ranking point, a tie and no loss."""
    table = ranked(match(122, 122))
    assert of(table, "A", *POINTS, *RECORD) == of(table, "F", *POINTS, *RECORD) == (1, 122, 0, 1, 0, 0, 1)


@pytest.mark.parametrize(
    "change",
    [{"card_status": 2}, {"card_status": 3}, {"surrogate": 1}, {"disqualified": 1}],
    ids=["red card", "white card", "surrogate", "disqualified"],
)
def test_what_is_played_and_nothing_else(change):
    """Such a match is one played for the team and counts for nothing else, the bonus neither."""
    table = ranked(match(of={"A": change}, bonus=1))
    assert of(table, "A", *POINTS, *RECORD) == (0, 0, 0, 1, 0, 0, 0)
    assert of(table, "B", *POINTS, *RECORD) == (3, 50, 1, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param(match(15, 10, "GHIJKL"), "ABCGHIDEFJKL", id="ranking points before totals"),
        pytest.param(match(9, 8, "GHIJKL", bonus=1), "GHIABCJKLDEF", id="the bonus is a ranking point"),
        pytest.param(match(900, 800, "GHIJKL"), "GHIABCJKLDEF", id="then totals"),
        pytest.param(
            match(50, 20, "CGHFIJ", of={key: {"surrogate": 1} for key in "CF"}), "CABGHFDEIJ", id="then played"
        ),
        pytest.param(match(50, 20, "GHIJKL"), "ABCGHIDEFJKL", id="then first appearance"),
    ],
)
def test_tie_breaks_in_their_order(second, expected):
    """After A, B, C beat D, E, F 50 to 20 the second match decides who stands before whom."""
    assert "".join(ranked(match(50, 20), second)) == expected


def test_every_published_score_follows(event):
    """All 568 alliance scores of the ranking phase are the formula's."""
    documents = read(as_bytes(event), SEASON)
    assert len(documents) == 284
    assert SEASON.score(sheet_of(documents, SEASON)).total.tolist() == [list(each.recorded) for each in documents]


def test_the_published_ranking(event):
    """Israel won all nine matches; three teams played ten; ranking points are spread as published."""
    table = ranked(*event)
    assert (len(table), next(iter(table))) == (189, "ISR")
    assert of(table, "ISR", *POINTS, *RECORD) == (18, 1443, 0, 9, 9, 0, 0)
    assert Counter(row["played"] for row in table.values()) == {9: 186, 10: 3}
    spread = {18: 1, 16: 7, 15: 2, 14: 19, 13: 1, 12: 27, 11: 2, 10: 30, 8: 42, 7: 1, 6: 34, 4: 14, 2: 8, 0: 1}
    assert Counter(row["rankingPoints"] for row in table.values()) == spread


def test_the_only_published_tie(event):
    """The six teams of match 187 have the only ties of the event, and no more matches than wins, losses and ties."""
    table = ranked(*event)
    assert {key for key, row in table.items() if row["ties"]} == {"OMN", "BOL", "UKR", "COK", "BIH", "ITA"}
    assert all(row["played"] == row["wins"] + row["losses"] + row["ties"] for row in table.values())
