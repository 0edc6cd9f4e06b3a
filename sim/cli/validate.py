"""`sim validate`: simulated events against the published one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rules.errors import FgcError
from sim.cli import output
from sim.cli.options import DetailsOption, HalfOption, JsonOption, PopulationOption, SeasonOption, SeedOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.event.published import Matches
    from analysis.event.validate import Validation

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


def add_to(app: typer.Typer) -> None:
    """Give the app the verb of this file."""
    app.command("validate")(validate)


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
    as_json: JsonOption = False,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="DIR", help="Draw the season's picture into this folder.")
    ] = None,
) -> None:
    """Lay simulated events beside the published one: every statistic with its z, and how far the scores lie apart."""
    from analysis.event.cold import cold
    from analysis.event.validate import Validation, prepared_validation
    from sim.play.event import play_repeats

    table = published_table(season, matches_file, details, half)
    asked = prepared_validation(season, table, repeats, seed, population)
    if cold_year:
        if population is not None:
            raise FgcError("--cold", "expected no --population beside it: its numbers are those of the other seasons")
        asked = cold(asked)
    found = Validation(asked, table)
    file = None if plot is None else str(Path(plot) / f"{asked.manifest.season}.png")
    if plot is not None:
        Path(plot).mkdir(parents=True, exist_ok=True)
    output.say_assumed(asked.settings.game.rules)
    output.say_compiling()
    with output.progress("playing", asked.matches * repeats) as progress:
        for repeat in play_repeats(asked, progress=progress):
            found.add(repeat)
    document = {**found.document(), "cold": cold_year}
    if file is not None:
        draw(found, file)
    if as_json:
        output.print_json(document)
    else:
        _print(found, document, file)


def published_table(season: str, matches_file: str | None, details: str | None, half: str | None) -> "Matches | None":
    """Read what is published of the matches that are to be compared."""
    from analysis.event import published
    from sim.table.game import playable

    if matches_file is None:
        for option, given in (("--details", details), ("--half", half)):
            if given is not None:
                raise FgcError(option, "expected a table of matches beside it, found none")
        return None
    rules = playable(season).rules
    table = published.read_table(output.read_bytes(matches_file), matches_file)
    if details is not None:
        table = published.with_details(table, output.read_bytes(details), details, rules)
    return table if half is None else published.half(table, half)


def draw(found: "Validation", file: str) -> None:
    """Draw the season's picture into a file."""
    from analysis.plots.validation import validation_picture
    from sim.cli.summary import model_note

    edition, of, table = found.asked.settings.game.edition, found.asked.manifest, found.table
    title = f"{edition.year} {edition.name}: the published event and {of.repeats:,} simulated ones"
    source = "the seed file's figures" if table is None else Path(table.name).name
    which = f"{table.half}-numbered " if table is not None and table.half else ""
    model = model_note(found.asked.settings)
    note = f"published: {source}; {found.played} {which}matches each, seed {of.seed}; {model}"
    output.save_picture(validation_picture(*found.picture(), title, note), file)


def _print(found: "Validation", document: dict[str, Any], file: str | None) -> None:
    from sim.cli.summary import print_model

    edition = found.asked.settings.game.edition
    print(f"{edition.year} {edition.name}: {document['repeats']:,} simulated events against the published one")
    for line in (*_compared_lines(found, document), ""):
        print(line)
    _print_statistics(document)
    for line in (*_exception_lines(document), *_word_lines(found, document), *_distance_lines(document)):
        print(line)
    if not document["cold"]:
        print_model(found.asked.settings)
    if file is not None:
        print(f"Drawn in {file}.")


def _compared_lines(found: "Validation", document: dict[str, Any]) -> "Iterator[str]":
    """Say what is published, how large the simulated events are, and which of their matches are compared."""
    table, each_has = found.table, found.asked.matches
    yield f"published: {document['matches_file'] or 'figures of the seed file'}"
    if document["cold"]:
        yield "cold year: times, chances and robots are those of the other seasons; nothing is fitted to its own"
    if document["details_file"] is not None:
        yield f"score sheets: {document['details_file']}"
    yield f"simulated: {document['teams']} teams, {document['each']} matches each, seed {document['seed']}"
    if table is not None and table.whole is not None:
        yield (
            f"compared: the {table.half}-numbered {table.played} of the {table.whole.played} published matches,"
            f" with those at the same places among the {each_has} of each simulated event"
        )
    elif found.played != each_has:
        yield f"compared: the first {found.played} of {each_has} simulated matches, as many as the table has"
    if document["scores_agree"] is not None:
        fouls = "" if table and table.details and table.details.fouls else ", which say nothing of fouls"
        yield (
            f"scored by the rules: the score sheets{fouls}, give the published scores"
            f" in {document['scores_agree']} of {found.played} matches"
        )


def _print_statistics(document: dict[str, Any]) -> None:
    """Print the statistics that the model may be fitted to, and apart from them those that it is judged by."""
    from analysis.event.validate import FAR

    every, kept = document["statistics"], set(document["kept"]["statistics"])
    fitted = {name: each for name, each in every.items() if name not in kept}
    note = f"z = (published - simulated mean) / sd; far: |z| > {FAR}"
    _print_list(f"Fitted to, or free to be fitted to; {note}", fitted, document)
    if kept:
        to_judge = {name: each for name, each in every.items() if name in kept}
        _print_list("Kept to judge by: nothing is fitted to these", to_judge, document)


def _print_list(title: str, statistics: dict[str, Any], document: dict[str, Any]) -> None:
    from analysis.event.observed import group_of

    heads = ["statistic", "published", "simulated mean", "sd between events", "z", ""]
    table = document["distances"] is not None
    if table:
        heads.append("without matches")
    rows: list[list[str]] = []
    for name, each in statistics.items():
        if rows and group_of(rows[-1][0]) != group_of(name):
            rows.append([""] * len(heads))
        cells = [_short(each[key]) for key in ("published", "simulated", "sd")]
        drawn = [_short(each["no_events"])] if table else []
        rows.append([name, *cells, "-" if each["z"] is None else f"{each['z']:+.1f}", _mark(each), *drawn])
    output.print_table(title, heads, rows, left=("statistic", ""))


def _mark(each: dict[str, float | None]) -> str:
    from analysis.event.validate import FAR

    return "far" if each["z"] is not None and abs(each["z"]) > FAR else ""


def _exception_lines(document: dict[str, Any]) -> "Iterator[str]":
    """Name every statistic that lies far off, and every one that could not be compared, and why."""
    of = document["statistics"]
    far = [name for name, each in of.items() if _mark(each)]
    named = f": {', '.join(far)}" if far else ""
    yield f"{len(far)} of {len(of)} statistics lie far from the simulated events{named}."
    for why, names in {
        "No z, for simulated events do not differ or it cannot be told": [n for n in of if of[n]["z"] is None],
        "Published, but no statistic of ours": document["not_compared"],
        "Left out, for the seed file's figures are of the whole event of the season": document["left_out"],
    }.items():
        if names:
            yield f"{why}: {', '.join(names)}."
    yield from _kept_lines(document["kept"])
    yield ""


def _kept_lines(kept: dict[str, Any]) -> "Iterator[str]":
    """Say how far out the published event is by all kept statistics together."""
    if kept["p"] is None:
        yield "No statistic is kept to judge by: what is published of this season was all fitted to."
        return
    p, events = kept["p"], kept["events"]
    yield (
        f"By the {len(kept['statistics'])} kept ones together, {round(p * (events + 1))} of {events + 1} events, the"
        f" published one among them, are as far out as it or farther: p = {p:.3f}, by {kept['farthest']} most of all."
    )
    if events < ENOUGH:
        yield f"So few events give {1 / (events + 1):.3f} at least; --repeats {ENOUGH} tells it to a thousandth."


def _word_lines(found: "Validation", document: dict[str, Any]) -> "Iterator[str]":
    """Say in words what the statistics of each group are."""
    from analysis.event.observed import group_of, words_for

    for group in dict.fromkeys(map(group_of, document["statistics"])):
        yield f"{group}: {words_for(group, found.asked.settings.game.rules)}"
    yield ""


def _distance_lines(document: dict[str, Any]) -> "Iterator[str]":
    """Say in plain words how far the scores lie apart."""
    found = document["distances"]
    if found is None:
        yield "Distances between scores need a table of matches: --matches-file."
        return
    events, halves = document["repeats"], document["halves"]
    places = {
        "wasserstein": f"Wasserstein, in published sd of {found['published_sd']:.1f} points",
        "kolmogorov_smirnov": "Kolmogorov-Smirnov",
    }
    for kind, name in places.items():
        far = round(found["as_far"][kind] * events)
        yield f"Distance of alliance scores ({name}):"
        yield f"  {found['pooled_events'][kind]:.3f} from the published event to all simulated ones together"
        yield (
            f"  {found['floor'][kind]:.3f} from one simulated event to the others together, on average: the floor;"
            f" {far} of {events} lie as far off as the published one or farther"
        )
        yield f"  {found['no_events'][kind]:.3f} from the published event to scores drawn without playing matches"
        if halves is not None:
            yield f"  {halves[kind]:.3f} from the odd-numbered published matches to the even-numbered ones"
    yield from NO_EVENTS[document["no_events"]]
    if document["half"] is not None:
        yield "They are fitted to the other half of the file, as a model is that shall be judged by this one."


def _short(value: float | None) -> str:
    """Write a number with three decimals where it is below 1, with two below 10, else with one."""
    if value is None:
        return "-"
    return f"{value:,.{3 if abs(value) < 1 else 2 if abs(value) < 10 else 1}f}"
