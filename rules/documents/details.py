"""The entries of a match document: the official names of one season -> codes and counts of its sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.documents.json_text import need_names_once
from rules.documents.sheets import slots
from rules.documents.values import flag, found, listed, whole
from rules.errors import DocumentError
from rules.names import nearest
from rules.season import Entry, Flag, Season
from rules.text import plain

BOOKKEEPING = frozenset({"eventKey", "tournamentKey", "id", "match_key", "match_detail_key"})
"""Names that may stand among the details of any season and say nothing about the score."""


@dataclass(frozen=True)
class Field:
    """Where one number of the sheet stands in a document: in which objects, under which key."""

    name: str
    groups: tuple[str, ...]
    key: str
    entry: Entry


@dataclass(frozen=True)
class Form:
    """What a season's documents hold, worked out once for all of them."""

    fields: tuple[Field, ...]
    objects: Mapping[tuple[str, ...], frozenset[str]]
    """Every object inside a document, by its path -> the names that may stand in it."""
    derived: frozenset[str]


def form_of(season: Season) -> Form:
    """Work out the form of a season's documents."""
    fields = []
    objects: dict[tuple[str, ...], set[str]] = {}
    for slot in slots(season.sheet):
        *groups, key = slot.name.split(".")
        fields.append(Field(slot.name, tuple(groups), key, slot.entry))
        for depth in range(1, len(groups) + 1):
            objects.setdefault(tuple(groups[:depth]), set()).add([*groups, key][depth])
    derived = frozenset(season.derived)
    objects["details",] |= BOOKKEEPING | derived | season.ignored
    return Form(tuple(fields), {path: frozenset(names) for path, names in objects.items()}, derived)


def entries(raw: dict[str, Any], form: Form) -> dict[str, int]:
    """Read every entry of the sheet; a DocumentError names the one that is missing, unknown or wrong."""
    holders: dict[tuple[str, ...], dict[str, Any]] = {(): raw}
    for path, names in form.objects.items():
        holders[path] = _object(holders[path[:-1]], path, names)
    return {field.name: _entry(holders[field.groups], field) for field in form.fields}


def _object(holder: dict[str, Any], path: tuple[str, ...], names: frozenset[str]) -> dict[str, Any]:
    where = ".".join(path)
    inner = holder.get(path[-1])
    if not isinstance(inner, dict):
        raise DocumentError(where, f"expected an object with entries of the score sheet, {found(holder, path[-1])}")
    need_names_once(f"{where}.", inner)
    for name in inner:
        if name not in names:
            raise DocumentError(f"{where}.{plain(name)}", f"expected no entry of this name{nearest(name, names)}")
    return inner


def _entry(holder: dict[str, Any], field: Field) -> int:
    entry = field.entry
    if entry.values:
        return listed(holder, field.key, entry.values, entry.expected, shown_as=field.name)
    if entry.codes is Flag:
        return flag(holder, field.key, shown_as=field.name)
    return whole(holder, field.key, 0, entry.most, entry.expected, shown_as=field.name)
