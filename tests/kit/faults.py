"""What a bad disk and a bad day do to files and processes: for tests of faults, and for the script that counts."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = (sys.executable, "-m", "sim")
LONGEST = 120
"""Seconds after which a process that does not come to its end counts as hung."""


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Give bytes with one bit turned over."""
    place = chance.randrange(8 * len(data))
    found = bytearray(data)
    found[place // 8] ^= 1 << place % 8
    return bytes(found)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Give the beginning of some bytes."""
    return data[: chance.randrange(len(data))]


def begun(*args: str | Path, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start `sim` in a session of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*PROGRAM, *args], env={**os.environ, **(env or {})}, start_new_session=True, **pipes)  # type: ignore[call-overload, no-any-return]


def session(leader: int) -> set[int]:
    """Give the processes of a session, but those that have ended and that nobody has asked for yet."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[3]) == leader and rest[0] not in "ZX":
            found.add(int(pid))
    return found


def workers(leader: int) -> list[int]:
    """Give the worker processes of a process that was started with `begun`: those that multiprocessing spawned."""
    found = []
    for pid in session(leader) - {leader}:
        try:
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return sorted(found)


def await_that(true, process: "subprocess.Popen[str]", seconds: float = LONGEST) -> bool:  # type: ignore[no-untyped-def]
    """Wait until something is true or a process has ended; say whether it became true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        if process.poll() is not None:
            return bool(true())
        time.sleep(0.002)
    return False


def all_gone(leader: int, seconds: float = 10) -> bool:
    """Say whether all processes of a session end within some seconds."""
    until = time.monotonic() + seconds
    while session(leader):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def end(process: "subprocess.Popen[str]") -> None:
    """End a process that was started with `begun`, and all of its session."""
    for pid in session(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate()
