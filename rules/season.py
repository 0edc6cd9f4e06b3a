"""The shape of a season's rules: a sheet of entries in, a breakdown in whole numbers out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import IntEnum
from functools import cached_property
from types import SimpleNamespace
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from rules.document import Document, PhaseName
from rules.errors import SeasonError, SheetError
from rules.points import ASSUMED, NoPoints, as_said, misfit, named, turned, worths

Array: TypeAlias = npt.NDArray[np.int64]
Row: TypeAlias = dict[str, Any]
Spelling: TypeAlias = Callable[[str], str]
AnySheet = TypeVar("AnySheet")

SIDE = ("red", "blue")
STATION = ("One", "Two", "Three")
ALLIANCE_SCORE = "alliance score"
NOT_OFFICIAL = "not the official values"
"""What stands wherever results with changed point values show."""
MOST_WRITTEN = 9_999
"""The largest count a sheet can hold: what can be written down, not what fits on a field."""


def camel(name: str) -> str:
    """Spell a name as documents do from 2022 on: as it is."""
    return name


def snake(name: str) -> str:
    """Spell a name as documents did in 2018 and 2019: `red_min_pen` for `redMinPen`."""
    return re.sub(r"(?=[A-Z])", "_", name).lower()


class Flag(IntEnum):
    """Yes or no; documents may say true and false."""

    NO = 0
    YES = 1


@dataclass(frozen=True)
class Entry:
    """What referees write down in one field of the sheet: axes with their labels, bounds and meaning."""

    doc: str
    name: str
    axes: Mapping[str, Sequence[str]]
    codes: type[IntEnum] | None
    values: tuple[float, ...]
    """Where documents hold values in place of codes: the value of each code."""
    most: int
    """The largest legal code or count; the smallest is 0."""
    also: Spelling | None = None
    """How some documents spell the dotted name otherwise."""

    @cached_property
    def expected(self) -> str:
        """What a legal value is, in words."""
        if self.codes is None:
            return f"a whole number from 0 to {self.most:,}"
        written = self.values or [code.value for code in self.codes]
        return "one of " + ", ".join(
            f"{value} ({code.name})" for value, code in zip(written, self.codes, strict=True)
        )


def entry(
    doc: str,
    name: str,
    *,
    codes: type[IntEnum] | None = None,
    values: Sequence[float] = (),
    most: int = MOST_WRITTEN,
    also: Spelling | None = None,
    **axes: Sequence[str],
) -> Any:
    """Declare a field of a sheet.

    `name` is the dotted official name in a document, with `{axis}` where an axis's label stands. Codes of an
    entry run from 0 without a gap; `values` are what documents hold in their place. `also` spells the whole dotted
    name as some documents do.
    """
    largest = max(codes) if codes else most
    return field(metadata={"entry": Entry(doc, name, axes, codes, tuple(values), largest, also)})


def minor_fouls(spelled: Spelling = camel) -> Any:
    """Declare the minor fouls, which every season's documents hold at match level."""
    return entry("minor fouls, by the side that committed them", spelled("{side}MinPen"), side=SIDE)


def major_fouls(spelled: Spelling = camel) -> Any:
    """Declare the major fouls, which every season's documents hold at match level."""
    return entry("major fouls, by the side that committed them", spelled("{side}MajPen"), side=SIDE)


def entries(sheet: type) -> dict[str, Entry]:
    """Give the entries of a sheet by field name, in the sheet's order."""
    return {each.name: each.metadata["entry"] for each in fields(sheet)}


def checked(sheet: AnySheet) -> AnySheet:
    """Give the sheet with every entry an int64 array whose last axes are the entry's own.

    Raises SheetError naming the first entry that is not whole numbers, has other axes, is out of bounds, or
    does not broadcast with the rest.
    """
    arrays = {name: _legal(name, each, getattr(sheet, name)) for name, each in entries(type(sheet)).items()}
    batches = [array.shape[: array.ndim - len(entries(type(sheet))[name].axes)] for name, array in arrays.items()]
    try:
        np.broadcast_shapes(*batches)
    except ValueError:
        raise SheetError("sheet", f"expected entries of the same matches, found shapes {batches}") from None
    return replace(sheet, **arrays)  # type: ignore[type-var]


def _legal(name: str, each: Entry, value: npt.ArrayLike) -> Array:
    array = np.asarray(value)
    if array.dtype.kind not in "iu":
        raise SheetError(name, f"expected whole numbers, found {array.dtype}")
    own = tuple(len(labels) for labels in each.axes.values())
    if array.shape[array.ndim - len(own) :] != own:
        raise SheetError(name, f"expected last axes {tuple(each.axes)} of lengths {own}, found {array.shape}")
    if array.size and (array.min() < 0 or array.max() > each.most):
        wrong = array[(array < 0) | (array > each.most)].flat[0]
        raise SheetError(name, f"expected {each.expected}, found {wrong}")
    return array.astype(np.int64, copy=False)


@dataclass(frozen=True)
class Breakdown:
    """The points by source, exact: whole numbers of 1/unit points, each part `(..., 2)`, red first.

    `total` is in points, and total x unit is the sum of the parts; fouls and rounding are parts.
    """

    unit: int
    parts: Mapping[str, Array]
    total: Array

    @classmethod
    def of(cls, unit: int, parts: Mapping[str, Array], total: Array) -> "Breakdown":
        """Give the parts, and what they miss to the total as the last part, rounding."""
        return cls(unit, {**parts, "rounding": total * unit - _sum(parts)}, total)

    @classmethod
    def summed(cls, parts: Mapping[str, Array]) -> "Breakdown":
        """Add parts up that are whole points already: there is nothing to round."""
        return cls(1, parts, _sum(parts))

    def filled(self) -> "Breakdown":
        """Give every part the shape of the total: what both sides share is written out for each."""
        shape = self.total.shape
        parts = {name: np.broadcast_to(part, shape) for name, part in self.parts.items()}
        return Breakdown(self.unit, parts, self.total)


def _sum(parts: Mapping[str, Array]) -> Any:
    return sum(parts.values())


def rounded_up(unit: int, parts: Mapping[str, Array]) -> Breakdown:
    """Add the parts up and round once, at the end, up to a whole point; the rounding becomes the last part."""
    return Breakdown.of(unit, parts, -(-_sum(parts) // unit))


def match_points(_: Any, breakdown: Breakdown) -> Array:
    """Give the points of a match's result, `(..., 2)`: 2 a win, 1 a tie, none a loss."""
    points: Array = np.sign(breakdown.total - breakdown.total[..., ::-1]) + 1
    return points


def alliance_score(_: Any, breakdown: Breakdown) -> Array:
    """Give what most seasons rank by: the total."""
    return breakdown.total


def picked(table: Sequence[float], places: Array) -> Any:
    """Give the table's number at each place: at once for real arrays, by numpy's slower choice for recorded ones."""
    if isinstance(places, np.ndarray | np.generic):
        return np.take(table, places)
    return np.choose(places, table)


def half_up(tenths: Array) -> Array:
    """Round tenths of a point to whole points, halves up, as the official software's Math.round does."""
    return (tenths + 5) // 10


@dataclass(frozen=True)
class Phase:
    """How one phase of an event, its ranking matches or its playoffs, is scored and ranked."""

    score: Callable[[Any, Any], Breakdown]
    """Sheet and points -> breakdown. It checks nothing and never branches on a value: arrays in, arrays out. A part
    that both sides share may have one column; `Season.score` writes it out for each."""
    rank: "Ranking"
    """Documents of the phase, in the order played, and their season -> rows of the official table, best first."""
    measure: Callable[[Any, Breakdown], Array] = alliance_score
    """Sheet and breakdown -> what teams gather to be ranked by, `(..., 2)`."""
    measured: str = ALLIANCE_SCORE
    """What that is called."""
    derived: Mapping[str, Callable[[Any, Any], npt.NDArray[Any]]] = field(default_factory=dict)
    """Names among the details that follow from the entries -> what they should be, one value a match, given the
    sheet and the points."""
    by_scores: bool = False
    """Whether recorded scores are all that the ranking needs: then documents without details count too."""


@dataclass(frozen=True)
class Season:
    """The rules of one season as a value: what is written down, what it scores, how teams are ranked."""

    key: str
    sheet: type
    unit: int
    ranking: Phase
    words: Callable[[Any], Mapping[str, str]]
    """What each part of the breakdown is, in the manual's order, given the point values as people say them."""
    points: Any = field(default_factory=NoPoints)
    """The point values that count, a `Points` of the season's module."""
    playoff: Phase | None = None
    """None where nobody knows how playoffs were ranked, or there were none; they are scored as the ranking phase."""
    spelled: Spelling = camel
    ignored: frozenset[str] = frozenset()
    """Names among the details that say nothing about the score and follow from nothing."""
    unfilled: Mapping[str, Any] = field(default_factory=dict)
    """Derived names that the event's database has and its software never filled -> what stands there for nothing."""
    below_zero: bool = False
    """Whether a score may fall below 0."""

    def __post_init__(self) -> None:
        """Refuse point values of another unit than the season's, which would score wrongly."""
        held = is_dataclass(self.points) and all("worth" in each.metadata for each in fields(self.points))
        if held and isinstance(self.unit, int) and self.unit > 0:
            name, wrong = misfit(self.points, self.unit)
            if name:
                raise SeasonError(f"Points: {name}", wrong)

    def phase(self, name: PhaseName = "ranking") -> Phase:
        """Give a phase as it is scored."""
        return self.playoff or self.ranking if name == "playoff" else self.ranking

    def ranked(self, name: PhaseName = "ranking") -> Phase:
        """Give a phase as it is ranked; a SeasonError where nobody knows how."""
        if name == "playoff" and self.playoff is None:
            raise SeasonError(f"how the playoffs of {self.key} were ranked is not known, if there were any")
        return self.phase(name)

    def score(self, sheet: Any, phase: PhaseName = "ranking") -> Breakdown:
        """Check a sheet and score it: every part `(..., 2)`. Raises SheetError on an illegal entry."""
        return self.phase(phase).score(checked(sheet), self.points).filled()

    def rank(self, documents: Sequence[Document], phase: PhaseName = "ranking") -> list[Row]:
        """Rank the documents of a phase, in the order played: rows of the official table, best first."""
        return self.ranked(phase).rank(documents, self)

    def measure(self, sheet: Any, breakdown: Breakdown) -> Array:
        """Give what the ranking phase ranks by, `(..., 2)`, of sheets and what they score."""
        return self.ranking.measure(sheet, breakdown)

    @property
    def measured(self) -> str:
        """What the ranking phase ranks by, in words."""
        return self.ranking.measured

    @property
    def derived(self) -> Mapping[str, Callable[[Any, Any], npt.NDArray[Any]]]:
        """What follows from the entries in documents of the ranking phase."""
        return self.ranking.derived

    @property
    def parts(self) -> Mapping[str, str]:
        """What each part of the breakdown is, in the manual's order."""
        return self.words(SimpleNamespace(**as_said(self.points)))

    @property
    def assumed(self) -> str:
        """What of the point values nobody could confirm, in a sentence; nothing where all are known."""
        names, year = self.assumed_points, self.key.removeprefix("fgc_")
        if len(names) < len(worths(self.points)):
            return f"assumed point values of {year}: {', '.join(names)}" if names else ""
        return f"every point value of {year} is assumed" if names else ""

    @property
    def assumed_points(self) -> list[str]:
        """The names of the point values that nobody could confirm."""
        return [name for name, about in worths(self.points).items() if about.source == ASSUMED]

    @property
    def changed(self) -> str:
        """Which point values are not the season's own, in a sentence; nothing where all are."""
        own = point_values(self.own)
        told = [f"{name} is {value:g}, not {own[name]:g}" for name, value in changed_points(self).items()]
        return f"{NOT_OFFICIAL}: {'; '.join(told)}" if told else ""

    @property
    def own(self) -> "Season":
        """The season with its own point values."""
        return replace(self, points=type(self.points)())


Ranking: TypeAlias = Callable[[Sequence[Document], Season], list[Row]]


def point_values(season: Season) -> dict[str, float]:
    """Give every point value of a season, as people say it, by name; `rules.points.named` has meaning and source."""
    return {name: each.value for name, each in named(season.points).items()}


def changed_points(season: Season) -> dict[str, float]:
    """Give the point values that are not the season's own, as people say them, by name."""
    own = point_values(season.own)
    return {name: value for name, value in point_values(season).items() if value != own[name]}


def with_points(season: Season, changes: Mapping[str, float]) -> Season:
    """Give a season with some point values changed, by the names of `point_values`; it says so in `changed`.

    A value may have a fraction where the season's exact whole numbers can hold it. Raises a FgcError for a name
    that there is not, for what is no number, and for a value that cannot be held exactly.
    """
    return replace(season, points=turned(season.points, changes))
