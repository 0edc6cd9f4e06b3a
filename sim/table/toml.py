"""TOML files as checked, frozen tables: an error says file, key, what was expected and the nearest valid key."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Annotated, Any, TypeVar, get_args

import tomlkit
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from rules.errors import ModelError, expected, within
from rules.names import nearest
from rules.text import decoded


def toml_key(*steps: str) -> str:
    """Write a key as TOML wants it, steps apart by dots: in quotes what has more than letters, digits, - and _."""
    return ".".join(tomlkit.key(step).as_string() for step in steps)


def toml_value(value: Any) -> str:
    """Write a text, a number or a list as TOML wants it."""
    return str(tomlkit.item(value).as_string())


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError(f"expected a name that can be printed on one line, found {name!r}")
    return name


Name = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_printable)]
Log = Annotated[float, Field(ge=-5, le=5)]
Number = Annotated[float, Field(ge=-1e9, le=1e9)]
Slope = Annotated[float, Field(ge=-100, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Spread = Annotated[float, Field(ge=0, le=5)]
Nth = Annotated[int, Field(ge=1, le=1_000_000)]
"""Kinds of values that all tables share; a slope multiplies a log, a spread is a sigma or a small count's mean."""

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
"""How many tables and lists may lie in each other: the deepest file of ours has six."""
MOST_WHOLE = 2**63 - 1
"""The largest whole number that TOML knows."""
MANY_STEPS = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*+\.[ \t]*+){40}""")
"""A dotted key of so many steps that reading it takes the square of them."""
TOO_DEEP = "expected a TOML file, found tables nested too deep"

KINDS = {
    "string_type": "a text in quotes",
    "model_type": "a table, {KEY = VALUE}",
    "dict_type": "a table, {KEY = VALUE}",
    "tuple_type": "a list in brackets, [VALUE, VALUE]",
}
"""What was expected, in the words of people who write TOML, by pydantic's word for it."""

BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
"""Pydantic's words for a number beyond its bound, with which its message ends."""

CURES = (
    (r"^Cannot (overwrite|declare|mutate)|^Duplicate|redefine", "a key or table stands here that is there before"),
    (r"\n.*=\s*[+-]?\d+,\d", "write decimals with a point, 5.5"),
    (r"\n(.*[{,])?\s*\w[\w-]*( +[\w-]+)+\s*=", 'put names with blanks in quotes, "collect near" = 5'),
    (r"\n.*\\", "in a path write / for \\, or put it in single quotes"),
    (r"^Invalid value.*\n[^=]*=\s*[^\W\d]", 'put texts in quotes, name = "ours"'),
)
"""What a line looks like that is no TOML, after what is said of it, and how to mend that."""


def toml_text(table: Mapping[str, Any]) -> str:
    """Write values as a TOML file; a ModelError where TOML has no such value."""
    try:
        return tomlkit.dumps(table)
    except (TypeError, ValueError) as error:  # tomlkit's own errors are of both kinds
        raise ModelError(f"expected values of a TOML file: {error}") from None


AnyTable = TypeVar("AnyTable", bound="Table")
AnyFile = TypeVar("AnyFile", bound="SeasonFile")


class Table(BaseModel):
    """One table of a TOML file: frozen, every key known, no value taken for one of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SeasonFile(Table):
    """A file that a team writes for one season."""

    season: Name


def parse(table: type[AnyTable], data: bytes, file: str) -> AnyTable:
    """Read a TOML file as a table; a ModelError says in one line what is wrong first, and where."""
    return checked(table, read_toml(data, file), file)


def read_toml(data: bytes, file: str) -> Any:
    """Read a TOML file as it stands, unchecked; a ModelError where it is none."""
    with within(file):
        if len(data) > MOST_BYTES:
            raise ModelError(f"expected a TOML file of up to {MOST_BYTES:,} bytes, found {len(data):,}")
        return _frozen(_loaded(decoded(data, "a TOML file", ModelError)))


def _loaded(text: str) -> Any:
    if MANY_STEPS.search(text):
        raise ModelError(TOO_DEEP)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # no TOML, or a whole number of thousands of digits
        raise ModelError(f"expected a TOML file: {error}{_cure(str(error), text)}") from None
    except RecursionError:
        raise ModelError(TOO_DEEP) from None


def _cure(said: str, text: str) -> str:
    """Say how to mend the line that is no TOML, by it and by what is said of it; nothing where we cannot tell."""
    number = re.search(r"at line (\d+)", said)
    line = text.splitlines()[int(number[1]) - 1 :][:1] if number else []
    wrong = "\n".join([said, *line])
    return next((f"; {cure}" for pattern, cure in CURES if re.search(pattern, wrong)), "")


def checked(table: type[AnyTable], raw: Any, file: str = "") -> AnyTable:
    """Check what a file holds against a table; a ModelError says in one line what is wrong first, and where."""
    with within(*filter(None, (file,))):
        frozen = _frozen(raw)
    try:
        return table.model_validate(frozen)
    except ValidationError as error:
        # A misspelt key is missing too: what is wrong is its spelling, so that comes first.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        raise ModelError(*filter(None, (file, _place(first["loc"], raw), _expected(first, table)))) from None


def _frozen(value: Any, depth: int = 0) -> Any:
    """Turn lists into tuples, which is what a frozen table holds; a ModelError where it is none of ours."""
    if depth > MOST_DEPTH:
        raise ModelError(TOO_DEEP)
    if isinstance(value, int) and abs(value) > MOST_WHOLE:
        raise ModelError(f"expected whole numbers up to {MOST_WHOLE:,}, found a larger one")
    if isinstance(value, list):
        return tuple(_frozen(each, depth + 1) for each in value)
    return {key: _frozen(each, depth + 1) for key, each in value.items()} if isinstance(value, dict) else value


def _place(loc: tuple[str | int, ...], raw: Any) -> str:
    """Write a place as `[[action]] collect: takes` where the row has a name, else as `action[3].takes`."""
    steps = [step for step in loc if not str(step).startswith("<")]
    if len(steps) > 1 and isinstance(steps[1], int):
        row = raw[steps[0]][steps[1]]
        name = row.get("name", row.get("id")) if isinstance(row, dict) else None
        if isinstance(name, str):
            return ": ".join(filter(None, (f"[[{steps[0]}]] {name}", _dotted(steps[2:]))))
    return _dotted(steps)


def _dotted(steps: Sequence[str | int]) -> str:
    """Join the steps to a place, counting from 1 as people do."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _expected(error: Any, table: type[BaseModel]) -> str:
    """Say in one sentence what was expected there, and what was found."""
    kind, found = error["type"], error["input"]
    if kind == "extra_forbidden":
        hint = nearest(str(error["loc"][-1]), _keys_near(table, error["loc"][:-1]))
        return expected("no_such_key", {"hint": hint})
    if kind == "missing":
        return expected("missing_key")
    if kind in ("too_short", "too_long"):
        least, most = error["ctx"].get("min_length"), error["ctx"].get("max_length")
        number = f"at most {most}" if least is None else "at least one" if least == 1 else str(least)
        return f"expected {number}, found {error['ctx']['actual_length'] or 'none'}"
    if kind in KINDS:
        return f"expected {KINDS[kind]}{_shown(found)}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "int_type" and isinstance(found, dict):
        return 'expected a whole number, found a table; the name of a place wants quotes: {"field.x" = 1}'
    if isinstance(found, float) and isnan(found):
        return expected("number", {"found": f"{found!r}"})
    if kind in BOUNDS:
        return expected(kind, {"bound": error["msg"].rpartition(" ")[2], "found": f"{found!r:.40}"})
    message = error["msg"].partition(" after validation")[0].replace("a valid tuple", "a list")
    for start in ("Input should be ", "String should have ", "Tuple should have "):
        message = message.removeprefix(start)
    return f"expected {message}{_shown(found)}"


def _shown(found: Any) -> str:
    return "" if isinstance(found, dict | list | tuple | BaseModel) else f", found {found!r:.40}"


def _keys_near(table: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Give the valid keys of the table at this place of a file."""
    tables = [table]
    for step in map(str, loc):
        if step.startswith("<"):  # the form that one of several tables has, see `Form`
            tables = [each for each in tables if step.strip("<>") in each.model_fields]
        elif tables and step in tables[0].model_fields:
            tables = list(_tables_in(tables[0].model_fields[step].annotation))
    return [name for each in tables[:1] for name in each.model_fields]


def _tables_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _tables_in(inner)
