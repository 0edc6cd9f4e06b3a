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
from analysis.words import Parameters, Said, Text, counted_said, heads
from rules.errors import FgcError
from rules.season import Season
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.options import (
    ClusterOption,
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
    _cluster: ClusterOption = None,
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
    edition = f"{request.game.edition.year} {request.game.edition.name}"
    output.say(Said("validate.title", {"edition": edition, "repeats": f"{found.repeats:,}"}))
    output.say_all(_compared_lines(found, beside.table, request.matches))
    output.say()
    _print_statistics(found)
    output.say_all(_exception_lines(found))
    output.say_all(_word_lines(found, request.game.rules))
    output.say_all(_distance_lines(found))
    if not found.cold:
        print_model(request)


def _compared_lines(found: Validation, table: Published | None, each_has: int) -> Iterator[Said]:
    """Say what is published, how large the simulated events are, and which of their matches are compared."""
    file = found.matches_file
    yield Said("validate.seed_file") if file is None else Said("validate.published", {"file": file})
    if found.cold:
        yield Said("validate.cold")
    if found.details_file is not None:
        yield Said("validate.sheets", {"file": found.details_file})
    each = counted_said("match", "matches", found.each)
    yield Said("validate.simulated", {"teams": found.teams, "each": each, "seed": found.seed})
    if table is not None and table.whole is not None:
        counts: Parameters = {"played": table.played, "all": table.whole.played, "each": each_has}
        yield Said(f"validate.compared_{table.half}", counts)
    elif found.matches != each_has:
        yield Said("validate.compared", {"played": found.matches, "each": each_has})
    if found.scores_agree is not None:
        key = (
            "validate.scored" if table and table.details and table.details.fouls else "validate.scored_without_fouls"
        )
        yield Said(key, {"agree": found.scores_agree, "matches": found.matches})


def _print_statistics(found: Validation) -> None:
    """Print the statistics that the model may be fitted to, and apart from them those that it is judged by."""
    every, kept = found.statistics, set(found.kept.statistics)
    fitted = {name: each for name, each in every.items() if name not in kept}
    far: Parameters = {"far": f"{far_from(found.repeats):.1f}", "repeats": f"{found.repeats:,}"}
    _print_list(Said("title.fitted", far), fitted, found)
    if kept:
        to_judge = {name: each for name, each in every.items() if name in kept}
        _print_list(Said("title.kept"), to_judge, found)


def _print_list(title: Said, statistics: Mapping[str, Against], found: Validation) -> None:

    table = found.distances is not None
    columns = [*heads("statistic", "published", "simulated", "sd_between", "z"), ""]
    columns += heads("without_matches") if table else []
    rows: list[list[Text]] = []
    before = ""
    for name, each in statistics.items():
        if before and group_of(before) != group_of(name):
            rows.append([""] * len(columns))
        before = name
        cells = [_short(value) for value in (each.published, each.simulated, each.sd)]
        drawn = [_short(each.no_events)] if table else []
        mark = Said("cell.far") if _is_far(each, found) else ""
        rows.append([name, *cells, "-" if each.z is None else f"{each.z:+.1f}", mark, *drawn])
    output.print_table(title, columns, rows, left=[*heads("statistic"), ""])


def verdict(found: Validation) -> Said:
    """Say how many statistics of the published event lie far from the simulated ones."""
    far = sum(_is_far(each, found) for each in found.statistics.values())
    return Said("verdict.validate", {"far": far, "all": len(found.statistics)})


def _is_far(each: Against, found: Validation) -> bool:
    return each.z is not None and abs(each.z) > far_from(found.repeats)


def _exception_lines(found: Validation) -> Iterator[Text]:
    """Name every statistic that lies far off, and every one that could not be compared, and why."""
    of = found.statistics
    far = [name for name, each in of.items() if _is_far(each, found)]
    counts: Parameters = {"far": len(far), "all": len(of), "names": ", ".join(far)}
    yield Said("validate.far_named" if far else "validate.far", counts)
    for key, names in {
        "validate.no_z": [n for n in of if of[n].z is None],
        "validate.not_compared": found.not_compared,
        "validate.left_out": found.left_out,
    }.items():
        if names:
            yield Said(key, {"names": ", ".join(names)})
    yield from _kept_lines(found.kept)
    yield ""


def _kept_lines(kept: Judged) -> Iterator[Said]:
    """Say how far out the published event is by all kept statistics together."""
    if kept.p is None:
        yield Said("validate.none_kept")
        return
    p, events = kept.p, kept.events
    counts: Parameters = {"kept": len(kept.statistics), "out": round(p * (events + 1)), "events": events + 1}
    yield Said("validate.kept", {**counts, "p": f"{p:.3f}", "farthest": kept.farthest or ""})
    if events < ENOUGH:
        yield Said("validate.few_events", {"least": f"{1 / (events + 1):.3f}", "enough": ENOUGH})


def _word_lines(found: Validation, rules: Season) -> Iterator[str]:
    """Say in words what the statistics of each group are."""
    for group in dict.fromkeys(map(group_of, found.statistics)):
        yield f"{group}: {words_for(group, rules)}"
    yield ""


KINDS = ("wasserstein", "kolmogorov_smirnov")
"""Measures of how far two distributions lie apart, by their names."""


def _distance_lines(found: Validation) -> Iterator[Said]:
    """Say in plain words how far the scores lie apart."""
    apart, events = found.distances, found.repeats
    if apart is None:
        yield Said("validate.no_distances")
        return
    for kind in KINDS:
        pooled, floor, as_far, without = (
            getattr(each, kind) for each in (apart.pooled_events, apart.floor, apart.as_far, apart.no_events)
        )
        yield Said(f"validate.{kind}", {"sd": f"{apart.published_sd:.1f}"})
        counts: Parameters = {"far": round(as_far * events), "events": events}
        yield _item(Said("validate.pooled", {"size": f"{pooled:.3f}"}))
        yield _item(Said("validate.floor", {"size": f"{floor:.3f}", **counts}))
        yield _item(Said("validate.without", {"size": f"{without:.3f}"}))
        if found.halves is not None:
            yield _item(Said("validate.halves", {"size": f"{getattr(found.halves, kind):.3f}"}))
    yield Said(f"validate.no_events_{found.no_events or 'scores'}")
    if found.half is not None:
        yield Said("validate.other_half")


def _item(text: Said) -> Said:
    return Said("joined.point", {"text": text})


def _short(value: float | None) -> str:
    """Write a number with three decimals where it is below 1, with two below 10, else with one."""
    if value is None:
        return "-"
    return f"{value:,.{3 if abs(value) < 1 else 2 if abs(value) < 10 else 1}f}"
