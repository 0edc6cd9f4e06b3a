"""A match at its moments: its event log folded to what the marking would be if the buzzer sounded there and then.

By law 5 that gives back what is being done, so what the marking holds then changes only where an attempt ends.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rules.season import Array
from sim.engine.log import BROKE, STARTED, LogLine
from sim.engine.story import COMES
from sim.table.agents import BUZZER
from sim.table.game import Game, arcs_of


class Moments(NamedTuple):
    """Moments of a match in order, `(moment,)` in ms, from 0 to the buzzer; markings and clocks `(moment, counter)`.

    A clock holds the token-seconds so far: what a token that stays would still add is not there yet.
    """

    ms: Array
    marking: Array
    clocks: Array


def moments(game: Game, log: Sequence[LogLine], start: Array) -> Moments:
    """Fold a log from the marking at the start; there is a moment for each attempt that ends and, in a season with
    clocks, for each second: the whole seconds left become fewer a ms after it.
    """
    lines = [line for line in log if line.what != BROKE]
    at = np.array([0, *(line.ms for line in lines)])
    came = np.array([start, *(_change(game, line) for line in lines)])
    held = np.array([np.zeros_like(start), *(_held(game, line) for line in lines)])
    marking, running = came.cumsum(axis=0), held.cumsum(axis=0)
    clocks = (came * game.clock * _seconds_left(at)[:, None]).cumsum(axis=0)
    ends = [0, BUZZER, *(line.ms for line in lines if line.what != STARTED)]
    ms = np.unique([*ends, *(range(1, BUZZER, 1_000) if game.clock.any() else ())])
    last = np.searchsorted(at, ms, side="right") - 1
    still = marking[last] * game.clock * _seconds_left(ms)[:, None]
    return Moments(ms, (marking + running)[last], clocks[last] - still)


def _seconds_left(ms: Array) -> Array:
    return (BUZZER - ms) // 1_000


def _change(game: Game, line: LogLine) -> Array:
    """Give what a line adds to each counter."""
    kind = "takes" if line.what == STARTED else COMES[line.what]
    return _tokens(game, line, kind, -line.n if line.what == STARTED else line.n)


def _held(game: Game, line: LogLine) -> Array:
    """Give what a line adds to what running attempts have taken, and would give back."""
    return _tokens(game, line, "takes", line.n if line.what == STARTED else -line.n)


def _tokens(game: Game, line: LogLine, kind: str, times: int) -> Array:
    tokens = np.zeros(len(game.counters), dtype=np.int64)
    for counter, count in arcs_of(game, line.agent, line.action, kind):
        tokens[counter] += times * count
    return tokens
