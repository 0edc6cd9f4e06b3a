"""A published table of an event's matches, read as strictly as anything others bring, and its halves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

import numpy as np

from analysis.event.csv_rows import csv_rows
from analysis.event.details import matches_of, sheets_of
from analysis.event.elements import Sheets
from rules.documents.csv_documents import PLAYERS
from rules.documents.csv_text import need_columns, number, same
from rules.documents.values import unfractioned
from rules.errors import FgcError, within
from rules.names import nearest
from rules.season import Array, Season
from rules.text import plain

SCORES = ("red_score", "blue_score")
FEWEST = 8
"""An event is cut into eighths, so it needs as many matches."""
MOST_SCORE = 999_999
UNPLAYED = {"result": ("-1", "-1.0"), "played": ("0", "false", "no")}
"""What says in these columns that a match was not played."""
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
    matches: tuple[int | str, ...] | None = None
    """What the file calls its matches, where it has a column for that."""

    @property
    def played(self) -> int:
        """How many matches there are."""
        return len(self.scores)


def read_table(data: bytes, name: str, season: Season | None = None) -> Published:
    """Read a CSV file with a row a match: columns red_score, blue_score, red1 ... blue3; others are ignored.

    Scores below 0 are those of seasons that know them. Raises an FgcError that says the file, the row and what was
    expected.
    """
    table = csv_rows(data, name)
    head = [same(column) for column in table.head]
    with within(name):
        need_columns(table, (*SCORES, *PLAYERS), FgcError)
    where = {column: head.index(same(column)) for column in (*SCORES, *PLAYERS)}
    least = None if season is not None and season.below_zero else 0
    numbers: dict[str, int] = {}
    scores, teams = [], []
    for row, cells in table.rows:
        with within(name, f"row {row}"):
            _need_played(dict(zip(head, cells, strict=True)))
            scores.append([_score(cells[where[column]], column, least) for column in SCORES])
            playing = [normalize("NFC", cells[where[column]]) for column in PLAYERS]
            need_six(playing)
            teams.append([numbers.setdefault(team, len(numbers)) for team in playing])
    if len(scores) < FEWEST:
        last = table.rows[-1][0] if table.rows else table.row
        raise FgcError(name, f"row {last}", f"expected at least {FEWEST} matches, found {len(scores)}")
    return Published(name, np.array(scores), np.array(teams), np.arange(len(scores)), matches=matches_of(table, name))


def with_details(matches: Published, data: bytes, name: str, season: Season) -> Published:
    """Give matches the score sheets of another CSV file, which has a row for each.

    They go by the column `match` where both files have one, otherwise by their order.
    """
    sheets, table = sheets_of(data, name, season)
    rows = len(sheets.matches)
    if rows != matches.played:
        raise FgcError(
            name, f"expected a row for each of the {matches.played} matches of {matches.name}, found {rows}"
        )
    called = None if matches.matches is None else matches_of(table, name)
    if matches.matches is not None and called is not None:
        for (row, _), match in zip(table.rows, called, strict=True):
            if match not in matches.matches:
                what = f"expected a match of {matches.name}, found {plain(str(match))!r}"
                raise FgcError(name, f"row {row}", what)
        sheets = sheets.at([called.index(match) for match in matches.matches])
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
        matches=None if matches.matches is None else matches.matches[rows],
        half=which,
        whole=matches,
    )


def other_half(matches: Published) -> Published | None:
    """Give the other half of the file that these matches are a half of; None where they are no half."""
    if matches.whole is None:
        return None
    return half(matches.whole, next(name for name in HALVES if name != matches.half))


def _need_played(cells: Mapping[str, str]) -> None:
    """Raise an FgcError for a row that says that its match was not played."""
    for column in ("result", "played"):
        if cells.get(column, "").lower() in UNPLAYED[column]:
            raise FgcError(f"expected a match that was played, found {column} {cells[column]}: leave such rows out")


def _score(text: str, column: str, least: int | None) -> int:
    with within(column):
        value = unfractioned(number(text, FgcError))
    if type(value) is not int or abs(value) > MOST_SCORE:
        raise FgcError(f"expected a whole number of points as {column}, found {plain(text)!r}")
    if least is not None and value < least:
        raise FgcError(f"expected {least} points or more as {column}, found {value}")
    return value


def need_six(playing: Iterable[str]) -> None:
    """Raise an FgcError where one of a match's six teams has no name, or stands there twice."""
    seen: set[str] = set()
    for column, team in zip(PLAYERS, playing, strict=True):
        if not team or team in seen:
            raise FgcError(f"expected another team as {column}, found {plain(team)!r}")
        seen.add(team)
