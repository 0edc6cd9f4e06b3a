"""The shape of a season's rules: a sheet of entries in, a breakdown in whole numbers out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from rules.errors import SheetError

if TYPE_CHECKING:
    from rules.documents import Document

Array: TypeAlias = npt.NDArray[np.int64]
Row: TypeAlias = dict[str, Any]
AnySheet = TypeVar("AnySheet")

SIDE = ("red", "blue")
STATION = ("One", "Two", "Three")
MOST_WRITTEN = 9_999
"""The largest count a sheet can hold: what can be written down, not what fits on a field."""


class Card(IntEnum):
    """The card a team was shown in a match, as documents code it."""

    NONE = 0
    YELLOW = 1
    RED = 2
    WHITE = 3


@dataclass(frozen=True)
class Entry:
    """What referees write down in one field of the sheet: axes with their labels, bounds and meaning."""

    doc: str
    name: str
    axes: Mapping[str, Sequence[str]]
    codes: type[IntEnum] | None

    @property
    def most(self) -> int:
        """The largest legal value; the smallest is 0."""
        return max(self.codes) if self.codes else MOST_WRITTEN

    @property
    def expected(self) -> str:
        """What a legal value is, in words."""
        if self.codes is None:
            return f"a whole number from 0 to {self.most:,}"
        return "one of " + ", ".join(f"{code.value} ({code.name})" for code in self.codes)


def entry(doc: str, name: str, *, codes: type[IntEnum] | None = None, **axes: Sequence[str]) -> Any:
    """Declare a field of a sheet.

    `name` is the dotted official name in a document, with `{axis}` where an axis's label stands. Codes of an
    entry run from 0 without a gap.
    """
    return field(metadata={"entry": Entry(doc, name, axes, codes)})


def minor_fouls() -> Any:
    """Declare the minor fouls, which every season's documents hold at match level."""
    return entry("minor fouls, by the side that committed them", "{side}MinPen", side=SIDE)


def major_fouls() -> Any:
    """Declare the major fouls, which every season's documents hold at match level."""
    return entry("major fouls, by the side that committed them", "{side}MajPen", side=SIDE)


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


def rounded_up(unit: int, parts: Mapping[str, Array]) -> Breakdown:
    """Add the parts up and round once, at the end, up to a whole point; the rounding becomes the last part."""
    whole = dict(zip(parts, np.broadcast_arrays(*parts.values()), strict=True))
    exact = np.asarray(sum(whole.values()))
    total = -(-exact // unit)
    return Breakdown(unit, {**whole, "rounding": total * unit - exact}, total)


@dataclass(frozen=True)
class Season:
    """The rules of one season as a value: what is written down, what it scores, how teams are ranked."""

    key: str
    sheet: type
    score: Callable[[Any], Breakdown]
    unit: int
    parts: Mapping[str, str]
    """What each part of the breakdown is, in the manual's order."""
    rank: "Callable[[Sequence[Document]], list[Row]]"
    """Documents of one ranking phase, in the order played -> rows of the official table, best first."""
