"""Who may stand at each station: the population's numbers and the playbooks', as arrays to draw from."""

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rules.document import Card
from rules.errors import ModelError
from rules.season import Array
from sim.exact import exp, normal_quantile
from sim.robots.files import Station
from sim.table.agents import HUMANS, ROBOTS
from sim.table.chains import usable
from sim.table.game import Game, milliseconds
from sim.table.language import Model, Playbook, Robot
from sim.table.population import Population

Floats = npt.NDArray[np.float64]

LEVELS = ("match", "alliance", "robot")
"""Who chooses a playbook, in the order in which they are asked."""


class Lineup(NamedTuple):
    """The numbers that six robots and their humans are drawn from; where an axis is `robot`, red 1-3 then blue 1-3.

    A robot's speed at a skill is the log of how much faster than the median robot it is; the last skill is that of
    rows without one (speed 0), the last ability that of rows that ask for none (everybody has it).
    """

    talent: Floats
    """(robot, 2): mean and sigma of the log talent."""
    form: Floats
    skill_spread: Floats
    """(robot, skill)."""
    skill_talent: Floats
    gain: Floats
    tau: float
    reliability: Floats
    no_show: Floats
    breaks: Floats
    """(robot, 2): the share that breaks down, and the part of those that never moves."""
    fouls: Floats
    """(robot, 2): mean number of minor and major fouls."""
    cards: Floats
    """(robot, card): the share with this card or one before it."""
    card_codes: Array
    odds_against: Floats
    """(robot, ability): how many of median talent lack it for each one that has it."""
    can_talent: Floats
    can_growth: Floats
    room: Floats
    """(robot, 4): the median's room, its sigma, the exponent on talent, and the most."""
    seconds: Floats
    """(robot, row): the medians, in seconds."""
    success: Floats
    """(robot, row)."""
    skill_of: Array
    """(row,): the skill that a row asks for."""
    can_of: Array
    """(row,): the ability that a row asks for."""
    by_human: npt.NDArray[np.bool_]
    opens: Floats
    """(playbook + 1, row): mean time from which a row may be done, in ms; the last playbook is nobody's."""
    opens_spread: Floats
    decided: Array
    """The rows for which some playbook has a decision with a spread."""
    chosen_by: Floats
    """(agent, level, playbook): the share that this playbook or one before it is chosen, by who chooses."""


def lineup(
    game: Game,
    playbooks: Sequence[Playbook],
    stations: Sequence[Station] = (),
) -> Lineup:
    """Give the line-up of a season: its population, playing these playbooks by their shares, but for who is named.

    `stations` say who is named, red 1-3 then blue 1-3.
    """
    drawn = _population(game, all_playbooks(playbooks, stations), len(playbooks))
    place = len(playbooks)
    for number, station in enumerate(stations):
        if station.robot is not None:
            _stand(drawn, number, station.robot, game)
        if station.plan is not None:
            drawn.chosen_by[number] = 0
            drawn.chosen_by[number, LEVELS.index("robot"), place:] = 1
            place += 1
    return drawn


def all_playbooks(playbooks: Sequence[Playbook], stations: Sequence[Station] = ()) -> list[Playbook]:
    """Give every playbook of a run, those chosen by their shares first."""
    return [*playbooks, *(station.plan for station in stations if station.plan is not None)]


def abilities_of(robot: Robot, model: Model) -> list[str]:
    """Name what a robot can do: what its file says, or else what at least half of its percentile's robots can.

    Of the latter an ability that builds on one that it lacks is left out, since it is of no use.
    """
    if robot.can is not None:
        return list(robot.can)
    return usable(model, [name for name in model.robots.can if odds_against(robot, name, model) <= 1])


def odds_against(robot: Robot, ability: str, model: Model) -> float:
    """Give how many robots of its percentile lack an ability for each one that has it."""
    of = model.robots.can[ability]
    odds: float = (1 / of.share - 1) * exp(-of.talent * _talent(robot, model.robots))
    return odds


def _talent(robot: Robot, population: Population) -> float:
    return population.talent * normal_quantile(robot.percentile / 100)


def _stand(drawn: Lineup, station: int, robot: Robot, game: Game) -> None:
    """Let a robot stand at a station: nothing of it is drawn but its form, its luck and its faults."""
    if robot.reaches is not None:
        raise ModelError(robot.name, "reaches", "expected its chances found before it plays")
    population = game.robots
    talent = _talent(robot, population)
    drawn.talent[station] = talent, 0
    drawn.skill_spread[station] = drawn.gain[station] = drawn.can_growth[station] = 0
    able = abilities_of(robot, game.model)
    for place, name in enumerate(population.can):
        drawn.odds_against[station, place] = 0 if name in able else np.inf
    speed = (drawn.skill_talent[station] * talent)[drawn.skill_of]
    for place, row in enumerate(game.actions):
        if row.name in robot.seconds:
            drawn.seconds[station, place] = robot.seconds[row.name] * exp(speed[place])
        if row.name in robot.works:
            works = robot.works[row.name]
            against = (1 - works) * exp(population.reliability * speed[place])
            drawn.success[station, place] = works / (works + against)
    drawn.room[station, 1] = 0
    if robot.room is not None:
        drawn.room[station, :3] = robot.room, 0, 0
    if robot.no_show is not None:
        drawn.no_show[station] = robot.no_show
    if robot.breaks is not None:
        drawn.breaks[station, 0] = robot.breaks
    if robot.fouls is not None:
        drawn.fouls[station] = robot.fouls.minor, robot.fouls.major


def _population(game: Game, playbooks: Sequence[Playbook], by_share: int) -> Lineup:
    """Give the population at all stations; only the first `by_share` playbooks are chosen by their shares."""
    population = game.robots
    skills, abilities = population.skill.values(), population.can.values()
    shares = np.cumsum([population.cards.yellow, population.cards.red, population.cards.white])
    opens, opens_spread = _openings(game, playbooks)
    seconds, success = medians(game, population)
    return Lineup(
        talent=_each(0.0, population.talent),
        form=_each(population.form)[:, 0],
        skill_spread=_each(*(skill.spread for skill in skills), 0.0),
        skill_talent=_each(*(skill.talent for skill in skills), 0.0),
        gain=_each(population.growth.gain)[:, 0],
        tau=population.growth.tau,
        reliability=_each(population.reliability)[:, 0],
        no_show=_each(population.no_show)[:, 0],
        breaks=_each(population.breaks.share, population.breaks.early),
        fouls=_each(population.fouls.minor, population.fouls.major),
        cards=_each(*shares.tolist()),
        card_codes=np.array([Card.YELLOW, Card.RED, Card.WHITE], dtype=np.int64),
        odds_against=_each(*(1 / ability.share - 1 for ability in abilities), 0.0),
        can_talent=_each(*(ability.talent for ability in abilities), 0.0),
        can_growth=_each(*(ability.growth for ability in abilities), 0.0),
        room=_room(game, population),
        seconds=_each(*seconds),
        success=_each(*success),
        skill_of=_columns([row.skill for row in game.actions], list(population.skill)),
        can_of=_columns([row.can for row in game.actions], list(population.can)),
        by_human=np.array([row.by == "human" for row in game.actions]),
        opens=opens,
        opens_spread=opens_spread,
        decided=np.flatnonzero(opens_spread.any(axis=0)),
        chosen_by=_choices(game, playbooks, by_share),
    )


def medians(game: Game, population: Population) -> tuple[list[float], list[float]]:
    """Give the seconds each row takes the median robot, and how often it works: the table's, at the field's pace."""
    seconds, success = [], []
    for row in game.actions:
        pace = 0.0 if row.skill is None else population.pace
        seconds.append(row.seconds * exp(-pace))
        success.append(row.success / (row.success + (1 - row.success) * exp(-population.reliability * pace)))
    return seconds, success


def usual(game: Game, robot: Robot) -> tuple[dict[str, float], dict[str, float]]:
    """Give the seconds each row takes a robot in a usual match, and how often it works, by its file or percentile."""
    population, talent = game.robots, _talent(robot, game.robots)
    seconds, works = {}, {}
    for row, median, success in zip(game.actions, *medians(game, population), strict=True):
        speed = 0.0 if row.skill is None else population.skill[row.skill].talent * talent
        against = (1 - success) * exp(-population.reliability * speed)
        seconds[row.name] = robot.seconds.get(row.name, median * exp(-speed))
        works[row.name] = robot.works.get(row.name, success / (success + against))
    return seconds, works


def room_of(game: Game, robot: Robot) -> int:
    """Say how much a robot carries, by its file or its percentile; 0 where room is no matter."""
    if robot.room is not None or game.robots.room is None:
        return robot.room or 0
    start, _, tilt, most = _room(game, game.robots)[0].tolist()
    size = start * exp(tilt * _talent(robot, game.robots))
    return int(max(floor(min(size + 0.5, most)), 1))


def _each(*numbers: float) -> Floats:
    """Give every robot the same numbers, `(robot, number)`."""
    return np.tile(np.array(numbers, dtype=np.float64), (ROBOTS, 1))


def _columns(wanted: Sequence[str | None], names: list[str]) -> Array:
    return np.array([len(names) if name is None else names.index(name) for name in wanted])


def _room(game: Game, population: Population) -> Floats:
    room = population.room
    if room is None:
        return _each(0.0, 0.0, 0.0, 0.0)
    place = next(place for place in game.model.place if place.name == room.place)
    return _each(place.start, room.spread, room.talent, game.room_most)


def _openings(game: Game, playbooks: Sequence[Playbook]) -> tuple[Floats, Floats]:
    """Give mean and sd, in ms, of the time from which each playbook does each row."""
    row_names = [row.name for row in game.actions]
    mean = np.tile(game.opens.astype(np.float64), (len(playbooks) + 1, 1))
    spread = np.zeros(mean.shape)
    for i, playbook in enumerate(playbooks):
        for name, decision in playbook.set.items():
            mean[i, row_names.index(name)] = milliseconds(decision.after[0])
            spread[i, row_names.index(name)] = 1_000 * decision.after[1]
    return mean, spread


def _choices(game: Game, playbooks: Sequence[Playbook], by_share: int) -> Floats:
    """Give the shares by which each agent's playbook is chosen: by the match, then its alliance, then itself."""
    found = np.zeros((ROBOTS + HUMANS, len(LEVELS), len(playbooks)))
    each = game.model.humans.each if game.model.humans else 0
    for agent in range(ROBOTS + HUMANS):
        by, station = ("robot" if agent < ROBOTS else "human"), agent % ROBOTS % 3
        if by == "human" and station >= each:
            continue
        mine = np.array([p.share * (p.by == by and p.station in (None, station + 1)) for p in playbooks])
        mine[by_share:] = 0
        for i, level in enumerate(LEVELS):
            of_level = np.array([p.level == level for p in playbooks])
            if mine[of_level].any():
                found[agent, i] = np.cumsum(np.where(of_level, mine, 0)) / mine.sum()
            mine = np.where(of_level, 0, mine)
    return found
