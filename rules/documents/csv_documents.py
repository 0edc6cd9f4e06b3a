"""Match documents as CSV, a row a match, columns by the official names -> the objects that JSON holds."""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from rules.documents.csv_text import Table, head_of, key_of, need_once, number, same
from rules.documents.details import Form
from rules.errors import DocumentError, within
from rules.names import nearest
from rules.season import Season, Spelling
from rules.text import listing, plain

DETAILS = "details"
TEAMS = {f"{side}{place}": 10 * tens + place for tens, side in ((1, "red"), (2, "blue")) for place in range(1, 5)}
"""The columns of teams -> their stations; the fourth of an alliance sits out in playoffs."""
PLAYERS = tuple(name for name, station in TEAMS.items() if station % 10 < 4)
KEY = "teamKey"
FLAGS = ("cardStatus", "disqualified", "surrogate", "noShow")
"""What a team's columns may say beside its key; 0 where there is no such column, or nothing in it."""
OF_MATCH = ("redScore", "blueScore", "result", "played")
MATCH = "match"
"""The column that numbers matches; it is the match's id where no other column is."""
KEYS = ("id", MATCH)
TEXTS = ("name", "eventKey", "tournamentKey", "scheduledTime")
NEAR = 0.85
"""So like a name that is known is one that nobody means to be another."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """What the columns of a table say: where in a document each belongs, in the order of the table."""

    paths: list[Path]
    """No path where a column says nothing that is used."""
    players: bool
    """Whether there are columns of teams."""


def known_columns(form: Form, spelled: Spelling) -> dict[str, Path]:
    """Give every column that documents of a season may have, as `same` makes names -> where it belongs."""
    paths: list[Path] = [(*place.groups, place.key) for each in form.fields for place in each.places]
    objects = {path[-1] for path in form.objects}
    named = {same(f"{DETAILS}.{name}"): (DETAILS, name) for name in form.objects[DETAILS,] - objects}
    bare = {same(name): (DETAILS, name) for name in form.plain}
    fields = {same(".".join(path[cut:])): path for path in paths for cut in range(1 + (path[0] == DETAILS))}
    match = {same(name): (spelled(name),) for name in OF_MATCH} | {same(name): (name,) for name in (*KEYS, *TEXTS)}
    teams = {
        same(".".join(filter(None, (team, name)))): ("participants", team, name or KEY)
        for team in TEAMS
        for name in ("", KEY, *FLAGS)
    }
    return named | bare | match | teams | fields


def is_csv(text: str, season: Season, form: Form) -> bool:
    """Say whether a text is a table of matches: its first row names an entry or a team."""
    if text.lstrip()[:1] in "{[":
        return False
    known = known_columns(form, season.spelled)
    try:
        paths = [known.get(same(name), ("",)) for name in head_of(text)]
    except csv.Error:
        return False
    return any(path[0] in (DETAILS, "participants") for path in paths)


def need_details(table: Table, season: Season, form: Form) -> None:
    """Raise a DocumentError where a table has no column of an entry among the details, and so nothing to score."""
    known = known_columns(form, season.spelled)
    entries = {(*place.groups, place.key) for each in form.fields for place in each.places if place.groups}
    if not any(known.get(same(name)) in entries for name in table.head):
        first = next(each.name for each in form.fields if each.groups).removeprefix(f"{DETAILS}.")
        raise DocumentError(f"row {table.row}", f"expected columns by the names of entries, as {first}, found none")


def raw_documents(table: Table, season: Season, form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each row's number in words, and the object that a JSON document would hold in its place."""
    columns = _columns(table, form, known_columns(form, season.spelled))
    for row, cells in table.rows:
        where = f"row {row}"
        with within(where):
            yield where, _raw(dict(zip(columns.paths, cells, strict=True)), form, columns, season.spelled)


def _columns(table: Table, form: Form, known: Mapping[str, Path]) -> Columns:
    """Say what the columns are; a DocumentError names those that are unknown, twice there or missing."""
    need_once(table)
    with within(f"row {table.row}"):
        paths = [known.get(same(name), ()) for name in table.head]
        others = [name for name, path in zip(table.head, paths, strict=True) if name and not path]
        missing = _missing(paths, form)
        _need_known(others, known, paths, missing)
        for path in paths:
            if path and paths.count(path) > 1:
                raise DocumentError(f"expected a column {'.'.join(path)} once, found it more than once")
        _need_whole(missing, others)
        teams = {path[1] for path in paths if path[:1] == ("participants",)}
        lacking = [name for name in PLAYERS if name not in teams]
        if teams and lacking:
            raise DocumentError(f"expected columns of six teams, found no {listing(lacking)}")
        return Columns([path or ("", name) for path, name in zip(paths, table.head, strict=True)], bool(teams))


def _need_known(others: list[str], known: Mapping[str, Path], paths: Collection[Path], missing: list[str]) -> None:
    """Raise a DocumentError for a name that the details do not have, or that is nearly one that is used.

    What is meant is none of the columns that the table has beside it.
    """
    free = {name: path for name, path in known.items() if path not in paths}
    names = [".".join(path[path[0] == DETAILS :]) for path in free.values()]
    for name in others:
        inner = same(name).startswith(f"{DETAILS}.")
        if inner or get_close_matches(same(name), known, n=1, cutoff=NEAR):
            near = get_close_matches(same(name), free, n=1, cutoff=NEAR)
            said = nearest(name.partition(".")[2] if inner else name, names) if not near else ""
            meant = f"; did you mean {'.'.join(free[near[0]])}?" if near else said
            also = f"; missing: {listing(missing, 60)}" if missing else ""
            raise DocumentError(plain(name), f"expected no column of this name{meant}{also}")


def _missing(paths: Collection[Path], form: Form) -> list[str]:
    """Name the entries that have no column, where others among the details have one."""
    there = [any((*place.groups, place.key) in paths for place in each.places) for each in form.fields]
    details = any(found for found, each in zip(there, form.fields, strict=True) if each.groups[:1] == (DETAILS,))
    return [each.name for found, each in zip(there, form.fields, strict=True) if details and not found]


def _need_whole(missing: list[str], others: list[str]) -> None:
    """Raise a DocumentError where the entries of the sheet have some of their columns only."""
    if missing:
        what = "a column of this name" if len(missing) == 1 else f"columns of these {len(missing)} names"
        also = f"; not known: {listing(others, 60)}" if others else ""
        raise DocumentError(listing(missing, 100), f"expected {what}, found none{also}")


def _raw(cells: Mapping[Path, str], form: Form, columns: Columns, spelled: Spelling) -> dict[str, Any]:
    """Build the object of a row; an entry whose cells are all empty is there, empty, if others of the row are not."""
    filled = {path: cell for path, cell in cells.items() if cell and path[0] not in ("", "participants")}
    if any(path[0] == DETAILS for path in filled):
        for field in form.fields:
            there = [path for place in field.places if (path := (*place.groups, place.key)) in cells]
            if there and not filled.keys() & set(there):
                filled[there[0]] = ""
    raw: dict[str, Any] = {}
    for path, cell in filled.items():
        holder = raw
        for group in path[:-1]:
            holder = holder.setdefault(group, {})
        with within(".".join(path)):
            holder[path[-1]] = cell if path[0] in TEXTS else key_of(cell) if path[0] in KEYS else number(cell)
    match = raw.pop(MATCH, None)
    if match is not None:
        raw.setdefault("id" if "id" not in raw else "name", match)
    if columns.players:
        raw["participants"] = _teams(cells, spelled)
    return raw


def columns_of_teams(raw: dict[str, Any]) -> list[str]:
    """Give the columns in which the teams of a row stand."""
    names = {station: name for name, station in TEAMS.items()}
    return [names[each["station"]] for each in raw.get("participants") or ()]


def _teams(cells: Mapping[Path, str], spelled: Spelling) -> list[dict[str, Any]] | None:
    """Give the teams of a row that stand somewhere; None where nobody does."""
    teams = []
    for team, station in TEAMS.items():
        if cells.get(("participants", team, KEY)):
            flags = {}
            for name in FLAGS:
                with within(f"{team}.{name}"):
                    flags[spelled(name)] = number(cells.get(("participants", team, name), "") or "0")
            with within(team):
                teams.append({spelled(KEY): key_of(cells["participants", team, KEY]), "station": station, **flags})
    return teams or None
