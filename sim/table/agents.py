"""Who acts in a match: robots, human players, rows of the field; their numbers, what they own, who comes first."""

from collections.abc import Sequence

from rules.season import SIDE
from sim.table.language import MATCH_SECONDS

BUZZER = 1_000 * MATCH_SECONDS
"""The end of the match in milliseconds: nothing that ends then or later counts."""
STATIONS = 3
ROBOTS = 6
HUMANS = 6
FIELD = ROBOTS + HUMANS
"""The first agent that is a row of the field; robots are agents 0-5, red first, humans 6-11 likewise."""

SCOPES = ("field", "alliance", "other", "robot")
OWNERS = {
    "field": ("",),
    "alliance": SIDE,
    "robot": tuple(f"{side} {station}" for side in SIDE for station in (1, 2, 3)),
}
"""Who has a counter of its own of a place, by the place's scope."""


def offsets(agent: int) -> tuple[int, int, int, int]:
    """Say what to add to an arc's first counter for each scope: field, alliance, other, robot."""
    side = (agent - FIELD) % 2 if agent >= FIELD else agent % ROBOTS // STATIONS
    return 0, side, 1 - side, agent if agent < ROBOTS else 0


def column_of(agent: int) -> int:
    """Say whose column of `Robots` holds an agent's numbers: a human's is its robot's, a field row's is anybody's."""
    return agent % ROBOTS if agent < FIELD else 0


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
