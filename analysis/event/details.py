"""The score sheets of published matches: a CSV file, a row a match, columns by the official names of the entries."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from analysis.event.csv_rows import csv_rows
from analysis.event.elements import Sheets
from rules.documents import sheet_from, slots
from rules.documents.details import Form, entries, form_of
from rules.errors import DocumentError, FgcError
from rules.names import nearest
from rules.season import Season
from rules.text import plain
from sim.play.matches import scored

IGNORED = "match"
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


def read_details(data: bytes, name: str, season: Season) -> Sheets:
    """Read score sheets as strictly as documents; entries that have no columns are not known.

    Raises an FgcError that says the file, the row, the column and what was expected.
    """
    head, rows = csv_rows(data, name)
    given = _given(head, season, name)
    form = form_of(season)
    read = Form(tuple(each for each in form.fields if _column(each.name) in head), form.objects, form.derived)
    found = [_entries(dict(zip(head, cells, strict=True)), read, name, row) for row, cells in rows]
    columns = {each.name: np.array([row.get(each.name, 0) for row in found], dtype=np.int64) for each in form.fields}
    return Sheets(scored(season, sheet_from(columns, season)), given)


def _given(head: Sequence[str], season: Season, name: str) -> frozenset[str]:
    """Give the entries that the columns make up: each has all of its columns or none."""
    columns: dict[str, list[str]] = {}
    for slot in slots(season.sheet):
        columns.setdefault(slot.field, []).append(_column(slot.name))
    known = [column for names in columns.values() for column in names]
    _need_known(head, known, name)
    given = {entry: names for entry, names in columns.items() if not set(names).isdisjoint(head)}
    if not given:
        raise FgcError(name, "row 1", f"expected columns by the names of entries, as {known[0]}, found none")
    for names in given.values():
        for column in names:
            if column not in head:
                there = next(each for each in names if each in head)
                raise FgcError(name, "row 1", f"expected a column {column} too, since there is {there}")
    return frozenset(given)


def _need_known(head: Sequence[str], known: Collection[str], name: str) -> None:
    for column in head:
        if column != IGNORED and column not in known:
            what = f"expected entries of the season's score sheet, found a column {plain(column)!r}"
            raise FgcError(name, "row 1", what + nearest(column, known))
        if head.count(column) > 1:
            raise FgcError(name, "row 1", f"expected a column {column} once, found it more than once")


def _entries(cells: dict[str, str], form: Form, name: str, row: int) -> dict[str, int]:
    """Read a row's entries as those of a document."""
    document: dict[str, Any] = {}
    holders: dict[tuple[str, ...], dict[str, Any]] = {(): document}
    for path in form.objects:
        holders[path] = holders[path[:-1]].setdefault(path[-1], {})
    for field in form.fields:
        holders[field.groups][field.key] = _value(cells[_column(field.name)])
    try:
        return entries(document, form)
    except DocumentError as error:
        where, *what = error.parts
        raise FgcError(name, f"row {row}", _column(where), *what) from None


def _column(official: str) -> str:
    """Give the column of an entry: its official name among the details of a document."""
    return official.removeprefix("details.")


def _value(text: str) -> float | str:
    """Give the number that a cell holds; other text stays text, which no entry takes."""
    plainly = text.strip()
    if not NUMBER.fullmatch(plainly):
        return text
    return float(plainly) if "." in plainly else int(plainly)
