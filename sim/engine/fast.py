"""The compiled engine: many matches from a season's table, equal to `reference.py` to the last bit. Run this one."""

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from rules.season import Array
from sim.engine import layout
from sim.engine.kernel import LINES, WAKES, Match, play_some
from sim.engine.log import DID, FAILED, STARTED, SUCCEEDED, Block, LogLine, Played
from sim.robots.drawn import Robots, blank, draw_block
from sim.robots.lineup import Lineup
from sim.robots.properties import TOGETHER, workings
from sim.table.agents import ROBOTS
from sim.table.game import Game

REFERENCE = "sim.engine.reference"
"""Which place holds more than it may is said by the engine to read, which is imported late: it is heavy."""
FEW_LINES = 2_048
"""Lines of an event log that most matches do not fill."""
LOGGED = 16
"""Matches that are logged together: a log of megabytes would stay with the process when it is given back."""


class Engine:
    """Plays matches of one season and seed, where `orders` are the rows of the playbooks that robots point to."""

    def __init__(self, game: Game, orders: Sequence[Sequence[int]], seed: int) -> None:
        self.game = game
        self.orders = orders
        self.seed = seed
        self.wider = 0
        self._lay_out()

    def play(self, robots: Robots, match: int, log: list[LogLine] | None = None) -> Played:
        """Play one of the matches that `robots` were drawn for; `log`, where given, gets the event log."""
        block, lines = self._logged(robots.one(match), 0 if log is None else FEW_LINES)
        if log is not None:
            log += [LogLine(*line) for line in lines[:, :-1].tolist()]
        return Played(block.marking[0].tolist(), block.clocks[0].tolist(), int(block.attempts[0]))

    def did(self, robots: Robots, agent: int) -> Array:
        """Play the matches that `robots` were drawn for and count what an agent did: `(match, row, 4)`, see `log`."""
        first, count = robots.first, len(robots.playbook)
        some = [self._did(robots.some(at, LOGGED), agent) for at in range(first, first + count, LOGGED)]
        return np.concatenate([_zeros(0, len(self.game.actions), len(DID)), *some])

    def _did(self, robots: Robots, agent: int) -> Array:
        found = _zeros(len(robots.playbook), len(self.game.actions), len(DID))
        _, lines = self._logged(robots, len(found) * FEW_LINES)
        ms, _, row, what, _, match = lines[lines[:, 1] == agent].T
        began, worked = what == STARTED, what == SUCCEEDED
        ended = np.flatnonzero(worked | (what == FAILED))
        for column, chosen in enumerate((began, ended, worked)):
            np.add.at(found[..., column], (match[chosen] - robots.first, row[chosen]), 1)
        np.add.at(found[..., 3], (match[ended] - robots.first, row[ended]), ms[ended] - ms[ended - 1])
        return found

    def play_robots(self, robots: Robots) -> Block:
        """Play the matches that `robots` were drawn for."""
        return self._logged(robots, 0)[0]

    def play_block(self, lineup: Lineup, first: int, count: int) -> Block:
        """Draw the robots of `count` matches from match `first` on, and play them."""
        block, m = self._room_for(count), self._match()
        robots, drawing = blank(lineup, TOGETHER), workings(lineup, TOGETHER)
        for at in range(0, count, TOGETHER):
            draw_block(lineup, self.seed, first + at, robots, drawing)
            m = self._play(robots._replace(first=first + at), m, block, at, min(at + TOGETHER, count))
        return block

    def _logged(self, robots: Robots, most: int) -> tuple[Block, Array]:
        """Play matches with a log of at least `most` lines; give these, which know their match; 0 asks for none."""
        count = len(robots.playbook)
        block = self._room_for(count)
        m = self._play(robots, self._match(most), block, 0, count)
        if m.tally[LINES] > len(m.lines):
            m = self._play(robots, self._match(m.tally[LINES]), block, 0, count)
        return block, m.lines[: m.tally[LINES]]

    def _play(self, robots: Robots, m: Match, block: Block, at: int, upto: int) -> Match:
        """Play matches; raises a ModelError where one breaks a place's promise, else makes room for its counts."""
        while (done := play_some(self.board, m, self.seed, robots.first, robots, block, at, upto)) < upto - at:
            import_module(REFERENCE).Engine(self.game, self.orders, self.seed).play(robots, robots.first + done)
            self.wider += 1
            self._lay_out()
            m = self._match(len(m.lines))
        return m

    def _lay_out(self) -> None:
        self.board = layout.lay_out(self.game, self.orders, self.wider)

    def _room_for(self, count: int) -> Block:
        counters = len(self.game.counters)
        return Block(
            marking=_zeros(count, counters),
            clocks=_zeros(count, counters),
            fouls=_zeros(count, ROBOTS, 2),
            attempts=_zeros(count),
        )

    def _match(self, lines: int = 0) -> Match:
        on, agents = self.board, len(self.game.agents)
        choices = agents * len(self.game.actions)
        return Match(
            words=np.empty_like(on.words),
            facts=np.empty(1, dtype=np.uint64),
            clocks=np.zeros_like(on.clocks),
            agents=np.empty_like(on.agents[0]),
            choices=_zeros(choices * layout.CHOICE),
            who=np.empty(choices, dtype=np.uint64),
            what=np.empty(choices, dtype=np.uint64),
            level=np.empty(choices, dtype=np.uint64),
            word=np.empty(choices, dtype=np.uint64),
            care=np.empty(choices, dtype=np.uint64),
            want=np.empty(choices, dtype=np.uint64),
            agenda=_zeros(choices + ROBOTS + 1),
            keys=_zeros(agents + 4),
            tally=_zeros(WAKES + 1),
            lines=_zeros(lines, len(LogLine._fields) + 1),
        )


def _zeros(*axes: int) -> Array:
    return np.zeros(axes, dtype=np.int64)
