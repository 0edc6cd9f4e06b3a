"""`sim robot`, `sim playbook`: commented files to start from."""

from typing import Annotated

import typer

from rules.errors import FgcError
from sim.cli import output
from sim.cli.options import PopulationOption, SeasonOption
from sim.cli.writing import print_or_write
from sim.play.reaching import known_robot
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.robots.starters import plan_lines, robot_lines
from sim.robots.stopwatch import timed
from sim.robots.timed_file import notes, timed_lines
from sim.robots.times_file import form_lines, read_times
from sim.table.game import playable, playbooks_by

OutOption = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="Write a new file.", show_default="print it")
]


def robot(
    season: SeasonOption,
    population: PopulationOption = None,
    times: Annotated[
        str | None,
        typer.Option(
            "--times", metavar="CSV", help="A stopwatch's tries: a table with row, seconds, worked (yes or no)."
        ),
    ] = None,
    times_form: Annotated[
        bool, typer.Option("--times-form", help="Print the empty table for --times instead, six lines a row.")
    ] = False,
    out: OutOption = None,
) -> None:
    """Print a robot file: the season's median robot, or yours by a stopwatch (`sim robot ... --out mine.toml`)."""
    game = run_request(season, population=population).game
    if times_form and times is not None:
        raise FgcError("--times-form", "expected it without --times: it prints the table that --times reads")
    if times_form:
        print_or_write(form_lines(game), out)
    elif times is None:
        print_or_write(robot_lines(game), out)
    else:
        found = timed(game, read_times(game, times))
        print_or_write(timed_lines(game, found), out)
        for note in notes(game, found):
            output.note(note)


def playbook(
    season: SeasonOption,
    name: Annotated[
        str | None, typer.Option("--name", help="Which of the season's playbooks.", show_default="the first")
    ] = None,
    robot: Annotated[
        str | None, typer.Option("--robot", metavar="FILE|p50", help="Leave out what this robot cannot do.")
    ] = None,
    out: OutOption = None,
) -> None:
    """Print a plan file: one of the season's playbooks, to be made yours (`sim playbook ... --out plan.toml`)."""
    game = playable(season)
    plan = playbooks_by(game.model, "robot")[0] if name is None else plan_of(game, name, "--name")
    print_or_write(plan_lines(game, plan, None if robot is None else known_robot(game, robot, "--robot")), out)
