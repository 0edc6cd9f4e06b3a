"""`sim event`: a whole ranking phase, played once or many times over."""

from typing import Annotated

import typer

from analysis.compare.paired import wilson
from analysis.documents import document
from analysis.event.ranks import EventDocument, Spread, event_document, standing
from analysis.formatting import with_error
from rules.season import Row
from rules.text import counted
from sim.cli import output, playing
from sim.cli.documents import print_ranking
from sim.cli.options import JobsOption, JsonOption, PopulationOption, SeasonOption, SeedOption
from sim.cli.summary import percent, print_model
from sim.play.event import event_request, play_repeats
from sim.play.request import EventRequest, run_request

SHOWN = 20
"""How many teams of the ranking a table for people has."""


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
    jobs: JobsOption = None,
    whole: Annotated[bool, typer.Option("--all", help="Show all teams of the ranking, not the first 20.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Play a ranking phase: teams that last, a schedule, and the official ranking table of the first repeat."""
    run = run_request(season, seed=seed, population=population)
    request = event_request(run, teams, each, repeat)
    repeats = play_repeats(request, out, jobs=jobs)
    playing.say_compiling()
    standings = []
    ranking: list[Row] = []
    with playing.progress("playing", request.matches * repeat) as told:
        for played in repeats:
            told(request.matches)
            standings.append(standing(played))
            ranking = ranking or played.ranking
    found = event_document(request, ranking, standings)
    if as_json:
        output.print_json(document(found))
    else:
        _print(found, request, whole)
    output.say_assumed(request.game.rules)


def _print(found: EventDocument, request: EventRequest, whole: bool) -> None:
    edition = request.game.edition
    repeats = f", {found.repeat:,} repeats" if found.spread else ""
    each = f"{found.teams} teams, {counted(found.each, 'match')} each"
    output.say(f"{edition.year} {edition.name}: {each}, seed {found.seed}{repeats}\n")
    first = " of the first repeat" if found.spread else ""
    title = f"{found.season}: ranking{first} of {found.teams} teams after {counted(found.matches, 'match')}"
    shown = found.teams if whole else SHOWN
    print_ranking(title, found.ranking[:shown])
    if found.teams > shown:
        output.say(f"and {found.teams - shown} more: --all shows all teams\n")
    if found.spread:
        _print_spread(found.spread)
    print_model(request)


def _print_spread(found: Spread) -> None:
    rows = [
        [each.rank, with_error(each.mean, each.mean_error), with_error(each.sd, each.sd_error)]
        for each in found.score_by_rank
    ]
    heads = ["rank", f"mean {found.column}", "spread between repeats (sd)"]
    output.print_table("Over the repeats; numbers after ± are standard errors over them", heads, rows)
    for top, share in found.most_talented_in_top.items():
        where = "first" if top == "1" else f"among the first {top}"
        output.say(f"The most talented team ends {where} in {percent(wilson(share.mean, found.repeats))} % of them.")
    if found.talent_and_rank is not None:
        said = "1: the more talented team always ends higher; 0: talent tells nothing"
        output.say(f"Rank correlation of talent and rank: {with_error(*found.talent_and_rank)} ({said}).")
