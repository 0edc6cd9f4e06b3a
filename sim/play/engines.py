"""The two engines: what both can do, and where each lives."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from rules.season import Array
from sim.engine.log import Block, LogLine, Played
from sim.robots.drawn import Robots
from sim.robots.files import rows_of
from sim.robots.lineup import Lineup
from sim.table.game import Game
from sim.table.language import EngineName, Playbook

ENGINE_ROOMS: dict[EngineName, str] = {"reference": "sim.engine.reference", "fast": "sim.engine.fast"}
"""Where each engine lives: it is imported when it is asked for, since both are heavy."""


class Engine(Protocol):
    """What both engines can do."""

    def __init__(self, game: Game, orders: Sequence[Sequence[int]], seed: int) -> None:
        """Make an engine for one season and seed, where `orders` are the rows of the playbooks."""

    def play(self, robots: Robots, match: int, log: list[LogLine] | None = None) -> Played:
        """Play one of the matches that `robots` were drawn for; `log`, where given, gets the event log."""

    def did(self, robots: Robots, agent: int) -> Array:
        """Play the matches that `robots` were drawn for and count what an agent did: `(match, row, 4)`, see `log`."""

    def play_robots(self, robots: Robots) -> Block:
        """Play the matches that `robots` were drawn for."""

    def play_block(self, lineup: Lineup, first: int, count: int) -> Block:
        """Draw the robots of `count` matches from match `first` on, and play them."""


def engine_of(game: Game, playbooks: Sequence[Playbook], seed: int, name: EngineName = "fast") -> Engine:
    """Make an engine for a season and a seed, whose robots and humans play these playbooks."""
    kind: type[Engine] = import_module(ENGINE_ROOMS[name]).Engine
    return kind(game, rows_of(game, playbooks), seed)
