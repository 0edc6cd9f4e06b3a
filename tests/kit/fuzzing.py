"""Inputs fuzzed, seeded: so many of each kind, counted by what became of them."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from command_words import LINES, asked
from damage import damaged
from hypothesis import HealthCheck, given, settings
from inputs import ACCEPTED, DIFFERS, REFUSED, Input, inputs, need_refusal, said

FILES = {
    "match.json": "documents fgc_2022",
    "times.csv": "times",
    "people.toml": "population fgc_2022",
    "robot.toml": "robot fgc_2022",
    "plan.toml": "plan fgc_2022",
    "side.toml": "line-up fgc_2022",
    "schedule.csv": "schedule",
    "teams.csv": "teams",
    "report.json": "report",
}
"""What lies in the folder that commands are given in."""
COUNTS = {"documents": 700, "robot": 240, "plan": 240, "line-up": 200, "population": 240, "points": 240}
OTHERS, COMMANDS = 300, 1_000
"""How often each kind is tried, a season's documents or a season's robots say: 20,000 times in all, and more."""


def fuzz(folder: Path, share: float = 1) -> Iterator[tuple[str, Counter[str]]]:
    """Try every kind of input as often as it is due, or a share of that; give what became of each kind."""
    every = inputs(folder)
    for name, kind in every.items():
        yield name, fuzzed(kind, int(share * COUNTS.get(name.split(" fgc_")[0], OTHERS)))
    yield "commands", fuzzed_commands(every, folder / "commands", int(share * COMMANDS))


def seeded(count):
    """Give what makes hypothesis draw so many examples, the same ones each time."""
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def fuzzed(kind: Input, count: int) -> Counter[str]:
    """Damage the right files of a kind so many times; give how often which came of it."""
    assert REFUSED not in map(kind.check, kind.examples)
    found: Counter[str] = Counter()

    @seeded(count)
    @given(damaged(kind.examples))
    def check(data: bytes) -> None:
        found[kind.check(data)] += 1

    check()
    return found


def fuzzed_commands(every: dict[str, Input], folder: Path, count: int) -> Counter[str]:
    """Change words of right commands so many times; give how often they were refused."""
    found: Counter[str] = Counter()

    def tried(words: Sequence[str]) -> str:
        for file in folder.iterdir():
            file.unlink()
        for name, kind in FILES.items():
            (folder / name).write_bytes(every[kind].examples[0])
        code, out, err = said(*words)
        assert code in (0, 2) or (code == DIFFERS and "audit" in words)
        if code == 2:
            need_refusal(out, err)
        return REFUSED if code == 2 else ACCEPTED

    @seeded(count)
    @given(asked())
    def check(words: list[str]) -> None:
        found[tried(words)] += 1

    with inside(folder):
        assert REFUSED not in map(tried, LINES)
        check()
    return found


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder."""
    before = Path.cwd()
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
