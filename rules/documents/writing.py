"""Documents as values -> the official form of their season, which is read back as the same."""

from collections.abc import Sequence
from typing import Any

from rules.document import Document, Participant
from rules.documents.details import Form, form_of
from rules.season import Season, Spelling


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
