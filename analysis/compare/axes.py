"""Numbers of a plan or a robot that are swept: `ROW.after=90:140:5` -> values -> a variant for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite, prod
from typing import TYPE_CHECKING

from analysis.compare.matchups import Variant
from rules.errors import ModelError
from sim.robots.files import Station
from sim.robots.lineup import abilities_of
from sim.table.checks import unknown
from sim.table.language import MATCH_SECONDS, Playbook, Robot, Set

if TYPE_CHECKING:
    from sim.table.game import Game

KINDS = {"after": (0, MATCH_SECONDS), "seconds": (0.001, MATCH_SECONDS), "works": (0.000_001, 1)}
"""What of a row can be swept, and between which bounds."""
MOST = 1_000
"""Settings of a sweep."""
FINEST = 1e-6
"""The smallest step between two values: below, they are the same number to the engine."""


@dataclass(frozen=True)
class Axis:
    """A swept number of a row: when it is done (`after`), its duration (`seconds`) or chance of success (`works`)."""

    row: str
    kind: str
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """The number as it was named."""
        return f"{self.row}.{self.kind}"

    @property
    def label(self) -> str:
        """The number with its unit, for pictures."""
        return f"{self.name} (s)" if self.kind != "works" else f"{self.name} (share)"


def axis_of(game: "Game", plan: Playbook, text: str) -> Axis:
    """Read `ROW.after=FROM:TO:STEP`; a ModelError says what is wrong, with the nearest valid name."""
    name, _, numbers = text.partition("=")
    row, _, kind = name.strip().rpartition(".")
    if kind not in KINDS:
        raise unknown("--set", name, f"what is swept after a dot, {', '.join(KINDS)}", kind, KINDS)
    if row not in plan.order:
        raise unknown("--set", name, "a row of the plan", row, plan.order)
    low, high = KINDS[kind]
    if kind == "after":
        low = next(action.after for action in game.actions if action.name == row)
    parts = numbers.split(":")
    try:
        start, stop, step = map(float, parts)
    except ValueError:
        raise ModelError("--set", name, f"expected FROM:TO:STEP, three numbers, found {numbers!r}") from None
    if not all(map(isfinite, (start, stop, step))) or step <= 0 or stop < start:
        raise ModelError("--set", name, f"expected FROM up to TO by a STEP above 0, found {numbers!r}")
    if step < FINEST:
        raise ModelError("--set", name, f"expected a STEP of {FINEST:.6f} or more, found {numbers!r}")
    if not low <= start <= stop <= high:
        raise ModelError("--set", name, f"expected values from {low:g} to {high:g}, found {numbers!r}")
    count = int((stop - start) / step + 1e-9) + 1
    if count > MOST:
        raise ModelError("--set", name, f"expected at most {MOST:,} values, found {count:,}")
    return Axis(row, kind, tuple(round(start + i * step, 9) for i in range(count)))


def variants_on(game: "Game", axes: Sequence[Axis], plan: Playbook, robot: Robot | None) -> list[Variant]:
    """Give a variant for every setting of the axes, the last one running fastest."""
    if len({axis.name for axis in axes}) < len(axes):
        raise ModelError("--set", f"expected two different numbers, found {axes[0].name!r} twice")
    request = prod(len(axis.values) for axis in axes)
    if request > MOST:
        raise ModelError("--set", f"expected at most {MOST:,} settings, found {request:,}")
    found = []
    for values in product(*(axis.values for axis in axes)):
        changed_plan, changed_robot = plan, robot
        for axis, value in zip(axes, values, strict=True):
            if axis.kind == "after":
                changed_plan = _decided(changed_plan, axis.row, value)
            else:
                changed_robot = _measured(game, changed_robot, axis, value)
        station = Station(robot=changed_robot, plan=changed_plan)
        found.append(Variant(" ".join(f"{value:g}" for value in values), station))
    return found


def _decided(plan: Playbook, row: str, after: float) -> Playbook:
    """Move the decision to do a row; its spread stays."""
    spread = plan.set[row].after[1] if row in plan.set else 0.0
    return plan.model_copy(update={"set": {**plan.set, row: Set(after=(after, spread))}})


def _measured(game: "Game", robot: Robot | None, axis: Axis, value: float) -> Robot:
    """Change a number of the robot, the season's median one where none was named."""
    start = robot or Robot(season=game.rules.key, name="p50")
    population = game.robots
    can = next(row.can for row in game.actions if row.name == axis.row)
    if can is not None and can not in abilities_of(start, population):
        what = f"expected a row that {start.name} can do, found one that asks for {can!r}: name a --robot that has it"
        raise ModelError("--set", axis.name, what)
    return start.model_copy(update={axis.kind: {**getattr(start, axis.kind), axis.row: value}})
