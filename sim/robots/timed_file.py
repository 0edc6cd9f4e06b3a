"""The robot that a stopwatch tells of, as a commented robot file; and what is to be said of its tries."""

from collections.abc import Iterator, Sequence
from math import ceil, log, sqrt

import numpy as np

from rules.text import counted, listing
from sim.exact import exp, normal_quantile
from sim.robots.lineup import medians
from sim.robots.starters import figures, short, usual_lines, what
from sim.robots.stopwatch import Estimate, Timed
from sim.robots.times_file import Try, timed_rows
from sim.table.game import Game
from sim.table.language import MATCH_SECONDS, Known
from sim.table.toml import toml_key, toml_value

NORMAL = normal_quantile(0.975)
LUCK = 0.05
"""All tries working is remarked on where a usual robot would have that less often than this: an assumption."""
ALIKE = 0.01
"""How seldom tries that nobody chose among would lie so near together as what is remarked on: an assumption."""
COMMENTS = (
    "# [seconds] and [works] are in the middle of what your tries leave open. [known] says how wide that is.",
    "# `sim compare` plays these numbers, and then robots that are as far off as your tries allow.",
)


def timed_lines(game: Game, timed: Timed) -> Iterator[str]:
    """Write a robot that a stopwatch tells of as a robot file, with all that is to be said of it."""
    edition, population = game.edition, game.robots
    yield f"# A robot for {edition.year} {edition.name}, from {counted(len(timed.tries), 'try')} with a stopwatch."
    yield from COMMENTS
    yield from (f"# {note}" for note in notes(game, timed))
    yield f"season = {toml_value(short(game))}"
    yield f"name = {toml_value(timed.robot.name)}"
    if population.can:
        yield f"can = {toml_value(list(timed.robot.can or ()))}  # of: {', '.join(population.can)}"
    yield "# No stopwatch tells the next lines: they are the median robot's, to be changed to yours."
    yield from usual_lines(game)
    yield from ("", "[seconds]  # how long it takes: the middle one of many tries")
    yield from (f"{toml_key(each.row.name)} = {figures(each.seconds)}  # {what(each.row)}" for each in timed.rows)
    yield from ("", "[works]  # how often it works: 0.85 is 85 of 100 tries")
    yield from (f"{toml_key(each.row.name)} = {figures(each.works)}" for each in timed.rows if each.works < 1)
    yield from ("", "[known]  # standard errors: seconds of the log of the time, works of the log odds")
    yield from (f"{toml_key(each.row.name)} = {_known(each.known)}  # {_open(each)}" for each in timed.rows)


def _known(known: Known) -> str:
    works = f"works = {known.works:.2f}, " if known.works else ""
    return f"{{seconds = {known.seconds:.3f}, {works}tries = {known.tries}, worked = {known.worked}}}"


def _open(found: Estimate) -> str:
    """Say what the tries leave open of a row, in seconds and tries of a hundred (95 %)."""
    ends = [min(found.seconds * exp(side * NORMAL * found.known.seconds), MATCH_SECONDS) for side in (-1, 1)]
    said = f"{ends[0]:.2g} to {ends[1]:.2g} s"
    if found.works < 1:
        odds = found.works / (1 - found.works)
        shares = [1 / (1 + exp(-side * NORMAL * found.known.works) / odds) for side in (-1, 1)]
        said += f", works in {100 * shares[0]:.0f} to {100 * shares[1]:.0f} of 100"
    return said if found.known.tries else f"{said}; never tried, guessed"


def notes(game: Game, timed: Timed) -> list[str]:
    """Give in plain words what was taken for granted, and where tries look too good, a sentence or two each."""
    guessed = [each.row.name for each in timed.rows if not each.known.tries]
    said = [*_abilities(game, timed)]
    if guessed:
        said.append(f"Never tried, so guessed from your other rows: {listing(guessed)}.")
    said += [*_never_failing(game, timed.tries), *_too_alike(game, timed.tries)]
    said.append("Did others play when you timed? In a match they are in your way, and all takes longer.")
    return said


def _abilities(game: Game, timed: Timed) -> Iterator[str]:
    """Say of each ability that no try has shown whether the robot is taken to have it."""
    asks = {row.name: row.can for row in game.actions}
    tried = {asks[each.row] for each in timed.tries}
    shown = {asks[each.row] for each in timed.tries if each.worked}
    for name in game.robots.can:
        if name in (timed.robot.can or ()):
            if name not in shown:
                yield f"{name}: no try shows it, but what you tried builds on it, so the robot can do it."
        elif name in tried:
            yield f"{name}: no try worked, so the robot cannot do it."
        else:
            yield f"{name}: never tried, so the robot cannot do it."


def _never_failing(game: Game, tries: Sequence[Try]) -> Iterator[str]:
    """Say where so many tries without a failure are hardly luck."""
    usual = dict(zip((row.name for row in game.actions), medians(game, game.robots)[1], strict=True))
    none_fails = float(np.prod([usual[each.row] for each in tries]))
    if all(each.worked for each in tries) and none_fails < LUCK:
        fail = ceil(sum(1 - usual[each.row] for each in tries))
        yield f"All {counted(len(tries), 'try')} worked; a usual robot fails in about {fail}. Write those down too."


def _too_alike(game: Game, tries: Sequence[Try]) -> Iterator[str]:
    """Say where tries at a row are nearer together than the luck of one afternoon lets them be."""
    squares, free = 0.0, 0
    for row in timed_rows(game):
        logs = np.array([log(each.seconds) for each in tries if each.row == row.name and each.seconds is not None])
        squares += float(((logs - logs.mean()) ** 2).sum()) if len(logs) else 0.0
        free += max(len(logs) - 1, 0)
    if free and squares / game.model.durations.spread**2 < _least_squares(free):
        yield "Your tries take nearly the same time each. Matches are not so. Time all tries, not the best ones only."


def _least_squares(free: int) -> float:
    """Give what sums of squares of so many standard normals seldom lie below, by Wilson and Hilferty's formula."""
    root = 1 - 2 / (9 * free) + normal_quantile(ALIKE) * sqrt(2 / (9 * free))
    return free * max(root, 0.0) ** 3
