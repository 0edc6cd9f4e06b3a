"""Counters in words: tables that need more words than seasons do are played as any other, more bits refused."""

import pytest
from made_games import table
from played import PLAYED
from scenes import scene_of

from rules.errors import ModelError
from sim.engine.fast import Engine
from sim.engine.layout import lay_out, pack, tokens_of
from sim.robots.files import rows_of
from sim.table.agents import ROBOTS
from sim.table.game import playable


def test_what_nothing_limits_gets_more_room_where_a_match_needs_it():
    """A row that makes pieces without end outgrows the room for them, which grows until the match fits."""
    make = {
        "name": "make",
        "gives": {"field.base": 99},
        "unless": {"field.base": 9_000},
        "makes": "ball",
        "seconds": 1,
    }
    of = scene_of(table([{"name": "field.base", "piece": "ball"}], [make]), 3)
    engine = Engine(of.game, of.orders, of.seed)
    assert engine.play(of.robots, 0).marking[0] > 9_000
    assert engine.wider > 2
    assert of.first_difference() is None
    assert engine.play_robots(of.robots).marking.min() > 9_000


def test_more_facts_than_a_word_has_bits_are_refused():
    """The compiled engine says that it has no room, and which engine has."""
    places = [{"name": f"alliance.pile_{i}", "start": 1 + i % 3} for i in range(50)]
    rows = [{"name": f"row {i}", "takes": {f"alliance.pile_{i}": 1}, "gives": {"field.base": 1}} for i in range(50)]
    game = table([*places, {"name": "field.base"}], rows)
    with pytest.raises(ModelError, match=r"^\[\[place\]\]: .*--engine reference"):
        Engine(game, rows_of(game, game.playbooks), 1)


def test_robots_of_more_counters_than_fit_into_a_word_are_played_alike():
    """The alarms of a robot's counters may lie in other words."""
    places = [{"name": f"robot.bin_{i}", "start": 5, "most": 99} for i in range(7)]
    rows = [
        {"name": f"row {i}", "takes": {f"robot.bin_{i}": 2}, "gives": {f"robot.bin_{(i + 1) % 7}": 2}, "lot": 2}
        for i in range(7)
    ]
    of = scene_of(table([*places, {"name": "field.base", "start": 1}], rows), 20)
    slots = pack(of.game, tokens_of(of.game), 0)
    assert any(slot.word >= ROBOTS and "robot" in of.game.counters[slot.counter] for slot in slots)
    assert of.first_difference() is None


@pytest.mark.parametrize("name", PLAYED)
def test_no_two_slots_share_a_bit(name):
    """Slots of a season lie beside each other, and facts at bits of their own."""
    slots = pack(playable(name), tokens_of(playable(name)), 0)
    bits = [(slot.word, bit) for slot in slots for bit in range(slot.shift, slot.shift + slot.ones + 1)]
    assert len(bits) == len(set(bits))
    assert max(bit for _, bit in bits) < 64
    seen = [slot for slot in slots if not slot.alarm and (slot.word == 0 or slot.word >= ROBOTS)]
    facts = [slot.shift + slot.ones for slot in seen]
    assert len(facts) == len(set(facts))


def test_boards_of_one_game_share_what_no_playbook_changes():
    """Two boards of a game hold the same arrays but for the playbooks; another start is another board."""
    game = playable("2022")
    one, two = lay_out(game, [[0]]), lay_out(game, [[1, 2], [0]])
    assert one.moves is two.moves
    assert one.books.tolist() != two.books.tolist()
    place = next(name for name, most in zip(game.counters, game.most, strict=True) if most > 1).partition(" ")[0]
    other = game.with_start({place: int(game.start[game.first_counter(place)]) + 1})
    assert lay_out(other, [[0]]).words.tolist() != one.words.tolist()
