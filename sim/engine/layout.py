"""A season's table as the compiled engine reads it: lines of whole numbers.

A line is a few cells of a flat array; a turn is one of the dispatcher's six orders, in which each agent has a place.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.season import Array
from sim import draws
from sim.table.agents import FIELD, ROBOTS, STATIONS, column_of, dispatch_order
from sim.table.game import Game, arcs_of, reads_of

NOBODY = -1
NEVER = np.iinfo(np.int64).max
TURNS = 2 * STATIONS
MOST_AGENTS = 63
"""Agents are bits of a word that has a sign."""

COUNTER, HELD, CLOCK, MOST, TICKS, NEEDED, AVOIDED, MORE, FEWER = 8, *range(8)
"""Cells of a counter: its count, its token-seconds, the most it may hold, whether it is a clock; the largest count
that any row waits for and the smallest that keeps any from starting; who looks again when it holds more, and when it
holds fewer, a bit for each place in the turn."""

STEP, READS, UNLESS, TAKES, GIVES, DROPS, ENDS, FIRST, LEAST, LOT, FINAL, ROW, OPENS, NTH = 16, *range(13)
"""Cells of a step, a row as one agent does it: where its arcs of each kind begin (those of the next kind begin where
they end), the counter that it reads first and the least that this must hold, which most often settles it, the lot,
whether it is final, the row; in this match when it opens, and how often it was tried."""

ODDS, MEDIAN, THRESHOLD, LASTS, WORKS = 4, *range(4)
"""Cells of the odds of a step, which are longer than its own: median and threshold; how long its next try will last,
in ms, and whether that will work, drawn when the try before it begins, so that nobody waits for it."""

AGENT, NUMBER, COLUMN, STEPS, BOOK, LAST, NEXT, DOES, TIMES, SUCCEEDS = 16, *range(9)
"""Cells of an agent: its number, its column of `Robots`, the first of its steps in the season, and of a row of the
field the book, counted from 1; in this match where its steps end, its next opening, and its attempt's step, how often
at once, and whether it will succeed."""


Cells = npt.NDArray[np.uint32]
"""Numbers without a sign need no look at whether they count from an array's end: a fifth of the engine's time."""


class Board(NamedTuple):
    """What every match begins with, as lines of cells; the numbers of a match are filled in by the engine."""

    counters: Array
    """(turn, cell), a line a counter."""
    agents: Cells
    """(turn, cell), a line an agent, in the order in which the dispatcher asks them."""
    steps: Cells
    """(cell,), a line a step."""
    arc_to: Cells
    """(arc,): the first cell of the arc's counter."""
    arc_count: Cells
    books: Array
    """(book, n): how many rows, then these in the order of choice; the playbooks, then one a row of the field."""
    factors: Array
    room: int
    """The first of the robots' counters of room, or -1."""


def lay_out(game: Game, orders: Sequence[Sequence[int]]) -> Board:
    """Lay out a season's table, where `orders` are the rows of the playbooks that robots and humans point to."""
    if len(game.agents) > MOST_AGENTS:
        raise ModelError("[[action]]", f"expected at most {MOST_AGENTS} agents, found {len(game.agents)}")
    field = sorted({(agent - FIELD) // 2 for agent in game.agents if agent >= FIELD})
    table = _table(game)
    return Board(
        counters=table.counters,
        agents=np.array([_agents(game, turn, field, len(orders)).ravel() for turn in _turns(game)]),
        steps=table.steps,
        arc_to=table.arc_to,
        arc_count=table.arc_count,
        books=_books([*orders, *([row] for row in field)]),
        factors=table.factors,
        room=game.room,
    )


class _Table(NamedTuple):
    """What of a board is the same whatever playbooks are played; see `Board`."""

    counters: Array
    steps: Cells
    arc_to: Cells
    arc_count: Cells
    factors: Array


KEPT: deque[tuple[Game, _Table]] = deque(maxlen=8)
"""The last games that were laid out: a comparison of plans makes dozens of boards of one game."""


def _table(game: Game) -> _Table:
    """Give what boards of this very game share, laid out once."""
    for kept, table in list(KEPT):
        if kept is game:
            return table
    arcs, steps = _steps(game)
    to, count = zip(*arcs, strict=True)
    laid_out = _Table(
        counters=np.array([_counters(game, turn).ravel() for turn in _turns(game)]),
        steps=steps.ravel(),
        arc_to=np.array(to, dtype=np.uint32),
        arc_count=np.array(count, dtype=np.uint32),
        factors=draws.factors(game.model.durations.spread),
    )
    KEPT.append((game, laid_out))
    return laid_out


def _turns(game: Game) -> list[list[int]]:
    return [dispatch_order(turn, game.agents) for turn in range(TURNS)]


def _steps(game: Game) -> tuple[list[tuple[int, int]], Cells]:
    arcs: list[tuple[int, int]] = []
    steps = np.zeros((len(game.agents), len(game.actions), STEP), dtype=np.uint32)
    for slot, agent in enumerate(game.agents):
        for row in range(len(game.actions)):
            kinds = (arcs_of(game, agent, row, kind) for kind in ("unless", "takes", "gives", "dropped"))
            for kind, found in enumerate((reads_of(game, agent, row), *kinds)):
                steps[slot, row, kind] = len(arcs)
                arcs += ((counter * COUNTER, count) for counter, count in found)
            steps[slot, row, ENDS] = len(arcs)
            for counter, count in reads_of(game, agent, row)[:1]:
                steps[slot, row, FIRST], steps[slot, row, LEAST] = counter * COUNTER, count
    steps[..., LOT], steps[..., FINAL], steps[..., ROW] = game.lot, game.final, range(len(game.actions))
    return arcs, steps


def _counters(game: Game, turn: Sequence[int]) -> Array:
    counters = np.zeros((len(game.counters), COUNTER), dtype=np.int64)
    counters[:, HELD], counters[:, MOST], counters[:, TICKS] = game.start, game.most, game.clock
    counters[:, AVOIDED] = NEVER
    for place, agent in enumerate(turn):
        for row in _rows_of(game, agent):
            for counter, count in reads_of(game, agent, row):
                counters[counter, NEEDED] = max(counters[counter, NEEDED], count)
                counters[counter, MORE] |= 1 << place
            for counter, count in arcs_of(game, agent, row, "unless"):
                counters[counter, AVOIDED] = min(counters[counter, AVOIDED], count)
                counters[counter, FEWER] |= 1 << place
    return counters


def _rows_of(game: Game, agent: int) -> list[int]:
    """Give the rows that an agent may do in some playbook."""
    if agent >= FIELD:
        return [(agent - FIELD) // 2]
    by = "robot" if agent < ROBOTS else "human"
    return [row for row, action in enumerate(game.actions) if action.by == by]


def _agents(game: Game, turn: Sequence[int], field: list[int], orders: int) -> Cells:
    agents = np.zeros((len(turn), AGENT), dtype=np.uint32)
    for place, agent in enumerate(turn):
        steps = game.agents.index(agent) * len(game.actions) * STEP
        book = 1 + orders + field.index((agent - FIELD) // 2) if agent >= FIELD else 0
        agents[place, : BOOK + 1] = agent, column_of(agent), steps, book
    return agents


def _books(orders: Sequence[Sequence[int]]) -> Array:
    books = np.zeros((len(orders), 1 + max(map(len, orders))), dtype=np.int64)
    for book, order in zip(books, orders, strict=True):
        book[: 1 + len(order)] = len(order), *order
    return books
