"""Teams that last through an event: what a robot is built for is a team's own, all else is of the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.season import Array
from sim.draws import STATION, TEAMS, WORD, words
from sim.play.schedule import MOST_MATCHES, Schedule
from sim.robots.drawn import Robots, blank, fit_block
from sim.robots.lineup import Lineup
from sim.robots.properties import CAN, OF_MATCH, PHASE, PLAYBOOK, ROOM, SKILL, TALENT, draw_words, keys_of, workings
from sim.table.agents import ROBOTS

LASTING = (TALENT, SKILL, CAN, ROOM, PLAYBOOK)
"""What a team's robot keeps: its words have the keys (repeat, team, property, nth) of stream 3.

It is built for a plan, so it keeps that, unless its alliance or match agrees on another; humans choose anew.
"""
ORDER = 1
"""The nth word of a team's talent, by which teams are put in order to share the talents out; the 0th is its luck."""

Words = npt.NDArray[np.uint64]
Talents = Callable[[int, int, int], Words]
"""Seed, repeat and number of teams -> the word of each team's talent."""


def shared_out(seed: int, repeat: int, teams: int) -> Words:
    """Draw the words of talents so that each of as many equal parts of the population sends one team.

    Every event then has its few great teams, and events differ less than by chance alone.
    """
    by_chance = independent(seed, repeat, teams)
    order = np.argsort(_of_teams(seed, repeat, teams, TALENT, ORDER), kind="stable")
    part = np.empty(teams, dtype=np.uint64)
    part[order] = np.arange(teams, dtype=np.uint64)
    found: Words = ((part << np.uint64(32)) + by_chance) // np.uint64(teams)
    return found


def independent(seed: int, repeat: int, teams: int) -> Words:
    """Draw the words of talents for each team alone, as `sim run` does for each robot."""
    return _of_teams(seed, repeat, teams, TALENT, 0)


def match_number(repeat: int, place: int) -> int:
    """Give the number that keys what is drawn for a match: its place in the schedule, above it the repeat."""
    return repeat * MOST_MATCHES + place


@dataclass(frozen=True)
class Teams:
    """The teams of one repeat of an event."""

    lineup: Lineup
    seed: int
    repeat: int
    schedule: Schedule
    words: Mapping[tuple[int, int], Words]
    """By property and nth the word that each team keeps, `(team,)`."""

    def robots(self, places: range) -> Robots:
        """Draw the robots and humans of the matches at these places in a row of the schedule."""
        team = self.schedule.team[places.start : places.stop]
        return self.stood(team, places.start, phase_words(places, self.schedule.matches))

    def stood(self, team: Array, place: int, phase: Words) -> Robots:
        """Draw the robots and humans of matches in a row from this place on, where `team` (match, robot) stand.

        `phase` are the words that say where in the event these matches lie.
        """
        first = match_number(self.repeat, place)
        robots, at_work = blank(self.lineup, len(team)), workings(self.lineup, len(team))
        draw_words(self.seed, first, at_work.keys, at_work.words)
        for draw, (stream, agent, number, nth) in enumerate(at_work.keys.tolist()):
            if _lasts(stream, agent, number):
                at_work.words[draw] = self.words[number, nth][team[:, agent]]
        at_work.words[at_work.where[OF_MATCH + PHASE]] = phase
        fit_block(self.lineup, robots, at_work)
        return robots._replace(first=first)


def teams_of(lineup: Lineup, seed: int, repeat: int, schedule: Schedule, talents: Talents = shared_out) -> Teams:
    """Draw what the teams of one repeat keep."""
    count = schedule.teams
    kept = {(number, nth) for stream, agent, number, nth in keys_of(lineup)[0] if _lasts(stream, agent, number)}
    words = {key: _of_teams(seed, repeat, count, *key) for key in sorted(kept)}
    return Teams(lineup, seed, repeat, schedule, {**words, (TALENT, 0): talents(seed, repeat, count)})


def end_words(matches: int) -> Words:
    """Give the words that say of so many matches that they lie at the end of the event."""
    return np.full(matches, WORD)


def phase_words(places: range, matches: int) -> Words:
    """Give the words that say where in the event matches lie: each in the middle of its own part of it."""
    twice = 2 * np.arange(places.start, places.stop, dtype=np.uint64) + np.uint64(1)
    found: Words = (twice << np.uint64(31)) // np.uint64(matches)
    return found


def _lasts(stream: int, agent: int, number: int) -> bool:
    return stream == STATION and agent < ROBOTS and number in LASTING


def _of_teams(seed: int, repeat: int, teams: int, number: int, nth: int) -> Words:
    found: Words = words(seed, TEAMS, repeat, np.arange(teams), number, nth)[0]
    return found
