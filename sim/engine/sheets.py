"""Markings at the end of matches -> the score sheet that referees would fill in."""

from typing import Any

import numpy as np

from rules.errors import ModelError
from rules.season import Array, entries
from sim.table.agents import OWNERS
from sim.table.checks import FED_BY_ROBOTS
from sim.table.game import Game
from sim.table.language import Code, Fill


def sheet_of(game: Game, marking: Array, clocks: Array, fouls: Array) -> Any:
    """Fill in sheets of many matches from markings and clocks `(match, counter)` and fouls `(match, robot, 2)`."""
    values = {}
    for name, entry in entries(game.rules.sheet).items():
        if name in FED_BY_ROBOTS:
            values[name] = fouls[..., FED_BY_ROBOTS.index(name)].reshape(-1, 2, 3).sum(axis=-1)
        else:
            shape = (len(marking), *(len(labels) for labels in entry.axes.values()))
            values[name] = _entry(game, name, shape, marking, clocks)
    return game.rules.sheet(**values)


def _entry(game: Game, name: str, shape: tuple[int, ...], marking: Array, clocks: Array) -> Array:
    form = game.model.sheet[name]

    def held(place: str) -> Array:
        """Count the tokens (or token-seconds) of a place, `(match, owner)`."""
        first = game.first_counter(place)
        source = clocks if game.clock[first] else marking
        return source[:, first : first + len(OWNERS[place.partition(".")[0]])]

    if isinstance(form, str):
        return held(form).reshape(shape)
    if isinstance(form, Code):
        return _coded(name, form, held).reshape(shape)
    if isinstance(form, Fill):
        return _filled(name, form, held, shape[-1]).reshape(shape)
    _need_slots(name, held(form.split), form.each * shape[-1])
    left: Array = held(form.split)[..., None] - form.each * np.arange(shape[-1])
    return left.clip(0, form.each).reshape(shape)


def _coded(name: str, form: Code, held: Any) -> Array:
    tokens = np.stack([held(place) for place in form.code])
    if tokens.size and tokens.sum(axis=0).max() > 1:
        raise ModelError("[sheet]", name, f"expected a token in at most one of {', '.join(form.code)}, found two")
    codes: Array = sum(code * each for code, each in zip(form.code.values(), tokens, strict=True))
    return codes


def _filled(name: str, form: Fill, held: Any, slots: int) -> Array:
    """Give the first slots the first code as often as its place has tokens, the next slots the next code."""
    filled = np.cumsum([held(place) for place in form.fill], axis=0)
    _need_slots(name, filled[-1], slots)
    slot = np.arange(slots)
    codes = np.zeros((*filled.shape[1:], slots), dtype=np.int64)
    for upto, code in zip(filled[::-1], list(form.fill.values())[::-1], strict=True):
        codes = np.where(slot < upto[..., None], code, codes)
    return codes


def _need_slots(name: str, tokens: Array, most: int) -> None:
    if tokens.size and tokens.max() > most:
        raise ModelError("[sheet]", name, f"expected at most {most} in its slots together, found {tokens.max()}")
