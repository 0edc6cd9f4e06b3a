"""`sim validate`: simulated events against the published one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
from sim.cli.options import JsonOption, SeasonOption, SeedOption

if TYPE_CHECKING:
    from analysis.validate import Validation


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
    repeats: Annotated[int, typer.Option("--repeats", help="How many events are simulated; at least 2.")] = 20,
    seed: SeedOption = 1,
    as_json: JsonOption = False,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="DIR", help="Draw the season's picture into this folder.")
    ] = None,
) -> None:
    """Lay simulated events beside the published one: every statistic with its z, and how far the scores lie apart."""
    from analysis.published import read_table
    from analysis.validate import Validation, prepared_validation
    from sim.event import play_repeats

    table = None if matches_file is None else read_table(output.read_bytes(matches_file), matches_file)
    asked = prepared_validation(season, table, repeats, seed)
    found = Validation(asked, table)
    file = None if plot is None else str(Path(plot) / f"{asked.manifest.season}.png")
    if file is not None:
        output.picture_format(file)
    output.say_compiling()
    with output.progress("playing", asked.matches * repeats) as progress:
        for repeat in play_repeats(asked, progress=progress):
            found.add(repeat)
    document = found.document()
    if file is not None:
        draw(found, file)
    if as_json:
        output.print_json(document)
    else:
        _print(found, document, file)


def draw(found: "Validation", file: str) -> None:
    """Draw the season's picture into a file."""
    from analysis.plots.validation import validation_picture

    edition, of = found.asked.settings.tables.seed.season, found.asked.manifest
    title = f"{edition.year} {edition.name}: the published event and {of.repeats:,} simulated ones"
    source = "the seed file's figures" if found.table is None else Path(found.table.name).name
    note = f"published: {source}; {found.played} matches each, seed {of.seed}; match model grade {edition.model}"
    output.save_picture(validation_picture(*found.picture(), title, note), file)


def _print(found: "Validation", document: dict[str, Any], file: str | None) -> None:
    from sim.cli.summary import GRADES

    edition = found.asked.settings.tables.seed.season
    of = document["matches_file"] or "the seed file's figures"
    print(f"{edition.year} {edition.name}: {document['repeats']:,} simulated events against the published one ({of})")
    print(f"{document['teams']} teams, {document['each']} matches each, seed {document['seed']}")
    if document["matches"] != found.asked.matches:
        print(f"compared: the first {document['matches']} of {found.asked.matches} matches, as many as the table has")
    print()
    _print_statistics(document)
    for line in _distance_lines(document):
        print(line)
    if document["not_compared"]:
        print(f"Published, but no statistic of ours: {', '.join(document['not_compared'])}.")
    print(f"Match model: grade {edition.model}, {GRADES[edition.model or 'D']}.")
    if file is not None:
        print(f"Drawn in {file}.")


def _print_statistics(document: dict[str, Any]) -> None:
    from analysis.validate import FAR

    heads = ["statistic", "published", "simulated mean", "sd between events", "z", ""]
    table = document["distances"] is not None
    rows = []
    for name, each in document["statistics"].items():
        mark = "far" if each["z"] is not None and abs(each["z"]) > FAR else ""
        cells = [_short(each[key]) for key in ("published", "simulated", "sd")]
        drawn = [_short(each["no_events"])] if table else []
        rows.append([name, *cells, "-" if each["z"] is None else f"{each['z']:+.1f}", mark, *drawn])
    if table:
        heads.append("without matches")
    output.print_table(
        f"z = (published - simulated mean) / sd; far: |z| > {FAR}", heads, rows, left=("statistic", "")
    )
    far = sum(row[5] == "far" for row in rows)
    print(f"{far} of {len(rows)} statistics lie far from the simulated events.")


def _distance_lines(document: dict[str, Any]) -> list[str]:
    """Say in plain words how far the scores lie apart."""
    found = document["distances"]
    if found is None:
        return ["Distances between scores need a table of matches: --matches-file."]
    events, sd = document["repeats"], found["published_sd"]
    places = {
        "wasserstein": f"Wasserstein, in published sd of {sd:.1f} points",
        "kolmogorov_smirnov": "Kolmogorov-Smirnov",
    }
    lines = []
    for kind, name in places.items():
        far = round(found["as_far"][kind] * events)
        lines += [
            f"Distance of alliance scores ({name}):",
            f"  {found['pooled_events'][kind]:.3f} from the published event to all simulated ones together",
            f"  {found['floor'][kind]:.3f} from one simulated event to the others together, on average: the floor;"
            f" {far} of {events} lie as far off as the published one or farther",
            f"  {found['no_events'][kind]:.3f} from the published event to scores drawn without playing matches",
        ]
    return [
        *lines,
        "Without matches: each score drawn alone, negative binomial with its side's published mean and sd.",
    ]


def _short(value: float | None) -> str:
    """Write a number with three decimals where it is below 1, else with one."""
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:,.1f}"
