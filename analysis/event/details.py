"""The score sheets of published matches: a CSV file, a row a match, columns by the official names of the entries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.event.csv_rows import csv_rows
from analysis.event.elements import Sheets
from rules.documents import sheet_from, slots
from rules.documents.csv_text import Table, key_of, number, same
from rules.documents.details import Field, Form, entries, form_of
from rules.errors import DocumentError, FgcError, within
from rules.names import nearest
from rules.season import Season
from rules.text import listing, plain
from sim.play.matches import scored

MATCH = "match"
"""The column that says which match a row is of."""


def read_details(data: bytes, name: str, season: Season) -> Sheets:
    """Read score sheets as strictly as documents; entries that have no columns are not known.

    Raises an FgcError that says the file, the row, the column and what was expected.
    """
    return sheets_of(data, name, season)[0]


def sheets_of(data: bytes, name: str, season: Season) -> tuple[Sheets, Table]:
    """Read score sheets, and give the table that they stand in beside them."""
    table, form = csv_rows(data, name), form_of(season)
    columns = {_column(place.name): each for each in form.fields for place in each.places}
    known = {same(column): column for column in columns}
    head = [known.get(same(_column(column)), same(column)) for column in table.head]
    there = {each.name for column, each in columns.items() if column in head}
    read = replace(form, fields=tuple(each for each in form.fields if each.name in there))
    with within(name):
        with within(f"row {table.row}"):
            _need_known(table.head, head, columns)
            given = _given(there, season)
        found = [_entries(dict(zip(head, cells, strict=True)), read, columns, row) for row, cells in table.rows]
    arrays = {each.name: np.array([row.get(each.name, 0) for row in found], dtype=np.int64) for each in form.fields}
    return Sheets(scored(season, sheet_from(arrays, season)), given), table


def matches_of(table: Table, name: str) -> tuple[int | str, ...] | None:
    """Give what the rows of a table call their matches, where it has a column for that; each may stand there once."""
    head = [same(column) for column in table.head]
    if MATCH not in head:
        return None
    place = head.index(MATCH)
    first: dict[int | str, int] = {}
    for row, cells in table.rows:
        match = key_of(cells[place])
        if match in first:
            what = f"expected every match once, found {plain(str(match))!r} in row {first[match]} too"
            raise FgcError(name, f"row {row}", what)
        first[match] = row
    return tuple(first)


def _given(there: Collection[str], season: Season) -> frozenset[str]:
    """Give the entries that the names that are there make up: each has all of its names or none."""
    parts: dict[str, list[str]] = {}
    for slot in slots(season.sheet):
        parts.setdefault(slot.field, []).append(slot.name)
    given = {entry: names for entry, names in parts.items() if not set(names).isdisjoint(there)}
    if not given:
        first = _column(next(slots(season.sheet)).name)
        raise FgcError(f"expected columns by the names of entries, as {first}, found none")
    for names in given.values():
        missing = [_column(name) for name in names if name not in there]
        if missing:
            one = _column(next(each for each in names if each in there))
            many = "s" if missing[1:] else ""
            raise FgcError(f"expected a column{many} {listing(missing)} too, since there is {one}")
    return frozenset(given)


def _need_known(written: Sequence[str], head: Sequence[str], known: Collection[str]) -> None:
    for column, name in zip(written, head, strict=True):
        if name != MATCH and name not in known:
            what = f"expected entries of the season's score sheet, found a column {plain(column)!r}"
            raise FgcError(what + nearest(column, known))
        if head.count(name) > 1:
            raise FgcError(f"expected a column {plain(column)} once, found it more than once")


def _entries(cells: Mapping[str, str], form: Form, columns: Mapping[str, Field], row: int) -> dict[str, int]:
    """Read a row's entries as those of a document."""
    document: dict[str, Any] = {}
    holders: dict[tuple[str, ...], dict[str, Any]] = {(): document}
    for path in form.objects:
        holders[path] = holders[path[:-1]].setdefault(path[-1], {})
    try:
        for column, cell in cells.items():
            if column in columns:
                place = next(each for each in columns[column].places if _column(each.name) == column)
                with within(place.name):
                    holders[place.groups][place.key] = number(cell)
        return entries(document, form)
    except DocumentError as error:
        where, *what = error.parts
        raise FgcError(f"row {row}", _column(where), *what) from None


def _column(official: str) -> str:
    """Give the column of an entry: its official name among the details of a document."""
    return official.removeprefix("details.")
