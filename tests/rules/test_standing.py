"""What scores alone tell of a ranking, many times at once, is what the official tables say, column by column."""

import pytest
from seats import seats_of

from rules.document import Card
from rules.ranking import Policy
from sim import play_event
from sim.table.game import playable, playable_keys

KEYS = playable_keys()


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
