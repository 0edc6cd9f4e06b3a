"""A saved run that is killed again and again ends with the bytes of one that was not."""

import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest
from faults import all_gone, await_that, begun, end, workers
from places import SIM
from reading import content

from sim import simulate

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "killpg"), reason="no signals here")]

MATCHES, PARTS, SEED = 100_000, 2, 4
RUN = (SIM, "run", "--season", "2022", "--matches", str(MATCHES), "--seed", str(SEED))
KILLS, IN_A_ROW = 50, 7
LONGEST = 60
"""Seconds after which a run that does not come to what is waited for counts as hung."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Save the run in one go; give its folder's content, and how long the process took."""
    simulate("fgc_2022", 1)  # compiles
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    started = time.monotonic()
    subprocess.run([*RUN, "--out", folder], check=True, capture_output=True)
    return content(folder), time.monotonic() - started


def started(folder):
    """Start the command for this folder."""
    return subprocess.Popen([*RUN, "--out", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def seen(process, folder, pattern):
    """Wait until the folder has a file of this name, or the process is done; say whether there is one."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if any(folder.glob(pattern)):
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.0005)
    raise AssertionError(f"no {pattern} and no end")


def killed(folder, chance, longest):
    """Start the command and kill it at a random moment, or while it writes a part; say whether it was running."""
    process = started(folder)
    parts = len([*folder.glob("matches/*.parquet")])
    if parts < PARTS and chance.random() < 0.4:
        seen(process, folder, "matches/.*.tmp")
        time.sleep(chance.uniform(0, 0.02))
    else:
        time.sleep(chance.uniform(0, longest))
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_killed_at_any_moment_a_run_ends_with_the_same_bytes(undisturbed, tmp_path):
    """Fifty kills, up to seven in a row in one folder: the same command then finishes it, and no stray is left."""
    whole, seconds = undisturbed
    chance = random.Random(50)
    kept, kills = [], 0
    while kills < KILLS:
        folder = tmp_path / f"run {kills}"
        for _ in range(chance.randint(1, IN_A_ROW)):
            if not killed(folder, chance, seconds):
                break
            kills += 1
            kept.append(len([*folder.glob("matches/*.parquet")]))
        subprocess.run([*RUN, "--out", folder], check=True, capture_output=True)
        assert content(folder) == whole
        shutil.rmtree(folder)
    assert {0, 1} <= set(kept)  # some were killed before the first part, and some after it


def test_a_run_that_was_hardly_begun_is_finished(undisturbed, tmp_path):
    """Killed as soon as its folder is there, before it says whose run it is or right after, it is begun again."""
    for pattern in ("", "unfinished.json*"):
        process = started(tmp_path / "run")
        assert seen(process, tmp_path / "run", pattern) if pattern else seen(process, tmp_path, "run")
        process.kill()
        process.communicate()
        subprocess.run([*RUN, "--out", tmp_path / "run"], check=True, capture_output=True)
        assert content(tmp_path / "run") == undisturbed[0]
        shutil.rmtree(tmp_path / "run")


def test_interrupted_a_run_says_what_is_kept_and_goes_on(undisturbed, tmp_path):
    """Ctrl-C after the first part ends with 130 and one line on what is kept; the same command finishes."""
    folder = tmp_path / "run"
    process = started(folder)
    assert seen(process, folder, "matches/part-00000.parquet")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    kept = len([*folder.glob("matches/*.parquet")])
    assert (process.returncode, out) == (130, "")
    assert err == f"sim: stopped; {kept} of {PARTS} parts are kept in {folder}: the same command goes on\n"
    assert 1 <= kept < PARTS
    subprocess.run([*RUN, "--out", folder], check=True, capture_output=True)
    assert content(folder) == undisturbed[0]


@pytest.mark.parametrize("seconds", [0.9, 1.5, 2.5])
def test_interrupted_with_its_processes_a_run_says_one_line(tmp_path, seconds):
    """Ctrl-C on a terminal reaches the reference engine's processes too: they say nothing."""
    many = ("--matches", "100000", "--engine", "reference", "--jobs", "2", "--out", tmp_path / "run")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([*RUN[:4], *many], **pipes, start_new_session=True)
    assert seen(process, tmp_path, "run/unfinished.json")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)  # the session that was started for it, and nobody else
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out) == (130, "")
    assert re.fullmatch(r"sim: stopped; 0 of 2 parts are kept in [^\n]*: the same command goes on\n", err)


REFERENCE = ("run", "--season", "2022", "--matches", "600", "--seed", "4", "--engine", "reference", "--jobs", "2")


@pytest.fixture(scope="module")
def by_processes(tmp_path_factory):
    """Save a run of the reference engine in one go."""
    folder = tmp_path_factory.mktemp("reference") / "run"
    simulate("fgc_2022", 600, 4, engine="reference", out=folder)
    return content(folder)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no list of processes here")
@pytest.mark.parametrize("sent", ["TERM", "HUP", "KILL"])
@pytest.mark.parametrize("who", ["parent", "worker"])
def test_processes_end_with_their_parent_and_are_replaced(by_processes, tmp_path, who, sent):
    """Workers end with their parent; a worker that is killed is replaced; the command ends with the same bytes."""
    if sent == "HUP" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        pytest.skip("these tests were started deaf to HUP, as nohup does: so is all that they start")
    process = begun(*REFERENCE, "--out", tmp_path / "run")
    try:
        assert await_that(lambda: len(workers(process.pid)) == 2, process)
        struck = process.pid if who == "parent" else workers(process.pid)[0]
        os.kill(struck, getattr(signal, f"SIG{sent}"))
        _, err = process.communicate(timeout=LONGEST)
        assert (process.returncode == 0) == (who == "worker")
        assert err == "" or (who, sent) == ("parent", "KILL")  # then the workers' own Python says it
        assert all_gone(process.pid)
    finally:
        end(process)
    subprocess.run([SIM, *REFERENCE, "--out", tmp_path / "run"], check=True, capture_output=True)
    assert content(tmp_path / "run") == by_processes
