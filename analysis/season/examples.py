"""Worked examples of a season: matches that somebody scored by hand, in a file beside its others, scored again."""

from collections.abc import Iterator
from pathlib import Path

from analysis.season.finding import Book, Finding
from rules.audit import SCORES, Audit, Difference, audited
from rules.documents import read
from rules.errors import FgcError
from rules.season import Season


def example_findings(season: Season, path: Path) -> Iterator[Finding]:
    """Give what the examples of a season score otherwise, and which parts of a score no example has."""
    book = Book(path.name, "worked-examples")
    if not path.is_file():
        yield book.warning(
            "", "expected matches scored by hand, `sim sheet --csv` prints the empty form, found no such file"
        )
        return
    try:
        found = audited(read(path.read_bytes(), season), season)
    except FgcError as error:
        yield book.refused(error)
        return
    for each in found:
        for difference in each.differences:
            yield book.mistake(f"{each.document.at}: {difference.name}", _told(each, difference))
        if each.document.recorded is None:
            yield book.warning(each.document.at, "expected redScore and blueScore, found none")
    for name in season.parts:
        if not any(_counts(each, name) for each in found):
            yield book.warning("", f"expected an example in which {name} counts, found none")


def agreeing(season: Season, path: Path) -> tuple[int, int] | None:
    """Give how many examples agree with the rules, of how many; None where there are none to be read."""
    try:
        found = audited(read(path.read_bytes(), season), season)
    except (OSError, FgcError):
        return None
    return sum(bool(each.agrees) for each in found), len(found)


def _told(example: Audit, difference: Difference) -> str:
    """Say what an example says and what follows; of a score, which parts it is the sum of."""
    if difference.name not in SCORES:
        return f"expected {difference.expected}, which follows from its entries, found {difference.recorded}"
    side = SCORES.index(difference.name)
    parts = ", ".join(f"{name} {points[side]:g}" for name, points in example.breakdown.items() if points[side])
    return f"your example says {difference.recorded}, score() gives {difference.expected} ({parts or 'nothing'})"


def _counts(example: Audit, part: str) -> bool:
    return any(example.breakdown.get(part, (0, 0)))
