"""Official match documents: JSON (object, array or JSON Lines) -> checked documents -> sheets, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rules.errors import DocumentError, SheetError
from rules.json_text import need_names_once, parse
from rules.names import nearest, slots
from rules.season import Array, Card, Season
from rules.values import flag, found, plain, shown, whole

BOOKKEEPING = frozenset({"eventKey", "tournamentKey", "id", "match_key", "match_detail_key"})
"""Names that may stand among the details of any season and say nothing about the score."""

PLAYING = (11, 12, 13, 21, 22, 23)
SITTING_OUT = (14, 24)
NOT_PLAYED = -1


@dataclass(frozen=True)
class _Field:
    """Where one number of the sheet stands in a document, and what it may be."""

    name: str
    groups: tuple[str, ...]
    key: str
    most: int
    expected: str


@dataclass(frozen=True)
class _Form:
    """What a season's documents look like, worked out once for all of them."""

    fields: tuple[_Field, ...]
    details: frozenset[str]


def _form(season: Season) -> _Form:
    fields = []
    for slot in slots(season.sheet):
        *groups, key = slot.name.split(".")
        fields.append(_Field(slot.name, tuple(groups), key, slot.entry.most, slot.entry.expected))
    details = {field.key for field in fields if field.groups}
    return _Form(tuple(fields), BOOKKEEPING | details)


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
    form = _form(season)
    documents = [_document(f"document {i}", raw, form, ranking) for i, raw in enumerate(parse(data), start=1)]
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


def _document(where: str, raw: Any, form: _Form, ranking: bool) -> Document:
    try:
        if not isinstance(raw, dict):
            raise DocumentError(f"expected a match document (a JSON object), found {shown(raw)}")
        need_names_once("", raw)
        entries = None if ranking and raw.get("details") is None else _entries(raw, form)
        document = Document(where, entries, _recorded(raw), _result(raw), _participants(raw.get("participants")))
        if ranking:
            _need_ranking(document)
        return document
    except DocumentError as error:
        raise error.within(where) from None


def _entries(raw: dict[str, Any], form: _Form) -> dict[str, int]:
    details = raw.get("details")
    if not isinstance(details, dict):
        raise DocumentError(
            "details", f"expected an object with the entries of the score sheet, {found(raw, 'details')}"
        )
    need_names_once("details.", details)
    for name in details:
        if name not in form.details:
            what = f"expected no entry of this name{nearest(name, form.details)}"
            raise DocumentError(f"details.{plain(name)}", what)
    return {field.name: _entry(raw, field) for field in form.fields}


def _entry(raw: dict[str, Any], field: _Field) -> int:
    holder = raw
    for group in field.groups:
        holder = holder[group]
    return whole(holder, field.key, 0, field.most, field.expected, shown_as=field.name)


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
        need_names_once("", raw)
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
