"""`sim run`, `sim plot`: matches played, summed up and drawn."""

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import output
from sim.cli.options import (
    BlueOption,
    EngineOption,
    JobsOption,
    JsonOption,
    PlaybookOption,
    PlotOption,
    PopulationOption,
    PrecisionOption,
    RedOption,
    SeasonOption,
    SeedOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.precision import Precision
    from analysis.run.tallies import Tally
    from sim.play.request import Settings


def add_to(app: typer.Typer) -> None:
    """Give the app the verbs of this file."""
    app.command("run")(run)
    app.command("plot")(plot)


def run(
    season: SeasonOption,
    matches: Annotated[
        int | None,
        typer.Option("--matches", help="How many matches; with --precision at most.", show_default="1,000"),
    ] = None,
    precision: PrecisionOption = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    playbook: PlaybookOption = None,
    red: RedOption = None,
    blue: BlueOption = None,
    engine: EngineOption = "fast",
    jobs: JobsOption = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Save the run in a folder; an unfinished one goes on.")
    ] = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play matches between robots of the season's population, and sum up."""
    from sim.play.request import prepared

    if plot is not None:
        output.picture_format(plot)
    most = output.most_matches(matches, precision, 1_000, 10_000_000)
    settings = prepared(season, most, seed, playbook, engine, red, blue, population)
    output.say_assumed(settings.game.rules)
    output.say_skipped(settings.game, settings.stations)
    started = time.perf_counter()
    counted, rules = _counted(settings, precision, out, jobs)
    _show(counted, rules, plot, as_json, time.perf_counter() - started)


def _counted(
    settings: "Settings", precision: float | None, out: str | None, jobs: int | None
) -> "tuple[Tally, list[Precision]]":
    """Play a run to its end, or until it is precise enough."""
    from analysis.run.tallies import tally
    from rules.errors import FgcError
    from sim.play.run import play, workers

    if precision is not None and out is not None:
        raise FgcError("--out", "expected no --precision beside it: a saved run has a number of --matches")
    at_once = workers(settings, jobs)
    with kept_said(settings, out), output.progress("playing", settings.manifest.matches) as progress:
        if precision is None:
            parts = play(settings, out, at_once, progress)
            output.say_compiling()
            return tally(settings, parts), []
        from analysis.run.until import tally_until

        output.say_compiling()
        counted, rule = tally_until(settings, precision, at_once, progress)
        return counted, [rule]


def plot(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a saved run.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FILE", help="FILE.png, .svg or .pdf.", show_default="DIR/scores.png"),
    ] = None,
) -> None:
    """Draw a saved run again."""
    from pathlib import Path

    from analysis.run.tallies import tally
    from sim.play.request import restored
    from sim.play.run import loaded

    settings = restored(folder)
    file = str(Path(folder) / "scores.png") if to is None else to
    draw(tally(settings, loaded(settings, folder)), file)
    print(f"drawn in {file}")


def draw(counted: "Tally", file: str) -> None:
    """Draw the picture of a run into a file."""
    from analysis.plots.scores import score_picture
    from sim.cli.summary import model_note

    settings = counted.settings
    edition = settings.game.edition
    title = f"{edition.year} {edition.name}: {counted.matches:,} matches, seed {settings.manifest.seed}"
    note = f"every robot plays: {settings.manifest.playbook or 'the season’s mix'}; {model_note(settings)}"
    output.save_picture(score_picture(counted.scores, counted.moments, title, note), file)


def _show(counted: "Tally", rules: "list[Precision]", plot: str | None, as_json: bool, seconds: float) -> None:
    from analysis.run.summaries import summary_of

    summary = {**summary_of(counted), **output.reached_json(rules)}
    if plot is not None:
        draw(counted, plot)
    if as_json:
        output.print_json(summary)
        return
    from sim.cli.summary import print_summary

    output.print_reached(rules)
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

        from sim.play.run import parts_of, parts_there

        parts = parts_of(settings)
        kept = len(parts_there(settings, Path(out))) if out else 0
        where = (
            f"{kept} of {len(parts)} parts are kept in {out}: the same command goes on" if out else "nothing is kept"
        )
        print(f"sim: stopped; {where}", file=sys.stderr)
        raise
