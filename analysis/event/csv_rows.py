"""CSV files that others bring: their columns and their rows, or an error that says which row is wrong."""

from rules.documents.csv_text import Table, need_once, table_of
from rules.errors import FgcError, within
from rules.text import decoded


def csv_rows(data: bytes, name: str) -> Table:
    """Read a file as a table, as documents are read, however its cells are separated and its columns written.

    Rows are counted as a spreadsheet does. Raises an FgcError that says file, row and what was expected.
    """
    with within(name):
        text = decoded(data, "a CSV file")
        if text.lstrip()[:1] in ("{", "["):
            raise FgcError("expected a CSV file, a row a match; this is JSON")
        table = table_of(text, FgcError)
        need_once(table, FgcError)
        return table
