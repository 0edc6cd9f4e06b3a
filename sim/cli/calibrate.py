"""`sim calibrate`: the listed numbers of a season's population, fitted to an event."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rules.errors import FgcError
from sim.cli import output
from sim.cli.options import DetailsOption, HalfOption, JobsOption, JsonOption, SeasonOption, SeedOption
from sim.cli.validate import published_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.event.calibrate import Fit
    from analysis.event.published import Matches
    from sim.play.event import Asked, Manifest

JUDGES = 20
"""Fresh events by which the fit is judged."""
HARDLY = 0.25
"""From this share of the way between its bounds on, an error says that hardly anything is known but the bounds."""


def add_to(app: typer.Typer) -> None:
    """Give the app the verb of this file."""
    app.command("calibrate")(calibrate)


def calibrate(
    season: SeasonOption,
    matches: Annotated[
        str | None,
        typer.Argument(
            metavar="[MATCHES.csv]",
            help="Matches in the order played: columns red_score, blue_score, red1 ... blue3.",
            show_default="the seed file's figures",
        ),
    ] = None,
    details: DetailsOption = None,
    half: HalfOption = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="The population file.", show_default="population_YEAR.toml"),
    ] = None,
    events: Annotated[int, typer.Option("--events", help="Simulated events a try; at least 4.")] = 20,
    starts: Annotated[int, typer.Option("--starts", help="How many places to start from.")] = 4,
    seed: SeedOption = 1,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit the numbers that the season's seed file lists to an event, and write them to a population file."""
    from analysis.event.calibrate import Calibration, improvement, most_events
    from analysis.event.validate import prepared_validation
    from sim.play.request import check_whole
    from sim.play.run import workers

    check_whole("--events", events, 4, 1_000)
    check_whole("--starts", starts, 1, 100)
    table = published_table(season, matches, details, half)
    asked = prepared_validation(season, table, events + JUDGES, seed)
    at_once = workers(asked.settings, jobs)
    file = Path(out or f"population_{asked.manifest.season.removeprefix('fgc_')}.toml")
    need_new(file)
    output.say_assumed(asked.settings.game.rules)
    output.say_compiling()
    with output.progress("fitting", asked.matches * most_events(asked, events, starts)) as told:
        calibration = Calibration(asked, table, events, at_once, told)
        fit = calibration.fit(starts)
    against = tables_of(table)
    with output.progress("judging", asked.matches * JUDGES * 2 * len(against)) as told:
        fresh = range(events, events + JUDGES)
        helped = {name: improvement(asked, each, fit, fresh, told) for name, each in against.items()}
    write_new(file, "".join(f"{line}\n" for line in lines_of(asked.manifest, fit, table)))
    if as_json:
        output.print_json(document_of(asked.manifest, fit, helped, table, str(file)))
    else:
        _print(asked, fit, helped, table, file)


def tables_of(table: "Matches | None") -> "dict[str, Matches | None]":
    """Name what a fit is held against: what it was fitted to, and beside a half the other one and the whole."""
    from analysis.event.published import other_half

    other = None if table is None else other_half(table)
    if table is None or other is None:
        return {"what it was fitted to": table}
    return {
        f"{table.half}-numbered matches, which it was fitted to": table,
        f"{other.half}-numbered matches": other,
        "all matches": table.whole,
    }


def need_new(file: Path) -> None:
    """Raise a FgcError before long work where its file could not be written."""
    if file.exists():
        raise FgcError(str(file), "expected a new file to write to, found one; --out FILE names another")
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise FgcError(str(file), "expected a file in a folder that can be written to")


def write_new(file: Path, text: str) -> None:
    """Write a file whole or not at all; a FgcError says why where it cannot be."""
    from sim.files import write_text

    try:
        write_text(file, text)
    except OSError as error:
        raise FgcError(str(file), f"expected a file to write to: {error.strerror}") from None


def lines_of(asked: "Manifest", fit: "Fit", table: "Matches | None") -> "Iterator[str]":
    """Write what was fitted as a population file."""
    from sim.robots.population_file import overlay_lines

    doc = f"The population of {asked.season}, fitted by `sim calibrate` to {what(table)}."
    doc += f"\nVersion {asked.version}, seed {asked.seed}. Most verbs play with it: --population FILE."
    return overlay_lines(asked.season, fit.after, doc)


def what(table: "Matches | None") -> str:
    """Say what is fitted to."""
    if table is None:
        return "the figures of the season's seed file"
    which = f"the {table.half}-numbered" if table.half else "all"
    return f"{which} {table.played} matches of {Path(table.name).name}"


def document_of(
    asked: "Manifest", fit: "Fit", helped: dict[str, Any], table: "Matches | None", file: str
) -> dict[str, Any]:
    """Give what `sim calibrate --json` prints."""
    numbers = {
        name: {
            "before": fit.before[name],
            "after": fit.after[name],
            "error": fit.error[name],
            "bounds": fit.bounds[name],
        }
        for name in fit.before
    }
    known = asked.model_dump(include={"season", "seed", "teams", "each", "version"})
    return {**known, "fitted_to": what(table), "numbers": numbers, "costs": fit.costs, "helped": helped, "file": file}


def _print(asked: "Asked", fit: "Fit", helped: dict[str, Any], table: "Matches | None", file: Path) -> None:
    edition = asked.settings.game.edition
    print(f"{edition.year} {edition.name}: {len(fit.before)} numbers of the population fitted to {what(table)}")
    costs = ", ".join(f"{cost:.1f}" for cost in fit.costs)
    print(f"seed {asked.manifest.seed}; sums of squares that the starts came down to: {costs}; the least is kept\n")
    rows = [
        [name, f"{fit.before[name]:g}", _fitted(fit, name), f"{low:g} to {high:g}", _doubt(fit, name)]
        for name, (low, high) in fit.bounds.items()
    ]
    heads = ["number", "the season's", "fitted", "bounds", ""]
    note = "± is the standard error of one event: how far another event of the same kind would put the number"
    output.print_table(note, heads, rows, left=("number", ""))
    if any(name.startswith("shares.") for name in fit.bounds):
        print("Bounds of shares are those of weights: what is fitted is scaled so that all shares sum to 1.\n")
    rows = [
        [f"{name}{'' if when == 'after' else ', before'}", *_cells(each)]
        for name, found in helped.items()
        for when, each in found.items()
    ]
    heads = ["held against", "root mean square of z", "statistics", "far", "Wasserstein (sd)", "Kolmogorov-Smirnov"]
    title = f"How far it helped: {JUDGES} simulated events that it was not fitted on"
    output.print_table(title, heads, rows, left=heads[:1])
    for name, found in helped.items():
        far = ", ".join(f"{statistic} {z:+.1f}" for statistic, z in found["after"]["far"].items())
        if far:
            print(f"Far from {name}, by z: {far}.")
    print(f"Written to {file}: `sim run --season {edition.year} --population {file}` plays with it.")


def _fitted(fit: "Fit", name: str) -> str:
    from analysis.formatting import with_error

    return with_error(fit.after[name], fit.error[name])


def _doubt(fit: "Fit", name: str) -> str:
    """Say which numbers these matches do not tell."""
    low, high = fit.bounds[name]
    told = fit.error[name] < HARDLY * (high - low)
    at_bound = fit.after[name] in (low, high)
    return ", ".join(["hardly told by these matches"] * (not told) + ["at its bound"] * at_bound)


def _cells(judged: dict[str, Any]) -> list[str]:
    apart = judged["pooled_events"]
    distances = ["-", "-"] if apart is None else [f"{value:.3f}" for value in apart.values()]
    return [f"{judged['root_mean_square_z']:.2f}", str(judged["statistics"]), str(len(judged["far"])), *distances]
