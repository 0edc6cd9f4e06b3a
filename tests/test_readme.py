"""The README says what is so."""

import subprocess
import sys
import tomllib
from pathlib import Path

import rules
from sim.plans import chosen
from sim.tables import playable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language):
    """Give the first code block of this language."""
    return README.split(f"```{language}\n")[1].split("```")[0]


def test_the_seasons_table_is_the_command_s(sim):
    """The table of seasons is what `sim seasons --markdown` prints today."""
    assert sim("seasons", "--markdown").stdout in README


def test_the_python_lines_run():
    """The five lines for Python run in a fresh interpreter, and print two means first."""
    done = subprocess.run([sys.executable, "-c", block("python")], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()[0].strip("[]").split()) == 2


def test_the_plan_is_one(tmp_path):
    """The plan file shown is accepted for its season."""
    plan = tmp_path / "leave_early.toml"
    plan.write_text(block("toml"), encoding="utf-8")
    season = tomllib.loads(block("toml"))["season"]
    assert chosen(playable(season), str(plan))[0].name == "leave early"


def test_every_verb_named_exists(sim):
    """Every `sim verb` of the table of commands answers to --help."""
    verbs = {
        line.split("`sim ")[1].split()[0].strip("`") for line in README.splitlines() if line.startswith("| `sim ")
    }
    assert verbs >= {"seasons", "rules", "run", "replay", "plot", "score", "rank"}
    assert all(sim(verb, "--help").returncode == 0 for verb in verbs)


def test_every_season_with_rules_is_graded():
    """No season with rules is shown as not built."""
    for key in rules.keys():
        row = next(line for line in README.splitlines() if line.startswith(f"| {key.removeprefix('fgc_')} |"))
        assert row.split("|")[7].strip() in "ABCD"
