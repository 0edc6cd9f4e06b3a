"""The compiled engine: many matches from a season's table, equal to `reference.py` to the last bit. Run this one."""

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from rules.season import Array
from sim.engine import layout
from sim.engine.kernel import ALARM, LINES, WAKES, Match, count_did, play_some
from sim.engine.log import DID, Block, LogLine, Played
from sim.robots.drawn import Robots, blank, draw_block
from sim.robots.lineup import Lineup
from sim.robots.properties import TOGETHER, workings
from sim.table.agents import ROBOTS
from sim.table.game import Game

REFERENCE = "sim.engine.reference"
"""Which place holds more than it may is said by the engine to read, which is imported late: it is heavy."""
FEW_LINES = 2_048
"""Lines of an event log that most matches do not fill."""


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
        alone, block, most = robots.one(match), self._room_for(1), FEW_LINES if log is not None else 0
        m = self._match(most)
        while not play_some(self.board, m, self.seed, match, alone, block, 0, 1) or m.tally[LINES] > most:
            most = max(most, int(m.tally[LINES]))
            m = self._once_more(m, alone, match, most)
        if log is not None:
            log += [LogLine(*line) for line in m.lines[: m.tally[LINES]].tolist()]
        return Played(block.marking[0].tolist(), block.clocks[0].tolist(), int(block.attempts[0]))

    def did(self, robots: Robots, agent: int) -> Array:
        """Play the matches that `robots` were drawn for and count what an agent did: `(match, row, 4)`, see `log`."""
        found = _zeros(len(robots.playbook), len(self.game.actions), len(DID))
        m = self._match(FEW_LINES)
        done = 0
        while (done := count_did(self.board, m, self.seed, agent, robots, found, done)) < len(found):
            most = max(len(m.lines), int(m.tally[LINES]))
            m = self._once_more(m, robots, robots.first + done, most)
        return found

    def play_robots(self, robots: Robots) -> Block:
        """Play the matches that `robots` were drawn for."""
        count = len(robots.playbook)
        block = self._room_for(count)
        self._play(robots, self._match(), block, 0, count)
        return block

    def play_block(self, lineup: Lineup, first: int, count: int) -> Block:
        """Draw the robots of `count` matches from match `first` on, and play them."""
        block, m = self._room_for(count), self._match()
        robots, drawing = blank(lineup, TOGETHER), workings(lineup, TOGETHER)
        for at in range(0, count, TOGETHER):
            draw_block(lineup, self.seed, first + at, robots, drawing)
            m = self._play(robots._replace(first=first + at), m, block, at, min(at + TOGETHER, count))
        return block

    def _play(self, robots: Robots, m: Match, block: Block, at: int, upto: int) -> Match:
        while (done := play_some(self.board, m, self.seed, robots.first, robots, block, at, upto)) < upto - at:
            m = self._once_more(m, robots, robots.first + done, 0)
        return m

    def _once_more(self, m: Match, robots: Robots, match: int, most: int) -> Match:
        """Make room for what a match had none for; raises a ModelError where it breaks the promise of a place."""
        if m.tally[ALARM]:
            import_module(REFERENCE).Engine(self.game, self.orders, self.seed).play(robots, match)
            self.wider += 1
            self._lay_out()
        return self._match(most)

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
            facts=np.empty_like(on.facts),
            clocks=np.zeros_like(on.clocks),
            agents=np.empty_like(on.agents[0]),
            choices=_zeros(choices * layout.CHOICE),
            who=np.empty(choices, dtype=np.uint64),
            what=np.empty(choices, dtype=np.uint64),
            level=np.empty(choices, dtype=np.uint64),
            word=np.empty(choices, dtype=np.uint64),
            care=np.empty((choices + ROBOTS + 1) * on.banks, dtype=np.uint64),
            want=np.empty((choices + ROBOTS + 1) * on.banks, dtype=np.uint64),
            agenda=_zeros(choices + ROBOTS + 1),
            keys=_zeros(agents + 2),
            tally=_zeros(WAKES + 1),
            lines=_zeros(lines, len(LogLine._fields)),
        )


def _zeros(*axes: int) -> Array:
    return np.zeros(axes, dtype=np.int64)
