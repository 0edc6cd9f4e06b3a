"""Reading and printing: files in, tables for people and JSON for programs out, pictures."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.table import Table as ScreenTable
from rich.text import Text as Styled

from analysis import stamps
from analysis.formatting import number
from analysis.histograms import Histogram
from analysis.plots.frame import rendered
from analysis.plots.terminal import BLOCKS, distribution_lines
from analysis.report.told import Piece, Table
from analysis.words import Said, Text, english, joined
from rules.errors import FgcError
from rules.season import Season
from rules.text import listing, printable
from sim.cli.asking import noted
from sim.cli.listening import listener
from sim.cli.tables import parts_of, wrapped
from sim.files import folder_brought, sum_path, was_changed, write_all
from sim.reading import INPUT, contents

PICTURES = ("png", "svg", "pdf")
WIDE = 10_000
"""Columns of a console that wraps nothing."""
DECIMALS = 4
"""Of a number in a table that nobody rounded."""
MOST_NAMES, MOST_LETTERS = 4, 30
"""Of names that no font can write: so many are said, with so many letters each."""
KEPT = "svg"
"""The format that keeps text as text."""
Spoken = Piece | Callable[[], None]
"""What printers tell: sentences, tables, and what only a terminal shows."""
_UNSAID: ContextVar[list[Spoken] | None] = ContextVar("unsaid", default=None)


def read_bytes(file: str) -> bytes:
    """Read a file, or standard input where it is named `-`."""
    if file == INPUT or folder_brought() is not None:
        return contents(file)
    _need_no_folder(Path(file))
    return _as_written(Path(file), contents(file))


def _as_written(path: Path, data: bytes) -> bytes:
    """Give what a file holds; an FgcError where its SHA-256 lies beside it and says that it held something else."""
    if was_changed(path, data):
        beside = sum_path(path).name
        cure = f"the command that wrote it, once more, mends it; if you changed it, take {beside} away"
        raise FgcError(str(path), f"damaged: expected what its SHA-256 in {beside} says; {cure}")
    return data


def _need_no_folder(path: Path) -> None:
    """Raise an FgcError that names the files of what is a folder."""
    if path.is_dir():
        names = sorted(each.name for each in path.iterdir() if each.is_file() and each.name[0] != ".")
        there = f"give one of its files: {listing(names)}" if names else "it has no files"
        raise FgcError(str(path), f"expected a file, found a folder; {there}")


def width() -> int | None:
    """Say how many columns the terminal has; None in a pipe, where lines are as long as they need to be."""
    return Console().width if sys.stdout.isatty() else None


class _Piped(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to whoever prints, as anywhere else: rich would end the program here, before files are written."""
        raise


def console() -> Console:
    """Give the console for tables, whose lines are laid out before: it wraps nothing itself."""
    return _Piped(highlight=False, width=WIDE, soft_wrap=True)


def told(tell: Callable[[], None]) -> list[Spoken]:
    """Give what a printer says, unsaid, in its order."""
    pieces: list[Spoken] = []
    before = _UNSAID.set(pieces)
    try:
        tell()
    finally:
        _UNSAID.reset(before)
    return pieces


def show(pieces: Iterable[Spoken]) -> None:
    """Print what was told."""
    for piece in pieces:
        if isinstance(piece, str | Said):
            _print_text(english(piece))
        elif isinstance(piece, Table):
            _print_rows(piece)
        else:
            piece()


def _tell(piece: Spoken) -> None:
    """Keep a piece for later where somebody collects what is told, else print it."""
    unsaid = _UNSAID.get()
    if unsaid is None:
        show([piece])
    else:
        unsaid.append(piece)


def say(text: Text = "") -> None:
    """Print lines of text, in English; on a terminal they are wrapped at spaces, and stay as far in as they began."""
    _tell(text)


def say_answer(*answers: Sequence[Said]) -> None:
    """Print answers, the sentences of each on one line; nothing of those that say nothing."""
    for said in filter(None, answers):
        say(joined(said))


def say_all(texts: Iterable[Text]) -> None:
    """Print texts, each on lines of its own."""
    for text in texts:
        say(text)


def say_here(text: str) -> None:
    """Print lines that are true of this once alone, how long it took say: no document keeps them."""
    _tell(lambda: _print_text(text))


def draw(picture: Callable[[], Any], file: str | None, as_json: bool) -> None:
    """Draw a picture where one is wanted, once the answer is given, and say for people where it is."""
    if file is not None:
        save_picture(picture(), file)
        if not as_json:
            say(f"Drawn in {file}.")


def _print_text(text: str) -> None:
    columns = width()
    for line in text.split("\n"):
        inner = line.lstrip(" ")
        indent = " " * (len(line) - len(inner))
        parts = [inner] if columns is None else wrapped(inner, max(columns - len(indent), 1)).split("\n")
        print("\n".join(indent + part for part in parts))


def reflowed(text: str) -> str:
    """Give a text with each paragraph and each point of a list on one line, to be wrapped where it is shown.

    What is further in than the text, a formula say, keeps its lines.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        last = lines[-1] if lines else ""
        goes_on = line.startswith("  ") if last.startswith("- ") else line[:1].strip() and last[:1].strip()
        if last and goes_on and not line.startswith("- "):
            lines[-1] = f"{last} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def print_distributions(bins: Histogram, unit: str = "points") -> None:
    """Draw distributions with blocks, as wide as the terminal; nothing in a pipe."""
    _tell(lambda: _draw(bins, unit))


def _draw(bins: Histogram, unit: str) -> None:
    columns = width()
    if columns is None:
        return
    try:
        BLOCKS.encode(sys.stdout.encoding or "utf-8")
        plain = False
    except (LookupError, UnicodeEncodeError):
        plain = True
    print("\n".join(distribution_lines(bins, columns, unit, plain)))


def warn(sentence: Text) -> None:
    """Say a sentence on stderr: what a reader of the results has to know."""
    noted(sentence)
    note(sentence)


def note(sentence: Text) -> None:
    """Say on stderr, or to who listens, what is beside the answer."""
    if (hears := listener()) is not None:
        hears.note(sentence)
    else:
        print(f"sim: {english(sentence)}", file=sys.stderr)


def say_assumed(rules: Season) -> None:
    """Say on stderr, or to who listens, which point values nobody could confirm, and which are not the season's."""
    hears = listener()
    for said in (*stamps.assumed(rules), *stamps.changed(rules)):
        noted(said)
        if hears is not None:
            hears.note(said)
    if hears is None:
        for sentence in filter(None, (rules.assumed, rules.changed)):
            print(f"sim: {sentence}", file=sys.stderr)


def print_table(
    title: Text, columns: Sequence[Text], rows: Iterable[Iterable[object]], left: Sequence[Text] = (), keys: int = 1
) -> None:
    """Print a table for people; columns named in `left` hold words, the others numbers.

    Where the terminal is too narrow for it, words are wrapped at spaces, and columns that have no room follow in a
    second table; the first `keys` columns say in each which row it is.
    """
    cells = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    words = tuple(place for place, column in enumerate(columns) if column in left)
    _tell(Table(title, tuple(columns), cells, words, keys))


def _print_rows(of: Table) -> None:
    title, columns = english(of.title), [english(head) for head in of.heads]
    cells = [[english(cell) for cell in row] for row in of.rows]
    screen, printer = width(), console()
    printer.print(Styled(title if screen is None else wrapped(title, screen), style="bold"))
    for part in parts_of(columns, cells, [place in of.left for place in range(len(columns))], screen, of.keys):
        table = ScreenTable(box=box.SIMPLE_HEAD, pad_edge=False)
        for place, wide in zip(part.columns, part.widths, strict=True):
            justify: Literal["left", "right"] = "left" if place in of.left else "right"
            table.add_column(Styled(wrapped(columns[place], wide)), justify=justify, no_wrap=True, min_width=wide)
        for row in cells:
            table.add_row(*(Styled(wrapped(row[p], w)) for p, w in zip(part.columns, part.widths, strict=True)))
        printer.print(table)


def _cell(value: object) -> Text:
    """Write a cell; a number that nobody rounded has a few decimals at most."""
    if isinstance(value, Said):
        return value
    return number(round(value, DECIMALS)) if isinstance(value, float) else printable(str(value))


def print_markdown(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    for row in (columns, ["---"] * len(columns), *rows):
        print(f"| {' | '.join(map(str, row))} |")


def print_in_markdown(pieces: Iterable[Spoken]) -> None:
    """Print what was told in Markdown: sentences as they are, tables below a heading."""
    for piece in pieces:
        if isinstance(piece, Table):
            print(f"\n### {english(piece.title)}\n")
            print_markdown([english(head) for head in piece.heads], [[*map(_in_a_cell, row)] for row in piece.rows])
            print()
        elif isinstance(piece, str | Said):
            print(english(piece))


def _in_a_cell(text: Text) -> str:
    """Write a cell of a table in Markdown, where a bar would end it and an angle would begin a tag."""
    return english(text).replace("|", "\\|").replace("<", "&lt;")


def print_json(value: Any) -> None:
    """Print one JSON document on one line; who listens gets it as it is."""
    if (hears := listener()) is not None:
        hears.answer(value, (), done=True)
    else:
        print(json.dumps(value))


def give_rows(rows: Iterable[Any], tell: Callable[[], None], as_json: bool) -> None:
    """Print rows as JSON, a line each, or tell them to people; who listens gets both."""
    if (hears := listener()) is not None:
        hears.answer([*rows], [each for each in told(tell) if not callable(each)], done=True)
    elif as_json:
        for row in rows:
            print_json(row)
    else:
        tell()


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
    data, unwritten = rendered(figure, suffix)
    if unwritten:
        print(f"sim: no font here has the letters of {_unwritten(unwritten, suffix)}", file=sys.stderr)
    try:
        write_all({Path(file): data})
    except OSError as error:
        raise FgcError(file, f"expected a file that can be written: {error.strerror}") from None


def _unwritten(names: Mapping[str, str], suffix: str) -> str:
    """Say which names no font here can write, and what a picture has in their place."""
    shown = [(code, name[:MOST_LETTERS]) for code, name in list(names.items())[:MOST_NAMES]]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    if suffix == KEPT:
        return f"{', '.join(name for _, name in shown)}{more}: who opens the picture needs one"
    return f"{', '.join(f'{name} (the picture says {code})' for code, name in shown)}{more}"
