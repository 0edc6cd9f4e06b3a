"""CSV text -> its columns and rows, as spreadsheets, scripts and people write it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rules.documents.values import unfractioned
from rules.errors import DocumentError, FgcError
from rules.text import listing, plain

SEPARATORS = ",;\t"
SAID = re.compile(r"sep=.?", re.IGNORECASE)
"""The line by which a spreadsheet says what separates its cells."""
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?[0-9]{1,18}\.[0-9]{1,18}")
COMMA = re.compile(r"[+-]?[0-9]+(,[0-9]+)+")
MOST_COLUMNS = 1_000
"""More than any table has: each that is unknown is held against all names there are."""
WORDS = {"true": True, "false": False}


class Table(NamedTuple):
    """A table as it was written: its columns' names, its rows, and the number of the row that has the names."""

    head: list[str]
    rows: list[tuple[int, list[str]]]
    """The number of each row, as a spreadsheet counts them, and its cells, without blanks around them."""
    row: int


def table_of(text: str, error: type[FgcError] = DocumentError) -> Table:
    """Read a table whose cells a comma, a semicolon or a tab separates; rows without a word in them are none.

    Lines before the columns that begin with `#` are comments. Raises an `error` where this is no table.
    """
    skipped, lines = _after_comments(text)
    separator = _separator(lines)
    try:
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as wrong:
        raise error(f"expected a CSV file: {plain(str(wrong), 80)}") from None
    head, first = _filled(rows[0]) if rows else [], skipped + 1
    if len(head) > MOST_COLUMNS:
        raise error(f"row {first}", f"expected up to {MOST_COLUMNS:,} columns, found {len(head):,}")
    filled = [(row, cells) for row, cells in enumerate(rows[1:], start=first + 1) if any(cells)]
    return Table(head, [(row, _fitting(row, cells, head, first, error)) for row, cells in filled], first)


def _after_comments(text: str) -> tuple[int, str]:
    """Give how many lines come before the columns, and the text from there on."""
    lines = io.StringIO(text, newline="").readlines()
    before = 0
    while before < len(lines) and (_is_comment(lines[before]) or not lines[before].strip(f'{SEPARATORS}" \r\n')):
        before += 1
    return before, "".join(lines[before:])


def head_of(text: str) -> list[str]:
    """Give the cells of the first row that is no comment. Raises csv.Error where it is none of a table."""
    lines = _after_comments(text)[1]
    return next(csv.reader(io.StringIO(lines, newline=""), delimiter=_separator(lines), skipinitialspace=True), [])


def _is_comment(line: str) -> bool:
    return line.lstrip('" ').startswith("#") or bool(SAID.fullmatch(line.strip()))


def _separator(lines: str) -> str:
    """Give what most often stands between the names of the columns, outside of quotation marks."""
    first = re.sub(r'"[^"]*"', "", io.StringIO(lines, newline="").readline())
    return max(SEPARATORS, key=first.count)


def _filled(row: list[str]) -> list[str]:
    """Leave out what is empty at the end of a row."""
    last = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:last]


def _fitting(number: int, row: list[str], head: list[str], first: int, error: type[FgcError]) -> list[str]:
    """Give a row one cell a column; empty ones past the last column are none."""
    cut = row[: len(head)] if not any(row[len(head) :]) else row
    if len(cut) != len(head):
        raise error(f"row {number}", f"expected {len(head)} cells as in row {first}, found {len(_filled(row))}")
    return cut


def same(name: str) -> str:
    """Give what is the same in all ways to write a column's name: `Red Score`, `red_score`, ` redScore`."""
    return re.sub(r"[\s_-]", "", name).lower()


def need_once(table: Table, error: type[FgcError] = DocumentError) -> None:
    """Raise an `error` where two columns have the same name, however they are written."""
    name, often = Counter(map(same, filter(None, table.head))).most_common(1)[0] if any(table.head) else ("", 1)
    if often > 1:
        shown = plain(next(each for each in table.head if same(each) == name))
        raise error(f"row {table.row}", f"expected a column {shown} once, found it more than once")


def need_columns(table: Table, columns: Iterable[str], error: type[FgcError] = DocumentError) -> None:
    """Raise an `error` that names the first of these columns that a table has not, however it is written."""
    head = {same(column) for column in table.head}
    for column in columns:
        if same(column) not in head:
            found = listing(table.head) if table.head else "nothing"
            raise error(f"row {table.row}", f"expected a column {column}, found {found}")


def number(text: str, error: type[FgcError] = DocumentError) -> int | float | bool | str:
    """Give what a cell holds: a number, yes or no, or the text itself; a decimal comma is refused by name."""
    if COMMA.fullmatch(text):
        point = text.replace(",", ".", 1)
        raise error(f"expected a number with a point, as {plain(point)}, found {plain(text)!r}: save it with points")
    if WHOLE.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text):
        return float(text)
    return WORDS.get(text.lower(), text)


def key_of(cell: str) -> int | str:
    """Give what a cell calls something: a whole number as such, also where a spreadsheet gave it a fraction of 0."""
    value = unfractioned(number(cell))
    return value if type(value) is int and str(value) == cell.removesuffix(".0") else cell
