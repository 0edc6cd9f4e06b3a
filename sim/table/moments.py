"""Rows that one robot can never start at the same moment, and rows that never come to their turn: read from the table.

What a robot has of its own is told apart from all else: places that hold one token at most, where it is, what it has
folded out. All other places are taken as if they held whatever is wanted. So more is thought possible than is; what
is found to be impossible, is.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from sim.table.chains import OWN
from sim.table.language import Action, Model

State = frozenset[str]
"""The places of a robot's own that hold their token."""
Pair = frozenset[str]
"""Two rows by name."""


def together(model: Model, rows: Sequence[Action]) -> set[Pair]:
    """Give the pairs of a robot's rows that can perhaps be started at the same moment, where it does these alone."""
    found: set[Pair] = set()
    for state in _reached(model, rows):
        ready = [row for row in rows if _is_ready(row, state)]
        found |= {frozenset((a.name, b.name)) for a, b in combinations(ready, 2) if not _exclude(a, b)}
    return found


def overtaken(rows: Sequence[Action]) -> dict[str, str]:
    """Give the rows of an order that are never started, each with the one before it that can be whenever it can.

    Rows that open later than others, by the table or by a decision, must not be among them.
    """
    found = {}
    for place, row in enumerate(rows):
        ahead = next((each for each in rows[:place] if _is_easier(each, row)), None)
        if ahead is not None:
            found[row.name] = ahead.name
    return found


def _is_easier(row: Action, than: Action) -> bool:
    """Say whether a row can be started whenever another one can."""
    there = all(_read(than, place) >= _read(row, place) for place in {**row.needs, **row.takes})
    return there and all(than.unless.get(place, count + 1) <= count for place, count in row.unless.items())


def _read(row: Action, place: str) -> int:
    return max(row.needs.get(place, 0), row.takes.get(place, 0))


def _exclude(one: Action, other: Action) -> bool:
    """Say whether one row waits for what keeps the other from starting."""
    return any(
        _read(waiting, place) >= count
        for waiting, kept in ((one, other), (other, one))
        for place, count in kept.unless.items()
    )


def _reached(model: Model, rows: Sequence[Action]) -> set[State]:
    """Give all states that a robot may be idle in."""
    flags = {place.name: place.start for place in model.place if place.name.startswith(OWN) and place.most == 1}
    coming = [frozenset(name for name, start in flags.items() if start)]
    found: set[State] = set()
    while coming:
        state = coming.pop()
        if state not in found:
            found.add(state)
            coming += [after & flags.keys() for row in rows if _is_ready(row, state) for after in _after(row, state)]
    return found


def _is_ready(row: Action, state: State) -> bool:
    """Say whether what a robot has of its own lets it start a row; what is not told apart always does."""
    raise NotImplementedError


def _after(row: Action, state: State) -> Iterator[State]:
    for comes in (row.gives, row.dropped):
        yield state - row.takes.keys() | comes.keys()
