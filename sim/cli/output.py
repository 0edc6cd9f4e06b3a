"""Reading and printing: files in, tables for people and JSON for programs out."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rules.errors import FgcError
from sim.files import whole

if TYPE_CHECKING:
    from rich.console import Console

    from analysis.compare.matchups import Matchup, Variant
    from analysis.precision import Precision
    from rules.season import Season
    from sim.play.request import Settings
    from sim.table.game import Game
    from sim.table.language import Playbook, Robot

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


def console() -> "Console":
    """Give the console for tables: as wide as the terminal, or in a pipe as wide as they need."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def say_compiling() -> None:
    """Say on stderr why the first run takes longer, or that every run will."""
    from sim import compiling

    if compiling.cache_folder() is None:
        print("sim: no folder to keep the compiled engine in: it is compiled for every run anew", file=sys.stderr)
    elif not compiling.is_warm():
        print("sim: compiling the engine for this machine, once; a few seconds", file=sys.stderr)


def say_assumed(rules: "Season") -> None:
    """Say on stderr which of a season's point values nobody could confirm."""
    if rules.assumed:
        print(f"sim: {rules.assumed}", file=sys.stderr)


def say_skipped(game: "Game", pairs: "Iterable[tuple[Robot | None, Playbook | None]]") -> None:
    """Say on stderr, a line each, which rows of its plan a robot skips because it cannot do them."""
    from sim.robots.files import skipped_rows

    told: dict[str, None] = {}
    for robot, plan in pairs:
        rows = skipped_rows(game, robot, plan)
        if robot is not None and plan is not None and rows:
            what = ", ".join(f"{name} (needs {can})" for name, can in rows.items())
            told[f"sim: {robot.name} cannot do what {plan.name!r} lists, and skips: {what}"] = None
    for line in told:
        print(line, file=sys.stderr)


@contextmanager
def progress(what: str, matches: int) -> "Iterator[Callable[[int], None]]":
    """Show a progress bar with matches a second and the time left on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Speed(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(f"{task.speed or 0:,.0f} matches a second")

    columns = [TextColumn(what), BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=matches)
        yield lambda more: bar.advance(task, more)


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Iterable[object]], left: Sequence[str] = ()
) -> None:
    """Print a table for people; columns named in `left` hold words, the others numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

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


def most_matches(matches: int | None, precision: float | None, usual: int, most: int) -> int:
    """Give the matches that were asked for, the usual number, or the most where a precision says when to stop."""
    if precision is not None and not 0 < precision < inf:
        raise FgcError("--precision", f"expected a half-width above 0, found {precision:g}")
    return matches if matches is not None else usual if precision is None else most


def play_matchup(
    settings: "Settings",
    variants: "Sequence[Variant]",
    stations: Sequence[int],
    precision: float | None,
    jobs: int | None,
) -> "Matchup":
    """Play variants on the same luck, as many matches as said, or until they are precise enough."""
    from analysis.compare.matchups import Matchup
    from sim.play.run import workers

    say_compiling()
    matches = settings.manifest.matches
    matchup = Matchup(settings, variants, stations, workers(settings, jobs))
    with progress("playing", matches * len(variants)) as told:
        if precision is None:
            matchup.play(matches, told)
        else:
            matchup.play_until(precision, matches, told)
    return matchup


def reached_json(rules: "Sequence[Precision]") -> dict[str, Any]:
    """Say for programs what a wanted precision took."""
    if not rules:
        return {}
    widths = [rule.reached().half_width for rule in rules]
    reached = all(rule.reached().enough for rule in rules)
    return {"precision": {"wanted": rules[0].wanted, "reached": reached, "half_widths": widths}}


def print_reached(rules: "Sequence[Precision]") -> None:
    """Say for people what a wanted precision took."""
    if rules:
        wanted, widths = rules[0].wanted, [rule.reached().half_width for rule in rules]
        reached = all(rule.reached().enough for rule in rules)
        what = "reached" if reached else "not reached: more --matches would be needed"
        widest = "unknown" if None in widths else f"{max(width or 0 for width in widths):.2g}"
        print(f"precision ± {wanted:g} {what}; the widest 95 % half-width is {widest}")
