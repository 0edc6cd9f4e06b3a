"""A season's score as JavaScript: run once on arrays that write down what is done with them.

Nothing of a season's rules is written twice: whatever `score` and `measure` of `rules/fgc_YYYY.py` add, multiply,
compare and look up becomes a line, of a sheet and of point values that may be any. What cannot be written down, or
would be done with another meaning there, is refused by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial, reduce
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

from rules.document import PhaseName
from rules.errors import FgcError
from rules.season import SIDE, Season, entries

Nodes = npt.NDArray[np.object_]

UFUNCS = {
    "add": "w({} + {})",
    "subtract": "w({} - {})",
    "multiply": "w({} * {})",
    "floor_divide": "Math.floor({} / {})",
    "negative": "0 - {}",
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
OF_TRUTHS = {"add": "bitwise_or", "multiply": "bitwise_and"} | {
    each: each for each in ("minimum", "maximum", "bitwise_and", "bitwise_or")
}
"""What numpy does with what is true or not, and gives such again; with `bitwise_and` and `bitwise_or` only then."""
COMPARE = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
WHOLE = """const w = (number) => {
  if (!Number.isSafeInteger(number)) throw new RangeError("a score leaves what a browser holds exactly");
  return number + 0;
};
"""
"""What sums and products go through: whole numbers of a browser are exact up to 2^53, and have a zero below zero."""
SCORES = """const SCORES = Object.fromEntries(
  Object.entries(FORMULAS).map(([key, { points, ranking }]) => [key, (s) => ranking(s, points)]),
);
"""


FRACTIONS = {"divide": "{} / {}", "add": "{} + {}", "subtract": "{} - {}", "multiply": "{} * {}"}
"""What may be done with numbers that may have a fraction: doubles, the same there as here."""


class Tape:
    """What was done so far: a line for each number that came of others, none twice."""

    def __init__(self, fractions: bool = False) -> None:
        self.lines: dict[str, str] = {}
        self.fractions = fractions
        """Whether numbers may be divided: a score is of whole ones, what follows from a sheet beside it is not."""

    def put(self, form: str, *operands: Any) -> str:
        """Write down what comes of some numbers, and give its name."""
        line = form.format(*map(_operand, operands))
        return self.lines.setdefault(line, f"v{len(self.lines)}")


def _operand(value: Any) -> str:
    return value if isinstance(value, str) else f"({int(value)})" if value < 0 else str(int(value))


class Recorded(NDArrayOperatorsMixin):
    """Whole numbers that nobody knows yet, `(axis, ...)`, of one match of any: each is a name, or a known number."""

    def __init__(self, tape: Tape, nodes: Any, are_truths: bool = False, are_whole: bool = True) -> None:
        self.tape, self.nodes, self.are_truths = tape, np.asarray(nodes, dtype=object), are_truths
        self.are_whole = are_whole

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> "Recorded":
        """Write down what is done with each number."""
        name, truths = ufunc.__name__, all(map(_are_truths, inputs))
        if name == "divide" or not all(map(_are_whole, inputs)):
            return self._divided(name, method, inputs, options)
        if method != "__call__" or options or name not in UFUNCS or (name.startswith("bitwise") and not truths):
            raise _unknown(name)
        form = UFUNCS[OF_TRUTHS.get(name, name) if truths else name]
        return self._each(partial(self.tape.put, form), *inputs, are_truths=name in COMPARE or truths)

    def _divided(self, name: str, method: str, inputs: Sequence[Any], options: Mapping[str, Any]) -> "Recorded":
        """Write down what is done with fractions."""
        if not self.tape.fractions or method != "__call__" or options or name not in FRACTIONS:
            raise _unknown(name)
        found = self._each(partial(self.tape.put, FRACTIONS[name]), *inputs)
        return Recorded(self.tape, found.nodes, are_whole=False)

    def __array_function__(
        self, function: Any, _: Any, arguments: Sequence[Any], options: Mapping[str, Any]
    ) -> "Recorded":
        """Write down a choice: by what is true, or by a place in a table."""
        if not all(map(_are_whole, arguments)):
            raise _unknown(function.__name__)
        if function is np.where and len(arguments) == 3 and not options:
            truths = all(map(_are_truths, arguments[1:]))
            return self._each(partial(self.tape.put, "{} ? {} : {}"), *arguments, are_truths=truths)
        if function is np.choose and len(arguments) == 2 and not options:
            places, table = arguments
            form = f"[{', '.join(['{}'] * len(table))}][{{}}]"
            return self._each(lambda place, *each: self.tape.put(form, *each, place), places, *table)
        raise _unknown(function.__name__)

    def _each(self, does: Callable[..., str], *inputs: Any, are_truths: bool = False) -> "Recorded":
        arrays = [each.nodes if isinstance(each, Recorded) else _known(each) for each in inputs]
        return Recorded(self.tape, np.frompyfunc(does, len(arrays), 1)(*arrays), are_truths)

    def __getitem__(self, places: Any) -> "Recorded":
        """Give some of the numbers, of every match."""
        known = places if isinstance(places, tuple) else (places,)
        if known[0] is not ... or not all(each is None or isinstance(each, int | slice) for each in known[1:]):
            raise _unknown(f"[{places}]")
        return Recorded(self.tape, self.nodes[places], self.are_truths, self.are_whole)

    def sum(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Add up along one of the last axes or several."""
        return self._folded("add", axis)

    def min(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Give the smallest along one of the last axes or several."""
        return self._folded("minimum", axis)

    def max(self, axis: int | tuple[int, ...]) -> "Recorded":
        """Give the largest along one of the last axes or several."""
        return self._folded("maximum", axis)

    def _folded(self, name: str, axis: int | tuple[int, ...]) -> "Recorded":
        nodes, does = self.nodes, np.frompyfunc(partial(self.tape.put, UFUNCS[name]), 2, 1)
        if max(np.atleast_1d(axis)) >= 0 or not self.are_whole:
            raise _unknown(f"axis={axis}")
        for each in sorted(np.atleast_1d(axis) % nodes.ndim, reverse=True):
            nodes = np.asarray(reduce(does, np.moveaxis(nodes, each, 0)), dtype=object)
        return Recorded(self.tape, nodes, self.are_truths and name != "add")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise _unknown(name)

    def __bool__(self) -> bool:
        raise _unknown("a choice by a value that is not known yet")

    def __iter__(self) -> Any:
        raise _unknown("a loop over numbers that are not known yet")

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise _unknown("a copy of numbers that are not known yet")

    def __index__(self) -> int:
        raise _unknown("a place that is not known yet")


def _are_truths(value: Any) -> bool:
    return value.are_truths if isinstance(value, Recorded) else np.asarray(value).dtype == bool


def _are_whole(value: Any) -> bool:
    return not isinstance(value, Recorded) or value.are_whole


def _known(value: Any) -> Nodes:
    array = np.asarray(value)
    if array.dtype.kind not in "biu":
        raise _unknown(f"{array.dtype} {value!r:.40}")
    return array.astype(object)


def _unknown(what: str) -> FgcError:
    return FgcError(what, "expected what can be written as JavaScript; sim/web/scores.py has the list")


def script_of(season: Season, phase: PhaseName = "ranking") -> str:
    """Write a function of a sheet's numbers and of point values, each in a row, that scores the sheet.

    It gives parts, totals and what is ranked by, each red's and blue's number; parts are in units, in the order of
    the breakdown. Raises FgcError, with the season's key, where the score cannot be written down.
    """
    tape, played = Tape(), season.phase(phase)
    sheet, points = _sheet(season, tape), _points(season, tape)
    try:
        breakdown = played.score(sheet, points)
        measure = played.measure(sheet, breakdown)
    except FgcError as error:
        raise FgcError(season.key, str(error)) from error
    parts = ", ".join(_sides(part) for part in breakdown.parts.values())
    lines = "".join(f"const {name} = {line};\n" for line, name in tape.lines.items())
    return f"(s, p) => {{\n{lines}return [[{parts}], {_sides(breakdown.total)}, {_sides(measure)}];\n}}"


def following_script(season: Season, following: Sequence[Callable[[Any, Any], Any]]) -> str:
    """Write a function of a sheet's numbers and of point values that gives what follows from them beside the score.

    Of each one value, or red's and blue's, or red's and blue's robots', as numpy has them; a truth is one there too.
    Raises FgcError, with the season's key, where one cannot be written down.
    """
    tape = Tape(fractions=True)
    sheet, points = _sheet(season, tape), _points(season, tape)
    try:
        values = ", ".join(_nested(of(sheet, points)) for of in following)
    except FgcError as error:
        raise FgcError(season.key, str(error)) from error
    lines = "".join(f"const {name} = {line};\n" for line, name in tape.lines.items())
    return f"(s, p) => {{\n{lines}return [{values}];\n}}"


def _nested(numbers: Any) -> str:
    """Write numbers as lists of lists, as deep as they are."""
    if isinstance(numbers, Recorded):
        nodes, form = numbers.nodes, "!!{}" if numbers.are_truths else "{}"
    else:
        nodes, form = _known(numbers), "!!{}" if _are_truths(numbers) else "{}"
    if nodes.ndim:
        inner = (Recorded(Tape(), each, _are_truths(numbers)) for each in nodes)
        return f"[{', '.join(map(_nested, inner))}]"
    return form.format(_operand(nodes.item()))


def _sheet(season: Season, tape: Tape) -> Any:
    """Make a sheet whose numbers are not known yet."""
    numbers, sheet = count(), {}
    for name, each in entries(season.sheet).items():
        shape = [len(labels) for labels in each.axes.values()]
        nodes = np.array([f"s[{next(numbers)}]" for _ in range(int(np.prod(shape)))], dtype=object)
        sheet[name] = Recorded(tape, nodes.reshape(shape))
    return season.sheet(**sheet)


def _points(season: Season, tape: Tape) -> Any:
    """Make point values that are not known yet."""
    numbers = count()

    def one(_: Any) -> Recorded:
        return Recorded(tape, f"p[{next(numbers)}]")

    held = {each.name: getattr(season.points, each.name) for each in fields(season.points)}
    named = {name: tuple(map(one, each)) if isinstance(each, tuple) else one(each) for name, each in held.items()}
    return type(season.points)(**named)


def own_points(season: Season) -> list[int]:
    """Give a season's point values in a row, as it holds them, in the order of `rules.points.named`."""
    held = [getattr(season.points, each.name) for each in fields(season.points)]
    return [int(each) for of in held for each in (of if isinstance(of, tuple) else (of,))]


def _sides(numbers: Any) -> str:
    """Write red's and blue's number; what both share is written for each."""
    nodes = numbers.nodes if isinstance(numbers, Recorded) else np.asarray(numbers, dtype=object)
    return f"[{', '.join(_operand(each) for each in np.broadcast_to(nodes, len(SIDE)))}]"


def scripts_of(seasons: Mapping[str, Season]) -> str:
    """Write what scores each season, by its key.

    `FORMULAS` has own points and a function a phase; `playoff` is there where it scores otherwise. `SCORES` has what
    scores ranking matches by the season's own points.
    """
    formulas = "".join(f'"{key}": {_formulas(each)},\n' for key, each in seasons.items())
    return f"{WHOLE}const FORMULAS = {{\n{formulas}}};\n{SCORES}"


def _formulas(season: Season) -> str:
    ranking, playoff = script_of(season), script_of(season, "playoff")
    other = "" if playoff == ranking else f",\nplayoff: {playoff}"
    return f"{{ points: {own_points(season)},\nranking: {ranking}{other} }}"
