"""`sim robot`, `sim playbook`: commented files to start from."""

from typing import Annotated

import typer

from sim.cli.options import PopulationOption, SeasonOption
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by


def robot(season: SeasonOption, population: PopulationOption = None) -> None:
    """Print a robot file: the season's median robot, to be changed to yours (`sim robot ... > mine.toml`)."""
    print("\n".join(robot_lines(run_request(season, population=population).game)))


def playbook(
    season: SeasonOption,
    name: Annotated[
        str | None, typer.Option("--name", help="Which of the season's playbooks.", show_default="the first")
    ] = None,
) -> None:
    """Print a plan file: one of the season's playbooks, to be changed to yours (`sim playbook ... > plan.toml`)."""
    game = playable(season)
    plan = playbooks_by(game.model, "robot")[0] if name is None else plan_of(game, name, "--name")
    print("\n".join(plan_lines(game, plan)))
