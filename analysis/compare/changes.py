"""What one plan does otherwise than another, in words: rows left out, added, moved, other times."""

from collections.abc import Iterator, Sequence

from analysis.compare.moves import Draft
from analysis.formatting import number
from rules.text import listing


def changes(before: Draft, after: Draft) -> tuple[str, ...]:
    """Say in phrases what the second draft does otherwise; nothing where both are the same."""
    return (*_rows(before.order, after.order), *_times(before, after))


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Tell the rows that are gone, then in the new order those that are new or stand elsewhere."""
    gone = [row for row in before if row not in after]
    if gone:
        yield f"leaves out {listing(gone)}"
    stayed = _in_order([before.index(row) for row in after if row in before])
    for place, row in enumerate(after):
        where = f"before {after[place + 1]}" if place + 1 < len(after) else "last of all"
        if row not in before:
            yield f"also does {row}, {where}"
        elif before.index(row) not in stayed:
            yield f"puts {row} {where}"


def _in_order(places: Sequence[int]) -> set[int]:
    """Give as many of the places as can be kept so that they rise: what stands elsewhere are the others."""
    chains: list[list[int]] = [[]]
    for each in places:
        before = [chain for chain in chains if not chain or chain[-1] < each]
        chains.append([*_longest(before), each])
    return set(_longest(chains))


def _longest(chains: Sequence[list[int]]) -> list[int]:
    return chains[max(range(len(chains)), key=lambda place: len(chains[place]))]


def _times(before: Draft, after: Draft) -> Iterator[str]:
    for row in after.order:
        old, new = before.times.get(row), after.times.get(row)
        if new is not None and old is None:
            yield f"does {row} only from {number(new[0])} s on"
        elif old is not None and new is None:
            yield f"does {row} as soon as it can, not from {number(old[0])} s on"
        elif old is not None and new is not None and old != new:
            yield f"does {row} from {number(new[0])} s on, not from {number(old[0])} s"
