"""The shape of a season's rules: a sheet of entries in, a breakdown in whole numbers out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from rules.document import Document
from rules.errors import SheetError

Array: TypeAlias = npt.NDArray[np.int64]
Row: TypeAlias = dict[str, Any]
Ranking: TypeAlias = Callable[[Sequence[Document]], list[Row]]
Spelling: TypeAlias = Callable[[str], str]
AnySheet = TypeVar("AnySheet")

SIDE = ("red", "blue")
STATION = ("One", "Two", "Three")
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

    @property
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
    **axes: Sequence[str],
) -> Any:
    """Declare a field of a sheet.

    `name` is the dotted official name in a document, with `{axis}` where an axis's label stands. Codes of an
    entry run from 0 without a gap; `values` are what documents hold in their place.
    """
    return field(metadata={"entry": Entry(doc, name, axes, codes, tuple(values), max(codes) if codes else most)})


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
        """Give the parts one shape, and what they miss to the total as the last part, rounding."""
        whole = dict(zip(parts, np.broadcast_arrays(*parts.values()), strict=True))
        return cls(unit, {**whole, "rounding": total * unit - sum(whole.values())}, total)

    @classmethod
    def summed(cls, parts: Mapping[str, Array | np.int64]) -> "Breakdown":
        """Add parts up that are whole points already: there is nothing to round."""
        whole = dict(zip(parts, np.broadcast_arrays(*parts.values()), strict=True))
        return cls(1, whole, np.asarray(sum(whole.values())))


def rounded_up(unit: int, parts: Mapping[str, Array]) -> Breakdown:
    """Add the parts up and round once, at the end, up to a whole point; the rounding becomes the last part."""
    exact = np.asarray(sum(np.broadcast_arrays(*parts.values())))
    return Breakdown.of(unit, parts, -(-exact // unit))


def match_points(total: Array) -> Array:
    """Give the points of a match's result, `(..., 2)`: 2 a win, 1 a tie, none a loss."""
    points: Array = np.sign(total - total[..., ::-1]) + 1
    return points


def half_up(tenths: Array) -> Array:
    """Round tenths of a point to whole points, halves up, as the official software's Math.round does."""
    return (tenths + 5) // 10


@dataclass(frozen=True)
class Season:
    """The rules of one season as a value: what is written down, what it scores, how teams are ranked."""

    key: str
    sheet: type
    score: Callable[[Any], Breakdown]
    unit: int
    parts: Mapping[str, str]
    """What each part of the breakdown is, in the manual's order."""
    rank: Ranking
    """Documents of one ranking phase, in the order played -> rows of the official table, best first."""
    playoff_score: Callable[[Any], Breakdown] | None = None
    """How a playoff match scores, where it is not as in the ranking phase."""
    playoff_rank: Ranking | None = None
    """How playoffs are ranked; None where nobody knows, or there were none."""
    points: Callable[[Any], Array] | None = None
    """Sheet -> ranking points `(..., 2)`, where the season ranks by these; None where it ranks by alliance scores."""
    spelled: Spelling = camel
    derived: Mapping[str, Callable[[Any, bool], npt.NDArray[Any]]] = field(default_factory=dict)
    """Names among the details that follow from the entries -> what they should be, one value a match, given the
    sheet and whether it is of the playoffs."""
    ignored: frozenset[str] = frozenset()
    """Names among the details that say nothing about the score and follow from nothing."""
    assumed: str = ""
    """What of the point values nobody could confirm, in words; nothing where all are known."""
