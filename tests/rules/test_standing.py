"""What scores alone tell of a ranking, many times at once, is what the official tables say, column by column."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matches import STATIONS, as_bytes
from official import SEASONS, with_scores

from rules.document import Card, Participant
from rules.documents import read
from rules.ranking import Policy, Seats
from sim import play_event
from sim.table.game import playable, playable_keys

KEYS = playable_keys()


def seats_of(documents):
    """Give own and other score of each seat in the order of teams, and who has it."""
    rows = [
        (str(each.team), *document.scores_of(each), each.card, each.no_show, each.skipped)
        for document in documents
        for each in document.participants
    ]
    rows.sort(key=lambda row: row[0])
    teams, own, other, card, absent, skipped = (np.array(column) for column in zip(*rows, strict=True))
    names, starts = np.unique(teams, return_index=True)
    return names.tolist(), own[None], other[None], Seats(starts, card, absent, skipped)


@pytest.fixture(scope="module", params=KEYS)
def event(request):
    """Play a small event, with cards and absences as the season has them."""
    return playable(request.param).rules, play_event(request.param, 25, 7, seed=9).documents()


def test_every_season_says_what_scores_tell(event):
    """The policy of every season's ranking phase has both ways to rank."""
    assert isinstance(event[0].ranking.rank, Policy)


def test_the_first_columns_are_those_of_the_table(event):
    """What teams are ranked by first, and by next as far as scores tell, are the table's own columns."""
    rules, documents = event
    policy = rules.ranking.rank
    table = {row["teamKey"]: row for row in rules.rank(documents)}
    names, own, other, seats = seats_of(documents)
    keys = policy.standing(own, other, seats)
    columns = [name for name in list(table[names[0]]) if name not in ("rank", "teamKey")]
    first = [round(float(value) / policy.parts, 9) for value in keys[0][0]]
    assert first == pytest.approx([table[name][columns[0]] for name in names])
    if len(keys) > 1:
        assert keys[1][0].tolist() == [table[name][columns[1]] for name in names]


@pytest.mark.parametrize("card", [Card.RED, Card.WHITE])
def test_cards_and_surrogates_count_as_in_the_table(event, card):
    """A card, an absence, a disqualification and a surrogate change the table and the many alike."""
    rules, documents = event
    changed = []
    for place, document in enumerate(documents):
        first, second, third, *rest = document.participants
        six = [first, second, third]
        if place == 3:
            six[0] = type(first)(first.team, first.station, card, False, False, False)
        if place == 5:
            six[1] = type(second)(second.team, second.station, second.card, True, False, False)
            six[2] = type(third)(third.team, third.station, third.card, False, True, False)
        if place == 8:
            six[0] = type(first)(first.team, first.station, Card.NONE, False, False, True)
        changed.append(type(document)(**{**vars(document), "participants": (*six, *rest)}))
    policy = rules.ranking.rank
    table = {row["teamKey"]: row for row in rules.rank(changed)}
    names, own, other, seats = seats_of(changed)
    column = next(name for name in table[names[0]] if name not in ("rank", "teamKey"))
    found = policy.standing(own, other, seats)[0][0] / policy.parts
    assert found == pytest.approx([table[name][column] for name in names])


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
