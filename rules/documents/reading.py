"""Official match documents: JSON (object, array or JSON Lines) -> checked documents."""

from typing import Any

from rules.document import NOT_PLAYED, SITTING_OUT, Document, PhaseName
from rules.documents.details import Form, entries, form_of
from rules.documents.json_text import need_names_once, parse
from rules.documents.participants import participants
from rules.documents.values import shown, whole
from rules.errors import DocumentError, within
from rules.season import Season, Spelling


def read(data: bytes, season: Season, phase: PhaseName | None = None) -> list[Document]:
    """Read and check every document, or raise DocumentError naming the first one and its entry that is wrong.

    For scoring (no `phase`) a document needs its details only. To rank a phase it needs participants, and scores
    unless it counts for nothing: without details, or with a result that says it was not played.
    """
    form = form_of(season)
    documents = [_document(f"document {i}", raw, season, form, phase) for i, raw in enumerate(parse(data), start=1)]
    if not documents:
        raise DocumentError("expected at least one match document, found none")
    return documents


def _document(where: str, raw: Any, season: Season, form: Form, phase: PhaseName | None) -> Document:
    with within(where):
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


def _need_teams_and_scores(document: Document, phase: PhaseName) -> None:
    if not document.participants:
        raise DocumentError("participants", "expected the six teams of the match, found none")
    if phase == "ranking" and any(each.station in SITTING_OUT for each in document.participants):
        what = "expected a match of the ranking phase, found teams that sit out as in playoffs"
        raise DocumentError("participants", what)
    if document.counts and document.recorded is None:
        raise DocumentError("redScore", "expected recorded scores to rank by, found none")
