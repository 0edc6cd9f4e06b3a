"""`sim event`: a whole event, its ranking phase and its playoffs, played once or many times over."""

from collections.abc import Sequence
from typing import Annotated, get_args

import typer

from analysis.compare.paired import wilson
from analysis.documents import document
from analysis.event.enough import TOP, Enough, enough, numbers_of
from analysis.event.medals import Kept, kept
from analysis.event.ranks import Spread, Standing, standing
from analysis.event.whole import EventDocument, event_document
from analysis.formatting import with_error
from analysis.run.tallies import Estimate
from analysis.words import Said, counted_said, heads
from rules.errors import FgcError, ModelError, within
from rules.names import nearest
from sim.cli import output, playing
from sim.cli.answering import Ways, give, ways_of
from sim.cli.documents import print_ranking
from sim.cli.medals import print_medals
from sim.cli.options import (
    ClusterOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    PointsOption,
    PopulationOption,
    ReportOption,
    SavedSeasonOption,
    SeedOption,
    ShareOption,
)
from sim.cli.resuming import need_folder_alone
from sim.cli.sharing import say_shared, sharing
from sim.cli.summary import headline_said, percent, print_model
from sim.cli.teams import listed, names_of
from sim.play.event import Repeat, as_planned, event_request, play_repeats, with_names, with_playoffs
from sim.play.request import EventRequest, Request, repointed, resumed_event, run_request
from sim.play.saved import program_version
from sim.play.schedule_files import read_schedule
from sim.play.shares import Share
from sim.table.language import Sits

SHOWN = 20
"""How many teams of the ranking a table for people has."""


def event(
    season: SavedSeasonOption = None,
    teams: Annotated[
        str | None,
        typer.Option(
            "--teams",
            metavar="FILE|N",
            help="How many teams, 6 to 1,000; or a list of them, a name a line or CSV.",
            show_default="as at the real event",
        ),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            "--each",
            metavar="N|FROM:TO:STEP",
            help="Matches of each team; 6:14:2 asks how many are enough to find the best teams.",
            show_default="as at the real event",
        ),
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", help="How often, each time with other teams and another schedule; to 65,536.")
    ] = 1,
    schedule: Annotated[
        str | None,
        typer.Option("--schedule", metavar="FILE", help="Play by this schedule, CSV or JSON, with its teams."),
    ] = None,
    playoffs: Annotated[bool, typer.Option("--playoffs", help="Play on to the medals, as the season did.")] = False,
    sits: Annotated[
        str | None,
        typer.Option(
            "--sits", metavar="|".join(get_args(Sits)), help="What another rule for who sits out would change."
        ),
    ] = None,
    seed: SeedOption = 1,
    population: PopulationOption = None,
    points: PointsOption = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="DIR", help="Save each repeat's documents, as `sim rank` reads them."),
    ] = None,
    share: ShareOption = None,
    jobs: JobsOption = None,
    _cluster: ClusterOption = None,
    whole: Annotated[bool, typer.Option("--all", help="Show all teams of the ranking, not the first 20.")] = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play an event: teams that last, a schedule, the official ranking table, and the playoffs if asked for."""
    ways, rule = ways_of(as_json, report, speak), _sits(sits, playoffs)
    if season is None:
        asked = (teams, each, repeat != 1, schedule, playoffs, sits, seed != 1, population, points)
        resumed = resumed_event(need_folder_alone(out, asked))
        output.say_assumed(resumed.game.rules)
        _play(resumed, out, jobs, whole, ways)
        return
    run = repointed(run_request(season, seed=seed, population=population), points)
    requests = _requests(run, teams, each, repeat, schedule)
    if playoffs:
        requests = [with_playoffs(each, rule) for each in requests]
    output.say_assumed(run.game.rules)
    if each is not None and ":" in each:
        _need_alone(playoffs, out)
        if share is not None:
            raise FgcError("--share", "expected one number of matches each beside it")
        _compare_sizes(run, requests, jobs, ways)
    elif share is not None:
        _play_share(requests[0], sharing(share, repeat, out, (report, as_json)), jobs)
    else:
        _play(requests[0], out, jobs, whole, ways)


def _play_share(request: EventRequest, asked: tuple[Share, str], jobs: int | None) -> None:
    """Play a share of an event's repeats into a folder."""
    share, out = asked
    numbers = share.among(request.repeats)
    playing.say_compiling()
    with playing.progress("playing", request.matches * len(numbers)) as progress:
        for _ in play_repeats(request, out, progress, jobs, share):
            pass
    say_shared(share, out, f"repeats {numbers.start:,} to {numbers.stop - 1:,}")


def _sits(text: str | None, playoffs: bool) -> Sits | None:
    """Read the rule for who sits out; a ModelError where there is none of this name, or nobody sits out."""
    if text is None:
        return None
    found: Sits | None = next((each for each in get_args(Sits) if each == text), None)
    if found is None:
        known = get_args(Sits)
        raise ModelError("--sits", f"expected {', '.join(known)}, found {text!r:.40}{nearest(text, known)}")
    if not playoffs:
        raise ModelError("--sits", "expected --playoffs too: nobody sits out in the ranking phase")
    return found


def _need_alone(playoffs: bool, out: str | None) -> None:
    for option, given in (("--playoffs", playoffs), ("--out", out is not None)):
        if given:
            raise ModelError(option, "expected one number of matches with it, --each 12 say")


def _play(request: EventRequest, out: str | None, jobs: int | None, whole: bool, ways: Ways) -> None:
    """Play an event, and print what came of it."""
    repeats = play_repeats(request, out, jobs=jobs)
    playing.say_compiling()
    standings: list[Standing] = []
    medals: list[Kept] = []
    firsts: list[Repeat] = []
    with playing.progress("playing", request.matches * request.repeats) as told:
        for played in repeats:
            told(request.matches)
            standings.append(standing(played))
            if request.playoffs:
                medals.append(kept(played, request.playoff_format))
            firsts = firsts or [played]
    found = event_document(request, firsts[0], standings, medals)
    give(document(found), verdict(found), lambda: _print(found, request, whole), ways)


def _compare_sizes(run: Request, requests: Sequence[EventRequest], jobs: int | None, ways: Ways) -> None:
    """Play an event with each of several numbers of matches, and print how well each finds the best teams."""
    of = run.game.model.playoffs
    top = min(of.by_rank if of else TOP, requests[0].teams)
    playing.say_compiling()
    with playing.progress("playing", sum(each.matches * each.repeats for each in requests)) as told:
        found = [enough(one.each, top, play_repeats(one, progress=told, jobs=jobs)) for one in requests]
    most = found[-1]
    said = Said("verdict.event.sizes", {"each": most.each, "share": percent(most.best_in_top), "top": most.top})
    give(_sizes_document(requests[0], found), [said], lambda: _print_sizes(requests[0], found), ways)


def _sizes_document(request: EventRequest, found: Sequence[Enough]) -> dict[str, object]:
    names = {"season": request.game.key, "teams": request.teams, "seed": request.seed, "repeat": request.repeats}
    return {
        **names,
        "version": program_version(),
        "points": dict(request.points),
        "changed": request.game.rules.changed,
        "each": document(list(found)),
    }


def _print_sizes(request: EventRequest, found: Sequence[Enough]) -> None:
    top = found[0].top
    rows = [[each.each, each.matches, percent(each.best_in_top), _share(each.best_first, request)] for each in found]
    columns = [*heads("matches_each", "matches"), Said("head.best_in_top", {"top": top}), *heads("best_first")]
    asked = {"headline": headline_said(request), "teams": request.teams, "seed": request.seed}
    output.say(Said("told.sizes", {**asked, "repeats": f"{request.repeats:,}"}))
    output.print_table(Said("title.sizes"), columns, rows)
    output.say(Said("told.truly_best"))
    print_model(request)


def _share(share: Estimate, request: EventRequest) -> str:
    """Write a share of repeats as per cent, with an error where it is none or all of them too."""
    return percent(wilson(share.mean, request.repeats))


def _requests(
    run: Request, teams: str | None, each: str | None, repeat: int, schedule: str | None
) -> list[EventRequest]:
    """Ask for the event, or for one with each of several numbers of matches."""
    if schedule is not None:
        return [_planned(run, schedule, teams, each, repeat)]
    numbers = [None] if each is None else numbers_of(each)
    return [_asked(run, teams, number, repeat) for number in numbers]


def _asked(run: Request, teams: str | None, each: int | None, repeat: int) -> EventRequest:
    if teams is None or teams.isdecimal():
        return event_request(run, None if teams is None else int(teams), each, repeat)
    names = names_of(teams)
    return with_names(event_request(run, len(names), each, repeat), names)


def _planned(run: Request, schedule: str, teams: str | None, each: str | None, repeat: int) -> EventRequest:
    """Ask for an event by a schedule of a file; what is strange in it is said on stderr."""
    if each is not None:
        raise FgcError("--each", "expected no number beside --schedule FILE, which says it")
    if teams is not None and teams.isdecimal():
        raise FgcError("--teams", f"expected a list of teams beside --schedule FILE, found {teams}")
    found = read_schedule(output.read_bytes(schedule), schedule, () if teams is None else listed(teams))
    with within(schedule):
        request = as_planned(run, found, repeat)
    for line in found.told:
        output.warn(f"{schedule}: {line}")
    return request


def _print(found: EventDocument, request: EventRequest, whole: bool) -> None:
    each = counted_said("match", "matches", found.each)
    asked = {"headline": headline_said(request), "teams": found.teams, "each": each, "seed": found.seed}
    output.say(Said("told.events" if found.spread else "told.event", {**asked, "repeats": f"{found.repeat:,}"}))
    output.say()
    matches = counted_said("match", "matches", found.matches)
    first = "title.ranking_first" if found.spread else "title.ranking"
    title = Said(first, {"season": found.season, "teams": found.teams, "matches": matches})
    shown = found.teams if whole else SHOWN
    print_ranking(title, found.ranking[:shown])
    if found.teams > shown:
        output.say(Said("told.more_teams", {"count": f"{found.teams - shown:,}"}))
        output.say()
    if found.spread:
        _print_spread(found.spread)
    if found.playoffs:
        print_medals(found.playoffs, found.repeat, request.playoff_format)
    print_model(request)


def verdict(found: EventDocument) -> list[Said]:
    """Say who is first, or over many events how often the most talented team is."""
    if found.spread is None:
        first = found.ranking[0]["teamKey"]
        counted_matches = Said("unit.matches", {"count": f"{found.matches:,}"})
        return [Said("verdict.event.first", {"team": first, "teams": found.teams, "matches": counted_matches})]
    share = percent(wilson(found.spread.most_talented_in_top["1"].mean, found.spread.repeats))
    return [Said("verdict.event.talent", {"share": share, "repeats": f"{found.spread.repeats:,}"})]


def _print_spread(found: Spread) -> None:
    rows = [
        [each.rank, with_error(each.mean, each.mean_error), with_error(each.sd, each.sd_error)]
        for each in found.score_by_rank
    ]
    columns = [*heads("rank"), Said("head.mean_of", {"name": found.column}), *heads("spread")]
    output.print_table(Said("title.repeats"), columns, rows)
    for top, share in found.most_talented_in_top.items():
        key = "told.talented_first" if top == "1" else "told.talented_in_top"
        output.say(Said(key, {"top": top, "share": percent(wilson(share.mean, found.repeats))}))
    if found.talent_and_rank is not None:
        output.say(Said("told.talent_and_rank", {"size": with_error(*found.talent_and_rank)}))
