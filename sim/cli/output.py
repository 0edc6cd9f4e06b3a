"""Reading and printing: files in, tables for people and JSON for programs out."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rules.errors import FgcError

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 10_000  # columns: a table in a pipe is as wide as it needs


def read_bytes(file: str) -> bytes:
    """Read a file, or standard input where it is named `-`."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise FgcError(file, f"expected a readable file: {getattr(error, 'strerror', None) or error}") from None


def console() -> "Console":
    """Give the console for tables: as wide as the terminal, or in a pipe as wide as they need."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], left: Sequence[str] = ()
) -> None:
    """Print a table for people; columns named in `left` hold words, the others numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console().print(table)


def print_json(value: Any) -> None:
    """Print one JSON document on one line."""
    print(json.dumps(value))


def number(value: float) -> str:
    """Write a number for people: thousands apart, no trailing zeros."""
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")
