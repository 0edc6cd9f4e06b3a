"""What the tests share: the official vectors where they are there, and the command line as a real process."""

import os
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from places import SIM, shared

from sim import simulate

settings.register_profile("fgc", max_examples=20, deadline=None)
settings.load_profile("fgc")


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], Path]:
    """Give the path of a file of official vectors, or skip the test where it is not there."""
    return partial(shared, "vectors")


@pytest.fixture(scope="session")
def sim() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the installed `sim` as a process; `stdin` is bytes, what comes back is text.

    The engine is compiled before, so that no process has to say that it does.
    """
    simulate("fgc_2022", 1)

    def run(*args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        plain = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
        done = subprocess.run([SIM, *args], input=stdin, capture_output=True, env=plain, timeout=60, check=False)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
