"""Starter files with something left out: each is completed, refused in one line, or says what never happens."""

import pytest
from played import PLAYED

from analysis.run.cards import card
from rules.errors import FgcError
from sim.play.request import run_request
from sim.robots.files import read_plan, read_robot, skipped_rows
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by

MATCHES = 40
every_season = pytest.mark.parametrize("key", PLAYED)


def written(path, lines):
    """Write lines to a file."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def told(key, robot, plan):
    """Play a robot with a plan at red 1 and say which rows it skips, and which it never started."""
    game = playable(key)
    request = run_request(key, MATCHES)
    station = request.stations[0].model_copy(update={"robot": read_robot(game, robot), "plan": read_plan(game, plan)})
    request = type(request)(**{**vars(request), "stations": (station, *request.stations[1:])})
    found = card(request, 0)
    skipped = skipped_rows(game, station)
    assert {*found.rows, *found.never} == set(station.plan.order)
    assert set(skipped) <= set(found.never)
    return found


@every_season
def test_without_one_row_after_another(key, tmp_path):
    """Every row of the plan left out in turn: the file is read and played, and rows that never happen are named."""
    game = playable(key)
    robot = written(tmp_path / "robot.toml", robot_lines(game))
    plan = playbooks_by(game.model, "robot")[0]
    for row in plan.order:
        order = tuple(name for name in plan.order if name != row)
        decided = {name: each for name, each in plan.set.items() if name != row}
        shorter = plan.model_copy(update={"order": order, "set": decided})
        found = told(key, robot, written(tmp_path / "plan.toml", plan_lines(game, shorter)))
        assert row not in (*found.rows, *found.never)


@every_season
def test_without_one_ability_after_another(key, tmp_path):
    """Every ability of a robot that can do all left out in turn: it is completed, or what it cannot do is named."""
    game = playable(key)
    plan = written(tmp_path / "plan.toml", plan_lines(game, playbooks_by(game.model, "robot")[0]))
    for gone in game.robots.can:
        can = [name for name in game.robots.can if name != gone]
        lines = [f"can = {can}" if line.startswith("can = ") else line for line in robot_lines(game)]
        robot = written(tmp_path / "robot.toml", lines)
        added = read_robot(game, robot).added
        rows = {row.name for row in game.actions if row.can == gone}
        assert added == (gone,) or not rows & set(told(key, robot, plan).rows)


@every_season
def test_with_an_ability_that_there_is_not(key, tmp_path):
    """A misspelt ability, and one of another season, are refused in one line."""
    game = playable(key)
    for wrong in ("climbing_very_high", f"{next(iter(game.robots.can))}_"):
        lines = [f'can = ["{wrong}"]' if line.startswith("can = ") else line for line in robot_lines(game)]
        with pytest.raises(FgcError, match=wrong) as caught:
            read_robot(game, written(tmp_path / "robot.toml", lines))
        assert "\n" not in str(caught.value)
