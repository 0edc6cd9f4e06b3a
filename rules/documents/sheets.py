"""Official names <-> sheets: one number a dotted name in a document, one element of an array in a sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from rules.document import Document
from rules.errors import SheetError
from rules.season import Array, Entry, Season, entries


@dataclass(frozen=True)
class Slot:
    """One number of a document: its dotted official name, and which element of which entry it is."""

    name: str
    field: str
    index: tuple[int, ...]
    entry: Entry

    @property
    def of_batch(self) -> tuple[Any, ...]:
        """The index of this number in the entry's array of many matches."""
        return (..., *self.index)


def slots(sheet: type) -> Iterator[Slot]:
    """Give every number of a document of this sheet, in the sheet's order."""
    for field, entry in entries(sheet).items():
        for index in product(*(range(len(labels)) for labels in entry.axes.values())):
            chosen = {axis: labels[i] for (axis, labels), i in zip(entry.axes.items(), index, strict=True)}
            yield Slot(entry.name.format(**chosen), field, index, entry)


def sheet_of(documents: Sequence[Document], season: Season) -> Any:
    """Give the sheet of these documents: every entry's first axis is the document."""
    names = [slot.name for slot in slots(season.sheet)]
    numbers = (written[name] for written in (document.written for document in documents) for name in names)
    columns = np.fromiter(numbers, np.int64).reshape(len(documents), len(names)).T
    return sheet_from(dict(zip(names, columns, strict=True)), season)


def sheet_from(columns: Mapping[str, Array], season: Season) -> Any:
    """Build a sheet from one array a dotted official name; every entry's first axis is the match."""
    fields: dict[str, Array] = {}
    for slot in slots(season.sheet):
        if slot.name not in columns:
            raise SheetError(slot.name, "expected this entry, found none")
        column = np.asarray(columns[slot.name])
        own = tuple(len(labels) for labels in slot.entry.axes.values())
        array = fields.setdefault(slot.field, np.empty(column.shape + own, dtype=np.int64))
        array[slot.of_batch] = column
    return season.sheet(**fields)


def columns_of(sheet: Any) -> dict[str, Array]:
    """Give one array a dotted official name, as documents hold them: the way back from a sheet."""
    return {slot.name: getattr(sheet, slot.field)[slot.of_batch] for slot in slots(type(sheet))}
