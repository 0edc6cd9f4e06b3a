"""Counters in words: tables that need more words, banks or bits than seasons do are played as any other."""

import pytest
from made_games import table
from played import PLAYED
from scenes import scene_of

from sim.engine.fast import Engine
from sim.engine.packing import pack
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


def test_more_facts_than_a_word_has_bits_are_played_alike():
    """Rows that wait for a hundred counters each know their own."""
    places = [{"name": f"alliance.pile_{i}", "start": 1 + i % 3} for i in range(50)]
    rows = [
        {"name": f"row {i}", "takes": {f"alliance.pile_{i}": 1}, "gives": {"field.base": 1}}
        for i in range(49, -1, -1)
    ]
    rows[::2] = [row | {"needs": {"robot.tool": 1}, "unless": {"other.pile_7": 2}} for row in rows[::2]]
    places += [{"name": "robot.tool", "start": 1, "most": 1}, {"name": "field.base"}]
    of = scene_of(table(places, rows), 20)
    assert pack(of.game, 0).banks > 1
    assert of.first_difference() is None


def test_robots_of_more_counters_than_fit_into_a_word_are_played_alike():
    """A robot's counters may take two words."""
    places = [{"name": f"robot.bin_{i}", "start": 5, "most": 99} for i in range(12)]
    rows = [
        {"name": f"row {i}", "takes": {f"robot.bin_{i}": 2}, "gives": {f"robot.bin_{(i * 5 + 1) % 12}": 2}, "lot": 2}
        for i in range(12)
    ]
    of = scene_of(table([*places, {"name": "field.base", "start": 1}], rows), 20)
    assert pack(of.game, 0).banks > 1
    assert of.first_difference() is None


@pytest.mark.parametrize("name", PLAYED)
def test_no_two_slots_share_a_bit(name):
    """Slots of a season lie beside each other, and facts of a bank at bits of their own."""
    packed = pack(playable(name), 0)
    slots = [slot for slots in packed.slots for slot in slots]
    bits = [(slot.word, bit) for slot in slots for bit in range(slot.shift, slot.shift + slot.ones + 1)]
    assert len(bits) == len(set(bits))
    assert max(bit for _, bit in bits) < 64
    seen = [slot for slot in slots if not slot.alarm and slot.word < packed.shared + packed.banks]
    facts = [(packed.bank[slot.word], slot.top) for slot in seen]
    assert len(facts) == len(set(facts))
