"""Kills a cluster's workers twice, or its scheduler once, in each of many runs: the bytes are those of one machine.

    PYTHONPATH=tests/kit python tests/scripts/kill_cluster.py 20 --parts 12
    PYTHONPATH=tests/kit python tests/scripts/kill_cluster.py speed --parts 12

It prints a line a run, and stops at the first that is not as it should be. `docs/cluster.md` has the figures.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from clusters import Process, ended, free_address, kill_worker, scheduler, worker
from faults import PROGRAM, await_that, begun
from reading import content

PART = 65_536
SCHEDULER_EVERY = 4
"""Of so many runs one loses its scheduler, after its second worker."""


def command(parts: int, out: Path) -> list[str]:
    """Give the words of a run of so many parts."""
    return ["run", "--season", "2022", "--matches", str(parts * PART), "--seed", "4", "--out", str(out)]


def finished(*args: str) -> float:
    """Run `sim` to its end, and give its seconds."""
    start = time.monotonic()
    subprocess.run([*PROGRAM, *args], check=True, capture_output=True)
    return time.monotonic() - start


def there(out: Path) -> int:
    """Count the parts that a folder has."""
    return len([*out.glob("matches/part-*.parquet")])


def disturbed(work: Path, parts: int, chance: random.Random, lose: bool) -> None:
    """Run once on a new cluster, kill at random parts; where the scheduler went too, the same command goes on."""
    address, out = free_address(), work / "out"
    lost, first = scheduler(address, work), [worker(address, work) for _ in range(2)]
    with ended([lost, *first]):
        process = begun(*command(parts, out), "--cluster", address)
        kills: list[Process | None] = [*chance.sample(first, 2), *([None] if lose else [])]
        for at, victim in zip(sorted(chance.sample(range(parts - 1), len(kills))), kills, strict=True):
            if not await_that(lambda at=at: there(out) >= at, process):
                raise SystemExit(f"it did not come to part {at}: {process.communicate()}")
            if victim is None:
                lost.kill()
            elif not await_that(lambda victim=victim: kill_worker(victim), process):
                raise SystemExit("no worker to kill")
        _, said = process.communicate(timeout=600)
    if process.returncode != (2 if lose else 0) or (lose and "the same command" not in said.splitlines()[-1]):
        raise SystemExit(f"expected another end, found {process.returncode}: {said}")
    if lose:
        address = free_address()
        with ended([scheduler(address, work), worker(address, work)]):
            finished(*command(parts, out), "--cluster", address)


def speed(work: Path, parts: int) -> None:
    """Print the matches a second of two threads here and of two workers there."""
    address, many = free_address(), parts * PART
    with ended([scheduler(address, work), *(worker(address, work) for _ in range(2))]):
        for nth in range(3):
            here = finished(*command(parts, work / f"here{nth}"), "--jobs", "2")
            far = finished(*command(parts, work / f"there{nth}"), "--cluster", address)
            print(f"{many / here:,.0f} here, {many / far:,.0f} there: {here / far:.2f}", flush=True)


def main() -> int:
    """Do what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", help="how many runs, or speed")
    parser.add_argument("--parts", type=int, default=12)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if asked.what == "speed":
            speed(Path(name), asked.parts)
            return 0
        finished(*command(asked.parts, Path(name) / "whole"))
        whole, chance = content(Path(name) / "whole"), random.Random(1)
        for nth in range(int(asked.what)):
            with tempfile.TemporaryDirectory() as work:
                lose = nth % SCHEDULER_EVERY == 0
                disturbed(Path(work), asked.parts, chance, lose)
                if content(Path(work) / "out") != whole:
                    raise SystemExit(f"run {nth}: other bytes")
            print(f"run {nth}: two workers killed{', the scheduler too' if lose else ''}, same bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
