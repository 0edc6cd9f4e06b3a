"""Official match documents, JSON or CSV -> checked documents."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rules.document import NOT_PLAYED, SITTING_OUT, Called, Document, Participant, PhaseName
from rules.documents.csv_documents import columns_of_teams, is_csv, need_details, raw_documents
from rules.documents.csv_text import table_of
from rules.documents.details import Form, entries, form_of
from rules.documents.json_text import need_names_once, parse
from rules.documents.participants import participants
from rules.documents.values import flag, shown, unfractioned, whole
from rules.errors import DocumentError, within
from rules.season import Season
from rules.text import decoded

NO_SCORES = "no scores"
FEWEST_SCORE = -(10**9)


class Raw(NamedTuple):
    """What a text holds of one match: where that stands in it, the object, and what it calls the teams' places."""

    where: str
    value: Any
    places: Sequence[str] = ()


def read(data: bytes, season: Season, phase: PhaseName | None = None) -> list[Document]:
    """Read and check every document, or raise DocumentError naming the first one and its entry that is wrong.

    For scoring (no `phase`) a document needs its details only. To rank a phase it needs participants and scores.
    A document that says that its match was not played, or that has no scores to be ranked by, is not read further.
    """
    form = form_of(season)
    found, unscored = [], []
    for place, raw in enumerate(_raw(_text(data), season, form, phase), start=1):
        with within(raw.where):
            found.append(_document(f"document {place}", raw, season, form, phase))
        if found[-1].unplayed == NO_SCORES and raw.value.get("details"):
            unscored.append(raw.where)
    if not found:
        raise DocumentError("expected at least one match document, found none")
    if unscored and all(each.unplayed for each in found):
        what = "expected recorded scores to rank by, found none"
        raise DocumentError(unscored[0], season.spelled("redScore"), what)
    return found


def _text(data: bytes) -> str:
    """Read the text of a file; one that seems to be a table is called so where it is none."""
    first = data.lstrip().partition(b"\n")[0].lower()
    return decoded(data, "a CSV file" if b"red" in first and first[:1] not in b"{[" else "JSON text", DocumentError)


def _raw(text: str, season: Season, form: Form, phase: PhaseName | None) -> Iterator[Raw]:
    """Give what the text holds of each match."""
    if is_csv(text, season, form):
        table = table_of(text)
        if phase is None:
            need_details(table, season, form)
        yield from (Raw(where, raw, columns_of_teams(raw)) for where, raw in raw_documents(table, season, form))
    else:
        yield from (Raw(f"document {place}", raw) for place, raw in enumerate(parse(text), start=1))


def _document(where: str, given: Raw, season: Season, form: Form, phase: PhaseName | None) -> Document:
    at, raw, places = given
    if not isinstance(raw, dict):
        raise DocumentError(f"expected a match document (a JSON object), found {shown(raw)}")
    need_names_once("", raw)
    called = _called(raw)
    unplayed = _unplayed(raw)
    recorded = None if unplayed else _recorded(raw, season)
    if phase and not unplayed and recorded is None:
        unplayed = NO_SCORES
    if unplayed:
        return Document(where, None, {}, None, raw.get("result"), _there(raw, season), called, unplayed, at=at)
    document = Document(
        where,
        None if phase and raw.get("details") is None else entries(raw, form),
        _derived(raw, form),
        recorded,
        _result(raw),
        participants(raw.get("participants"), season.spelled, places),
        called,
        by_scores=phase is not None and season.phase(phase).by_scores,
        at=at,
    )
    if phase:
        _need_teams(document, phase)
    return document


def _called(raw: dict[str, Any]) -> Called:
    """Read by what names a match goes, as documents of any season spell them."""
    key = _first(raw, "id", "match_key")
    texts = (
        _first(raw, *names)
        for names in (
            ("eventKey", "event_key"),
            ("tournamentKey", "tournament_key"),
            ("name", "matchName", "match_name"),
            ("scheduledTime", "scheduled_time"),
        )
    )
    event, tournament, name, scheduled = (None if text is None else str(text).strip() for text in texts)
    return Called(event, tournament, key.strip() if isinstance(key, str) else key, name, scheduled)


def _first(raw: dict[str, Any], *names: str) -> Any:
    """Give the first number or text under one of these names."""
    values = (unfractioned(raw[name]) for name in names if name in raw)
    return next((value for value in values if isinstance(value, str | int) and not isinstance(value, bool)), None)


def _unplayed(raw: dict[str, Any]) -> str:
    """Say why a match is none, by its result or by what it says of being played; nothing where it is one."""
    if _result(raw) == NOT_PLAYED:
        return "not played"
    if raw.get("played") is not None and not flag(raw, "played"):
        return "not played"
    return ""


def _there(raw: dict[str, Any], season: Season) -> tuple[Participant, ...]:
    """Give the teams of a match that counts for nothing; nobody where they cannot be told."""
    try:
        return participants(raw.get("participants"), season.spelled)
    except DocumentError:
        return ()


def _derived(raw: dict[str, Any], form: Form) -> dict[str, Any]:
    details = raw.get("details") or {}
    return {name: details[name] for name in sorted(form.derived & details.keys())}


def _recorded(raw: dict[str, Any], season: Season) -> tuple[int, int] | None:
    red, blue = season.spelled("redScore"), season.spelled("blueScore")
    if raw.get(red) is None and raw.get(blue) is None:
        return None
    return _score(raw, red, season), _score(raw, blue, season)


def _score(raw: dict[str, Any], name: str, season: Season) -> int:
    if season.below_zero:
        return whole(raw, name, FEWEST_SCORE, -FEWEST_SCORE, "a whole number of points")
    return whole(raw, name, 0, -FEWEST_SCORE, "a whole number of points, 0 or more")


def _result(raw: dict[str, Any]) -> int | None:
    if raw.get("result") is None:
        return None
    return whole(raw, "result", NOT_PLAYED, 2, "-1 (not played), 0 (tie), 1 (red) or 2 (blue)")


def _need_teams(document: Document, phase: PhaseName) -> None:
    if not document.participants:
        raise DocumentError("participants", "expected the six teams of the match, found none")
    if phase == "ranking" and any(each.station in SITTING_OUT for each in document.participants):
        what = "expected a match of the ranking phase, found teams that sit out as in playoffs"
        raise DocumentError("participants", what)
