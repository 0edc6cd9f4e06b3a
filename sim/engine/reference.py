"""The SimPy engine: one match from a season's table, by the five laws. Read this one.

One dispatcher starts what agents can do; SimPy keeps the clock. At one instant windows open first, together; then
robots break down, one by one; then attempts end, one by one in the order of their starts. SimPy's own order of
events (time, priority, order of scheduling) says just that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import simpy
from simpy.events import EventPriority

from rules.season import Array
from sim import draws
from sim.engine.log import BROKE, CUT, DID, FAILED, STARTED, SUCCEEDED, Block, LogLine, Played
from sim.robots.drawn import NO_PLAYBOOK, Robots, prepare
from sim.robots.lineup import Lineup
from sim.table.agents import BUZZER, FIELD, ROBOTS, column_of, dispatch_order
from sim.table.game import KINDS, Game, arcs_of, broken_promise, marking_at_start, reads_of

WINDOW, BREAKDOWN, ENDING = map(EventPriority, range(3))
"""SimPy's priorities within one millisecond (law 2)."""

NTHS = 16  # of one agent's attempts at one row, so many have their luck drawn together, for speed alone

Arcs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Step:
    """A row as one agent meets it: every arc is (counter, count)."""

    row: int
    reads: Arcs
    unless: Arcs
    takes: Arcs
    gives: Arcs
    drops: Arcs
    lot: int
    final: bool


class Attempt(NamedTuple):
    """One try at a row by one agent."""

    agent: int
    step: Step
    n: int
    succeeds: bool


class Engine:
    """Plays matches of one season and seed, where `orders` are the rows of the playbooks that robots point to."""

    def __init__(self, game: Game, orders: Sequence[Sequence[int]], seed: int) -> None:
        self.game = game
        self.orders = orders
        self.seed = seed
        self.factors: list[int] = draws.factors(game.model.durations.spread).tolist()
        rows = range(len(game.actions))
        self.starts_can_enable = any(action.unless for action in game.actions)
        self.steps = {agent: [_step(game, agent, row) for row in rows] for agent in game.agents}

    def play(self, robots: Robots, match: int, log: list[LogLine] | None = None) -> Played:
        """Play one of the matches that `robots` were drawn for; `log`, where given, gets the event log."""
        return _Match(self, robots, match, log).play()

    def did(self, robots: Robots, agent: int) -> Array:
        """Play the matches that `robots` were drawn for and count what an agent did: `(match, row, 4)`, see `log`."""
        found = np.zeros((len(robots.playbook), len(self.game.actions), len(DID)), dtype=np.int64)
        for i, counts in enumerate(found):
            log: list[LogLine] = []
            self.play(robots, robots.first + i, log)
            begun = 0
            for line in (line for line in log if line.agent == agent):
                if line.what == STARTED:
                    counts[line.action, 0] += 1
                    begun = line.ms
                elif line.what in (SUCCEEDED, FAILED):
                    counts[line.action, 1:] += 1, line.what == SUCCEEDED, line.ms - begun
        return found

    def play_robots(self, robots: Robots) -> Block:
        """Play the matches that `robots` were drawn for."""
        played = [self.play(robots, match) for match in range(robots.first, robots.first + len(robots.playbook))]
        marking, clocks, attempts = (np.array(each) for each in zip(*played, strict=True))
        return Block(marking, clocks, robots.fouls, attempts)

    def play_block(self, lineup: Lineup, first: int, count: int) -> Block:
        """Draw the robots of `count` matches from match `first` on, and play them."""
        return self.play_robots(prepare(lineup, self.seed, first, count))


class _Match:
    def __init__(self, engine: Engine, robots: Robots, match: int, log: list[LogLine] | None) -> None:
        game, i = engine.game, match - robots.first
        self.engine = engine
        self.match = match
        self.log = log
        self.env = simpy.Environment()
        marking = marking_at_start(game, robots.room[i])
        self.marking: list[int] = marking.tolist()
        self.clocks: list[int] = (marking * game.clock * (BUZZER // 1_000)).tolist()
        self.most: list[int] = game.most.tolist()
        self.is_clock: list[bool] = game.clock.tolist()
        self.median: list[list[int]] = robots.median[i].tolist()
        self.threshold: list[list[int]] = robots.threshold[i].tolist()
        self.breaks: list[int] = robots.breaks[i].tolist()
        self.playbook: dict[int, list[tuple[int, Step]]] = {}
        """What each agent that plays may do, first choice first, and from when on."""
        for agent in dispatch_order(match, game.agents):
            rows = self.rows_of(agent, robots.playbook[i])
            opens = robots.opens[i, column_of(agent)]
            steps = [(int(opens[row]), engine.steps[agent][row]) for row in rows if opens[row] < BUZZER]
            if rows:
                self.playbook[agent] = steps
        self.doing: dict[int, Attempt] = {}
        self.out: set[int] = set()
        """Agents that are done for the match: parked, hung or broken."""
        self.nth: dict[tuple[int, int], int] = {}
        self.luck = self.draw([(agent, step.row) for agent, steps in self.playbook.items() for _, step in steps], 0)
        self.attempts = 0

    def rows_of(self, agent: int, playbooks: Array) -> Sequence[int]:
        if agent >= FIELD:
            return [(agent - FIELD) // 2]
        return () if playbooks[agent] == NO_PLAYBOOK else self.engine.orders[playbooks[agent]]

    def play(self) -> Played:
        for opening in sorted({opens for steps in self.playbook.values() for opens, _ in steps} | {0}):
            self.after(opening, WINDOW, self.dispatch)
        for agent in self.playbook:
            if agent < ROBOTS and self.breaks[agent] < BUZZER:
                self.after(self.breaks[agent], BREAKDOWN, partial(self.break_down, agent))
        self.env.run(until=BUZZER)  # stops before anything that would happen at the buzzer
        for attempt in list(self.doing.values()):
            self.cut(attempt)
        return Played(self.marking, self.clocks, self.attempts)

    @property
    def now(self) -> int:
        return int(self.env.now)

    def after(self, ms: int, priority: EventPriority, happen: Callable[[simpy.Event], None]) -> None:
        event = simpy.Event(self.env)
        event._ok, event._value = True, None
        event.callbacks.append(happen)
        self.env.schedule(event, priority, ms)

    def dispatch(self, _: simpy.Event | None = None) -> None:
        """Let idle agents, in order, start their first enabled row; again, until a round starts nothing (law 1).

        A start only takes, so it can enable no other row than one with `unless`: without those one round is all.
        """
        now = self.now
        again = True
        while again:
            again = False
            for agent in self.playbook:
                if agent not in self.doing and agent not in self.out:
                    step = self.first_enabled(agent, now)
                    if step is not None:
                        self.start(agent, step)
                        again = self.engine.starts_can_enable

    def first_enabled(self, agent: int, now: int) -> Step | None:
        marking = self.marking
        for opens, step in self.playbook[agent]:
            if opens <= now:
                for counter, count in step.reads:
                    if marking[counter] < count:
                        break
                else:
                    for counter, count in step.unless:
                        if marking[counter] >= count:
                            break
                    else:
                        return step
        return None

    def start(self, agent: int, step: Step) -> None:
        n = step.lot
        for counter, count in step.takes:
            n = min(n, self.marking[counter] // count)
        self.change(step.takes, -n, agent, step)
        level, word = self.words(agent, step.row)
        column = column_of(agent)
        attempt = Attempt(agent, step, n, word < self.threshold[column][step.row])
        self.doing[agent] = attempt
        self.attempts += 1
        self.note(agent, step.row, STARTED, n)
        lasts = draws.duration(self.median[column][step.row], self.engine.factors[level])
        self.after(lasts, ENDING, partial(self.end, attempt))

    def end(self, attempt: Attempt, _: simpy.Event) -> None:
        agent, step, n, succeeds = attempt
        if self.doing.get(agent) is not attempt:
            return  # a breakdown has cut it
        del self.doing[agent]
        self.change(step.gives if succeeds else step.drops, n, agent, step)
        if succeeds and step.final:
            self.out.add(agent)
        self.note(agent, step.row, SUCCEEDED if succeeds else FAILED, n)
        self.dispatch()

    def break_down(self, agent: int, _: simpy.Event) -> None:
        self.note(agent, -1, BROKE, 0)
        if agent in self.doing:
            self.cut(self.doing[agent])
        self.out.add(agent)
        self.dispatch()

    def cut(self, attempt: Attempt) -> None:
        """End an attempt that is neither success nor failure: what it took goes back, whatever it drops (law 5)."""
        del self.doing[attempt.agent]
        self.change(attempt.step.takes, attempt.n, attempt.agent, attempt.step)
        self.note(attempt.agent, attempt.step.row, CUT, attempt.n)

    def change(self, arcs: Arcs, times: int, agent: int, step: Step) -> None:
        for counter, count in arcs:
            self.marking[counter] += times * count
            if self.is_clock[counter]:
                self.clocks[counter] += times * count * ((BUZZER - self.now) // 1_000)
            if self.marking[counter] > self.most[counter]:
                raise broken_promise(self.engine.game, counter, self.marking[counter], agent, step.row, self.match)

    def words(self, agent: int, row: int) -> tuple[int, int]:
        """Give the level of the duration and the word of success for the agent's next attempt at the row (law 3)."""
        nth = self.nth.get((agent, row), 0)
        self.nth[agent, row] = nth + 1
        if nth and nth % NTHS == 0:
            self.luck |= self.draw([(agent, row)], nth)
        levels, words = self.luck[agent, row]
        return levels[nth % NTHS], words[nth % NTHS]

    def draw(self, pairs: Sequence[tuple[int, int]], nth: int) -> dict[tuple[int, int], tuple[list[int], list[int]]]:
        agents, rows = np.array(pairs, dtype=np.uint64).reshape(-1, 2, 1).swapaxes(0, 1)
        w0, w1, _, _ = draws.words(
            self.engine.seed, draws.ATTEMPTS, self.match, agents, rows, np.arange(nth, nth + NTHS)
        )
        return dict(zip(pairs, zip((w0 >> draws.SHIFT).tolist(), w1.tolist(), strict=True), strict=True))

    def note(self, agent: int, action: int, what: int, n: int) -> None:
        if self.log is not None:
            self.log.append(LogLine(self.now, agent, action, what, n))


def _step(game: Game, agent: int, row: int) -> Step:
    unless, takes, gives, drops = (arcs_of(game, agent, row, kind) for kind in KINDS[1:])
    return Step(
        row=row,
        reads=reads_of(game, agent, row),
        unless=unless,
        takes=takes,
        gives=gives,
        drops=drops,
        lot=int(game.lot[row]),
        final=bool(game.final[row]),
    )
