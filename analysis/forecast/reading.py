"""Files of a running event -> its matches: a table of scores, a schedule, or documents of the results service."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
from scipy.special import ndtri

from analysis.event.csv_rows import csv_rows
from analysis.event.details import MATCH, matches_of
from analysis.event.published import MOST_SCORE, SCORES, UNPLAYED, need_six
from analysis.event.statistics import Values
from analysis.forecast.running import Match, Running
from rules.document import PLAYING, Card, Document
from rules.documents import Choice, one_ranking, read
from rules.documents.csv_documents import PLAYERS
from rules.documents.csv_text import Table, need_columns, number, same
from rules.documents.values import unfractioned
from rules.errors import FgcError, within
from rules.season import Season
from rules.text import decoded, plain
from sim.play.timetable import Timetable

PIN = re.compile(r"\s*([^=]+?)\s*=\s*([0-9]{1,6})\s*:\s*([0-9]{1,6})\s*")
FLAG = re.compile(r"(.+):(card|sur|dq|noshow)([0-9])")
"""How published tables say that something befell a team: `KAZ:card2`, `TUV:sur1`."""
OF_TEAM = {"cardstatus": "card", "surrogate": "sur", "disqualified": "dq", "noshow": "noshow"}
"""The columns that documents have of each team (`red1.cardStatus`), and what tables call that."""
YES = {"1", "true", "yes"}


@dataclass
class _Row:
    match: Match
    teams: list[str]
    scores: tuple[int, int] | None
    flags: Sequence[Mapping[str, int]]
    """Of each of the six teams what befell it, and how much of it."""


def read_running(data: bytes, name: str, season: Season) -> Running:
    """Read matches of a ranking phase, played or to come: JSON documents of the service, or a CSV table.

    A table has the columns red1 ... blue3 and red_score, blue_score; where a row has no scores, the match is to come.
    Raises a FgcError that says the file, the row and what was expected.
    """
    start = decoded(data, "a CSV file or JSON documents").lstrip()[:1]
    table = None if start in ("{", "[") else csv_rows(data, name)
    with within(name):
        return _running(_of_documents(data, season) if table is None else _of_table(table, season))


def of_schedule(schedule: Timetable, whole: bool = True) -> Running:
    """Give a schedule as an event of which nothing was played yet.

    Whose last match does not count is known of a `whole` schedule alone.
    """
    of = schedule.schedule
    nothing = np.zeros(of.team.shape, dtype=np.int64)
    return Running(
        names=schedule.teams,
        matches=schedule.numbers,
        teams=of.team,
        scores=nothing[:, :2],
        played=np.zeros(of.matches, dtype=np.bool_),
        card=nothing,
        absent=nothing > 0,
        skipped=of.surrogate & whole,
    )


def read_pins(pins: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Read results that are taken as played, `M57=120:80` is red 120, blue 80; a FgcError for what is none."""
    found: dict[str, tuple[int, int]] = {}
    for pin in pins:
        parts = PIN.fullmatch(pin)
        if parts is None:
            raise FgcError("--pin", f"expected a match and its scores, such as M57=120:80, found {plain(pin)!r}")
        if parts[1] in found:
            raise FgcError("--pin", f"expected every match once, found {plain(parts[1])} again")
        found[parts[1]] = (int(parts[2]), int(parts[3]))
    return found


def read_history(data: bytes, name: str) -> dict[str, float]:
    """Read earlier years' rankings, a row a team: columns `team` and `rank`, and `year` where there are several.

    Gives each team the mean of its standard scores: above 0 it ranked in the better half. Raises a FgcError that
    says the row and what was expected.
    """
    table = csv_rows(data, name)
    head = [same(column) for column in table.head]
    with within(name):
        need_columns(table, ("team", "rank"), FgcError)
    years: dict[str, dict[str, int]] = {}
    for row, cells in table.rows:
        here = dict(zip(head, cells, strict=True))
        with within(name, f"row {row}"):
            of_year = years.setdefault(here.get("year", ""), {})
            rank = unfractioned(number(here["rank"], FgcError))
            if type(rank) is not int or rank < 1:
                raise FgcError("rank", f"expected a whole number from 1 on, found {plain(here['rank'])!r}")
            team = _name(here["team"])
            if not team or team in of_year:
                raise FgcError("team", f"expected every team once a year, found {plain(team)!r}")
            of_year[team] = rank
    if not years:
        raise FgcError(name, "expected a row for each team, found none")
    scores: dict[str, list[float]] = {}
    for of_year in years.values():
        for team, rank in of_year.items():
            share = (rank - 0.5) / max(*of_year.values(), len(of_year), 1)
            scores.setdefault(team, []).append(-float(ndtri(share)))
    return {team: float(np.mean(each)) for team, each in scores.items()}


def history_of(running: Running, history: Mapping[str, float]) -> Values:
    """Give each team its standard score of earlier years, 0 where there is none."""
    return np.array([history.get(team, 0.0) for team in running.names])


def _of_table(table: Table, season: Season) -> list[_Row]:
    head = [same(column) for column in table.head]
    need_columns(table, PLAYERS, FgcError)
    called = matches_of(table, MATCH)
    least = None if season.below_zero else 0
    rows = []
    for place, (row, cells) in enumerate(table.rows):
        here = dict(zip(head, cells, strict=True))
        with within(f"row {row}"):
            teams = [_name(here[column]) for column in PLAYERS]
            need_six(teams)
            match = place + 1 if called is None else called[place]
            rows.append(_Row(match, teams, _scores(here, least), _flags(here, teams)))
    return rows


def _scores(here: Mapping[str, str], least: int | None) -> tuple[int, int] | None:
    """Read a match's scores; None where it was not played."""
    cells = [here.get(same(column), "") for column in SCORES]
    if not any(cells) or any(here.get(column, "").lower() in words for column, words in UNPLAYED.items()):
        return None
    red, blue = (_score(cell, column, least) for cell, column in zip(cells, SCORES, strict=True))
    return red, blue


def _score(cell: str, column: str, least: int | None) -> int:
    with within(column):
        value = unfractioned(number(cell, FgcError))
        if type(value) is not int or abs(value) > MOST_SCORE or (least is not None and value < least):
            found = plain(cell) if cell else "nothing"
            raise FgcError(f"expected a whole number of points, found {found!r}")
        return value


def _flags(here: Mapping[str, str], teams: Sequence[str]) -> list[dict[str, int]]:
    """Say what befell each team of a row, by columns of documents or by the flags of published tables."""
    found: list[dict[str, int]] = [{} for _ in teams]
    for robot, column in enumerate(PLAYERS):
        for key, what in OF_TEAM.items():
            cell = here.get(f"{column}.{key}", "")
            found[robot][what] = int(cell in YES) if not cell.isdigit() else int(cell)
    for word in here.get("flags", "").split():
        parts = FLAG.fullmatch(word)
        if parts and _name(parts[1]) in teams:
            found[teams.index(_name(parts[1]))][parts[2]] = int(parts[3])
    return found


def _of_documents(data: bytes, season: Season) -> list[_Row]:
    chosen = one_ranking(read(data, season, "ranking"), season, "ranking", Choice())
    rows = []
    for place, document in enumerate(chosen.documents, start=1):
        with within(document.where):
            rows.append(_of_document(document, place))
    return rows


def _of_document(document: Document, place: int) -> _Row:
    there = {each.station: each for each in document.participants}
    missing = [station for station in PLAYING if station not in there]
    if missing:
        raise FgcError("participants", f"expected a team at station {missing[0]}, found none")
    six = [there[station] for station in PLAYING]
    flags = [
        {"card": int(each.card), "sur": each.surrogate, "dq": each.disqualified, "noshow": each.no_show}
        for each in six
    ]
    match = place if document.called.id is None else document.called.id
    teams = [_name(str(each.team)) for each in six]
    return _Row(match, teams, None if document.unplayed else document.recorded, flags)


def _running(rows: Sequence[_Row]) -> Running:
    if not rows:
        raise FgcError("expected at least one match, found none")
    names: dict[str, int] = {}
    teams = [[names.setdefault(team, len(names)) for team in row.teams] for row in rows]

    def flagged(*what: str) -> Values:
        return np.array([[max(each.get(name, 0) for name in what) for each in row.flags] for row in rows])

    card = flagged("card")
    if card.max() > max(Card):
        raise FgcError("card", f"expected 0 to {max(Card):d}, found {card.max()}")
    return Running(
        names=tuple(names),
        matches=tuple(row.match for row in rows),
        teams=np.array(teams),
        scores=np.array([row.scores or (0, 0) for row in rows], dtype=np.int64),
        played=np.array([row.scores is not None for row in rows]),
        card=card,
        absent=flagged("noshow") > 0,
        skipped=flagged("sur", "dq") > 0,
    )


def _name(text: str) -> str:
    return normalize("NFC", text.strip())
