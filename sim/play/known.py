"""Six robots of whom something is known before they play: how strong each may be, and what it was seen to do."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.season import Array
from sim.draws import WORD
from sim.play.matches import Matches
from sim.play.request import Request
from sim.play.run import scored_block
from sim.play.teams import Words
from sim.robots.drawn import Robots, blank, fit_block
from sim.robots.lineup import Lineup
from sim.robots.properties import CAN, OF_MATCH, PHASE, TALENT, draw_words, workings
from sim.table.agents import ROBOTS

RANGE = 2.0**32
"""How many words there are."""


def words_of(shares: npt.NDArray[np.float64]) -> Words:
    """Give the words that stand at these shares of all words, 0 to 1."""
    found: Words = np.floor(shares * RANGE).clip(0, RANGE - 1).astype(np.uint64)
    return found


@dataclass(frozen=True)
class Known:
    """What is known of the robots of a match that is played many times; all else is drawn by the population."""

    talent: Words
    """(world, robot): the word of each talent; match i is played in world i modulo their number."""
    able: Mapping[tuple[int, int], bool]
    """By robot and number of the ability: whether it has it."""
    phase: float
    """When in the event the match is, 0 to 1."""

    def robots(self, lineup: Lineup, seed: int, first: int, count: int) -> Robots:
        """Draw the robots and humans of so many matches from match `first` on."""
        robots, at_work = blank(lineup, count), workings(lineup, count)
        draw_words(seed, first, at_work.keys, at_work.words)
        words, where = at_work.words, at_work.where
        worlds: Array = np.arange(first, first + count) % len(self.talent)
        words[where[TALENT] : where[TALENT] + ROBOTS] = self.talent[worlds].T
        words[where[OF_MATCH + PHASE]] = words_of(np.array(self.phase))
        abilities = lineup.odds_against.shape[1]
        for (robot, ability), able in self.able.items():
            words[where[CAN] + robot * abilities + ability] = 0 if able else WORD
        fit_block(lineup, robots, at_work)
        return robots._replace(first=first)


def play_known(request: Request, matches: range, known: Known) -> Matches:
    """Play and score some matches of a run between robots of whom something is known."""
    robots = known.robots(request.lineup, request.seed, matches.start, len(matches))
    return scored_block(request, request.player.play_robots(robots), matches.start)
