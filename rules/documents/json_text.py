"""JSON text -> match documents: an object, an array, one a line, or the results service's whole answer."""

import json
from collections.abc import Callable
from functools import partial
from sys import get_int_max_str_digits
from typing import Any

from rules.errors import DocumentError, within
from rules.text import plain

MOST_DIGITS = 4_000


def parse(text: str) -> list[Any]:
    """Read an object, an array or JSON Lines as a list of values; a DocumentError says where the text is no JSON.

    The matches of an answer of the results service, `{"matches": [...]}`, stand in its place.
    """
    return [each for value in values_of(text) for each in _matches(value)]


def _matches(value: Any) -> list[Any]:
    """Give the matches of an answer of the service, or the value itself where it is none."""
    if not isinstance(value, dict) or "matches" not in value or "details" in value:
        return [value]
    need_names_once("", value)
    if not isinstance(value["matches"], list):
        raise DocumentError("matches", "expected a list of match documents")
    return value["matches"]


def values_of(text: str) -> list[Any]:
    """Read an object, an array or JSON Lines as a list of values, each as it stands there; raises as `parse` does."""
    if not text.strip():
        raise DocumentError("expected at least one match document, found an empty file")
    try:
        with within("document 1"):
            whole = loads(text)
    except json.JSONDecodeError as error:
        if _is_no_json(text):
            what = "expected JSON, or CSV whose first line names its columns"
            raise DocumentError(f"line {error.lineno}", what) from None
        if not error.msg.startswith("Extra data"):
            raise DocumentError(f"line {error.lineno}", f"expected JSON: {error.msg}") from None
        return _parse_lines(text)
    return whole if isinstance(whole, list) else [whole]


def _is_no_json(text: str) -> bool:
    """Say whether a text begins as no JSON does."""
    return text.lstrip()[:1] not in '{["'


def _parse_lines(text: str) -> list[Any]:
    documents = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                with within(f"line {number}"):
                    documents.append(loads(line))
            except json.JSONDecodeError as error:
                message = f"expected one JSON document a line: {error.msg} at column {error.colno}"
                raise DocumentError(f"line {number}", message) from None
    return documents


def loads(text: str, what: str = "a match document", decimal: Callable[[str], float] = float) -> Any:
    """Read one value of JSON, `decimal` its numbers that are not whole, NaN and Infinity among them.

    Raises a JSONDecodeError where it is none, and a DocumentError that says `what` was expected where it is nested
    so deep that nobody can mean it.
    """
    read = partial(json.loads, text, object_pairs_hook=_object, parse_float=decimal, parse_constant=decimal)
    try:
        try:
            return read()
        except json.JSONDecodeError:
            raise
        except ValueError:  # a number of more digits than Python reads: read it so that the entry can be named
            return read(parse_int=_int)
    except RecursionError:
        raise DocumentError(f"expected {what}, found JSON nested too deep") from None


class _Twice(dict[str, Any]):
    """An object in which a name stands twice: nobody can say which of the two is meant."""

    name = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    once = _Twice(pairs)
    if len(once) == len(pairs):
        return dict(once)
    seen: set[str] = set()
    once.name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return once


def _int(digits: str) -> int | float:
    """Read a whole number; one of more digits than Python writes is as good as infinite."""
    return int(digits) if len(digits) <= min(MOST_DIGITS, get_int_max_str_digits() or MOST_DIGITS) else float(digits)


def need_names_once(where: str, raw: dict[str, Any]) -> None:
    """Raise a DocumentError where a name stands twice in this object."""
    if isinstance(raw, _Twice):
        raise DocumentError(f"{where}{plain(raw.name)}", "expected every name once in an object, found it again")
