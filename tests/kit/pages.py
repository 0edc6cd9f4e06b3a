"""The pages in words as programs: their files are written, their commands run, their outputs held against them."""

import csv
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from places import ROOT

from sim import play_event
from sim.play.documents import team_key

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
MADE = re.compile(r"^<!-- made from here on by: (.*) -->\n", re.MULTILINE)
"""What a page has after this line is what that command prints."""
BLOCK = re.compile(r"^```(\w+) ?([\w.]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PUBLISHED = re.compile(r"\b(?:matches|details)_\d{4}\.csv")
"""Published matches: they are shared beside the project, not in it."""
FRESH = "python3 -m venv .venv && .venv/bin/pip install -q"
ELSEWHERE = {
    f"{FRESH} -e . && .venv/bin/sim run --season 2022 --matches 1000": ".ci/run",
    f"{FRESH} -e '.[test]' && .venv/bin/pytest": ".ci/run",
    f"{FRESH} -e '.[test]'": ".ci/run",
    "pip install -e '.[web]'": ".ci/run",
    ".venv/bin/pytest": ".ci/run",
    ".venv/bin/pytest -m slow": ".ci/run",
    ".ci/run": ".ci/run",
    "sim web": "tests/sim/web/test_server_slow.py",
    "sim web --lan": "tests/sim/web/test_server_slow.py",
    "dask scheduler --host HOST --port 8786": "tests/sim/play/test_cluster.py",
    "dask worker tcp://HOST:8786 --nworkers auto --nthreads 1": "tests/sim/play/test_cluster.py",
    "sim run --season 2022 --matches 1000000 --out DIR --cluster tcp://HOST:8786": "tests/sim/play/test_cluster.py",
    "sim replay --season YYYY --match 3 --seed 1 > tests/golden/fgc_YYYY.txt": "tests/sim/play/test_golden.py",
    "PYTHONPATH=tests/kit python tests/sim/play/test_same_bits_slow.py fgc_YYYY > tests/golden/fgc_YYYY.sha256": (
        "tests/sim/play/test_same_bits_slow.py"
    ),
    "sim event --season YYYY --repeat 400 --playoffs --json": "tests/analysis/event/test_medals_slow.py",
}
"""Commands that something else runs, since they take a machine's name, a fresh environment, or a season's year."""
BY_HAND = re.compile(r"python tests/scripts/\w+\.py|sim calibrate .* --models 20 |--repeats 999|--half (odd|even) ")
"""What takes minutes to hours: who needs the figures runs it, and the page says how long that takes."""
ON = "..."
"""The last line of an output of which a page shows the beginning."""


class Block(NamedTuple):
    """A fenced block of a page: its language, the file that it is, and its text."""

    language: str
    file: str
    text: str


class Shown(NamedTuple):
    """A command of a page, the output that the page shows of it, or None, and the file that it is written into."""

    command: list[str]
    output: str | None
    into: str | None = None


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page."""
    return [Block(*found) for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


def with_outputs(page: Path) -> Iterator[tuple[Block, str | None]]:
    """Give the fenced blocks of a page, each with the output that stands after it, or None."""
    every = blocks(page)
    for block, following in zip(every, [*every[1:], None], strict=False):
        yield block, following.text if following is not None and following.language == "text" else None


def lines_of(block: Block) -> list[str]:
    """Give the commands of a block of the shell, without what is said of them."""
    lines = [line.split("  #")[0].strip() for line in block.text.splitlines()] if block.language == "sh" else []
    return [line for line in lines if line and not line.startswith("#")]


def commands(page: Path) -> Iterator[Shown]:
    """Give the commands of a page that are run here; an output shown is that of the block's only command."""
    for block, shown in with_outputs(page):
        lines = lines_of(block)
        for line in lines:
            if line.startswith("sim ") and line not in ELSEWHERE and not BY_HAND.search(line):
                words, _, into = line.partition(" > ")
                yield Shown(shlex.split(words)[1:], shown if len(lines) == 1 else None, into.strip() or None)


def programs(page: Path) -> Iterator[Shown]:
    """Give the lines of Python of a page that begin with an import of ours, each block for a fresh interpreter."""
    for block, shown in with_outputs(page):
        if block.language == "python" and block.text.startswith(("from sim", "import rules")):
            yield Shown([sys.executable, "-c", block.text], shown)


def by_hand(text: str) -> str:
    """Give the part of a page that people write, which is all of it where no command makes the rest."""
    return MADE.split(text)[0]


def made(page: Path) -> tuple[list[str], str, str] | None:
    """Give the command that makes the rest of a page, what stands up to there, and the rest; None where none does."""
    found = MADE.split(page.read_text(encoding="utf-8"), maxsplit=1)
    if len(found) == 1:
        return None
    hand, command, rest = found
    return shlex.split(command), f"{hand}<!-- made from here on by: {command} -->\n", rest


def print_of(command: list[str]) -> str:
    """Run a command of the environment that this Python is of, and give what it prints, as pages show it."""
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:]], capture_output=True, check=True, cwd=ROOT)
    lines = [line.rstrip() for line in done.stdout.decode().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def write_files(folder: Path) -> None:
    """Write every file that pages show, the README's second plan, and a national event's matches, all and half."""
    for page in PAGES:
        for block in blocks(page):
            if block.file:
                (folder / block.file).write_text(block.text, encoding="utf-8")
    late = (folder / "late.toml").read_text(encoding="utf-8")
    (folder / "early.toml").write_text(late.replace("120", "105"), encoding="utf-8")
    event = play_event("2022", teams=24, each=8, seed=5).repeats[0]
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    played = zip(event.matches.scores.tolist(), event.schedule.team.tolist(), strict=True)
    rows = [[*scores, *map(team_key, teams)] for scores, teams in played]
    for name, count in (("national.csv", len(rows)), ("half.csv", len(rows) // 2)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["red_score", "blue_score", *places], *rows[:count]])


def shows(output: str, printed: str) -> bool:
    """Say whether a page's output is what was printed, or its beginning where it ends with an ellipsis."""
    shown, found = plain(output), plain(printed)
    return shown[:-1] == found[: len(shown) - 1] if shown[-1:] == [ON] else shown == found


def plain(text: str) -> list[str]:
    """Give the lines of an output that say something, without blanks at their ends."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def tidy(text: str) -> str:
    """Give an output as pages show it: no blank lines inside tables."""
    lines = [line.rstrip() for line in text.splitlines()]
    kept: list[str] = []
    for place, line in enumerate(lines):
        following = next((each for each in lines[place + 1 :] if each), "")
        if line or (kept and kept[-1] and not following.startswith(" ")):
            kept.append(line)
    return "\n".join(kept).strip() + "\n"
