"""The first run ever has a helper that compiles beside it: it may fail or be killed, and never outlives the run."""

import os
import signal
import subprocess
import sys

import pytest
from faults import all_gone, await_that, begun, end, session
from places import SIM

from sim.play.aside import BEGIN

pytestmark = pytest.mark.slow

RUN = ("run", "--season", "2022", "--matches", "60", "--json")
SAID = "sim: compiling the engine for this machine, once; a few seconds\n"


@pytest.fixture(scope="module")
def whole():
    """Give what the run prints where nothing has to be compiled."""
    return subprocess.run([SIM, *RUN], capture_output=True, text=True, check=True).stdout


def kept(folder):
    """Give the compiled functions that a cache holds."""
    return sorted(path.name.partition("-")[0].rpartition(".")[2] for path in folder.rglob("*.kept"))


def helper(folder, **options):
    """Start the process that compiles what draws robots."""
    command = [sys.executable, "-P", "-c", BEGIN, "fgc_2022", *sys.path]
    return subprocess.Popen(command, env={**os.environ, "NUMBA_CACHE_DIR": str(folder)}, **options)


def test_it_compiles_what_draws_robots(tmp_path):
    """That is there for others when it ends."""
    with helper(tmp_path, stdin=subprocess.PIPE) as process:
        assert process.wait() == 0
    assert kept(tmp_path) == ["draw_words", "fit_block"]


def test_it_ends_with_whoever_started_it(tmp_path):
    """As soon as nobody is at the other end, and without a word."""
    done = helper(tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.communicate() == (b"", b"")
    assert done.returncode == 1


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="no /proc here to find processes in")
@pytest.mark.parametrize("kills", ["helper", "run"])
def test_whoever_is_killed_nothing_stays_and_the_run_is_the_same(whole, tmp_path, kills):
    """Without its helper the run compiles all by itself; without the run the helper ends."""
    process = begun(*RUN, env={"NUMBA_CACHE_DIR": str(tmp_path)})
    try:
        assert await_that(lambda: len(session(process.pid)) > 1, process)
        (other,) = session(process.pid) - {process.pid}
        os.kill(other if kills == "helper" else process.pid, signal.SIGKILL)
        printed, told = process.communicate()
        if kills == "helper":
            assert (printed, told) == (whole, SAID)
            assert kept(tmp_path) == ["draw_words", "fit_block", "play_some"]
        assert all_gone(process.pid)
    finally:
        end(process)


def test_a_script_without_a_guard_runs_once(tmp_path):
    """Whoever imports this package has no code run a second time."""
    script = tmp_path / "mine.py"
    script.write_text('print("once")\nimport sim\nprint(len(sim.simulate("2022", 20).scores))\n', encoding="utf-8")
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, script], env=env, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("once\n20\n", "")
