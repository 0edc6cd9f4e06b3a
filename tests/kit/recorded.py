"""Arrays that are not there yet: what is done with them is written down once, and done with real arrays afterwards.

A handful of operations is known. Any other is an error that names it, and so is whatever looks at a value: a branch,
a loop, an index, a copy into a real array.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

UFUNCS = {
    each.__name__: each
    for each in (
        np.add,
        np.subtract,
        np.multiply,
        np.floor_divide,
        np.negative,
        np.equal,
        np.greater,
        np.greater_equal,
        np.less,
        np.less_equal,
    )
}
FUNCTIONS = {each.__name__: each for each in (np.where, np.choose)}
INDICES = {"as a column": (..., None), "sides swapped": (..., slice(None, None, -1))}


class NotRecordedError(Exception):
    """An operation that cannot be written down, by its name."""


@dataclass(frozen=True, eq=False)
class Recorded(NDArrayOperatorsMixin):
    """What an operation will give."""

    operation: str
    arguments: tuple[Any, ...]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> "Recorded":
        if ufunc.__name__ not in UFUNCS or method != "__call__" or options:
            raise NotRecordedError(ufunc.__name__)
        return Recorded(ufunc.__name__, inputs)

    def __array_function__(self, function: Any, _: Any, arguments: Any, options: Any) -> "Recorded":
        if function.__name__ not in FUNCTIONS or options:
            raise NotRecordedError(function.__name__)
        return Recorded(function.__name__, arguments)

    def __getitem__(self, index: Any) -> "Recorded":
        for name, known in INDICES.items():
            if index == known:
                return Recorded(name, (self,))
        raise NotRecordedError(f"[{index}]")

    def sum(self, axis: Any) -> "Recorded":
        """Write a sum along axes down."""
        return Recorded("sum", (self, axis))

    def min(self, axis: Any) -> "Recorded":
        """Write the least along an axis down."""
        return Recorded("min", (self, axis))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotRecordedError(name)

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise NotRecordedError("array")

    def __bool__(self) -> bool:
        raise NotRecordedError("bool")

    def __index__(self) -> int:
        raise NotRecordedError("index")

    def __iter__(self) -> Any:
        raise NotRecordedError("iter")


def given(name: str) -> Recorded:
    """Stand for an array that is given by this name when a record is replayed."""
    return Recorded("given", (name,))


def replayed(value: Any, arrays: Mapping[str, Any], exact: bool = False, known: dict[int, Any] | None = None) -> Any:
    """Do what was written down with real arrays; `exact` with whole numbers of any size, which know no overflow."""
    if not isinstance(value, Recorded):
        return value
    known = {} if known is None else known
    if id(value) not in known:
        arguments = [replayed(each, arrays, exact, known) for each in value.arguments]
        found = _done(value.operation, arguments, arrays)
        known[id(value)] = np.asarray(found).astype(object) if exact else found
    return known[id(value)]


def _done(operation: str, arguments: list[Any], arrays: Mapping[str, Any]) -> Any:
    """Do one operation."""
    if operation == "given":
        return arrays[arguments[0]]
    if operation in UFUNCS:
        return UFUNCS[operation](*arguments)
    if operation in INDICES:
        return arguments[0][INDICES[operation]]
    if operation == "where":
        return np.where(np.asarray(arguments[0], dtype=bool), *arguments[1:])
    if operation == "choose":
        return np.choose(np.asarray(arguments[0], dtype=np.int64), arguments[1])
    return getattr(arguments[0], operation)(axis=arguments[1])
