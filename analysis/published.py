"""What is published of an event: a table of its matches, read as strictly as anything others bring."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rules.errors import FgcError
from rules.season import Array

SCORES = ("red_score", "blue_score")
TEAMS = ("red1", "red2", "red3", "blue1", "blue2", "blue3")
FEWEST = 8
"""An event is cut into eighths, so it needs as many matches."""
SCORE = re.compile(r"-?[0-9]{1,6}")


@dataclass(frozen=True)
class Matches:
    """Published matches in the order played."""

    name: str
    """The file they stand in."""
    scores: Array
    """(match, side), in points"""
    teams: Array
    """(match, robot): who played, numbered from 0 on in the order of first appearance."""

    @property
    def played(self) -> int:
        """How many matches there are."""
        return len(self.scores)


def read_table(data: bytes, name: str) -> Matches:
    """Read a CSV file with a row a match: columns red_score, blue_score, red1 ... blue3; others are ignored.

    Rows are counted as a spreadsheet does, the names of the columns being row 1. Raises an FgcError that says the
    file, the row and what was expected.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FgcError(name, f"expected a CSV file in UTF-8: {error}") from None
    head = rows[0] if rows else []
    where = {column: _place(head, column, name) for column in (*SCORES, *TEAMS)}
    number: dict[str, int] = {}
    scores, teams = [], []
    for row, cells in enumerate(rows[1:], start=2):
        if not cells:
            continue
        at = f"row {row}"
        if len(cells) != len(head):
            raise FgcError(name, at, f"expected {len(head)} cells as in row 1, found {len(cells)}")
        scores.append([_score(cells[where[column]], name, at, column) for column in SCORES])
        playing = [cells[where[column]].strip() for column in TEAMS]
        _need_six(playing, name, at)
        teams.append([number.setdefault(team, len(number)) for team in playing])
    if len(scores) < FEWEST:
        raise FgcError(name, f"row {len(rows)}", f"expected at least {FEWEST} matches, found {len(scores)}")
    return Matches(name, np.array(scores), np.array(teams))


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
