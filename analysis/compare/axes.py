"""Dials that are swept: `grip.after=90:140:5` -> values -> a variant for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
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


def axes_of(game: Game, plan: Playbook, numbers: Mapping[str, str | Iterable[float]]) -> list[Axis]:
    """Give the swept numbers of a table: by name rising values, or `"FROM:TO:STEP"`."""
    return [
        axis_of(game, plan, f"{name}={values}") if isinstance(values, str) else axis_at(game, plan, name, values)
        for name, values in numbers.items()
    ]


def axis_of(game: Game, plan: Playbook, text: str) -> Axis:
    """Read `DIAL=FROM:TO:STEP`; a ModelError says what is wrong, with the nearest valid name."""
    name, _, numbers = text.partition("=")
    turned = _turned(game, plan, name.strip())
    start, stop, step = _steps(turned.name, numbers)
    _check(turned, start, stop, start % 1 == step % 1 == 0, repr(numbers))
    count = int((stop - start) / step + 1e-9) + 1
    if count > MOST:
        raise ModelError(WHERE, turned.name, f"expected at most {MOST:,} values, found {count:,}")
    return Axis(turned, tuple(round(start + i * step, 9) for i in range(count)))


def axis_at(game: Game, plan: Playbook, name: str, values: Iterable[float]) -> Axis:
    """Give a swept number with these rising values; a ModelError says what is wrong, as for `FROM:TO:STEP`."""
    turned = _turned(game, plan, name)
    try:
        found = tuple(float(value) for value in values)
    except (TypeError, ValueError):
        found = ()
    if not found or not all(right - left >= FINEST for left, right in pairwise(found)):
        what = f"expected FROM:TO:STEP, or numbers that rise by {FINEST:.6f} or more"
        raise ModelError(WHERE, name, f"{what}, found {values!r:.60}")
    _check(turned, found[0], found[-1], all(value % 1 == 0 for value in found), f"{found[0]:g} to {found[-1]:g}")
    return Axis(turned, found)


def _turned(game: Game, plan: Playbook, name: str) -> Dial:
    with within(WHERE):
        return dial(Choice(game, plan), name)


def _check(turned: Dial, low: float, high: float, whole: bool, found: str) -> None:
    """Raise a ModelError where values lie outside of a dial's bounds, or are not whole though it asks for that."""
    if not turned.low <= low <= high <= turned.high:
        what = f"expected values from {turned.low:g} to {turned.high:g}, found {found}"
        raise ModelError(WHERE, turned.name, what)
    if turned.whole and not whole:
        raise ModelError(WHERE, turned.name, f"expected whole numbers, found {found}")


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
