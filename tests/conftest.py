"""What the tests share: the official vectors where they are there, and the command line as a real process."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from browser import browsing
from hypothesis import settings
from places import SIM, shared
from served import served

from sim import simulate
from sim.cli import main

Done = subprocess.CompletedProcess[str]

settings.register_profile("fgc", max_examples=20, deadline=None)
settings.load_profile("fgc")


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], Path]:
    """Give the path of a file of official vectors, or skip the test where it is not there."""
    return partial(shared, "vectors")


@pytest.fixture(scope="session")
def compiled_once() -> None:
    """Compile the engine, so that no command has to say that it does."""
    simulate("fgc_2022", 1)


@pytest.fixture(scope="session")
def sim(compiled_once: None) -> Callable[..., Done]:  # noqa: ARG001 (it only has to come first)
    """Run the installed `sim` as a process; `stdin` is bytes, what comes back is text."""

    def run(*args: str | Path, stdin: bytes = b"") -> Done:
        plain = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
        done = subprocess.run([SIM, *args], input=stdin, capture_output=True, env=plain, timeout=60, check=False)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one browser for all pages of a file of tests."""
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start one server of the web page for all tests of a file."""
    with served() as found:
        yield found


@pytest.fixture
def here(compiled_once: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:  # noqa: ARG001 (likewise)
    """Run the command line in this process, which saves a start: where it is no matter that it is a process."""
    monkeypatch.setattr("sim.cli.streams.forget", lambda: None)  # it would close what pytest writes to

    def run(*args: str | Path, stdin: bytes = b"") -> Done:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.setattr(sys, "argv", ["sim", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        said = []
        for stream in (out, err):
            stream.flush()
            said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(args, ended.value.code or 0, *said)

    return run
