"""An event that is running: which matches there are, who plays in them, and what came of those that were played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.event.statistics import Values
from analysis.forecast.process import Course
from analysis.forecast.structure import middles
from rules.errors import FgcError
from rules.names import nearest
from rules.ranking import Seats
from rules.season import Array
from rules.text import counted, plain
from sim.table.agents import ROBOTS, STATIONS

Match = int | str
"""What an event calls a match."""


@dataclass(frozen=True)
class Running:
    """Matches of a ranking phase in order, played or to come; where an axis is `robot`, red 1-3 then blue 1-3."""

    names: tuple[str, ...]
    """The teams', in the order of their first match."""
    matches: tuple[Match, ...]
    """What the event calls them."""
    teams: Array
    """(match, robot)"""
    scores: Array
    """(match, side), in points; 0 where nothing was played"""
    played: npt.NDArray[np.bool_]
    """(match,)"""
    card: Array
    """(match, robot), as documents code cards"""
    absent: npt.NDArray[np.bool_]
    """(match, robot): whether the team did not show up"""
    skipped: npt.NDArray[np.bool_]
    """(match, robot): whether the match counts for nothing in the team's ranking: surrogates, disqualified teams"""

    @cached_property
    def course(self) -> Course:
        """Who plays when."""
        return Course(self.teams, middles(len(self.teams)), len(self.names))

    @property
    def past(self) -> Array:
        """The places of the matches that were played."""
        return np.flatnonzero(self.played)

    @property
    def coming(self) -> Array:
        """The places of those that were not."""
        return np.flatnonzero(~self.played)

    def seats(self, rows: Array) -> tuple[Array, Seats]:
        """Give the seats of some matches in the order of teams, as places among match x 6 + robot, and who has them.

        Teams that have no seat there are left out of the table that ranks them.
        """
        of = self.teams[rows].ravel()
        order = np.argsort(of, kind="stable")
        starts = np.searchsorted(of[order], np.unique(of))
        card, absent = self.card[rows].ravel()[order], self.absent[rows].ravel()[order]
        return order, Seats(starts, card, absent, self.skipped[rows].ravel()[order])


def only(running: Running, rows: slice | Sequence[int] | Array) -> Running:
    """Give some of the matches; teams keep their numbers."""
    return replace(
        running,
        matches=tuple(np.array(running.matches, dtype=object)[rows]),
        **{name: getattr(running, name)[rows] for name in ("teams", "scores", "played", "card", "absent", "skipped")},
    )


def forgotten(running: Running, upto: int) -> Running:
    """Give the event as it stood before the match at this place: what came later was not played yet."""
    played = running.played & (np.arange(len(running.played)) < upto)
    return replace(running, played=played, scores=np.where(played[:, None], running.scores, 0))


def seats_of_sides(scores: Values, order: Array) -> tuple[Values, Values]:
    """Give own and other scores `(repeat, seat)` of scores `(repeat, match, side)`, seats in this order."""
    repeats = len(scores)
    own = np.repeat(scores, STATIONS, axis=2).reshape(repeats, -1)[:, order]
    other = np.repeat(scores[:, :, ::-1], STATIONS, axis=2).reshape(repeats, -1)[:, order]
    return own, other


def continued(running: Running, schedule: Running, name: str) -> Running:
    """Give what was played the rest of a schedule; a FgcError where the two contradict each other.

    A schedule holds all matches, or those from some number on.
    """
    planned = {match: place for place, match in enumerate(schedule.matches)}
    first = min((match for match in planned if isinstance(match, int)), default=None)
    for place, match in enumerate(running.matches):
        if match in planned:
            _need_same(running, place, schedule, planned[match], name)
        elif first is None or not isinstance(match, int) or match > first:
            raise FgcError(name, f"expected every match that was played, found no match {plain(str(match))}")
    rest = [place for place, match in enumerate(schedule.matches) if match not in running.matches]
    merged = _joined(running, only(schedule, rest))
    order = np.argsort([planned.get(match, -1) for match in merged.matches], kind="stable")
    return only(merged, order)


def pinned(running: Running, pins: Mapping[str, tuple[int, int]]) -> Running:
    """Give an event with the results of matches to come taken as played; a FgcError for a match that cannot be."""
    called = {str(match): place for place, match in enumerate(running.matches)}
    scores, played = running.scores.copy(), running.played.copy()
    for match, score in pins.items():
        place = called.get(match, called.get(match[1:] if match[:1] in "Mm" else match))
        if place is None:
            what = f"expected a match of the schedule, found {plain(match)!r}{nearest(match, list(called))}"
            raise FgcError("--pin", what)
        if played[place]:
            raise FgcError("--pin", f"expected a match to come, found {plain(match)}, which was played")
        scores[place], played[place] = score, True
    return replace(running, scores=scores, played=played)


def team_number(running: Running, name: str, where: str) -> int:
    """Give a team's number; a FgcError with the nearest name where there is none."""
    if name not in running.names:
        what = f"expected a team of the event, found {plain(name)!r}{nearest(name, running.names)}"
        raise FgcError(where, what)
    return running.names.index(name)


def _need_same(running: Running, place: int, schedule: Running, planned: int, name: str) -> None:
    here = [running.names[team] for team in running.teams[place]]
    there = [schedule.names[team] for team in schedule.teams[planned]]
    sides = [(sorted(each[:STATIONS]), sorted(each[STATIONS:])) for each in (here, there)]
    if sides[0] != sides[1]:
        one, other = next(
            (a, b) for a, b in zip(here, there, strict=True) if a not in there or b not in here or a != b
        )
        what = f"expected the teams that played match {plain(str(running.matches[place]))}"
        raise FgcError(name, f"{what}, found {plain(other)!r} in place of {plain(one)!r}")


def _joined(running: Running, rest: Running) -> Running:
    """Give the matches of one event after those of another part of it, teams by their names."""
    names = list(running.names) + [each for each in rest.names if each not in running.names]
    here = {name: number for number, name in enumerate(names)}
    teams = np.array([here[name] for name in rest.names], dtype=np.int64)[rest.teams].reshape(-1, ROBOTS)
    parts = {
        name: np.concatenate([getattr(running, name), getattr(rest, name)])
        for name in ("scores", "played", "card", "absent", "skipped")
    }
    return Running(
        names=tuple(names),
        matches=running.matches + rest.matches,
        teams=np.concatenate([running.teams, teams]),
        **parts,
    )


def to_play(running: Running) -> str:
    """Say in words how far the event is."""
    return f"{counted(len(running.past), 'match')} played, {len(running.coming):,} to come"
