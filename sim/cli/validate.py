"""`sim validate`: simulated events against the published one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.documents import document
from analysis.event import published
from analysis.event.cold import cold
from analysis.event.judging import Judged
from analysis.event.observed import group_of, words_for
from analysis.event.published import Published
from analysis.event.validate import (
    Against,
    Counted,
    Validation,
    Yardstick,
    count_events,
    far_from,
    picture_of,
    validation_request,
    yardstick,
)
from analysis.event.validate import validate as validated
from analysis.plots.validation import validation_picture
from analysis.words import Said
from rules.errors import FgcError
from rules.season import Season
from rules.text import counted
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.options import (
    DetailsOption,
    HalfOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PopulationOption,
    ReportOption,
    SeasonOption,
    SeedOption,
)
from sim.cli.summary import model_note, print_model
from sim.play.request import EventRequest
from sim.play.workers import at_once
from sim.table.game import playable

OTHER_PICTURES = ("gif", "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "eps", "ps")
"""What a name may end in that is no folder, but no picture of ours."""
ENOUGH = 999
"""So many events tell a p to a thousandth."""
NO_EVENTS = {
    "entries": (
        "Without matches: every entry of the score sheets is drawn alone, for each alliance and robot: counts from a",
        "negative binomial with the published mean and sd (a Poisson where they vary less), states as often as",
        "published, fouls only where the score sheets have them; then the rules of the season score them.",
    ),
    "scores": (
        "Without matches: each score is drawn alone, from a negative binomial with its side's published mean and sd",
        "(a Poisson where they vary less); to draw the entries of score sheets instead, give these: --details.",
    ),
}


def validate(
    season: SeasonOption,
    matches_file: Annotated[
        str | None,
        typer.Option(
            "--matches-file",
            metavar="CSV",
            help="Published matches in the order played: columns red_score, blue_score, red1 ... blue3.",
            show_default="the seed file's figures",
        ),
    ] = None,
    details: DetailsOption = None,
    half: HalfOption = None,
    repeats: Annotated[int, typer.Option("--repeats", help="How many events are simulated; at least 2.")] = 20,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    cold_year: Annotated[
        bool,
        typer.Option(
            "--cold", help="Play the season as if its event were still to come: numbers of the other seasons."
        ),
    ] = False,
    jobs: JobsOption = None,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
    plot: Annotated[
        str | None,
        typer.Option("--plot", metavar="FILE|DIR", help="Draw it: FILE.png, .svg or .pdf, or fgc_YEAR.png into DIR."),
    ] = None,
) -> None:
    """Lay simulated events beside the published one: every statistic with its z, and how far scores lie apart."""
    ways = ways_of(as_json, report, speak)
    table = published_table(season, matches_file, details, half)
    request = validation_request(season, table, repeats, seed, population)
    if cold_year:
        if population is not None:
            raise FgcError("--cold", "expected no --population beside it: its numbers are those of the other seasons")
        request = cold(request)
    workers, beside = at_once(request, jobs), yardstick(request, table)
    file = None if plot is None else picture_in(plot, request.game.key)
    output.say_assumed(request.game.rules)
    playing.say_compiling()
    with playing.progress("playing", request.matches * repeats) as told:
        events = count_events(beside, request, range(repeats), workers, told)
    found = validated(beside, request, events, cold_year)
    give(document(found), [verdict(found)], lambda: _print(found, beside, request), ways)
    output.draw(lambda: picture(beside, request, events), file, as_json)


def published_table(season: str, matches_file: str | None, details: str | None, half: str | None) -> Published | None:
    """Read what is published of the matches that are to be compared."""
    if matches_file is None:
        for option, given in (("--details", details), ("--half", half)):
            if given is not None:
                raise FgcError(option, "expected a table of matches beside it, found none")
        return None
    rules = playable(season).rules
    table = published.read_table(output.read_bytes(matches_file), matches_file, rules)
    if details is not None:
        table = published.with_details(table, output.read_bytes(details), details, rules)
    return table if half is None else published.half(table, half)


def picture_in(plot: str, key: str) -> str:
    """Give the file that `--plot` means: itself where it ends like a picture, else one in a folder, which is made."""
    path = Path(plot)
    if path.suffix.lower().removeprefix(".") in (*output.PICTURES, *OTHER_PICTURES) and not path.is_dir():
        output.picture_format(plot)
        return plot
    path.mkdir(parents=True, exist_ok=True)
    return str(path / f"{key}.png")


def picture(beside: Yardstick, request: EventRequest, events: list[Counted]) -> Any:
    """Draw the season's picture."""
    edition, table = request.game.edition, beside.table
    title = f"{edition.year} {edition.name}: the published event and {len(events):,} simulated ones"
    source = "the seed file's figures" if table is None else Path(table.name).name
    which = f"{table.half}-numbered " if table is not None and table.half else ""
    played = request.matches if table is None else table.played
    note = f"published: {source}; {played} {which}matches each, seed {request.seed}; {model_note(request)}"
    return validation_picture(*picture_of(beside, events), title, note)


def _print(found: Validation, beside: Yardstick, request: EventRequest) -> None:
    edition = request.game.edition
    output.say(f"{edition.year} {edition.name}: {found.repeats:,} simulated events against the published one")
    for line in (*_compared_lines(found, beside.table, request.matches), ""):
        output.say(line)
    _print_statistics(found)
    for line in (*_exception_lines(found), *_word_lines(found, request.game.rules), *_distance_lines(found)):
        output.say(line)
    if not found.cold:
        print_model(request)


def _compared_lines(found: Validation, table: Published | None, each_has: int) -> Iterator[str]:
    """Say what is published, how large the simulated events are, and which of their matches are compared."""
    yield f"published: {found.matches_file or 'figures of the seed file'}"
    if found.cold:
        yield "cold year: times, chances and robots are those of the other seasons; nothing is fitted to its own"
    if found.details_file is not None:
        yield f"score sheets: {found.details_file}"
    yield f"simulated: {found.teams} teams, {counted(found.each, 'match')} each, seed {found.seed}"
    if table is not None and table.whole is not None:
        yield (
            f"compared: the {table.half}-numbered {table.played} of the {table.whole.played} published matches,"
            f" with those at the same places among the {each_has} of each simulated event"
        )
    elif found.matches != each_has:
        yield f"compared: the first {found.matches} of {each_has} simulated matches, as many as the table has"
    if found.scores_agree is not None:
        fouls = "" if table and table.details and table.details.fouls else ", which say nothing of fouls"
        yield (
            f"scored by the rules: the score sheets{fouls}, give the published scores"
            f" in {found.scores_agree} of {found.matches} matches"
        )


def _print_statistics(found: Validation) -> None:
    """Print the statistics that the model may be fitted to, and apart from them those that it is judged by."""
    every, kept = found.statistics, set(found.kept.statistics)
    fitted = {name: each for name, each in every.items() if name not in kept}
    far = f"|z| > {far_from(found.repeats):.1f} with {found.repeats:,} events"
    note = f"z = (published - simulated mean) / sd; far: {far}"
    _print_list(f"Fitted to, or free to be fitted to; {note}", fitted, found)
    if kept:
        to_judge = {name: each for name, each in every.items() if name in kept}
        _print_list("Kept to judge by: nothing is fitted to these", to_judge, found)


def _print_list(title: str, statistics: Mapping[str, Against], found: Validation) -> None:

    heads = ["statistic", "published", "simulated mean", "sd between events", "z", ""]
    table = found.distances is not None
    if table:
        heads.append("without matches")
    rows: list[list[str]] = []
    for name, each in statistics.items():
        if rows and group_of(rows[-1][0]) != group_of(name):
            rows.append([""] * len(heads))
        cells = [_short(value) for value in (each.published, each.simulated, each.sd)]
        drawn = [_short(each.no_events)] if table else []
        rows.append([name, *cells, "-" if each.z is None else f"{each.z:+.1f}", _mark(each, found), *drawn])
    output.print_table(title, heads, rows, left=("statistic", ""))


def verdict(found: Validation) -> Said:
    """Say how many statistics of the published event lie far from the simulated ones."""
    far = sum(bool(_mark(each, found)) for each in found.statistics.values())
    return Said("verdict.validate", {"far": far, "all": len(found.statistics)})


def _mark(each: Against, found: Validation) -> str:

    return "far" if each.z is not None and abs(each.z) > far_from(found.repeats) else ""


def _exception_lines(found: Validation) -> Iterator[str]:
    """Name every statistic that lies far off, and every one that could not be compared, and why."""
    of = found.statistics
    far = [name for name, each in of.items() if _mark(each, found)]
    named = f": {', '.join(far)}" if far else ""
    yield f"{len(far)} of {len(of)} statistics lie far from the simulated events{named}."
    for why, names in {
        "No z, for simulated events do not differ or it cannot be told": [n for n in of if of[n].z is None],
        "Published, but no statistic of ours": found.not_compared,
        "Left out, for the seed file's figures are of the whole event of the season": found.left_out,
    }.items():
        if names:
            yield f"{why}: {', '.join(names)}."
    yield from _kept_lines(found.kept)
    yield ""


def _kept_lines(kept: Judged) -> Iterator[str]:
    """Say how far out the published event is by all kept statistics together."""
    if kept.p is None:
        yield "No statistic is kept to judge by: what is published of this season was all fitted to."
        return
    p, events = kept.p, kept.events
    yield (
        f"By the {len(kept.statistics)} kept ones together, {round(p * (events + 1))} of {events + 1} events, the"
        f" published one among them, are as far out as it or farther: p = {p:.3f}, by {kept.farthest} most of all."
    )
    if events < ENOUGH:
        yield f"So few events give {1 / (events + 1):.3f} at least; --repeats {ENOUGH} tells it to a thousandth."


def _word_lines(found: Validation, rules: Season) -> Iterator[str]:
    """Say in words what the statistics of each group are."""
    for group in dict.fromkeys(map(group_of, found.statistics)):
        yield f"{group}: {words_for(group, rules)}"
    yield ""


KINDS = {
    "wasserstein": "Wasserstein, in published sd of {sd:.1f} points",
    "kolmogorov_smirnov": "Kolmogorov-Smirnov",
}
"""How far two distributions lie apart, in words, by the name of the measure."""


def _distance_lines(found: Validation) -> Iterator[str]:
    """Say in plain words how far the scores lie apart."""
    apart, events = found.distances, found.repeats
    if apart is None:
        yield "Distances between scores need a table of matches: --matches-file."
        return
    for kind, name in KINDS.items():
        pooled, floor, as_far, without = (
            getattr(each, kind) for each in (apart.pooled_events, apart.floor, apart.as_far, apart.no_events)
        )
        yield f"Distance of alliance scores ({name.format(sd=apart.published_sd)}):"
        yield f"  {pooled:.3f} from the published event to all simulated ones together"
        yield (
            f"  {floor:.3f} from one simulated event to the others together, on average: the floor;"
            f" {round(as_far * events)} of {events} lie as far off as the published one or farther"
        )
        yield f"  {without:.3f} from the published event to scores drawn without playing matches"
        if found.halves is not None:
            halves = getattr(found.halves, kind)
            yield f"  {halves:.3f} from the odd-numbered published matches to the even-numbered ones"
    yield from NO_EVENTS[found.no_events or "scores"]
    if found.half is not None:
        yield "They are fitted to the other half of the file, as a model is that shall be judged by this one."


def _short(value: float | None) -> str:
    """Write a number with three decimals where it is below 1, with two below 10, else with one."""
    if value is None:
        return "-"
    return f"{value:,.{3 if abs(value) < 1 else 2 if abs(value) < 10 else 1}f}"
