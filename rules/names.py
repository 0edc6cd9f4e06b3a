"""Names: the official ones of a sheet's entries, seasons' keys, and the nearest valid one to a wrong name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import Any

from rules.errors import SeasonError
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


def season_key(wanted: str, known: Sequence[str], what: str) -> str:
    """Give the whole key of a season, `fgc_2022` for `2022`; a SeasonError says which seasons have `what`."""
    key = wanted if wanted.startswith("fgc_") else f"fgc_{wanted}"
    if key not in known:
        years = [each.removeprefix("fgc_") for each in known]
        raise SeasonError(wanted, f"expected a season with {what}, {' or '.join(years)}{nearest(wanted, years)}")
    return key


def nearest(wrong: str, valid: Iterable[str]) -> str:
    """Say `; did you mean ...?` for the nearest of the valid names, or nothing where none is near."""
    close = get_close_matches(wrong, list(valid), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""
