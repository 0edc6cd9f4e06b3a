"""What a team could work on: every dial of a robot and of its plan, each turned by one honest step.

How long a step is, is an assumption, the same for everybody: what a team may manage until the next event.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from analysis.words import Parameters, Said, english, joined
from sim.robots.dials import Choice, Dial, dial, dials
from sim.robots.files import Station
from sim.robots.lineup import abilities_of, odds_against
from sim.robots.starters import needed
from sim.table.chains import OWN, completed
from sim.table.game import Game
from sim.table.language import Action, Robot
from sim.table.starting import overtaken, together

BOTH = "verdict.both"
"""What stands between two of several."""
ORDER = "order"
"""What stands in a dial's place where two neighbours of the plan's order are swapped."""
AFTER, SPREAD, SECONDS, WORKS, ROOM = "after", "sd", "seconds", "works", "room"
OF_ROWS = (AFTER, SPREAD, SECONDS, WORKS)
"""The kinds of dials that rows have."""
QUICKER, EARLIER, MORE_ROOM = 0.8, 10, 1.5
"""A fifth quicker, so many seconds earlier or later, half as much room again; else half of what goes wrong."""

TOO_RARE = 99
"""An ability that so many robots lack for each one that has it is no step for a team: an assumption."""

DECIMALS = 6


class Turn(NamedTuple):
    """One way to turn dials of a kind."""

    to: Callable[[float], float]
    step: str
    """What that is: `step.NAME` of the catalogues says it of a row, an ability or a kind of foul."""
    none: str
    """Why it can gain nothing where the dial stands at its end already: `vain.NAME`."""


TURNS: dict[str, tuple[Turn, ...]] = {
    SECONDS: (Turn(lambda at: QUICKER * at, "quicker", "no_time"),),
    WORKS: (Turn(lambda at: (1 + at) / 2, "works", "works"),),
    AFTER: (
        Turn(lambda at: at - EARLIER, "earlier", "earliest"),
        Turn(lambda at: at + EARLIER, "later", "latest"),
    ),
    SPREAD: (Turn(lambda at: at / 2, "exact", "exact"),),
    ROOM: (Turn(lambda at: ceil(MORE_ROOM * at), "room", "room"),),
    "can": (Turn(lambda _: 1, "ability", "able"),),
    "breaks": (Turn(lambda at: at / 2, "breaks", "never_breaks"),),
    "no_show": (Turn(lambda at: at / 2, "no_show", "always_comes"),),
    "fouls": (Turn(lambda at: at / 2, "fouls", "no_fouls"),),
}
NOT_TURNED = {
    "percentile": Said("vain.percentile"),
    AFTER: Said("vain.undecided"),
}
"""Why some dials of a robot and of a plan are left as they are."""


@dataclass(frozen=True)
class Option:
    """One dial turned by one step, or two neighbours of the order swapped."""

    dial: str
    start: float | str
    """Where the dial stands; of the order, its two rows as they are."""
    to: float | str
    said: Said
    """What is turned."""
    unit: str = ""
    row: str | None = None
    """The row that the dial is of."""
    station: Station | None = None
    """What is played for it; None where it can gain nothing."""
    reason: Said | None = None
    """Why it can gain nothing, as far as that is known before play."""
    turn: Turn | None = None
    """How the dial is turned; None of the order."""

    @property
    def words(self) -> str:
        """What is turned, in English."""
        return english(self.said)

    @property
    def why(self) -> str:
        """Why it can gain nothing, in English; nothing where it may."""
        return english(self.reason or "")


def options_of(choice: Choice) -> tuple[Option, ...]:
    """Give all that a robot and its plan could have otherwise, one thing each; what can gain nothing says why."""
    turned = dials_of(choice)
    found = [option for each in turned if not _left(choice, each) for option in _of_dial(choice, each)]
    return (*found, *_of_order(choice))


def left_out(choice: Choice) -> dict[str, Said]:
    """Give the dials of the robot and of the plan that are not turned, each with why."""
    return {each.name: why for each in dials_of(choice) if (why := _left(choice, each))}


def dials_of(choice: Choice) -> list[Dial]:
    """Give the dials of the robot and of the plan."""
    return [each for each in dials(choice).values() if each.of in ("plan", "robot")]


def kind_of(name: str) -> tuple[str, str]:
    """Give the kind of a dial and what it is of: a row, an ability, a kind of foul, or nothing."""
    group, _, rest = name.partition(".")
    if group in TURNS or not rest:
        return group, rest
    row, _, kind = name.rpartition(".")
    return kind, row.removesuffix(f".{AFTER}") if kind == SPREAD else row


def _left(choice: Choice, at: Dial) -> Said | None:
    kind, row = kind_of(at.name)
    if kind in (AFTER, SPREAD):
        return None if row in choice.plan.set else NOT_TURNED[AFTER]
    return NOT_TURNED.get(kind)


def _of_dial(choice: Choice, at: Dial) -> Iterator[Option]:
    kind, of = kind_of(at.name)
    start, row = at.value(choice), of if kind in OF_ROWS else None
    for turn in TURNS[kind]:
        to, said = _end(at, turn, start), _step(choice, turn, kind, of)
        why = Said(f"vain.{turn.none}") if to == start else _in_vain(choice, kind, of)
        station = None if why else _station(at.turn(choice, to))
        yield Option(at.name, start, to, said, at.unit, row, station, why, turn)


def _end(at: Dial, turn: Turn, start: float) -> float:
    return round(min(max(turn.to(start), at.low), at.high), DECIMALS)


def again(choice: Choice, option: Option) -> Station:
    """Give what is played for an option in another model of the season: the same step, from where the dial is there.

    What a robot's file leaves out is another number in each model. Where the step can gain nothing, all stays.
    """
    if option.turn is None:
        return option.station or _station(choice)
    at, (kind, of) = dial(choice, option.dial), kind_of(option.dial)
    start = at.value(choice)
    to = _end(at, option.turn, start)
    return _station(choice if to == start or _in_vain(choice, kind, of) else at.turn(choice, to))


def _step(choice: Choice, turn: Turn, kind: str, of: str) -> Said:
    """Say what a step is, and which abilities come with one that builds on them."""
    with_it = [name for name in _gained(choice, of) if name != of] if kind == "can" else []
    about: Parameters = {"of": of, "seconds": EARLIER, **({"others": joined(with_it, BOTH)} if with_it else {})}
    return Said(f"step.{turn.step}{'_with' if with_it else ''}", about)


def _in_vain(choice: Choice, kind: str, of: str) -> Said | None:
    """Say why a turn can gain nothing, as far as the plan and the table tell."""
    game, plan = choice.game, choice.plan
    if kind == "can":
        if not {needed(game, row) for row in plan.order} & {*_gained(choice, of)}:
            return Said("vain.unasked")
        rare = odds_against(_robot(choice), of, game.model) > TOO_RARE
        return Said("vain.rare", {"robots": TOO_RARE + 1}) if rare else None
    if kind == ROOM:
        return None if any(_uses_room(game, row) for row in plan.order) else Said("vain.room_unused")
    if of not in plan.order or kind not in OF_ROWS:
        return None
    if (needs := needed(game, of)) not in (None, *abilities_of(_robot(choice), game.model)):
        return Said("vain.unable", {"needs": needs or ""})
    ahead = overtaken_rows(choice).get(of)
    return Said("vain.overtaken", {"ahead": ahead}) if ahead else None


def _gained(choice: Choice, ability: str) -> list[str]:
    """Give what a robot can do more with one more ability: with what that builds on."""
    has = abilities_of(_robot(choice), choice.game.model)
    return [name for name in completed(choice.game.model, [*has, ability]) if name not in has]


def able_rows(choice: Choice) -> list[Action]:
    """Give the rows of the plan that the robot can do, in their order."""
    able = (None, *abilities_of(_robot(choice), choice.game.model))
    rows = {row.name: row for row in choice.game.actions}
    return [rows[name] for name in choice.plan.order if rows[name].can in able]


def overtaken_rows(choice: Choice) -> dict[str, str]:
    """Give the rows of the plan that another one before them always overtakes, each with that one."""
    return overtaken([row for row in able_rows(choice) if not row.after and row.name not in choice.plan.set])


def _uses_room(game: Game, row: str) -> bool:
    place = game.robots.room.place if game.robots.room else f"{OWN}room"
    action = next(each for each in game.actions if each.name == row)
    return place in {*action.needs, *action.unless, *action.takes}


def _of_order(choice: Choice) -> Iterator[Option]:
    """Swap neighbours of the order; what the robot cannot do, or never does, stands between nobody."""
    rows, never = able_rows(choice), overtaken_rows(choice)
    both = together(choice.game.model, rows)
    names = [row.name for row in rows]
    pairs = dict.fromkeys([*pairwise(names), *pairwise(name for name in names if name not in never)])
    for first, second in pairs:
        said, start, to = (
            Said("step.swap", {"first": second, "then": first}),
            f"{first}, {second}",
            f"{second}, {first}",
        )
        why = None if {first, second} in both else Said("vain.apart")
        idle = next((each for each in (first, second) if never.get(each, first) != first), None)
        why = Said("vain.idle", {"idle": idle, "ahead": never[idle]}) if idle else why
        station = None if why else _station(_moved(choice, first, second))
        yield Option(ORDER, start, to, said, station=station, reason=why)


def _moved(choice: Choice, first: str, second: str) -> Choice:
    """Put the second row just before the first."""
    order = [name for name in choice.plan.order if name != second]
    order.insert(order.index(first), second)
    return choice._replace(plan=choice.plan.model_copy(update={"order": tuple(order)}))


def _robot(choice: Choice) -> Robot:
    return choice.robot or Robot(season=choice.game.key, name="p50")


def _station(choice: Choice) -> Station:
    return Station(robot=choice.robot, plan=choice.plan)
