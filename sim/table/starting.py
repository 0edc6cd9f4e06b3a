"""Rows that one robot can never start at the same moment, and rows that never get their turn: read from the table.

A robot's own places that hold one token at most are followed: where it is, what it has folded out. All other places
are taken to hold whatever is wanted. So more is thought possible than is; what is found to be impossible is.
"""

from collections.abc import Collection, Sequence
from itertools import combinations

from sim.table.chains import OWN
from sim.table.language import Action, Model

State = frozenset[str]
"""The followed places that hold their token."""
Pair = frozenset[str]
"""Two rows by name."""


def together(model: Model, rows: Sequence[Action]) -> set[Pair]:
    """Give the pairs of rows that a robot which does no others can perhaps start at the same moment."""
    followed = {place.name for place in model.place if place.name.startswith(OWN) and place.most == 1}
    start = frozenset(place.name for place in model.place if place.name in followed and place.start)
    coming, seen, found = [start], {start}, set[Pair]()
    while coming:
        state = coming.pop()
        ready = [row for row in rows if _is_ready(row, state, followed)]
        found |= {frozenset((a.name, b.name)) for a, b in combinations(ready, 2) if not _exclude(a, b)}
        for row in ready:
            for comes in (row.gives, row.dropped):
                after = state.difference(row.takes).union(followed.intersection(comes))
                coming += [] if after in seen else [after]
                seen.add(after)
    return found


def overtaken(rows: Sequence[Action]) -> dict[str, str]:
    """Give the rows of an order that are never started, each with one before it that can be whenever it can.

    All of them must be open from the start of the match on.
    """
    found = {}
    for place, row in enumerate(rows):
        ahead = next((each.name for each in rows[:place] if _is_easier(each, row)), None)
        if ahead is not None:
            found[row.name] = ahead
    return found


def _is_ready(row: Action, state: State, followed: Collection[str]) -> bool:
    wanted = {**row.needs, **row.takes}.keys() & followed
    return wanted <= state and not any(place in state and count == 1 for place, count in row.unless.items())


def _exclude(one: Action, other: Action) -> bool:
    """Say whether one row waits for what keeps the other from starting."""
    return any(
        _wanted(waiting, place) >= count
        for waiting, kept in ((one, other), (other, one))
        for place, count in kept.unless.items()
    )


def _is_easier(row: Action, than: Action) -> bool:
    """Say whether a row can be started whenever another one can."""
    there = all(_wanted(than, place) >= _wanted(row, place) for place in {**row.needs, **row.takes})
    return there and all(than.unless.get(place, count + 1) <= count for place, count in row.unless.items())


def _wanted(row: Action, place: str) -> int:
    """Say how much of a place must be there for a row to start."""
    return max(row.needs.get(place, 0), row.takes.get(place, 0))
