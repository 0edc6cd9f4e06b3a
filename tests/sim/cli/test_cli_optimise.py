"""`sim optimise` on the real process: a plan for a robot, what it does otherwise, what it gains, and its file."""

import dataclasses
import json

import pytest
from reading import said, words
from team_files import written

from analysis.compare.optimise import improved_name, tried_in_models
from rules.errors import FgcError
from sim import compare, optimise
from sim.robots.files import plan_of, read_plan
from sim.table.game import playable, playbooks_by
from sim.table.language import Robot
from sim.table.models import models_of

GAME = playable("fgc_2026")
ASKED = ("optimise", "--season", "2026", "--robot", "p90", "--budget", "30000", "--seed", "3", "--quick")
FILES = {
    "helpless": 'name = "helpless"\ncan = []\n',
    "grip": 'name = "grip"\norder = ["grip"]\n',
    "bad": 'name = "bad"\norder = ["climb to LO", "grip", "collect near", "drive to store", "store", "leave store"]\n'
    "set.grip.after = [20, 3]\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write a robot and two plans."""
    return written(tmp_path_factory.mktemp("files"), FILES)


@pytest.fixture(scope="module")
def found():
    """Search a plan for a strong robot."""
    return optimise("2026", "p90", budget=30_000, seed=3, jobs=1, quick=True)


@pytest.fixture(scope="module")
def done(sim, tmp_path_factory):
    """Do the same on the command line, with two workers, and write the plan."""
    file = tmp_path_factory.mktemp("out") / "found.toml"
    return sim(*ASKED, "--out", file, "--json", "--jobs", "2"), file


def test_a_strong_robot_gets_a_better_plan(found):
    """The gain is told by matches that come after all of the search, within the budget."""
    (pair,) = found.comparison.pairs
    assert found.is_better
    assert pair.difference.low > 5
    assert found.changes
    assert found.comparison.matches == 10_000
    assert found.result.matches + 20_000 == found.matches <= 30_000
    fresh = compare(
        "2026", [found.found, found.start], "p90", matches=found.result.fresh + 10_000, seed=3, quick=True
    )
    assert fresh.found.pairs[0].difference.mean == pytest.approx(pair.difference.mean, abs=6 * pair.difference.error)


@pytest.mark.slow
def test_the_gain_is_tried_in_other_models(found):
    """It is replayed in every model of the season; where nothing better was found there is nothing to try."""
    tried = tried_in_models(dataclasses.replace(found, quick=False))
    assert tried.models.models == len(models_of(GAME))
    assert tried.models.best == found.found.name
    assert tried.in_models.startswith("This holds in ")
    assert tried.document()["models"]["holds"] == tried.models.holds
    assert found.in_models == "Not tried in other models of the season: --quick leaves that out."


@pytest.mark.slow
def test_the_command_finds_what_the_door_finds(found, done):
    """The document is the door's, whatever the number of workers; the same seed finds the same plan."""
    told = json.loads(done[0].stdout)
    assert told.pop("report")["verb"] == "optimise"
    assert json.loads(json.dumps(found.document())) == told
    assert repr(found) == f"Optimised(fgc_2026, {found.matches:,} matches: {found.answer})"


def test_the_plan_that_is_written_plays_the_same(found, done):
    """The file is read back unedited, to the same order and decisions; compare takes it as it is."""
    process, file = done
    assert process.stderr == f"sim: written to {file}\n"
    plan = read_plan(GAME, str(file))
    assert (plan.name, plan.order, plan.set) == (found.plan.name, found.plan.order, found.plan.set)
    told = compare("2026", [file, found.start], "p90", matches=200, quick=True).found
    assert told == compare("2026", [found.plan, found.start], "p90", matches=200, quick=True).found


def test_a_plan_is_written_with_what_it_does_otherwise(found, done):
    """A comment of the file says where the plan comes from."""
    (line,) = [line for line in done[1].read_text(encoding="utf-8").splitlines() if "sim optimise" in line]
    assert line == f"# by sim optimise, from {found.start.name}: {'; '.join(found.changes)}"


def test_who_cannot_climb_gets_a_plan_without(folder):
    """Rows that ask for an ability that the robot lacks are in no plan that is tried; what was left out is said."""
    found = optimise("2022", folder / "helpless.toml", budget=30_000)
    climbs = {row.name for row in playable("2022").actions if row.can is not None}
    for plan in (found.start, found.found, found.plan):
        assert climbs.isdisjoint(plan.order)
    assert set(found.skipped) <= climbs
    assert "climb to LO" in found.skipped


@pytest.mark.slow
def test_a_plan_of_ones_own_is_improved(sim, folder):
    """A robot that hangs on the bar from 20 s on should collect for longer; the answer comes first, in sentences."""
    options = ("--robot", "p50", "--from", folder / "bad.toml", "--budget", "30000", "--quick")
    lines = words(said(sim("optimise", "--season", "2022", *options)))
    assert lines[0].startswith("bad, improved is better than bad by ")
    assert lines[1] == "What it does otherwise:"
    (change,) = [line.removeprefix("- ") for line in lines if line.startswith(("- does grip ", "- leaves out grip"))]
    assert change.endswith(" s on, not from 20 s") or change.startswith("leaves out grip")
    assert any(line.endswith(" tell the gain and had no part in the search.") for line in lines)
    assert any(line.startswith("The order of bad, improved: ") for line in lines)


def test_where_nothing_better_is_found_the_plan_is_kept():
    """A plan of one row that cannot be bettered in so few matches stays, and that is said."""
    one = plan_of(GAME, playbooks_by(GAME.model, "robot")[0], "").model_copy(update={"order": ("herd",), "set": {}})
    idle = Robot(season="2026", name="idle", no_show=1.0)
    found = optimise("2026", idle, one, budget=30_000)
    assert (found.is_better, found.plan) == (False, found.start)
    assert found.answer == f"No better plan was found than {one.name}."
    assert "# by sim optimise" in "\n".join(found.lines())


def test_what_is_ahead_but_no_surer_than_luck_is_given_and_said():
    """A small gain that fresh matches do not tell is no verdict; the plan is given, and its file says so too."""
    found = optimise("2022", "p50", budget=30_000, seed=2, quick=True)
    (pair,) = found.comparison.pairs
    assert 0 < pair.difference.mean < 3 * pair.difference.error
    assert (found.is_better, found.plan) == (False, found.found)
    assert found.answer.startswith(f"No plan was found that is surely better than {found.start.name}. ")
    assert "no surer than luck. It is the plan that is given all the same" in found.answer
    assert "(no surer than luck)" in "\n".join(found.lines())
    assert not found.in_models


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("plan", "plan, improved"),
        ("plan, improved", "plan, improved 2"),
        ("plan, improved 2", "plan, improved 3"),
        ("x" * 60, f"{'x' * 45}, improved"),
        (f"{'x' * 45}, improved 9", f"{'x' * 45}, improved 10"),
    ],
)
def test_names_go_on(name, then):
    """What is found from a plan that was found has a name of its own, and one that a file may have."""
    assert improved_name(name) == then
    assert len(then) <= 60


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "--robot: expected a value, found none; `sim optimise --help` says which"),
        (("--robot", "p50", "--budget", "29999"), "--budget: expected a whole number from 30000 to 1,000,000,000"),
        (("--robot", "p50", "--budget", "many"), "--budget: expected a whole number in digits, 1000 say"),
        (("--robot", "p50", "--from", "none"), "--from: expected a playbook of the season or a plan file (.toml)"),
        (("--robot", "none.toml"), "none.toml: expected a readable robot file: No such file or directory"),
        (("--robot", "draw"), "--robot: expected a robot file (.toml), or p1 to p99 of the population, found 'draw'"),
        (("--robot", "p50", "--points", "storage"), "--points: expected NAME=VALUE, or a file (.toml)"),
        (("--robot", "p50", "--out", "nowhere/x.toml"), "expected a file in a folder that can be written to"),
    ],
)
def test_what_cannot_be_is_said(here, args, told):
    """What cannot be is one line and exit 2, before anything is played."""
    done = here("optimise", "--season", "2022", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_robot_that_can_do_nothing_of_a_plan_is_refused(folder):
    """A plan of which a robot can start nothing is no start."""
    only = read_plan(playable("2022"), str(folder / "grip.toml")).model_copy(update={"order": ("climb to LO",)})
    told = "--robot: expected one that can do something of grip, found helpless, which cannot"
    with pytest.raises(FgcError, match=told):
        optimise("2022", folder / "helpless.toml", only)
