"""Models of a season: other numbers by which its simulated events lie about as near the real one as by its own.

A season's numbers are one answer among many: what is fitted would come out otherwise for another event, and what is
assumed was measured by nobody. A model is one more answer, drawn so:

1. Every assumed number is moved within its range (`moved`), all at once, by a scrambled Sobol sequence, which spreads
   few points evenly over many dimensions. Assumed is what has the source "assumed", or one of the lowest grade:
   seconds and chances of rows that go by a skill, the population's numbers, shares of playbooks.
2. The fitted numbers are fitted to the event anew with these held, by Gauss-Newton steps with the slopes at the
   season's own numbers, which change little within the ranges.
3. What another event would have made of the fit is added: a normal deviation with the fit's own covariance.
4. It is judged on fresh events, as `sim validate` does, by all statistics, those that nothing is fitted to among
   them. It is kept where none lies beyond three standard deviations and its figures (root mean square of z) lie no
   farther from the event than events of one model from each other, which is 1; or where they lie no more than 1.3
   times as far from it as by the season's own numbers.

Where too few of the first draws pass, all ranges are halved and it begins anew. Not moved are decisions of playbooks,
the spread of durations, starts of places and the rows themselves: their doubt is not in the models.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from analysis.documents import document
from analysis.event.calibrate import MILD, UNIFORM, Calibration
from analysis.event.validate import Counted, against, count_events, far_from
from analysis.least_squares import Floats, root_of, solved, times
from rules.errors import FgcError
from sim.play.request import repopulated
from sim.table.dials import ROBOTS, ROWS, SECONDS, SHARES, SUCCESS, Numbers, changed, numbers_of
from sim.table.language import Model, Playbook
from sim.table.models import Made, is_assumed

FACTOR = 1.25
"""Assumed seconds lie within this factor of the season's own: an assumption. Who stops such times by a video, of
some tries, is seldom farther off; a field that is faster as a whole is `robots.pace`, which is fitted."""
ODDS = 1.5
"""Odds of chances and shares, and what else says how robots differ, lie within this factor: an assumption. A chance
of 0.8 becomes 0.73 to 0.86: what ten tries of a robot would leave open, and more than that."""
WIDTHS = (1.0, 0.5, 0.25)
"""The ranges, on the scale of logs, as shares of those above: the next narrower ones where too few models pass."""
TRIES = 256
"""Draws at each width, a power of 2 as the sequence wants it; of one in three to one in six comes a model."""
STEPS = 2
"""Gauss-Newton steps of a fit."""
GLANCED, JUDGES = 16, 48
"""Fresh events that a model is judged by, those of a first glance among them."""
TOO_FAR = 1.2
"""What lies so many times too far at first glance is not looked at again."""
AS_NEAR = 1.3
"""A model's figures may lie so many times as far from the event as the season's own."""
APART = 1.0
"""The root mean square z of one event of a model among others of the same."""
DIGITS = 3
"""Significant digits of a model's numbers."""
INNER = 1e-6
"""How far points of the sequence stay away from 0 and 1, where a normal value would be endless."""
AS_SHARES = ("share", "early", "no_show", "yellow", "red", "white", SUCCESS)
"""Last words of names of numbers that are shares: their odds are moved."""


class Nearness(NamedTuple):
    """How near simulated events lie to the published one."""

    distance: float
    """The root mean square of z."""
    far: Mapping[str, float]
    """The statistics that `sim validate` marks, or would if nothing were kept to judge by, by z."""

    def is_near(self, own: float) -> bool:
        """Say whether these events lie about as near as the season's own, whose distance is given."""
        return self.distance <= AS_NEAR * own or (self.distance <= APART and not self.far)


@dataclass(frozen=True)
class Found:
    """The models that were kept, how they were made, and how near each lies."""

    made: Made
    models: tuple[Numbers, ...]
    nearness: tuple[Nearness, ...]

    def document(self) -> dict[str, Any]:
        """Give how they were made, their numbers and how near each lies, as plain values."""
        made = {"made": self.made.model_dump(mode="json")}
        return {**made, "models": document(self.models), "nearness": document(self.nearness)}


def make_models(calibration: Calibration, wanted: int, fitted_to: str) -> Found:
    """Make so many models; raises an FgcError where too few pass even in the narrowest ranges.

    The same calibration gives the same models, whatever its number of workers.
    """
    own = judged_afresh(calibration, {})
    limit = farthest(own.distance)
    for width in WIDTHS:
        tried, kept = 0, []
        for tried, numbers in enumerate(drawn(calibration, width), start=1):
            found = judged_afresh(calibration, numbers, limit)
            if found.is_near(own.distance):
                kept.append((numbers, found))
            if len(kept) == wanted:
                return _found(calibration, kept, own, (fitted_to, tried, width))
    raise FgcError(
        "--models", f"expected {wanted} models that lie near the event, found {len(kept)} of {tried} tried"
    )


def farthest(own: float) -> float:
    """Give how far a model may lie from the event at most, where the season's own numbers lie as far as that."""
    return max(APART, AS_NEAR * own)


def _found(
    calibration: Calibration,
    kept: Sequence[tuple[Numbers, Nearness]],
    own: Nearness,
    how: tuple[str, int, float],
) -> Found:
    fitted_to, tried, width = how
    models, nearness = zip(*kept, strict=True)
    made = Made(
        fitted_to=fitted_to,
        seed=calibration.request.seed,
        events=calibration.events,
        judges=JUDGES,
        tried=tried,
        factor=round(FACTOR**width, 3),
        odds=round(ODDS**width, 3),
        own=round(own.distance, 3),
        distance=tuple(round(each.distance, 3) for each in nearness),
    )
    return Found(made, models, nearness)


def drawn(calibration: Calibration, width: float) -> Iterator[Numbers]:
    """Draw and fit models one after the other: their numbers by name, as they will be written."""
    model, own = calibration.request.game.model, calibration.place(calibration.before)
    assumed = assumed_numbers(model)
    slopes = calibration.slopes(own)
    root = root_of(calibration.covariance(own, slopes))
    points = qmc.Sobol(len(assumed) + len(own), rng=calibration.request.seed).random(TRIES)
    for point in points.clip(INNER, 1 - INNER):
        turns, luck = point[: len(assumed)], ndtri(point[len(assumed) :])
        held = moved(model, dict(zip(assumed, (width * (2 * turns - 1)).tolist(), strict=True)))
        around = replace(calibration, request=repopulated(calibration.request, held))
        x = refitted(around, own, slopes) + times(root, luck[:, None])[:, 0]
        yield written(model, {**held, **around.numbers(x.clip(0, 1))})


def refitted(calibration: Calibration, own: Floats, slopes: Floats) -> Floats:
    """Go down from the season's own numbers with the slopes that they have there.

    What lies far off pulls less than its square, as in `Calibration.fit`; what the event hardly tells stays.
    """
    x = own
    for _ in range(STEPS):
        residuals = calibration.residuals(x)
        weighed = slopes.T / np.sqrt(1 + (residuals / MILD) ** 2)
        curvature = times(weighed, slopes) + UNIFORM * np.eye(len(own))
        uphill = times(weighed, residuals[:, None]) + UNIFORM * (x - own)[:, None]
        x = np.clip(x - solved(curvature, uphill)[:, 0], 0, 1)
    return x


def assumed_numbers(model: Model) -> list[str]:
    """Name the numbers of a season that nobody measured and nothing is fitted to."""
    fitted = set() if model.fitted is None else set(model.fitted.numbers)
    sources = {f"{ROWS}.{row.name}": row.source for row in model.action}
    sources |= {f"{SHARES}.{playbook.name}": playbook.source for playbook in model.playbook}
    known = numbers_of(model)
    return [
        name
        for name in known
        if name not in fitted and known[name] and is_assumed(model, _source(name, sources, model.robots.source))
    ]


def _source(name: str, sources: Mapping[str, str], of_robots: str) -> str:
    """Give the source of a number: its row's, its playbook's or that of all robots."""
    if name.startswith(f"{ROBOTS}."):
        return of_robots
    return sources[name if name.startswith(f"{SHARES}.") else name.rpartition(".")[0]]


def moved(model: Model, turns: Numbers) -> dict[str, float]:
    """Give numbers at other places of their ranges, -1 to 1 from the lowest to the highest, 0 the season's own.

    Seconds are divided or multiplied by up to `FACTOR`; of shares and chances the odds, of all else the number
    itself, by up to `ODDS`. What is 0 stays 0. Shares of playbooks are weights: those that are moved have in all
    what they had.
    """
    known = numbers_of(model)
    found = {name: _moved(name, known[name], turn) for name, turn in turns.items()}
    for group in groups_of(model):
        names = [name for name in group if name in found]
        total = sum(found[name] for name in names)
        found |= {name: found[name] * sum(known[each] for each in names) / total for name in names}
    return found


def _moved(name: str, value: float, turn: float) -> float:
    last = name.rpartition(".")[2]
    if last in AS_SHARES and value < 1:
        odds = float(value / (1 - value) * ODDS**turn)
        return odds / (1 + odds)
    factor = FACTOR if name.startswith(f"{ROWS}.") and last == SECONDS else ODDS
    return float(value * factor**turn)


def groups_of(model: Model) -> list[list[str]]:
    """Give the names of the shares that sum to 1 together, group by group."""
    groups: dict[tuple[str, int | None], list[str]] = {}
    for playbook in model.playbook:
        groups.setdefault(_group(playbook), []).append(f"{SHARES}.{playbook.name}")
    return list(groups.values())


def _group(playbook: Playbook) -> tuple[str, int | None]:
    return playbook.by, playbook.station


def written(model: Model, numbers: Numbers) -> Numbers:
    """Give numbers as a file has them, to a few digits; of shares that sum to 1 the largest is what is left."""
    found, known = {name: float(f"{value:.{DIGITS}g}") for name, value in numbers.items()}, numbers_of(model)
    for group in groups_of(model):
        named = [name for name in group if name in found]
        if named:
            found.pop(max(named, key=lambda name: known[name]))
    changed(model, found)
    return {name: found[name] for name in known if name in found}


def judged_afresh(calibration: Calibration, numbers: Numbers, limit: float = inf) -> Nearness:
    """Play events that nothing was fitted on with these numbers, and lay them beside the published one.

    Where a few of them lie far beyond the limit, these tell enough.
    """
    request, beside = repopulated(calibration.request, numbers), calibration.beside
    first, last = calibration.events, calibration.events + JUDGES
    events: list[Counted] = []
    for fresh in (range(first, first + GLANCED), range(first + GLANCED, last)):
        events += count_events(beside, request, fresh, calibration.workers, calibration.told)
        found = nearness(beside.published, events)
        if found.distance > TOO_FAR * limit:
            break
    return found


def nearness(published: Numbers, events: Sequence[Counted]) -> Nearness:
    """Say how near events lie to the published one."""
    simulated = [event.statistics for event in events]
    found = {
        name: against(value, [each[name] for each in simulated], []).z
        for name, value in published.items()
        if name in simulated[0]
    }
    z = {name: value for name, value in found.items() if value is not None}
    far = {name: value for name, value in z.items() if abs(value) > far_from(len(events))}
    return Nearness(float(np.sqrt(np.mean(np.square(list(z.values()))))), far)
