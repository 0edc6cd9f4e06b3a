"""Where on the field things are done: a season's spots as red and as blue have them, and the ways between them."""

from collections import Counter
from collections.abc import Sequence
from math import dist

from rules.errors import ModelError
from sim.table.checks import unknown
from sim.table.language import Action, Ground, Model, Place, Spot

STARTS = ("start 1", "start 2", "start 3")
"""The spots at which a side's three robots start, station by station."""
Point = tuple[float, float]


def point_of(spot: Spot, ground: Ground, side: int) -> Point:
    """Give where a spot lies for a side, 0 red or 1 blue, in metres: `(x, y)` from red's left corner."""
    if side == 0 or spot.mirrored is None:
        return spot.x, spot.y
    length, width = ground.size
    return length - spot.x, width - spot.y if spot.mirrored == "turn" else spot.y


def metres_between(one: Point, other: Point) -> float:
    """Give the length of the straight way."""
    return dist(one, other)


def spot_of(place: Place, actions: Sequence[Action]) -> str | None:
    """Name the spot where a place's pieces lie: its own `at`, else where most rows take them, else where most bring.

    A row that takes them from the other side does not count: it is done at the other side's spot. What only the field
    takes, at a spot where robots are at work, lies out of sight: nowhere.
    """
    if place.at is not None:
        return place.at
    takers = [row for row in actions if place.name in row.takes]
    givers = [row for row in actions if place.name in row.gives]
    found = next((at for at, _ in Counter(row.at for row in takers or givers).most_common(1)), None)
    hidden = takers and all(row.by == "field" for row in takers)
    return None if hidden and found in {row.at for row in actions if row.by == "robot"} else found


def check_spots(seed: Model) -> None:
    """Raise a ModelError where a row of robots or humans has no spot, or robots stand outside the field."""
    if seed.field is None:
        if seed.spot:
            raise ModelError("[field]", "expected the size of the field beside [[spot]], found none")
        return
    spots = {spot.name: spot for spot in seed.spot}
    for row in seed.action:
        where = f"[[action]] {row.name}"
        if row.at is None and row.by != "field":
            raise ModelError(where, "at", "expected the spot that it is done at, found none")
        if row.at is not None and row.at not in spots:
            raise unknown(where, "at", "a spot", row.at, spots)
    for place in seed.place:
        if place.at is not None and place.at not in spots:
            raise unknown(f"[[place]] {place.name}", "at", "a spot", place.at, spots)
    for name in STARTS:
        if name not in spots or spots[name].mirrored is None:
            raise ModelError(f"[[spot]] {name}", "expected this spot, mirrored: robots start there")
    driven = {row.at for row in seed.action if row.by == "robot"} | set(STARTS)
    for spot in seed.spot:
        if spot.name not in driven | {row.at for row in seed.action}:
            raise ModelError(f"[[spot]] {spot.name}", "expected a row that is done there, found none")
        inside = all(0 < at < end for at, end in zip((spot.x, spot.y), seed.field.size, strict=True))
        if spot.name in driven and not inside:
            raise ModelError(f"[[spot]] {spot.name}", "expected a place inside the field: robots drive there")
