"""Official match documents: JSON (object, array or JSON Lines) -> checked documents -> sheets, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from rules.documents.details import Form, entries, form_of
from rules.documents.json_text import need_names_once, parse
from rules.documents.participants import SITTING_OUT, Participant, participants
from rules.documents.values import shown, whole
from rules.errors import DocumentError, SheetError
from rules.names import slots
from rules.season import Array, Season, Spelling

Phase = Literal["ranking", "playoff"]

NOT_PLAYED = -1


@dataclass(frozen=True)
class Document:
    """One match as the official results API gives it, checked."""

    where: str
    entries: Mapping[str, int] | None
    """Official name -> value as the sheet codes it; None where a match has no details."""
    derived: Mapping[str, Any]
    """Official name -> what the document records of what follows from its entries."""
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
        return self.recorded[participant.side], self.recorded[1 - participant.side]


def read(data: bytes, season: Season, phase: Phase | None = None) -> list[Document]:
    """Read and check every document, or raise DocumentError naming the first one and its entry that is wrong.

    For scoring (no `phase`) a document needs its details only. To rank a phase it needs participants, and scores
    unless it counts for nothing: without details, or with a result that says it was not played.
    """
    form = form_of(season)
    documents = [_document(f"document {i}", raw, season, form, phase) for i, raw in enumerate(parse(data), start=1)]
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


def written(documents: Sequence[Document], season: Season) -> list[dict[str, Any]]:
    """Give documents in the official form: what `read` reads back as the same; what is derived is left out."""
    form = form_of(season)
    return [_written(document, form, season.spelled) for document in documents]


def _written(document: Document, form: Form, spelled: Spelling) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for field in form.fields:
        holder = raw
        for group in field.groups:
            holder = holder.setdefault(group, {})
        value = document.value(field.name)
        holder[field.key] = field.entry.values[value] if field.entry.values else value
    if document.recorded is not None:
        raw[spelled("redScore")], raw[spelled("blueScore")] = document.recorded
    if document.result is not None:
        raw["result"] = document.result
    return {**raw, "participants": [_team(each, spelled) for each in document.participants]}


def _team(participant: Participant, spelled: Spelling) -> dict[str, Any]:
    return {
        spelled("teamKey"): participant.team,
        "station": participant.station,
        "disqualified": int(participant.disqualified),
        spelled("cardStatus"): int(participant.card),
        "surrogate": int(participant.surrogate),
        spelled("noShow"): int(participant.no_show),
    }


def _document(where: str, raw: Any, season: Season, form: Form, phase: Phase | None) -> Document:
    try:
        if not isinstance(raw, dict):
            raise DocumentError(f"expected a match document (a JSON object), found {shown(raw)}")
        need_names_once("", raw)
        document = Document(
            where,
            None if phase and raw.get("details") is None else entries(raw, form),
            _derived(raw, form),
            _recorded(raw, season.spelled),
            _result(raw),
            participants(raw.get("participants"), season.spelled),
        )
        if phase:
            _need_teams_and_scores(document, phase)
        return document
    except DocumentError as error:
        raise error.within(where) from None


def _derived(raw: dict[str, Any], form: Form) -> dict[str, Any]:
    details = raw.get("details") or {}
    return {name: details[name] for name in sorted(form.derived & details.keys())}


def _recorded(raw: dict[str, Any], spelled: Spelling) -> tuple[int, int] | None:
    red, blue = spelled("redScore"), spelled("blueScore")
    if raw.get(red) is None and raw.get(blue) is None:
        return None
    return _score(raw, red), _score(raw, blue)


def _score(raw: dict[str, Any], name: str) -> int:
    return whole(raw, name, -(10**9), 10**9, "a whole number of points")


def _result(raw: dict[str, Any]) -> int | None:
    if raw.get("result") is None:
        return None
    return whole(raw, "result", NOT_PLAYED, 2, "-1 (not played), 0 (tie), 1 (red) or 2 (blue)")


def _need_teams_and_scores(document: Document, phase: Phase) -> None:
    if not document.participants:
        raise DocumentError("participants", "expected the six teams of the match, found none")
    if phase == "ranking" and any(each.station in SITTING_OUT for each in document.participants):
        what = "expected a match of the ranking phase, found teams that sit out as in playoffs"
        raise DocumentError("participants", what)
    if document.counts and document.recorded is None:
        raise DocumentError("redScore", "expected recorded scores to rank by, found none")
