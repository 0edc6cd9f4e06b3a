"""Who plays a match in the tests: each engine and the oracle, called in the same way."""

from collections.abc import Callable, Sequence
from typing import Any

import oracle

from sim.engine import fast, reference
from sim.robots.drawn import Robots
from sim.table.game import Game

Player = Callable[[Game, Sequence[Sequence[int]], int, Robots, int], tuple[list[int], list[int], list[Any]]]


def by_reference(
    game: Game, orders: Sequence[Sequence[int]], seed: int, robots: Robots, match: int
) -> tuple[list[int], list[int], list[Any]]:
    """Play a match by SimPy: marking, clocks and event log."""
    return _logged(reference.Engine(game, orders, seed), robots, match)


def by_fast(
    game: Game, orders: Sequence[Sequence[int]], seed: int, robots: Robots, match: int
) -> tuple[list[int], list[int], list[Any]]:
    """Play a match by the compiled engine: marking, clocks and event log."""
    return _logged(fast.Engine(game, orders, seed), robots, match)


def by_oracle(
    game: Game, orders: Sequence[Sequence[int]], seed: int, robots: Robots, match: int
) -> tuple[list[int], list[int], list[Any]]:
    """Play a match by the oracle: marking, clocks and event log."""
    return oracle.play(game, orders, seed, robots, match)


ENGINES = (by_reference, by_fast)
PLAYERS = (*ENGINES, by_oracle)


def _logged(engine: Any, robots: Robots, match: int) -> tuple[list[int], list[int], list[Any]]:
    log: list[Any] = []
    played = engine.play(robots, match, log)
    return played.marking, played.clocks, log
