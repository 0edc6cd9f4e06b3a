"""What a season's matches are played from in a browser: the engine's arrays, and how sheets are filled in.

Whoever calls the engine there (`static/here/playing.js`) is told shapes and kinds: what an array means is the
business of the compiled functions alone.
"""

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rules.season import SIDE, entries
from sim.compiling import hash_of
from sim.draws import MATCH, STATION
from sim.engine import kernel, layout
from sim.engine.fast import Engine
from sim.engine.log import FAILED, STARTED, SUCCEEDED, LogLine
from sim.robots import drawn, properties
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER, OWNERS, ROBOTS, STATIONS
from sim.table.checks import FED_BY_ROBOTS
from sim.table.game import Game
from sim.table.language import Code, Fill

STATIC = Path(__file__).parent / "static"
WASM, CALLS = STATIC / "engine.wasm", STATIC / "engine.json"
NAMED = ROBOTS
"""Plans that stations may have beside the season's playbooks: a board has room for so many."""
WIDER = 3
"""Room of counters without a `most`: 2^3 times as many tokens as there are at the start. A match that needs
more is no answer: the page says that it has a fault."""
ROOMS = ("engine", "robots", "table")
"""The folders of `sim/` that the compiled functions come of."""
STEPS = (8, 16)
"""How far apart in an array numbers may lie that are alike."""


def sources() -> str:
    """Hash what the engine is made of."""
    sim = Path(__file__).parents[1]
    every = [
        *(hash_of(sim / room) for room in ROOMS),
        *((sim / name).read_text() for name in ("draws.py", "exact.py")),
    ]
    return hashlib.sha256("\0".join(every).encode()).hexdigest()[:16]


def tables_of(game: Game) -> dict[str, Any]:
    """Give what a season's matches are played from in a browser: arrays, and how a sheet is filled in.

    The board has room for `NAMED` plans behind the season's own playbooks; durations are worked out there.
    """
    orders = rows_of(game, game.playbooks)
    rows = list(range(len(game.actions)))
    engine = widened(Engine(game, [*orders, *[rows] * NAMED], 0))
    block, match = engine._room_for(1), engine._match()
    population = lineup(game, game.playbooks)
    robots, at_work = drawn.blank(population, 1), properties.workings(population, 1)
    board = engine.board._replace(factors=engine.board.factors[:0])
    return {
        "board": {name: _whole(value, len(game.agents)) for name, value in board._asdict().items()},
        "spread": game.model.durations.spread,
        "named": [len(orders), len(board.books) - NAMED],
        "match": {name: _blank(value) for name, value in match._asdict().items()},
        "block": {name: _blank(value) for name, value in block._asdict().items()},
        "robots": {name: _blank(value) for name, value in robots._asdict().items()},
        "pace": list(at_work.pace.shape[1:]),
        "drawn": [[list(who), number, _nths(number, nths)] for who, number, nths in properties.drawings(population)],
        "sheet": [_entry(game, name) for name in entries(game.rules.sheet)],
        "clock": game.clock.tolist(),
    }


def widened(engine: Engine) -> Engine:
    """Lay out an engine's board with as much room as a browser has, where nobody lays it out anew."""
    engine.wider = WIDER
    engine._lay_out()
    return engine


def _nths(number: int, nths: Sequence[int]) -> list[int] | None:
    """Give how often a property is drawn; None where it is once for each decision of the plans."""
    return None if number == properties.AFTER else list(nths)


def _whole(value: Any, agents: int) -> Any:
    """Give an array with its numbers, or a number as it is.

    Numbers are told as what they are more than those `step` places before, with digits up to f: so what repeats, and
    bits that are set alike, take little room.
    """
    if not isinstance(value, np.ndarray):
        return value
    numbers = value.ravel().tolist()
    steps = (0, *STEPS, len(numbers) // agents)
    ways = {step: " ".join(f"{each:x}" for each in _apart(numbers, step)) for step in steps}
    step = min(ways, key=lambda each: len(zlib.compress(ways[each].encode())))
    return {"type": value.dtype.name, "shape": list(value.shape), "step": step, "numbers": ways[step]}


def _apart(numbers: list[int], step: int) -> list[int]:
    before = [0] * len(numbers) if not step else [*[0] * step, *numbers]
    return [each - other for each, other in zip(numbers, before, strict=False)]


def _blank(value: Any) -> Any:
    """Give an array's kind, shape and what it begins with, 0 or -1; or a number as it is."""
    if not isinstance(value, np.ndarray):
        return value
    begins = layout.NOBODY if value.size and (value == layout.NOBODY).all() else 0
    return {"type": value.dtype.name, "shape": list(value.shape), "begins": begins}


def _entry(game: Game, name: str) -> dict[str, Any]:
    """Say how an entry of the sheet is filled in from the marking: in which form, from which counters."""
    entry = entries(game.rules.sheet)[name]
    shape = [len(labels) for labels in entry.axes.values()]
    known = {"name": name, "size": int(np.prod(shape)), "most": entry.most, "slots": shape[-1] if shape else 1}
    if entry.codes is not None:
        known |= {"codes": [code.name for code in entry.codes], "each": shape == [len(SIDE), STATIONS]}
    if name in FED_BY_ROBOTS:
        return {**known, "form": "fouls", "kind": FED_BY_ROBOTS.index(name)}
    form = game.model.sheet[name]
    if isinstance(form, str):
        return {**known, "form": "held", "places": [_place(game, form)]}
    if isinstance(form, Code | Fill):
        table = form.code if isinstance(form, Code) else form.fill
        kind = "code" if isinstance(form, Code) else "fill"
        return {
            **known,
            "form": kind,
            "places": [_place(game, place) for place in table],
            "values": [*table.values()],
        }
    return {**known, "form": "split", "places": [_place(game, form.split)], "upto": form.each}


def _place(game: Game, place: str) -> list[int]:
    """Give the first counter of a place, and how many owners have one."""
    return [game.first_counter(place), len(OWNERS[place.partition(".")[0]])]


NUMBERS = {
    "together": properties.TOGETHER,
    "streams": [STATION, MATCH],
    "of_match": [[properties.PHASE, 1], [properties.MATCH_PLAYBOOK, 4], [properties.ALLIANCE_PLAYBOOK, 4]],
    "agents": properties.AGENTS,
    "alarm": kernel.ALARM,
    "lines": kernel.LINES,
    "nobody": layout.NOBODY,
    "buzzer": BUZZER,
    "log": {"line": len(LogLine._fields) + 1, "started": STARTED, "succeeded": SUCCEEDED, "failed": FAILED},
}
"""Numbers of the engine that whoever calls it has to know."""
