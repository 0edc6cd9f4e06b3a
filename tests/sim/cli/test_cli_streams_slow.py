"""Streams that are closed or full, settings of others, Ctrl-C at any moment: no traceback, and no other result."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from faults import PROGRAM
from places import NO_FILE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="a shell and signals of another kind")]

RUN = "run --season 2022 --matches 50"
SETTINGS = {
    "NUMBA_DISABLE_JIT": "1",
    "MPLBACKEND": "nope",
    "MATPLOTLIBRC": "/nowhere",
    "OPENBLAS_CORETYPE": "Haswell",
}
BEGUN = "from sim.__main__ import main; print('on', flush=True); main()"
"""The program, which says when Python itself has started."""


def shell(line, folder, **env):
    """Run a line in a shell, with `sim` before what it begins with."""
    program = " ".join(PROGRAM)
    whole = {**os.environ, **env}
    done = subprocess.run(f"{program} {line}", shell=True, cwd=folder, env=whole, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("closed", "says", "tells"),
    [(">&-", False, True), ("2>&-", True, False), (">&- 2>&-", False, False), ("<&- >&- 2>&-", False, False)],
)
def test_a_closed_stream_is_no_matter(compiled_once, tmp_path, closed, says, tells):  # noqa: ARG001
    """What would go to a closed stream goes nowhere, least of all into a file; all else is done."""
    code, out, err = shell(f"{RUN} --out run {closed}", tmp_path)
    assert (code, err) == (0, "")
    assert ("Expect about" in out) == says
    assert shell("plot run --to a.png", tmp_path)[0] == 0
    code, out, err = shell(f"run --season 1999 {closed}", tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("sim: 1999: expected") == tells


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_others_change_nothing(compiled_once, tmp_path, name):  # noqa: ARG001
    """Neither results nor pictures nor what is said depend on what the environment says to other programs."""
    plain, set_so = (
        shell(f"run --season 2022 --matches 50 --json --plot {file}.png", tmp_path, **env)
        for file, env in (("a", {}), ("b", {name: SETTINGS[name]}))
    )
    assert plain == set_so
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("text", [b"figure.dpi: 300\n", b"garbage(((\n", b"\xff\xfe\x00noise"])
def test_settings_in_the_folder_change_nothing(compiled_once, tmp_path, text):  # noqa: ARG001
    """A `matplotlibrc` where the command is given counts for nothing, readable or not."""
    assert shell(f"{RUN} --plot a.png", tmp_path)[0] == 0
    (tmp_path / "matplotlibrc").write_bytes(text)
    code, _, err = shell(f"{RUN} --plot b.png", tmp_path)
    assert (code, err) == (0, "")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.skipif(not NO_FILE.is_dir(), reason="no folder here in which nobody makes files")
@pytest.mark.parametrize("verb", [f"{RUN} --plot", "schedule --teams 12 --each 2 --out"])
def test_results_are_told_before_the_last_step_fails(compiled_once, tmp_path, verb):  # noqa: ARG001
    """Where a picture or a file cannot be written the answer is there all the same, and one line on why."""
    ending = "a.png" if "plot" in verb else "a.csv"
    code, out, err = shell(f"{verb} {NO_FILE / ending}", tmp_path)
    assert code == 2
    assert len(out.splitlines()) > 5
    assert "expected a file" in err.splitlines()[-1]


def test_interrupted_at_any_moment_it_ends_without_a_traceback(compiled_once):  # noqa: ARG001
    """Ctrl-C, from the loading of the program on to its last moments, ends it with 130 and at most one line."""
    chance, stopped = random.Random(2), 0
    for _ in range(15):
        process = subprocess.Popen(
            [sys.executable, "-c", BEGUN, *RUN.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "on\n"
        time.sleep(chance.uniform(0.1, 1.2))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (0, 130)
        assert err in ("", "sim: stopped; nothing is kept\n")
        stopped += process.returncode == 130
    assert stopped > 2
