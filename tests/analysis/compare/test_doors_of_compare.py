"""`compare` and `sweep` from Python: what the commands print, from names, files and values alike."""

import dataclasses
import json
import pickle

import numpy as np
import pytest
from reading import figures_of
from team_files import written

from rules.errors import FgcError
from sim import compare, simulate, sweep
from sim.robots.dials import Choice, dial
from sim.robots.files import Station, plan_of, read_plan, read_robot
from sim.table.game import playable
from sim.table.language import Robot

GAME = playable("fgc_2022")
LATE, LOW = "collect and climb late", "climb low early"
PLAN = plan_of(GAME, LATE, "")
ASKED = {"matches": 200, "seed": 4}
OPTIONS = ("--season", "2022", "--matches", "200", "--seed", "4", "--json")
FILES = {
    "plan": f'name = "ours"\norder = {json.dumps(PLAN.order)}\n[set]\ngrip.after = [100, 6]\n',
    "robot": 'name = "robot"\n[seconds]\ngrip = 4.0\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write a plan and a robot."""
    return written(tmp_path_factory.mktemp("files"), FILES)


def as_json(found):
    """Give a finding's document as programs read it."""
    return json.loads(json.dumps(found.document()))


def test_compare_says_what_the_command_prints(sim, folder):
    """Plans by name and by file, a robot, a baseline, all of red: the document is the command's, key by key."""
    plan, robot = folder / "plan.toml", folder / "robot.toml"
    found = compare("2022", [LATE, plan], robot, baseline=plan, everybody=True, **ASKED)
    options = ("--plan", LATE, "--plan", plan, "--robot", robot, "--baseline", plan, "--all")
    told = figures_of(sim("compare", *OPTIONS, *options))
    assert as_json(found) == told
    assert list(found.document()) == list(told)
    assert (found.answer, found.best) == (told["answer"], told["best"])
    assert repr(found) == f"Compared(fgc_2022, 200 matches of each: {found.answer})"


@pytest.mark.slow
def test_compare_until_precise_says_what_the_command_prints(sim):
    """Robots with one plan, played until an interval is narrow: what that took is said too."""
    found = compare("2022", LATE, ["p10", "p90"], precision=4, matches=3_000)
    options = ("--plan", LATE, "--robot", "p10", "--robot", "p90", "--precision", "4", "--matches", "3000", "--json")
    told = figures_of(sim("compare", "--season", "2022", *options))
    assert told["precision"]["reached"]
    assert as_json(found) == told


def test_sweep_says_what_the_command_prints(sim, folder):
    """Two numbers, as a text and as values: the document is the command's, key by key in order."""
    dials = {"grip.after": "90:130:20", "store.seconds": [3, 4]}
    found = sweep("2022", folder / "plan.toml", dials, folder / "robot.toml", **ASKED)
    options = ("--plan", folder / "plan.toml", "--set", "grip.after=90:130:20", "--set", "store.seconds=3:4:1")
    told = figures_of(sim("sweep", *OPTIONS, *options, "--robot", folder / "robot.toml"))
    assert as_json(found) == told
    assert list(found.document()) == list(told)
    best = dict(zip(told["axes"], told["settings"][told["best"]]["values"], strict=True))
    assert found.best == best
    assert repr(found) == f"Swept(fgc_2022, 200 matches a setting: {found.answer})"


def test_values_are_compared_as_files_are(folder):
    """Plans and robots as values give what the files they were read from give."""
    plan, robot = read_plan(GAME, str(folder / "plan.toml")), read_robot(GAME, str(folder / "robot.toml"))
    by_value = compare("2022", [PLAN, plan], robot, baseline=plan, **ASKED)
    by_file = compare("2022", [LATE, folder / "plan.toml"], folder / "robot.toml", baseline="ours", **ASKED)
    assert as_json(by_value) == as_json(by_file)
    swept = [
        sweep("2022", each, {"grip.after": range(90, 131, 20)}, **ASKED) for each in (plan, folder / "plan.toml")
    ]
    assert as_json(swept[0]) == as_json(swept[1])


def test_a_plan_with_a_dial_turned_is_compared_as_the_sweep_has_it():
    """A value that a dial was turned of plays what the sweep's setting plays."""
    choice = Choice(GAME, PLAN)
    early = dial(choice, "grip.after").turn(choice, 90).plan.model_copy(update={"name": "early"})
    found = compare("2022", [early, PLAN], **ASKED)
    setting, *_ = sweep("2022", PLAN, {"grip.after": [90, 100]}, **ASKED).found.settings
    assert found.found.plans[0].measure.mean == setting.measure.mean


def test_what_is_compared_stands_at_red_1():
    """The mean of a plan is that of a run in which the same value stands at red 1."""
    robot = Robot(season="2022", name="quick", seconds={"grip": 2.0})
    red = (Station(robot=robot, plan=PLAN), Station(), Station())
    found = compare("2022", [PLAN, LOW], robot, **ASKED)
    assert found.found.plans[0].score.mean == simulate("2022", 200, 4, red=red).scores[:, 0].mean()


def test_values_of_equal_names_are_told_apart():
    """Two values that are called the same are numbered."""
    found = compare("2022", [PLAN, PLAN.model_copy(update={"set": {}})], **ASKED)
    names = [each.name for each in found.found.plans]
    assert names == [f"{LATE} #1", f"{LATE} #2"]


def test_findings_stay_as_they_are():
    """What was found is frozen, and its cards are counted once."""
    found = compare("2022", [LATE, LOW], matches=20)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.baseline = LOW
    assert found.cards is found.cards
    assert found.document() == found.document()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        pytest.param(lambda: compare("2022", LATE), "compare: expected two or more --plan", id="one plan"),
        pytest.param(lambda: compare("2022", [LATE, "fly"]), "--plan: expected a playbook", id="no such plan"),
        pytest.param(
            lambda: compare("2022", [LATE, LOW], baseline=PLAN.model_copy(update={"name": "other"}), matches=1),
            "--baseline: expected one of collect and climb late and climb low early, found 'other'",
            id="a baseline that is not compared",
        ),
        pytest.param(lambda: compare("2022", [LATE, LOW], precision=0), "--precision: expected", id="no precision"),
        pytest.param(lambda: compare("2022", [LATE, LOW], matches=0), "matches: expected", id="no matches"),
        pytest.param(
            lambda: compare("2022", [LATE, LOW], Robot(season="2023", name="x")), "--robot: season", id="season"
        ),
        pytest.param(lambda: sweep("2022", LATE, {}), "--set: expected it once or twice, found 0", id="no dial"),
        pytest.param(
            lambda: sweep("2022", LATE, {"grip.aftr": [1]}), "--set: grip.aftr: expected", id="no such dial"
        ),
        pytest.param(lambda: sweep("2022", LATE, {"grip.after": []}), "--set: grip.after: expected", id="no values"),
        pytest.param(lambda: sweep("2022", LATE, {"grip.after": [9, 9]}), "--set: grip.after: expected", id="equal"),
        pytest.param(lambda: sweep("2022", LATE, {"grip.after": ["a"]}), "--set: grip.after: expected", id="text"),
        pytest.param(lambda: sweep("2022", LATE, {"grip.after": 90}), "--set: grip.after: expected", id="a number"),
        pytest.param(
            lambda: sweep("2022", LATE, {"grip.after": [float("nan")]}),
            "--set: grip.after: expected",
            id="not a number",
        ),
        pytest.param(
            lambda: sweep("2022", LATE, {"grip.after": [90, 200]}), "--set: grip.after: expected", id="late"
        ),
        pytest.param(lambda: sweep("2022", LATE, {"room": [1.5, 2]}), "--set: room: expected whole", id="not whole"),
        pytest.param(
            lambda: sweep("2022", LATE, {"grip.after": [90]}, precision=1),
            "--precision: expected two",
            id="one setting",
        ),
        pytest.param(
            lambda: sweep("2022", LATE, {"grip.after": np.linspace(80, 120, 1_001)}),
            "--set: expected at most 1,000 settings",
            id="too many",
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_line(ask, said):
    """Wrong requests are refused before anything is played, in the words of the command line."""
    with pytest.raises(FgcError) as refused:
        ask()
    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)
    assert pickle.loads(pickle.dumps(refused.value)).parts == refused.value.parts
