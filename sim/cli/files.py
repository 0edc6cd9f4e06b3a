"""`sim robot`, `sim playbook`: commented files to start from."""

from typing import Annotated

import typer

from sim.cli.options import PopulationOption, SeasonOption
from sim.cli.writing import print_or_write
from sim.play.reaching import known_robot
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by

OutOption = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="Write a new file.", show_default="print it")
]


def robot(season: SeasonOption, population: PopulationOption = None, out: OutOption = None) -> None:
    """Print a robot file: the season's median robot, to be made yours (`sim robot ... --out mine.toml`)."""
    print_or_write(robot_lines(run_request(season, population=population).game), out)


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
