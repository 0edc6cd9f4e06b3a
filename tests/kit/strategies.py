"""Hypothesis strategies: legal score sheets of any season and batch, and the documents that hold them."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rules.documents import columns_of, slots
from rules.season import Entry, Season, entries


def own_axes(entry: Entry) -> tuple[int, ...]:
    """Give the lengths of an entry's own axes, which come after those of the batch."""
    return tuple(len(labels) for labels in entry.axes.values())


def values(entry: Entry) -> st.SearchStrategy[int]:
    """Draw one legal value: a code, or a count where small ones, few and the largest are all likely."""
    if entry.codes is not None:
        return st.sampled_from([int(code) for code in entry.codes])
    small, many = (st.integers(0, min(most, entry.most)) for most in (12, 300))
    return st.one_of(small, many, st.integers(0, entry.most), st.just(entry.most))


def sheets(season: Season, batch: tuple[int, ...] = ()) -> st.SearchStrategy[Any]:
    """Draw a legal sheet of a season for a batch of matches of this shape."""
    columns = {
        name: arrays.arrays(np.int64, batch + own_axes(entry), elements=values(entry), fill=st.nothing())
        for name, entry in entries(season.sheet).items()
    }
    return st.builds(season.sheet, **columns)


def batches() -> st.SearchStrategy[tuple[int, ...]]:
    """Draw the shape of a batch: one match, a row of them, a grid, or none at all."""
    return st.sampled_from([(), (1,), (3,), (2, 2), (0,)])


def of_one_match(sheet: Any, index: tuple[int, ...]) -> Any:
    """Take one match out of a batch."""
    return replace(sheet, **{each.name: getattr(sheet, each.name)[index] for each in fields(sheet)})


def sides_swapped(sheet: Any) -> Any:
    """Give the same match with red and blue swapped in every entry that knows sides."""

    def swapped(name: str, entry: Entry) -> Any:
        array = getattr(sheet, name)
        if "side" not in entry.axes:
            return array
        return np.flip(array, axis=list(entry.axes).index("side") - len(entry.axes))

    return replace(sheet, **{name: swapped(name, entry) for name, entry in entries(type(sheet)).items()})


def documents_of(sheet: Any) -> list[dict[str, Any]]:
    """Write a one-axis batch as the official documents that hold it."""
    columns = columns_of(sheet)
    listed = {slot.name: slot.entry.values for slot in slots(type(sheet)) if slot.entry.values}
    written: list[dict[str, Any]] = [{} for _ in next(iter(columns.values()))]
    for dotted, column in columns.items():
        *groups, name = dotted.split(".")
        for document, value in zip(written, column.tolist(), strict=True):
            holder = document
            for group in groups:
                holder = holder.setdefault(group, {})
            holder[name] = listed[dotted][value] if dotted in listed else value
    return written
