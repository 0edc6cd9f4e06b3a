"""A season's table as the compiled engine reads it: counters in words of 64 bits, rows as what they add to these.

A counter has a slot for each count that some row waits for (a fact) and one for the most that it may hold (an alarm).
A slot starts from a number that makes its top bit one from its level on: one sum moves all that a row moves, one look
says what is enough. Facts lie at bits of their own, so that one word holds all that an agent sees. Arrays are flat, a
line is a few cells of one; a turn is one of the dispatcher's six orders, in which each agent has a place.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.season import Array
from sim import draws
from sim.table.agents import BUZZER, FIELD, OWNERS, ROBOTS, STATIONS, column_of, dispatch_order, offsets
from sim.table.game import KINDS, NO_LIMIT, Game, marking_at_start

NOBODY = -1
NEVER = np.iinfo(np.int64).max
TURNS = 2 * STATIONS
BITS = 64
CLOSED, CONTRARY = 1 << BITS - 1, 1 << BITS - 2
"""Facts that never are: what a row waits for that is not open yet, and one that asks for what it must not find."""
MOST_AGENTS = 63
"""Agents are bits of a word that has a sign."""
INSTEAD = "; --engine reference has room for it"
FEWEST = 15
"""A counter without a `most` has room for at least so many tokens."""

MOVES, TAKES, GIVES, DROPS = 3, *range(3)
"""What a step moves; a step is a row as one agent does it."""
FEWER, MORE, EITHER = range(3)
"""Which way counters change."""
HOME, AT, SHIFT, MASK, START = 4, *range(4)
"""Cells of a counter's home, where its alarm is: the word, where in it, as many ones, what 0 is there."""
AGENT, NUMBER, COLUMN, STEPS, BOOK, FIRST, LAST, DOES, TIMES, SUCCEEDS = 16, *range(9)
"""Cells of an agent: its number, its column of `Robots`, its first step, the book of a field row or the first of the
playbooks; in this match where its choices begin and end, and its attempt's row, how often at once, and whether it
will succeed."""
CHOICE, NTH, MEDIAN, THRESHOLD, LASTS, WORKS = 8, *range(5)
"""Cells of a choice, a row that its agent may do in this match: how often it was tried, its median and threshold; how
long its next try will last, in ms, and whether that will work, drawn when the try before it begins, so that nobody
waits for it."""

Cells = npt.NDArray[np.uint32]
"""Numbers without a sign need no look at whether they count from an array's end: a fifth of the engine's time."""
Words = npt.NDArray[np.uint64]


class Slot(NamedTuple):
    """Where a counter stands for one level of it: in a word's bits from `shift` on, `ones` and the top one."""

    counter: int
    level: int
    alarm: bool
    ones: int
    word: int = 0
    shift: int = 0


class Board(NamedTuple):
    """What every match begins with; the numbers of a match are filled in by the engine."""

    words: Words
    alarms: Words
    facts: Words
    """(word,), each robot's own first: what it holds, without the robots' room, and which of its bits are what."""
    rooms: Words
    """(robot, word): what a token of its room adds; no line where there is no room."""
    homes: Words
    """(cell,), a line a counter."""
    care: Words
    want: Words
    """(step,): the facts that matter, and which of these must be so."""
    waited: Words
    """(way,): which facts that all share somebody waits for."""
    wakes: Array
    """(turn, bit): who waits for the fact, a bit for each place in the turn."""
    moves_from: Cells
    moved: Cells
    moves: Words
    """(step and what it moves,): where its moves begin, up to those of the next; (move,): the word, what is added."""
    arcs_from: Cells
    counters: Cells
    counts: Words
    """The same in tokens."""
    clocks: Array
    """(counter,): the token-seconds of a token that is there from the start on."""
    ticks: bool
    """Whether there are clocks at all."""
    lot: Array
    final: Array
    agents: Cells
    """(turn, cell), a line an agent, in the order in which the dispatcher asks them."""
    books: Cells
    """(book, n): how many rows, then these in the order of choice; one a row, for the field's, then the playbooks."""
    factors: Array | Cells
    """Half as long where no factor is a giant: the table is most of what the engine reads."""


def lay_out(game: Game, orders: Sequence[Sequence[int]], wider: int = 0) -> Board:
    """Lay out a season's table, where `orders` are the rows of the playbooks that robots and humans point to.

    What has no `most` gets room for 2^`wider` times as many tokens as there are. Raises a ModelError where there are
    more agents or facts than bits.
    """
    books = [*([row] for row in range(len(game.lot))), *orders]
    lines = np.array([*zip_longest(map(len, books), *zip_longest(*books, fillvalue=0))], dtype=np.uint32)
    return _table(game, wider)._replace(books=lines)


@lru_cache(maxsize=8)
def _table(game: Game, wider: int) -> Board:
    """Give what boards of this very game share, all but the books: a comparison of plans makes dozens of boards."""
    if len(game.agents) > MOST_AGENTS:
        raise ModelError("[[action]]", f"expected at most {MOST_AGENTS} agents, found {len(game.agents)}{INSTEAD}")
    tokens, factors = tokens_of(game), draws.factors(game.model.durations.spread)
    slots = pack(game, tokens, wider)
    turns = np.array([np.searchsorted(game.agents, dispatch_order(turn, game.agents)) for turn in range(TURNS)])
    moving = np.moveaxis(tokens[-MOVES:], 0, 2).reshape(-1, len(game.counters))
    words, alarms, facts, adds, homes = _words(game, slots)
    return Board(
        words,
        alarms,
        facts,
        adds[game.room : game.room + ROBOTS] if game.room != NOBODY else adds[:0],
        homes,
        *_conditions(tokens, slots, turns),
        *_sparse(moving @ adds),
        *_sparse(moving),
        clocks=game.clock * (BUZZER // 1_000),
        ticks=bool(game.clock.any()),
        lot=game.lot,
        final=game.final,
        agents=_agents(game)[turns].reshape(TURNS, -1),
        books=np.zeros((0, 1), dtype=np.uint32),
        factors=factors.astype(np.uint32) if factors.max() < 2**32 else factors,
    )


def tokens_of(game: Game) -> Words:
    """Give the tokens that rows read, forbid, take, give, drop: (kind, agent, row, counter), 0 for others' rows."""
    kinds = np.indices(game.arc_from[:, 1:].shape).reshape(2, -1)
    row, kind = np.repeat(kinds, np.diff(game.arc_from).ravel(), axis=1)
    first, scope, count = game.arcs.T
    by = np.array([action.by for action in game.actions])[row]
    tokens = np.zeros((len(KINDS), len(game.agents), len(game.lot), len(game.counters)), dtype=np.uint64)
    for at, agent in enumerate(game.agents):
        may = row == (agent - FIELD) // 2 if agent >= FIELD else by == ("robot" if agent < ROBOTS else "human")
        tokens[kind, at, row, first + np.take(offsets(agent), scope)] = np.where(may, count, 0)
    np.maximum(tokens[KINDS.index("needs")], tokens[KINDS.index("takes")], out=tokens[KINDS.index("needs")])
    return tokens


def pack(game: Game, tokens: Words, wider: int) -> list[Slot]:
    """Put every slot where there is room first; a robot sees no facts of its own but those of its word.

    What one row moves is likely to be of one owner, and lies together: few words are quick.
    """
    of = [name.partition(" ")[2] for name in game.counters]
    own = {c: OWNERS["robot"].index(name) for c, name in enumerate(of) if name in OWNERS["robot"]}
    full, facts, packed = [0] * 2 * BITS, CLOSED | CONTRARY, []
    slots = sorted(_slots(game, tokens, wider), key=lambda its: (of[its.counter], its.alarm and its.counter in own))
    for slot in sorted(slots, key=lambda its: its.counter in own):
        words = [own[slot.counter]] if slot.counter in own else []
        words += range(ROBOTS, len(full)) if slot.alarm or not words else ()
        at = _room_for(slot, words, full, facts)
        full[at.word] |= (2 << at.ones) - 1 << at.shift
        facts |= 0 if at.alarm or slot.counter in own else 1 << at.shift + at.ones
        packed.append(at)
    return sorted(packed)


def _room_for(slot: Slot, words: Sequence[int], full: Sequence[int], facts: int) -> Slot:
    """Give the slot at the first bits that are free, where its top, if a fact, is at no other's bit."""
    ones, taken = (2 << slot.ones) - 1, 0 if slot.alarm else facts
    for word in words:
        for shift in range(BITS - slot.ones):
            if not full[word] >> shift & ones and not taken >> shift + slot.ones & 1:
                return slot._replace(word=word, shift=shift)
    raise ModelError("[[place]]", f"expected counts that rows wait for to fit into {BITS} bits{INSTEAD}")


def _slots(game: Game, tokens: Words, wider: int) -> Iterator[Slot]:
    """Give each counter a slot a level that rows wait for, and its alarm: none overflows before that rings."""
    gains = (tokens[-MOVES:] * game.lot[:, None].astype(np.uint64)).max(axis=(0, 1, 2)).tolist()
    pieces = {place.name: str(place.piece) for place in game.model.place}
    kind = np.array([pieces[name.partition(" ")[0]] for name in game.counters])
    held = (FEWEST + (kind[:, None] == kind) @ game.start).tolist()
    for c, (most, gain) in enumerate(zip(game.most.tolist(), gains, strict=True)):
        over = most + 1 if most < NO_LIMIT else 1 << held[c].bit_length() + wider
        for n in sorted({*tokens[:-MOVES, ..., c].ravel().tolist()} - {0}):
            yield Slot(c, n, False, (max(n, over - n, gain // 2 + 1) - 1).bit_length())
        yield Slot(c, over, True, (max(over, gain + 1) - 1).bit_length())


def _words(game: Game, slots: Sequence[Slot]) -> tuple[Words, ...]:
    """Give what words hold, their alarms and facts, what a token of a counter adds to them, and all homes."""
    counter, level, alarm, ones, word, shift = np.array(slots, dtype=np.uint64).T
    words, alarms, facts = np.zeros((3, int(word.max()) + 1), dtype=np.uint64)
    adds = np.zeros((len(game.counters), len(words)), dtype=np.uint64)
    start, top = (1 << ones) - level, 1 << shift + ones
    np.add.at(adds, (counter, word), 1 << shift)
    np.add.at(words, word, start << shift)
    np.add.at(alarms, word, alarm * top)
    np.add.at(facts, word, (1 - alarm) * top)
    words += marking_at_start(game, np.zeros(ROBOTS, dtype=np.int64)).astype(np.uint64) @ adds
    homes = np.stack([word, shift, (2 << ones) - 1, start], axis=-1)[alarm > 0].ravel()
    return words, alarms, facts, adds, homes


def _conditions(tokens: Words, slots: Sequence[Slot], turns: Array) -> tuple[Words, Words, Words, Array]:
    """Give which facts a step asks for, which must be so, which are waited for to go and to come, and by whom."""
    counter, level, _, ones, word, shift = np.array([slot for slot in slots if not slot.alarm], dtype=np.uint64).T
    asked = tokens[:-MOVES, ..., counter] == level  # (must or must not, agent, row, fact)
    want, unwanted = (asked @ (1 << shift + ones)).reshape(2, -1)
    want |= np.where(want & unwanted, np.uint64(CONTRARY), np.uint64(0))
    shared = word >= ROBOTS
    more, fewer = asked.any(axis=(1, 2)) @ (shared << shift + ones)
    wakes = np.zeros((TURNS, BITS), dtype=np.int64)
    wakes[:, (shift + ones)[shared]] = (1 << np.argsort(turns)) @ asked.any(axis=(0, 2))[:, shared]
    return want | unwanted | np.uint64(CLOSED), want, np.array([fewer, more, fewer | more]), wakes.ravel()


def _sparse(dense: Words) -> tuple[Cells, Cells, Words]:
    """Give where the numbers of each line that are not 0 begin, then the columns of all, and these."""
    line, column = np.nonzero(dense)
    begins = np.searchsorted(line, np.arange(len(dense) + 1))
    return begins.astype(np.uint32), column.astype(np.uint32), dense[line, column]


def _agents(game: Game) -> Cells:
    agents = np.zeros((len(game.agents), AGENT), dtype=np.uint32)
    for at, agent in enumerate(game.agents):
        book = (agent - FIELD) // 2 if agent >= FIELD else len(game.lot)
        agents[at, : BOOK + 1] = agent, column_of(agent), at * len(game.lot), book
    return agents
