"""Ranking policies that years share, on small events worked by hand: what the table's columns hold, one by one."""

# Source: the event software's calculatePlayoffsRankings (2022 on) and the season's ranker (2019).
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matches import STATIONS, as_bytes, team
from official import SEASONS, with_scores
from seats import seats_of

import rules
from rules.document import Card, Participant
from rules.documents import read
from rules.ranking import sum_of_scores

BY_SUMS = [season for season in SEASONS.values() if season.playoff and season.playoff.rank is sum_of_scores]
by_sums = pytest.mark.parametrize("season", BY_SUMS, ids=lambda season: season.key)
OCEAN = rules.load("2019")


def played(season, red, blue, number=1, **changed):
    """Make a playoff match with these recorded scores; `changed` are names of single teams."""
    teams = [
        {season.spelled(name): value for name, value in {**team(key, station), **changed.get(key, {})}.items()}
        for key, station in zip("ABCDEF", STATIONS, strict=True)
    ]
    return with_scores(season, red, blue, number, participants=teams)


def rows(season, *documents):
    """Rank playoffs and give the rows by team."""
    table = season.rank(read(as_bytes(list(documents)), season, phase="playoff"), "playoff")
    return {row["teamKey"]: {name: row[name] for name in list(row)[2:]} for row in table}


def row(total, highest, played, wins, losses, ties):
    """Write the columns of a team."""
    names = ("totalScore", "highestScore", "played", "wins", "losses", "ties")
    return dict(zip(names, (total, highest, played, wins, losses, ties), strict=True))


@by_sums
def test_a_win_a_loss_and_a_tie_of_the_playoffs(season):
    """Sums drop nothing, the highest is the best of one match, and a tie counts as a tie and as a loss."""
    table = rows(season, played(season, 30, 20), played(season, 25, 25, 2), played(season, 5, 9, 3))
    assert table["A"] == table["C"] == row(60, 30, 3, 1, 2, 1)
    assert table["D"] == table["F"] == row(54, 25, 3, 1, 2, 1)


@by_sums
@pytest.mark.parametrize("card", [2, 3], ids=["red", "white"])
def test_a_card_of_the_playoffs_takes_the_score_and_not_the_result(season, card):
    """A match with a red or white card adds nothing, gives no highest score, and is won all the same."""
    table = rows(season, played(season, 30, 20, A={"cardStatus": card}), played(season, 25, 30, 2))
    assert table["A"] == row(25, 25, 2, 1, 1, 0)
    assert table["B"] == row(55, 30, 2, 1, 1, 0)


@by_sums
def test_a_yellow_card_of_the_playoffs_takes_nothing(season):
    """A team with a yellow card has all that its partners have."""
    table = rows(season, played(season, 30, 20, A={"cardStatus": 1}))
    assert table["A"] == table["B"] == row(30, 30, 1, 1, 0, 0)


@by_sums
def test_who_is_disqualified_in_the_playoffs_has_not_played(season):
    """A match as disqualified counts for nothing; the team has its row."""
    table = rows(season, played(season, 30, 20, A={"disqualified": 1}), played(season, 10, 20, 2))
    assert table["A"] == row(10, 10, 1, 0, 1, 0)
    assert table["B"] == row(40, 30, 2, 1, 1, 0)


@by_sums
def test_a_match_of_the_playoffs_that_was_not_played_counts_for_nothing(season):
    """Result -1 leaves every team with its row and without a match."""
    table = rows(season, played(season, 30, 20), {**played(season, 0, 0, 2), "result": -1})
    assert table["A"] == row(30, 30, 1, 1, 0, 0)
    assert table["D"] == row(20, 20, 1, 0, 1, 0)


@by_sums
def test_a_match_of_the_playoffs_without_details_counts_by_its_scores(season):
    """Sums need recorded scores and nothing else; without entries a match counts all the same."""
    bare = {name: value for name, value in played(season, 30, 20).items() if name != "details"}
    table = rows(season, bare, played(season, 5, 9, 2))
    assert table["A"] == row(35, 30, 2, 1, 1, 0)
    assert table["D"] == row(29, 20, 2, 1, 1, 0)


def test_the_bonus_of_the_playoffs_is_no_ranking_point():
    """In the playoffs of 2019 all pollutants bring points for the match; the table has no column for them."""
    document = with_scores(OCEAN, 50, 20)
    document["details"]["coopertition_bonus"] = 1
    table = OCEAN.rank(read(as_bytes(document), OCEAN, phase="playoff"), "playoff")
    assert [row["rankingPoints"] for row in table] == [2, 2, 2, 0, 0, 0]
    assert [row["totalPoints"] for row in table] == [50, 50, 50, 20, 20, 20]
    assert "coopertitionPoints" not in table[0]


CARDS = st.sampled_from([Card.NONE, Card.NONE, Card.NONE, *Card])
SELDOM = st.sampled_from([False, False, False, False, True])


@st.composite
def tiny_events(draw, season):
    """Make one to four matches of seven teams with low scores, so that ties, cards and single matches abound."""
    documents = []
    for number in range(draw(st.integers(1, 4))):
        red, blue = draw(st.tuples(st.integers(0, 5), st.integers(0, 5)))
        (document,) = read(as_bytes(with_scores(season, red, blue, number)), season, phase="ranking")
        teams = draw(st.permutations("ABCDEFG"))[:6]
        six = [
            Participant(team, station, draw(CARDS), draw(SELDOM), draw(SELDOM), draw(SELDOM))
            for team, station in zip(teams, STATIONS, strict=True)
        ]
        documents.append(replace(document, participants=tuple(six)))
    return documents


@pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
@given(data=st.data())
def test_tiny_events_stand_as_their_tables_say(season, data):
    """One match, none that counts, nothing but cards: the first columns are the table's all the same."""
    documents = data.draw(tiny_events(season))
    policy = season.ranking.rank
    table = {row["teamKey"]: row for row in season.rank(documents)}
    names, *seats = seats_of(documents)
    keys = policy.standing(*seats)
    columns = [name for name in list(table[names[0]]) if name not in ("rank", "teamKey")]
    for values, column, parts in zip(keys, columns, (policy.parts, 1), strict=False):
        assert [value / parts for value in values[0].tolist()] == [table[name][column] for name in names]
