"""The match that a brief is of: which one, who plays where, and what the matches before it tell of them and of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
from scipy.special import ndtr

from analysis.brief.notes import Notes, likelihood
from analysis.event.statistics import Values
from analysis.forecast.forecast import strengths_so_far
from analysis.forecast.play_out import Strengths, scores_to_come
from analysis.forecast.running import Running, forgotten, team_number
from analysis.forecast.structure import Foreseen
from rules.errors import FgcError
from rules.names import nearest
from rules.season import SIDE, Array
from rules.text import counted, listing, plain
from sim.play.known import Known, words_of
from sim.play.request import EventRequest
from sim.table.agents import STATIONS
from sim.table.game import Game

NEXT = "next"
"""The first match of the team that was not played yet."""
WORLDS = 1 << 11
"""How many possible worlds the plans are tried in, one after the other: drawn from the repeats by their weights."""
APART = 1 << 5
"""Neighbouring repeats have structures in common: those that are so many worlds apart follow each other."""


@dataclass(frozen=True)
class Meeting:
    """A match as one of its teams looks at it beforehand."""

    running: Running
    """The event as it stood before this match."""
    place: int
    """Of the match among all matches."""
    station: int
    """Of the team: 0 to 5, red 1-3 then blue 1-3."""
    looked_back: bool
    """Whether the match was played already, and is looked at as if it was not."""

    @property
    def teams(self) -> list[int]:
        """The six teams, red 1-3 then blue 1-3."""
        found: list[int] = self.running.teams[self.place].tolist()
        return found

    @property
    def side(self) -> int:
        """The team's side, 0 red and 1 blue."""
        return self.station // STATIONS

    @property
    def phase(self) -> float:
        """When in the event the match is, 0 to 1."""
        return float(self.running.course.when[self.place])

    @property
    def called(self) -> str:
        """What the event calls the match."""
        return str(self.running.matches[self.place])

    @property
    def colour(self) -> str:
        """The team's side by name."""
        return SIDE[self.side]


class Outlook(NamedTuple):
    """What may be, a repeat each: what is known of the six teams, and what the match may bring."""

    adds: Values
    """(repeat, robot): what each adds to its own side's score more than the mean team, in points"""
    talent: Values
    """(repeat, robot): how far each stands from the field's mean, in the field's standard deviations"""
    scores: Array
    """(repeat, side)"""
    weights: Values | None
    """(repeat,): how well each fits what scouts saw, summing to 1; None where nobody saw anything."""

    @property
    def effective(self) -> float:
        """How many repeats of equal weight tell as much."""
        return len(self.adds) if self.weights is None else float(1 / (self.weights**2).sum())


@dataclass(frozen=True)
class Asked:
    """What is asked of a brief beside the match itself."""

    repeats: int
    hindsight: bool = False
    """Whether what is foreseen comes from the season's own model, which was fitted to the very event."""
    notes: Notes = field(default_factory=dict)
    own_robot: bool = False
    """Whether our robot is one of a file: then notes say nothing of it."""


def meeting_of(running: Running, team: str, match: str = NEXT) -> Meeting:
    """Find a match of a team by what the event calls it, or its next one; what came of it and after it is forgotten.

    Raises a FgcError for a team that is none of the event's, and for a match that is none of the team's.
    """
    team = normalize("NFC", team.strip())
    number = team_number(running, team, "--team")
    own = np.flatnonzero((running.teams == number).any(axis=1)).tolist()
    place = _next(running, own, team) if match == NEXT else _named(running, own, team, match)
    looked_back = bool(running.played[place])
    before = forgotten(running, place) if looked_back else running
    return Meeting(before, place, running.teams[place].tolist().index(number), looked_back)


def _next(running: Running, own: list[int], team: str) -> int:
    coming = [place for place in own if not running.played[place]]
    if not coming:
        played = f"found none after its {counted(len(own), 'match')}"
        cure = "--schedule FILE has those to come, --match NAME looks back at one"
        raise FgcError("--team", f"expected a match of {plain(team)} to come, {played}; {cure}")
    return coming[0]


def _named(running: Running, own: list[int], team: str, match: str) -> int:
    called = {str(each): place for place, each in enumerate(running.matches)}
    place = called.get(match, called.get(match[1:] if match[:1] in "Mm" else match))
    if place is None:
        what = f"expected {NEXT!r} or a match of the event, found {plain(match)!r}{nearest(match, list(called))}"
        raise FgcError("--match", what)
    if place not in own:
        theirs = listing([running.matches[each] for each in own])
        raise FgcError("--match", f"expected a match of {plain(team)}, {theirs}, found {plain(match)!r}")
    return place


def outlook(meeting: Meeting, request: EventRequest, foreseen: Foreseen, asked: Asked) -> Outlook:
    """Say what the matches before it tell of the six teams and of the match, and what scouts saw of them."""
    running = meeting.running
    of = strengths_so_far(request, running, foreseen, asked.repeats)
    nth = int(np.searchsorted(running.coming, meeting.place))
    scores = scores_to_come(running, of, request.seed, foreseen.ties)[:, nth]
    adds, talent = _standing(of, meeting.teams)
    return Outlook(adds, talent, scores, _weights(meeting, request.game, asked, talent))


def _standing(of: Strengths, teams: list[int]) -> tuple[Values, Values]:
    """Give what some teams add more than the mean one, in points and in standard deviations of the field."""
    more = of.own - of.own.mean(axis=1, keepdims=True)
    found: Values = more[:, teams]
    return found, found / more.std(axis=1, keepdims=True)


def _weights(meeting: Meeting, game: Game, asked: Asked, talent: Values) -> Values | None:
    """Weigh repeats by how likely the six robots were seen as they were."""
    seen = seen_of(meeting, asked)
    if not any(seen.values()):
        return None
    found = np.ones(len(talent))
    for robot, abilities in seen.items():
        found *= likelihood(game, abilities, talent[:, robot], meeting.phase)
    weights: Values = found / found.sum()
    return weights


def seen_of(meeting: Meeting, asked: Asked) -> dict[int, Mapping[str, bool]]:
    """Give what was seen of each of the six robots, by station; of ours nothing where it is one of a file."""
    return {
        robot: {} if robot == meeting.station and asked.own_robot else asked.notes.get(team, {})
        for robot, team in enumerate(meeting.teams)
    }


def known_of(meeting: Meeting, game: Game, asked: Asked, found: Outlook) -> Known:
    """Give what is known of the six robots as the engine takes it: a team's place in the field is its talent's.

    That is an approximation: what a team adds in points is more than talent, and the field need not be like the
    population that the season's model draws.
    """
    abilities = list(game.robots.can)
    able = {
        (robot, abilities.index(name)): has
        for robot, seen in seen_of(meeting, asked).items()
        for name, has in seen.items()
    }
    talent = ndtr(found.talent[_chosen(found)])
    return Known(words_of(talent), able, meeting.phase)


def _chosen(found: Outlook) -> Array:
    """Choose repeats as often as they weigh, evenly; those that follow each other in the matches lie far apart."""
    repeats = len(found.talent)
    weights = np.full(repeats, 1 / repeats) if found.weights is None else found.weights
    where = (np.arange(WORLDS) + 0.5) / WORLDS
    rows = np.searchsorted(weights.cumsum(), where * weights.sum()).clip(max=repeats - 1)
    spread: Array = rows.reshape(-1, APART).T.ravel()
    return spread
