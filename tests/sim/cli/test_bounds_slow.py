"""Work that no machine is large enough for, asked of the real process: one line, exit 2."""

import subprocess
import sys

import pytest
from places import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded otherwise here"),
]

BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from sim.cli import main
main()
"""
"""The program in a gigabyte."""


def test_too_little_memory_is_one_line(tmp_path):
    """Documents that want more than there is are refused in a line that says what may be done."""
    file = tmp_path / "many.json"
    file.write_bytes(b"[" + b"{}," * 20_000_000 + b"{}]")
    command = [sys.executable, "-c", BOUNDED, "score", file, "--season", "2022"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sim: expected less to do: there is not enough memory for it")
    assert done.stderr.count(b"\n") == 1


def test_a_match_of_too_many_attempts_is_not_told(here, tmp_path):
    """Robots that fail a thousand times a second are played, but no match of theirs is told."""
    text = 'season = "2022"\n[robots]\npace = 5\nreliability = 0\n[action]\ngrip.seconds = 0.1\ngrip.success = 1e-9\n'
    (tmp_path / "quick.toml").write_text(text)
    asked = ("--season", "2022", "--population", tmp_path / "quick.toml")
    assert here("run", *asked, "--matches", "3").returncode == 0
    done = here("replay", *asked, "--match", "3")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "match 3: expected a match of up to 50,000 attempts to tell of, found " in done.stderr
