"""`sim replay`: one match told event by event, then its score line by line."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
from sim.cli.options import BlueOption, PlaybookOption, PopulationOption, RedOption

if TYPE_CHECKING:
    from sim.play.request import Settings
    from sim.play.run import Run
    from sim.robots.drawn import Robots


def add_to(app: typer.Typer) -> None:
    """Give the app the verb of this file."""
    app.command("replay")(replay)


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
    from rules.errors import FgcError
    from sim.play import run as runs
    from sim.play.request import prepared, restored

    if (folder is None) == (season is None):
        raise FgcError("replay", "expected either the folder of a saved run or --season")
    if folder is not None:
        if any(given is not None for given in (seed, playbook, red, blue, population)):
            own = "--seed, --playbook, --red, --blue and --population"
            raise FgcError("replay", f"expected {own} with --season only: a saved run has its own")
        settings = restored(folder)
        if match >= settings.manifest.matches:
            raise FgcError(
                "--match", f"expected a match of this run, 0 to {settings.manifest.matches - 1:,}, found {match:,}"
            )
    else:
        seed = 1 if seed is None else seed
        settings = prepared(season or "", 1, seed, playbook, red=red, blue=blue, population=population)
    output.say_assumed(settings.tables.season)
    output.say_skipped(settings.tables, settings.stations)
    robots, log, played = runs.replay(settings, match)
    edition = settings.tables.seed.season
    print(f"{edition.year} {edition.name}: match {match:,} of seed {settings.manifest.seed}\n")
    _who(settings, robots)
    if times:
        _times(settings, robots, log)
    else:
        _what(settings, robots, log)
    _score(played)


def _who(settings: "Settings", robots: "Robots") -> None:
    from rules.document import Card
    from sim.robots.drawn import NO_PLAYBOOK
    from sim.robots.lineup import all_playbooks
    from sim.table.arrays import BUZZER, ROBOTS, agent_name

    population = settings.tables.seed.robots
    names = list(population.can) if population else []
    manifest, rows = settings.manifest, []
    playbooks = all_playbooks(manifest.playbooks, manifest.plans or ())
    for robot in range(ROBOTS):
        plays = robots.playbook[0, robot]
        able = [name for name, can in zip(names, robots.able[0, robot], strict=False) if can]
        breaks = int(robots.breaks[0, robot])
        rows.append(
            [
                agent_name(robot, settings.tables),
                "does not show up" if plays == NO_PLAYBOOK else playbooks[plays].name,
                robots.room[0, robot] if settings.tables.room >= 0 else "-",
                ", ".join(able) or "-",
                clock(breaks) if breaks < BUZZER else "-",
                Card(robots.card[0, robot]).name.lower(),
            ]
        )
    heads = ["station", "plays", "carries", "can", "breaks down", "card"]
    output.print_table("Who plays", heads, rows, left=["station", "plays", "can", "card"])


def _what(settings: "Settings", robots: "Robots", log: Any) -> None:
    from sim.engine.story import tell
    from sim.table.arrays import marking_at_start

    tables = settings.tables
    rows = [
        [
            clock(line.ms),
            line.who,
            line.action + (f" × {line.n}" if line.n > 1 else ""),
            f"{line.took_ms / 1_000:.1f} s" if line.action else "",
            line.result,
            ", ".join(f"{name} {count}" for name, count in line.counters.items()),
        ]
        for line in tell(tables, log, marking_at_start(tables, robots.room[0]).tolist())
    ]
    heads = ["clock", "who", "what", "took", "result", "counters now"]
    output.print_table(
        "What happens (time since the start)", heads, rows, left=["who", "what", "result", "counters now"]
    )


def _times(settings: "Settings", robots: "Robots", log: Any) -> None:
    """Print how long each robot was at which row, waited, was done or broken down, and how far it drove."""
    from analysis.run.time_use import OTHERS, TimeUse
    from sim.robots.drawn import NO_PLAYBOOK
    from sim.table.arrays import ROBOTS, agent_name

    tables = settings.tables
    playing = [robot for robot in range(ROBOTS) if robots.playbook[0, robot] != NO_PLAYBOOK]
    found = TimeUse()
    found.add(tables, log, playing)
    done = [row.name for row in tables.actions if row.name in found.seconds]
    rows = [
        [name, *(f"{spent:.1f}" if spent else "-" for spent in found.seconds[name])]
        for name in (*done, *(name for name in OTHERS if name in found.seconds))
    ]
    heads = ["seconds", *(agent_name(robot, tables) for robot in range(ROBOTS))]
    output.print_table("Where the robots' 150 seconds went", heads, rows, left=["seconds"])
    if tables.seed.field is not None and playing:
        metres = found.metres / len(playing)
        print(f"They drove {metres:.1f} m each on average, on straight ways between the spots of what they did.\n")


def _score(played: "Run") -> None:
    from analysis.formatting import number
    from rules.documents import columns_of

    entries = [[name, int(column[0])] for name, column in columns_of(played.sheet).items()]
    output.print_table("The score sheet", ["entry", "value"], entries, left=["entry"])
    season, breakdown = played.settings.tables.season, played.breakdown
    rows: list[list[Any]] = [
        [name, *(number(points[0, side] / season.unit) for side in (0, 1)), season.parts[name]]
        for name, points in breakdown.parts.items()
    ]
    rows.append(["total", *breakdown.total[0].tolist(), "the alliance's score"])
    output.print_table("The score", ["part", "red", "blue", "what it is"], rows, left=["part", "what it is"])


def clock(ms: int) -> str:
    """Write a time as minutes, seconds and tenths; it is cut, not rounded, so that 2:30.0 is the buzzer alone."""
    return f"{ms // 60_000}:{ms // 1_000 % 60:02}.{ms // 100 % 10}"
