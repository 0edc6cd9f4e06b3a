"""The playoffs of a repeat, played by its own teams: their robots, the day's luck, and what becomes of cards.

Matches have the numbers after those of the ranking phase, so nothing of that changes; all lie at the end of the event
as far as growth goes. A red card takes an alliance its score of the match; all its members bear it in the documents,
since the official program takes the score of those only who bear it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rules.document import Card, Document
from rules.season import Array
from sim.play.documents import Flags, Seats, documents_of
from sim.play.matches import Matches, joined
from sim.play.playoffs import NOBODY, Playoffs, Round, partner_words, playoffs
from sim.play.request import EventRequest
from sim.play.run import scored_block
from sim.play.schedule import MOST_MATCHES
from sim.play.teams import Teams, end_words, match_number
from sim.robots.drawn import NO_PLAYBOOK
from sim.table.agents import ROBOTS, STATIONS
from sim.table.language import PlayoffRound, Sits

MOST_PLAYOFF_MATCHES = 2**10
"""So many numbers of matches are kept free for the playoffs."""
MOST_BEFORE = MOST_MATCHES - MOST_PLAYOFF_MATCHES


@dataclass(frozen=True)
class PlayedRound:
    """A round that was played, with its matches."""

    found: Round
    matches: Matches
    """Scored by the sheets alone: a red card takes nothing here."""
    card: Array
    """(match, robot)"""
    came: Flags
    """(match, robot)"""
    names: tuple[str, ...]
    """(team,): what documents call each."""

    @property
    def documents(self) -> list[Document]:
        """The official documents of the round's matches, in the order played."""
        red = carded(self.card)
        card = np.where(np.repeat(red, STATIONS, axis=1), Card.RED, self.card)
        team, came = self.found.team, self.came
        if (self.found.out != NOBODY).all():
            team = np.hstack([team, self.found.out])
            card = np.hstack([card, np.where(red, Card.RED, Card.NONE)])
            came = np.hstack([came, np.ones_like(self.found.out, dtype=np.bool_)])
        seats = Seats(team, card, np.zeros(team.shape, dtype=np.bool_), came)
        return documents_of(self.matches, seats, self.names, self.found.of.tournament, self.found.of.name)


@dataclass(frozen=True)
class PlayedOff:
    """Playoffs that were played by the teams of a repeat."""

    found: Playoffs
    rounds: tuple[PlayedRound, ...]


@dataclass(frozen=True)
class _Part:
    """Matches that were played at once."""

    matches: Matches
    card: Array
    came: Flags


@dataclass
class _Player:
    """Plays what it is asked for, and keeps it."""

    request: EventRequest
    teams: Teams
    played: list[tuple[PlayoffRound, _Part]]

    def play(self, team: Array, of: PlayoffRound) -> Array:
        """Give the scores that count of these matches, which come next."""
        place = self.teams.schedule.matches + sum(len(part.matches) for _, part in self.played)
        robots = self.teams.stood(team, place, end_words(len(team)))
        block = self.request.playoff_player.play_robots(robots)
        first = match_number(self.teams.repeat, place)
        matches = scored_block(self.request, block, first, "playoff")
        came = robots.playbook[:, :ROBOTS] != NO_PLAYBOOK
        self.played.append((of, _Part(matches, robots.card, came)))
        scores: Array = np.where(carded(robots.card), 0, matches.scores)
        return scores


def carded(card: Array) -> Flags:
    """Say which sides were shown a red card, `(match, side)`, given the cards `(match, robot)`."""
    found: Flags = (card.reshape(len(card), -1, STATIONS) == Card.RED).any(axis=2)
    return found


def played_off(request: EventRequest, teams: Teams, ranked: Sequence[int], sits: Sits | None = None) -> PlayedOff:
    """Play the playoffs of a repeat between its teams, which are given from the best ranked on."""
    words = partner_words(request.seed, teams.repeat, len(ranked))
    player = _Player(request, teams, [])
    found = playoffs(request.playoff_format, ranked, words, player.play, sits)
    rounds = []
    for each in found.rounds:
        parts = [part for of, part in player.played if of is each.of]
        card, came = (np.concatenate([getattr(part, name) for part in parts]) for name in ("card", "came"))
        matches = joined(part.matches for part in parts)
        rounds.append(PlayedRound(each, matches, card, came, request.names))
    return PlayedOff(found, tuple(rounds))
