"""`sim run`, `sim plot`: matches played, summed up and drawn."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.documents import document
from analysis.plots.scores import score_picture
from analysis.precision import Precision, most_matches, reached_json
from analysis.run.cards import cards
from analysis.run.summaries import figures_of, summary_of
from analysis.run.tallies import Tally, tally
from analysis.run.until import growing, tally_until
from rules.errors import FgcError
from sim.cli import output, playing
from sim.cli.answering import Answer, Ways, give, give_so_far, steps, ways_of
from sim.cli.cards import print_cards
from sim.cli.listening import listener
from sim.cli.options import (
    BlueOption,
    ClusterOption,
    EngineOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PlaybookOption,
    PlotOption,
    PointsOption,
    PopulationOption,
    PrecisionOption,
    RedOption,
    ReportOption,
    SavedSeasonOption,
    SeedOption,
    ShareOption,
)
from sim.cli.resuming import need_folder_alone
from sim.cli.sharing import say_shared, sharing
from sim.cli.summary import expectations, model_note, print_summary
from sim.play.request import Request, repointed, restored, resumed, run_request
from sim.play.run import Progress, loaded, parts_of, parts_there, play
from sim.play.shares import WHOLE, Share
from sim.play.workers import at_once


def run(
    season: SavedSeasonOption = None,
    matches: Annotated[
        int | None,
        typer.Option("--matches", help="How many matches; with --precision at most.", show_default="1,000"),
    ] = None,
    precision: PrecisionOption = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    points: PointsOption = None,
    playbook: PlaybookOption = None,
    red: RedOption = None,
    blue: BlueOption = None,
    engine: EngineOption = "fast",
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Save the run in a folder; an unfinished one goes on.")
    ] = None,
    share: ShareOption = None,
    plot: PlotOption = None,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play matches between robots of the season's population, and sum up."""
    if plot is not None:
        output.picture_format(plot)
    ways = ways_of(as_json, report, speak)
    if season is None:
        asked = (matches, precision, seed != 1, population, points, playbook, red, blue, engine != "fast")
        request = resumed(need_folder_alone(out, asked))
    else:
        most = most_matches(matches, precision, 1_000, 10_000_000)
        request = repointed(run_request(season, most, seed, playbook, engine, red, blue, population), points)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, request.known_plans)
    playing.say_uncounted(request.stations)
    if share is not None:
        _play_share(request, sharing(share, request.matches, out, (plot, report, as_json, precision)), jobs)
        return
    started = time.perf_counter()
    counted, rules = _counted(request, precision, out, jobs)
    seconds = time.perf_counter() - started
    show(counted, rules, plot, ways, f"{seconds:.1f} s, {counted.matches / seconds:,.0f} matches a second")


def _counted(
    request: Request, precision: float | None, out: str | None, jobs: int | None
) -> tuple[Tally, list[Precision]]:
    """Play a run to its end, or until it is precise enough."""
    if precision is not None and out is not None:
        raise FgcError("--out", "expected no --precision beside it: a saved run has a number of --matches")
    workers = at_once(request, jobs)
    with kept_said(request, out), playing.progress("playing", request.matches) as progress:
        if precision is None and out is None and listener() is not None:
            return _growing(request, workers, progress), []
        if precision is None:
            parts = play(request, out, workers, progress)
            playing.say_compiling()
            return tally(request, parts), []

        playing.say_compiling()
        counted, rule = tally_until(request, precision, workers, progress)
        return counted, [rule]


def _play_share(request: Request, asked: tuple[Share, str], jobs: int | None) -> None:
    """Play a share of a run into a folder."""
    share, out = asked
    numbers = share.among(request.matches)
    with kept_said(request, out, share), playing.progress("playing", len(numbers)) as progress:
        playing.say_compiling()
        for _ in play(request, out, jobs, progress, share):
            pass
    say_shared(share, out, f"matches {numbers.start:,} to {numbers.stop - 1:,}")


def _growing(request: Request, workers: int, progress: Progress) -> Tally:
    """Play a run, and give who listens what is known after some of its matches."""
    for counted in growing(request, workers, progress, steps(request.matches)):
        if counted.matches < request.matches:
            give_so_far(partial(_answer, counted, [], ""))
    return counted


def plot(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a saved run.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FILE", help="FILE.png, .svg or .pdf.", show_default="DIR/scores.png"),
    ] = None,
) -> None:
    """Draw a saved run again."""
    request = restored(folder)
    file = str(Path(folder) / "scores.png") if to is None else to
    output.save_picture(picture(tally(request, loaded(request, folder))), file)
    print(f"drawn in {file}")


def picture(counted: Tally) -> Any:
    """Draw the picture of a run."""
    request = counted.request
    edition = request.game.edition
    title = f"{edition.year} {edition.name}: {counted.matches:,} matches, seed {request.seed}"
    note = f"every robot plays: {request.playbook or 'the season’s mix'}; {model_note(request)}"
    return score_picture(figures_of(counted), title, note)


def show(counted: Tally, rules: list[Precision], plot: str | None, ways: Ways, took: str) -> None:
    """Give the answer of a run in every way that is asked for; `took` says how long it took."""
    give(*_answer(counted, rules, took), ways)
    output.draw(lambda: picture(counted), plot, ways.as_json)


def _answer(counted: Tally, rules: list[Precision], took: str) -> Answer:
    summary, found = summary_of(counted), cards(replace(counted.request, matches=counted.matches))
    known = {**document(summary), **reached_json(rules), **({"cards": document(found)} if found else {})}

    def tell() -> None:
        playing.print_reached(rules)
        print_summary(summary, counted.request, took)
        output.print_distributions(summary.histogram)
        print_cards(found)

    return known, expectations(summary), tell


@contextmanager
def kept_said(request: Request, out: str | None, share: Share = WHOLE) -> Iterator[None]:
    """Where Ctrl-C stops a run, say what is kept of it."""
    try:
        yield
    except KeyboardInterrupt:
        parts = parts_of(request, share)
        kept = len(parts_there(request, Path(out), share)) if out else 0
        where = (
            f"{kept} of {len(parts)} parts are kept in {out}: the same command goes on" if out else "nothing is kept"
        )
        print(f"sim: stopped; {where}", file=sys.stderr)
        raise
