"""Where counters stand in words of 64 bits: one sum moves all that a row moves, one look says what is enough.

A counter has a slot for each count that some row waits for (a fact) and one for the most that it may hold (an alarm).
A slot starts from a number that makes its top bit one from its level on: the top bits of a word are its facts and its
alarms. Words whose facts lie at bits of their own are a bank: one word holds all of these.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.errors import ModelError
from rules.season import SIDE
from sim.table.agents import FIELD, OWNERS, ROBOTS
from sim.table.game import KINDS, NO_LIMIT, Game, arcs_of, reads_of

BITS = 64
CLOSED, CONTRARY = 1 << BITS - 1, 1 << BITS - 2
"""Facts that never are: what a row waits for that is not open yet, and one that asks for what it must not find."""
FEWEST = 15
"""A counter without a `most` has room for at least so many tokens."""


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
    """Where all counters stand: in shared words, and then in each robot's, as many as there are banks."""

    slots: list[list[Slot]]
    """By counter; the last one is the alarm."""
    bank: list[int]
    """By word."""
    banks: int
    shared: int

    def own(self, agent: int) -> int:
        """Give an agent's first own word; who is no robot looks at the first robot's, and sees nothing there."""
        return self.shared + self.banks * (agent if agent < ROBOTS else 0)

    def facts(self, arcs: Sequence[tuple[int, int]]) -> Iterator[Slot]:
        """Give the slots that say that these counters hold so many."""
        return (next(slot for slot in self.slots[c] if slot.level == n and not slot.alarm) for c, n in arcs)


def pack(game: Game, wider: int) -> Packed:
    """Put all counters into words: those of the field, of red and of blue, then of each robot alike.

    What has no `most` gets room for 2^`wider` times as many tokens as there are.
    """
    slots, robots, taken = _slots(game, wider), OWNERS["robot"], [CLOSED | CONTRARY]
    of = [name.partition(" ")[2] for name in game.counters]
    own = [c for c, owner in enumerate(of) if owner == robots[0]]
    shared = _put(slots, [c for owner in ("", *SIDE) for c, its in enumerate(of) if its == owner], taken)
    banks = max(len(taken), len(_put(slots, own, taken, own=True)))
    for c in own:
        for robot in reversed(range(ROBOTS)):
            first = len(shared) + robot * banks
            slots[c + robot] = [slot._replace(word=first + slot.word) for slot in slots[c]]
    return Packed(slots, [*shared, *[*range(banks)] * ROBOTS], banks, len(shared))


def pairs(game: Game) -> Iterator[tuple[int, int]]:
    """Give every agent with every row that it may do in some playbook."""
    for agent in game.agents:
        by = "robot" if agent < ROBOTS else "human" if agent < FIELD else (agent - FIELD) // 2
        yield from ((agent, row) for row, action in enumerate(game.actions) if by in (row, action.by))


def _slots(game: Game, wider: int) -> list[list[Slot]]:
    """Give each counter a slot a level that rows wait for, and its alarm: none overflows before that rings."""
    levels: defaultdict[int, set[int]] = defaultdict(set)
    gains: defaultdict[int, int] = defaultdict(int)
    for agent, row in pairs(game):
        for c, n in (*reads_of(game, agent, row), *arcs_of(game, agent, row, "unless")):
            levels[c].add(n)
        for c, n in (arc for kind in KINDS[2:] for arc in arcs_of(game, agent, row, kind)):
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
    """Put the slots of some counters where there is room first; give the bank of each word that this takes.

    Two facts of a bank never lie at the same bit: `taken` are those bits of each bank that are facts.
    """
    used: list[int] = []
    bank: list[int] = []
    for c in counters:
        for i, slot in enumerate(slots[c]):
            at, its = _room_for(slot, used, bank, taken, own)
            used += [0] * (at.word == len(used))
            bank += [its] * (at.word == len(bank))
            taken += [0] * (its + 1 - len(taken))
            used[at.word] |= (2 << at.ones) - 1 << at.shift
            taken[its] |= 0 if at.alarm else at.top
            slots[c][i] = at
    return bank


def _room_for(slot: Slot, used: list[int], bank: list[int], taken: list[int], own: bool) -> tuple[Slot, int]:
    """Give the slot at the first bits that are free, and the bank of their word; a robot has one word a bank."""
    ones, new = (2 << slot.ones) - 1, (len(used),) if own else range(len(taken) + 1)
    for word, its in (*enumerate(bank), *((len(used), its) for its in new)):
        full, facts = (*used, 0)[word], 0 if slot.alarm or its >= len(taken) else taken[its]
        for shift in range(BITS - slot.ones):
            if not full >> shift & ones and not facts >> shift + slot.ones & 1:
                return slot._replace(word=word, shift=shift), its
    raise ModelError("[[place]]", f"expected counts of less than {BITS} bits")
