"""What documents record, laid against what follows from their entries: scores, and names that others give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.document import Document, PhaseName
from rules.documents.sheets import sheet_of
from rules.documents.values import near
from rules.season import Breakdown, Season

SCORES = ("redScore", "blueScore")
RESULT = "result"


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
    wrong_result: tuple[Difference, ...] = ()

    @property
    def agrees(self) -> bool | None:
        """Whether all that is recorded follows; None where nothing differs and no scores are recorded."""
        return False if self.differences else None if self.document.recorded is None else True

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All that differs: scores first, then the result."""
        return (*self.wrong_scores, *self.wrong_result, *self.wrong_others)

    @property
    def differs(self) -> list[str]:
        """The names that differ."""
        return [each.name for each in self.differences]

    @property
    def records(self) -> bool:
        """Whether the document records anything that can be audited."""
        return self.document.recorded is not None or self.document.result is not None or bool(self.document.derived)

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
    """Score documents of a phase and say of each where what it records does not follow from its entries.

    What was not played is neither scored nor audited.
    """
    played = [each for each in documents if not each.unplayed]
    sheet = sheet_of(played, season)
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
                if recorded not in _as_nothing(name, season) and not _equal(recorded, derived[name][i])
            ),
            _wrong_result(document, (red, blue)),
        )
        for i, (document, (red, blue)) in enumerate(zip(played, breakdown.total.tolist(), strict=True))
    ]


def disagreements(audits: Sequence[Audit]) -> list[str]:
    """Say in a sentence each how many documents record scores, results and other names that do not follow."""
    counts = {
        "scores that do not follow from their entries": sum(bool(each.wrong_scores) for each in audits),
        "results that do not follow from their scores": sum(bool(each.wrong_result) for each in audits),
        "derived entries that do not follow from their entries": sum(bool(each.wrong_others) for each in audits),
    }
    return [f"{count} of {len(audits)} documents record {what}" for what, count in counts.items() if count]


def _points(breakdown: Breakdown) -> dict[str, list[list[float]]]:
    """Give each part in points, of each match red's and blue's."""
    return {part: (each / breakdown.unit).tolist() for part, each in breakdown.parts.items()}


def _wrong_scores(document: Document, scores: tuple[int, int]) -> tuple[Difference, ...]:
    recorded = document.recorded or scores
    compared = zip(SCORES, recorded, scores, strict=True)
    return tuple(Difference(name, told, expected) for name, told, expected in compared if told != expected)


def _wrong_result(document: Document, scores: tuple[int, int]) -> tuple[Difference, ...]:
    """Compare a recorded result with the scores that are recorded, or that follow where none are."""
    red, blue = document.recorded or scores
    expected = 1 if red > blue else 2 if blue > red else 0
    if document.result in (None, expected):
        return ()
    return (Difference(RESULT, document.result, expected),)


def _as_nothing(name: str, season: Season) -> list[Any]:
    """Give what stands under a name where nothing was recorded."""
    return [season.unfilled[name]] if name in season.unfilled else []


def _equal(recorded: Any, derived: float) -> bool:
    """Say whether a recorded value is the derived one."""
    return isinstance(recorded, int | float) and near(recorded, derived)
