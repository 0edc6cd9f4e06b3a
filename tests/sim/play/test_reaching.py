"""Robots of which a share of matches is said: what is found gives it, and what cannot be is refused."""

import pytest

from rules.errors import FgcError, ModelError
from sim.play.reaching import known_robot, leading_to, shares_of
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.robots.lineup import lineup
from sim.table.game import playable
from sim.table.language import Robot

GAME = playable("fgc_2022")
LATE = "collect and climb late"
SHORT = ("grip", "store", "leave store", "collect near", "collect far", "drive to store")
HEAD = 'season = "2022"\nname = "ours"\ncan = ["climb_lo", "climb_md"]\n'


def robot_file(folder, rows, plan=LATE, more=""):
    """Write a robot file with these shares of matches."""
    path = folder / "ours.toml"
    path.write_text(f'{HEAD}{more}[reaches]\nplan = "{plan}"\nrows = {rows}\n', encoding="utf-8")
    return str(path)


@pytest.mark.slow
def test_sixty_of_a_hundred_end_at_md(tmp_path):
    """A robot said to reach MD in 60 % of matches does so in 60 +- 2 % of 20,000 others."""
    robot = known_robot(GAME, robot_file(tmp_path, '{"climb to MD" = 0.6}'), "--robot")
    assert robot.reaches is None
    found = shares_of(GAME, robot, plan_of(GAME, LATE, ""), ["climb to MD"], 20_000, seed=5)
    assert found == pytest.approx(0.6, abs=0.02)
    assert robot.works["climb to LO"] > 0.5  # what leads there works better too
    assert set(robot.found) == {"climb to MD", "climb to LO", "grip"}
    assert robot.found.items() <= robot.works.items()


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [
        {"climb to HI": 0.2, "climb to MD": 0.4, "climb to LO": 0.7},
        {"climb to MD": 0.3, "grip": 0.75, "collect near": 0.8},
        {"climb to LO": 0.1, "climb to MD": 0.05},
    ],
)
def test_several_rows_hold_at_once(tmp_path, wanted):
    """Whatever their order, all the shares that a file says hold in 20,000 other matches, within 2 points."""
    plan = tmp_path / "late.toml"
    order = ", ".join(f'"{row}"' for row in ("climb to HI", "climb to MD", "climb to LO", *SHORT))
    plan.write_text(f'season = "2022"\nname = "late"\norder = [{order}]\nset = {{grip = {{after = [120, 6]}}}}\n')
    rows = ", ".join(f'"{row}" = {share}' for row, share in wanted.items())
    able = HEAD.replace('"climb_md"', '"climb_md", "climb_hi"')
    path = tmp_path / "ours.toml"
    path.write_text(f'{able}[reaches]\nplan = "late.toml"\nrows = {{{rows}}}\n', encoding="utf-8")
    robot = known_robot(GAME, str(path), "--robot")
    found = shares_of(GAME, robot, plan_of(GAME, str(plan), ""), [*wanted], 20_000, seed=5)
    assert found == pytest.approx([*wanted.values()], abs=0.02)


def test_what_leads_to_a_row_is_read_from_the_plan():
    """Who climbs to MD has come to LO, and gripped before that."""
    assert leading_to(GAME, plan_of(GAME, LATE, ""), "climb to MD") == ["climb to LO", "grip"]


@pytest.mark.slow
def test_what_the_file_says_itself_stays(tmp_path):
    """A chance of one try that the file has is not moved by what builds on it."""
    path = robot_file(tmp_path, '{"climb to MD" = 0.3}', more='[works]\n"climb to LO" = 0.75\n')
    robot = known_robot(GAME, path, "--robot")
    assert robot.works["climb to LO"] == 0.75


@pytest.mark.parametrize(
    ("rows", "plan", "says"),
    [
        pytest.param(
            '{"climb to MD" = 0.99}', LATE, r"climb to MD: expected at most \d+% of matches", marks=pytest.mark.slow
        ),
        pytest.param(
            '{"climb to MD" = 0.5, "climb to LO" = 0.4}',
            LATE,
            r"climb to MD: expected at most (39|40)% of matches with the other rows as said",
            marks=pytest.mark.slow,
        ),
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


@pytest.mark.slow
def test_fewer_than_what_the_file_says_itself_gives_is_refused(tmp_path):
    """Where every try works by the file's own word, and so does what leads there, a small share is refused."""
    path = robot_file(tmp_path, '{"climb to MD" = 0.5, "climb to LO" = 0.9}', more="[works]\ngrip = 0.3\n")
    with pytest.raises(ModelError, match="climb to LO: expected at most"):
        known_robot(GAME, path, "--robot")


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
