"""The code of a season of one's own, called: whatever it raises is one line that names the line of its file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import Any

import numpy as np

from rules.errors import FgcError, SeasonError
from rules.season import Breakdown, Phase, Season

OWN = "seasons."
"""What the names of modules of seasons of one's own begin with."""
SHAPES = "each part is (match, side): sum over the stations with .sum(axis=-1), or points[..., None]"
"""What mends most shapes that do not fit."""


def guarded(season: Season, path: Path) -> Season:
    """Give the season of a file with functions that raise nothing but a FgcError."""
    playoff = season.playoff and _phase(season.playoff, path)
    return replace(season, ranking=_phase(season.ranking, path), playoff=playoff)


def line_of(path: Path, error: Exception) -> list[str]:
    """Name the last line of a file on the way to an error, if there is one."""
    here = path.resolve()  # a folder may be named from where one stands
    at = error.lineno if isinstance(error, SyntaxError) and Path(error.filename or "").resolve() == here else None
    lines = [at.lineno for at in extract_tb(error.__traceback__) if Path(at.filename).resolve() == here]
    return [f"line {line}" for line in ([at] if at else lines)[-1:]]


def said_of(error: Exception) -> str:
    """Give the kind of an error and what it says, in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split()):.160}"


@contextmanager
def own_code(path: Path, what: str, expected: str) -> Iterator[None]:
    """Turn whatever a season's own code raises into a SeasonError: file, line, function, what was expected of it."""
    try:
        yield
    except FgcError:
        raise
    except Exception as error:  # whatever somebody's own code may raise
        hint = f"; {SHAPES}" if isinstance(error, ValueError) else ""
        told = f"expected {expected}, found {said_of(error)}{hint}"
        raise SeasonError(str(path), *line_of(path, error), what, told) from None


def _phase(phase: Any, path: Path) -> Any:
    """Guard what a phase calls; what is no phase is found by who checks the season."""
    if not isinstance(phase, Phase):
        return phase
    measure = _called(phase.measure, path, "measure()", "a number a match and side")
    rank = _called(phase.rank, path, "rank()", "rows of a table, best team first")
    return replace(phase, score=_score(phase.score, path), measure=measure, rank=rank)


def _called(function: Any, path: Path, what: str, expected: str) -> Any:
    if not getattr(function, "__module__", "").startswith(OWN):
        return function  # a policy of the program stays what it is

    def call(*arguments: Any) -> Any:
        with own_code(path, what, expected):
            return function(*arguments)

    return call


def _score(function: Any, path: Path) -> Callable[[Any, Any], Breakdown]:
    def score(sheet: Any, points: Any) -> Breakdown:
        with own_code(path, "score()", "a Breakdown"):
            found = function(sheet, points)
            wrong = _wrong(found)
            if wrong:
                raise SeasonError(str(path), "score()", wrong)
            return found  # type: ignore[no-any-return]

    return score


def _wrong(found: Any) -> str:
    """Say what is no breakdown of matches in what score() gave; nothing where it is one."""
    if not isinstance(found, Breakdown):
        return f"expected a Breakdown, `return Breakdown.summed(parts)` say, found {type(found).__name__}"
    if not isinstance(found.total, np.ndarray):
        return ""  # what is recorded to be written down elsewhere
    for name, part in {**found.parts, "total": found.total}.items():
        if np.asarray(part).dtype.kind not in "iu":
            return f"{name}: expected whole numbers, found {np.asarray(part).dtype}"
    if found.total.shape[-1:] != (2,):
        return f"expected a number a match and side, found axes {found.total.shape}; {SHAPES}"
    found.filled()
    return ""
