"""A published table of an event's matches, read as strictly as anything others bring, and its halves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from analysis.event.csv_rows import csv_rows
from analysis.event.details import read_details
from analysis.event.elements import Sheets
from rules.errors import FgcError
from rules.names import nearest
from rules.season import Array, Season

SCORES = ("red_score", "blue_score")
TEAMS = ("red1", "red2", "red3", "blue1", "blue2", "blue3")
FEWEST = 8
"""An event is cut into eighths, so it needs as many matches."""
SCORE = re.compile(r"-?[0-9]{1,6}")
HALVES = {"odd": 0, "even": 1}
"""The halves of a table by name: the first and every other match, or the second and every other."""


@dataclass(frozen=True)
class Published:
    """Matches of an event as somebody published them, in the order played."""

    name: str
    """The file they stand in."""
    scores: Array
    """(match, side), in points"""
    teams: Array
    """(match, robot): who played, numbered from 0 on in the order of first appearance in the file."""
    places: Array
    """(match,): its place in the event, from 0 on."""
    details: Sheets | None = None
    """The score sheets of these matches, where these are published."""
    details_name: str | None = None
    """The file that the score sheets stand in."""
    half: str | None = None
    """Which half of the file these are, where they are not all of it."""
    whole: "Published | None" = None
    """All matches of the file, where these are a half of it."""

    @property
    def played(self) -> int:
        """How many matches there are."""
        return len(self.scores)


def read_table(data: bytes, name: str) -> Published:
    """Read a CSV file with a row a match: columns red_score, blue_score, red1 ... blue3; others are ignored.

    Raises an FgcError that says the file, the row and what was expected.
    """
    head, rows = csv_rows(data, name)
    where = {column: _place(head, column, name) for column in (*SCORES, *TEAMS)}
    number: dict[str, int] = {}
    scores, teams = [], []
    for row, cells in rows:
        at = f"row {row}"
        scores.append([_score(cells[where[column]], name, at, column) for column in SCORES])
        playing = [cells[where[column]].strip() for column in TEAMS]
        _need_six(playing, name, at)
        teams.append([number.setdefault(team, len(number)) for team in playing])
    if len(scores) < FEWEST:
        last = rows[-1][0] if rows else 1
        raise FgcError(name, f"row {last}", f"expected at least {FEWEST} matches, found {len(scores)}")
    return Published(name, np.array(scores), np.array(teams), np.arange(len(scores)))


def with_details(matches: Published, data: bytes, name: str, season: Season) -> Published:
    """Give matches the score sheets of another CSV file, which has a row for each, in the same order."""
    sheets = read_details(data, name, season)
    rows = len(sheets.matches)
    if rows != matches.played:
        raise FgcError(
            name, f"expected a row for each of the {matches.played} matches of {matches.name}, found {rows}"
        )
    return replace(matches, details=sheets, details_name=name)


def half(matches: Published, which: str) -> Published:
    """Give the odd-numbered matches of a file (its 1st, 3rd, ...) or the even-numbered ones (its 2nd, 4th, ...).

    They keep their places in the event.
    """
    if which not in HALVES:
        raise FgcError("half", f"expected {' or '.join(HALVES)}, found {which!r}{nearest(which, HALVES)}")
    if matches.played < 2 * FEWEST:
        raise FgcError(matches.name, f"expected at least {2 * FEWEST} matches to halve, found {matches.played}")
    rows = slice(HALVES[which], None, len(HALVES))
    return replace(
        matches,
        scores=matches.scores[rows],
        teams=matches.teams[rows],
        places=matches.places[rows],
        details=None if matches.details is None else matches.details.at(rows),
        half=which,
        whole=matches,
    )


def other_half(matches: Published) -> Published | None:
    """Give the other half of the file that these matches are a half of; None where they are no half."""
    if matches.whole is None:
        return None
    return half(matches.whole, next(name for name in HALVES if name != matches.half))


def _place(head: list[str], column: str, name: str) -> int:
    if head.count(column) != 1:
        found = "found it more than once" if column in head else f"found {', '.join(head) or 'nothing'}"
        raise FgcError(name, "row 1", f"expected a column {column}, {found}")
    return head.index(column)


def _score(text: str, name: str, at: str, column: str) -> int:
    if not SCORE.fullmatch(text.strip()):
        raise FgcError(name, at, f"expected a whole number of points as {column}, found {text!r}")
    return int(text)


def _need_six(playing: Iterable[str], name: str, at: str) -> None:
    seen: set[str] = set()
    for column, team in zip(TEAMS, playing, strict=True):
        if not team or team in seen:
            raise FgcError(name, at, f"expected another team as {column}, found {team!r}")
        seen.add(team)
