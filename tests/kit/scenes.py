"""Matches bent so that the engines have every occasion to differ: crowds, ties, coincidences, nobody there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.errors import ModelError
from sim.engine import fast, reference
from sim.robots.drawn import NO_PLAYBOOK, Robots, prepare
from sim.robots.files import chosen, rows_of
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER
from sim.table.game import Game, playable

if TYPE_CHECKING:
    from sim.engine.log import LogLine, Played

EQUAL = 2_500
"""What every attempt lasts, in ms, where they shall tie."""


@dataclass(frozen=True)
class Scene:
    """Matches in a row, ready to be played by any engine."""

    game: Game
    orders: list[list[int]]
    seed: int
    robots: Robots

    def events(self, kind: Any, match: int) -> "tuple[Played | str, list[LogLine]]":
        """Play a match by an engine: how it ends, or what the engine says that is wrong; and its event log."""
        log: list[LogLine] = []
        try:
            return kind(self.game, self.orders, self.seed).play(self.robots, match, log), log
        except ModelError as error:
            return str(error), []

    def first_difference(self) -> Any:
        """Give the first match that the engines do not play alike, log and all; None where there is none."""
        engines = [kind(self.game, self.orders, self.seed) for kind in (reference.Engine, fast.Engine)]
        for match in range(self.robots.first, self.robots.first + len(self.robots.breaks)):
            logs: list[list[LogLine]] = [[], []]
            played = [engine.play(self.robots, match, log) for engine, log in zip(engines, logs, strict=True)]
            if played[0] != played[1] or logs[0] != logs[1]:
                return match, played, logs
        return None


def scene(name: str, matches: int, playbook: str | None = None, first: int = 0, run: int = 1) -> Scene:
    """Draw the robots of matches of a season, as they come."""
    game = playable(name)
    books = chosen(game, playbook)
    return Scene(game, rows_of(game, books), run, prepare(lineup(game, books), run, first, matches))


def scene_of(game: Game, matches: int, run: int = 1) -> Scene:
    """Draw the robots of matches of any table."""
    books = game.playbooks
    return Scene(game, rows_of(game, books), run, prepare(lineup(game, books), run, 0, matches))


def _random(of: Scene, high: int, shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(of.seed).integers(0, high, shape)


def crowded(of: Scene) -> Scene:
    """Two of everything are there at most: lanes, turns, pieces, room."""
    return replace(of, game=replace(of.game, start=np.minimum(of.game.start, 2)))


def tied(of: Scene) -> Scene:
    """Every attempt lasts equally long, windows open when attempts end, and robots break down then too."""
    r = of.robots
    spread = of.game.model.model_copy(
        update={"durations": of.game.model.durations.model_copy(update={"spread": 0.0})}
    )
    opens = np.where(r.opens < BUZZER, r.opens // EQUAL * EQUAL, r.opens)
    breaks = _random(of, 120, r.breaks.shape) * EQUAL  # half of them never do
    robots = r._replace(median=np.full_like(r.median, EQUAL), opens=opens, breaks=breaks.clip(0, BUZZER))
    return replace(of, game=replace(of.game, model=spread), robots=robots)


def crowded_and_tied(of: Scene) -> Scene:
    """Both at once."""
    return crowded(tied(of))


def absent(of: Scene) -> Scene:
    """Every other team does not show; in some matches nobody does."""
    playbook = of.robots.playbook.copy()
    gone = _random(of, 2, of.robots.breaks.shape).astype(bool)
    playbook[np.concatenate([gone, gone], axis=1)] = NO_PLAYBOOK
    playbook[:: len(playbook) // 3] = NO_PLAYBOOK
    return replace(of, robots=of.robots._replace(playbook=playbook))


def shut(of: Scene) -> Scene:
    """Of the rows that robots list two in three never open, nor does any in the first match."""
    never = _random(of, 3, of.robots.opens.shape) > 0
    never[0] = True
    return replace(of, robots=of.robots._replace(opens=np.where(never, BUZZER, of.robots.opens)))


def hasty(of: Scene) -> Scene:
    """Nothing takes longer than 0.1 s, so that rows are tried hundreds of times."""
    return replace(of, robots=of.robots._replace(median=of.robots.median.clip(0, 100)))


def late(of: Scene) -> Scene:
    """Rows open in the last ten milliseconds, or not any more; attempts last a few, robots break down in them."""
    r = of.robots
    opens = BUZZER - 10 + _random(of, 12, r.opens.shape)
    breaks = BUZZER - 10 + _random(of, 12, r.breaks.shape)
    median = np.minimum(r.median, _random(of, 4, r.median.shape))
    return replace(of, robots=r._replace(opens=opens.clip(0, BUZZER), breaks=breaks.clip(0, BUZZER), median=median))


BENT: dict[str, Callable[[Scene], Scene]] = {
    bend.__name__: bend for bend in (crowded, tied, crowded_and_tied, absent, shut, hasty, late)
}
