"""`sim merge`: shares that were played on several machines, put together: what one machine would have found."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from analysis.compare.sharing import COMPARISON, merged_comparison
from analysis.run.tallies import tally
from rules.errors import FgcError
from sim.cli import compare, output, runs
from sim.cli.answering import Ways, ways_of
from sim.cli.asking import asked_before
from sim.cli.options import AllPairsOption, JobsOption, JsonOption, LanguageOption, PlotOption, ReportOption
from sim.play.merging import merged_event, merged_run
from sim.play.saved import UNFINISHED
from sim.play.shares import EVENT_FOLDER, FOLDER

Merge = Callable[[list[Path], str | None, str | None, Ways, int | None, bool], None]


def merge(
    folder: Annotated[list[str], typer.Argument(metavar="DIR...", help="The folders of all shares, in any order.")],
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Save the whole run or event in a folder.")
    ] = None,
    jobs: JobsOption = None,
    plot: PlotOption = None,
    details: AllPairsOption = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the shares of a run, a comparison or an event together (`--share 2/5`): the same bytes as in one go."""
    if plot is not None:
        output.picture_format(plot)
    ways, folders = ways_of(as_json, report, speak), [Path(each) for each in folder]
    MERGES[_kind(folders[0])](folders, out, plot, ways, jobs, details)


def _kind(folder: Path) -> str:
    """Say what a folder has a share of; a FgcError where it has none that is whole."""
    if not folder.is_dir():
        raise FgcError(str(folder), "expected the folder of a share, found none")
    found = next((name for name in MERGES if os.path.lexists(folder / name)), None)
    if found is None:
        begun = os.path.lexists(folder / UNFINISHED)
        what = "an unfinished one: the command that began it goes on" if begun else "none"
        raise FgcError(str(folder), f"expected a share of a run, a comparison or an event, found {what}")
    return found


def _runs(folders: list[Path], out: str | None, plot: str | None, ways: Ways, _: int | None, __: bool) -> None:
    started = time.perf_counter()
    request, command, parts = merged_run(folders, None if out is None else Path(out))
    output.say_assumed(request.game.rules)
    counted = tally(request, parts)
    with asked_before(command):
        runs.show(counted, [], plot, ways, f"{time.perf_counter() - started:.1f} s to merge")


def _comparisons(
    folders: list[Path], out: str | None, plot: str | None, ways: Ways, jobs: int | None, details: bool
) -> None:
    if out is not None:
        raise FgcError("--out", "expected no folder for a comparison: its answer is told, or --json")
    found, command = merged_comparison(folders, jobs)
    output.say_assumed(found.request.game.rules)
    with asked_before(command):
        compare.show(found, details, plot, ways)


def _events(folders: list[Path], out: str | None, plot: str | None, ways: Ways, _: int | None, __: bool) -> None:
    if out is None or plot or ways.as_json or ways.page:
        raise FgcError("--out", "expected --out DIR alone for an event: its documents and tables are saved there")
    repeats, command = merged_event(folders, Path(out))
    print(f"{repeats:,} repeats are in {out}, as `{command} --out {out}` saves them.")
    print(f"`sim event --out {out}` plays them again and tells what they come to; `sim rank` reads them.")


MERGES: dict[str, Merge] = {FOLDER: _runs, COMPARISON: _comparisons, EVENT_FOLDER: _events}
"""What is done with shares, by what the manifest of each is called."""
