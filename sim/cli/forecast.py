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
from analysis.words import Parameters, Said, Text, counted_said, english, heads
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


def _headline(request: EventRequest, found: Forecast) -> Said:
    edition = f"{request.game.edition.year} {request.game.edition.name}"
    asked: Parameters = {"edition": edition, "seed": found.seed, "repeats": f"{found.repeats:,}"}
    teams = counted_said("team", "teams", len(found.teams))
    matches = counted_said("match", "matches", found.played)
    return Said("told.forecast", {**asked, "teams": teams, "matches": matches, "to_come": f"{found.to_come:,}"})


def _write(found: Forecast, folder: Path) -> None:
    folder.mkdir(parents=True)
    write_new(folder / "forecast.json", json.dumps(document(found), indent=1) + "\n")
    teams, matches = [_team_row(each) for each in found.teams], [_match_cells(each) for each in found.matches]
    columns = list(map(english, TEAM_HEADS))
    for name, names, rows in (("teams.csv", columns, teams), ("matches.csv", MATCH_COLUMNS, matches)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([names, *rows])
        write_new(folder / name, text.getvalue())


TEAM_HEADS = heads("team", "played", "rank_now", "rank", "rank_90", "first_24", "first_8", "first", "adds")
MATCH_HEADS = heads("match", "red", "blue", "red_wins_percent", "tie", "red_90", "blue_90")
NAMES = heads("match", "red", "blue")
FARED_HEADS = heads(
    "forecast", "right", "log_loss", "brier", "points_off", "in_range", "log_loss_less", "points_off_less"
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
    output.say(_headline(request, found))
    output.say()
    _print_head(found)
    shown = found.teams if whole else found.teams[:SHOWN]
    title = Said("title.teams_expected" if found.to_come else "title.teams_by_rank")
    output.print_table(title, TEAM_HEADS, map(_team_row, shown), left=heads("team"))
    _say_more(len(found.teams) - len(shown), "teams")
    output.say_answer([Said("forecast.about_teams"), _doubt(found.repeats)])
    output.say()
    if found.match_up is not None:
        output.print_table(Said("title.match_up"), MATCH_HEADS, [_match_row(found.match_up)], left=NAMES)
    if found.matches:
        cut = found.matches if whole else found.matches[:SHOWN]
        output.print_table(Said("title.to_come"), MATCH_HEADS, map(_match_row, cut), left=NAMES)
        output.say(Said("forecast.about_matches"))
        _say_more(len(found.matches) - len(cut), "matches")
    if found.back_test is not None:
        _print_back_test(found.back_test)
        for each in found.published:
            output.say(_published(each))
            output.say()
    output.say(Said("forecast.hindsight" if found.hindsight else "forecast.foresight"))


def _say_more(left: int, what: str) -> None:
    if left:
        output.say(Said(f"told.more_{what}", {"count": f"{left:,}"}))


def verdict(found: Forecast) -> Said:
    """Say who will most likely end first."""
    first = max(found.teams, key=lambda each: each.chances["1"])
    chance = first.chances["1"]
    if not found.to_come:
        return Said("verdict.forecast.over")
    key = "verdict.forecast.open" if chance < CLEAR else "verdict.forecast.first"
    return Said(key, {"team": first.team, "share": _percent(chance)})


def _print_head(found: Forecast) -> None:
    output.say(verdict(found))
    if found.pinned:
        output.say(Said("forecast.pinned", {"matches": listing(found.pinned)}))
    fared = found.so_far
    if fared is not None and fared.decided:
        off = _rounded(fared.mean_absolute_error, fared.errors["mean_absolute_error"], 1)
        called = fared.decided - fared.no_call
        if called:
            of = counted_said("winner", "winners", called)
            output.say(Said("forecast.called", {"right": _of_called(fared), "winners": of, "off": off}))
        if fared.no_call:
            matches = counted_said("match", "matches", fared.no_call)
            output.say(Said("forecast.not_called", {"matches": matches}))
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


def _doubt(repeats: int) -> Said:
    return Said("forecast.doubt", {"repeats": f"{repeats:,}", "error": f"{100 * 0.5 / sqrt(repeats):.1f}"})


def _print_back_test(found: BackTest) -> None:
    rows: list[list[Text]] = [[Said("forecast.this"), *_fared(found), "", ""]]
    for name, each in found.rivals.items():
        less = [with_error(*of[name]) for of in (found.log_loss_less, found.absolute_error_less)]
        rows.append([Said(f"forecast.{name}"), *_fared(each), *less])
    title = Said("title.back_test", {"matches": found.matches, "decided": found.decided})
    output.print_table(title, FARED_HEADS, rows, left=heads("forecast"))
    output.say(Said("forecast.about_fared"))
    output.say()
    rows = [
        [f"{each.least:.0%} to {each.most:.0%}", str(each.matches), _percent(each.claimed), _percent(each.right)]
        for each in found.reliability
    ]
    columns = heads("favourite", "matches", "said", "came_true")
    output.print_table(Said("title.reliability"), columns, rows, left=columns[:1])
    rows = [[name, str(each.decided), *_fared(each)[:2]] for name, each in found.by_seen.items()]
    columns = heads("matches_played", "matches", "right", "log_loss")
    output.print_table(Said("title.by_seen"), columns, rows, left=columns[:1])


def _published(each: Published) -> Said:
    figures: Parameters = {"right": f"{100 * each.right:.1f}", "winners": f"{each.decided:,}"}
    figures |= {"loss": f"{each.log_loss:.3f}", "off": f"{each.mean_absolute_error:.1f}"}
    return Said("forecast.published", {"by": each.by, **figures})


def _fared(each: Fared) -> list[str]:
    errors = each.errors
    return [
        _right(each),
        _rounded(each.log_loss, errors["log_loss"], 3),
        _rounded(each.brier, errors["brier"], 3),
        _rounded(each.mean_absolute_error, errors["mean_absolute_error"], 1),
        "-" if each.coverage_90 is None else number(round(100 * each.coverage_90)),
    ]
