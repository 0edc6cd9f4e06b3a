"""`sim robot --times`: from a stopwatch's tries to a robot file, and on to a comparison that counts them."""

import pytest
from reading import json_of, lines_of, said

from analysis.compare.robots_doubt import ROBOTS

TIMES = "row,seconds,worked\n" + "".join(
    f"{row},{seconds * factor:.1f},{'no' if nth == 4 else 'yes'}\n"
    for row, seconds in {"grip": 6, "climb to LO": 6, "store": 4, "leave store": 2, "collect near": 6}.items()
    for nth, factor in enumerate((0.7, 0.85, 1.0, 1.1, 1.2, 1.6))
)
PLANS = ("--plan", "collect and climb late", "--plan", "climb together early", "--matches", "60")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in a folder with a table of tries."""
    (tmp_path / "times.csv").write_text(TIMES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_from_tries_to_a_verdict(here, folder):
    """The file is written with what was taken for granted, and compare, as text and JSON, tells its doubt."""
    done = here("robot", "--season", "2022", "--times", "times.csv", "--out", "mine.toml")
    assert (done.returncode, done.stdout) == (0, "")
    told = done.stderr.splitlines()
    assert "sim: written to mine.toml" in told
    assert "sim: climb_md: never tried, so the robot cannot do it." in told
    assert any(line.startswith("sim: Never tried, so guessed from your other rows: ") for line in told)
    written = (folder / "mine.toml").read_text(encoding="utf-8")
    assert "# climb_md: never tried, so the robot cannot do it.\n" in written
    assert "tries = 6, worked = 5}  # " in written
    asked = ("compare", "--season", "2022", "--robot", "mine.toml", *PLANS)
    lines = lines_of(here(*asked))
    assert lines[2].startswith("Your tries leave the robot open: ")
    assert "robots as far off as your tries allow." in lines[2]
    assert json_of(here(*asked, "--json"))["robots"]["robots"] == ROBOTS
    assert "Left out by --quick: what your stopwatch's tries leave open of the robot." in lines_of(
        here(*asked, "--quick")
    )


@pytest.mark.slow
def test_verbs_that_do_not_count_tries_say_so(here, folder):
    """A sweep, a choice, advice, a search and a run play the file's middle numbers; one line on stderr says that."""
    here("robot", "--season", "2022", "--times", "times.csv", "--out", "mine.toml")
    (folder / "red.toml").write_text(
        'season = "2022"\nrobots = ["mine.toml", "draw", "mine.toml"]\n', encoding="utf-8"
    )
    plan, robot = ("--plan", "collect and climb late"), ("--robot", "mine.toml")
    for asked in (
        ("run", "--red", "red.toml", "--matches", "10"),
        ("sweep", *plan, *robot, "--set", "grip.after=100:110:10", "--matches", "10"),
        ("best", *plan, "--plan", "collect all match", *robot, "--indifference", "50"),
        ("advise", *plan, *robot, "--matches", "50", "--quick"),
        ("optimise", *robot, "--budget", "30000", "--quick"),
    ):
        done = here(*asked, "--season", "2022")
        assert done.returncode == 0, done.stderr
        told = [line for line in done.stderr.splitlines() if "is not counted here" in line]
        assert told == [
            "sim: mine: what its tries leave open ([known]) is not counted here; `sim compare` of plans counts it"
        ]


@pytest.mark.usefixtures("folder")
def test_robots_that_are_compared_say_what_is_not_counted(here):
    """Between robots the doubt is not told, and that is said."""
    here("robot", "--season", "2022", "--times", "times.csv", "--out", "mine.toml")
    done = here("compare", "--season", "2022", *PLANS[:2], "--robot", "mine.toml", "--robot", "p50", *PLANS[-2:])
    assert "1 robot with tries of a stopwatch (mine): what the tries leave open is not counted here" in said(done)


def test_the_file_is_printed_as_it_is_written(here, folder):
    """Without --out it goes to stdout, the remarks to stderr."""
    printed = here("robot", "--season", "2022", "--times", "times.csv").stdout
    here("robot", "--season", "2022", "--times", "times.csv", "--out", "mine.toml")
    assert printed == (folder / "mine.toml").read_text(encoding="utf-8")


def test_the_empty_form(here, folder):
    """It has six lines a row, goes to a file too, and not with --times."""
    done = here("robot", "--season", "2022", "--times-form", "--out", "form.csv")
    assert done.returncode == 0
    assert (folder / "form.csv").read_text(encoding="utf-8").count("collect near,,\n") == 6
    both = here("robot", "--season", "2022", "--times-form", "--times", "times.csv")
    assert both.returncode == 2
    assert "expected it without --times" in both.stderr
