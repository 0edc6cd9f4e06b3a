"""`sim replay`: one match told event by event, then its score line by line."""

from typing import Annotated, Any

import typer

from analysis.formatting import number
from analysis.run.time_use import OTHERS, TimeUse
from rules.document import Card
from rules.documents import columns_of
from rules.errors import FgcError
from sim.cli import output, playing
from sim.cli.options import BlueOption, PlaybookOption, PopulationOption, RedOption
from sim.engine.story import tell
from sim.play import run as runs
from sim.play.matches import Matches
from sim.play.request import Request, restored, run_request
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.table.agents import BUZZER, ROBOTS
from sim.table.game import agent_name, marking_at_start


def replay(
    match: Annotated[int, typer.Option("--match", help="Which match of the run, counted from 0.")],
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="The folder of a saved run.")] = None,
    season: Annotated[str | None, typer.Option("--season", help="Without a folder: the season.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Without a folder: the seed.", show_default="1")] = None,
    playbook: PlaybookOption = None,
    red: RedOption = None,
    blue: BlueOption = None,
    population: PopulationOption = None,
    times: Annotated[
        bool, typer.Option("--times", help="Say where the robots' time went, in place of what happened when.")
    ] = False,
) -> None:
    """Tell one match of a run: who plays, what happens when, and what it scores."""
    if (folder is None) == (season is None):
        raise FgcError("replay", "expected either the folder of a saved run or --season")
    if folder is not None:
        if any(given is not None for given in (seed, playbook, red, blue, population)):
            own = "--seed, --playbook, --red, --blue and --population"
            raise FgcError("replay", f"expected {own} with --season only: a saved run has its own")
        request = restored(folder)
        if match >= request.matches:
            raise FgcError("--match", f"expected a match of this run, 0 to {request.matches - 1:,}, found {match:,}")
    else:
        seed = 1 if seed is None else seed
        request = run_request(season or "", 1, seed, playbook, red=red, blue=blue, population=population)
    output.say_assumed(request.game.rules)
    playing.say_skipped(request.game, request.known_plans)
    robots, log, played = runs.replay(request, match)
    edition = request.game.edition
    print(f"{edition.year} {edition.name}: match {match:,} of seed {request.seed}\n")
    _who(request, robots)
    if times:
        _times(request, robots, log)
    else:
        _what(request, robots, log)
    _score(played)


def _who(request: Request, robots: Robots) -> None:

    names, playbooks, rows = list(request.game.robots.can), request.every_playbook, []
    for robot in range(ROBOTS):
        plays = robots.playbook[0, robot]
        able = [name for name, can in zip(names, robots.able[0, robot], strict=False) if can]
        breaks = int(robots.breaks[0, robot])
        rows.append(
            [
                agent_name(robot, request.game),
                "does not show up" if plays == NO_PLAYBOOK else playbooks[plays].name,
                robots.room[0, robot] if request.game.room >= 0 else "-",
                ", ".join(able) or "-",
                clock(breaks) if breaks < BUZZER else "-",
                Card(robots.card[0, robot]).name.lower(),
            ]
        )
    heads = ["station", "plays", "carries", "can", "breaks down", "card"]
    output.print_table("Who plays", heads, rows, left=["station", "plays", "can", "card"])


def _what(request: Request, robots: Robots, log: Any) -> None:

    game = request.game
    rows = [
        [
            clock(line.ms),
            line.who,
            line.action + (f" × {line.n}" if line.n > 1 else ""),
            f"{line.took_ms / 1_000:.1f} s" if line.action else "",
            line.result,
            ", ".join(f"{name} {count}" for name, count in line.counters.items()),
        ]
        for line in tell(game, log, marking_at_start(game, robots.room[0]).tolist())
    ]
    heads = ["clock", "who", "what", "took", "result", "counters now"]
    output.print_table(
        "What happens (time since the start)", heads, rows, left=["who", "what", "result", "counters now"]
    )


def _times(request: Request, robots: Robots, log: Any) -> None:
    """Print how long each robot was at which row, waited, was done or broken down, and how far it drove."""
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
        print(f"They drove {metres:.1f} m each on average, on straight ways between the spots of what they did.\n")


def _score(played: Matches) -> None:

    entries = [[name, int(column[0])] for name, column in columns_of(played.sheet).items()]
    output.print_table("The score sheet", ["entry", "value"], entries, left=["entry"])
    season, breakdown = played.rules, played.breakdown
    rows: list[list[Any]] = [
        [name, *(number(points[0, side] / season.unit) for side in (0, 1)), season.parts[name]]
        for name, points in breakdown.parts.items()
    ]
    rows.append(["total", *breakdown.total[0].tolist(), "the alliance's score"])
    output.print_table("The score", ["part", "red", "blue", "what it is"], rows, left=["part", "what it is"])


def clock(ms: int) -> str:
    """Write a time as minutes, seconds and tenths; it is cut, not rounded, so that 2:30.0 is the buzzer alone."""
    return f"{ms // 60_000}:{ms // 1_000 % 60:02}.{ms // 100 % 10}"
