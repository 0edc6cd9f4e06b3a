"""`sim forecast`: a real event while it runs, from its played matches to its ranks and medals."""

import csv
import io
import json
from math import ceil, sqrt
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from analysis.documents import document
from analysis.event.statistics import Values
from analysis.forecast.back_test import BackTest, Fared
from analysis.forecast.forecast import Asked, policy_of
from analysis.forecast.forecast import forecast as forecast_of
from analysis.forecast.outlook import Forecast, MatchOutlook, Published, Ranged, TeamOutlook
from analysis.forecast.reading import history_of, read_history, read_pins
from analysis.forecast.running import Running, pinned, places_of, team_number
from analysis.forecast.structure import foreseen, matches_to_play
from analysis.formatting import number, with_error
from analysis.plots.forecast import forecast_picture
from analysis.words import Said, english
from rules.errors import FgcError
from rules.season import Array
from rules.text import counted, listing
from sim.cli import output, playing
from sim.cli.answering import give, ways_of
from sim.cli.options import JobsOption, JsonOption, LanguageOption, PlotOption, ReportOption, SeasonOption, SeedOption
from sim.cli.running_events import RunningScheduleOption, RunningTeamsOption, learnt, running_of
from sim.cli.summary import model_note
from sim.cli.teams import listed
from sim.cli.writing import write_new
from sim.play.event import event_request
from sim.play.request import EventRequest, check_whole, run_request
from sim.play.workers import at_once
from sim.table.agents import ROBOTS, STATIONS

CLEAR = 0.2
"""From so large a chance on a team is called the likely winner."""
SHOWN = 24
"""How many teams and matches to come a table for people has."""
MOST_REPEATS = 100_000


def forecast(
    played: Annotated[
        str,
        typer.Argument(
            metavar="PLAYED",
            help="The matches so far: CSV with red1 ... blue3, red_score, blue_score, or documents (JSON).",
        ),
    ],
    season: SeasonOption,
    schedule: RunningScheduleOption = None,
    teams: RunningTeamsOption = None,
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", metavar="M57=120:80", help="Take a match to come as played; again for more."),
    ] = None,
    match: Annotated[
        str | None,
        typer.Option("--match", metavar="R1,R2,R3:B1,B2,B3", help="What one match-up would bring, if it came next."),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar="CSV", help="Ranks of earlier years: team, rank, and year if several."),
    ] = None,
    repeats: Annotated[int, typer.Option("--repeats", help="How often the rest is played out.")] = 1_000,
    back_test: Annotated[
        bool, typer.Option("--back-test", help="Every match as it was foretold, beside other ways to forecast.")
    ] = False,
    hindsight: Annotated[
        bool, typer.Option("--hindsight", help="Use the season's own model, which was fitted to its whole event.")
    ] = False,
    seed: SeedOption = 1,
    jobs: JobsOption = None,
    whole: Annotated[bool, typer.Option("--all", help="Show all teams and matches, not the first 24.")] = False,
    report: ReportOption = None,
    speak: LanguageOption = None,
    as_json: JsonOption = False,
    plot: PlotOption = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="A new folder for the tables and the document.")
    ] = None,
) -> None:
    """Forecast a running event: who may end where, what each match to come may bring, and how it fared so far."""
    check_whole("--repeats", repeats, 1, MOST_REPEATS)
    ways = ways_of(as_json, report, speak)
    if plot is not None:
        output.picture_format(plot)
    if out is not None and Path(out).exists():
        raise FgcError(out, "expected a new folder to write to, found one that is there")
    run = run_request(season, seed=seed)
    policy_of(run.game.rules)
    running = running_of(run.game.rules, played, schedule, () if teams is None else listed(teams))
    if not len(running.coming):
        output.warn("no match to come: --schedule FILE names those that are still to be played")
    request = event_request(run, len(running.names), ceil(ROBOTS * len(running.matches) / len(running.names)))
    pins = places_of(running, read_pins(pin or []))
    running = pinned(running, pins)
    asked = Asked(
        repeats=repeats,
        hindsight=hindsight,
        pins=tuple(pins),
        earlier=_earlier(running, history),
        match_up=None if match is None else _six(running, match),
        back_test=back_test,
    )
    found = _forecast(request, running, asked, jobs)
    give(document(found), [verdict(found)], lambda: _print(found, request, whole), ways)
    if plot is not None:
        output.save_picture(forecast_picture(found, _title(request, found), model_note(request)), plot)
    if out is not None:
        _write(found, Path(out))


def _earlier(running: Running, history: str | None) -> Values | None:
    if history is None:
        return None
    found = read_history(output.read_bytes(history), history)
    known = [name for name in running.names if name in found]
    if not known:
        raise FgcError(
            history, f"expected ranks of this event's teams, such as {running.names[0]}, found none of them"
        )
    if len(known) < len(running.names):
        output.warn(f"{len(known)} of {len(running.names)} teams stand in {history}; the others begin as usual")
    return history_of(running, found)


def _six(running: Running, match: str) -> Array:
    sides = [[name.strip() for name in side.split(",")] for side in match.split(":")]
    if [len(side) for side in sides] != [STATIONS, STATIONS]:
        raise FgcError("--match", "expected three teams, a colon and three teams: RED1,RED2,RED3:BLUE1,BLUE2,BLUE3")
    found = [team_number(running, name, "--match") for side in sides for name in side]
    if len(set(found)) < ROBOTS:
        raise FgcError("--match", "expected six different teams")
    return np.array(found)


def _forecast(request: EventRequest, running: Running, asked: Asked, jobs: int | None) -> Forecast:
    workers = at_once(request, jobs)
    if not asked.back_test:
        return forecast_of(request, running, learnt(request, workers, asked.hindsight), asked)
    playing.say_compiling()
    how = asked.hindsight, True  # rivals need what nothing keeps
    with playing.progress("learning", matches_to_play(request, *how)) as told:
        known = foreseen(request, workers, told, *how)
    return forecast_of(request, running, known, asked)


def _title(request: EventRequest, found: Forecast) -> str:
    edition = request.game.edition
    matches = f"{counted(found.played, 'match')} played, {found.to_come:,} to come"
    return f"{edition.year} {edition.name}: {counted(len(found.teams), 'team')}, {matches}"


def _write(found: Forecast, folder: Path) -> None:
    folder.mkdir(parents=True)
    write_new(folder / "forecast.json", json.dumps(document(found), indent=1) + "\n")
    teams, matches = [_team_row(each) for each in found.teams], [_match_cells(each) for each in found.matches]
    for name, heads, rows in (("teams.csv", TEAM_HEADS, teams), ("matches.csv", MATCH_COLUMNS, matches)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([heads, *rows])
        write_new(folder / name, text.getvalue())


TEAM_HEADS = ("team", "played", "rank now", "rank", "rank 90 %", "first 24 %", "first 8 %", "first %", "adds")
MATCH_HEADS = ("match", "red", "blue", "red wins %", "tie %", "red 90 %", "blue 90 %")
NAMES = ("match", "red", "blue")
FARED_HEADS = (
    "forecast",
    "right %",
    "log loss",
    "Brier",
    "points off",
    "in range %",
    "log loss: this minus it",
    "points off: this minus it",
)
RIVALS = {"coin": "a coin", "ridge": "ratings that add up", "kalman": "Kalman filter"}
ABOUT_TEAMS = (
    "rank: the mean rank in the end; rank 90 %: in 9 of 10 repeats the rank lies there. first 24 %: how often it "
    "ends among the first 24. adds: points that a team adds to its side's score, more than the mean team. Medals: "
    "--json."
)
ABOUT_FARED = (
    "right: winners called right. log loss, Brier: how far the chances were off; smaller is better, a coin has 0.693 "
    "and 0.25. in range: how many scores lay in their 90 % range. this minus it: below 0 this forecast is better.\n"
)
HINDSIGHT = (
    "With hindsight: the season's own model was fitted to its whole event, so this is no true forecast of that event."
)
FORESIGHT = (
    "Nothing here was fitted to this event but its played matches: how much teams and luck spread scores comes from "
    "simulated events with the numbers of other seasons. Ranks go by scores; what scores do not tell goes by lot."
)


def _team_row(each: TeamOutlook) -> list[object]:
    chances = [_percent(each.chances[top]) for top in ("24", "8", "1")]
    now = "-" if each.rank_now is None else each.rank_now
    return [
        each.team,
        each.played,
        now,
        f"{each.rank.mean:.0f}",
        _between(each.rank),
        *chances,
        f"{each.adds.mean:+.1f}",
    ]


MATCH_COLUMNS = (
    *("match", "red1", "red2", "red3", "blue1", "blue2", "blue3", "red_wins", "blue_wins", "tie"),
    *(f"{side}_{name}" for side in ("red", "blue") for name in ("mean", "low", "high")),
)


def _match_cells(each: MatchOutlook) -> list[object]:
    """Give a match to come as cells that programs read: a schedule's columns, chances, and ranges of scores."""
    name = "" if each.match is None else each.match
    return [name, *each.red, *each.blue, each.red_wins, each.blue_wins, each.tie, *each.red_score, *each.blue_score]


def _match_row(each: MatchOutlook) -> list[object]:
    ranges = [_between(each.red_score), _between(each.blue_score)]
    name = "-" if each.match is None else each.match
    return [name, " ".join(each.red), " ".join(each.blue), _percent(each.red_wins), _percent(each.tie), *ranges]


def _between(of: Ranged) -> str:
    return f"{of.low:.0f} to {of.high:.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _print(found: Forecast, request: EventRequest, whole: bool) -> None:
    output.say(f"{_title(request, found)}, seed {found.seed}, the rest played out {found.repeats:,} times\n")
    _print_head(found)
    shown = found.teams if whole else found.teams[:SHOWN]
    title = "Teams, best expected rank first" if found.to_come else "Teams, by rank"
    output.print_table(title, TEAM_HEADS, map(_team_row, shown), left=("team",))
    _say_more(len(found.teams) - len(shown), "teams")
    output.say(f"{ABOUT_TEAMS} {_doubt(found.repeats)}\n")
    if found.match_up is not None:
        output.print_table("If these six played next", MATCH_HEADS, [_match_row(found.match_up)], left=NAMES)
    if found.matches:
        cut = found.matches if whole else found.matches[:SHOWN]
        output.print_table("Matches to come", MATCH_HEADS, map(_match_row, cut), left=NAMES)
        output.say("red 90 %, blue 90 %: in 9 of 10 repeats the score lies there.")
        _say_more(len(found.matches) - len(cut), "matches")
    if found.back_test is not None:
        _print_back_test(found.back_test)
        for each in found.published:
            output.say(f"{each.by}, as published and not paired: {_published(each)}.\n")
    output.say(HINDSIGHT if found.hindsight else FORESIGHT)


def _say_more(left: int, what: str) -> None:
    if left:
        output.say(f"and {left} more {what}: --all shows all")


def verdict(found: Forecast) -> Said:
    """Say who will most likely end first."""
    first = max(found.teams, key=lambda each: each.chances["1"])
    chance = first.chances["1"]
    if not found.to_come:
        return Said("verdict.forecast.over")
    key = "verdict.forecast.open" if chance < CLEAR else "verdict.forecast.first"
    return Said(key, {"team": first.team, "share": _percent(chance)})


def _print_head(found: Forecast) -> None:
    output.say(english(verdict(found)))
    if found.pinned:
        output.say(f"Taken as played (--pin): {listing(found.pinned)}.")
    fared = found.so_far
    if fared is not None and fared.decided:
        off = _rounded(fared.mean_absolute_error, fared.errors["mean_absolute_error"], 1)
        called = fared.decided - fared.no_call
        if called:
            said = f"So far it called {_of_called(fared)} of {counted(called, 'winner')} right"
            output.say(f"{said}; its scores were {off} points off on average.")
        if fared.no_call:
            output.say(f"It called no winner of {counted(fared.no_call, 'match')}: nothing was known of those teams.")
    output.say()


def _of_called(fared: BackTest) -> str:
    """Say how many of the winners that were called were called right: no call counts as half in `right`."""
    return f"{fared.right * fared.decided - fared.no_call / 2:.0f}"


def _right(each: Fared) -> str:
    error = each.errors["right"]
    return _rounded(100 * each.right, None if error is None else 100 * error, 0)


def _rounded(value: float, error: float | None, decimals: int) -> str:
    """Write a number with its error, or with so many decimals where there is none."""
    return with_error(value, error) if error else f"{value:.{decimals}f}"


def _doubt(repeats: int) -> str:
    return f"Shares in % are of {repeats:,} repeats: their error is {100 * 0.5 / sqrt(repeats):.1f} or less."


def _print_back_test(found: BackTest) -> None:
    rows = [["this forecast", *_fared(found), "", ""]]
    for name, each in found.rivals.items():
        less = [with_error(*of[name]) for of in (found.log_loss_less, found.absolute_error_less)]
        rows.append([RIVALS[name], *_fared(each), *less])
    title = f"Each of {found.matches} matches as it was foretold from those before it; {found.decided} had a winner"
    output.print_table(title, FARED_HEADS, rows, left=("forecast",))
    output.say(ABOUT_FARED)
    rows = [
        [f"{each.least:.0%} to {each.most:.0%}", str(each.matches), _percent(each.claimed), _percent(each.right)]
        for each in found.reliability
    ]
    heads = ["chance of the favourite", "matches", "said %", "came true %"]
    output.print_table("Is a chance what it says?", heads, rows, left=heads[:1])
    rows = [[name, str(each.decided), *_fared(each)[:2]] for name, each in found.by_seen.items()]
    heads = ["matches played", "matches", "right %", "log loss"]
    output.print_table("By how often the least seen of the six had played", heads, rows, left=heads[:1])


def _published(each: Published) -> str:
    right = f"{100 * each.right:.1f} % of {each.decided} winners right"
    return f"{right}, log loss {each.log_loss:.3f}, {each.mean_absolute_error:.1f} points off"


def _fared(each: Fared) -> list[str]:
    errors = each.errors
    return [
        _right(each),
        _rounded(each.log_loss, errors["log_loss"], 3),
        _rounded(each.brier, errors["brier"], 3),
        _rounded(each.mean_absolute_error, errors["mean_absolute_error"], 1),
        "-" if each.coverage_90 is None else number(round(100 * each.coverage_90)),
    ]
