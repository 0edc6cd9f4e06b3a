"""One value of a JSON object: checked, or a DocumentError that says what was expected and what was found."""

import json
from collections.abc import Sequence
from typing import Any

from rules.errors import DocumentError
from rules.text import plain

HUGE = 10**15
"""No number of a match is as large."""


def flag(holder: dict[str, Any], name: str, shown_as: str = "") -> bool:
    """Read a flag: 0, 1, true or false."""
    value = holder.get(name)
    return value if isinstance(value, bool) else bool(whole(holder, name, 0, 1, "0, 1, true or false", shown_as))


def listed(holder: dict[str, Any], name: str, values: Sequence[float], expected: str, shown_as: str = "") -> int:
    """Read a number that is one of the listed values, to a millionth: its place in the list."""
    value = holder.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        for place, each in enumerate(values):
            if near(value, each):
                return place
    raise DocumentError(shown_as or name, f"expected {expected}, {found(holder, name)}")


def near(value: float, other: float) -> bool:
    """Say whether two numbers are the same to a millionth: documents hold sums of doubles."""
    return abs(value) <= HUGE and abs(value - other) < 1e-6


def unfractioned(value: Any) -> Any:
    """Give a float without a fraction as the int that it is, as JSON and spreadsheets mean it; all else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(holder: dict[str, Any], name: str, least: int, most: int, expected: str, shown_as: str = "") -> int:
    """Read a whole number, a JSON integer or a float without a fraction, from `least` to `most`."""
    value = unfractioned(holder.get(name))
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise DocumentError(shown_as or name, f"expected {expected}, {found(holder, name)}")
    return value


def found(holder: dict[str, Any], name: str) -> str:
    """Say what stands under this name."""
    return f"found {shown(holder[name])}" if name in holder else "found no such entry"


def shown(value: Any) -> str:
    """Say what a JSON value is, short enough for one line."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return plain(json.dumps(value))
