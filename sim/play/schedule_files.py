"""Schedules and lists of teams as files: CSV as published tables have it, JSON of our own; read and written.

A table of an event, played or not, is a schedule: a row a match with the columns `match` and `red1` to `blue3`. The
columns `field`, `time`, `day` and `red1.surrogate` to `blue3.surrogate` may be there; others say nothing here.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np

from rules.documents.csv_documents import PLAYERS
from rules.documents.csv_text import SEPARATORS, Table, key_of, need_columns, need_once, same, table_of
from rules.documents.json_text import need_names_once, values_of
from rules.documents.values import flag, shown, unfractioned, whole
from rules.errors import FgcError, within
from rules.names import nearest
from rules.season import Array
from rules.text import counted, decoded, listing, plain, printable
from sim.play.schedule import MOST_MATCHES, MOST_TEAMS, Schedule
from sim.play.timetable import DAY, Timetable, clock, shown_clock
from sim.table.agents import ROBOTS

SIDES = {"red": slice(0, 3), "blue": slice(3, 6)}
SURROGATE = "surrogate"
FLAGS, FLAG = "flags", ":sur1"
"""How published tables say, in the column `flags`, that a team is a surrogate: `BRA:sur1`."""
TEAM_COLUMNS = ("team", "teams", "teamkey")
MOST_LETTERS = 60
"""Of a team's name."""


@dataclass(frozen=True)
class Team:
    """A team as a list names it."""

    key: str
    """What schedules and documents call it."""
    name: str = ""
    country: str = ""


class Row(NamedTuple):
    """What a file says of one match, checked by itself."""

    where: str
    """Where in the file that is."""
    number: int
    teams: list[str]
    surrogates: frozenset[str]
    field: str = ""
    time: int | None = None


def read_teams(data: bytes, name: str) -> tuple[Team, ...]:
    """Read a list of teams: a CSV file with a column `team`, and `name`, `country` if there; or a name a line.

    Raises an FgcError that says file, row and what was expected.
    """
    with within(name):
        text = decoded(data, "a list of teams")
        lines = [(row, line.strip()) for row, line in enumerate(text.splitlines(), start=1)]
        filled = [(row, line) for row, line in lines if line and not line.startswith("#")]
        first = filled[0][1] if filled else ""
        if any(mark in first for mark in SEPARATORS) or same(first) in TEAM_COLUMNS:
            return _checked(_teams_of_table(_table(text)))
        return _checked([(f"row {row}", Team(line)) for row, line in filled])


def _table(text: str) -> Table:
    table = table_of(text, FgcError)
    need_once(table, FgcError)
    return table


def _teams_of_table(table: Table) -> list[tuple[str, Team]]:
    head = [same(column) for column in table.head]
    column = next((each for each in TEAM_COLUMNS if each in head), None)
    if column is None:
        raise FgcError(f"row {table.row}", f"expected a column team, found {listing(table.head)}")
    rows = ((row, dict(zip(head, cells, strict=True))) for row, cells in table.rows)
    return [(f"row {row}", Team(_key(of[column]), of.get("name", ""), of.get("country", ""))) for row, of in rows]


def _key(cell: str) -> str:
    """Give what a cell of a spreadsheet calls a team: 1.0 is 1."""
    with within("team"):
        return str(key_of(cell))


def _checked(found: Sequence[tuple[str, Team]]) -> tuple[Team, ...]:
    seen: set[str] = set()
    teams = []
    for where, team in found:
        with within(where):
            key = _name(team.key)
            if key in seen:
                raise FgcError("team", f"expected every team once, found {plain(key)!r} again")
            seen.add(key)
            teams.append(Team(key, team.name, team.country))
    if not ROBOTS <= len(teams) <= MOST_TEAMS:
        raise FgcError("team", f"expected {ROBOTS} to {MOST_TEAMS:,} teams, found {len(teams):,}")
    return tuple(teams)


def _name(text: str) -> str:
    key = normalize("NFC", text.strip())
    if not key or len(key) > MOST_LETTERS or printable(key) != key:
        raise FgcError("team", f"expected a name of 1 to {MOST_LETTERS} letters, found {plain(key)!r}")
    return key


def read_schedule(data: bytes, name: str, teams: Sequence[Team] = ()) -> Timetable:
    """Read a schedule: a table of an event as it was published, played or not, or a file of ours, CSV or JSON.

    Where `teams` are given, no others may play, and they keep their order; else a table's teams come in the order in
    which they first play. Raises an FgcError that says file, row and what was expected; what is strange but may be,
    as teams with other numbers of matches, the timetable tells.
    """
    with within(name):
        text = decoded(data, "a schedule")
        if not text.strip():
            raise FgcError("expected a schedule, CSV or JSON, found an empty file")
        is_json = text.lstrip()[0] in "{["
        known, rows = _of_json(text) if is_json else ((), list(_of_table(_table(text))))
        keys = tuple(team.key for team in teams) or known
        _need_rows(rows)
        _need_known(rows, keys)
        return _timetable(sorted(rows, key=lambda row: row.number), keys)


def _of_table(table: Table) -> Iterator[Row]:
    """Read the rows of a table; its matches are numbered from 1 on where it has no column for that."""
    head = [same(column) for column in table.head]
    need_columns(table, PLAYERS, FgcError)
    for nth, (row, cells) in enumerate(table.rows, start=1):
        of = dict(zip(head, cells, strict=True))
        with within(f"row {row}"):
            number = {"match": key_of(of.get("match", "")) if "match" in of else nth}
            playing = _six({place: _key(of[place]) for place in PLAYERS})
            flagged = [team for place, team in zip(PLAYERS, playing, strict=True) if _flag(of, place, team)]
            time = _time(of.get("time"), of.get("day"))
            yield Row(f"row {row}", _number(number), playing, frozenset(flagged), of.get("field", ""), time)


def _flag(cells: Mapping[str, str], place: str, team: str) -> bool:
    column = f"{place}.{SURROGATE}"
    if f"{team}{FLAG}" in cells.get(FLAGS, "").split():
        return True
    return flag({column: unfractioned(key_of(cells.get(column) or "0"))}, column)


def _number(holder: dict[str, Any]) -> int:
    return whole(holder, "match", 1, MOST_MATCHES, f"the number of a match, 1 to {MOST_MATCHES:,}")


def _six(named: Mapping[str, str]) -> list[str]:
    """Give the teams of a match by their stations; each is another one."""
    playing: list[str] = []
    for place, text in named.items():
        with within(place):
            team = _name(text)
            if team in playing:
                raise FgcError(f"expected another team, found {plain(team)!r} again")
            playing.append(team)
    return playing


def _time(text: Any, day: Any) -> int | None:
    if not text:
        return None
    with within("time"):
        minutes = clock(str(text))
    of = {"day": unfractioned(key_of(str(day))) if day else 1}
    return minutes + DAY * (whole(of, "day", 1, 365, "the number of a day, 1 to 365") - 1)


def _of_json(text: str) -> tuple[tuple[str, ...], list[Row]]:
    """Read a schedule's own JSON: the teams in their order, and the matches."""
    values = values_of(text)
    raw = values[0] if len(values) == 1 else None
    if not isinstance(raw, dict) or not isinstance(raw.get("matches"), list):
        raise FgcError('expected a schedule as one JSON object, {"teams": [...], "matches": [...]}')
    need_names_once("", raw)
    teams = raw.get("teams", [])
    if not isinstance(teams, list):
        raise FgcError("teams", f"expected a list of names, found {shown(teams)}")
    known = (
        _checked([(f"team {place}", Team(_text(each))) for place, each in enumerate(teams, start=1)]) if teams else ()
    )
    rows = [_of_object(f"match {place}", each, place) for place, each in enumerate(raw["matches"], start=1)]
    return tuple(team.key for team in known), rows


def _text(value: Any) -> str:
    value = unfractioned(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FgcError("team", f"expected a team's name, found {shown(value)}")
    return str(value)


def _of_object(where: str, raw: Any, place: int) -> Row:
    with within(where):
        if not isinstance(raw, dict):
            raise FgcError(f"expected a match (a JSON object), found {shown(raw)}")
        need_names_once("", raw)
        sides = {side: _names(raw, side) for side in SIDES}
        for side, names in sides.items():
            if len(names) != 3:
                raise FgcError(side, f"expected three teams, found {len(names)}")
        playing = _six(dict(zip(PLAYERS, [name for names in sides.values() for name in names], strict=True)))
        flagged = _names(raw, SURROGATE) if SURROGATE in raw else []
        for name in flagged:
            if name not in playing:
                what = f"expected teams of the match, found {plain(name)!r}{nearest(name, playing)}"
                raise FgcError(SURROGATE, what)
        field = _text(raw["field"]) if raw.get("field") is not None else ""
        number = _number({"match": raw.get("match", place)})
        return Row(where, number, playing, frozenset(flagged), field, _time(raw.get("time"), raw.get("day")))


def _names(raw: Mapping[str, Any], key: str) -> list[str]:
    if not isinstance(raw.get(key), list):
        raise FgcError(key, "expected a list of teams' names")
    with within(key):
        return [_name(_text(each)) for each in raw[key]]


def _need_rows(rows: Sequence[Row]) -> None:
    """Raise a FgcError where there is no match, one has another's number, or only some have a field or a time."""
    if not rows:
        raise FgcError("expected at least one match, found none")
    seen: dict[int, str] = {}
    for row in rows:
        if row.number in seen:
            what = f"expected another number, found {row.number} again, which {seen[row.number]} has"
            raise FgcError(row.where, "match", what)
        seen[row.number] = row.where
    for what, has in (("field", [bool(row.field) for row in rows]), ("time", [row.time is not None for row in rows])):
        if any(has) and not all(has):
            raise FgcError(rows[has.index(False)].where, what, "expected one, as other matches have, found none")
    teams = {team for row in rows for team in row.teams}
    if len(teams) > MOST_TEAMS:
        raise FgcError(f"expected up to {MOST_TEAMS:,} teams, found {len(teams):,}")


def _need_known(rows: Sequence[Row], keys: Sequence[str]) -> None:
    known = set(keys)
    for row in rows if keys else ():
        for place, team in zip(PLAYERS, row.teams, strict=True):
            if team not in known:
                what = f"expected a team of the list, found {plain(team)!r}{nearest(team, keys)}"
                raise FgcError(row.where, place, what)


def _timetable(rows: Sequence[Row], keys: Sequence[str]) -> Timetable:
    """Put the matches of a file together, in the order of their numbers."""
    names = tuple(keys) or tuple(dict.fromkeys(name for row in rows for name in row.teams))
    place = {name: number for number, name in enumerate(names)}
    team = np.array([[place[name] for name in row.teams] for row in rows])
    flagged = np.array([[name in row.surrogates for name in row.teams] for row in rows])
    told = []
    if not flagged.any():
        flagged = _beyond(team, len(names))
        if flagged.any():
            who = listing([names[each] for each in team[flagged].tolist()])
            told.append(f"the last match is taken not to count for {who}, who play once more than the others")
    counts = np.bincount(team[~flagged], minlength=len(names))
    each = _usual(counts)
    others = [f"{names[place]} {counts[place]}" for place in np.flatnonzero(counts != each).tolist()]
    if others:
        many = f"{len(others)} of {counted(len(names), 'team')} have"
        told.append(f"{many} another number of matches than {each}: {listing(others)}")
    return Timetable(
        schedule=Schedule(len(names), each, team, flagged),
        teams=names,
        numbers=tuple(row.number for row in rows),
        fields=tuple(row.field for row in rows) if rows[0].field else None,
        times=tuple(row.time for row in rows if row.time is not None) or None,
        told=tuple(told),
    )


def _usual(counts: Array) -> int:
    """Give the number of matches that most teams have, the smaller one of two that as many have."""
    often = np.bincount(counts)
    return int(often.argmax())


def _beyond(team: Array, teams: int) -> Any:
    """Give the surrogates of a table that names none: all who play once too often, if these are in the last match."""
    counts = np.bincount(team.ravel(), minlength=teams)
    more = np.flatnonzero(counts > _usual(counts))
    flagged = np.zeros(team.shape, dtype=np.bool_)
    if counts.max() == _usual(counts) + 1 and set(more.tolist()) <= set(team[-1].tolist()):
        flagged[-1] = np.isin(team[-1], more)
    return flagged


def as_document(timetable: Timetable) -> dict[str, Any]:
    """Give a schedule as its JSON: teams, matches, quality."""
    quality = asdict(timetable.quality)
    for each in quality["surrogates"]:
        each["team"] = timetable.teams[each["team"]]
    return {
        "teams": list(timetable.teams),
        "each": timetable.schedule.each,
        "matches": [_match_document(timetable, match) for match in range(timetable.schedule.matches)],
        "quality": quality | {"least_minutes": timetable.least_minutes},
    }


def _match_document(timetable: Timetable, match: int) -> dict[str, Any]:
    names = timetable.names(match)
    found: dict[str, Any] = {"match": timetable.numbers[match]}
    found |= {side: names[of] for side, of in SIDES.items()}
    return found | {SURROGATE: timetable.surrogates(match)} | _where_and_when(timetable, match)


def _where_and_when(timetable: Timetable, match: int) -> dict[str, Any]:
    """Give the day, where there are several, the time and the field of a match, as far as they are known."""
    found: dict[str, Any] = {}
    if timetable.times is not None:
        time = timetable.times[match]
        found = {"day": time // DAY + 1} if max(timetable.times) >= DAY else {}
        found["time"] = shown_clock(time)
    return found if timetable.fields is None else found | {"field": timetable.fields[match]}


def json_text(timetable: Timetable) -> str:
    """Write a schedule as JSON, which `read_schedule` reads."""
    return json.dumps(as_document(timetable), ensure_ascii=False) + "\n"


def csv_text(timetable: Timetable) -> str:
    """Write a schedule as CSV, which `read_schedule` reads: the columns of published tables, those that are known.

    Surrogates have columns `red1.surrogate` ..., as documents have them, where there are any.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    flags = [f"{place}.{SURROGATE}" for place in PLAYERS] if timetable.schedule.surrogate.any() else []
    writer.writerow(["match", *_where_and_when(timetable, 0), *PLAYERS, *flags])
    for match, flagged in enumerate(timetable.schedule.surrogate.astype(int).tolist()):
        known = _where_and_when(timetable, match).values()
        writer.writerow([timetable.numbers[match], *known, *timetable.names(match), *(flagged if flags else ())])
    return text.getvalue()


WRITTEN = {".csv": csv_text, ".json": json_text}
"""How a schedule is written, by the ending of the file's name."""
