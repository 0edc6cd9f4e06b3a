"""Reading and printing: files in, tables for people and JSON for programs out, pictures."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rules.errors import FgcError
from rules.season import Season
from sim.files import whole

PICTURES = ("png", "svg", "pdf")
WIDE = 10_000  # columns: a table in a pipe is as wide as it needs


def read_bytes(file: str) -> bytes:
    """Read a file, or standard input where it is named `-`."""
    try:
        if file != "-":
            return Path(file).read_bytes()
        if sys.stdin is None:
            raise FgcError("standard input", "expected match documents, found it closed")
        return sys.stdin.buffer.read()
    except (OSError, ValueError) as error:
        raise FgcError(file, f"expected a readable file: {getattr(error, 'strerror', None) or error}") from None


def console() -> Console:
    """Give the console for tables: as wide as the terminal, or in a pipe as wide as they need."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def say_assumed(rules: Season) -> None:
    """Say on stderr which of a season's point values nobody could confirm, and which are not its own."""
    for sentence in filter(None, (rules.assumed, rules.changed)):
        print(f"sim: {sentence}", file=sys.stderr)


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Iterable[object]], left: Sequence[str] = ()
) -> None:
    """Print a table for people; columns named in `left` hold words, the others numbers."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        min_width=len(title),
    )
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right")
    for row in rows:
        table.add_row(*(Text(_printable(str(cell))) for cell in row))
    console().print(table)


def print_markdown(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    for row in (columns, ["---"] * len(columns), *rows):
        print(f"| {' | '.join(map(str, row))} |")


def _printable(text: str) -> str:
    """Keep what a document brings along from steering the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)


def print_json(value: Any) -> None:
    """Print one JSON document on one line."""
    print(json.dumps(value))


def picture_format(file: str) -> str:
    """Give the format that a picture's name asks for; say what is wrong with the name before any work is done."""
    suffix = Path(file).suffix.lower().removeprefix(".")
    if suffix not in PICTURES:
        raise FgcError(file, f"expected a name that ends in .{', .'.join(PICTURES)}")
    if not Path(file).absolute().parent.is_dir() or Path(file).is_dir():
        raise FgcError(file, "expected a file in a folder that exists")
    return suffix


def save_picture(figure: Any, file: str) -> None:
    """Write a picture, whole or not at all; the same figure always gives the same bytes."""
    suffix = picture_format(file)
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}[suffix]
    try:
        with whole(Path(file)) as temporary:
            figure.savefig(temporary, format=suffix, dpi=120, metadata=metadata)
    except OSError as error:
        raise FgcError(file, f"expected a file that can be written: {error.strerror}") from None
