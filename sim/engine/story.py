"""The story of one match: its event log told attempt by attempt, with the counters that each one changed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.engine.log import BROKE, CUT, FAILED, STARTED, SUCCEEDED, LogLine
from sim.table.game import Game, agent_name, arcs_of

RESULTS = {SUCCEEDED: "done", FAILED: "failed", CUT: "cut short", BROKE: "breaks down"}

COMES = {SUCCEEDED: "gives", FAILED: "dropped", CUT: "takes"}
"""Which tokens of its row an ending gives to the field."""


class Line(NamedTuple):
    """An attempt that ended, or a robot that broke down, at `ms` after the start."""

    ms: int
    who: str
    action: str
    n: int
    took_ms: int
    result: str
    counters: dict[str, int]
    """The counters that it changed since it started, as they are now."""


def tell(game: Game, log: Sequence[LogLine], marking: Sequence[int]) -> Iterator[Line]:
    """Tell a log, from the marking at the start of the match; one line an attempt that ended."""
    now = list(marking)
    begun: dict[int, int] = {}
    for event in log:
        if event.what == BROKE:
            yield Line(event.ms, agent_name(event.agent, game), "", 0, 0, RESULTS[BROKE], {})
            continue
        took = arcs_of(game, event.agent, event.action, "takes")
        if event.what == STARTED:
            begun[event.agent] = event.ms
            _change(now, took, -event.n)
            continue
        came = arcs_of(game, event.agent, event.action, COMES[event.what])
        _change(now, came, event.n)
        changed = {} if event.what == CUT else _labelled(game, [counter for counter, _ in (*took, *came)], now)
        action = game.actions[event.action].name
        lasted = event.ms - begun[event.agent]
        yield Line(event.ms, agent_name(event.agent, game), action, event.n, lasted, RESULTS[event.what], changed)


def _change(marking: list[int], arcs: Sequence[tuple[int, int]], times: int) -> None:
    for counter, count in arcs:
        marking[counter] += times * count


def _labelled(game: Game, counters: Sequence[int], marking: Sequence[int]) -> dict[str, int]:
    """Name counters as short as their line allows: a robot's own without its station."""
    return {_label(game.counters[counter]): marking[counter] for counter in counters}


def _label(counter: str) -> str:
    place, _, owner = counter.partition(" ")
    scope, _, name = place.partition(".")
    return name if scope != "alliance" else f"{owner} {name}"
