"""What documents record, laid against what follows from their entries: scores, and names that others give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.document import Document, PhaseName
from rules.documents.sheets import sheet_of
from rules.season import Breakdown, Season

SCORES = ("redScore", "blueScore")


@dataclass(frozen=True)
class Difference:
    """A name under which a document records something else than follows from its entries."""

    name: str
    recorded: Any
    expected: Any


@dataclass(frozen=True)
class Audit:
    """One document, what its entries score, and where it differs."""

    document: Document
    scores: tuple[int, int]
    breakdown: Mapping[str, tuple[float, float]]
    """Part -> the points of red and blue."""
    wrong_scores: tuple[Difference, ...]
    wrong_others: tuple[Difference, ...]

    @property
    def agrees(self) -> bool | None:
        """Whether the recorded scores follow; None where there are none."""
        return None if self.document.recorded is None else not self.wrong_scores

    @property
    def differs(self) -> list[str]:
        """The names that differ, scores first."""
        return [each.name for each in (*self.wrong_scores, *self.wrong_others)]

    def as_json(self) -> dict[str, Any]:
        """Give the audit as programs read it."""
        return {
            **dict(zip(SCORES, self.scores, strict=True)),
            "redBreakdown": {part: points[0] for part, points in self.breakdown.items()},
            "blueBreakdown": {part: points[1] for part, points in self.breakdown.items()},
            "agrees": self.agrees,
            "differs": self.differs,
        }


def audited(documents: Sequence[Document], season: Season, phase: PhaseName = "ranking") -> list[Audit]:
    """Score documents of a phase and say of each where what it records does not follow from its entries."""
    sheet = sheet_of(documents, season)
    breakdown = season.score(sheet, phase)
    points = _points(breakdown)
    derived = {name: of(sheet, season.points).tolist() for name, of in season.phase(phase).derived.items()}
    return [
        Audit(
            document,
            (red, blue),
            {part: (of_parts[i][0], of_parts[i][1]) for part, of_parts in points.items()},
            _wrong_scores(document, (red, blue)),
            tuple(
                Difference(name, recorded, derived[name][i])
                for name, recorded in document.derived.items()
                if not _equal(recorded, derived[name][i])
            ),
        )
        for i, (document, (red, blue)) in enumerate(zip(documents, breakdown.total.tolist(), strict=True))
    ]


def disagreements(audits: Sequence[Audit]) -> list[str]:
    """Say in a sentence each how many documents record scores, and how many other names, that do not follow."""
    counts = {
        "scores": sum(bool(each.wrong_scores) for each in audits),
        "derived entries": sum(bool(each.wrong_others) for each in audits),
    }
    return [
        f"{count} of {len(audits)} documents record {what} that do not follow from their entries"
        for what, count in counts.items()
        if count
    ]


def _points(breakdown: Breakdown) -> dict[str, list[list[float]]]:
    """Give each part in points, of each match red's and blue's."""
    return {part: (each / breakdown.unit).tolist() for part, each in breakdown.parts.items()}


def _wrong_scores(document: Document, scores: tuple[int, int]) -> tuple[Difference, ...]:
    recorded = document.recorded or scores
    compared = zip(SCORES, recorded, scores, strict=True)
    return tuple(Difference(name, told, expected) for name, told, expected in compared if told != expected)


def _equal(recorded: Any, derived: float) -> bool:
    """Say whether a recorded value is the derived one, to a millionth: documents hold sums of doubles."""
    return isinstance(recorded, int | float) and abs(recorded - derived) < 1e-6
