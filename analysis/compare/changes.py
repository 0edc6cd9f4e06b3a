"""What one plan does otherwise than another: rows left out, added, moved, other times."""

from collections.abc import Iterator, Sequence

from analysis.compare.moves import Draft
from analysis.compare.verdicts import names_said
from analysis.formatting import number
from analysis.words import Said


def changes(before: Draft, after: Draft) -> tuple[Said, ...]:
    """Say in phrases what the second draft does otherwise; nothing where both are the same."""
    return (*_rows(before.order, after.order), *_times(before, after))


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Said]:
    """Tell the rows that are gone, then in the new order those that are new or stand elsewhere."""
    gone = [row for row in before if row not in after]
    if gone:
        yield Said("change.gone", {"rows": names_said(gone, len(gone))})
    stayed = _in_order([before.index(row) for row in after if row in before])
    for place, row in enumerate(after):
        what = "new" if row not in before else "moved" if before.index(row) not in stayed else ""
        if what and place + 1 < len(after):
            yield Said(f"change.{what}", {"row": row, "next": after[place + 1]})
        elif what:
            yield Said(f"change.{what}_last", {"row": row})


def _in_order(places: Sequence[int]) -> set[int]:
    """Give as many of the places as can be kept so that they rise: what stands elsewhere are the others."""
    chains: list[list[int]] = [[]]
    for each in places:
        before = [chain for chain in chains if not chain or chain[-1] < each]
        chains.append([*_longest(before), each])
    return set(_longest(chains))


def _longest(chains: Sequence[list[int]]) -> list[int]:
    return chains[max(range(len(chains)), key=lambda place: len(chains[place]))]


def _times(before: Draft, after: Draft) -> Iterator[Said]:
    for row in after.order:
        old, new = before.times.get(row), after.times.get(row)
        if new is not None and old is None:
            yield Said("change.waits", {"row": row, "new": number(new[0])})
        elif old is not None and new is None:
            yield Said("change.waits_no_more", {"row": row, "old": number(old[0])})
        elif old is not None and new is not None and old != new:
            yield Said("change.time", {"row": row, "new": number(new[0]), "old": number(old[0])})
