"""The laws of a match (docs/laws.md) in plain Python, without SimPy or arrays: slow, to hold the engines against.

It looks at the clock, the counters and every agent anew at each millisecond where something is due, and knows
counters by their names alone.
"""

from dataclasses import dataclass, field
from math import exp, floor
from statistics import NormalDist
from typing import Any

from rules.errors import ModelError
from sim.draws import philox
from sim.robots.drawn import Robots
from sim.table.game import Game
from sim.table.language import Action, Place

STARTED, SUCCEEDED, FAILED, CUT, BROKE = range(5)
BUZZER = 150_000
STREAM_OF_ATTEMPTS = 0
SIDES = ("red", "blue")
OTHER = {"red": "blue", "blue": "red"}
OWNERS = {
    "field": [""],
    "alliance": [" red", " blue"],
    "robot": [f" {side} {station}" for side in SIDES for station in (1, 2, 3)],
}


def play(game: Game, orders: Any, seed: int, robots: Robots, match: int) -> tuple[list[int], list[int], list[Any]]:
    """Play one of the matches that `robots` were drawn for: the marking and clocks at its end, and its event log."""
    played = Match(game, orders, seed, robots, match)
    played.run()
    names = game.counters
    return [played.held[name] for name in names], [played.clock[name] for name in names], played.log


def counter_of(token: str, side: str, station: int) -> str:
    """Name the counter that an agent of this side and station means by a token."""
    scope, name = token.split(".", 1)
    if scope == "field":
        return token
    if scope == "robot":
        return f"{token} {side} {station}"
    return f"alliance.{name} {side if scope == 'alliance' else OTHER[side]}"


def declared(game: Game) -> dict[str, Place]:
    """Give every counter's place, by the name of the counter."""
    return {place.name + owner: place for place in game.model.place for owner in OWNERS[place.name.split(".")[0]]}


def factors(sigma: float) -> list[int]:
    """Give the 4,096 equally likely factors of durations, times 2^16, rounded (law 4)."""
    return [floor(exp(sigma * NormalDist().inv_cdf((i + 0.5) / 4_096)) * 65_536 + 0.5) for i in range(4_096)]


def start_of(game: Game, robots: Robots, match: int) -> dict[str, int]:
    """Give what every counter holds before the match."""
    held = {name: place.start for name, place in declared(game).items()}
    room = game.robots.room
    if room is not None:
        for owner, size in zip(OWNERS["robot"], robots.room[match - robots.first].tolist(), strict=True):
            held[room.place + owner] = size
    return held


@dataclass
class Row:
    """An action as one agent means it: tokens resolved to names of counters."""

    number: int
    action: Action
    needs: dict[str, int]
    unless: dict[str, int]
    takes: dict[str, int]
    gives: dict[str, int]
    drops: dict[str, int]
    median: int
    threshold: int
    opens: int
    tried: int = 0


@dataclass(eq=False)
class Agent:
    """A robot, a human player or a row of the field."""

    number: int
    rows: list[Row]
    breaks: int = BUZZER
    done: bool = False
    busy: bool = False


@dataclass(eq=False)
class Attempt:
    """One try at a row, `n` times at once."""

    agent: Agent
    row: Row
    n: int
    end: int
    succeeds: bool


@dataclass
class Match:
    """One match: its counters, its agents in the dispatcher's order, and the attempts that are on."""

    game: Game
    orders: Any
    seed: int
    robots: Robots
    match: int
    now: int = 0
    going: list[Attempt] = field(default_factory=list)
    log: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.factors = factors(self.game.model.durations.spread)
        self.held = start_of(self.game, self.robots, self.match)
        place_of = declared(self.game)
        self.most = {name: place.most for name, place in place_of.items()}
        self.ticking = {name for name, place in place_of.items() if place.clock}
        self.clock = {name: 150 * held * (name in self.ticking) for name, held in self.held.items()}
        self.agents = self.in_order()

    def in_order(self) -> list[Agent]:
        """Line up everybody who plays, as the dispatcher asks them (law 1)."""
        first_side = "red" if self.match % 2 == 0 else "blue"
        first_station = 1 + (self.match // 2) % 3
        sides = (first_side, OTHER[first_side])
        stations = [(first_station - 1 + i) % 3 + 1 for i in range(3)]
        agents = []
        for human in (0, 6):
            for station in stations:
                for side in sides:
                    robot = 3 * SIDES.index(side) + station - 1
                    chosen = int(self.robots.playbook[self.match - self.robots.first, human + robot])
                    if chosen != -1:
                        rows = [self.row_of(row, side, station, robot) for row in self.orders[chosen]]
                        agents.append(Agent(human + robot, rows))
                        if not human:
                            agents[-1].breaks = int(self.robots.breaks[self.match - self.robots.first, robot])
        for number, action in enumerate(self.game.actions):
            if action.by == "field":
                tokens = [*action.needs, *action.unless, *action.takes, *action.gives, *(action.drops or {})]
                sided = any(token.split(".", 1)[0] in ("alliance", "other") for token in tokens)
                agents += [
                    Agent(12 + 2 * number + SIDES.index(side), [self.row_of(number, side, 1, 0)])
                    for side in (sides if sided else ("red",))
                ]
        return agents

    def row_of(self, number: int, side: str, station: int, column: int) -> Row:
        """Resolve a row's tokens and whole numbers for one agent."""
        action = self.game.actions[number]
        drops = action.takes if action.drops is None else action.drops
        tokens = [
            {counter_of(token, side, station): count for token, count in kind.items()}
            for kind in (action.needs, action.unless, action.takes, action.gives, drops)
        ]
        own = (self.match - self.robots.first, column, number)
        numbers = [int(array[own]) for array in (self.robots.median, self.robots.threshold, self.robots.opens)]
        return Row(number, action, *tokens, *numbers)

    def run(self) -> None:
        """Play from 0 to the buzzer, one instant after the other (laws 2 and 5)."""
        while self.now < BUZZER:
            self.dispatch()  # windows are open by the clock
            for agent in [agent for agent in self.agents if agent.breaks == self.now]:
                self.break_down(agent)
                self.dispatch()
            for attempt in [attempt for attempt in self.going if attempt.end == self.now]:
                self.end(attempt, SUCCEEDED if attempt.succeeds else FAILED)
                self.dispatch()
            due = [BUZZER, *(attempt.end for attempt in self.going)]
            due += [agent.breaks for agent in self.agents]
            due += [row.opens for agent in self.agents for row in agent.rows]
            self.now = min(ms for ms in due if ms > self.now)
        for attempt in list(self.going):
            self.end(attempt, CUT)

    def dispatch(self) -> None:
        """Let idle agents start what they can, round after round, until one starts nothing (law 1)."""
        somebody_started = True
        while somebody_started:
            somebody_started = False
            for agent in self.agents:
                if not agent.done and not agent.busy:
                    enabled = [row for row in agent.rows if self.is_enabled(row)]
                    if enabled:
                        self.start(agent, enabled[0])
                        somebody_started = True

    def is_enabled(self, row: Row) -> bool:
        """Say whether a row may start now."""
        return (
            row.opens <= self.now
            and all(self.held[counter] >= count for counter, count in row.takes.items())
            and all(self.held[counter] >= count for counter, count in row.needs.items())
            and not any(self.held[counter] >= count for counter, count in row.unless.items())
        )

    def start(self, agent: Agent, row: Row) -> None:
        """Start as many at once as the row's lot and the counters allow; draw how it will end (laws 3 and 4)."""
        n = min([row.action.lot] + [self.held[counter] // count for counter, count in row.takes.items()])
        w0, w1, _, _ = philox(self.match, agent.number, row.number, row.tried, self.seed, STREAM_OF_ATTEMPTS)
        row.tried += 1
        lasts = max(1, (row.median * self.factors[w0 >> 20] + 2**15) >> 16)
        self.log.append((self.now, agent.number, row.number, STARTED, n))
        self.change(row, row.takes, -n)
        agent.busy = True
        self.going.append(Attempt(agent, row, n, self.now + lasts, w1 < row.threshold))

    def end(self, attempt: Attempt, what: int) -> None:
        """End an attempt; one that is cut short gives back what it took, whatever its drops say (law 5)."""
        agent, row = attempt.agent, attempt.row
        self.going.remove(attempt)
        self.log.append((self.now, agent.number, row.number, what, attempt.n))
        self.change(row, {SUCCEEDED: row.gives, FAILED: row.drops, CUT: row.takes}[what], attempt.n)
        agent.busy = False
        agent.done |= row.action.final and what == SUCCEEDED

    def break_down(self, agent: Agent) -> None:
        """Stop a robot for good (law 5)."""
        self.log.append((self.now, agent.number, -1, BROKE, 0))
        agent.done = True
        for attempt in [attempt for attempt in self.going if attempt.agent is agent]:
            self.end(attempt, CUT)

    def change(self, row: Row, tokens: dict[str, int], times: int) -> None:
        """Let tokens come or leave, with the token-seconds of clocks, and hold places to their `most`."""
        for counter, count in tokens.items():
            self.held[counter] += times * count
            if counter in self.ticking:
                self.clock[counter] += times * count * ((BUZZER - self.now) // 1_000)
            most = self.most[counter]
            if times > 0 and most is not None and self.held[counter] > most:
                raise ModelError(row.action.name, counter, f"expected at most {most}, found {self.held[counter]}")
