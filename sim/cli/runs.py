"""`sim run`, `sim plot`: matches played, summed up and drawn."""

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
from sim.cli.options import PlaybookOption, SeasonOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.run import Progress, Run

SeedOption = Annotated[int, typer.Option("--seed", help="Another seed, other matches; 0 to 2^32 - 1.")]
PlotOption = Annotated[
    str | None, typer.Option("--plot", metavar="FILE", help="Draw the scores: FILE.png, .svg or .pdf.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document for programs.")]


def add_to(app: typer.Typer) -> None:
    """Give the app the verbs of this file."""
    app.command("run")(run)
    app.command("plot")(plot)


def run(
    season: SeasonOption,
    matches: Annotated[int, typer.Option("--matches", help="How many matches; 1 to 2^32 - 1.")] = 1_000,
    seed: SeedOption = 1,
    playbook: PlaybookOption = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Save the run in a folder; an unfinished one goes on.")
    ] = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play matches between robots of the season's population, and sum up."""
    from sim.run import simulate

    if plot is not None:
        output.picture_format(plot)
    started = time.perf_counter()
    with _progress(matches) as progress:
        played = simulate(season, matches, seed, playbook, out, progress)
    _show(played, plot, as_json, f"{time.perf_counter() - started:.1f} s")


def plot(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a saved run.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FILE", help="FILE.png, .svg or .pdf.", show_default="DIR/scores.png"),
    ] = None,
) -> None:
    """Draw a saved run again."""
    from pathlib import Path

    from sim.run import load

    played = load(folder)
    file = str(Path(folder) / "scores.png") if to is None else to
    draw(played, file)
    print(f"drawn in {file}")


def draw(played: "Run", file: str) -> None:
    """Draw the picture of a run into a file."""
    from analysis.plots.scores import score_picture

    settings = played.settings
    edition = settings.tables.seed.season
    breakdown = {name: points / played.breakdown.unit for name, points in played.breakdown.parts.items()}
    title = f"{edition.year} {edition.name}: {settings.manifest.matches:,} matches, seed {settings.manifest.seed}"
    note = f"every robot plays: {settings.manifest.playbook or 'the season’s mix'}; match model grade {edition.model}"
    output.save_picture(score_picture(played.scores, breakdown, title, note), file)


def _show(played: "Run", plot: str | None, as_json: bool, took: str) -> None:
    from analysis.summary import summarise

    summary = summarise(played)
    if plot is not None:
        draw(played, plot)
    if as_json:
        output.print_json(summary)
        return
    from sim.cli.summary import print_summary

    print_summary(summary, played.settings, took)
    if plot is not None:
        print(f"Drawn in {plot}.")


@contextmanager
def _progress(matches: int) -> "Iterator[Progress | None]":
    """Show a progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: list[Any] = [TextColumn("playing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("playing", total=matches)
        yield lambda more: bar.advance(task, more)
