"""`sim advise` on the real process: what to work on next, in words, in a table, as JSON and as a picture."""

import pytest
from reading import figures_of, lines_of
from team_files import written

from sim import advise
from sim.cli import app

ASKED = (
    "advise",
    "--season",
    "2022",
    "--plan",
    "collect and climb late",
    "--matches",
    "400",
    "--seed",
    "3",
    "--quick",
)


@pytest.fixture(scope="module")
def document(sim):
    """Ask for advice as a program does."""
    return figures_of(sim(*ASKED, "--json"))


def test_the_door_finds_the_same(document):
    """`sim.advise` gives what the command prints, whatever the number of jobs."""
    assert advise("2022", "collect and climb late", matches=400, seed=3, jobs=1, quick=True).document() == document


def test_the_answer_comes_first(document, sim):
    """The answer, what is left out, and what decides; then who plays, the steps, and the table, most worth first."""
    lines = lines_of(sim(*ASKED))
    assert lines[0] == document["answer"]
    assert lines[1] == "Not tried in other models of the season: --quick leaves that out."
    assert "2022 Carbon Capture: p50 with 'collect and climb late', 400 matches of each change, seed 3" in lines
    gaining = [each for each in document["options"] if each["ranking"]["told"] and each["ranking"]["mean"] > 0]
    for place, each in enumerate(gaining[:10], start=1):
        (row,) = [line for line in lines if line.startswith(f"{place} ")]
        assert row.removeprefix(f"{place} ").startswith(each["words"].split(" (")[0].split(":")[0])
    assert "What gains nothing or is not tried, and why:" in lines
    assert [line for line in lines if line.startswith("- not tried, since ")]


def test_details_show_every_change(document, capsys):
    """With details each change that changes something has its row, and whether it is sure."""
    app([*ASKED, "--details"], standalone_mode=False)
    out = capsys.readouterr().out
    changing = [each for each in document["options"] if not each["why"]]
    assert [line for line in out.splitlines() if line.strip().startswith(f"{len(changing)} ")]
    assert "cannot be told" in out
    assert "Gain less" not in out


@pytest.mark.slow
def test_a_picture_is_drawn(sim, tmp_path):
    """`--plot` writes it, and says where."""
    file = tmp_path / "next.png"
    lines = lines_of(sim(*ASKED, "--plot", file))
    assert lines[-1] == f"Drawn in {file}."
    assert file.read_bytes().startswith(b"\x89PNG")


def test_files_of_a_team_are_read(here, tmp_path):
    """A robot file and a plan file; what the robot cannot do is said."""
    plan = 'name = "short"\norder = ["climb to LO", "grip", "store", "collect near", "drive to store"]\n'
    folder = written(tmp_path, {"mine": 'name = "ours"\ncan = []\n', "short": plan})
    done = here(*ASKED[:3], "--plan", folder / "short.toml", "--robot", folder / "mine.toml", *ASKED[5:])
    assert done.returncode == 0
    assert "ours with 'short'" in done.stdout
    assert "ours cannot do what 'short' lists, and skips: climb to LO (needs climb_lo)" in done.stderr
    assert "- the robot cannot do it: it needs climb_lo: doing 'climb to LO' 20 % quicker" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--matches", "1"], "--matches: expected two or more, which tell an error, found 1"),
        (["--robot", "p0"], "--robot: expected a robot file (.toml), or p1 to p99 of the population, found 'p0'"),
        (["--points", "storag=1"], "--points: storag: expected"),
        (["--plot", "next.gif"], "next.gif: expected a name that ends in .png, .svg, .pdf"),
        (["--plan", "collect"], "--plan: expected a playbook of the season or a plan file (.toml), found 'collect'"),
        (["--season", "2020"], "2020"),
    ],
)
def test_what_cannot_be_is_said(here, args, said):
    """What cannot be is one line and exit 2."""
    done = here(*ASKED, *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
