"""Robots of which a share of matches is said: what is found gives it, and what cannot be is refused."""

import pytest

from rules.errors import FgcError, ModelError
from sim.play.reaching import known_robot, leading_to, share_of
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.robots.lineup import lineup
from sim.table.game import playable
from sim.table.language import Robot

GAME = playable("fgc_2022")
LATE = "collect and climb late"
HEAD = 'season = "2022"\nname = "ours"\ncan = ["climb_lo", "climb_md"]\n'


def robot_file(folder, rows, plan=LATE, more=""):
    """Write a robot file with these shares of matches."""
    path = folder / "ours.toml"
    path.write_text(f'{HEAD}{more}[reaches]\nplan = "{plan}"\nrows = {rows}\n', encoding="utf-8")
    return str(path)


def test_sixty_of_a_hundred_end_at_md(tmp_path):
    """A robot said to reach MD in 60 % of matches does so in 60 +- 2 % of 20,000 others."""
    robot = known_robot(GAME, robot_file(tmp_path, '{"climb to MD" = 0.6}'), "--robot")
    assert robot.reaches is None
    found = share_of(GAME, robot, plan_of(GAME, LATE, ""), "climb to MD", 20_000, seed=5)
    assert found == pytest.approx(0.6, abs=0.02)
    assert robot.works["climb to LO"] > 0.5  # what leads there works better too


def test_what_the_file_says_itself_stays(tmp_path):
    """A chance of one try that the file has is not moved by what builds on it."""
    path = robot_file(tmp_path, '{"climb to MD" = 0.3}', more='[works]\n"climb to LO" = 0.75\n')
    robot = known_robot(GAME, path, "--robot")
    assert robot.works["climb to LO"] == 0.75
    assert leading_to(GAME, plan_of(GAME, LATE, ""), "climb to MD") == ["climb to LO", "grip"]


@pytest.mark.parametrize(
    ("rows", "plan", "says"),
    [
        ('{"climb to MD" = 0.99}', LATE, r"climb to MD: expected at most \d+% of matches"),
        ('{"climb to MD" = 1.2}', LATE, r"reaches\.rows\.climb to MD: expected less than 1"),
        ('{"climb to MDD" = 0.5}', LATE, "climb to MDD"),
        ('{"push near" = 0.5}', LATE, "push near: expected a row of 'collect and climb late'"),
        ('{"grip" = 0.5}', "colect", "expected a playbook of the season"),
        ("{}", LATE, "expected at least one"),
    ],
)
def test_shares_that_cannot_be_are_refused(tmp_path, rows, plan, says):
    """More than the matches allow, rows that the plan has not, plans that are none: one line names them."""
    with pytest.raises(FgcError, match=says) as caught:
        known_robot(GAME, robot_file(tmp_path, rows, plan), "--robot")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_row_is_said_once(tmp_path):
    """A row has a chance of one try or a share of matches, not both."""
    path = robot_file(tmp_path, '{"grip" = 0.5}', more="[works]\ngrip = 0.9\n")
    with pytest.raises(ModelError, match="grip: expected this row here or in"):
        known_robot(GAME, path, "--robot")


@pytest.mark.slow
def test_line_ups_find_it_too_and_nothing_plays_without(tmp_path):
    """A line-up's robot plays with the chance that was found; one that was not looked for does not play at all."""
    robot_file(tmp_path, '{"grip" = 0.5}')
    red = tmp_path / "red.toml"
    red.write_text(f'season = "2022"\nrobots = ["ours.toml", "draw", "draw"]\nplans = ["{LATE}", "draw", "draw"]\n')
    request = run_request("2022", red=red)
    assert request.stations[0].robot.reaches is None
    assert request.stations[0].robot.works["grip"] < 0.9
    unknown = Robot(season="fgc_2022", name="ours", reaches={"plan": LATE, "rows": {"grip": 0.5}})
    with pytest.raises(ModelError, match="expected its chances found before it plays"):
        lineup(GAME, GAME.playbooks, (request.stations[0].model_copy(update={"robot": unknown}),))
