"""Dials that are swept: `grip.after=90:140:5` -> values -> a variant for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite, prod

from analysis.compare.matchups import Variant
from rules.errors import ModelError, within
from sim.robots.dials import Choice, Dial, dial
from sim.robots.files import Station
from sim.table.game import Game
from sim.table.language import Playbook, Robot

MOST = 1_000
"""Settings of a sweep."""
FINEST = 1e-6
"""The smallest step between two values: below, they are the same number to the engine."""
WHERE = "--set"


@dataclass(frozen=True)
class Axis:
    """A swept number and its values, rising."""

    dial: Dial
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """The number as it was named."""
        return self.dial.name

    @property
    def label(self) -> str:
        """The number with its unit, for pictures."""
        return f"{self.name} ({self.dial.unit})" if self.dial.unit else self.name


def axis_of(game: Game, plan: Playbook, text: str) -> Axis:
    """Read `DIAL=FROM:TO:STEP`; a ModelError says what is wrong, with the nearest valid name."""
    name, _, numbers = text.partition("=")
    with within(WHERE):
        turned = dial(Choice(game, plan), name.strip())
    start, stop, step = _steps(name.strip(), numbers)
    if not turned.low <= start <= stop <= turned.high:
        what = f"expected values from {turned.low:g} to {turned.high:g}, found {numbers!r}"
        raise ModelError(WHERE, turned.name, what)
    if turned.whole and (start % 1 or step % 1):
        raise ModelError(WHERE, turned.name, f"expected whole numbers, found {numbers!r}")
    count = int((stop - start) / step + 1e-9) + 1
    if count > MOST:
        raise ModelError(WHERE, turned.name, f"expected at most {MOST:,} values, found {count:,}")
    return Axis(turned, tuple(round(start + i * step, 9) for i in range(count)))


def _steps(name: str, numbers: str) -> tuple[float, float, float]:
    """Read FROM:TO:STEP."""
    try:
        start, stop, step = map(float, numbers.split(":"))
    except ValueError:
        raise ModelError(WHERE, name, f"expected FROM:TO:STEP, three numbers, found {numbers!r}") from None
    if not all(map(isfinite, (start, stop, step))) or step <= 0 or stop < start:
        raise ModelError(WHERE, name, f"expected FROM up to TO by a STEP above 0, found {numbers!r}")
    if step < FINEST:
        raise ModelError(WHERE, name, f"expected a STEP of {FINEST:.6f} or more, found {numbers!r}")
    return start, stop, step


def variants_on(game: Game, axes: Sequence[Axis], plan: Playbook, robot: Robot | None) -> list[Variant]:
    """Give a variant for every setting of the axes, the last one running fastest."""
    if len({axis.name for axis in axes}) < len(axes):
        raise ModelError(WHERE, f"expected two different numbers, found {axes[0].name!r} twice")
    settings = prod(len(axis.values) for axis in axes)
    if settings > MOST:
        raise ModelError(WHERE, f"expected at most {MOST:,} settings, found {settings:,}")
    with within(WHERE):
        return [_variant(Choice(game, plan, robot), axes, values) for values in product(*(a.values for a in axes))]


def _variant(choice: Choice, axes: Sequence[Axis], values: Sequence[float]) -> Variant:
    for axis, value in zip(axes, values, strict=True):
        choice = axis.dial.turn(choice, value)
    name = " ".join(f"{value:g}" for value in values)
    return Variant(name, Station(robot=choice.robot, plan=choice.plan), choice.population or {}, choice.points or {})
