"""`sim event`: a whole ranking phase, played once or many times over."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
from sim.cli.documents import print_ranking
from sim.cli.options import JsonOption, PopulationOption, SeasonOption, SeedOption

if TYPE_CHECKING:
    from rules.season import Row
    from sim.play.event import Asked

SHOWN = 20
"""How many teams of the ranking a table for people has."""


def add_to(app: typer.Typer) -> None:
    """Give the app the verb of this file."""
    app.command("event")(event)


def event(
    season: SeasonOption,
    teams: Annotated[
        int | None, typer.Option("--teams", help="How many teams; 6 to 1,000.", show_default="as at the real event")
    ] = None,
    each: Annotated[
        int | None, typer.Option("--each", help="Matches of each team.", show_default="as at the real event")
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", help="How often, each time with other teams and another schedule; to 65,536.")
    ] = 1,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help="Save each repeat's documents, as `sim rank` reads them."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Play a ranking phase: teams that last, a schedule, and the official ranking table of the first repeat."""
    from analysis.event.ranks import spread, standing
    from sim.play.event import play_repeats, prepared_event

    asked = prepared_event(season, teams, each, repeat, seed, population=population)
    output.say_compiling()
    standings = []
    ranking: list[Row] = []
    with output.progress("playing", asked.matches * repeat) as progress:
        for played in play_repeats(asked, out, progress):
            standings.append(standing(played))
            ranking = ranking or played.ranking
    found = spread(standings) if repeat > 1 else None
    if as_json:
        output.print_json(_document(asked, ranking, found))
    else:
        _print(asked, ranking, found)
    output.say_assumed(asked.settings.game.rules)


def _document(asked: "Asked", ranking: "list[Row]", found: dict[str, Any] | None) -> dict[str, Any]:
    of = asked.manifest
    known = {
        "season": of.season,
        "teams": of.teams,
        "each": of.each,
        "matches": asked.matches,
        "seed": of.seed,
        "repeat": of.repeats,
        "version": of.version,
        "grade": asked.settings.game.edition.model,
        "population": of.population,
        "ranking": ranking,
    }
    return known if found is None else {**known, "spread": found}


def _print(asked: "Asked", ranking: "list[Row]", found: dict[str, Any] | None) -> None:
    from sim.cli.summary import print_model

    of, edition = asked.manifest, asked.settings.game.edition
    repeats = f", {of.repeats:,} repeats" if found else ""
    print(f"{edition.year} {edition.name}: {of.teams} teams, {of.each} matches each, seed {of.seed}{repeats}\n")
    first = " of the first repeat" if found else ""
    print_ranking(f"{of.season}: ranking{first} of {of.teams} teams after {asked.matches} matches", ranking[:SHOWN])
    if of.teams > SHOWN:
        print(f"and {of.teams - SHOWN} more\n")
    if found:
        _print_spread(found)
    print_model(asked.settings)


def _print_spread(found: dict[str, Any]) -> None:
    from analysis.formatting import with_error

    rows = [
        [each["rank"], with_error(each["mean"], each["mean_error"]), with_error(each["sd"], each["sd_error"])]
        for each in found["score_by_rank"]
    ]
    heads = ["rank", f"mean {found['column']}", "sd"]
    output.print_table("Over the repeats; numbers after ± are standard errors over them", heads, rows)
    tops = ", ".join(
        f"top {top} {with_error(100 * share['mean'], 100 * share['error'])} %"
        for top, share in found["most_talented_in_top"].items()
    )
    print(f"The most talented team ends in the {tops}.")
    follows = found["talent_and_rank"]
    if follows is not None:
        print(f"Rank correlation of talent and rank: {with_error(follows['mean'], follows['error'])}.")
