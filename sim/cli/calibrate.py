"""`sim calibrate`: the listed numbers of a season's population, fitted to an event."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from analysis.documents import document
from analysis.event import models as making
from analysis.event.calibrate import (
    CalibrationDocument,
    Fit,
    Fitted,
    Judgement,
    calibration,
    calibration_document,
    improvement,
    judgement,
    most_events,
)
from analysis.event.published import Published, other_half
from analysis.event.validate import validation_request
from analysis.event.worth import matches_to_tell, warning
from analysis.formatting import with_error
from sim.cli import output, playing
from sim.cli.options import ClusterOption, DetailsOption, HalfOption, JobsOption, JsonOption, SeasonOption, SeedOption
from sim.cli.streams import to_the_end
from sim.cli.validate import published_table
from sim.cli.writing import need_new, write_new
from sim.play.request import EventRequest, check_whole
from sim.play.saved import program_version
from sim.play.workers import at_once
from sim.robots.population_file import overlay_lines
from sim.table.models import models_lines

JUDGES = 20
"""Fresh events by which the fit is judged."""
NUMBERS = {"before": "the season's", "after": "the fitted"}
LETTERS = 100
"""Of a line of a file's comment."""
HOW_TO_READ = """\
Distance of figures: 1 is as far as one event lies from another (root mean square of z); less is nearer.
Distance of scores: how far scores have to be moved, in published standard deviations (Wasserstein).
Widest gap: between both shares of scores up to a value (Kolmogorov-Smirnov)."""
OF_MODELS = """\
By each of them simulated events lie about as near the real one as by the season's own numbers; they differ in what \
nobody measured. A line is a number, with one value for each model. `analysis/event/models.py` says how they are \
drawn, fitted and judged, docs/trust.md what came out."""
HARDLY = 0.25
"""From this share of the way between its bounds on, an error says that hardly anything is known but the bounds."""


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
    starts: Annotated[int, typer.Option("--starts", help="How many places to start from; of models one.")] = 4,
    models: Annotated[
        int | None,
        typer.Option(
            "--models",
            metavar="NUMBER",
            help="Make so many models of the season in place of one fit: assumed numbers moved, the others refitted.",
            show_default="none",
        ),
    ] = None,
    seed: SeedOption = 1,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit the numbers that the season's seed file lists to an event, and write them to a population file."""
    check_whole("--events", events, 4, 1_000)
    check_whole("--starts", starts, 1, 100)
    table = published_table(season, matches, details, half)
    if models is not None:
        asked = validation_request(season, table, events + making.JUDGES, seed)
        make(asked, table, models, events, jobs, out, as_json)
        return
    request = validation_request(season, table, events + JUDGES, seed)
    workers = at_once(request, jobs)
    file = Path(out or f"population_{request.game.key.removeprefix('fgc_')}.toml")
    need_new(file)
    output.say_assumed(request.game.rules)
    playing.say_compiling()
    with playing.progress("fitting", request.matches * most_events(request, events, starts)) as told:
        fit = calibration(request, table, events, workers, told).fit(starts)
    against = tables_of(table)
    with playing.progress("judging", request.matches * JUDGES * 2 * len(against)) as told:
        fresh = range(events, events + JUDGES)
        helped = {
            name: improvement(partial(judgement, request, each, fresh, workers, told), fit)
            for name, each in against.items()
        }
    played = request.matches if table is None else table.played
    warned = warning(fit, helped, played)
    if warned is not None:
        print(f"sim: {warned}", file=sys.stderr)
    found = calibration_document(request, fit, helped, what(table), str(file))
    with to_the_end():
        if as_json:
            worth = {"better": warned is None, "matches_to_tell": matches_to_tell(fit, played)}
            output.print_json({**document(found), **worth})
        else:
            _print(found, request, warned)
    write_new(file, "".join(f"{line}\n" for line in lines_of(request, fit, table, warned)))
    if not as_json:
        plays = f"`sim run --season {request.game.edition.year} --population {found.file}` plays with it"
        output.say(f"Written to {found.file}: {plays}.")


def make(
    request: EventRequest,
    table: Published | None,
    wanted: int,
    events: int,
    jobs: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Make models of a season, and write them to a file."""
    check_whole("--models", wanted, 1, making.TRIES)
    file = Path(out or f"models_{request.game.key.removeprefix('fgc_')}.toml")
    need_new(file)
    output.say_assumed(request.game.rules)
    playing.say_compiling()
    with playing.open_ended("making models") as told:
        start = calibration(request, table, events, at_once(request, jobs), told)
        found = making.make_models(start, wanted, what(table))
    key = request.game.key
    doc = f"Models of {key}, made by `sim calibrate --models {wanted}`, version {program_version()}. {OF_MODELS}"
    text = "".join(f"{line}\n" for line in models_lines(key, found.made, found.models, fill(doc, LETTERS)))
    with to_the_end():
        if as_json:
            output.print_json({"season": key, "version": program_version(), **found.document(), "file": str(file)})
        else:
            _print_models(found, request)
    write_new(file, text)
    if not as_json:
        output.say(f"Written to {file}.")


def _print_models(found: making.Found, request: EventRequest) -> None:
    made, edition = found.made, request.game.edition
    output.say(
        f"{edition.year} {edition.name}: {len(found.models)} models kept of {made.tried} that were fitted to"
        f" {made.fitted_to}."
    )
    output.say(
        f"Distance of figures from the event: {min(made.distance):.2f} to {max(made.distance):.2f};"
        f" of the season's own numbers {made.own:.2f}."
    )
    output.say(
        f"Assumed times lie within a factor of {made.factor:g} of the season's own, odds and what else says how"
        f" robots differ within {made.odds:g}."
    )
    output.say(HOW_TO_READ.split("\n")[0])


def tables_of(table: Published | None) -> dict[str, Published | None]:
    """Name what a fit is held against: what it was fitted to, and beside a half the other one and the whole."""
    other = None if table is None else other_half(table)
    if table is None or other is None:
        return {"what it was fitted to": table}
    return {
        f"{table.half}-numbered matches, which it was fitted to": table,
        f"{other.half}-numbered matches": other,
        "all matches": table.whole,
    }


def lines_of(request: EventRequest, fit: Fit, table: Published | None, warned: str | None = None) -> Iterator[str]:
    """Write what was fitted as a population file; a warning stands in its first lines."""
    doc = "" if warned is None else fill(f"Take care: {warned}.", LETTERS) + "\n"
    doc += f"The population of {request.game.key}, fitted by `sim calibrate` to {what(table)}."
    doc += f"\nVersion {program_version()}, seed {request.seed}. Most verbs play with it: --population FILE."
    return overlay_lines(request.game.key, fit.after, doc)


def what(table: Published | None) -> str:
    """Say what is fitted to."""
    if table is None:
        return "the figures of the season's seed file"
    which = f"the {table.half}-numbered" if table.half else "all"
    return f"{which} {table.played} matches of {Path(table.name).name}"


def _print(found: CalibrationDocument, request: EventRequest, warned: str | None) -> None:
    edition = request.game.edition
    better = "nearer to it than the season's own" if warned is None else "no better than the season's own"
    output.say(
        f"{edition.year} {edition.name}: {len(found.numbers)} numbers of the population fitted to"
        f" {found.fitted_to}; on events that they were not fitted on they are {better}."
    )
    costs = ", ".join(f"{cost:.1f}" for cost in found.costs)
    output.say(f"seed {found.seed}; sums of squares that the starts came down to: {costs}; the least is kept\n")
    rows = [
        [name, f"{each.before:g}", with_error(each.after, each.error), _bounds(each), _doubt(each)]
        for name, each in found.numbers.items()
    ]
    heads = ["number", "the season's", "fitted", "bounds", "doubts"]
    note = "± is the standard error of one event: how far another event of the same kind would put the number"
    output.print_table(note, heads, rows, left=("number", "doubts"))
    if any(name.startswith("shares.") for name in found.numbers):
        output.say("Bounds of shares are those of weights: what is fitted is scaled so that all shares sum to 1.\n")
    _print_helped(found)


def _print_helped(found: CalibrationDocument) -> None:
    """Print how near to the published event simulated ones come, with the season's numbers and the fitted ones."""
    rows = [
        [name, NUMBERS[when], *_cells(each)] for name, helped in found.helped.items() for when, each in helped.items()
    ]
    heads = ["held against", "numbers", "distance of figures", "far off", "distance of scores", "widest gap"]
    title = f"How near {JUDGES} simulated events come that nothing was fitted on"
    output.print_table(title, heads, rows, left=heads[:2], keys=2)
    output.say(HOW_TO_READ)
    for name, helped in found.helped.items():
        far = ", ".join(f"{statistic} {z:+.1f}" for statistic, z in helped["after"].far.items())
        if far:
            output.say(f"Far from {name}, by z: {far}.")
    print()


def _bounds(number: Fitted) -> str:
    return " to ".join(f"{end:g}" for end in number.bounds)


def _doubt(number: Fitted) -> str:
    """Say which numbers these matches do not tell."""
    low, high = number.bounds
    told = number.error < HARDLY * (high - low)
    at_bound = number.after in (low, high)
    return ", ".join(["hardly told by these matches"] * (not told) + ["at its bound"] * at_bound) or "-"


def _cells(judged: Judgement) -> list[str]:
    apart = judged.pooled_events
    distances = ["-", "-"] if apart is None else [f"{apart[0]:.3f}", f"{100 * apart[1]:.1f} %"]
    return [f"{judged.root_mean_square_z:.2f}", f"{len(judged.far)} of {judged.statistics}", *distances]
