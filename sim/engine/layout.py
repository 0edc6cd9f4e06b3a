"""A season's table as the compiled engine reads it: counters packed into words, rows as what they add to these.

A counter stands in words once for each count that some row waits for (a fact), and once for the most that it may hold
(an alarm). Each of these slots starts from a number that makes its top bit one from the slot's level on: so the top
bits of a word say what is enough, and a sum moves all that a row moves there. What nothing limits gets room for all
tokens of its kind, and for more where a match shows that this does not do.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.season import SIDE, Array
from sim import draws
from sim.table.agents import BUZZER, FIELD, OWNERS, ROBOTS, STATIONS, column_of, dispatch_order
from sim.table.game import KINDS, NO_LIMIT, Game, arcs_of, reads_of

NOBODY = -1
NEVER = np.iinfo(np.int64).max
TURNS = 2 * STATIONS
"""The dispatcher's orders, in each of which every agent has a place."""
MOST_AGENTS = 63
"""Agents are bits of a word that has a sign."""
BITS = 64
CLOSED = 1 << BITS - 1
"""What a row that is not open yet waits for: a fact that never is one."""
FEWEST = 15
"""A counter without a `most` has room for at least so many tokens."""

TAKES, GIVES, DROPS, MOVES = *range(3), 3
"""What a step moves."""
STEP, LOT, FINAL, ROW, ARCS = 8, *range(4)
"""Cells of a step, a row as one agent does it: the lot, whether it is final, the row; where its arcs begin that take of
clocks, give to them, drop to them, and limit the lot, each where the ones before end, and where the last end."""
WORD, HELD, ALARMS, FACTS, SHARED, BANK_OF, ROOMY = 8, *range(6)
"""Cells of a word: what it holds; its bits that ring, that are facts, and that are facts for everybody, whose bank is
the next cell's; what a token of its robot's room adds to it."""
BANK, MORE, FEWER = 4, 0, 1
"""Cells of a bank: its facts (FACTS), and those that somebody waits for to come, and to go."""
HOME, AT, SHIFT, MASK, START = 4, *range(4)
"""Cells of a counter's home, the slot that it is read from: the word, where in it, as many ones, what 0 is there."""
AGENT, NUMBER, COLUMN, STEPS, BOOK, OWN, FIRST, LAST, DOES, TIMES, SUCCEEDS = 16, *range(10)
"""Cells of an agent: its number, its column of `Robots`, the first of its steps, the book of a row of
the field or the first of the playbooks, the first of its own words; in this match where its choices begin and end, and
its attempt's choice, how often at once, and whether it will succeed."""
CHOICE, DOING, WHO, WHAT, NTH, MEDIAN, THRESHOLD, LASTS, WORKS = 8, *range(8)
"""Cells of a choice, a step that its agent may do in this match: the step, its agent and row, how often it was
tried; its median and threshold; how long its next try will last, in ms, and whether that will work, drawn when the try
before it begins, so that nobody waits for it."""

Cells = npt.NDArray[np.uint32]
"""Numbers without a sign need no look at whether they count from an array's end: a fifth of the engine's time."""
Words = npt.NDArray[np.uint64]


class Board(NamedTuple):
    """What every match begins with; the numbers of a match are filled in by the engine.

    An agent sees the shared words, which are the first ones, and those of its own robot. Words whose facts lie at bits of
    their own are a bank: one word holds all of them.
    """

    words: Words
    """(cell,), a line a word: the shared ones, then each robot's, as many as there are banks."""
    shared: int
    """Where the robots' words begin."""
    banks: int
    start: Words
    """(cell,), a line a bank."""
    wakes: Array
    """(turn, bank, bit): who waits for it, a bit for each place in the turn."""
    own_moves: Words
    """(step, what it moves): what is added to the first word of the agent's own robot."""
    others: Cells
    """(step, what it moves): where the other words begin that change, which end where the next ones begin."""
    moved: Cells
    moves: Words
    """(other,): these words, and what is added to each."""
    care: Words
    want: Words
    """(step, bank): the facts that matter, and which of them must be so."""
    steps: Cells
    arcs: Cells
    """(arc, 2): counter and count."""
    homes: Words
    ticks: bool
    """Whether there are clocks."""
    clocks: Array
    """(counter,): its token-seconds at the start."""
    room: int
    """The first of the robots' counters of room, or -1: the words hold none of it."""
    room_seconds: int
    """What a token of room adds to its clock."""
    agents: Cells
    """(turn, cell), a line an agent, in the order in which the dispatcher asks them."""
    books: Cells
    """(book, n): how many rows, then these in the order of choice; the playbooks, X"""
    factors: Array | Cells
    """The table of durations; where it has no giants, half as long, since it is most of what the engine reads."""


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
    board = _laid_out(game, _pack(game, wider))
    KEPT.append((game, wider, board))
    return board


class Slot(NamedTuple):
    """Where a counter stands for one level of it: in a word's bits from `shift` on, `ones` and the top one."""

    level: int
    alarm: bool
    ones: int
    word: int = 0
    shift: int = 0

    @property
    def start(self) -> int:
        """What it holds where the counter holds 0."""
        return (1 << self.ones) - self.level

    @property
    def top(self) -> int:
        """The bit of the word that says that the counter holds the level."""
        return 1 << self.shift + self.ones


class Packed(NamedTuple):
    """Where all counters stand."""

    slots: list[list[Slot]]
    """By counter; the last one is the alarm."""
    bank: list[int]
    """By word; a word of its own lies in it as shared ones do."""
    banks: int
    shared: int


def _pack(game: Game, wider: int) -> Packed:
    """Put the slots of all counters into words: those of the field, of red and of blue, then of each robot alike."""
    slots, robots, taken = _slots(game, wider), OWNERS["robot"], [CLOSED]
    of = [name.partition(" ")[2] for name in game.counters]
    own = [c for c, owner in enumerate(of) if owner == robots[0]]
    shared = _put(slots, [c for owner in ("", *SIDE) for c, its in enumerate(of) if its == owner], taken)
    theirs = _put(slots, own, taken, own=True)
    theirs = [*range(max(len(taken), len(theirs)))]
    for c in own:
        for robot in reversed(range(ROBOTS)):
            first = len(shared) + robot * len(theirs)
            slots[c + robot] = [slot._replace(word=first + slot.word) for slot in slots[c]]
    return Packed(slots, [*shared, *theirs * ROBOTS], len(theirs), len(shared))


def _slots(game: Game, wider: int) -> list[list[Slot]]:
    """Give each counter a slot a level that rows wait for, and its alarm: none overflows before that rings."""
    levels: defaultdict[int, set[int]] = defaultdict(set)
    gains: defaultdict[int, int] = defaultdict(int)
    for agent, row in _pairs(game):
        for c, n in (*reads_of(game, agent, row), *arcs_of(game, agent, row, "unless")):
            levels[c].add(n)
        for kind in KINDS[2:]:
            for c, n in arcs_of(game, agent, row, kind):
                gains[c] = max(gains[c], n * int(game.lot[row]))
    found = []
    for c, most in enumerate(_mosts(game, wider)):
        facts = [Slot(n, False, _ones(n, most + 1 - n, gains[c] // 2 + 1)) for n in sorted(levels[c])]
        found.append([*facts, Slot(most + 1, True, _ones(most + 1, gains[c] + 1))])
    return found


def _ones(*sizes: int) -> int:
    return (max(sizes) - 1).bit_length()


def _mosts(game: Game, wider: int) -> list[int]:
    """Give the most that each counter has room for: its `most`, or all tokens of its kind of piece."""
    kinds = {place.name: place.piece for place in game.model.place}
    kind = [kinds[name.partition(" ")[0]] for name in game.counters]
    held: defaultdict[str | None, int] = defaultdict(lambda: FEWEST)
    for tokens, its in zip(game.start.tolist(), kind, strict=True):
        held[its] += tokens
    room = [(1 << held[its].bit_length() + wider) - 1 for its in kind]
    return [most if most < NO_LIMIT else free for most, free in zip(game.most.tolist(), room, strict=True)]


def _put(slots: list[list[Slot]], counters: Sequence[int], taken: list[int], own: bool = False) -> list[int]:
    """Put the slots of some counters into the first words that have room; give the bank of each of these words.

    Two facts of a bank never lie at the same bit: `taken` are those bits of each bank that are facts.
    """
    used: list[int] = []
    bank: list[int] = []
    for c in counters:
        for i, slot in enumerate(slots[c]):
            at, its = _first_room(slot, used, bank, taken, own)
            if at.word == len(used):
                used.append(0)
                bank.append(its)
            if its >= len(taken):
                taken.append(0)
            used[at.word] |= (2 << at.ones) - 1 << at.shift
            taken[its] |= 0 if at.alarm else at.top
            slots[c][i] = at
    return bank


def _first_room(slot: Slot, used: list[int], bank: list[int], taken: list[int], own: bool) -> tuple[Slot, int]:
    """Give the slot at the first bits that are free, and the bank of their word, which may be a new one."""
    ones = (2 << slot.ones) - 1
    new = (len(used),) if own else range(len(taken) + 1)
    for word, its in (*enumerate(bank), *((len(used), its) for its in new)):
        full, facts = (*used, 0)[word], 0 if slot.alarm else (*taken, 0, 0)[its]
        for shift in range(BITS - slot.ones):
            if not full >> shift & ones and not facts >> shift + slot.ones & 1:
                return slot._replace(word=word, shift=shift), its
    raise ModelError("[[place]]", f"expected counts of less than {BITS} bits")


def _laid_out(game: Game, packed: Packed) -> Board:
    words = _counted(game, packed)
    seconds, factors = BUZZER // 1_000, draws.factors(game.model.durations.spread)
    start, wakes = _wakes(game, packed)
    for word in words[: packed.shared]:
        start[word[BANK_OF] // BANK, FACTS] |= word[HELD] & word[FACTS]
    care, want = _conditions(game, packed)
    steps, arcs = _steps(game)
    return Board(
        words=words.ravel(),
        shared=packed.shared * WORD,
        banks=packed.banks,
        start=start.ravel(),
        wakes=wakes,
        **_moves(game, packed),
        care=care,
        want=want,
        steps=steps,
        arcs=arcs,
        homes=_homes(packed),
        ticks=bool(game.clock.any()),
        clocks=game.start * game.clock * seconds,
        room=game.room,
        room_seconds=int(game.clock[game.room]) * seconds,
        agents=np.array([_agents(game, turn, packed).ravel() for turn in _turns(game)]),
        books=_books([]),
        factors=factors.astype(np.uint32) if factors.max() < 2**32 else factors,
    )


def _counted(game: Game, packed: Packed) -> Words:
    """Give the words as they are at the start."""
    words = np.zeros((len(packed.bank), WORD), dtype=np.uint64)
    words[:, BANK_OF] = np.array(packed.bank) * BANK
    words[packed.shared :, BANK_OF] = 0
    rooms = range(game.room, game.room + ROBOTS) if game.room != NOBODY else ()
    for c, slots in enumerate(packed.slots):
        for slot in slots:
            word = words[slot.word]
            word[HELD] += np.uint64(slot.start + (0 if c in rooms else int(game.start[c])) << slot.shift)
            word[ALARMS if slot.alarm else FACTS] |= np.uint64(slot.top)
            word[ROOMY] += np.uint64((1 << slot.shift) * (c in rooms))
    words[: packed.shared, SHARED] = words[: packed.shared, FACTS]
    return words


def _turns(game: Game) -> list[list[int]]:
    return [dispatch_order(turn, game.agents) for turn in range(TURNS)]


def _pairs(game: Game) -> Iterator[tuple[int, int]]:
    """Give every agent with every row that it may do in some playbook."""
    for agent in game.agents:
        by = "robot" if agent < ROBOTS else "human" if agent < FIELD else (agent - FIELD) // 2
        for row, action in enumerate(game.actions):
            if by in (row, action.by):
                yield agent, row


def _step(game: Game, agent: int, row: int) -> int:
    return game.agents.index(agent) * len(game.actions) + row


def _moves(game: Game, packed: Packed) -> dict[str, Any]:
    """Give what steps add to words: their agent's own, and others, of which there is always one."""
    own, others = [], [0]
    moved: list[int] = []
    moves: list[int] = []
    known = set(_pairs(game))
    for agent in game.agents:
        for row in range(len(game.actions)):
            for kind in KINDS[2:]:
                found = {_own(packed, agent): 0}
                for c, n in arcs_of(game, agent, row, kind) if (agent, row) in known else ():
                    for slot in packed.slots[c]:
                        found[slot.word] = found.get(slot.word, 0) + (n << slot.shift)
                own.append(found.pop(_own(packed, agent)))
                found = found or {0: 0}
                moved += (word * WORD for word in found)
                moves += found.values()
                others.append(len(moved))
    cells = {"others": np.array(others, dtype=np.uint32), "moved": np.array(moved, dtype=np.uint32)}
    return {**cells, "own_moves": np.array(own, dtype=np.uint64), "moves": np.array(moves, dtype=np.uint64)}


def _own(packed: Packed, agent: int) -> int:
    """Give the first of an agent's own words; who is no robot looks at those of the first one, and sees nothing there."""
    return packed.shared + packed.banks * (agent if agent < ROBOTS else 0)


def _conditions(game: Game, packed: Packed) -> tuple[Words, Words]:
    """Give which facts matter to each step, and which of them must be so: what it reads, not what it is unless."""
    care = np.zeros((len(game.agents) * len(game.actions), packed.banks), dtype=np.uint64)
    want = np.zeros_like(care)
    for agent, row in _pairs(game):
        for array, found in ((want, reads_of(game, agent, row)), (care, _avoided(game, agent, row))):
            for slot in _facts(packed, found):
                array[_step(game, agent, row), packed.bank[slot.word]] |= np.uint64(slot.top)
    return (care | want).ravel(), want.ravel()


def _avoided(game: Game, agent: int, row: int) -> tuple[tuple[int, int], ...]:
    return arcs_of(game, agent, row, "unless")


def _facts(packed: Packed, arcs: Sequence[tuple[int, int]]) -> Iterator[Slot]:
    """Give the facts that these counters hold so many."""
    for c, n in arcs:
        yield next(slot for slot in packed.slots[c] if slot.level == n and not slot.alarm)


def _wakes(game: Game, packed: Packed) -> tuple[Words, Array]:
    """Give the shared facts of each bank that somebody waits for, and who that is in each turn."""
    banks = np.zeros((packed.banks, BANK), dtype=np.uint64)
    wakes = np.zeros((TURNS, packed.banks, BITS), dtype=np.int64)
    places = [{agent: 1 << place for place, agent in enumerate(turn)} for turn in _turns(game)]
    for agent, row in _pairs(game):
        for cell, found in ((MORE, reads_of(game, agent, row)), (FEWER, _avoided(game, agent, row))):
            for slot in _facts(packed, found):
                if slot.word < packed.shared:
                    bank = packed.bank[slot.word]
                    banks[bank, cell] |= np.uint64(slot.top)
                    wakes[:, bank, slot.shift + slot.ones] |= [place[agent] for place in places]
    return banks, wakes.ravel()


def _steps(game: Game) -> tuple[Cells, Cells]:
    """Give the lines of all steps, and of their arcs: those of clocks by what they move, then what limits the lot."""
    arcs: list[tuple[int, int]] = []
    steps = np.zeros((len(game.agents) * len(game.actions), STEP), dtype=np.uint32)
    for agent, row in _pairs(game):
        step = steps[_step(game, agent, row)]
        step[:ARCS] = game.lot[row], game.final[row], row
        ticking = ([arc for arc in arcs_of(game, agent, row, kind) if game.clock[arc[0]]] for kind in KINDS[2:])
        limits = arcs_of(game, agent, row, "takes") if game.lot[row] > 1 else ()
        for kind, found in enumerate((*ticking, limits)):
            step[ARCS + kind] = len(arcs)
            arcs += found
        step[ARCS + MOVES + 1] = len(arcs)
    return steps.ravel(), np.array(arcs, dtype=np.uint32).ravel()


def _agents(game: Game, turn: Sequence[int], packed: Packed) -> Cells:
    agents = np.zeros((len(turn), AGENT), dtype=np.uint32)
    rows = _field_rows(game)
    for place, agent in enumerate(turn):
        book = rows.index((agent - FIELD) // 2) if agent >= FIELD else len(rows)
        agents[place, : OWN + 1] = agent, column_of(agent), _step(game, agent, 0), book, _own(packed, agent) * WORD
    return agents


def _field_rows(game: Game) -> list[int]:
    return sorted({(agent - FIELD) // 2 for agent in game.agents if agent >= FIELD})


def _homes(packed: Packed) -> Words:
    alarms = [slots[-1] for slots in packed.slots]
    homes = [(slot.word * WORD, slot.shift, (2 << slot.ones) - 1, slot.start) for slot in alarms]
    return np.array(homes, dtype=np.uint64).ravel()


def _books(orders: Sequence[Sequence[int]]) -> Cells:
    books = np.zeros((len(orders), 1 + max(map(len, orders), default=0)), dtype=np.uint32)
    for book, order in zip(books, orders, strict=True):
        book[: 1 + len(order)] = len(order), *order
    return books
