"""Point values that nobody could confirm: said wherever a number of such a season stands."""

import pytest
from played import PLAYED

import rules
from sim.table.game import playable, playbooks_by

ASSUMED = [key for key in PLAYED if rules.load(key).assumed]
PLANS = ("--plan", "PLAN", "--matches", "20")
VERBS = {
    "run": ("--matches", "20"),
    "replay": ("--match", "3"),
    "compare": (*PLANS, "--plan", "OTHER"),
    "sweep": (*PLANS, "--set", "ROW.seconds=5:6:1"),
    "event": (),
    "validate": ("--repeats", "2"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("key", ASSUMED)
def test_assumed_values_are_named_beside_every_number(here, key, verb):
    """Each verb that prints numbers of such a season says so, once, on stderr."""
    game = playable(key)
    books = [each.name for each in playbooks_by(game.model, "robot")]
    row = next(row.name for row in game.actions if row.by == "robot")
    words = [{"PLAN": books[0], "OTHER": books[1]}.get(word, word).replace("ROW", row) for word in VERBS[verb]]
    done = here(verb, "--season", key, *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(rules.load(key).assumed) == 1


def test_there_is_such_a_season():
    """A list that is empty would let all of this pass."""
    assert ASSUMED
