"""A line-up -> the robots of a match: talent, skills, abilities, form, room, faults, as whole numbers to play with.

Every property is keyed by (seed, match, agent, property), so a robot does not depend on who else is drawn, and two
playbooks meet the same robots with the same luck. One function, `draw`, serves both engines.
"""

from math import floor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.season import Array
from sim.compiling import called, compiled, inlined
from sim.draws import normal, uniform
from sim.exact import exp, expm1
from sim.robots.lineup import Lineup
from sim.robots.properties import (
    AFTER,
    AGENTS,
    ALLIANCE_PLAYBOOK,
    BREAKS,
    CAN,
    CARD,
    FORM,
    FOULS_MINOR,
    MATCH_PLAYBOOK,
    NO_SHOW,
    OF_MATCH,
    PHASE,
    PLAYBOOK,
    ROOM,
    SKILL,
    TALENT,
    Workings,
    draw_words,
    workings,
)
from sim.table.agents import BUZZER, ROBOTS, STATIONS

BY_MATCH, BY_ALLIANCE = range(2)
"""The first levels at which playbooks are chosen; the third is the agent's own."""
NO_PLAYBOOK = -1
CERTAIN = 2**32
"""The threshold of a row that always succeeds."""
MOST_FOULS = 39
HOPELESS = 1e300  # the most that odds of failure are multiplied by: what never fails still does not
LONGEST = 2**28
"""The longest median, in ms: three days, which times the largest factor is still a whole number of 64 bits."""


class Robots(NamedTuple):
    """The robots and humans of some matches in a row, as whole numbers; axes (match, agent) or (match, robot, row).

    A human acts with the skill of its own team, so the columns of human rows hold what the human at that robot's
    station does, and those of field rows what anybody would.
    """

    first: int
    median: Array
    threshold: Array
    opens: Array
    """When an agent may first do the row, in ms: the buzzer where it lacks the ability."""
    playbook: Array
    """(match, 12): the place of the agent's playbook in the list, or -1 for one that does not play."""
    breaks: Array
    """When a robot breaks down, in ms: the buzzer where it does not."""
    room: Array
    fouls: Array
    """(match, robot, 2): minor and major fouls."""
    card: Array
    phase: npt.NDArray[np.float64]
    """Where in the event the match lies, 0 to 1."""
    talent: npt.NDArray[np.float64]
    able: npt.NDArray[np.bool_]
    """(match, robot, ability); the last is that of rows that ask for none."""

    def one(self, match: int) -> "Robots":
        """Give the robots of one match alone."""
        return self.some(match, 1)

    def some(self, match: int, count: int) -> "Robots":
        """Give the robots of up to `count` matches from this one on."""
        i = match - self.first
        rest = {name: array[i : i + count] for name, array in self._asdict().items() if name != "first"}
        return Robots(first=match, **rest)


def prepare(lineup: Lineup, seed: int, first: int, count: int) -> Robots:
    """Draw the robots and humans of `count` matches from match `first` on."""
    robots = blank(lineup, count)
    draw_block(lineup, seed, first, robots, workings(lineup, count))
    return robots._replace(first=first)


def blank(lineup: Lineup, count: int) -> Robots:
    """Make room for the robots of some matches."""
    rows, abilities = len(lineup.skill_of), lineup.odds_against.shape[1]

    def whole(*axes: int) -> Array:
        return np.zeros((count, *axes), dtype=np.int64)

    return Robots(
        first=0,
        median=whole(ROBOTS, rows),
        threshold=whole(ROBOTS, rows),
        opens=whole(ROBOTS, rows),
        playbook=whole(AGENTS),
        breaks=whole(ROBOTS),
        room=whole(ROBOTS),
        fouls=whole(ROBOTS, 2),
        card=whole(ROBOTS),
        phase=np.zeros(count),
        talent=np.zeros((count, ROBOTS)),
        able=np.zeros((count, ROBOTS, abilities), dtype=np.bool_),
    )


def draw_block(lineup: Lineup, seed: int, first: int, robots: Robots, at_work: Workings) -> None:
    """Draw the robots and humans of matches from `first` on, as many as `robots` has room for."""
    draw_words(seed, first, at_work.keys, at_work.words)
    fit_block(lineup, robots, at_work)


@compiled
def fit_block(lineup: Lineup, robots: Robots, at_work: Workings) -> None:
    """Turn the words that were drawn for some matches into their robots and humans."""
    of, playbook, talent, words, where = lineup, robots.playbook, robots.talent, at_work.words, at_work.where
    _phases(words, where, of.tau, robots.phase, at_work.grown)
    _playbooks(words, where, of.chosen_by, playbook)
    _faults(words, where, of.no_show, of.breaks, playbook, robots.breaks)
    _fouls_and_cards(words, where, of.fouls, of.cards, of.card_codes, playbook, robots.fouls, robots.card)
    _talents(words, where, of.talent, talent)
    _rooms(words, where, of.room, talent, robots.room)
    _abilities(words, where, of.odds_against, of.can_talent, of.can_growth, talent, at_work.grown, robots.able)
    _paces(words, where, of, talent, at_work.grown, at_work.pace)
    _times_and_chances(of.seconds, of.success, of.skill_of, at_work.pace, robots.median, robots.threshold)
    _openings(words, where, of.opens, of.opens_spread, of.decided, of.by_human, playbook, robots.opens)
    _closed(of.can_of, robots.able, robots.opens)


@called
def growth_curve(phase: Any, tau: float) -> Any:
    """Say how far the field has come at this phase of the event: saturating, 0 at mid-curve on average."""
    whole = -expm1(-1 / tau)
    average = 1 / whole - tau
    return -expm1(-phase / tau) / whole - average


@called
def _phases(words: Any, where: Any, tau: float, phase: Any, grown: Any) -> None:
    for i in range(len(phase)):
        phase[i] = uniform(words[where[OF_MATCH + PHASE], i])
        grown[i] = growth_curve(phase[i], tau)


@called
def _playbooks(words: Any, where: Any, chosen_by: Any, found: Any) -> None:
    """Choose who plays what: first the match does, then each alliance, then each agent."""
    for i in range(len(found)):
        for agent in range(AGENTS):
            side, group = agent % ROBOTS // STATIONS, agent // ROBOTS * 2
            found[i, agent] = NO_PLAYBOOK
            for level in range(chosen_by.shape[1]):
                if level == BY_MATCH:
                    draw = where[OF_MATCH + MATCH_PLAYBOOK] + group
                elif level == BY_ALLIANCE:
                    draw = where[OF_MATCH + ALLIANCE_PLAYBOOK] + group + side
                else:
                    draw = where[PLAYBOOK] + agent
                drawn = uniform(words[draw, i])
                for playbook in range(chosen_by.shape[2]):
                    if found[i, agent] == NO_PLAYBOOK and drawn < chosen_by[agent, level, playbook]:
                        found[i, agent] = playbook


@called
def _faults(words: Any, where: Any, no_show: Any, breaks: Any, playbook: Any, found: Any) -> None:
    """Say who does not come, and who breaks down: one word says whether, a second when, at once or at any time."""
    for i in range(len(found)):
        for robot in range(ROBOTS):
            if uniform(words[where[NO_SHOW] + robot, i]) < no_show[robot]:
                playbook[i, robot] = NO_PLAYBOOK
                playbook[i, robot + ROBOTS] = NO_PLAYBOOK
            share, early = breaks[robot, 0], breaks[robot, 1]
            draw = where[BREAKS] + 2 * robot
            found[i, robot] = BUZZER
            if uniform(words[draw, i]) < share:
                when = uniform(words[draw + 1, i])
                found[i, robot] = 0 if when < early else floor((when - early) / (1 - early) * BUZZER)


@called
def _fouls_and_cards(
    words: Any, where: Any, fouls: Any, cards: Any, codes: Any, playbook: Any, committed: Any, shown: Any
) -> None:
    for i in range(len(shown)):
        for robot in range(ROBOTS):
            came = playbook[i, robot] != NO_PLAYBOOK
            for kind in range(2):
                drawn = uniform(words[where[FOULS_MINOR + kind] + robot, i])
                committed[i, robot, kind] = _poisson(drawn, fouls[robot, kind]) if came else 0
            drawn = uniform(words[where[CARD] + robot, i])
            shown[i, robot] = 0
            for card in range(len(codes) - 1, -1, -1):
                if came and drawn < cards[robot, card]:
                    shown[i, robot] = codes[card]


@inlined
def _poisson(drawn: float, mean: float) -> int:
    """Turn a uniform into a count of a Poisson distribution by inversion."""
    term = exp(-mean)
    reached = term
    count = 0
    while drawn >= reached and count < MOST_FOULS:
        count += 1
        term *= mean / count
        reached += term
    return count


@called
def _talents(words: Any, where: Any, talent: Any, found: Any) -> None:
    for i in range(len(found)):
        for robot in range(ROBOTS):
            found[i, robot] = talent[robot, 0] + talent[robot, 1] * normal(words[where[TALENT] + robot, i])


@called
def _rooms(words: Any, where: Any, room: Any, talent: Any, found: Any) -> None:
    for i in range(len(found)):
        for robot in range(ROBOTS):
            start, sigma, tilt, most = room[robot, 0], room[robot, 1], room[robot, 2], room[robot, 3]
            if most > 0:
                size = start * exp(tilt * talent[i, robot] + sigma * normal(words[where[ROOM] + robot, i]))
                found[i, robot] = max(floor(min(size + 0.5, most)), 1)


@called
def _abilities(
    words: Any, where: Any, odds_against: Any, tilt: Any, growth: Any, talent: Any, grown: Any, found: Any
) -> None:
    abilities = odds_against.shape[1]
    for i in range(len(found)):
        for robot in range(ROBOTS):
            for ability in range(abilities):
                shift = tilt[robot, ability] * talent[i, robot] + growth[robot, ability] * grown[i]
                share = 1 / (1 + odds_against[robot, ability] * exp(-shift))
                found[i, robot, ability] = uniform(words[where[CAN] + robot * abilities + ability, i]) < share


@called
def _paces(words: Any, where: Any, of: Lineup, talent: Any, grown: Any, found: Any) -> None:
    """The log speed at a skill divides a robot's times, and lowers its log odds of failure by its reliability."""
    skills = found.shape[2] - 1
    for i in range(len(found)):
        for robot in range(ROBOTS):
            common = of.form[robot] * normal(words[where[FORM] + robot, i]) + of.gain[robot] * grown[i]
            for skill in range(skills):
                own = normal(words[where[SKILL] + robot * skills + skill, i])
                lasting = of.skill_talent[robot, skill] * talent[i, robot] + of.skill_spread[robot, skill] * own
                speed = lasting + common
                found[i, robot, skill, 0] = exp(-speed)
                found[i, robot, skill, 1] = min(exp(-of.reliability[robot] * speed), HOPELESS)


@called
def _times_and_chances(seconds: Any, success: Any, skill_of: Any, pace: Any, median: Any, threshold: Any) -> None:
    for i in range(len(median)):
        for robot in range(ROBOTS):
            for row in range(len(skill_of)):
                slower, failing = pace[i, robot, skill_of[row], 0], pace[i, robot, skill_of[row], 1]
                median[i, robot, row] = floor(min(seconds[robot, row] * 1_000 * slower + 0.5, LONGEST))
                works = success[robot, row]
                threshold[i, robot, row] = floor(works / (works + (1 - works) * failing) * CERTAIN)


@called
def _openings(
    words: Any, where: Any, opens: Any, spread: Any, decided: Any, by_human: Any, playbook: Any, found: Any
) -> None:
    """Give when each robot's and human's rows open: the row's `after`, or what its playbook decides."""
    for i in range(len(found)):
        for robot in range(ROBOTS):
            for row in range(len(by_human)):
                found[i, robot, row] = floor(opens[playbook[i, robot + ROBOTS * by_human[row]], row] + 0.5)
            for nth in range(len(decided)):
                row = decided[nth]
                agent = robot + ROBOTS * by_human[row]
                plays = playbook[i, agent]
                deviation = normal(words[where[AFTER] + agent * len(decided) + nth, i])
                decision = floor(opens[plays, row] + spread[plays, row] * deviation + 0.5)
                found[i, robot, row] = min(max(decision, 0), BUZZER)


@called
def _closed(can_of: Any, able: Any, opens: Any) -> None:
    """Keep the rows that a robot is not able to do closed until the buzzer."""
    for i in range(len(opens)):
        for robot in range(ROBOTS):
            for row in range(len(can_of)):
                if not able[i, robot, can_of[row]]:
                    opens[i, robot, row] = BUZZER
