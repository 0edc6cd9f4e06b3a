"""A season that can be played: a checked seed file and its rules -> `Game`, the arrays that engines play from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

import rules
from rules.errors import ModelError, within
from rules.names import season_key, whole_key
from rules.season import SIDE, Array, Season, entries, with_points
from sim.table import checks as laws
from sim.table.agents import FIELD, OWNERS, ROBOTS, SCOPES, STATIONS, offsets
from sim.table.language import Action, Edition, Model, Playbook, Tokens, editions, seed, seed_path
from sim.table.population import Population
from sim.table.spots import check_spots

KINDS = ("needs", "unless", "takes", "gives", "dropped")
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Game:
    """A season that can be played: what its seed file says, its rules, and its table as small integer arrays.

    A marking holds one counter a place and owner: a place of the field has one, of an alliance two (red first),
    of a robot six (red 1-3, blue 1-3). An arc is (first counter, scope, count); the counter that an agent means
    is the first one plus `offsets(agent)[scope]`. A game is equal to itself alone, and so can be a key.
    """

    model: Model
    rules: Season
    counters: tuple[str, ...]
    start: Array
    most: Array
    clock: Array
    arcs: Array
    """`(arc, 3)`; the arcs of row r and kind k are those from `arc_from[r, k]` to `arc_from[r, k + 1]`."""
    arc_from: Array
    lot: Array
    final: Array
    opens: Array
    room: int
    """The first counter of the place that says how much a robot carries, or -1."""
    agents: tuple[int, ...]
    """The agents that the season has, in order."""

    @property
    def key(self) -> str:
        """The season's key, `fgc_2022`."""
        return self.rules.key

    @property
    def edition(self) -> Edition:
        """What is known of the edition: name, city, teams, grades."""
        return self.model.season

    @property
    def actions(self) -> tuple[Action, ...]:
        """The rows, in the order of the file."""
        return self.model.action

    @property
    def robots(self) -> Population:
        """The robots that come to the event."""
        return self.model.robots

    @property
    def playbooks(self) -> tuple[Playbook, ...]:
        """What robots and humans play, in the order of the file."""
        return self.model.playbook

    @property
    def room_most(self) -> int:
        """The most room that a robot may start with: its `most`, less what is on board then and makes room later."""
        place = self.counters[self.room].partition(" ")[0]
        aboard = {each.name: each.start for each in self.model.place}
        ways = [(row.takes, max(row.gives.get(place, 0), (row.drops or {}).get(place, 0))) for row in self.actions]
        made = {
            name: aboard[name] // count * room
            for takes, room in ways
            for name, count in takes.items()
            if room and name.startswith("robot.") and name != place
        }
        return int(self.most[self.room]) - sum(made.values())

    def with_model(self, model: Model) -> "Game":
        """Give the same season with another population or other playbooks: what is possible on the field stays."""
        return replace(self, model=model)

    def with_points(self, changes: Mapping[str, float]) -> "Game":
        """Give the same season with some point values changed; raises a FgcError for what cannot be."""
        return replace(self, rules=with_points(self.rules, changes)) if changes else self

    def with_start(self, start: Mapping[str, int]) -> "Game":
        """Give the same season with other tokens at the start, by place."""
        at = [start.get(name.partition(" ")[0], own) for name, own in zip(self.counters, self.start, strict=True)]
        return replace(self, start=np.array(at)) if start else self

    def first_counter(self, place: str) -> int:
        """Give the counter of a declared place's first owner; the others' follow."""
        return next(i for i, name in enumerate(self.counters) if name.partition(" ")[0] == place)


def playable(key: str) -> Game:
    """Give a season that can be played; a SeasonError says which there are, a ModelError what is wrong in a file."""
    found = whole_key(key)
    if not _is_playable(found):
        found = season_key(key, playable_keys(), "a match model")
    return _compiled(found, seed_path(found))


def playable_keys() -> list[str]:
    """List the keys of every season that can be played, oldest first."""
    return [key for key in editions() if _is_playable(key)]


def _is_playable(key: str) -> bool:
    return key in editions() and isinstance(seed(key), Model)


@cache
def _compiled(key: str, path: Path) -> Game:
    model = seed(key)
    if not isinstance(model, Model):
        raise ModelError(path.name, "expected a match table, found none")
    with within(path.name):
        return compiled(model, rules.load(key))


def compiled(found: Model, season: Season) -> Game:
    """Check a seed file against its season's sheet and every law, and turn it into arrays."""
    laws.check(found, entries(season.sheet))
    check_spots(found)
    counters: list[str] = []
    start, most, clock, first = [], [], [], {}
    for place in found.place:
        first[place.name] = len(counters)
        for owner in OWNERS[place.name.partition(".")[0]]:
            counters.append(f"{place.name} {owner}".rstrip())
            start.append(place.start)
            most.append(NO_LIMIT if place.most is None else place.most)
            clock.append(place.clock)
    arcs: list[tuple[int, int, int]] = []
    arc_from = []
    for action in found.action:
        bounds = [len(arcs)]
        for kind in KINDS:
            arcs += _arcs(getattr(action, kind), first)
            bounds.append(len(arcs))
        arc_from.append(bounds)
    return Game(
        model=found,
        rules=season,
        counters=tuple(counters),
        start=np.array(start),
        most=np.array(most),
        clock=np.array(clock, dtype=np.int64),
        arcs=np.array(arcs),
        arc_from=np.array(arc_from),
        lot=np.array([action.lot for action in found.action]),
        final=np.array([action.final for action in found.action], dtype=np.int64),
        opens=np.array([milliseconds(action.after) for action in found.action]),
        room=first[found.robots.room.place] if found.robots.room else -1,
        agents=_agents(found),
    )


def marking_at_start(game: Game, room: Array) -> Array:
    """Give the marking that a match starts from, where each of the six robots has its own room."""
    marking = game.start.copy()
    if game.room >= 0:
        marking[game.room : game.room + ROBOTS] = room
    return marking


def milliseconds(seconds: float) -> int:
    """Round seconds to whole milliseconds, half up."""
    return int(np.floor(seconds * 1_000 + 0.5))


def arcs_of(game: Game, agent: int, row: int, kind: str) -> tuple[tuple[int, int], ...]:
    """Give what a row needs, takes or gives as (counter, count), with the counters that this agent means."""
    own = offsets(agent)
    k = KINDS.index(kind)
    arcs = game.arcs[game.arc_from[row, k] : game.arc_from[row, k + 1]].tolist()
    return tuple((counter + own[scope], count) for counter, scope, count in arcs)


def reads_of(game: Game, agent: int, row: int) -> tuple[tuple[int, int], ...]:
    """Give what must be there for a row to start, needed or taken, as (counter, count), each counter once."""
    needs, takes = (arcs_of(game, agent, row, kind) for kind in ("needs", "takes"))
    return tuple({counter: max(count, dict(needs).get(counter, 0)) for counter, count in needs + takes}.items())


def broken_promise(game: Game, counter: int, found: int, agent: int, row: int, match: int) -> ModelError:
    """Say which place holds more than it may, after which row of whom."""
    return ModelError(
        f"match {match}",
        f"[[place]] {game.counters[counter]}",
        f"expected at most {game.most[counter]}, found {found} after "
        f"{game.actions[row].name!r} of {agent_name(agent, game)}",
    )


def agent_name(agent: int, game: Game) -> str:
    """Name an agent for people: `red 1`, `human blue 2`, or the field's row."""
    if agent >= FIELD:
        row, side = divmod(agent - FIELD, 2)
        return f"field {SIDE[side]}" if _is_sided(game.actions[row]) else "field"
    side, station = divmod(agent % ROBOTS, STATIONS)
    return f"{'human ' if agent >= ROBOTS else ''}{SIDE[side]} {station + 1}"


def playbooks_by(found: Model, by: str) -> list[Playbook]:
    """Give the season's playbooks for robots or for humans, in the order of the file."""
    return [playbook for playbook in found.playbook if playbook.by == by]


def _agents(found: Model) -> tuple[int, ...]:
    each = found.humans.each
    humans = [ROBOTS + side * STATIONS + station for side in (0, 1) for station in range(each)]
    field = [
        FIELD + 2 * row + side
        for row, action in enumerate(found.action)
        if action.by == "field"
        for side in ((0, 1) if _is_sided(action) else (0,))
    ]
    return (*range(ROBOTS), *humans, *field)


def _is_sided(action: Action) -> bool:
    tokens = {**action.needs, **action.unless, **action.takes, **action.gives, **action.dropped}
    return any(not token.startswith("field.") for token in tokens)


def _arcs(tokens: Tokens, first: dict[str, int]) -> list[tuple[int, int, int]]:
    return [
        (first[laws.place_of(token)], SCOPES.index(token.partition(".")[0]), count) for token, count in tokens.items()
    ]
