"""Whole counts of what the tests of faults try a few of: power cuts, flipped bits, spoilt caches, signals, kernels.

    PYTHONPATH=tests/kit python tests/scripts/count_faults.py bits
    PYTHONPATH=tests/kit python tests/scripts/count_faults.py cuts        # as root: it mounts images of ext4
    PYTHONPATH=tests/kit python tests/scripts/count_faults.py caches      # as root: other owners, a full disk
    PYTHONPATH=tests/kit python tests/scripts/count_faults.py signals
    PYTHONPATH=tests/kit python tests/scripts/count_faults.py kernels 2019 matches_2019.csv

Each prints its count, and stops at the first that is not as it should be. `docs/saved.md` has the figures.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults import PROGRAM, all_gone, await_that, begun, cut, end, flipped, workers
from reading import content

from rules.errors import FgcError
from sim import load, simulate

RUN = ("run", "--season", "2022", "--matches", "100000", "--seed", "4", "--jobs", "2")
EVENT = ("event", "--season", "2022", "--teams", "60", "--repeat", "40", "--playoffs")
SMALL = ("run", "--season", "2022", "--matches", "600", "--seed", "4", "--engine", "reference", "--jobs", "2")
QUICK = ("run", "--season", "2022", "--matches", "100", "--json")
FLIPS, SHORT, MANIFESTS, CUTS, CACHES, SIGNALS = 300, 100, 50, 30, 50, 98
KERNELS = ("Prescott", "Haswell", "SkylakeX")


def done(*args: str | Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run `sim` to its end."""
    return subprocess.run([*PROGRAM, *args], env={**os.environ, **env}, capture_output=True, text=True, check=False)


def bits(work: Path, chance: random.Random) -> None:
    """Harm a file of a saved run: who reads it hears, and the same command finishes it to the same bytes."""
    command = ("fgc_2022", 10_000, 4)
    simulate(*command, out=work / "run")
    whole = content(work / "run")
    part, manifest = "matches/part-00000.parquet", "run.json"
    harms = [(part, flipped)] * FLIPS + [(part, cut)] * SHORT + [(manifest, flipped)] * MANIFESTS
    for file, harm in harms:
        (work / "run" / file).write_bytes(harm(whole[file], chance))
        with pytest.raises(FgcError, match=r"\A[^\n]*expected[^\n]*\Z"):
            load(work / "run")
        if file == part:
            (work / "run" / manifest).rename(work / "run" / "unfinished.json")
        simulate(*command, out=work / "run")
        assert content(work / "run") == whole
    print(
        f"{FLIPS} flipped bits and {SHORT} cuts of a part, {MANIFESTS} flipped bits of run.json: all said, all mended"
    )


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """Mount an image of a disk."""
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


def cuts(work: Path, chance: random.Random) -> None:
    """Copy the disk's image while or right after a command writes: that is what a power cut leaves of it."""
    wholes = {}
    for command in (RUN, EVENT):
        began = time.monotonic()
        assert done(*command, "--out", work / command[0]).returncode == 0
        wholes[command] = content(work / command[0]), time.monotonic() - began
    during = 0
    for number in range(CUTS):
        command = (RUN, EVENT)[number % 2]
        during += _cut_once(work, command, *wholes[command], chance)
    print(f"{CUTS} power cuts, {during} of them while the command ran: it finishes to the same bytes each time")


def _cut_once(
    work: Path, command: tuple[str, ...], whole: dict[str, bytes], seconds: float, chance: random.Random
) -> bool:
    image, copy = work / "disk.img", work / "copy.img"
    with open(image, "wb") as file:
        file.truncate(2**26)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    with mounted(image, work / "disk") as disk:
        process = begun(*command, "--out", disk / "out")
        if chance.random() < 0.75:
            await_that((disk / "out").exists, process)
            time.sleep(chance.uniform(0, seconds))
        else:
            process.communicate()
        running = process.poll() is None
        if running:
            os.kill(process.pid, signal.SIGSTOP)
        shutil.copyfile(image, copy)
        if running:
            os.kill(process.pid, signal.SIGCONT)
            process.communicate()
    with mounted(copy, work / "disk") as disk:
        again = done(*command, "--out", disk / "out")
        assert again.returncode == 0, again.stderr
        assert content(disk / "out") == whole
    return running


def caches(work: Path, chance: random.Random) -> None:
    """Spoil the kept code in every way: the result is right, and at most one line is said."""
    wanted = done(*QUICK).stdout
    fresh = work / "fresh"
    done(*QUICK, NUMBA_CACHE_DIR=str(fresh))
    kinds = list(SPOILT.items())
    for number in range(CACHES):
        kind, spoil = kinds[number % len(kinds)]
        cache = work / f"cache {number}"
        shutil.copytree(fresh, cache)
        spoil(cache, chance)
        found = done(*QUICK, NUMBA_CACHE_DIR=str(cache))
        assert (found.returncode, found.stdout) == (0, wanted), (kind, found.stderr)
        assert found.stderr.count("\n") <= 1, (kind, found.stderr)
        subprocess.run(["umount", "-q", cache], check=False, capture_output=True)
    print(f"{CACHES} spoilt caches ({', '.join(SPOILT)}): {CACHES} right results, at most one line each")


def each_file(harm: Callable[[Path, random.Random], None]) -> Callable[[Path, random.Random], None]:
    """Harm every file of a cache."""

    def harmed(cache: Path, chance: random.Random) -> None:
        for path in sorted(cache.rglob("*.kept")):
            harm(path, chance)

    return harmed


def _linked(path: Path, _: random.Random) -> None:
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _full(cache: Path, _: random.Random) -> None:
    shutil.rmtree(cache)
    cache.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", cache], check=True)


def _others(cache: Path, _: random.Random) -> None:
    shutil.rmtree(cache)
    done(*QUICK, NUMBA_CACHE_DIR=str(cache), NUMBA_CPU_NAME="generic")


def _inner(cache: Path) -> Path:
    return next(cache.glob("compiled-*"))


SPOILT: dict[str, Callable[[Path, random.Random], object]] = {
    "empty": each_file(lambda path, _: path.write_bytes(b"") and None),
    "cut": each_file(lambda path, chance: path.write_bytes(cut(path.read_bytes(), chance)) and None),
    "noise": each_file(lambda path, chance: path.write_bytes(chance.randbytes(5_000)) and None),
    "a flipped bit": each_file(lambda path, chance: path.write_bytes(flipped(path.read_bytes(), chance)) and None),
    "another owner's files": each_file(lambda path, _: os.chown(path, 65_534, 65_534)),
    "files that others may write": each_file(lambda path, _: path.chmod(0o666)),
    "links": each_file(_linked),
    "folders for files": each_file(_folder),
    "another owner's folder": lambda cache, _: os.chown(_inner(cache), 65_534, 65_534),
    "a folder that others may write to": lambda cache, _: _inner(cache).chmod(0o777),
    "another machine's": _others,
    "a full disk": _full,
}


def signals(work: Path, chance: random.Random) -> None:
    """Send signals to parent and workers: nothing stays behind, and the same command finishes to the same bytes."""
    wholes = {}
    for name, command in (("fast", RUN), ("reference", SMALL)):
        began = time.monotonic()
        assert done(*command, "--out", work / name).returncode == 0
        wholes[name] = command, content(work / name), time.monotonic() - began
    kinds = [(kind, who, sent) for kind, who in WHERE for sent in ("INT", "TERM", "HUP", "KILL")]
    for number in range(SIGNALS):
        kind, who, sent = kinds[number % len(kinds)]
        _signalled(work / f"out {number}", who, getattr(signal, f"SIG{sent}"), wholes[kind], chance)
        print(number + 1, end=" ", flush=True)
    print(f"\n{SIGNALS} signals (INT, TERM, HUP, KILL; to the parent, to a worker): nothing stays, the same bytes")


WHERE = (("fast", "parent"), ("reference", "parent"), ("reference", "worker"))


def _signalled(
    folder: Path, who: str, sent: int, of: tuple[tuple[str, ...], dict[str, bytes], float], chance: random.Random
) -> None:
    command, whole, seconds = of
    process = begun(*command, "--out", folder)
    try:
        if who == "worker":
            await_that(lambda: workers(process.pid), process)
        time.sleep(chance.uniform(0, seconds))
        there = workers(process.pid) if who == "worker" else [process.pid]
        if there and process.poll() is None:
            os.kill(chance.choice(there), sent)
        _, err = process.communicate()
        if (who, sent) != ("parent", signal.SIGKILL):  # after that only its workers' own Python says something
            assert "Traceback" not in err, err
            assert err.count("\n") <= 1, err
        assert all_gone(process.pid), f"processes stay after {sent} to the {who}"
    finally:
        end(process)
    again = done(*command, "--out", folder)
    assert again.returncode == 0, again.stderr
    assert content(folder) == whole
    shutil.rmtree(folder)


def kernels(work: Path, season: str, matches: str) -> None:
    """Fit a season to its first matches with linear algebra for several processors: the same file."""
    lines = Path(matches).read_bytes().splitlines(keepends=True)
    for count in (16, 30, 60):
        table = work / "matches.csv"
        table.write_bytes(b"".join(lines[: count + 1]))
        found = set()
        for kernel in KERNELS:
            file = work / f"{kernel}.toml"
            file.unlink(missing_ok=True)
            asked = ("calibrate", "--season", season, table, "--starts", "2", "--events", "10", "--out", file)
            made = done(*asked, "--json", OPENBLAS_CORETYPE=kernel)
            assert made.returncode == 0, made.stderr
            found.add((file.read_bytes(), made.stdout.replace(file.name, "")))
        assert len(found) == 1
        print(f"{count} matches: the same file and document with {', '.join(KERNELS)}", flush=True)


def main() -> None:
    """Count what is asked for."""
    what, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        if what == "kernels":
            kernels(Path(work), *more)
        else:
            {"bits": bits, "cuts": cuts, "caches": caches, "signals": signals}[what](Path(work), random.Random(18))


if __name__ == "__main__":
    main()
