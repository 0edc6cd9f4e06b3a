"""Mutants that the tests let live: `PYTHONPATH=tests/kit python tests/scripts/kill_mutants.py ROOM --seed 1`

ROOM is rules, engine or statistics. A seeded sample of small mistakes (`tests/kit/mutants.py`) is made in a copy of
this tree, one at a time, and the tests that mirror the changed file are run until one fails. Those that live are
printed: each says nothing else than the file, or a test is missing. The command fails where one lives.
"""

import argparse
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from functools import partial
from importlib.util import cache_from_source
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings
from mutants import Mutant, mutants_of
from places import ROOT

ROOMS = {
    "rules": ["rules/*.py"],
    "engine": [
        *("sim/draws.py", "sim/exact.py", "sim/robots/drawn.py"),
        *(f"sim/engine/{name}.py" for name in ("reference", "kernel", "layout", "sheets", "moments")),
    ],
    "statistics": [
        *("analysis/precision.py", "analysis/run/summaries.py", "analysis/run/tallies.py"),
        *(f"analysis/compare/{name}.py" for name in ("paired", "best", "gains", "search", "matchups")),
        *(f"analysis/event/{name}.py" for name in ("ranks", "judging", "statistics")),
        *(f"analysis/forecast/{name}.py" for name in ("process", "structure")),
    ],
}
"""Files by pattern; `*` stands for folders, too."""
OF_SEASONS = """rules/test_{stem}.py rules/test_points.py rules/test_contract.py rules/test_ranking.py
    rules/test_vectors.py rules/test_standing.py -k {stem}"""
OF_DOCUMENTS = """rules/test_documents.py rules/test_csv_documents.py rules/test_service.py
    rules/test_documents_hostile.py rules/test_seasons_hostile.py rules/test_text.py"""
OF_ANY_RULES = """rules/test_own_rules.py rules/test_points.py rules/test_text.py rules/test_blank.py
    rules/test_fgc_*.py rules/test_choosing.py"""
OF_ENGINES = """sim/engine/test_engine_by_hand.py sim/engine/test_layout.py sim/engine/test_parity.py
    sim/engine/test_engine_laws.py analysis/run/test_cards.py"""
TESTS = {
    "rules/fgc_*.py": OF_SEASONS,
    "rules/ranking.py": "rules/test_ranking.py rules/test_fgc_*.py rules/test_standing.py",
    "rules/documents/choosing.py": f"rules/test_choosing.py {OF_DOCUMENTS}",
    "rules/documents/blank.py": "rules/test_blank.py sim/cli/test_cli_sheet.py",
    "rules/documents/*.py": f"""rules/test_{{stem}}.py {OF_DOCUMENTS} rules/test_blank.py rules/test_recorded.py
        rules/test_choosing.py""",
    "rules/audit.py": "rules/test_audit.py rules/test_recorded.py rules/test_service.py sim/cli/test_cli_audit.py",
    "rules/names.py": f"rules/test_names.py {OF_ANY_RULES}",
    "rules/text.py": f"rules/test_text.py {OF_DOCUMENTS}",
    "rules/document.py": f"""rules/test_fgc_2022.py {OF_DOCUMENTS} rules/test_blank.py rules/test_fgc_2018.py
        rules/test_recorded.py""",
    "rules/season.py": "rules/test_contract.py rules/test_points.py rules/test_fgc_*.py rules/test_blank.py",
    "rules/own.py": "rules/test_own_code.py rules/test_own_rules.py",
    "rules/*.py": OF_ANY_RULES,
    "sim/draws.py": """sim/test_draws.py sim/robots/test_robots.py sim/engine/test_engine_by_hand.py
        sim/play/test_golden.py""",
    "sim/exact.py": "sim/test_exact.py sim/test_draws.py sim/robots/test_robots.py",
    "sim/engine/moments.py": "sim/engine/test_moments.py",
    "sim/engine/sheets.py": """sim/table/test_language.py sim/table/test_language_mistakes.py
        sim/play/test_golden.py sim/play/test_event_documents.py""",
    "sim/engine/*.py": OF_ENGINES,
    "sim/robots/*.py": """sim/robots/test_robots.py sim/robots/test_values.py sim/play/test_golden.py
        sim/engine/test_parity.py""",
    "analysis/run/summaries.py": "analysis/run/test_summary.py analysis/run/test_tally.py",
    "analysis/run/tallies.py": "analysis/run/test_tally.py analysis/run/test_summary.py",
    "analysis/event/ranks.py": "analysis/event/test_statistics.py analysis/event/test_event_spread.py",
    "analysis/*/*.py": "analysis/{room}/test_{stem}.py",
    "analysis/*.py": "analysis/test_{stem}.py",
}
"""Which tests are run for a file, the likeliest to see a mistake first; the first pattern that fits counts."""
ANEW: dict[str, tuple[str, ...]] = {
    **{f"sim/engine/{name}.py": () for name in ("reference", "sheets", "moments")},
    **{f"sim/engine/{name}.py": ("sim.engine.",) for name in ("kernel", "layout")},
    "sim/robots/drawn.py": ("sim.robots.",),
}
"""The modules whose functions are compiled anew for a mutant of a file; what was compiled of others serves all."""
FROZEN = ("sim/engine/layout.py",)
"""Files that are not compiled themselves: compiled functions freeze their constants alone."""
FOREIGN = ("hypothesis.strategies", "numba", "numpy.testing", "pandas", "pydantic", "scipy.stats", "typer")
"""What most tests load, loaded once: each mutant is tried in a fork of this process."""
SECONDS, BYTES = 60, 8 * 2**30
"""What a mutant may use of a processor and of memory: some never end."""
OUT_OF_TIME = -signal.SIGXCPU


OPTIONS = ["-x", "-q", "--tb=no", "-m", "not slow", "-o", "addopts=", "--assert=plain", "-p", "no:cacheprovider"]
"""How pytest is run: in one process, until the first failure, of which nobody asks why."""


class Case(NamedTuple):
    """A mutant of a file."""

    path: str
    mutant: Mutant


def files(room: str) -> list[str]:
    """Give the files of a room."""
    every = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))
    return [path for path in every if any(fnmatch(path, pattern) for pattern in ROOMS[room])]


def cases(paths: Sequence[str], count: int, seed: int) -> list[Case]:
    """Draw mutants of these files, as many as asked for where there are so many."""
    every = [Case(path, each) for path in paths for each in mutants_of((ROOT / path).read_text(encoding="utf-8"))]
    return Random(seed).sample(every, min(count, len(every)))


def tests_of(path: str) -> list[str]:
    """Give what pytest is asked to run for a file, as paths from the root."""
    words = next(tests for pattern, tests in TESTS.items() if fnmatch(path, pattern))
    asked = words.format(stem=Path(path).stem, room=Path(path).parent.name).split()
    named, chosen = (asked[: asked.index("-k")], asked[asked.index("-k") :]) if "-k" in asked else (asked, [])
    found = [path for name in named for path in sorted((ROOT / "tests").glob(name))]
    return [*dict.fromkeys(path.relative_to(ROOT).as_posix() for path in found), *chosen]


def copied(to: Path) -> Path:
    """Copy this tree into a folder, with what is shared beside it."""
    tree = to / "tree"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*"))
    if (shared := ROOT.parent / "shared").is_dir():
        (to / "shared").symlink_to(shared)
    return tree


def anew(case: Case) -> tuple[str, ...]:
    """Give the modules whose functions are compiled anew for a mutant."""
    line = (ROOT / case.path).read_text(encoding="utf-8").splitlines()[case.mutant.line - 1]
    return () if case.path in FROZEN and line.startswith(" ") else ANEW.get(case.path, ("",))


def tested(tree: Path, path: str, compiled: tuple[str, ...]) -> int:
    """Run a file's tests in a fork of this process, with the functions of these modules compiled anew.

    Gives pytest's exit code, or one below 0 where it was killed.
    """
    if (child := os.fork()) == 0:
        code = 3
        try:
            code = _test_here(tree, path, compiled)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _test_here(tree: Path, path: str, compiled: tuple[str, ...]) -> int:
    os.chdir(tree)
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    said = os.open(tree.parent / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(f"{ROOT}/") and name != "__main__":
            del sys.modules[name]
    sys.path = [str(tree), *(path for path in sys.path if not path.startswith(str(ROOT)))]
    os.environ |= {"PYTHONPATH": str(tree), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    settings.register_profile("first failure", phases=(Phase.explicit, Phase.generate), database=None)
    settings.load_profile("first failure")  # what conftest.py sets is set on top of it
    _compile_anew(compiled)
    return int(pytest.main([*OPTIONS, "--rootdir", str(tree), "-c", str(tree / "pyproject.toml"), *tests_of(path)]))


def _compile_anew(modules: tuple[str, ...]) -> None:
    """Let what was compiled for other mutants serve for all functions but those of these modules."""
    compiling: Any = importlib.import_module("sim.compiling")
    own = compiling._Kept

    def kept(function: str, folder: Path) -> Any:
        if function.startswith(modules):
            return own(function, folder)
        plain = folder.parent / "plain"
        plain.mkdir(mode=0o700, exist_ok=True)
        return own(function, plain)

    compiling._Kept = kept


def tree_of(trees: Path) -> Path:
    """Give a tree that no other process works in."""
    tree = trees / str(os.getpid()) / "tree"
    return tree if tree.is_dir() else copied(tree.parent)


def tried(case: Case, trees: Path) -> int:
    """Run the tests with this mistake; give what `tested` gives."""
    tree = tree_of(trees)
    file = tree / case.path
    source = file.read_text(encoding="utf-8")
    kept = Path(cache_from_source(str(file)))  # Python takes it for the file's where time and size are the same
    kept.unlink(missing_ok=True)
    file.write_text(case.mutant.written(source), encoding="utf-8")
    try:
        return tested(tree, case.path, anew(case))
    finally:
        file.write_text(source, encoding="utf-8")
        kept.unlink(missing_ok=True)


def passes(path: str, trees: Path) -> bool:
    """Say whether the tests of a file pass as it is."""
    return tested(tree_of(trees), path, ()) == pytest.ExitCode.OK


def told(case: Case) -> str:
    """Say in a line where a mutant is and what it changes."""
    before, after = (" ".join(text.split()) for text in (case.mutant.before, case.mutant.after))
    return f"{case.path}:{case.mutant.line}: {before[:100]} -> {after[:100]}"


def main() -> int:
    """Try the mutants of a room and print those that live."""
    asked = argparse.ArgumentParser()
    asked.add_argument("room", choices=ROOMS)
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--skip", type=int, default=0, help="so many of the sample have been tried before")
    asked.add_argument("--files", nargs="+", help="only these of its files")
    of = asked.parse_args()
    drawn = cases(of.files or files(of.room), of.sample, of.seed)[of.skip :]
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(of.jobs, get_context("fork")) as jobs:
        if of.room == "engine":  # what is compiled of its mutants is of no use to anybody
            os.environ |= {"NUMBA_CACHE_DIR": f"{folder}/compiled", "NUMBA_OPT": "0"}
        for name in FOREIGN:
            importlib.import_module(name)
        alive = []
        found = zip(drawn, jobs.map(partial(tried, trees=Path(folder)), drawn), strict=True)
        for nth, (case, code) in enumerate(found, start=1):
            if code == pytest.ExitCode.OK:
                print(told(case), flush=True)
                alive.append(case)
            elif code == OUT_OF_TIME:
                print(f"killed by time alone: {told(case)}", flush=True)
            print(f"{nth} of {len(drawn)}", end="\r", file=sys.stderr, flush=True)
        # Tests that fail on everything kill every mutant: whatever let none live is run without one.
        unseen = sorted({case.path for case in drawn} - {case.path for case in alive})
        for path, passed in zip(unseen, jobs.map(partial(passes, trees=Path(folder)), unseen), strict=True):
            if not passed:
                sys.exit(f"the tests of {path} fail as it is: {' '.join(tests_of(path))}")
    print(f"{of.room}, seed {of.seed}: {len(drawn) - len(alive)} of {len(drawn)} mutants killed")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main())
