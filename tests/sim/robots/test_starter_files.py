"""Files to start from: of every season that is played, robot and plan go together unedited."""

import pytest
from played import PLANS_PLAYED, PLAYED

from sim.robots.files import Station, read_plan, read_robot, skipped_rows
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by


def written(path, lines):
    """Write lines as a file."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("key", "name"), PLANS_PLAYED)
def test_every_playbook_can_be_read_back(key, name, tmp_path):
    """A playbook that is written as a plan file is read back with its order and its decisions."""
    game = playable(key)
    playbook = next(each for each in game.playbooks if each.name == name)
    plan = read_plan(game, written(tmp_path / "plan.toml", plan_lines(game, playbook)))
    assert (plan.order, plan.set) == (playbook.order, playbook.set)


@pytest.mark.parametrize("key", PLAYED)
def test_starter_files_go_together(key, here, tmp_path):
    """Robot and plans are compared as they are written; what the robot cannot do is said, and no more."""
    game = playable(key)
    robot = read_robot(game, written(tmp_path / "mine.toml", robot_lines(game)))
    first, second = playbooks_by(game.model, "robot")[:2]
    file = written(tmp_path / "plan.toml", plan_lines(game, first))
    plans = ("--plan", file, "--plan", second.name)
    done = here(
        "compare",
        "--season",
        str(game.edition.year),
        *plans,
        "--robot",
        tmp_path / "mine.toml",
        "--matches",
        "40",
    )
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "cannot do what" in line]
    assert [line for line in done.stderr.splitlines() if line not in told] == (
        [f"sim: {game.rules.assumed}"] if game.rules.assumed else []
    )
    plays = (Station(robot=robot, plan=plan) for plan in (read_plan(game, file), second))
    skipping = [station for station in plays if skipped_rows(game, station)]
    assert len(told) == len(skipping)
