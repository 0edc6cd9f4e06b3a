"""Seed files: `seeds/fgc_YYYY.toml` -> checked, frozen values. Every error names file, table and key."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import seeds
from rules.errors import ModelError
from rules.names import nearest

Grade = Literal["A", "B", "C", "D"]
Count = Annotated[int, Field(ge=0, le=9_999)]
AnyTable = TypeVar("AnyTable", bound="Table")


class Table(BaseModel):
    """One table of a TOML file: frozen, every key known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Edition(Table):
    """`[season]`: what is known of an edition of the competition."""

    name: str
    year: int
    city: str | None = None
    country: str | None = None
    dates: tuple[date, date] | None = None
    teams: Count | None = None
    matches: Count | None = None
    each: Count | None = None
    field: bool
    rules: Grade | None = None
    source: dict[str, str]


class Source(Table):
    """`[[source]]`: who says so. Grade A official, B public copy, C press or team, D assumed."""

    id: str
    what: str
    grade: Grade
    url: str | None = None


class Seed(Table):
    """A seed file whole."""

    season: Edition
    source: tuple[Source, ...]


def editions() -> list[str]:
    """List the keys of every edition with a seed file, oldest first: `["fgc_2017", ...]`."""
    return sorted(path.stem for path in Path(seeds.__file__).parent.glob("fgc_*.toml"))


@cache
def seed(key: str) -> Seed:
    """Read one edition's seed file."""
    path = Path(seeds.__file__).parent / f"{key}.toml"
    return parse(Seed, path.read_bytes(), path.name)


def parse(table: type[AnyTable], data: bytes, file: str) -> AnyTable:
    """Check a TOML file against a table; a ModelError says in one line what is wrong first, and where."""
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(file, f"expected a TOML file: {error}") from None
    try:
        return table.model_validate(_frozen(raw))
    except ValidationError as error:
        first = error.errors()[0]
        raise ModelError(file, *_place_and_expected(first, table)) from None


def _frozen(value: Any) -> Any:
    """Turn TOML's lists into tuples, which is what a frozen table holds."""
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
