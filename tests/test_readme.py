"""The README says what is so."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import rules
from sim.robots.files import read_side
from sim.robots.population_file import read_overlay
from sim.table.game import playable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language, nth=0):
    """Give one of the code blocks of this language."""
    return README.split(f"```{language}\n")[nth + 1].split("```")[0]


def test_the_seasons_table_is_the_command_s(sim):
    """The table of seasons is what `sim seasons --markdown` prints today."""
    assert sim("seasons", "--markdown").stdout in README


def test_the_python_lines_run():
    """The five lines for Python run in a fresh interpreter, and print two means first."""
    done = subprocess.run([sys.executable, "-c", block("python")], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()[0].strip("[]").split()) == 2


@pytest.fixture(scope="module")
def question(tmp_path_factory):
    """Write the files of the question that is worked through."""
    folder = tmp_path_factory.mktemp("question")
    files = {"mine.toml": block("toml"), "late.toml": block("toml", 1), "red.toml": block("toml", 2)}
    files["early.toml"] = files["late.toml"].replace("120", "105")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("nth", [1, 2], ids=["compare", "sweep"])
def test_the_question_is_answered_as_shown(sim, question, nth, monkeypatch):
    """The commands of the question print, word for word, what the README shows."""
    monkeypatch.chdir(question)
    command = block("sh", nth).strip().removeprefix("sim ").removesuffix(" --plot question.png")
    printed = [line.rstrip() for line in sim(*shlex.split(command)).stdout.splitlines() if line.strip()]
    assert printed == [line for line in block("text", nth - 1).splitlines() if line.strip()]


def test_the_line_up_is_one(question):
    """The line-up shown is accepted, with the robot and the plan that it names."""
    side = read_side(playable("2022"), str(question / "red.toml"))
    assert [each.robot and each.robot.name for each in side] == ["ours", "p90", None]
    assert [each.plan and each.plan.name for each in side] == ["leave at 105", "collect all match", None]


def test_the_population_file_is_one(question):
    """The population file shown is accepted, with every number that it names."""
    (question / "own.toml").write_text(block("toml", 3), encoding="utf-8")
    own = read_overlay(playable("2022"), str(question / "own.toml"))
    assert own == {"robots.pace": -0.2, "robots.can.climb_hi.share": 0.1, "shares.collect all match": 0.3}


def test_every_verb_named_exists(sim):
    """Every `sim verb` of the table of commands answers to --help."""
    verbs = {
        line.split("`sim ")[1].split()[0].strip("`") for line in README.splitlines() if line.startswith("| `sim ")
    }
    assert verbs >= {
        "seasons",
        "rules",
        "run",
        "replay",
        "plot",
        "score",
        "rank",
        "robot",
        "playbook",
        "compare",
        "sweep",
        "event",
        "validate",
        "calibrate",
        "bench",
    }
    assert all(sim(verb, "--help").returncode == 0 for verb in verbs)


def test_every_season_with_rules_is_graded():
    """No season with rules is shown as not built."""
    for key in rules.keys():
        row = next(line for line in README.splitlines() if line.startswith(f"| {key.removeprefix('fgc_')} |"))
        assert row.split("|")[7].strip() in "ABCD"
