"""Turns: so many work at once, all get theirs, and whoever waits longest is next."""

from threading import Thread

import pytest
from asked import COMPARE
from questions import answering_of

from sim.web.turns import Turns

READERS, ROUNDS = 5, 4


def test_turns_go_round():
    """With one turn everybody works as often before anybody does again, in one order."""
    turns, worked = Turns(1), []

    def work(name):
        with turns.taken():
            for _ in range(ROUNDS):
                worked.append(name)
                turns.pass_on()

    threads = [Thread(target=work, args=(name,)) for name in range(READERS)]
    with turns.taken():
        for thread in threads:
            thread.start()
        while turns.waiting() < READERS:
            pass
    for thread in threads:
        thread.join()
    assert worked == worked[:READERS] * ROUNDS
    assert sorted(worked[:READERS]) == list(range(READERS))


@pytest.mark.usefixtures("compiled_once")
def test_questions_that_share_a_turn_are_all_answered():
    """Nobody holds what another one needs while it waits for its turn."""
    turns, lines = Turns(1), [[] for _ in range(READERS)]
    asked = [
        answering_of({**COMPARE, "matches": 600, "seed": nth}, heard.append, turns) for nth, heard in enumerate(lines)
    ]
    threads = [Thread(target=each.run, daemon=True) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert [heard[-1].get("done") for heard in lines] == [True] * READERS
