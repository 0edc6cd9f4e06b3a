"""A season's table as the compiled engine reads it: lines of whole numbers.

A line is a few cells of a flat array; a turn is one of the dispatcher's six orders, in which each agent has a place.
Counters stand in words (`packing.py`); a row is what it adds to these, and which of their facts it asks for.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.season import Array
from sim import draws
from sim.engine.packing import BITS, CONTRARY, Packed, pack, pairs
from sim.table.agents import BUZZER, FIELD, ROBOTS, STATIONS, column_of, dispatch_order
from sim.table.game import KINDS, Game, arcs_of, reads_of

NOBODY = -1
NEVER = np.iinfo(np.int64).max
TURNS = 2 * STATIONS
MOST_AGENTS = 63
"""Agents are bits of a word that has a sign."""

TAKES, GIVES, DROPS, MOVES = *range(3), 3
"""What a step moves."""
STEP, LOT, FINAL, ROW, ARCS = 8, *range(4)
"""Cells of a step, a row as one agent does it: the lot, whether it is final, the row; where its arcs begin that take
of clocks, give to them, drop to them, and limit the lot, each where those before end, and where the last end."""
WORD, HELD, ALARMS, FACTS, SHARED, ITS_BANK, ROOM = 8, *range(6)
"""Cells of a word: what it holds; which of its bits are alarms, facts, and facts for everybody, and where the line of
their bank is; what a token of its robot's room adds to it."""
BANK, MORE, FEWER = 4, *range(2)
"""Cells of a bank: which shared facts somebody waits for to come, and to go; FACTS, the shared facts as they are."""
HOME, AT, SHIFT, MASK, START = 4, *range(4)
"""Cells of a counter's home, the slot that it is read from: the word, where in it, as many ones, what 0 is there."""
AGENT, NUMBER, COLUMN, STEPS, BOOK, OWN, FIRST, LAST, DOES, TIMES, SUCCEEDS = 16, *range(10)
"""Cells of an agent: its number, its column of `Robots`, its first step, the book of a field row or the first of the
playbooks, its first own word; in this match where its choices begin and end, and its attempt's step, how often at
once, and whether it will succeed."""
CHOICE, DOING, NTH, MEDIAN, THRESHOLD, LASTS, WORKS = 8, *range(6)
"""Cells of a choice, a step that its agent may do in this match: the step, how often it was tried, its median and
threshold; how long its next try will last, in ms, and whether that will work, drawn when the try before it begins, so
that nobody waits for it."""

Cells = npt.NDArray[np.uint32]
"""Numbers without a sign need no look at whether they count from an array's end: a fifth of the engine's time."""
Words = npt.NDArray[np.uint64]


class Board(NamedTuple):
    """What every match begins with; the numbers of a match are filled in by the engine."""

    words: Words
    """(cell,), a line a word: the shared ones, then each robot's, one a bank; without the robots' room."""
    shared: int
    """Where the robots' words begin."""
    facts: Words
    """(cell,), a line a bank."""
    banks: int
    wakes: Array
    """(turn, bank, bit): who waits for the fact, a bit for each place in the turn."""
    own: Words
    """(step, what it moves): what is added to the first word of its agent's own."""
    others: Cells
    """(step, what it moves): where the other words begin that change, of which there is at least one."""
    moved: Cells
    moves: Words
    """(other,): the word, and what is added to it."""
    care: Words
    want: Words
    """(step, bank): the facts that matter, and which of these must be so."""
    steps: Cells
    arcs: Cells
    """(arc, 2): counter and count."""
    homes: Words
    clocks: Array
    """(counter,): the token-seconds of a token that is there from the start on."""
    ticks: bool
    """Whether there are clocks at all."""
    agents: Cells
    """(turn, cell), a line an agent, in the order in which the dispatcher asks them."""
    books: Cells
    """(book, n): how many rows, then these in the order of choice; one a row of the field, then the playbooks."""
    factors: Array | Cells
    """Half as long where no factor is a giant: the table is most of what the engine reads."""


def lay_out(game: Game, orders: Sequence[Sequence[int]], wider: int = 0) -> Board:
    """Lay out a season's table, where `orders` are the rows of the playbooks that robots and humans point to.

    What has no `most` gets room for 2^`wider` times as many tokens as there are.
    """
    if len(game.agents) > MOST_AGENTS:
        raise ModelError("[[action]]", f"expected at most {MOST_AGENTS} agents, found {len(game.agents)}")
    return _table(game, wider)._replace(books=_books([*([row] for row in _field_rows(game)), *orders]))


KEPT: deque[tuple[Game, int, Board]] = deque(maxlen=8)
"""The last games that were laid out: a comparison of plans makes dozens of boards of one game."""


def _table(game: Game, wider: int) -> Board:
    """Give what boards of this very game share, laid out once: all but the books."""
    for kept, as_wide, board in list(KEPT):
        if kept is game and as_wide == wider:
            return board
    board = _laid_out(game, pack(game, wider))
    KEPT.append((game, wider, board))
    return board


def _laid_out(game: Game, packed: Packed) -> Board:
    words, factors = _words(game, packed), draws.factors(game.model.durations.spread)
    facts, wakes, care, want = _conditions(game, packed)
    for word, bank in zip(words[: packed.shared], packed.bank, strict=False):
        facts[bank, FACTS] |= word[HELD] & word[FACTS]
    own, others, moved, moves = _moves(game, packed)
    steps, arcs = _steps(game)
    return Board(
        words=words.ravel(),
        shared=packed.shared * WORD,
        facts=facts.ravel(),
        banks=packed.banks,
        wakes=wakes.ravel(),
        own=np.array(own, dtype=np.uint64),
        others=np.array(others, dtype=np.uint32),
        moved=np.array(moved, dtype=np.uint32) * np.uint32(WORD),
        moves=np.array(moves, dtype=np.uint64),
        care=care.ravel(),
        want=want.ravel(),
        steps=steps.ravel(),
        arcs=np.array(arcs, dtype=np.uint32).ravel(),
        homes=_homes(packed).ravel(),
        clocks=game.clock * (BUZZER // 1_000),
        ticks=bool(game.clock.any()),
        agents=np.array([_agents(game, dispatch_order(turn, game.agents), packed).ravel() for turn in range(TURNS)]),
        books=_books([[]]),
        factors=factors.astype(np.uint32) if factors.max() < 2**32 else factors,
    )


def _words(game: Game, packed: Packed) -> Words:
    words = np.zeros((len(packed.bank), WORD), dtype=np.uint64)
    rooms = range(game.room, game.room + ROBOTS) if game.room != NOBODY else ()
    for c, slots in enumerate(packed.slots):
        for slot in slots:
            word, tokens = words[slot.word], 0 if c in rooms else int(game.start[c])
            word[HELD] += np.uint64(slot.start + tokens << slot.shift)
            word[ALARMS if slot.alarm else FACTS] |= np.uint64(slot.top)
            word[ROOM] += np.uint64((c in rooms) << slot.shift)
    words[: packed.shared, SHARED] = words[: packed.shared, FACTS]
    words[: packed.shared, ITS_BANK] = np.array(packed.bank[: packed.shared]) * BANK
    return words


def _step(game: Game, agent: int, row: int) -> int:
    return game.agents.index(agent) * len(game.actions) + row


def _conditions(game: Game, packed: Packed) -> tuple[Words, Array, Words, Words]:
    """Give the lines of the banks, who waits for what in them, which facts a step asks for, which must be so."""
    banks = np.zeros((packed.banks, BANK), dtype=np.uint64)
    wakes = np.zeros((TURNS, packed.banks, BITS), dtype=np.int64)
    care, want = np.zeros((2, len(game.agents) * len(game.actions), packed.banks), dtype=np.uint64)
    turns = [dispatch_order(turn, game.agents) for turn in range(TURNS)]
    for agent, row in pairs(game):
        for cell, arcs in ((MORE, reads_of(game, agent, row)), (FEWER, arcs_of(game, agent, row, "unless"))):
            for slot in packed.facts(arcs):
                at, bank, top = _step(game, agent, row), packed.bank[slot.word], np.uint64(slot.top)
                if cell == FEWER and want[at, bank] & top:
                    bank, top = 0, np.uint64(CONTRARY)
                care[at, bank] |= top
                want[at, bank] |= top if cell == MORE or top == CONTRARY else np.uint64(0)
                if slot.word < packed.shared:
                    banks[bank, cell] |= top
                    wakes[:, bank, slot.shift + slot.ones] |= [1 << turn.index(agent) for turn in turns]
    return banks, wakes, care, want


def _moves(game: Game, packed: Packed) -> tuple[list[int], list[int], list[int], list[int]]:
    """Give what steps add to their agent's own word, where other words begin, these, and what is added to them."""
    own, others = [], [0]
    moved: list[int] = []
    moves: list[int] = []
    known = set(pairs(game))
    for agent in game.agents:
        for row in range(len(game.actions)):
            for kind in KINDS[2:]:
                sums = {packed.own(agent): 0}
                for c, n in arcs_of(game, agent, row, kind) if (agent, row) in known else ():
                    for slot in packed.slots[c]:
                        sums[slot.word] = sums.get(slot.word, 0) + (n << slot.shift)
                own.append(sums.pop(packed.own(agent)))
                sums = sums or {0: 0}
                moved += sums
                moves += sums.values()
                others.append(len(moved))
    return own, others, moved, moves


def _steps(game: Game) -> tuple[Cells, list[tuple[int, int]]]:
    """Give the lines of all steps, and their arcs: those of clocks by what they move, then what limits the lot."""
    arcs: list[tuple[int, int]] = []
    steps = np.zeros((len(game.agents) * len(game.actions), STEP), dtype=np.uint32)
    for agent, row in pairs(game):
        step = steps[_step(game, agent, row)]
        step[:ARCS] = game.lot[row], game.final[row], row
        ticking = ([arc for arc in arcs_of(game, agent, row, kind) if game.clock[arc[0]]] for kind in KINDS[2:])
        limits = arcs_of(game, agent, row, "takes") if game.lot[row] > 1 else ()
        for kind, found in enumerate((*ticking, limits)):
            step[ARCS + kind] = len(arcs)
            arcs += found
        step[ARCS + MOVES + 1] = len(arcs)
    return steps, arcs


def _agents(game: Game, turn: Sequence[int], packed: Packed) -> Cells:
    agents = np.zeros((len(turn), AGENT), dtype=np.uint32)
    rows = _field_rows(game)
    for place, agent in enumerate(turn):
        book = rows.index((agent - FIELD) // 2) if agent >= FIELD else len(rows)
        agents[place, : OWN + 1] = agent, column_of(agent), _step(game, agent, 0), book, packed.own(agent) * WORD
    return agents


def _field_rows(game: Game) -> list[int]:
    return sorted({(agent - FIELD) // 2 for agent in game.agents if agent >= FIELD})


def _homes(packed: Packed) -> Words:
    alarms = [slots[-1] for slots in packed.slots]
    homes = [(slot.word * WORD, slot.shift, (2 << slot.ones) - 1, slot.start) for slot in alarms]
    return np.array(homes, dtype=np.uint64)


def _books(orders: Sequence[Sequence[int]]) -> Cells:
    books = np.zeros((len(orders), 1 + max(map(len, orders))), dtype=np.uint32)
    for book, order in zip(books, orders, strict=True):
        book[: 1 + len(order)] = len(order), *order
    return books
