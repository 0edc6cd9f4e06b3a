"""Documents: figures as plain JSON values. What `--json` prints, a picture draws and a table shows are the same."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def document(found: Any) -> Any:
    """Turn a dataclass or a named tuple, and what is in it, into objects, lists, numbers, text and null."""
    if is_dataclass(found):
        return {field.name: document(getattr(found, field.name)) for field in fields(found)}
    if isinstance(found, tuple) and hasattr(found, "_asdict"):
        return document(found._asdict())
    if isinstance(found, Mapping):
        return {name: document(value) for name, value in found.items()}
    return [document(value) for value in found] if isinstance(found, tuple | list) else found
