"""Official match documents: JSON (object, array or JSON Lines) -> checked documents -> sheets, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rules.errors import DocumentError, SheetError
from rules.names import Slot, nearest, slots
from rules.season import Array, Card, Season
from rules.values import flag, found, plain, shown, whole

BOOKKEEPING = frozenset({"eventKey", "tournamentKey", "id", "match_key", "match_detail_key"})
"""Names that may stand among the details of any season and say nothing about the score."""

PLAYING = (11, 12, 13, 21, 22, 23)
SITTING_OUT = (14, 24)
NOT_PLAYED = -1


@dataclass(frozen=True)
class Participant:
    """One team in one match."""

    team: int | str
    station: int
    card: Card
    disqualified: bool
    surrogate: bool
    no_show: bool

    @property
    def skipped(self) -> bool:
        """Whether the match counts for nothing in this team's ranking."""
        return self.disqualified or self.surrogate


@dataclass(frozen=True)
class Document:
    """One match as the official results API gives it, checked."""

    where: str
    entries: Mapping[str, int] | None
    """Official name -> value as the sheet codes it; None where a match has no details."""
    recorded: tuple[int, int] | None
    result: int | None
    participants: tuple[Participant, ...]

    @property
    def counts(self) -> bool:
        """Whether the match counts in a ranking: it was played and has details."""
        return self.entries is not None and self.result != NOT_PLAYED

    def value(self, name: str) -> int:
        """The entry of that dotted official name; only where the match counts."""
        if self.entries is None:
            raise DocumentError(self.where, "details", "expected the entries of the score sheet, found none")
        return self.entries[name]

    def scores_of(self, participant: Participant) -> tuple[int, int]:
        """The recorded score of the participant's own alliance, and the other's."""
        if self.recorded is None:
            raise DocumentError(self.where, "redScore", "expected recorded scores to rank by, found none")
        red, blue = self.recorded
        return (red, blue) if participant.station < 20 else (blue, red)


def read(data: bytes, season: Season, *, ranking: bool = False) -> list[Document]:
    """Read and check every document, or raise DocumentError naming the first one and its entry that is wrong.

    For a `ranking` a document needs participants, and scores unless it counts for nothing: without details, or
    with a result that says it was not played. For scoring it needs its details only.
    """
    names = list(slots(season.sheet))
    documents = [_document(f"document {i}", raw, names, ranking) for i, raw in enumerate(_parse(data), start=1)]
    if not documents:
        raise DocumentError("expected at least one match document, found none")
    return documents


def sheet_of(documents: Sequence[Document], season: Season) -> Any:
    """Give the sheet of these documents: every entry's first axis is the document."""
    return sheet_from(
        {
            slot.name: np.array([document.value(slot.name) for document in documents], dtype=np.int64)
            for slot in slots(season.sheet)
        },
        season,
    )


def sheet_from(columns: Mapping[str, Array], season: Season) -> Any:
    """Build a sheet from one array a dotted official name; every entry's first axis is the match."""
    fields: dict[str, Array] = {}
    for slot in slots(season.sheet):
        if slot.name not in columns:
            raise SheetError(slot.name, "expected this entry, found none")
        column = np.asarray(columns[slot.name])
        own = tuple(len(labels) for labels in slot.entry.axes.values())
        array = fields.setdefault(slot.field, np.empty(column.shape + own, dtype=np.int64))
        array[slot.of_batch] = column
    return season.sheet(**fields)


def columns_of(sheet: Any) -> dict[str, Array]:
    """Give one array a dotted official name, as documents hold them: the way back from a sheet."""
    return {slot.name: getattr(sheet, slot.field)[slot.of_batch] for slot in slots(type(sheet))}


def _parse(data: bytes) -> list[Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"expected JSON text in UTF-8, found other bytes at byte {error.start + 1}") from None
    if not text.strip():
        raise DocumentError("expected at least one match document, found an empty file")
    try:
        whole = _loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise DocumentError(f"line {error.lineno}", f"expected JSON: {error.msg}") from None
        return _parse_lines(text)
    except DocumentError as error:
        raise error.within("document 1") from None
    return whole if isinstance(whole, list) else [whole]


def _parse_lines(text: str) -> list[Any]:
    documents = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                documents.append(_loads(line))
            except json.JSONDecodeError as error:
                message = f"expected one JSON document a line: {error.msg} at column {error.colno}"
                raise DocumentError(f"line {number}", message) from None
            except DocumentError as error:
                raise error.within(f"line {number}") from None
    return documents


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_int)
    except RecursionError:
        raise DocumentError("expected a match document, found JSON nested too deep") from None


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
    """Read a whole number; one of more digits than Python reads is as good as infinite."""
    return int(digits) if len(digits) <= 4_000 else float(digits)


def _need_names_once(where: str, raw: dict[str, Any]) -> None:
    if isinstance(raw, _Twice):
        raise DocumentError(f"{where}{plain(raw.name)}", "expected every name once in an object, found it again")


def _document(where: str, raw: Any, names: list[Slot], ranking: bool) -> Document:
    try:
        if not isinstance(raw, dict):
            raise DocumentError(f"expected a match document (a JSON object), found {shown(raw)}")
        _need_names_once("", raw)
        entries = None if ranking and raw.get("details") is None else _entries(raw, names)
        document = Document(where, entries, _recorded(raw), _result(raw), _participants(raw.get("participants")))
        if ranking:
            _need_ranking(document)
        return document
    except DocumentError as error:
        raise error.within(where) from None


def _entries(raw: dict[str, Any], names: list[Slot]) -> dict[str, int]:
    details = raw.get("details")
    if not isinstance(details, dict):
        raise DocumentError(
            "details", f"expected an object with the entries of the score sheet, {found(raw, 'details')}"
        )
    _need_names_once("details.", details)
    known = {slot.name.removeprefix("details.") for slot in names} | BOOKKEEPING
    for name in details:
        if name not in known:
            raise DocumentError(f"details.{plain(name)}", f"expected no entry of this name{nearest(name, known)}")
    return {slot.name: _entry(raw, slot) for slot in names}


def _entry(raw: dict[str, Any], slot: Slot) -> int:
    *groups, name = slot.name.split(".")
    holder = raw
    for group in groups:
        holder = holder[group]
    return whole(holder, name, 0, slot.entry.most, slot.entry.expected, shown_as=slot.name)


def _recorded(raw: dict[str, Any]) -> tuple[int, int] | None:
    if raw.get("redScore") is None and raw.get("blueScore") is None:
        return None
    return _score(raw, "redScore"), _score(raw, "blueScore")


def _score(raw: dict[str, Any], name: str) -> int:
    return whole(raw, name, -(10**9), 10**9, "a whole number of points")


def _result(raw: dict[str, Any]) -> int | None:
    if raw.get("result") is None:
        return None
    return whole(raw, "result", NOT_PLAYED, 2, "-1 (not played), 0 (tie), 1 (red) or 2 (blue)")


def _need_ranking(document: Document) -> None:
    if not document.participants:
        raise DocumentError("participants", "expected the six teams of the match, found none")
    if any(each.station in SITTING_OUT for each in document.participants):
        raise DocumentError(
            "participants", "expected a match of the ranking phase, found teams that sit out as in playoffs"
        )
    if document.counts and document.recorded is None:
        raise DocumentError("redScore", "expected recorded scores to rank by, found none")


def _participants(raw: Any) -> tuple[Participant, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise DocumentError("participants", f"expected a list of teams, found {shown(raw)}")
    teams = tuple(_participant(f"participant {i}", each) for i, each in enumerate(raw, start=1))
    _need_once("station", [each.station for each in teams])
    _need_once("team", [each.team for each in teams])
    stations = {each.station for each in teams}
    for station in PLAYING:
        if station not in stations:
            raise DocumentError("participants", f"expected a team at each of six stations, found none at {station}")
    if len(teams) == len(PLAYING) + 1:
        raise DocumentError("participants", "expected six teams, or eight where 14 and 24 sit out, found seven")
    return teams


def _need_once(what: str, values: Sequence[int | str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise DocumentError("participants", f"expected every {what} once, found {shown(value)} twice")


def _participant(where: str, raw: Any) -> Participant:
    try:
        if not isinstance(raw, dict):
            raise DocumentError(f"expected a team (a JSON object), found {shown(raw)}")
        _need_names_once("", raw)
        stations = ", ".join(str(station) for station in PLAYING + SITTING_OUT)
        station = whole(raw, "station", 11, 24, f"one of {stations}")
        if station not in PLAYING + SITTING_OUT:
            raise DocumentError("station", f"expected one of {stations}, found {station}")
        return Participant(
            team=_team(raw),
            station=station,
            card=Card(whole(raw, "cardStatus", 0, 3, "0 (none), 1 (yellow), 2 (red) or 3 (white)")),
            disqualified=flag(raw, "disqualified"),
            surrogate=flag(raw, "surrogate"),
            no_show=flag(raw, "noShow"),
        )
    except DocumentError as error:
        raise error.within(where).within("participants") from None


def _team(raw: dict[str, Any]) -> int | str:
    team = raw.get("teamKey")
    if isinstance(team, float) and team.is_integer():
        team = int(team)
    if isinstance(team, bool) or not isinstance(team, int | str) or team == "":
        raise DocumentError("teamKey", f"expected a team's number or name, {found(raw, 'teamKey')}")
    return team
