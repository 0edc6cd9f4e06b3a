"""Hypothesis strategies: small legal match tables of every shape the language allows, with robots and playbooks.

Tables are legal by construction. A guarded place has a complement place, `free_` and its name: who fills the one
empties the other, so its `most` holds. A chain is a few places with one token among them, like levels of a climb.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from rules.season import Breakdown, Phase, Season, entry
from sim.robots.drawn import Robots, prepare
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.game import Game, compiled
from sim.table.language import Model

Row = dict[str, Any]
SEES = {"field": ("field",), "alliance": ("alliance", "other"), "robot": ("robot",)}
PIECES = ("ball", "cube")


@dataclass(frozen=True)
class Sheet:
    """A sheet with one entry, which the place `field.base` feeds."""

    base: Any = entry("what lies on the base", "base")


def score(sheet: Sheet, _: object) -> Breakdown:
    """Score the base for both sides."""
    total = np.stack([sheet.base, sheet.base], axis=-1)
    return Breakdown(1, {"base": total}, total)


PHASE = Phase(score, lambda documents, _: [*documents])
SEASON = Season("fgc_test", Sheet, 1, PHASE, lambda _: {"base": "what lies on the base"})
POPULATION = {
    **dict.fromkeys(("talent", "form", "reliability", "no_show"), 0),
    "growth": {"gain": 0, "tau": 1},
    "breaks": {"share": 0, "early": 0},
    "source": "assumed",
}
"""Robots that are all alike, always come and never break down."""


def table(
    places: list[Row],
    actions: list[Row],
    playbooks: list[Row] | None = None,
    robots: Row | None = None,
    humans: int = 0,
    spread: float = 0,
) -> Game:
    """Make a checked table; without playbooks, one for robots and one for humans list their rows as they stand."""
    said = {"doc": "", "source": "assumed"}
    rows = [{**said, "by": "robot", "seconds": 5, **row} for row in actions]
    if playbooks is None:
        orders = {by: tuple(row["name"] for row in rows if row["by"] == by) for by in ("robot", "human")}
        playbooks = [{"name": by, "by": by, "share": 1, "order": order} for by, order in orders.items() if order]
    found = {
        "season": {"name": "Test", "year": 1, "field": True, "source": {}},
        "source": (),
        "place": tuple({**said, **place} for place in places),
        "action": tuple(rows),
        "sheet": {"base": "field.base"},
        "humans": {"each": humans, "source": "assumed"},
        "durations": {"spread": spread, "source": "assumed"},
        "robots": {**POPULATION, **(robots or {})},
        "playbook": tuple({**said, **playbook} for playbook in playbooks),
    }
    return compiled(Model.model_validate(found), SEASON)


@dataclass(frozen=True)
class Case:
    """A table to play, with the seed and the first match."""

    game: Game
    seed: int
    first: int
    tied: bool
    """Breakdowns come at whole multiples of 2.5 s, as most endings then do."""

    @property
    def orders(self) -> list[list[int]]:
        """The rows of every playbook."""
        return rows_of(self.game, self.game.playbooks)

    def robots(self, count: int) -> Robots:
        """Draw the robots of the first matches."""
        robots = prepare(lineup(self.game, self.game.playbooks), self.seed, self.first, count)
        return robots._replace(breaks=robots.breaks // 2_500 * 2_500) if self.tied else robots


@dataclass(frozen=True)
class End:
    """A place as a row names it: where a move begins or ends."""

    scope: str
    name: str
    family: str
    guarded: bool
    rank: int
    """The place's number: rows of 0 seconds only move upwards, so that they never feed each other in a circle."""

    @property
    def token(self) -> str:
        """The place itself."""
        return f"{self.scope}.{self.name}"

    @property
    def free(self) -> str:
        """Its complement."""
        return f"{self.scope}.free_{self.name}"


def weighed(*values: Any) -> st.SearchStrategy[Any]:
    """Draw one of the values, each as often as it is listed."""
    return st.sampled_from(values)


@st.composite
def all_ends(draw: Any) -> list[End]:
    """Draw what places there are: families of up to three, a chain, and `field.base`."""
    scopes = weighed("field", "field", "alliance", "robot")
    homes = [("field", "base", "ball", False)]
    for family in (*PIECES, "mark")[: draw(st.integers(1, 3))]:
        homes += [(draw(scopes), f"{family}{i}", family, draw(st.booleans())) for i in range(draw(st.integers(1, 3)))]
    chain = draw(scopes)
    homes += [(chain, f"chain{i}", "chain", False) for i in range(draw(st.integers(2, 3)))]
    return [End(scope, *home[1:], rank) for rank, home in enumerate(homes) for scope in SEES[home[0]]]


def targets(source: End, ends: list[End], instant: bool) -> list[End | None]:
    """Give where a row may move a token of this place; None is nowhere."""
    found: list[End | None] = [] if source.family in PIECES else [None]
    for end in ends:
        follows = end.family == source.family and end != source and (end.rank > source.rank or not instant)
        if follows and (source.family != "chain" or end.scope == source.scope) and not (instant and end.guarded):
            found.append(end)
    return found


@st.composite
def moves(draw: Any, ends: list[End], instant: bool, leaky: bool) -> Row | None:
    """Draw a row's tokens where it moves pieces, marks or the chain's token from one place to another."""
    ways = {end: targets(end, ends, instant) for end in ends if not (instant and end.guarded)}
    sources = [end for end, found in ways.items() if found]
    if not sources:
        return None
    source = draw(st.sampled_from(sources))
    target = draw(st.sampled_from(ways[source]))
    fallbacks = [end for end in ways[source] if end is None or not end.guarded]
    fallback = draw(st.sampled_from([*fallbacks, "back", "back"] if not instant else [*fallbacks, "back"]))
    k = 1 if source.family == "chain" else draw(weighed(1, 1, 2, 3))
    asks = {target.free: k} if target and target.guarded and not leaky else {}
    frees = {source.free: k} if source.guarded else {}
    turn = {"field.turn": 1} if not instant and draw(weighed(False, False, True)) else {}
    row: Row = {
        "takes": {source.token: k, **asks, **turn},
        "gives": {**({target.token: k} if target else {}), **frees, **turn},
        "success": 1 if instant and fallback == "back" else draw(weighed(1, 1, 0.9, 0.5)),
    }
    if fallback != "back":
        row["drops"] = {**({fallback.token: k} if fallback else {}), **frees, **asks, **turn}
    return row


@st.composite
def makings(draw: Any, ends: list[End]) -> Row:
    """Draw a row's tokens where it makes pieces or marks out of nothing, until enough are there."""
    able = [end for end in ends if end.family != "chain"]
    target = draw(st.sampled_from(able))
    k = draw(st.integers(1, 2))
    row: Row = {"takes": {target.free: k}} if target.guarded else {"unless": {target.token: draw(st.integers(1, 6))}}
    row["success"] = draw(weighed(1, 0.5))
    return row | {"gives": {target.token: k}} | ({"makes": target.family} if target.family in PIECES else {})


@st.composite
def rows(draw: Any, ends: list[End], by: str, name: str, leaky: bool, makes: bool) -> Row | None:
    """Draw a whole row; None where the agent sees nothing that it could move."""
    ends = [end for end in ends if by == "robot" or end.scope != "robot"]
    instant = by == "field" and draw(st.booleans())
    kind = "move" if instant or leaky else draw(weighed(*["move"] * 4, "make" if makes else "move", "rest"))
    if kind == "rest":
        row: Row | None = {"final": True}
    else:
        row = draw(moves(ends, instant, leaky) if kind == "move" else makings(ends))
    if row is None:
        return None
    tokens = [end.token for end in ends] + [end.free for end in ends if end.guarded]
    condition = st.dictionaries(st.sampled_from(tokens), st.integers(1, 3), min_size=1, max_size=2)
    row["needs"] = draw(condition) if draw(weighed(False, False, True)) else {}
    row["unless"] = (draw(condition) if draw(weighed(False, False, True)) else {}) | row.get("unless", {})
    row["lot"] = draw(weighed(1, 1, 2, 3)) if row.get("takes") else 1
    row["after"] = draw(weighed(0, 0, 0, 5, 10, 60, 149))
    row["seconds"] = 0 if instant else draw(weighed(2.5, 5, 5, 10, 20, 40))
    row["final"] = row.get("final", False) or draw(weighed(*[False] * 7, True))
    if by == "robot" and draw(weighed(False, False, True)):
        row["can"] = "able"
    if by != "field" and draw(st.booleans()):
        row["skill"] = "skill"
    return {"name": name, "by": by, **row}


def declared(token: str) -> str:
    """Give the name that a token's place is declared by."""
    return token.replace("other.", "alliance.")


@st.composite
def places(draw: Any, ends: list[End], actions: list[Row]) -> list[Row]:
    """Draw the places that the rows name, with tokens at the start wherever no row brings any."""
    kinds = ("needs", "unless", "takes", "gives", "drops")
    named = {declared(token) for row in actions for kind in kinds for token in row.get(kind, {})} | {"field.base"}
    filled = set()
    for row in actions:
        failed = row.get("drops", row.get("takes", {})) if row.get("success", 1) < 1 else {}
        filled |= {declared(token) for token in (*row.get("gives", {}), *failed)}
    found = []
    for end in ends:
        if end.scope == "other" or not {end.token, end.free} & named:
            continue
        piece = {"piece": end.family} if end.family in PIECES else {}
        start = {"name": end.token, "clock": draw(weighed(False, True)), **piece}
        if end.family == "chain":
            found.append(start | {"start": int(end.name == "chain0" or end.token not in filled)})
        elif not end.guarded:
            found.append(start | {"start": draw(st.integers(int(end.token not in filled), 8))})
        else:
            most = draw(st.integers(2, 5))
            held = draw(st.integers(int(end.token not in filled), most - int(end.free not in filled)))
            found.append(start | {"start": held, "most": most})
            found.append({"name": end.free, "start": most - held, "most": most, "clock": draw(st.booleans())})
    chain = [place for place in found if ".chain" in place["name"]]
    for place in chain:
        place["most"] = max(1, sum(each["start"] for each in chain))
    turns = draw(st.integers(1, 2))
    found.append({"name": "field.turn", "start": turns, "most": turns})
    return [place for place in found if place["name"] in named]


@st.composite
def playbooks(draw: Any, actions: list[Row], humans: int) -> list[Row]:
    """Draw playbooks for robots and for humans, of all or of each station; the first of each lists every row."""
    found = []
    for by in ("robot", "human") if humans else ("robot",):
        names = [row["name"] for row in actions if row["by"] == by]
        fixed = by == "human" and draw(st.booleans())
        shares = (1,) * humans if fixed else draw(weighed((1,), (0.5, 0.5), (0.5, 0.25, 0.25)))
        for i, share in enumerate(shares):
            order = draw(st.permutations(names))[: draw(st.integers(1, len(names))) if i else None]
            book: Row = {"name": f"{by} {i}", "by": by, "share": share, "order": tuple(order)}
            book["set"] = {
                name: {"after": draw(weighed((30, 0), (60, 0), (60, 5)))} for name in order[: draw(weighed(0, 1))]
            }
            book["level"] = draw(weighed("robot", "robot", "alliance", "match"))
            found.append(book | ({"station": i + 1} if fixed else {}))
    return found


@st.composite
def populations(draw: Any, tied: bool, found: list[Row], actions: list[Row]) -> Row:
    """Draw the robots: all alike where endings shall tie, else of all kinds; with room where a place can be it."""

    def some(*values: float) -> float:
        return 0 if tied else draw(weighed(*values))

    rooms = [place["name"] for place in found if "robot.free" in place["name"] and place["start"] == place["most"]]
    return {
        "talent": some(0, 0.5),
        "form": some(0, 0.3),
        "reliability": some(0, 1),
        "growth": {"gain": some(0, 0.4), "tau": 0.5},
        "no_show": draw(weighed(0, 0.2)),
        "breaks": {"share": draw(weighed(0, 0.3, 1)), "early": draw(weighed(0, 0.5, 1))},
        "skill": {"skill": {"spread": some(0, 0.3), "talent": 1}} if any("skill" in row for row in actions) else {},
        "can": {"able": {"share": 0.6, "talent": 1, "growth": 1}} if any("can" in row for row in actions) else {},
        **({"room": {"place": rooms[0], "spread": 0.5, "talent": 1}} if rooms else {}),
    }


@st.composite
def cases(draw: Any, leaky: bool = False, makes: bool = True) -> Case:
    """Draw a table and the matches to play; `leaky` ones forget complements and may break the `most` of a place."""
    ends = draw(all_ends())
    counts = {"robot": draw(st.integers(2, 6)), "human": draw(st.integers(0, 3)), "field": draw(st.integers(0, 3))}
    drawn = [draw(rows(ends, by, f"{by} row {i}", leaky, makes)) for by, n in counts.items() for i in range(n)]
    actions = [row for row in drawn if row is not None]
    humans = draw(st.integers(1, 3)) if any(row["by"] == "human" for row in actions) else 0
    tied = draw(weighed(True, True, False))
    found = draw(places(ends, actions))
    books, robots = draw(playbooks(actions, humans)), draw(populations(tied, found, actions))
    game = table(found, actions, books, robots, humans, spread=0 if tied else 0.3)
    return Case(game, draw(weighed(0, 1, 2**32 - 1)), draw(weighed(0, 0, 1, 417, 2**32 - 7)), tied)
