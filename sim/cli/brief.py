"""`sim brief`: one match of a team, before it is played, on one page."""

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Annotated

import typer

from analysis.brief import words
from analysis.brief.brief import Brief, Work, brief_of
from analysis.brief.meeting import NEXT, Asked, Meeting, meeting_of, outlook
from analysis.brief.notes import Notes, read_notes
from analysis.brief.plans import USUAL, matches_to_play, plans_of
from analysis.compare.verdicts import decides
from analysis.documents import document
from analysis.forecast.forecast import policy_of
from analysis.report.brief_page import page
from analysis.words import Said, english, heads
from rules.errors import FgcError
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.options import JobsOption, JsonOption, LanguageOption, ReportOption, SeasonOption, SeedOption
from sim.cli.running_events import RunningScheduleOption, RunningTeamsOption, learnt, running_of
from sim.cli.teams import listed
from sim.cli.writing import need_new, write_new
from sim.play.event import event_request
from sim.play.reaching import known_robot
from sim.play.request import Request, check_whole, run_request
from sim.play.workers import at_once
from sim.robots.files import Station
from sim.table.agents import ROBOTS
from sim.table.game import Game
from sim.table.language import Playbook, Robot

MOST, MOST_REPEATS = 200_000, 20_000


def brief(
    played: Annotated[
        str,
        typer.Argument(
            metavar="PLAYED",
            help="The event's matches: CSV with red1 ... blue3, red_score, blue_score, or documents (JSON).",
        ),
    ],
    season: SeasonOption,
    team: Annotated[str, typer.Option("--team", metavar="KEY", help="Your team, as the file calls it.")],
    robot: Annotated[
        str | None,
        typer.Option(
            "--robot", metavar="FILE|p50", help="Your robot.", show_default="as the forecast knows your team"
        ),
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option(
            "--plan",
            metavar="NAME|FILE",
            help="A plan of yours, once for each.",
            show_default="all playbooks of the season",
        ),
    ] = None,
    match: Annotated[
        str, typer.Option("--match", metavar="next|NAME", help="Which of your matches; what came after is not used.")
    ] = NEXT,
    seen: Annotated[
        str | None,
        typer.Option("--seen", metavar="CSV", help="What scouts saw: team, ability, seen (yes or no)."),
    ] = None,
    schedule: RunningScheduleOption = None,
    teams: RunningTeamsOption = None,
    matches: Annotated[int, typer.Option("--matches", help="How many matches of each plan are played.")] = USUAL,
    repeats: Annotated[int, typer.Option("--repeats", help="How many possible cases the forecast has.")] = USUAL,
    hindsight: Annotated[
        bool, typer.Option("--hindsight", help="Foresee by the season's own model, which was fitted to its event.")
    ] = False,
    seed: SeedOption = 1,
    jobs: JobsOption = None,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE.html", help="A new file: one page for phone and print.")
    ] = None,
) -> None:
    """Prepare one match of a team: who plays, what may come of it, which plan is best, what to agree on."""
    check_whole("--repeats", repeats, 100, MOST_REPEATS)
    check_whole("--matches", matches, 100, MOST)
    ways, file = ways_of(as_json, report, speak), None if out is None else _page_file(out)
    run = run_request(season, matches, seed)
    policy_of(run.game.rules)
    running = running_of(run.game.rules, played, schedule, () if teams is None else listed(teams))
    meeting = meeting_of(running, team, match)
    own = None if robot is None else known_robot(run.game, robot, "--robot")
    plans = plans_of(run.game, plan or [], own, meeting.station)
    notes = {} if seen is None else _notes(seen, meeting, run.game, own)
    asked = Asked(repeats, hindsight, notes, own is not None)
    standing = [Station(robot=own, plan=each) for each in plans.values()]
    playing.say_skipped(run.game, standing)
    playing.say_uncounted([Station(robot=own)])
    output.say_assumed(run.game.rules)
    found = _brief(meeting, _with(run, meeting.station, own), plans, asked, jobs)
    give(
        {**document(found), "answer": english(words.outcome(found))},
        [words.outcome(found)],
        lambda: _print(found),
        ways,
    )
    if file is not None:
        write_new(file, page(found))
        output.note(f"the page is written to {out}")


def _page_file(out: str) -> Path:
    file = Path(out)
    if file.suffix.lower() not in (".html", ".htm"):
        raise FgcError(out, "expected a name that ends in .html")
    need_new(file)
    return file


def _notes(seen: str, meeting: Meeting, game: Game, own: Robot | None) -> Notes:
    """Read what scouts saw, and say of how many notes nothing is made."""
    notes = read_notes(output.read_bytes(seen), seen, meeting.running, game)
    us = meeting.teams[meeting.station]
    if own is not None and us in notes:
        output.warn(f"{seen}: what it says of {meeting.running.names[us]} is not used: --robot says what it can do")
    strangers = sorted(set(notes) - set(meeting.teams))
    if strangers:
        output.warn(f"{seen}: {len(strangers)} of its {len(notes)} teams do not play in this match: not used")
    return notes


def _with(run: Request, station: int, own: Robot | None) -> Request:
    stations = list(run.stations)
    stations[station] = Station(robot=own)
    return replace(run, stations=tuple(stations))


def _brief(meeting: Meeting, run: Request, plans: dict[str, Playbook], asked: Asked, jobs: int | None) -> Brief:
    running, workers = meeting.running, at_once(run, jobs)
    request = event_request(run, len(running.names), ceil(ROBOTS * len(running.matches) / len(running.names)))
    found = outlook(meeting, request, learnt(request, workers, asked.hindsight), asked)
    playing.say_compiling()
    with playing.progress("playing", matches_to_play(run.game, len(plans), run.matches)) as told:
        return brief_of(meeting, run, plans, asked, found, Work(workers, told))


def _print(of: Brief) -> None:
    for text in (words.title(of), words.who(of), words.outcome(of), words.scores(of), *words.doubt(of)):
        output.say(text)
    output.say(words.basis(of))
    output.say()
    output.say_answer(words.plan_answer(of))
    output.say(decides(of.ranked_by))
    output.say()
    if of.plans is not None:
        plans = words.plan_heads(of), words.plan_rows(of)
        output.print_table(Said("title.our_plans"), *plans, heads("plan", "sure"), 2)
    output.say(Said("brief.agree"))
    output.say_all(Said("joined.point", {"text": text}) for text in words.agreements(of))
    output.say_all(f"  {meaning}" for meaning in words.meanings(of))
    output.say(words.about_agreements(of))
    output.say()
    output.print_table(
        Said("title.who_plays"), words.TEAM_HEADS, words.team_rows(of), heads("place", "team", "better_than"), 2
    )
    output.say_all(words.seen(of))
    output.say(words.ABOUT_TEAMS)
    output.say()
    output.say_all([*words.closing(of), words.model(of)])
