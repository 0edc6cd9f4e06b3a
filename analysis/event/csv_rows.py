"""CSV files that others bring: their names of columns and their rows, or an error that says which row is wrong."""

import csv
import io

from rules.errors import FgcError, within
from rules.text import decoded


def csv_rows(data: bytes, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Give the names of the columns and each row's number and cells; empty lines are no rows.

    Rows are counted as a spreadsheet does, the names of the columns being row 1.
    """
    with within(name):
        text = decoded(data, "a CSV file")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FgcError(name, f"expected a CSV file: {error}") from None
    head = rows[0] if rows else []
    numbered = [(number, cells) for number, cells in enumerate(rows[1:], start=2) if cells]
    for number, cells in numbered:
        if len(cells) != len(head):
            raise FgcError(name, f"row {number}", f"expected {len(head)} cells as in row 1, found {len(cells)}")
    return head, numbered
