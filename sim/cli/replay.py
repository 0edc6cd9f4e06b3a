"""`sim replay`: one match told event by event, then its score line by line."""

from typing import Annotated

import typer

from analysis.documents import document
from analysis.formatting import number
from analysis.run.replays import Replay, replayed
from analysis.run.time_use import OTHERS, TimeUse
from rules.errors import FgcError
from rules.season import Season
from sim.cli import output, playing
from sim.cli.options import BlueOption, JsonOption, PlaybookOption, PointsOption, PopulationOption, RedOption
from sim.cli.summary import print_points
from sim.play import run as runs
from sim.play.request import Request, repointed, restored, run_request
from sim.robots.drawn import NO_PLAYBOOK
from sim.table.agents import ROBOTS
from sim.table.game import agent_name


def replay(
    match: Annotated[int, typer.Option("--match", help="Which match of the run, counted from 0.")],
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="The folder of a saved run.")] = None,
    season: Annotated[str | None, typer.Option("--season", help="Without a folder: the season.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Without a folder: the seed.", show_default="1")] = None,
    playbook: PlaybookOption = None,
    red: RedOption = None,
    blue: BlueOption = None,
    population: PopulationOption = None,
    points: PointsOption = None,
    times: Annotated[
        bool, typer.Option("--times", help="Say where the robots' time went, in place of what happened when.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell one match of a run: who plays, what happens when, and what it scores."""
    if (folder is None) == (season is None):
        raise FgcError("replay", "expected either the folder of a saved run or --season")
    if folder is not None:
        if any(given is not None for given in (seed, playbook, red, blue, population, points)):
            own = "--seed, --playbook, --red, --blue, --population and --points"
            raise FgcError("replay", f"expected {own} with --season only: a saved run has its own")
        request = restored(folder)
        if match >= request.matches:
            raise FgcError("--match", f"expected a match of this run, 0 to {request.matches - 1:,}, found {match:,}")
    else:
        seed = 1 if seed is None else seed
        asked = run_request(season or "", 1, seed, playbook, red=red, blue=blue, population=population)
        request = repointed(asked, points)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, request.known_plans)
    told = replayed(request, match)
    if as_json:
        output.print_json(document(told))
        return
    edition = request.game.edition
    print(f"{edition.year} {edition.name}: match {match:,} of seed {request.seed}")
    print_points(request.game.rules.changed)
    print()
    _who(told)
    if times:
        _times(request, match)
    else:
        _what(told)
    _score(told, request.game.rules)


def _who(told: Replay) -> None:
    rows = [
        [
            each.station,
            each.plays or "does not show up",
            "-" if each.carries is None else each.carries,
            ", ".join(each.can) or "-",
            "-" if each.breaks_ms is None else clock(each.breaks_ms),
            each.card,
        ]
        for each in told.players
    ]
    heads = ["station", "plays", "carries", "can", "breaks down", "card"]
    output.print_table("Who plays", heads, rows, left=["station", "plays", "can", "card"])


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


def _times(request: Request, match: int) -> None:
    """Print how long each robot was at which row, waited, was done or broken down, and how far it drove."""
    robots, log, _ = runs.replay(request, match)
    game = request.game
    playing = [robot for robot in range(ROBOTS) if robots.playbook[0, robot] != NO_PLAYBOOK]
    found = TimeUse()
    found.add(game, log, playing)
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
