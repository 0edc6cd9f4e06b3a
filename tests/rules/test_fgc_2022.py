"""2022 Carbon Capture: sheets and small events worked by hand."""

from functools import partial

# score = ceil(((1 + sum of own three levels / 4) x carbon + 100 x coopertition level) x (1 - own fouls / 10))
# Source: the facts on the rules of 2022-2026, sections 0 and 1 (season file and ranking of the event software).
import numpy as np
import pytest
from matches import match, of, ranked_by

import rules
from rules.fgc_2022 import SEASON, Coopertition, Sheet, Storage

ranked = partial(ranked_by, SEASON)

NONE, PL, LO, MD, HI = Storage
FLOOR = (NONE, NONE, NONE)


def sheet(carbon=0, red=FLOOR, blue=FLOOR, coopertition=0, fouls=(0, 0), major=(0, 0)):
    """Write the sheet of one match."""
    return Sheet(*map(np.array, (carbon, (red, blue), coopertition, fouls, major)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(sheet(), (0, 0), id="nothing happened"),
        pytest.param(sheet(carbon=10), (10, 10), id="carbon counts for both"),
        pytest.param(sheet(1, (PL, NONE, NONE)), (2, 1), id="1.25 rounds up, 1 stays"),
        pytest.param(sheet(1, (HI, NONE, NONE)), (2, 1), id="a robot at HI adds a whole carbon"),
        pytest.param(sheet(100, (PL, LO, MD), (LO, LO, LO)), (250, 250), id="levels add up, whoever hangs there"),
        pytest.param(sheet(100, (HI, HI, HI), (HI, HI, HI)), (400, 400), id="all HI: four times the carbon"),
        pytest.param(
            sheet(100, (HI, HI, HI), FLOOR, 3), (700, 400), id="all HI and coopertition, which is not multiplied"
        ),
        pytest.param(sheet(coopertition=2), (200, 200), id="coopertition only"),
        pytest.param(sheet(coopertition=3, fouls=(3, 0)), (210, 300), id="fouls take a tenth of coopertition too"),
        pytest.param(sheet(11, fouls=(1, 0)), (10, 11), id="one foul: 9.9 rounds up"),
        pytest.param(sheet(20, fouls=(0, 1)), (20, 18), id="one foul: 18 is exact and stays"),
        pytest.param(sheet(1, (HI, PL, NONE), FLOOR, 0, (2, 2)), (2, 1), id="rounded once, after the fouls: 1.8"),
        pytest.param(sheet(10, fouls=(9, 9)), (1, 1), id="nine fouls leave a tenth"),
        pytest.param(sheet(50, fouls=(10, 0)), (0, 50), id="ten fouls leave nothing"),
        pytest.param(sheet(10, fouls=(0, 11)), (10, -1), id="eleven fouls: negative"),
        pytest.param(sheet(7, fouls=(12, 0)), (-1, 7), id="twelve fouls: -1.4 rounds up to -1"),
        pytest.param(sheet(4, fouls=(12, 0)), (0, 4), id="twelve fouls: -0.8 rounds up to 0"),
        pytest.param(sheet(10, major=(9, 4)), (10, 10), id="major fouls are never scored"),
        # The first of the official vectors: 31 x 2.25 + 200 = 269.75; (31 x 1.75 + 200) x 0.6 = 152.55.
        pytest.param(sheet(31, (PL, MD, PL), (NONE, NONE, MD), 2, (0, 4)), (270, 153), id="official vector 1"),
        pytest.param(sheet(9_999, (HI, HI, HI), FLOOR, 3), (40_296, 10_299), id="as much as can be written"),
        pytest.param(
            sheet(9_999, FLOOR, FLOOR, 3, (9_999, 0)), (-10_287_671, 10_299), id="as many fouls as can be written"
        ),
    ],
)
def test_worked_examples(written, expected):
    """The score is the formula's, worked by hand: red, blue."""
    assert tuple(SEASON.score(written).total) == expected


def test_the_parts_of_one_match_in_40ths():
    """Every part of a foul-ridden match is exact, and the rounding is what the last step added."""
    points = SEASON.score(sheet(31, (PL, MD, PL), (NONE, NONE, MD), 2, (0, 4)))
    assert {part: tuple(array) for part, array in points.parts.items()} == {
        "carbon": (1240, 1240),  # 31 points
        "storage": (1550, 930),  # 38.75 and 23.25
        "coopertition": (8000, 8000),  # 200
        "fouls": (0, -4068),  # four tenths of 254.25 are 101.7
        "rounding": (10, 18),  # 0.25 and 0.45
    }


def test_codes_are_the_official_ones():
    """Robots hang at levels 0 to 4, coopertition has levels 0 to 3."""
    assert [level.value for level in Storage] == [0, 1, 2, 3, 4]
    assert [level.value for level in Coopertition] == [0, 1, 2, 3]


def test_the_season_is_found_by_either_name():
    """`2022` is short for `fgc_2022`."""
    assert rules.load("2022") is rules.load("fgc_2022") is SEASON


RECORD = ("played", "wins", "losses", "ties")


def test_a_table_has_the_official_columns_in_order():
    """Each row of the 2022 table has these columns."""
    columns = ["rank", "teamKey", "rankingScore", "highestScore", "carbonPoints", "played", "wins", "losses", "ties"]
    assert list(ranked(match())["A"]) == columns


def test_the_higher_score_wins():
    """Red won 30 to 20: its teams have a win, the others a loss."""
    table = ranked(match(30, 20))
    assert of(table, "A", *RECORD) == (1, 1, 0, 0)
    assert of(table, "D", *RECORD) == (1, 0, 1, 0)


def test_a_tie_counts_as_a_loss_and_a_tie():
    """After 20 to 20 everybody has a loss and a tie, an oddity of the official software."""
    table = ranked(match(20, 20))
    assert of(table, "A", *RECORD) == of(table, "F", *RECORD) == (1, 0, 1, 1)


def test_the_only_score_is_not_dropped():
    """With one match the ranking score is that match's."""
    assert of(ranked(match(30, 20)), "A", "rankingScore", "highestScore") == (30, 30)


def test_the_lower_of_two_scores_is_dropped():
    """With two matches the ranking score is the higher, whichever came first."""
    table = ranked(match(30, 20), match(10, 40))
    assert of(table, "A", "rankingScore") == (30,)
    assert of(table, "D", "rankingScore") == (40,)


def test_one_of_two_equal_lowest_scores_is_dropped():
    """Of 10, 10 and 40 a single 10 is dropped: the mean of 10 and 40 is 25."""
    assert of(ranked(match(10, 0), match(10, 0), match(40, 0)), "A", "rankingScore") == (25,)


def test_the_mean_is_rounded_up():
    """Of 5, 10, 10 and 11 the 5 is dropped: 31 / 3 rounds up to 11; the whole mean 10 stays 10."""
    table = ranked(match(5, 5), match(10, 10), match(10, 10), match(11, 10))
    assert of(table, "A", "rankingScore") == (11,)
    assert of(table, "D", "rankingScore") == (10,)


def test_a_negative_score_is_not_dropped_and_counts_as_zero():
    """Of -3, 10 and 20 the 10 is dropped: the mean of 0 and 20 is 10, and nothing below 0 is a highest score."""
    table = ranked(match(-3, 0), match(10, 0), match(20, 0))
    assert of(table, "A", "rankingScore", "highestScore") == (10, 20)
    assert of(ranked(match(-3, 0)), "A", "rankingScore", "highestScore") == (0, 0)


def test_carbon_points_are_summed_for_all_six():
    """The carbon of a match is added for every team of both alliances, dropped score or not."""
    table = ranked(match(30, 20, carbon=7), match(10, 40, carbon=5))
    assert {row["carbonPoints"] for row in table.values()} == {12}


def test_a_red_card_keeps_the_score_and_loses_the_rest():
    """A red card takes win, highest score and carbon points of the match, but its score still counts."""
    table = ranked(match(30, 20, of={"A": {"cardStatus": 2}}))
    assert of(table, "A", "rankingScore", "highestScore", "carbonPoints", *RECORD) == (30, 0, 0, 1, 0, 1, 0)
    assert of(table, "B", "rankingScore", "highestScore", "carbonPoints", *RECORD) == (30, 30, 20, 1, 1, 0, 0)


def test_a_red_card_takes_a_tie():
    """A tie with a red card is a loss and no tie."""
    assert of(ranked(match(20, 20, of={"A": {"cardStatus": 2}})), "A", *RECORD) == (1, 0, 1, 0)


def test_a_score_with_a_red_card_can_be_the_dropped_one():
    """Of 5 with a red card and 40 the 5 is dropped as any lowest score is."""
    table = ranked(match(5, 0, of={"A": {"cardStatus": 2}}), match(40, 0))
    assert of(table, "A", "rankingScore", "highestScore") == (40, 40)


@pytest.mark.parametrize(
    "change", [{"cardStatus": 1}, {"cardStatus": 3}, {"noShow": 1}], ids=["yellow card", "white card", "no-show"]
)
def test_what_changes_nothing_in_2022(change):
    """Yellow and white cards and not showing up leave the table as it is."""
    assert ranked(match(30, 20, of={"A": change})) == ranked(match(30, 20))


@pytest.mark.parametrize("flag", ["surrogate", "disqualified"])
def test_a_skipped_team_has_a_row_of_zeros(flag):
    """A surrogate and a disqualified team get nothing of the match, yet stand in the table."""
    table = ranked(match(30, 20, of={"A": {flag: 1}}))
    assert of(table, "A", "rank", "rankingScore", "highestScore", "carbonPoints", *RECORD) == (6, 0, 0, 0, 0, 0, 0, 0)
    assert of(table, "B", "played", "wins") == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"result": -1}, {"details": None}, {"details": None, "redScore": None, "blueScore": None}],
    ids=["not played", "no details", "neither details nor scores"],
)
def test_a_skipped_match_leaves_rows_of_zeros(change):
    """A match that was not played or has no details counts for nothing, but its teams stand in the table."""
    table = ranked(match(30, 20, **change))
    assert list(table) == list("ABCDEF")
    assert {row["rankingScore"] + row["carbonPoints"] + row["played"] for row in table.values()} == {0}


def test_a_skipped_match_is_not_the_dropped_one():
    """Of 30 and a match not played only one score is there, so nothing is dropped."""
    assert of(ranked(match(30, 20), match(0, 0, result=-1)), "A", "rankingScore", "played") == (30, 1)


def test_ranking_scores_come_before_all_else():
    """D's ranking score 64 stands before B's 30, though B has the higher highest score and more carbon points."""
    table = ranked(match(30, 29), match(30, 29), match(0, 99, of={"D": {"cardStatus": 2}}))
    assert of(table, "B", "rankingScore", "highestScore", "carbonPoints") == (30, 30, 60)
    assert of(table, "D", "rankingScore", "highestScore", "carbonPoints") == (64, 29, 40)
    assert list(table) == list("EFDABC")


def test_a_tie_of_ranking_scores_falls_to_the_highest_score():
    """A and B both have 40, but A's was made with a red card and is no highest score: B stands before A."""
    table = ranked(match(40, 20, of={"A": {"cardStatus": 2}}))
    assert list(table) == list("BCADEF")


def test_a_further_tie_falls_to_the_carbon_points():
    """A and B rank alike by scores, but A's second match brought no carbon points: B stands before A."""
    table = ranked(match(40, 20), match(40, 20, of={"A": {"cardStatus": 2}}))
    assert of(table, "A", "rankingScore", "highestScore", "carbonPoints") == (40, 40, 20)
    assert list(table) == list("BCADEF")


def test_a_full_tie_keeps_the_order_of_first_appearance():
    """Where nothing decides, teams stand as the documents and their participants first name them."""
    second = match(20, 20, teams=("X", "A", "Y", "F", "Z", "B"))
    first = match(20, 20, details=None)
    assert list(ranked(first, second))[:4] == ["A", "B", "F", "X"]


def test_ranking_takes_the_recorded_scores():
    """A recorded score that does not follow from its entries is ranked by as it stands."""
    assert of(ranked(match(500, 20, carbon=1)), "A", "rankingScore") == (500,)
