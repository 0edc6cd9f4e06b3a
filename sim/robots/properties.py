"""What is drawn for the robots and humans of a match: one list of properties, each word by its key."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.season import Array
from sim.compiling import compiled
from sim.draws import MATCH, STATION, philox
from sim.robots.lineup import Lineup
from sim.table.agents import HUMANS, ROBOTS

AGENTS = ROBOTS + HUMANS
PROPERTIES = (
    *("talent", "skill", "form", "can", "room", "no_show", "breaks", "fouls_minor", "fouls_major", "card"),
    *("playbook", "after"),
)
"""What stream 1 draws for an agent: the place in this list is the key's number, so new ones go to the end."""
TALENT, SKILL, FORM, CAN, ROOM, NO_SHOW, BREAKS, FOULS_MINOR, FOULS_MAJOR, CARD, PLAYBOOK, AFTER = range(
    len(PROPERTIES)
)
PHASE, MATCH_PLAYBOOK, ALLIANCE_PLAYBOOK = range(3)
"""What stream 2 draws for a match."""
OF_MATCH = len(PROPERTIES)
"""In `Workings.where` what is drawn for a match comes after what is drawn for an agent."""

TOGETHER = 128
"""Matches whose robots are drawn together: few enough to stay in the processor's cache."""


class Workings(NamedTuple):
    """What is needed while the robots of some matches are drawn."""

    keys: npt.NDArray[np.uint64]
    """(draw, 4): stream, agent, number and nth of everything that is drawn for a match."""
    where: Array
    """(property,): the draw that is the first of this property; then come the matches' own."""
    words: npt.NDArray[np.uint64]
    """(draw, match)."""
    grown: npt.NDArray[np.float64]
    """(match,): how far the field has come by then, see `growth_curve`."""
    pace: npt.NDArray[np.float64]
    """(match, robot, skill, 2): by what the median times and the odds of failure are multiplied.

    It is 1 for the last skill, which is that of rows without one.
    """


def workings(lineup: Lineup, count: int) -> Workings:
    """Make room for what is needed while the robots of some matches are drawn."""
    skills = lineup.skill_spread.shape[1]
    keys, where = keys_of(lineup)
    return Workings(
        keys=np.array(keys, dtype=np.uint64),
        where=np.array(where),
        words=np.zeros((len(keys), count), dtype=np.uint64),
        grown=np.zeros(count),
        pace=np.ones((count, ROBOTS, skills, 2)),
    )


def keys_of(lineup: Lineup) -> tuple[list[tuple[int, int, int, int]], list[int]]:
    """Give stream, agent, number and nth of everything that is drawn for a match, and where each property begins."""
    keys: list[tuple[int, int, int, int]] = []
    where = []
    for agents, number, nths in drawings(lineup):
        where.append(len(keys))
        keys += [(STATION, agent, number, nth) for agent in agents for nth in nths]
    for number, times in ((PHASE, 1), (MATCH_PLAYBOOK, 4), (ALLIANCE_PLAYBOOK, 4)):
        where.append(len(keys))
        keys += [(MATCH, 0, number, nth) for nth in range(times)]
    return keys, where


def drawings(lineup: Lineup) -> Iterator[tuple[Sequence[int], int, Sequence[int]]]:
    """Give for each property who draws it, its number, and how often."""
    often = {
        SKILL: range(lineup.skill_spread.shape[1] - 1),
        CAN: range(lineup.odds_against.shape[1]),
        BREAKS: range(2),
        AFTER: lineup.decided.tolist(),
    }
    for number in range(len(PROPERTIES)):
        yield range(AGENTS if number in (PLAYBOOK, AFTER) else ROBOTS), number, often.get(number, range(1))


@compiled
def draw_words(seed: int, first: int, keys: Any, words: Any) -> None:
    """Draw everything for all matches, side by side: the processor makes eight words at a time."""
    for draw in range(len(keys)):
        stream, agent, number, nth = keys[draw, 0], keys[draw, 1], keys[draw, 2], keys[draw, 3]
        for i in range(words.shape[1]):
            words[draw, i] = philox(np.uint64(first + i), agent, number, nth, np.uint64(seed), stream)[0]
