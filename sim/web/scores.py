"""A season's score as JavaScript: run once on arrays that write down what is done with them.

Nothing of a season's rules is written twice: whatever `score` and `measure` of `rules/fgc_YYYY.py` add, multiply,
compare and look up becomes a line. What cannot be written down is refused by name.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

from rules.errors import FgcError, within
from rules.season import SIDE, Season, entries

Nodes = npt.NDArray[np.object_]

UFUNCS = {
    "add": "{} + {}",
    "subtract": "{} - {}",
    "multiply": "{} * {}",
    "floor_divide": "Math.floor({} / {})",
    "negative": "-{}",
    "absolute": "Math.abs({})",
    "sign": "Math.sign({})",
    "minimum": "Math.min({}, {})",
    "maximum": "Math.max({}, {})",
    "equal": "+({} === {})",
    "not_equal": "+({} !== {})",
    "less": "+({} < {})",
    "less_equal": "+({} <= {})",
    "greater": "+({} > {})",
    "greater_equal": "+({} >= {})",
    "bitwise_and": "{} & {}",
    "bitwise_or": "{} | {}",
}
"""How what numpy does with whole numbers, one by one, is written."""


class Tape:
    """What was done so far: a line for each number that came of others, none twice."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}

    def put(self, form: str, *operands: Any) -> str:
        """Write down what comes of some numbers, and give its name."""
        line = form.format(*map(_operand, operands))
        return self.lines.setdefault(line, f"v{len(self.lines)}")


def _operand(value: Any) -> str:
    return value if isinstance(value, str) else f"({int(value)})" if value < 0 else str(int(value))


class Recorded(NDArrayOperatorsMixin):
    """Whole numbers that nobody knows yet, `(axis, ...)`: each is a name, or a number that is known."""

    def __init__(self, tape: Tape, nodes: Nodes) -> None:
        self.tape, self.nodes = tape, nodes

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any) -> "Recorded":
        """Write down what is done with each number."""
        if method != "__call__" or ufunc.__name__ not in UFUNCS:
            raise _unknown(ufunc.__name__)
        return self._each(lambda *each: self.tape.put(UFUNCS[ufunc.__name__], *each), *inputs)

    def __array_function__(self, function: Any, _: Any, arguments: Sequence[Any], __: Any) -> "Recorded":
        """Write down a choice: by what is true, or by a place in a table."""
        if function is np.where and len(arguments) == 3:
            return self._each(lambda *each: self.tape.put("{} ? {} : {}", *each), *arguments)
        if function is np.choose:
            places, table = arguments
            form = f"[{', '.join(['{}'] * len(table))}][{{}}]"
            return self._each(lambda place, *each: self.tape.put(form, *each, place), places, *table)
        raise _unknown(function.__name__)

    def _each(self, does: Callable[..., str], *inputs: Any) -> "Recorded":
        arrays = [each.nodes if isinstance(each, Recorded) else np.asarray(each, dtype=object) for each in inputs]
        return Recorded(self.tape, np.asarray(np.frompyfunc(does, len(arrays), 1)(*arrays), dtype=object))

    def __getitem__(self, places: Any) -> "Recorded":
        """Give some of the numbers."""
        return Recorded(self.tape, np.asarray(self.nodes[places], dtype=object))

    def sum(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Add up along one axis or several."""
        return self._folded(np.add, axis)

    def min(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Give the smallest along one axis or several."""
        return self._folded(np.minimum, axis)

    def max(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Give the largest along one axis or several."""
        return self._folded(np.maximum, axis)

    def _folded(self, does: Any, axis: int | tuple[int, ...]) -> "Recorded":
        nodes = self.nodes
        for each in sorted(np.atleast_1d(axis) % nodes.ndim, reverse=True):
            nodes = reduce(
                lambda one, other: self._each(partial(self.tape.put, UFUNCS[does.__name__]), one, other).nodes,
                np.moveaxis(nodes, each, 0),
            )
        return Recorded(self.tape, np.asarray(nodes, dtype=object))


def _unknown(what: str) -> FgcError:
    return FgcError(what, "expected what can be written as JavaScript; sim/web/scores.py has the list")


def script_of(season: Season) -> str:
    """Write what scores a sheet: a function of its numbers in a row that gives parts, totals and what is ranked by.

    Each is red's and blue's number; parts are in units, in the order of the breakdown.
    """
    tape, sheet, at = Tape(), {}, 0
    for name, each in entries(season.sheet).items():
        shape = [len(labels) for labels in each.axes.values()]
        size = int(np.prod(shape))
        sheet[name] = Recorded(tape, np.array([f"s[{at + nth}]" for nth in range(size)], dtype=object).reshape(shape))
        at += size
    whole = season.sheet(**sheet)
    breakdown = season.ranking.score(whole, season.points)
    measure = season.ranking.measure(whole, breakdown)
    parts = ", ".join(_sides(part) for part in breakdown.parts.values())
    lines = "".join(f"const {name} = {line};\n" for line, name in tape.lines.items())
    return f"(s) => {{\n{lines}return [[{parts}], {_sides(breakdown.total)}, {_sides(measure)}];\n}}"


def _sides(numbers: Any) -> str:
    """Write red's and blue's number; what both share is written for each."""
    nodes = numbers.nodes if isinstance(numbers, Recorded) else np.asarray(numbers, dtype=object)
    return f"[{', '.join(_operand(each) for each in np.broadcast_to(nodes, len(SIDE)))}]"


def scripts_of(seasons: Mapping[str, Season]) -> str:
    """Write what scores each season, by its key."""
    written = []
    for key, season in seasons.items():
        with within(key):
            written.append(f'"{key}": {script_of(season)},\n')
    return f"const SCORES = {{\n{''.join(written)}}};\n"
