"""A checked seed file as small integer arrays: what both engines play from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

import rules
from rules.errors import ModelError, within
from rules.names import season_key
from rules.season import SIDE, Array, Season, entries
from sim.table import checks as laws
from sim.table.language import MATCH_SECONDS, Action, Playbook, Seed, Tokens, editions, seed, seed_path
from sim.table.spots import check_spots

BUZZER = 1_000 * MATCH_SECONDS
"""The end of the match in milliseconds: nothing that ends then or later counts."""
STATIONS = 3
ROBOTS = 6
HUMANS = 6
FIELD = ROBOTS + HUMANS
"""The first agent that is a row of the field; robots are agents 0-5, red first, humans 6-11 likewise."""

KINDS = ("needs", "unless", "takes", "gives", "dropped")
SCOPES = ("field", "alliance", "other", "robot")
OWNERS = {
    "field": ("",),
    "alliance": SIDE,
    "robot": tuple(f"{side} {station}" for side in SIDE for station in (1, 2, 3)),
}
"""Who has a counter of its own of a place, by the place's scope."""
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Tables:
    """One season's match as integer arrays.

    A marking holds one counter a place and owner: a place of the field has one, of an alliance two (red first),
    of a robot six (red 1-3, blue 1-3). An arc is (first counter, scope, count); the counter that an agent means
    is the first one plus `offsets(agent)[scope]`.
    """

    seed: Seed
    season: Season
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
    def actions(self) -> tuple[Action, ...]:
        """The rows, in the order of the file."""
        return self.seed.action

    def first_counter(self, place: str) -> int:
        """Give the counter of a declared place's first owner; the others' follow."""
        return next(i for i, name in enumerate(self.counters) if name.partition(" ")[0] == place)


def playable(key: str) -> Tables:
    """Give the tables of a season; a SeasonError says which there are, a ModelError what is wrong with its own."""
    known = [edition for edition in editions() if seed(edition).action]
    return _compiled(season_key(key, known, "a match model"))


@cache
def _compiled(key: str) -> Tables:
    with within(seed_path(key).name):
        return compiled(seed(key), rules.load(key))


def compiled(found: Seed, season: Season) -> Tables:
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
    return Tables(
        seed=found,
        season=season,
        counters=tuple(counters),
        start=np.array(start),
        most=np.array(most),
        clock=np.array(clock, dtype=np.int64),
        arcs=np.array(arcs),
        arc_from=np.array(arc_from),
        lot=np.array([action.lot for action in found.action]),
        final=np.array([action.final for action in found.action], dtype=np.int64),
        opens=np.array([milliseconds(action.after) for action in found.action]),
        room=first[found.robots.room.place] if found.robots and found.robots.room else -1,
        agents=_agents(found),
    )


def marking_at_start(tables: Tables, room: Array) -> Array:
    """Give the marking that a match starts from, where each of the six robots has its own room."""
    marking = tables.start.copy()
    if tables.room >= 0:
        marking[tables.room : tables.room + ROBOTS] = room
    return marking


def milliseconds(seconds: float) -> int:
    """Round seconds to whole milliseconds, half up."""
    return int(np.floor(seconds * 1_000 + 0.5))


def offsets(agent: int) -> tuple[int, int, int, int]:
    """Say what to add to an arc's first counter for each scope: field, alliance, other, robot."""
    side = (agent - FIELD) % 2 if agent >= FIELD else agent % ROBOTS // STATIONS
    return 0, side, 1 - side, agent if agent < ROBOTS else 0


def arcs_of(tables: Tables, agent: int, row: int, kind: str) -> tuple[tuple[int, int], ...]:
    """Give what a row needs, takes or gives as (counter, count), with the counters that this agent means."""
    own = offsets(agent)
    k = KINDS.index(kind)
    arcs = tables.arcs[tables.arc_from[row, k] : tables.arc_from[row, k + 1]].tolist()
    return tuple((counter + own[scope], count) for counter, scope, count in arcs)


def reads_of(tables: Tables, agent: int, row: int) -> tuple[tuple[int, int], ...]:
    """Give what must be there for a row to start, needed or taken, as (counter, count), each counter once."""
    needs, takes = (arcs_of(tables, agent, row, kind) for kind in ("needs", "takes"))
    return tuple({counter: max(count, dict(needs).get(counter, 0)) for counter, count in needs + takes}.items())


def column_of(agent: int) -> int:
    """Say whose column of `Robots` holds an agent's numbers: a human's is its robot's, a field row's is anybody's."""
    return agent % ROBOTS if agent < FIELD else 0


def broken_promise(tables: Tables, counter: int, found: int, agent: int, row: int, match: int) -> ModelError:
    """Say which place holds more than it may, after which row of whom."""
    return ModelError(
        f"match {match}",
        f"[[place]] {tables.counters[counter]}",
        f"expected at most {tables.most[counter]}, found {found} after "
        f"{tables.actions[row].name!r} of {agent_name(agent, tables)}",
    )


def dispatch_order(match: int, agents: Sequence[int]) -> list[int]:
    """Order the agents as the dispatcher asks them: sides and stations take turns at being first (law 1)."""
    first_side, first_station = match % 2, match // 2 % STATIONS

    def turn(agent: int) -> tuple[int, int, int]:
        if agent >= FIELD:
            row, side = divmod(agent - FIELD, 2)
            return 2, row, (side - first_side) % 2
        side, station = divmod(agent % ROBOTS, STATIONS)
        return agent // ROBOTS, (station - first_station) % STATIONS, (side - first_side) % 2

    return sorted(agents, key=turn)


def agent_name(agent: int, tables: Tables) -> str:
    """Name an agent for people: `red 1`, `human blue 2`, or the field's row."""
    if agent >= FIELD:
        row, side = divmod(agent - FIELD, 2)
        return f"field {SIDE[side]}" if _is_sided(tables.actions[row]) else "field"
    side, station = divmod(agent % ROBOTS, STATIONS)
    return f"{'human ' if agent >= ROBOTS else ''}{SIDE[side]} {station + 1}"


def playbooks_by(found: Seed, by: str) -> list[Playbook]:
    """Give the season's playbooks for robots or for humans, in the order of the file."""
    return [playbook for playbook in found.playbook if playbook.by == by]


def _agents(found: Seed) -> tuple[int, ...]:
    each = found.humans.each if found.humans else 0
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
