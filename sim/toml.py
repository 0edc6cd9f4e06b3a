"""TOML files as checked, frozen tables: an error says file, key, what was expected and the nearest valid key."""

import tomllib
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from rules.errors import ModelError
from rules.names import nearest

AnyTable = TypeVar("AnyTable", bound="Table")


class Table(BaseModel):
    """One table of a TOML file: frozen, every key known, no value taken for one of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def parse(table: type[AnyTable], data: bytes, file: str) -> AnyTable:
    """Read a TOML file as a table; a ModelError says in one line what is wrong first, and where."""
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(file, f"expected a TOML file: {error}") from None
    except RecursionError:
        raise ModelError(file, "expected a TOML file, found tables nested too deep") from None
    return checked(table, raw, file)


def checked(table: type[AnyTable], raw: Any, file: str) -> AnyTable:
    """Check what a file holds against a table; a ModelError says in one line what is wrong first, and where."""
    try:
        return table.model_validate(_frozen(raw))
    except ValidationError as error:
        # A misspelt key is missing too: what is wrong is its spelling, so that comes first.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        raise ModelError(file, *_place_and_expected(first, table)) from None


def _frozen(value: Any) -> Any:
    """Turn lists into tuples, which is what a frozen table holds."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return {key: _frozen(each) for key, each in value.items()} if isinstance(value, dict) else value


def _place_and_expected(error: Any, table: type[BaseModel]) -> tuple[str, ...]:
    """Turn pydantic's error into the dotted place and one sentence of what was expected there."""
    place = _dotted(error["loc"])
    if error["type"] == "extra_forbidden":
        wrong = str(error["loc"][-1])
        return place, f"expected no key of this name{nearest(wrong, _keys_near(table, error['loc'][:-1]))}"
    if error["type"] == "missing":
        return place, "expected this key, found none"
    if error["type"] == "value_error":
        return place, str(error["ctx"]["error"])
    message = error["msg"].removeprefix("Input should be ")
    found = error["input"]
    shown = "" if isinstance(found, dict | list | tuple | BaseModel) else f", found {str(found)[:40]!r}"
    return place, f"expected {message}{shown}"


def _dotted(loc: tuple[str | int, ...]) -> str:
    """Write a place as `action[3].takes`, counting from 1 as people do."""
    return "".join(f"[{each + 1}]" if isinstance(each, int) else f".{each}" for each in loc).lstrip(".")


def _keys_near(table: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Give the valid keys of the table at this place of a file."""
    for step in loc:
        if isinstance(step, int) or step not in table.model_fields:
            continue
        table = next(iter(_tables_in(table.model_fields[step].annotation)), table)
    return [field.alias or name for name, field in table.model_fields.items()]


def _tables_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _tables_in(inner)
