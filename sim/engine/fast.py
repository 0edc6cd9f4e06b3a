"""The compiled engine: many matches from a season's table, equal to `reference.py` to the last bit. Run this one."""

from collections.abc import Sequence

import numpy as np

from rules.season import Array
from sim.engine import layout
from sim.engine.kernel import COUNTER, LINES, MATCH, STARTS, Match, count_did, play_some
from sim.engine.log import DID, Block, LogLine, Played
from sim.robots.drawn import Robots, blank, draw_block
from sim.robots.lineup import Lineup
from sim.robots.properties import TOGETHER, workings
from sim.table.agents import ROBOTS
from sim.table.game import Game, broken_promise

FEW_LINES = 2_048
"""Lines of an event log that most matches do not fill."""


class Engine:
    """Plays matches of one season and seed, where `orders` are the rows of the playbooks that robots point to."""

    def __init__(self, game: Game, orders: Sequence[Sequence[int]], seed: int) -> None:
        self.game = game
        self.board = layout.lay_out(game, orders)
        self.seed = seed

    def play(self, robots: Robots, match: int, log: list[LogLine] | None = None) -> Played:
        """Play one of the matches that `robots` were drawn for; `log`, where given, gets the event log."""
        alone = robots.one(match)
        block, m = self._room_for(1)
        play_some(self.board, m, self.seed, match, alone, block, 0, 1)
        self._keep_promises(m)
        if log is not None:
            most = 2 * int(m.tally[STARTS]) + ROBOTS
            m = m._replace(lines=_zeros(most, len(LogLine._fields)))
            play_some(self.board, m, self.seed, match, alone, block, 0, 1)
            log += [LogLine(*line) for line in m.lines[: m.tally[LINES]].tolist()]
        return Played(block.marking[0].tolist(), block.clocks[0].tolist(), int(block.attempts[0]))

    def did(self, robots: Robots, agent: int) -> Array:
        """Play the matches that `robots` were drawn for and count what an agent did: `(match, row, 4)`, see `log`."""
        count = len(robots.playbook)
        _, m = self._room_for(1)
        found = _zeros(count, len(self.game.actions), len(DID))
        done, most = 0, FEW_LINES
        while done < count:
            loud = m._replace(lines=_zeros(most, len(LogLine._fields)))
            done = count_did(self.board, m, loud, self.seed, agent, robots, found, done)
            self._keep_promises(m)
            most = 2 * int(m.tally[STARTS]) + ROBOTS  # what the match wants for which there was no room
        return found

    def play_robots(self, robots: Robots) -> Block:
        """Play the matches that `robots` were drawn for."""
        count = len(robots.playbook)
        block, m = self._room_for(count)
        play_some(self.board, m, self.seed, robots.first, robots, block, 0, count)
        self._keep_promises(m)
        return block

    def play_block(self, lineup: Lineup, first: int, count: int) -> Block:
        """Draw the robots of `count` matches from match `first` on, and play them."""
        block, m = self._room_for(count)
        robots, drawing = blank(lineup, TOGETHER), workings(lineup, TOGETHER)
        for at in range(0, count, TOGETHER):
            draw_block(lineup, self.seed, first + at, robots, drawing)
            play_some(self.board, m, self.seed, first + at, robots, block, at, min(at + TOGETHER, count))
            self._keep_promises(m)
        return block

    def _room_for(self, count: int) -> tuple[Block, Match]:
        counters, on = len(self.game.counters), self.board
        block = Block(
            marking=_zeros(count, counters),
            clocks=_zeros(count, counters),
            fouls=_zeros(count, ROBOTS, 2),
            attempts=_zeros(count),
        )
        agents = len(self.game.agents)
        m = Match(
            counters=np.empty_like(on.counters[0]),
            agents=np.empty_like(on.agents[0]),
            steps=np.empty_like(on.steps),
            odds=_zeros(len(on.steps) // layout.STEP * layout.ODDS),
            keys=_zeros(agents),
            tally=np.full(MATCH + 1, layout.NOBODY),
            lines=_zeros(0, len(LogLine._fields)),
        )
        return block, m

    def _keep_promises(self, m: Match) -> None:
        if m.tally[COUNTER] != layout.NOBODY:
            raise broken_promise(self.game, *m.tally[COUNTER:].tolist())


def _zeros(*axes: int) -> Array:
    return np.zeros(axes, dtype=np.int64)
