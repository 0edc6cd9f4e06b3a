"""`sim run` with either engine and any number of jobs, its progress and what it says of compiling, on the process."""

import json
import os
import subprocess

import pytest
from places import SIM

RUN = ("run", "--season", "2022", "--seed", "4")
SMALL = (*RUN, "--matches", "150", "--json")
PROGRESS = "50,000 of 50,000"


@pytest.fixture(scope="module")
def printed(sim):
    """Give what a small run prints for programs."""
    done = sim(*SMALL)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("jobs", [(), ("--jobs", "2")], ids=["one process", "two"])
def test_both_engines_print_the_same(sim, printed, jobs):
    """The reference engine's document is the compiled one's, but for the engine's name."""
    done = sim(*SMALL, "--engine", "reference", *jobs)
    assert (done.returncode, done.stderr) == (0, "")
    fast, slow = (json.loads(text) for text in (printed, done.stdout))
    told = slow.pop("report")
    assert told == {**fast.pop("report"), "command": told["command"], "told": told["told"]}
    assert fast["engine"] == "fast"
    assert slow == {**fast, "engine": "reference"}


@pytest.mark.parametrize("args", [("--engine", "fast"), ("--jobs", "3")], ids=" ".join)
def test_what_changes_nothing_prints_the_same(sim, printed, args):
    """The engine that is there anyway, and any number of jobs, give the same bytes."""
    done = sim(*SMALL, *args)
    assert (done.returncode, done.stdout, done.stderr) == (0, printed, "")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--engine", "fsat"), "engine: expected fast or reference, found 'fsat'; did you mean fast?"),
        *[
            (("--jobs", jobs), f"jobs: expected a whole number from 1 to 1,024, found {jobs}")
            for jobs in ("0", "-1", "2000")
        ],
    ],
)
def test_no_such_engine_or_jobs(here, tmp_path, args, expected):
    """An engine or number of jobs that cannot be is one line, exit 2, and nothing written."""
    done = here(*RUN, "--out", tmp_path / "run", *args)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"sim: {expected}\n")
    assert not (tmp_path / "run").exists()


def test_bad_input_says_nothing_of_compiling(tmp_path):
    """Where the engine would be compiled anew, what cannot be done is still one line."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "file" / "cache")}
    for args in (("--jobs", "0"), ("--out", str(tmp_path / "file"))):
        done = subprocess.run([SIM, *RUN, *args], env=nowhere, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def on_a_terminal(*args):
    """Run `sim` with its stderr on a terminal of its own: exit code, stdout, and what the terminal got."""
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    ours, theirs = pty.openpty()
    with subprocess.Popen([SIM, *args], stdout=subprocess.PIPE, stderr=theirs, stdin=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 4_096):
                shown += more
        except OSError:  # how Linux says that nobody has the terminal open any more
            pass
        os.close(ours)
        out = process.stdout.read()
    return process.returncode, out.decode(), shown.decode()


@pytest.mark.slow
def test_a_terminal_shows_progress_and_a_pipe_none(sim):
    """A long run shows its speed on a terminal; in a pipe there is nothing but the document, which is the same."""
    long = (*RUN, "--matches", "50000", "--json")
    piped = sim(*long)
    code, out, shown = on_a_terminal(*long)
    assert (code, out) == (0, piped.stdout)
    assert PROGRESS in shown
    assert (piped.returncode, piped.stderr) == (0, "")
    assert PROGRESS not in piped.stdout
