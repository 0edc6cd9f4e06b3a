"""Names: the official ones of a sheet's entries, and the nearest valid one to a name that is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import Any

from rules.season import Entry, entries


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


def nearest(wrong: str, valid: Iterable[str]) -> str:
    """Say `; did you mean ...?` for the nearest of the valid names, or nothing where none is near."""
    close = get_close_matches(wrong, list(valid), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""
