"""The teams of a match document, read and checked."""

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from rules.document import PLAYING, SITTING_OUT, Card, Participant
from rules.documents.json_text import need_names_once
from rules.documents.values import flag, found, shown, unfractioned, whole
from rules.errors import DocumentError, within
from rules.season import Spelling


def participants(raw: Any, spelled: Spelling, called: Sequence[str] = ()) -> tuple[Participant, ...]:
    """Read the teams of a match, none where the document names none; a DocumentError says what is wrong.

    They are `called` so in it, or else by their numbers in the list.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise DocumentError("participants", f"expected a list of teams, found {shown(raw)}")
    names = called or [f"participant {i}" for i in range(1, len(raw) + 1)]
    teams = tuple(_participant(name, each, spelled) for name, each in zip(names, raw, strict=True))
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


def _participant(where: str, raw: Any, spelled: Spelling) -> Participant:
    with within("participants", where):
        if not isinstance(raw, dict):
            raise DocumentError(f"expected a team (a JSON object), found {shown(raw)}")
        need_names_once("", raw)
        stations = ", ".join(str(station) for station in PLAYING + SITTING_OUT)
        station = whole(raw, "station", 11, 24, f"one of {stations}")
        if station not in PLAYING + SITTING_OUT:
            raise DocumentError("station", f"expected one of {stations}, found {station}")
        return Participant(
            team=_team(raw, spelled("teamKey")),
            station=station,
            card=Card(whole(raw, spelled("cardStatus"), 0, 3, "0 (none), 1 (yellow), 2 (red) or 3 (white)")),
            disqualified=flag(raw, "disqualified"),
            surrogate=flag(raw, "surrogate"),
            no_show=flag(raw, spelled("noShow")),
        )


def _team(raw: dict[str, Any], name: str) -> int | str:
    team = unfractioned(raw.get(name))
    if isinstance(team, str):
        team = normalize("NFC", team.strip())
    if isinstance(team, bool) or not isinstance(team, int | str) or team == "":
        raise DocumentError(name, f"expected a team's number or name, {found(raw, name)}")
    return team
