"""`sim replay`: one match told event by event, then its score line by line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis.documents import document
from analysis.formatting import number
from analysis.report.page import written
from analysis.report.replay import page_of
from analysis.run.picking import percents, picked
from analysis.run.replays import PlayedMatch, Replay, played_match, told
from analysis.run.time_use import OTHERS, TimeUse
from analysis.words import Said, language, languages
from rules.errors import FgcError
from rules.season import Season
from rules.text import counted
from sim.cli import output, playing
from sim.cli.options import BlueOption, JsonOption, PlaybookOption, PointsOption, PopulationOption, RedOption
from sim.cli.summary import print_points
from sim.cli.writing import need_page, write_new
from sim.play.event import play_repeat
from sim.play.matches import Matches
from sim.play.request import EventRequest, Request, repointed, restored, restored_event, run_request
from sim.play.run import loaded, play
from sim.robots.drawn import NO_PLAYBOOK
from sim.table.agents import ROBOTS
from sim.table.game import agent_name

MATCHES = 1_000
"""Of a run that is played only to pick from, where nobody says how many."""
MOST_IN_PAGE = 20


def replay(
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="The folder of a saved run or event.")] = None,
    match: Annotated[
        list[int] | None,
        typer.Option(
            "--match",
            help="Which match, counted from 0; playoffs follow the ranking phase; several with --html.",
            show_default=False,
        ),
    ] = None,
    quantile: Annotated[
        str | None,
        typer.Option(
            "--quantile",
            metavar="PERCENT,...",
            help="Matches where both sides together score little or much: 5,50,95.",
        ),
    ] = None,
    season: Annotated[str | None, typer.Option("--season", help="Without a folder: the season.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Without a folder: the seed.", show_default="1")] = None,
    matches: Annotated[
        int | None,
        typer.Option("--matches", help="Without a folder: how many --quantile picks from.", show_default="1,000"),
    ] = None,
    repeat: Annotated[
        int | None, typer.Option("--repeat", help="Of a saved event: which repeat, counted from 0.", show_default="0")
    ] = None,
    playbook: PlaybookOption = None,
    red: RedOption = None,
    blue: BlueOption = None,
    population: PopulationOption = None,
    points: PointsOption = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Show it on its field: one page, FILE.html.")
    ] = None,
    speak: Annotated[
        str | None,
        typer.Option("--language", metavar="|".join(languages()), help="Of the page.", show_default="en"),
    ] = None,
    times: Annotated[
        bool, typer.Option("--times", help="Say where the robots' time went, in place of what happened when.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell one match of a run: who plays, what happens when, and what it scores."""
    if html is not None:
        need_page(html)
        _need_alone("--html", (("--json", as_json), ("--times", times)))
    elif speak is not None:
        raise FgcError("--language", "expected --html FILE beside it: the command line speaks English")
    spoken = language(speak or "en")
    if (folder is None) == (season is None):
        raise FgcError("replay", "expected either the folder of a saved run or --season")
    if folder is not None:
        request = _saved(folder, (seed, matches, playbook, red, blue, population, points))
    else:
        if matches is not None and quantile is None:
            raise FgcError("--matches", "expected --quantile beside it, which picks from them")
        asked = run_request(
            season or "",
            MATCHES if matches is None else matches,
            1 if seed is None else seed,
            playbook,
            red=red,
            blue=blue,
            population=population,
        )
        request = repointed(asked, points)
    if repeat is not None and not isinstance(request, EventRequest):
        raise FgcError("--repeat", "expected the folder of a saved event beside it")
    chosen = _chosen(request, folder, match, quantile, repeat or 0)
    if len(chosen) > 1 and html is None:
        raise FgcError("replay", f"expected --html FILE for more than one match, found {len(chosen)}")
    if len(chosen) > MOST_IN_PAGE:
        raise FgcError("replay", f"expected at most {MOST_IN_PAGE} matches in a page, found {len(chosen)}")
    found = [_played(request, each, repeat or 0, said) for said, each in chosen]
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, request.known_plans)
    if html is not None:
        _page(html, written(page_of(found), spoken), found)
        return
    _tell(found[0][1], times, as_json)


def _played(request: Request, match: int, repeat: int, said: Said) -> tuple[Said, PlayedMatch]:
    """Play a match again, and say where it is one of an event's playoffs."""
    found = played_match(request, match, repeat)
    return (Said("replay.playoff", said.parameters) if found.is_playoff else said), found


def _saved(folder: str, given: Sequence[object]) -> Request:
    """Give what a saved run or event was asked for; a FgcError where options of another run stand beside it."""
    if any(each is not None for each in given):
        own = "--seed, --matches, --playbook, --red, --blue, --population and --points"
        raise FgcError("replay", f"expected {own} with --season only: a saved run has its own")
    return restored_event(folder) or restored(folder)


def _need_alone(option: str, others: Sequence[tuple[str, bool]]) -> None:
    for name, given in others:
        if given:
            raise FgcError(option, f"expected no {name} beside it")


def _chosen(
    request: Request, folder: str | None, match: list[int] | None, quantile: str | None, repeat: int
) -> list[tuple[Said, int]]:
    """Choose matches by their numbers or by what they score, each with what a page calls it."""
    if (not match) == (quantile is None):
        raise FgcError("replay", "expected --match NUMBER, or --quantile 5,50,95")
    of_event = isinstance(request, EventRequest)
    about = {"seed": request.seed, **({"repeat": repeat} if of_event else {})}
    if quantile is not None:
        key, wanted = "replay.event_quantile" if of_event else "replay.quantile", percents(quantile)
        return [
            (Said(key, {**about, "match": place, "percent": percent, "matches": of}), place)
            for percent, place, of in picked(_all(request, folder, repeat), wanted)
        ]
    goes_on = isinstance(request, EventRequest) and request.playoffs
    if folder is not None and max(match or ()) >= request.matches and not goes_on:
        raise FgcError(
            "--match", f"expected a match of this run, 0 to {request.matches - 1:,}, found {max(match or ()):,}"
        )
    key = "replay.event" if of_event else "replay.match"
    return [(Said(key, {**about, "match": each}), each) for each in match or ()]


def _all(request: Request, folder: str | None, repeat: int) -> list[Matches]:
    """Give all matches to pick from, played or read."""
    if isinstance(request, EventRequest):
        return [play_repeat(request, repeat).matches]
    if folder is not None:
        return list(loaded(request, folder))
    playing.say_compiling()
    with playing.progress("playing", request.matches) as progress:
        return list(play(request, progress=progress))


def _page(file: str, text: str, found: Sequence[tuple[Said, PlayedMatch]]) -> None:
    write_new(Path(file), text)
    output.say(f"Written to {file}: {counted(len(found), 'match')}. Open it in a browser; it needs no network.")
    for _, each in found:
        red, blue = each.played.scores[0].tolist()
        output.say(f"Match {each.match:,}: red {red:,}, blue {blue:,}.")


def _tell(found: PlayedMatch, times: bool, as_json: bool) -> None:
    """Tell a match in the terminal."""
    replay = told(found)
    if as_json:
        output.print_json(document(replay))
        return
    edition = found.request.game.edition
    of = "" if found.repeat is None else f" of repeat {found.repeat:,} of an event"
    of = f" (playoffs){of}" if found.is_playoff else of
    print(f"{edition.year} {edition.name}: match {found.match:,}{of} of seed {found.request.seed}")
    print_points(found.request.game.rules)
    print()
    _who(replay)
    if times:
        _times(found)
    else:
        _what(replay)
    _score(replay, found.request.game.rules)


def _who(told: Replay) -> None:
    teams = ["team"] if told.repeat is not None else []
    rows = [
        [
            each.station,
            *([each.team] if teams else []),
            each.plays or "does not show up",
            "-" if each.carries is None else each.carries,
            ", ".join(each.can) or "-",
            "-" if each.breaks_ms is None else clock(each.breaks_ms),
            each.card,
        ]
        for each in told.players
    ]
    heads = ["station", *teams, "plays", "carries", "can", "breaks down", "card"]
    output.print_table("Who plays", heads, rows, left=["station", "team", "plays", "can", "card"])


def _what(told: Replay) -> None:
    rows = [
        [
            clock(line.ms),
            line.who,
            line.action + (f" × {line.n}" if line.n > 1 else ""),
            f"{line.took_ms / 1_000:.1f} s" if line.action else "",
            line.result,
            ", ".join(f"{name} {count}" for name, count in line.counters.items()),
        ]
        for line in told.events
    ]
    heads = ["clock", "who", "what", "took", "result", "counters now"]
    output.print_table(
        "What happens (time since the start)", heads, rows, left=["who", "what", "result", "counters now"]
    )


def _times(match: PlayedMatch) -> None:
    """Print how long each robot was at which row, waited, was done or broken down, and how far it drove."""
    game = match.game
    playing = [robot for robot in range(ROBOTS) if match.robots.playbook[0, robot] != NO_PLAYBOOK]
    found = TimeUse()
    found.add(game, match.log, playing)
    done = [row.name for row in game.actions if row.name in found.seconds]
    rows = [
        [name, *(f"{spent:.1f}" if spent else "-" for spent in found.seconds[name])]
        for name in (*done, *(name for name in OTHERS if name in found.seconds))
    ]
    heads = ["seconds", *(agent_name(robot, game) for robot in range(ROBOTS))]
    output.print_table("Where the robots' 150 seconds went", heads, rows, left=["seconds"])
    if game.model.field is not None and playing:
        metres = found.metres / len(playing)
        output.say(
            f"They drove {metres:.1f} m each on average, on straight ways between the spots of what they did.\n"
        )


def _score(told: Replay, rules: Season) -> None:
    entries = [[name, number(value)] for name, value in told.sheet.items()]
    output.print_table("The score sheet", ["entry", "value"], entries, left=["entry"])
    rows = [
        [name, number(told.breakdown["red"][name]), number(told.breakdown["blue"][name]), meaning]
        for name, meaning in rules.parts.items()
    ]
    rows.append(["total", *map(number, told.scores.values()), "the alliance's score"])
    output.print_table("The score", ["part", "red", "blue", "what it is"], rows, left=["part", "what it is"])


def clock(ms: int) -> str:
    """Write a time as minutes, seconds and tenths; it is cut, not rounded, so that 2:30.0 is the buzzer alone."""
    return f"{ms // 60_000}:{ms // 1_000 % 60:02}.{ms // 100 % 10}"
