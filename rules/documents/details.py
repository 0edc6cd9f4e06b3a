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
from rules.text import listing, plain

BOOKKEEPING = frozenset({"eventKey", "tournamentKey", "id", "match_key", "match_detail_key"})
"""Names that may stand among the details of any season and say nothing about the score."""
SHEET = "an object with entries of the score sheet"


@dataclass(frozen=True)
class Place:
    """Where a number may stand in a document: in which objects, under which key."""

    name: str
    groups: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Field:
    """One number of the sheet in a document: its official name, the places where it may stand, and what it is."""

    name: str
    places: tuple[Place, ...]
    """The official one first."""
    entry: Entry

    @property
    def groups(self) -> tuple[str, ...]:
        """The objects in which it officially stands."""
        return self.places[0].groups

    @property
    def key(self) -> str:
        """Its official key there."""
        return self.places[0].key


@dataclass(frozen=True)
class Form:
    """What a season's documents hold, worked out once for all of them."""

    fields: tuple[Field, ...]
    objects: Mapping[tuple[str, ...], frozenset[str]]
    """Every object inside a document, by its path -> the names that may stand in it."""
    derived: frozenset[str]
    plain: frozenset[str]
    """Names among the details that are no entries and belong to this season: derived ones and ignored ones."""


@dataclass(frozen=True)
class Missing:
    """What is not in a document: its dotted name, and what was expected there and found."""

    name: str
    expected: str


def form_of(season: Season) -> Form:
    """Work out the form of a season's documents."""
    fields = []
    objects: dict[tuple[str, ...], set[str]] = {}
    for slot in slots(season.sheet):
        names = [slot.name, *([slot.entry.also(slot.name)] if slot.entry.also else [])]
        fields.append(Field(slot.name, tuple(map(_place, names)), slot.entry))
        for each in fields[-1].places:
            for depth in range(1, len(each.groups) + 1):
                objects.setdefault(each.groups[:depth], set()).add([*each.groups, each.key][depth])
    derived = frozenset(season.derived)
    objects["details",] |= BOOKKEEPING | set(map(season.spelled, BOOKKEEPING)) | derived | season.ignored
    known = {path: frozenset(names) for path, names in objects.items()}
    return Form(tuple(fields), known, derived, derived | season.ignored)


def _place(name: str) -> Place:
    *groups, key = name.split(".")
    return Place(name, tuple(groups), key)


def entries(raw: dict[str, Any], form: Form) -> dict[str, int]:
    """Read every entry of the sheet; a DocumentError names all missing and unknown ones, or a wrong one."""
    holders: dict[tuple[str, ...], dict[str, Any]] = {(): raw}
    missing, unknown, gone = [], [], set()
    for path, names in form.objects.items():
        holder = holders.get(path[:-1], {})
        inner = holder.get(path[-1])
        if isinstance(inner, dict):
            holders[path] = inner
            need_names_once(f"{'.'.join(path)}.", inner)
            unknown += [(path, name) for name in inner if name not in names]
        elif inner is not None or not _elsewhere(path, form, holders):
            gone.add(path)
            missing.append(Missing(".".join(path), f"expected {SHEET}, {found(holder, path[-1])}"))
            if len(path) == 1:
                raise _missing(missing)
    missing += [
        Missing(field.name, f"expected {field.entry.expected}, found no such entry")
        for field in form.fields
        if field.groups not in gone and not any(each.key in holders.get(each.groups, ()) for each in field.places)
    ]
    if unknown:
        raise _unknown(unknown, missing, form)
    if missing:
        raise _missing(missing)
    return {field.name: _entry(holders, field) for field in form.fields}


def _elsewhere(path: tuple[str, ...], form: Form, holders: Mapping[tuple[str, ...], dict[str, Any]]) -> bool:
    """Say whether a number that would stand in this object stands at its other place."""
    places = (place for each in form.fields if each.groups[: len(path)] == path for place in each.places[1:])
    return any(place.key in holders.get(place.groups, ()) for place in places)


def _missing(missing: list[Missing]) -> DocumentError:
    """Say what is missing: of one what was expected there, of several their names."""
    if len(missing) == 1:
        return DocumentError(missing[0].name, missing[0].expected)
    names = listing([each.name for each in missing], 150)
    return DocumentError(names, f"expected these {len(missing)} entries, found none of them")


def _unknown(unknown: list[tuple[tuple[str, ...], str]], missing: list[Missing], form: Form) -> DocumentError:
    """Say which names are unknown and what they may mean, and what is missing beside."""
    path, name = unknown[0]
    names = listing([f"{'.'.join(where)}.{plain(each)}" for where, each in unknown], 80)
    what = "expected no entry of this name" if len(unknown) == 1 else "expected no entries of these names"
    also = f"; missing: {listing([each.name for each in missing], 60)}" if missing else ""
    return DocumentError(names, f"{what}{nearest(name, form.objects[path])}{also}")


def _entry(holders: Mapping[tuple[str, ...], dict[str, Any]], field: Field) -> int:
    """Read a number where it stands; where it stands at both places it has to be the same."""
    if len(field.places) == 1:
        return _value(holders[field.groups], field.places[0], field.entry)
    there = [place for place in field.places if place.key in holders.get(place.groups, ())]
    told = [place for place in there if holders[place.groups][place.key] is not None] or there
    values = [_value(holders[place.groups], place, field.entry) for place in told]
    if values[0] != values[-1]:
        shown = " and ".join(str(holders[place.groups][place.key]) for place in told)
        raise DocumentError(field.name, f"expected the same value as {told[-1].name}, found {shown}")
    return values[0]


def _value(holder: dict[str, Any], place: Place, entry: Entry) -> int:
    if entry.values:
        return listed(holder, place.key, entry.values, entry.expected, shown_as=place.name)
    if entry.codes is Flag:
        return flag(holder, place.key, shown_as=place.name)
    return whole(holder, place.key, 0, entry.most, entry.expected, shown_as=place.name)
