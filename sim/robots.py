"""A population of robots: talent, skills, abilities, form, room, faults -> the whole numbers that engines play with.

Every property is keyed by (seed, match, agent, property), so a robot does not depend on who else is drawn, and two
playbooks meet the same robots with the same luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from rules.season import Array, Card
from sim import draws
from sim.model import Playbook
from sim.population import Population
from sim.tables import BUZZER, HUMANS, ROBOTS, Tables, milliseconds

PROPERTIES = (
    *("talent", "skill", "form", "can", "room", "no_show", "breaks", "fouls_minor", "fouls_major", "card"),
    *("playbook", "after"),
)
"""What stream 1 draws for an agent: the place in this list is the key's number, so new ones go to the end."""
PHASE, MATCH_PLAYBOOK, ALLIANCE_PLAYBOOK = range(3)
"""What stream 2 draws for a match."""
NO_PLAYBOOK = -1
CERTAIN = 2**32
"""The threshold of a row that always succeeds."""


@dataclass(frozen=True)
class Robots:
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
    phase: Array
    """Where in the event the match lies, 0 to 1."""
    talent: Array
    able: Array
    """(match, robot, ability)."""


def prepare(tables: Tables, playbooks: Sequence[Playbook], seed: int, first: int, count: int) -> Robots:
    """Draw the robots and humans of `count` matches from match `first` on."""
    population = tables.seed.robots
    assert population is not None  # a playable season has robots
    lots = _Lots(seed, first, count)
    phase = draws.uniform(lots.match(PHASE))
    talent = population.talent * lots.normal("talent")
    speed = _speeds(population, lots, talent, phase)
    able = _abilities(population, lots, talent, phase)
    playbook = _playbooks(tables, playbooks, lots)
    shows = draws.uniform(lots.robot("no_show")) >= population.no_show
    playbook[:, :ROBOTS][~shows] = NO_PLAYBOOK
    playbook[:, ROBOTS:][~shows] = NO_PLAYBOOK
    fouls = np.stack(
        [_poisson(draws.uniform(lots.robot(f"fouls_{kind}")), mean) for kind, mean in population.fouls], -1
    )
    return Robots(
        first=first,
        median=_medians(tables, population, speed),
        threshold=_thresholds(tables, population, speed),
        opens=_openings(tables, playbooks, playbook, able, lots),
        playbook=playbook,
        breaks=_breakdowns(population, lots),
        room=_rooms(tables, population, lots, talent),
        fouls=np.where(shows[..., None], fouls, 0),
        card=np.where(shows, _cards(population, lots), Card.NONE),
        phase=phase,
        talent=talent,
        able=able,
    )


@dataclass(frozen=True)
class _Lots:
    """The words of these matches, by property."""

    seed: int
    first: int
    count: int

    def robot(self, what: str, nth: int = 0, agents: Any = range(ROBOTS)) -> Any:
        """Draw one word a match and agent, `(match, agent)`."""
        match = np.arange(self.first, self.first + self.count)[:, None]
        return draws.words(self.seed, draws.STATION, match, agents, PROPERTIES.index(what), nth)[0]

    def normal(self, what: str, nth: int = 0) -> Any:
        """Draw a standard normal for each robot."""
        return draws.normal(self.robot(what, nth))

    def match(self, number: int, nth: int = 0) -> Any:
        """Draw one word a match."""
        match = np.arange(self.first, self.first + self.count)
        return draws.words(self.seed, draws.MATCH, match, 0, number, nth)[0]


def growth_curve(phase: Any, tau: float) -> Any:
    """Say how far the field has come at this phase of the event: saturating, 0 at mid-curve on average."""
    whole = -np.expm1(-1 / tau)
    average = 1 / whole - tau
    return -np.expm1(-phase / tau) / whole - average


def _speeds(population: Population, lots: _Lots, talent: Any, phase: Any) -> Any:
    """Give the log speed of every skill, `(match, robot, skill)`; the last is that of rows without a skill, 0."""
    form = population.form * lots.normal("form")
    grown = population.growth.gain * growth_curve(phase, population.growth.tau)
    common = form + grown[:, None]
    speeds = [
        skill.talent * talent + skill.spread * lots.normal("skill", nth) + common
        for nth, skill in enumerate(population.skill.values())
    ]
    return np.stack([*speeds, np.zeros_like(talent)], axis=-1)


def _of_rows(tables: Tables, population: Population, speed: Any) -> Any:
    names = list(population.skill)
    columns = [len(names) if row.skill is None else names.index(row.skill) for row in tables.actions]
    return speed[..., columns]


def _medians(tables: Tables, population: Population, speed: Any) -> Array:
    seconds = np.array([row.seconds for row in tables.actions])
    factor = np.exp(-_of_rows(tables, population, speed))
    medians: Array = np.floor(seconds * 1_000 * factor + 0.5).astype(np.int64)
    return medians


def _thresholds(tables: Tables, population: Population, speed: Any) -> Array:
    """Shift every row's log odds of success by what the robot's speed says of its reliability."""
    success = np.array([row.success for row in tables.actions])
    odds_against = (1 - success) * np.exp(-population.reliability * _of_rows(tables, population, speed))
    threshold: Array = np.floor(success / (success + odds_against) * CERTAIN).astype(np.int64)
    return threshold


def _abilities(population: Population, lots: _Lots, talent: Any, phase: Any) -> Array:
    grown = growth_curve(phase, population.growth.tau)[:, None]
    able = [
        draws.uniform(lots.robot("can", nth))
        < 1 / (1 + (1 / ability.share - 1) * np.exp(-ability.talent * talent - ability.growth * grown))
        for nth, ability in enumerate(population.can.values())
    ]
    return np.stack([*able, np.ones(talent.shape, dtype=bool)], axis=-1)


def _rooms(tables: Tables, population: Population, lots: _Lots, talent: Any) -> Array:
    room = population.room
    if room is None:
        return np.zeros(talent.shape, dtype=np.int64)
    place = next(place for place in tables.seed.place if place.name == room.place)
    size = place.start * np.exp(room.talent * talent + room.spread * lots.normal("room"))
    rooms: Array = np.clip(np.floor(size + 0.5), 1, place.most).astype(np.int64)
    return rooms


def _breakdowns(population: Population, lots: _Lots) -> Array:
    """One word says whether, a second when: at the start, or uniform over the match."""
    whether, when = (draws.uniform(lots.robot("breaks", nth)) for nth in (0, 1))
    early = population.breaks.early
    late = np.floor((when - early) / (1 - early) * BUZZER) if early < 1 else np.zeros_like(when)
    return np.where(whether < population.breaks.share, np.where(when < early, 0, late), BUZZER).astype(np.int64)


def _cards(population: Population, lots: _Lots) -> Array:
    drawn = draws.uniform(lots.robot("card"))
    shown = np.full(drawn.shape, int(Card.NONE), dtype=np.int64)
    reached = 0.0
    for card, share in (
        (Card.YELLOW, population.cards.yellow),
        (Card.RED, population.cards.red),
        (Card.WHITE, population.cards.white),
    ):
        shown[(reached <= drawn) & (drawn < reached + share)] = card
        reached += share
    return shown


def _poisson(drawn: Any, mean: float) -> Array:
    """Turn uniforms into counts of a Poisson distribution by inversion."""
    count = np.zeros(drawn.shape, dtype=np.int64)
    term = reached = np.exp(-mean)
    for n in range(1, 40):
        count += drawn >= reached
        term *= mean / n
        reached += term
    return count


def _playbooks(tables: Tables, playbooks: Sequence[Playbook], lots: _Lots) -> Array:
    """Choose every agent's playbook: first the match, then each alliance, then each robot (DESIGN 5)."""
    chosen = np.full((lots.count, ROBOTS + HUMANS), NO_PLAYBOOK, dtype=np.int64)
    each = tables.seed.humans.each if tables.seed.humans else 0
    for agent in range(ROBOTS + HUMANS):
        side, station = divmod(agent % ROBOTS, 3)
        by = "robot" if agent < ROBOTS else "human"
        if by == "human" and station >= each:
            continue
        mine = [i for i, p in enumerate(playbooks) if p.by == by and p.station in (None, station + 1)]
        group = 2 * (by == "human")
        draw = {
            "match": partial(lots.match, MATCH_PLAYBOOK, group),
            "alliance": partial(lots.match, ALLIANCE_PLAYBOOK, group + side),
            "robot": partial(lots.robot, "playbook", agents=[agent]),
        }
        for level in ("match", "alliance", "robot"):
            shares = [playbooks[i].share if playbooks[i].level == level else 0.0 for i in mine]
            remaining = sum(playbooks[i].share for i in mine)
            if sum(shares) > 0:
                bounds = np.cumsum(shares) / remaining
                pick = np.searchsorted(bounds, draws.uniform(draw[level]().reshape(-1)), side="right")
                taken = (chosen[:, agent] == NO_PLAYBOOK) & (pick < len(mine))
                chosen[taken, agent] = np.array(mine)[pick[taken]]
            mine = [i for i in mine if playbooks[i].level != level]
    return chosen


def _openings(tables: Tables, playbooks: Sequence[Playbook], playbook: Array, able: Array, lots: _Lots) -> Array:
    """Give when each robot's and human's rows open: the row's `after` or what its playbook set, if it is able."""
    rows = len(tables.actions)
    row_names = [row.name for row in tables.actions]
    mean = np.tile(tables.opens, (len(playbooks) + 1, 1))
    spread = np.zeros(mean.shape)
    for i, each in enumerate(playbooks):
        for name, decision in each.set.items():
            mean[i, row_names.index(name)] = milliseconds(decision.after[0])
            spread[i, row_names.index(name)] = 1_000 * decision.after[1]
    by_human = np.array([row.by == "human" for row in tables.actions])
    plays = np.where(by_human, playbook[:, ROBOTS:, None], playbook[:, :ROBOTS, None])
    column = np.arange(rows)
    deviation = np.zeros(plays.shape)
    for row in np.flatnonzero(spread.any(axis=0)).tolist():
        agents = np.arange(ROBOTS) + ROBOTS * int(by_human[row])
        deviation[..., row] = draws.normal(lots.robot("after", nth=row, agents=agents))
    opens = np.clip(np.floor(mean[plays, column] + spread[plays, column] * deviation + 0.5), 0, BUZZER).astype(
        np.int64
    )
    assert tables.seed.robots is not None
    names = list(tables.seed.robots.can)
    needed = [len(names) if row.can is None else names.index(row.can) for row in tables.actions]
    return np.where(able[..., needed], opens, BUZZER)
