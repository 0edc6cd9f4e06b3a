"""The history of `sim bench`: a line of JSON for each rate that was measured, and how the newest compare."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from statistics import median

from rules.errors import FgcError
from sim.play.bench import Speed
from sim.play.saved import program_version

LAST = 5
"""How many earlier lines a rate is held against."""
KINDS: Mapping[object, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float)}
MOST = 1e15
"""What a line of the history may say, by the kind of its field; a number lies above 0 and below this."""


@dataclass(frozen=True)
class Rate:
    """What was measured of a season, by one engine and so many threads."""

    date: str
    version: str
    machine: str
    season: str
    engine: str
    threads: int
    matches_a_second: float
    attempts_a_second: float

    @property
    def of(self) -> tuple[str, str, str, int]:
        """Say what rates are of that may be compared."""
        return self.machine, self.season, self.engine, self.threads


@dataclass(frozen=True)
class Change:
    """How many times as fast as the median of earlier rates, and the least and the most by each of these alone."""

    ratio: float
    least: float
    most: float
    earlier: int


def rates(found: Mapping[str, Speed]) -> list[Rate]:
    """Give what was measured now, here, a rate for each season, engine and number of threads."""
    now, machine = datetime.now(UTC).isoformat(timespec="seconds"), this_machine()
    return [
        Rate(now, program_version(), machine, season, engine, threads, matches, matches * speed.attempts_a_match)
        for season, speed in found.items()
        for engine, by_threads in _by_engine(speed).items()
        for threads, matches in by_threads.items()
    ]


def _by_engine(speed: Speed) -> dict[str, dict[int, float]]:
    browser = {} if speed.browser_matches is None else {"browser": {1: speed.browser_matches}}
    return {"fast": speed.matches, "reference": {1: speed.reference_matches}, **browser}


def this_machine() -> str:
    """Name the kind of machine, not whose it is."""
    return f"{platform.system()} {platform.processor() or platform.machine()}, {os.cpu_count()} processors"


def read_rates(text: str, file: str) -> list[Rate]:
    """Read a history; raises an FgcError that names the line which is no rate."""
    return [_rate(line, file, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _rate(line: str, file: str, number: int) -> Rate:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or set(found) != {each.name for each in fields(Rate)}:
        raise FgcError(file, f"line {number}", "expected a line that `sim bench --save` wrote")
    for each in fields(Rate):
        value, kinds = found[each.name], KINDS[each.type]
        if type(value) not in kinds or (str not in kinds and not 0 < value < MOST):
            raise FgcError(
                file, f"line {number}", each.name, f"expected a {'text' if str in kinds else 'number above 0'}"
            )
    return Rate(**found)


def as_lines(found: Iterable[Rate]) -> str:
    """Give the lines of a history."""
    return "".join(json.dumps(asdict(rate)) + "\n" for rate in found)


def change(earlier: Sequence[Rate], rate: Rate) -> Change | None:
    """Compare a rate with the last earlier ones of the same machine, season, engine and threads; None without any."""
    before = [each.matches_a_second for each in earlier if each.of == rate.of][-LAST:]
    if not before:
        return None
    now = rate.matches_a_second
    return Change(now / median(before), now / max(before), now / min(before), len(before))
