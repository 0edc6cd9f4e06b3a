"""Point values: what a season's scoring is worth, each with meaning and source, held exactly and turned by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from math import isfinite, lcm
from typing import Any

import numpy as np

from rules.errors import FgcError, expected
from rules.names import nearest
from rules.text import plain

MOST_POINTS = 9_999
"""The most that anything can be worth: with it no score leaves the whole numbers of 64 bits."""
ASSUMED = "assumed"
"""The source of what nobody could confirm."""
NEAR = 1e-6
"""A number this near to a whole one is meant to be it: sums of doubles are."""


@dataclass(frozen=True)
class Worth:
    """What a season says of one field of its point values."""

    doc: str
    source: str
    """An id of the season's seed file, or `assumed`."""
    unit: int
    """The field holds whole numbers of 1/unit of a point, or of 1/unit of other points where it is a share."""
    most: float

    @property
    def expected(self) -> str:
        """What can be held, in words."""
        return "a whole number" if self.unit == 1 else f"a multiple of 1/{self.unit}"


@dataclass(frozen=True)
class PointValue:
    """One point value as people say it, by the name that turns it: `partner_climb`, or `parking.3` in a table."""

    name: str
    field: str
    place: int | None
    """Which one of a table; None where the field is no table."""
    value: float
    worth: Worth


@dataclass(frozen=True)
class NoPoints:
    """The point values of a season that has none to turn."""


def worth(
    value: float | tuple[float, ...], doc: str, source: str, *, unit: int = 1, most: float = MOST_POINTS
) -> Any:
    """Declare a field of a season's point values: a number, or a table of one number a place.

    `value` is what people say. The field holds it as whole numbers of 1/`unit`, which is what the season's score
    adds and multiplies, so that it stays exact; a FgcError says where it would not be.
    """
    about = Worth(doc, source, unit, most)
    held = tuple(_declared(each, about) for each in value) if isinstance(value, tuple) else _declared(value, about)
    return field(default=held, metadata={"worth": about})


def share(value: float | tuple[float, ...], doc: str, source: str, *, unit: int) -> Any:
    """Declare a field that is a share of other points, at most all of them."""
    return worth(value, doc, source, unit=unit, most=1)


def worths(points: Any) -> dict[str, Worth]:
    """Give what is said of the fields of point values, by field."""
    return {each.name: each.metadata["worth"] for each in fields(points)}


def as_said(points: Any) -> dict[str, Any]:
    """Give each field as people say it: numbers, or tuples of them."""
    return {name: _said(getattr(points, name), about.unit) for name, about in worths(points).items()}


def named(points: Any) -> dict[str, PointValue]:
    """Give every point value by the name that turns it, in the season's order."""
    found = []
    for name, about in worths(points).items():
        held = _said(getattr(points, name), about.unit)
        if isinstance(held, tuple):
            found += [PointValue(f"{name}.{i}", name, i, value, about) for i, value in enumerate(held)]
        else:
            found.append(PointValue(name, name, None, held, about))
    return {each.name: each for each in found}


def turned(points: Any, changes: Mapping[str, Any]) -> Any:
    """Give the points with some values changed; a FgcError in one line says which cannot be, and why."""
    known = named(points)
    for name, value in changes.items():
        if name not in known:
            hint = nearest(name, known)
            raise FgcError(plain(name), expected("points", {"hint": hint}) if hint else expected("points_unknown"))
        each = known[name]
        held = _whole(name, value, each.worth)
        if each.place is not None:
            table = getattr(points, each.field)
            held = (*table[: each.place], held, *table[each.place + 1 :])
        points = replace(points, **{each.field: held})
    return points


def misfit(points: Any, unit: int) -> tuple[str, str]:
    """Name the first value that a season of this unit cannot add to its score, and say why; nothing where all can be.

    Where there are shares, score() multiplies values with them: then the season's unit is a multiple of theirs.
    """
    about = worths(points)
    shared = any(each.most <= 1 for each in about.values())
    for name, each in about.items():
        if unit % each.unit or (not shared and unit != each.unit):
            return name, f"expected unit={unit}, as SEASON has it, found unit={each.unit}"
    return "", ""


def _declared(value: Any, about: Worth) -> int:
    """Give a declared value as it is held; a FgcError names the unit that would hold it."""
    try:
        return int(_whole("worth()", value, about))
    except FgcError as error:
        finer = (
            lcm(about.unit, Fraction(str(value)).limit_denominator(1000).denominator)
            if _number(value) and isfinite(value)
            else 0
        )
        if finer <= about.unit:
            raise
        raise FgcError("worth()", f"{error.parts[-1]}; unit={finer}, here and in SEASON, would allow it") from None


def _number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _said(held: Any, unit: int) -> Any:
    """Give what is held in whole numbers of 1/unit as people say it: a whole number where it is one."""
    if isinstance(held, tuple):
        return tuple(_said(each, unit) for each in held)
    return held // unit if held % unit == 0 else held / unit


def _whole(name: str, value: Any, about: Worth) -> Any:
    """Give a value as it is held; a FgcError where it is no number, too large, or nothing that can be held."""
    if not _number(value):
        raise FgcError(name, expected("number", {"found": f"{value!r:.40}"}))
    if not -about.most <= value <= about.most:
        ends = {"low": f"{-about.most:,}", "high": f"{about.most:,}"}
        raise FgcError(name, expected("number_between", {**ends, "found": f"{value!s:.40}"}))
    exact = float(value) * about.unit
    if abs(exact - round(exact)) > NEAR:
        raise FgcError(name, f"expected {about.expected}, found {float(value):g}")
    return round(exact)
