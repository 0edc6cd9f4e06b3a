"""A stopwatch's tries -> a robot: medians, chances, abilities, and how well each is known.

Times. A try lasts median x F / exp(form): F is the log-normal luck of the season's `[durations]`, form that of the
match. So the log of a try's time is the log of the median with noise of a known size. What is known before any try:
the robot is one of the season's population, talent and skills and all, but at each row it is off the table's time by
a factor of its own, wide open (`TIME_OFF`). All of this is normal, so what is known after the tries is exact linear
algebra: a row of few tries leans a little on the robot's other rows, and a row that was never tried is guessed from
them, with a wide doubt.

Chances. The log odds that a try works are, before any try, where the population has a robot that is as fast, wide
open (`ODDS_OFF`). Six of six that work thus do not become "always": the middle of what they leave open is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

from sim.robots.lineup import Floats, medians
from sim.robots.times_file import Try, timed_rows
from sim.table.chains import completed
from sim.table.game import Game
from sim.table.language import MATCH_SECONDS, SHORTEST, Action, Known, Robot

TIME_OFF = 0.5
"""How far a row of a robot is off what the table says for a robot as skilled: sigma of the log. Assumed: wide, so
that the tries say nearly all."""
ODDS_OFF = 2.0
"""How far the log odds of a row are off what the population has for a robot as fast: odds of 5 to 1 may as well be 1
to 1 or 40 to 1. Assumed: wide, likewise."""
NEARLY_ALWAYS = 0.95
"""What is expected of a row that always works in the table, but failed here. Assumed."""
GRID = np.linspace(-12, 12, 2_401)
"""The log odds at which what the tries leave open is summed up."""


class Estimate(NamedTuple):
    """What the tries say of a row: its median in seconds, its chance, and how well each is known."""

    row: Action
    seconds: float
    works: float
    known: Known


@dataclass(frozen=True)
class Timed:
    """A robot as a stopwatch knows it, and what stands behind it."""

    robot: Robot
    rows: tuple[Estimate, ...]
    """Of every row that the robot file names, in the season's order."""
    tries: tuple[Try, ...]


def timed(game: Game, tries: Sequence[Try], name: str = "mine") -> Timed:
    """Give the robot that tries tell of: what was tried, and what is guessed of the rows that were not.

    It has an ability where a try at a row that asks for it worked, and what such an ability builds on.
    """
    able = abilities_shown(game, tries)
    rows = tuple(each for each in estimates(game, tries) if each.row.can in (None, *able) and _is_said(each))
    robot = Robot(
        season=game.key,
        name=name,
        can=tuple(able),
        seconds={each.row.name: each.seconds for each in rows},
        works={each.row.name: each.works for each in rows if each.works < 1},
        known={each.row.name: each.known for each in rows},
    )
    return Timed(robot, rows, tuple(tries))


def abilities_shown(game: Game, tries: Sequence[Try]) -> list[str]:
    """Name the abilities that some try that worked asks for, with those that they build on."""
    asks = {row.name: row.can for row in game.actions}
    return completed(game.model, {can for each in tries if each.worked and (can := asks[each.row]) is not None})


def _is_said(found: Estimate) -> bool:
    """Say whether a robot file names a row: a row without a skill that nobody tried is the same for everybody."""
    return found.known.tries > 0 or found.row.skill is not None


def estimates(game: Game, tries: Sequence[Try]) -> list[Estimate]:
    """Give what tries say of every row of robots and humans, in the season's order."""
    rows = timed_rows(game)
    usual = dict(zip((row.name for row in game.actions), zip(*medians(game, game.robots), strict=True), strict=True))
    start = np.array([log(usual[row.name][0]) for row in rows])
    middle, spread, speed = _times(game, rows, start, tries)
    found = []
    for place, row in enumerate(rows):
        of = [each.worked for each in tries if each.row == row.name]
        odds, doubt = _odds(usual[row.name][1], game.robots.reliability * float(speed[place]), of)
        works = 1.0 if odds is None else 1 / (1 + float(np.exp(-odds)))
        known = Known(seconds=float(spread[place]), works=doubt, tries=len(of), worked=sum(of))
        seconds = min(max(float(np.exp(middle[place])), SHORTEST), MATCH_SECONDS)
        found.append(Estimate(row, seconds, works, known))
    return found


def _times(game: Game, rows: Sequence[Action], start: Floats, tries: Sequence[Try]) -> tuple[Floats, Floats, Floats]:
    """Give of each row the log median, its standard error, and the robot's speed at it, from what was stopped."""
    speeds = _speeds(game, rows)
    prior = speeds + TIME_OFF**2 * np.eye(len(rows))
    logs = [
        [log(each.seconds) for each in tries if each.row == row.name and each.seconds is not None] for row in rows
    ]
    at = np.array([place for place, of in enumerate(logs) if of], dtype=np.int64)
    above = np.array([np.mean(logs[place]) for place in at]) - start[at]
    noise = np.array([noise_of(game, rows[place]) / len(logs[place]) for place in at])
    of_means = prior[np.ix_(at, at)] + np.diag(noise)
    gain = np.linalg.solve(of_means, prior[at]).T
    left = prior - gain @ prior[at]
    speed = -np.linalg.solve(of_means, speeds[at]).T @ above
    return start + gain @ above, np.sqrt(np.diag(left)), speed


def noise_of(game: Game, row: Action) -> float:
    """Give the variance of the log of a try's time: the luck of an attempt, and the form of the day it was done on.

    That each try has a form of its own is an assumption: tries of one afternoon have more in common.
    """
    form = 0.0 if row.skill is None else game.robots.form
    return game.model.durations.spread**2 + form**2


def _speeds(game: Game, rows: Sequence[Action]) -> Floats:
    """Give the population's covariance of a robot's log speed at two rows: by its talent, and its skills."""
    population = game.robots
    skills = [None if row.skill is None else population.skill[row.skill] for row in rows]
    talents = population.talent * np.array([0.0 if skill is None else skill.talent for skill in skills])
    own = [0.0 if skill is None else skill.spread**2 for skill in skills]
    same = np.array([[a.skill == b.skill for b in rows] for a in rows])
    return np.asarray(np.outer(talents, talents) + same * np.array(own))


def _odds(usual: float, faster: float, worked: Sequence[bool]) -> tuple[float | None, float]:
    """Give the log odds that a try works and their standard error; None for what always works and never failed."""
    if usual == 1:
        if all(worked):
            return None, 0.0
        usual = NEARLY_ALWAYS
    before = log(usual / (1 - usual)) + faster
    successes, failures = sum(worked), len(worked) - sum(worked)
    fits = -((GRID - before) ** 2) / (2 * ODDS_OFF**2)
    fits -= successes * np.logaddexp(0, -GRID) + failures * np.logaddexp(0, GRID)
    weights = np.exp(fits - fits.max())
    weights /= weights.sum()
    odds = float(weights @ GRID)
    return odds, float(np.sqrt(weights @ (GRID - odds) ** 2))
