"""The listed numbers of a population fitted to one event: the simulated method of moments.

Every statistic that `sim validate` compares is a moment, but for those that are kept to judge by (`judging.py`). A
residual is a z: published less the mean of simulated events, over the standard deviation between events. All numbers
meet the same simulated events (the same teams, schedule and luck), so that the sum of squares is a function of the
numbers alone, as smooth as many events make it; scipy's least_squares goes down it from several starts.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import floor, isfinite, log10, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares
from scipy.stats import qmc

from analysis.event.observed import kept_in
from analysis.event.validate import FAR, Validation
from rules.errors import ModelError
from sim.play.event import play_repeat
from sim.play.request import repopulated
from sim.table.dials import SHARES, numbers_of

if TYPE_CHECKING:
    from analysis.event.published import Matches
    from sim.play.event import Asked

Floats = npt.NDArray[np.float64]
Told = Callable[[int], None]

STEP = 0.06
"""How far a number moves to see what it does, as a share of the way between its bounds."""
LOOKS = 32
"""Points between the bounds that are looked at before the best become starts."""
ROUNDS = 12
"""How often a start looks where to go next, at most."""
MILD = 2.0
"""Beyond so many z a residual counts less than its square: what cannot be matched shall not pull at all else."""
UNIFORM = 12.0
"""One over the variance of a number that lies anywhere between its bounds, 0 and 1."""


@dataclass(frozen=True)
class Fit:
    """What calibration found."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    error: Mapping[str, float]
    """The standard error of one event."""
    bounds: Mapping[str, tuple[float, float]]
    costs: list[float]
    """What each start came down to."""


class Calibration:
    """One fit: an event that is asked for, what is published of it, and the simulated events it is held against."""

    def __init__(self, asked: "Asked", table: "Matches | None", events: int, jobs: int, told: Told) -> None:
        seed = asked.settings.game.model
        if seed.fitted is None:
            raise ModelError("[fitted]", "expected in the season's seed file numbers that may be fitted, found none")
        self.asked, self.table, self.events, self.jobs, self.told = asked, table, events, jobs, told
        self.bounds = seed.fitted.numbers
        self.low, self.high = np.array(list(self.bounds.values())).T
        known = numbers_of(seed)
        self.before = {name: known[name] for name in self.bounds}
        self.unlisted = sum(
            playbook.share
            for playbook in seed.playbook
            if playbook.by == "robot" and f"{SHARES}.{playbook.name}" not in self.bounds
        )
        start = validation(asked, table, self.before, range(events), told)
        published, at_start, kept = start.published, start.statistics, kept_in(seed)
        moments = [name for name, value in published.items() if isfinite(value) and name not in kept]
        self.names = [name for name in moments if _varies(at_start, name)]
        if not self.names:
            raise ModelError("[observed]", "expected published matches or figures to fit to, found none")
        self.published = np.array([published[name] for name in self.names])
        self.scale = _matrix(at_start, self.names).std(axis=0, ddof=1) * np.sqrt(1 + 1 / events)

    def fit(self, starts: int) -> Fit:
        """Go down from several starts, the season's own numbers and the best of many others, and keep the lowest."""
        found = [
            least_squares(
                self.residuals,
                start,
                jac=self.slopes,
                bounds=(0, 1),
                loss="soft_l1",
                f_scale=MILD,
                max_nfev=ROUNDS,
                ftol=1e-3,
                xtol=1e-3,
            )
            for start in self.starts(starts)
        ]
        best = min(found, key=lambda each: each.cost)
        error = self.errors(best.x)
        after = {
            name: _rounded(value, of, *((0, 1) if _is_share(name) else self.bounds[name]))
            for (name, value), of in zip(self.numbers(best.x).items(), error, strict=True)
        }
        errors = dict(zip(self.before, error.tolist(), strict=True))
        return Fit(self.before, after, errors, self.bounds, [float(each.cost) for each in found])

    def starts(self, wanted: int) -> list[Floats]:
        """Give the season's own numbers and, of points spread evenly between the bounds, the best."""
        own = self.place(self.before)
        if wanted < 2:
            return [own]
        points = list(qmc.Sobol(len(own), rng=self.asked.manifest.seed).random(LOOKS))
        costs = [float((np.sqrt(1 + (residuals / MILD) ** 2)).sum()) for residuals in self.each(points)]
        return [own, *(points[i] for i in np.argsort(costs, kind="stable")[: wanted - 1])]

    def residuals(self, x: Floats) -> Floats:
        """Give the z of every statistic."""
        found: Floats = (self.published - _matrix(self.statistics(x), self.names).mean(axis=0)) / self.scale
        return found

    def slopes(self, x: Floats) -> Floats:
        """Give by how much each residual changes with each number, `(statistic, number)`."""
        steps = np.where(x + STEP <= 1, STEP, -STEP)
        here, *there = self.each([x, *(x + np.diag(steps))])
        return np.stack([(each - here) / step for each, step in zip(there, steps, strict=True)], axis=1)

    def errors(self, x: Floats) -> Floats:
        """Give how far the numbers would lie apart if they were fitted to other events of this population.

        Before the event nothing but the bounds is known, so an error is at most that of a number drawn between them.
        """
        slopes, known = self.slopes(x), UNIFORM * np.eye(len(x))
        luck = 1 + 1 / self.events  # the published event has its own, the simulated ones have what is left on average
        between = luck * np.cov(_matrix(self.statistics(x), self.names) / self.scale, rowvar=False)
        inverse = np.linalg.inv(slopes.T @ slopes + known)
        variance = np.diag(inverse @ (slopes.T @ between @ slopes + known) @ inverse)
        found: Floats = np.sqrt(variance) * (self.high - self.low)
        return found

    def each(self, points: list[Floats]) -> list[Floats]:
        """Give the residuals at several points, some at once: the compiled engine lets other threads run."""
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(self.residuals, points))

    def statistics(self, x: Floats) -> list[dict[str, float]]:
        """Play the events with these numbers and give the statistics of each."""
        return validation(self.asked, self.table, self.numbers(x), range(self.events), self.told).statistics

    def place(self, numbers: Mapping[str, float]) -> Floats:
        """Say where numbers lie between their bounds, 0 to 1."""
        found: Floats = (np.array(list(numbers.values())) - self.low) / (self.high - self.low)
        return found

    def numbers(self, x: Floats) -> dict[str, float]:
        """Give the numbers at a place between the bounds; shares are weights there, beside what is not listed."""
        values = dict(zip(self.before, (self.low + x * (self.high - self.low)).tolist(), strict=True))
        weights = sum(value for name, value in values.items() if _is_share(name))
        total = weights + self.unlisted
        return {name: value / total if _is_share(name) else value for name, value in values.items()}


def most_events(asked: "Asked", events: int, starts: int) -> int:
    """Say how many events a fit plays at most."""
    fitted = asked.settings.game.model.fitted
    numbers = 0 if fitted is None else len(fitted.numbers)
    return events * (1 + LOOKS * (starts > 1) + starts * ROUNDS * (numbers + 2) + numbers + 2)


def improvement(asked: "Asked", table: "Matches | None", fit: Fit, repeats: range, told: Told) -> dict[str, Any]:
    """Judge a fit, and the season's own numbers, by events that it was not fitted on."""
    return {
        when: judged(asked, table, numbers, repeats, told)
        for when, numbers in (("before", fit.before), ("after", fit.after))
    }


def judged(
    asked: "Asked", table: "Matches | None", numbers: Mapping[str, float], repeats: range, told: Told
) -> dict[str, Any]:
    """Lay events with these numbers beside a published one: the statistics' z, and how far the scores lie apart."""
    found = validation(asked, table, numbers, repeats, told).document()
    z = {name: each["z"] for name, each in found["statistics"].items() if each["z"] is not None}
    apart = found["distances"] or {}
    return {
        "statistics": len(z),
        "root_mean_square_z": float(np.sqrt(np.mean(np.square(list(z.values()))))),
        "far": {name: value for name, value in z.items() if abs(value) > FAR},
        "pooled_events": apart.get("pooled_events"),
        "floor": apart.get("floor"),
    }


def validation(
    asked: "Asked", table: "Matches | None", numbers: Mapping[str, float], repeats: range, told: Told
) -> Validation:
    """Play some repeats of an event with these numbers, and lay them beside the published one."""
    with_numbers = replace(asked, settings=repopulated(asked.settings, numbers))
    found = Validation(with_numbers, table)
    for number in repeats:
        found.add(play_repeat(with_numbers, number, told))
    return found


def _matrix(statistics: list[dict[str, float]], names: list[str]) -> Floats:
    """Give statistics as `(event, statistic)`."""
    return np.array([[each[name] for name in names] for each in statistics])


def _varies(statistics: list[dict[str, float]], name: str) -> bool:
    """Say whether simulated events have a statistic, and differ in it."""
    values = [each.get(name, nan) for each in statistics]
    return all(map(isfinite, values)) and len(set(values)) > 1


def _is_share(name: str) -> bool:
    return name.startswith(f"{SHARES}.")


def _rounded(value: float, error: float, low: float, high: float) -> float:
    """Round to the second digit of the error, and to a hundredth of the bounds at least: more would say nothing."""
    least = min(error, (high - low) / 10) or (high - low) / 10
    return min(max(round(value, 1 - floor(log10(least))), low), high)
