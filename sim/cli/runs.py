"""`sim run`, `sim plot`: matches played, summed up and drawn."""

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import output
from sim.cli.options import EngineOption, JobsOption, PlaybookOption, SeasonOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.tally import Tally
    from sim.settings import Settings

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
    engine: EngineOption = "fast",
    jobs: JobsOption = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Save the run in a folder; an unfinished one goes on.")
    ] = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play matches between robots of the season's population, and sum up."""
    from analysis.tally import tally
    from sim.run import play
    from sim.settings import prepared

    if plot is not None:
        output.picture_format(plot)
    settings = prepared(season, matches, seed, playbook, engine)
    started = time.perf_counter()
    with kept_said(settings, out), output.progress("playing", matches) as progress:
        parts = play(settings, out, jobs, progress)
        output.say_compiling()
        counted = tally(settings, parts)
    _show(counted, plot, as_json, time.perf_counter() - started)


def plot(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a saved run.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FILE", help="FILE.png, .svg or .pdf.", show_default="DIR/scores.png"),
    ] = None,
) -> None:
    """Draw a saved run again."""
    from pathlib import Path

    from analysis.tally import tally
    from sim.run import loaded
    from sim.settings import restored

    settings = restored(folder)
    file = str(Path(folder) / "scores.png") if to is None else to
    draw(tally(settings, loaded(settings, folder)), file)
    print(f"drawn in {file}")


def draw(counted: "Tally", file: str) -> None:
    """Draw the picture of a run into a file."""
    from analysis.plots.scores import score_picture

    settings = counted.settings
    edition = settings.tables.seed.season
    title = f"{edition.year} {edition.name}: {counted.matches:,} matches, seed {settings.manifest.seed}"
    note = f"every robot plays: {settings.manifest.playbook or 'the season’s mix'}; match model grade {edition.model}"
    output.save_picture(score_picture(counted.scores, counted.moments, title, note), file)


def _show(counted: "Tally", plot: str | None, as_json: bool, seconds: float) -> None:
    from analysis.summary import summary_of

    summary = summary_of(counted)
    if plot is not None:
        draw(counted, plot)
    if as_json:
        output.print_json(summary)
        return
    from sim.cli.summary import print_summary

    print_summary(summary, counted.settings, f"{seconds:.1f} s, {counted.matches / seconds:,.0f} matches a second")
    if plot is not None:
        print(f"Drawn in {plot}.")


@contextmanager
def kept_said(settings: "Settings", out: str | None) -> "Iterator[None]":
    """Where Ctrl-C stops a run, say what is kept of it."""
    try:
        yield
    except KeyboardInterrupt:
        from pathlib import Path

        from sim.run import parts_of
        from sim.saved import part_path

        parts = parts_of(settings)
        kept = sum(part_path(Path(out), n).exists() for n in range(len(parts))) if out else 0
        where = (
            f"{kept} of {len(parts)} parts are kept in {out}: the same command goes on" if out else "nothing is kept"
        )
        print(f"sim: stopped; {where}", file=sys.stderr)
        raise
