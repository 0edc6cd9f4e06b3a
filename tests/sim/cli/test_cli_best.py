"""`sim best` on the real process: which of many is chosen, how sure that is, and what it took."""

import json

import pytest
from reading import figures_of, lines_of

from analysis.compare.choosing import candidates_of
from analysis.compare.matchups import measured, request_of
from sim import best
from sim.cli import app
from sim.play.request import run_request
from sim.table.game import playable, playbooks_by

GAME = playable("fgc_2022")
NAMES = [each.name for each in playbooks_by(GAME.model, "robot")]
PLANS = [arg for name in NAMES for arg in ("--plan", name)]
BEST = ("best", "--season", "2022", *PLANS, "--seed", "3", "--quick")


@pytest.fixture(scope="module")
def document(sim):
    """Choose from all plans of a season."""
    return figures_of(sim(*BEST, "--json"))


def test_the_json_document(document):
    """It says what was chosen and what of, by how many matches each, and what an equal split would have taken."""
    assert {"season": "fgc_2022", "measure": "alliance score", "confidence": 0.95, "indifference": 1.0}.items() <= (
        document.items()
    )
    candidates = {each["name"]: each for each in document["candidates"]}
    assert list(candidates) == NAMES
    assert document["reached"]
    assert candidates[document["best"]]["dropped_at"] is None
    assert document["matches"] == sum(each["matches"] for each in candidates.values())
    for each in candidates.values():
        assert set(each) == {"name", "matches", "mean", "error", "to_best", "dropped_at"}
        assert each["dropped_at"] in (None, each["matches"])
    split = document["equal_split"]
    assert document["matches"] <= split["matches"] == len(NAMES) * split["each"]
    assert document["matches"] < split["unpaired"] / 4


def test_the_value_is_told_by_fresh_matches(document):
    """The chosen plan's value is of matches that come after those that it was chosen by."""
    most, fresh = max(each["matches"] for each in document["candidates"]), document["fresh"]
    assert fresh["matches"] == max(most, 10_000)
    variant = candidates_of(GAME, [document["best"], NAMES[-1]], [])[0]
    asked = request_of(run_request("fgc_2022", seed=3), variant, (0,))
    assert fresh["mean"] == pytest.approx(measured(asked, range(most, most + fresh["matches"])).mean())


def test_the_answer_comes_first(document, sim):
    """A sentence names the choice, what it may lose, how sure that is, and what it took; then its value."""
    lines = lines_of(sim(*BEST, "--jobs", "1"))
    split = document["equal_split"]["matches"]
    assert lines[0] == document["answer"]
    assert lines[0].startswith(f"{document['best']} is the best, or within 1 point of the best, as sure as 95 %. ")
    assert [each["dropped_at"] for each in document["candidates"]].count(None) > 1
    assert lines[0].endswith(f" {document['matches']:,} in all; an equal split would have taken {split:,}.")
    assert lines[1].startswith("Its value, told by 10,000 other matches: ")
    (row,) = [line for line in lines if line.startswith(f"1 {document['best']} ")]
    assert row.endswith("the choice")


def test_one_that_is_left_alone_is_the_best():
    """Where all others are surely worse, nothing is said of what is close to the best."""
    found = best("fgc_2022", ["collect and climb late", "collect all match"], seed=3, quick=True)
    assert found.answer.startswith("collect and climb late is the best, as sure as 95 %. 512 matches each at most, ")
    assert [each.name for each in found.left] == [found.best]


def test_ranking_points_have_an_indifference_of_their_own():
    """A season that ranks by ranking points asks for a hundredth of a win, of two points, where nobody says."""
    game = playable("fgc_2018")
    names = [each.name for each in playbooks_by(game.model, "robot")]
    found = best("fgc_2018", names[:3], matches=600, quick=True)
    assert (found.measure, found.indifference) == ("ranking points", 0.02)


def test_the_door_finds_the_same(document):
    """`sim.best` gives what the command prints, whatever the number of jobs."""
    found = best("fgc_2022", NAMES, seed=3, jobs=1, quick=True)
    assert json.loads(json.dumps(found.document())) == document
    assert document["best"] in repr(found)


def test_plans_and_robots_are_combined(capsys):
    """Each robot plays each plan; too few matches are told to be too few."""
    robots = ("--robot", "p50", "--robot", "p90")
    app(["best", "--season", "2022", *PLANS[:4], *robots, "--matches", "40", "--quick"], standalone_mode=False)
    out = capsys.readouterr().out
    assert out.startswith("Not sure yet: ")
    for name in NAMES[:2]:
        for robot in ("p50", "p90"):
            assert f"{name} with {robot}" in out


@pytest.mark.slow
def test_a_grid_of_numbers_is_chosen_from(sim):
    """One plan at the values of two numbers: each is a candidate by what it is set to; the door finds the same."""
    grid = ("--set", "grip.after=60:120:30", "--set", "room=2:4:2", "--robot", "p90", "--matches", "600")
    told = figures_of(sim("best", "--season", "2022", "--plan", NAMES[0], *grid, "--json"))
    assert [each["name"] for each in told["candidates"]] == [
        f"grip.after = {after}, room = {room}" for after in (60, 90, 120) for room in (2, 4)
    ]
    assert told["best"].endswith("room = 4")
    dials = {"grip.after": [60, 90, 120], "room": "2:4:2"}
    assert json.loads(json.dumps(best("2022", NAMES[0], "p90", dials=dials, matches=600).document())) == told


@pytest.mark.slow
def test_other_point_values_decide_otherwise():
    """Where a place on the bar is worth nothing nobody should climb; by the official values one should."""
    chosen = [
        best("2022", ["climb together early", "collect all match"], "p90", points=points, matches=2_000)
        for points in (None, {"storage": 0})
    ]
    assert [each.best for each in chosen] == ["climb together early", "collect all match"]
    assert [each.document()["points"] for each in chosen] == [{}, {"storage": 0}]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (PLANS[:2], "best: expected 2 to 50 candidates, each --plan with each --robot, found 1"),
        ([], "best: expected 2 to 50 candidates, each --plan with each --robot, found 0"),
        (PLANS[:4] * 26, "best: expected 2 to 50 candidates, each --plan with each --robot, found 52"),
        (
            [*PLANS, "--set", "grip.after=60:120:30"],
            "--set: expected one --plan and at most one --robot beside it, found",
        ),
        (
            ["--set", "grip.after=60:120:30"],
            "--set: expected one --plan and at most one --robot beside it, found 0 and 0",
        ),
        ([*PLANS[:2], "--set", "grip.after=60:120:1"], "--set: expected 2 to 50 settings to choose from, found 61"),
        ([*PLANS[:2], "--set", "grip.after=60:60:1"], "--set: expected 2 to 50 settings to choose from, found 1"),
        (
            [*PLANS[:2], "--set", "robots.pace=0:1:1"],
            "--set: robots.pace: expected a number of the plan or the robot",
        ),
        (
            [*PLANS[:2], "--set", "grip.aftr=60:70:1"],
            "--set: grip.aftr: expected the name of a number that can be turned",
        ),
        ([*PLANS, "--points", "nothing=1"], "--points: "),
        ([*PLANS, "--indifference", "0"], "--indifference: expected a number above 0, found 0"),
        ([*PLANS, "--indifference", "nan"], "--indifference: expected a number above 0, found nan"),
        ([*PLANS, "--confidence", "95"], "--confidence: expected a share from 0.5 to 0.9999, 0.95 say, found 95"),
        ([*PLANS, "--matches", "1"], "--matches: expected two or more, which tell an error, found 1"),
        (
            [*PLANS, "--plan", "none"],
            "--plan: expected a playbook of the season or a plan file (.toml), found 'none'",
        ),
    ],
)
def test_what_cannot_be_is_said(here, args, said):
    """What cannot be is one line and exit 2."""
    done = here("best", "--season", "2022", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_choice_is_tried_in_other_models(here):
    """Without --quick it is said in how many models the choice holds, and against whom, for people and programs."""
    options = ("best", "--season", "2022", *PLANS[:6], "--matches", "60", "--indifference", "20")
    found = figures_of(here(*options, "--json"))
    assert found["models"]["models"] == 20
    assert found["models"]["within"] in (0, 20)
    assert found["in_models"] in lines_of(here(*options))
