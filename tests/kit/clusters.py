"""A Dask cluster of real processes on this computer: a scheduler, and workers that can be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from faults import end

DASK = str(Path(sys.executable).with_name("dask"))
LIMITS = {"OMP_NUM_THREADS": "1"}
Process = subprocess.Popen[str]


def _started(folder: Path, *args: str, path: Path | None = None) -> Process:
    env = {**os.environ, **LIMITS, **({} if path is None else {"PYTHONPATH": str(path)})}
    with (folder / "dask.log").open("a") as log:
        return subprocess.Popen(
            [DASK, *args], stdout=log, stderr=log, env=env, cwd=folder, start_new_session=True, text=True
        )


def free_address() -> str:
    """Give an address at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{found.getsockname()[1]}"


def scheduler(address: str, folder: Path) -> Process:
    """Start a scheduler at an address."""
    port = address.rpartition(":")[2]
    return _started(folder, "scheduler", "--no-dashboard", "--host", "127.0.0.1", "--port", port)


def worker(address: str, folder: Path, path: Path | None = None) -> Process:
    """Start a worker and the nanny that starts it again, of the program that lies at a path, by default this one."""
    options = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    return _started(folder, "worker", address, *options, path=path)


def kill_worker(nanny: Process) -> bool:
    """Kill the process that plays for a nanny, with SIGKILL; say whether there was one."""
    children = Path(f"/proc/{nanny.pid}/task").glob("*/children")
    pids = [int(pid) for each in children for pid in each.read_text().split()]
    played = [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    for pid in played:
        os.kill(pid, signal.SIGKILL)
    return bool(played)


@contextmanager
def ended(processes: Sequence[Process]) -> Iterator[None]:
    """End these processes, and what they have started, after the block."""
    try:
        yield
    finally:
        for each in processes:
            end(each)
