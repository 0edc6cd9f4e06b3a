"""Plans, robots and line-ups as values: they play what files that say the same play, and are checked like them."""

import numpy as np
import pytest
from team_files import written

from rules.errors import FgcError
from sim import load, simulate
from sim.robots.files import DRAWN, Station, plan_of, read_plan, read_robot, read_side, robot_of
from sim.table.game import playable
from sim.table.language import Reaches, Robot

GAME = playable("fgc_2022")
LATE = plan_of(GAME, "collect and climb late", "")
HUMAN = LATE.model_copy(update={"by": "human"})
FILES = {
    "plan": 'name = "early"\norder = ["climb to LO", "grip", "collect near", "store"]\n[set]\ngrip.after = [90, 4]\n',
    "robot": 'name = "ours"\ncan = ["climb_md"]\n[seconds]\ngrip = 4.0\n[works]\nstore = 0.9\n',
    "red": 'robots = ["robot.toml", "p90", "draw"]\nplans = ["plan.toml", "draw", "collect all match"]\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write a plan, a robot and a line-up of them."""
    return written(tmp_path_factory.mktemp("files"), FILES)


def test_a_line_up_of_values_plays_what_its_file_plays(folder):
    """Three stations as values give the matches of the file that says the same, on either side."""
    stations = read_side(GAME, str(folder / "red.toml"))
    by_file = simulate("2022", 100, blue=folder / "red.toml")
    assert np.array_equal(simulate("2022", 100, blue=stations).scores, by_file.scores)
    assert (by_file.scores != simulate("2022", 100).scores).any()


def test_a_plan_as_a_value_is_played_by_everybody(folder):
    """`playbook` may be a value: what its file gives, or what its name gives."""
    by_file = simulate("2022", 50, playbook=folder / "plan.toml").scores
    assert np.array_equal(simulate("2022", 50, playbook=read_plan(GAME, str(folder / "plan.toml"))).scores, by_file)
    assert np.array_equal(simulate("2022", 50, playbook=LATE).scores, simulate("2022", 50, playbook=LATE.name).scores)


def test_a_run_of_values_is_saved_and_read_back(tmp_path):
    """What stood at the stations as values is in the saved run, which is read back whole."""
    red = (Station(robot=robot_of(GAME, "p90", ""), plan=LATE), DRAWN, DRAWN)
    run = simulate("2022", 20, red=red, out=tmp_path / "run")
    frame = load(tmp_path / "run").frame(robots=True)
    assert frame.equals(run.frame(robots=True))
    assert set(frame["red1.robot"]) == {"p90"}


def test_a_robot_as_a_value_can_do_what_its_abilities_build_on(folder):
    """A value is completed as a file is: who climbs to MD has come to LO."""
    by_file = read_robot(GAME, str(folder / "robot.toml"))
    value = Robot(season="2022", name="ours", can=("climb_md",), seconds={"grip": 4.0}, works={"store": 0.9})
    assert robot_of(GAME, value, "") == by_file
    assert by_file.added == ("climb_lo",)


def with_robot(**changes):
    """Give a line-up whose first robot is wrong."""
    robot = Robot(season="2022", name="ours").model_copy(update=changes)
    return {"red": (Station(robot=robot), DRAWN, DRAWN)}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"red": (DRAWN, DRAWN)}, "red: expected a line-up file, or 3 of Station", id="two stations"),
        pytest.param({"blue": [LATE] * 3}, "blue: expected a line-up file, or 3 of Station", id="plans, no stations"),
        pytest.param({"red": LATE}, "red: expected a line-up file, or 3 of Station", id="one plan"),
        pytest.param(with_robot(season="2023"), "red: season: expected 2022", id="a robot of another season"),
        pytest.param(
            with_robot(can=("fly",)), "red: ours: can: expected the name of an ability", id="an unknown ability"
        ),
        pytest.param(
            with_robot(reaches=Reaches(plan=LATE.name, rows={"store": 0.5, "fly": 0.5})),
            "red: [reaches]: fly: expected the name of a row",
            id="an unknown row that it reaches",
        ),
        pytest.param(with_robot(no_show=2.0), "red: ours: no_show: expected less than", id="a share above 1"),
        pytest.param(
            {"playbook": LATE.model_copy(update={"order": ("fly",)})},
            "--playbook: collect and climb late: order: expected the name of a robot row",
            id="an unknown row",
        ),
        pytest.param(
            {"playbook": LATE.model_copy(update={"order": 3})},
            "--playbook: collect and climb late: order: expected",
            id="no order",
        ),
        pytest.param({"playbook": HUMAN}, f"--playbook: {HUMAN.name}: expected a plan of robots", id="a human's"),
    ],
)
def test_values_are_checked_as_files_are(asked, said):
    """What no file could say no value says: also what was changed on a copy, which nobody has checked."""
    with pytest.raises(FgcError) as refused:
        simulate("2022", 1, **asked)
    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 300
