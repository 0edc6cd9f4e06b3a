"""Seasons whose seed file was edited in one place."""

import rules
from sim.table.game import Game, compiled
from sim.table.language import Model, seed_path
from sim.table.toml import parse


def table_of(key: str, old: str = "", new: str = "") -> Game:
    """Give the tables of a season after one edit of its text."""
    text = seed_path(key).read_text(encoding="utf-8")
    assert not old or text.count(old) == 1
    return compiled(parse(Model, text.replace(old, new).encode(), key), rules.load(key))
