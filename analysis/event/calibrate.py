"""The listed numbers of a population fitted to one event: the simulated method of moments.

Every statistic that `sim validate` compares is a moment, but for those that are kept to judge by (`judging.py`). A
residual is a z: published less the mean of simulated events, over the standard deviation between events. All numbers
meet the same simulated events (the same teams, schedule and luck), so that the sum of squares is a function of the
numbers alone, as smooth as many events make it; `analysis/least_squares.py` goes down it from several starts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import floor, isfinite, log10, nan

import numpy as np
from scipy.stats import qmc

from analysis.event.observed import kept_in
from analysis.event.published import Published
from analysis.event.statistics import Distance
from analysis.event.validate import Counted, Yardstick, count, count_events, far_from, validate, yardstick
from analysis.least_squares import Floats, inverse, least, times
from rules.errors import ModelError
from sim.play.request import EventRequest, repopulated
from sim.play.run import Progress
from sim.play.saved import program_version
from sim.play.workers import Job, mapped
from sim.table.dials import SHARES, numbers_of

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


@dataclass(frozen=True)
class Calibration:
    """One fit: what is asked for, what is published, and how its simulated events are held against that."""

    request: EventRequest
    beside: Yardstick
    events: int
    workers: int
    told: Progress
    bounds: Mapping[str, tuple[float, float]]
    before: Mapping[str, float]
    """The season's own numbers."""
    names: list[str]
    """The statistics that are moments of the fit."""
    published: Floats
    scale: Floats
    """By what a residual is divided: the standard deviation between events."""

    @property
    def low(self) -> Floats:
        """The lower bounds, in the order of the numbers."""
        return np.array([low for low, _ in self.bounds.values()])

    @property
    def high(self) -> Floats:
        """The upper bounds."""
        return np.array([high for _, high in self.bounds.values()])

    @property
    def unlisted(self) -> float:
        """The shares of robots' playbooks that are not fitted, in all."""
        playbooks = self.request.game.playbooks
        listed = self.bounds
        return sum(book.share for book in playbooks if book.by == "robot" and f"{SHARES}.{book.name}" not in listed)

    def fit(self, starts: int) -> Fit:
        """Go down from several starts, the season's own numbers and the best of many others, and keep the lowest."""
        found = [least(self.residuals, self.slopes, start, MILD, ROUNDS) for start in self.starts(starts)]
        best = min(found, key=lambda each: each.cost)
        error = self.errors(best.x)
        after = {
            name: _rounded(value, of, *((0, 1) if _is_share(name) else self.bounds[name]))
            for (name, value), of in zip(self.numbers(best.x).items(), error, strict=True)
        }
        errors = dict(zip(self.before, error.tolist(), strict=True))
        return Fit(self.before, after, errors, self.bounds, [each.cost for each in found])

    def starts(self, wanted: int) -> list[Floats]:
        """Give the season's own numbers and, of points spread evenly between the bounds, the best."""
        own = self.place(self.before)
        if wanted < 2:
            return [own]
        points = list(qmc.Sobol(len(own), rng=self.request.seed).random(LOOKS))
        costs = [float((np.sqrt(1 + (residuals / MILD) ** 2)).sum()) for residuals in self.each(points)]
        return [own, *(points[i] for i in np.argsort(costs, kind="stable")[: wanted - 1])]

    def residuals(self, x: Floats) -> Floats:
        """Give the z of every statistic."""
        return self.each([x])[0]

    def slopes(self, x: Floats) -> Floats:
        """Give by how much each residual changes with each number, `(statistic, number)`."""
        steps = np.where(x + STEP <= 1, STEP, -STEP)
        here, *there = self.each([x, *(x + np.diag(steps))])
        return np.stack([(each - here) / step for each, step in zip(there, steps, strict=True)], axis=1)

    def errors(self, x: Floats) -> Floats:
        """Give how far the numbers would lie apart if they were fitted to other events of this population."""
        found: Floats = np.sqrt(np.diag(self.covariance(x, self.slopes(x)))) * (self.high - self.low)
        return found

    def covariance(self, x: Floats, slopes: Floats) -> Floats:
        """Give how numbers that are fitted to other events of this population vary together, bounds being 0 and 1.

        Before the event nothing but the bounds is known, so a number varies at most as if drawn between them.
        """
        known = UNIFORM * np.eye(len(x))
        luck = 1 + 1 / self.events  # the published event has its own, the simulated ones have what is left on average
        z = self.matrices([x])[0] / self.scale
        pulls = times(z - z.mean(axis=0), slopes)
        between = luck * times(pulls.T, pulls) / (self.events - 1)
        back = inverse(times(slopes.T, slopes) + known)
        return times(times(back, between + known), back)

    def each(self, points: list[Floats]) -> list[Floats]:
        """Give the residuals at several points, some at once."""
        means = [matrix.mean(axis=0) for matrix in self.matrices(points)]
        return [(self.published - mean) / self.scale for mean in means]

    def matrices(self, points: list[Floats]) -> list[Floats]:
        """Play the events at several points and give the statistics of each point, `(event, statistic)`."""
        jobs = [Job(repopulated(self.request, self.numbers(x)), range(self.events)) for x in points]
        found = []
        for counted in mapped(partial(count, self.beside), jobs, self.workers):
            self.told(self.request.matches * self.events)
            found.append(_matrix(counted, self.names))
        return found

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


def calibration(
    request: EventRequest, table: Published | None, events: int, workers: int, told: Progress
) -> Calibration:
    """Prepare a fit: play the season's own numbers, which tells what there is to fit to and how far events differ."""
    game = request.game
    if game.model.fitted is None:
        raise ModelError("[fitted]", "expected in the season's seed file numbers that may be fitted, found none")
    bounds, known = game.model.fitted.numbers, numbers_of(game.model)
    before = {name: known[name] for name in bounds}
    beside, kept = yardstick(request, table), kept_in(game.model)
    start = count_events(beside, repopulated(request, before), range(events), workers, told)
    moments = [name for name, value in beside.published.items() if isfinite(value) and name not in kept]
    names = [name for name in moments if _varies(start, name)]
    if not names:
        raise ModelError("[observed]", "expected published matches or figures to fit to, found none")
    published = np.array([beside.published[name] for name in names])
    scale = _matrix(start, names).std(axis=0, ddof=1) * np.sqrt(1 + 1 / events)
    return Calibration(request, beside, events, workers, told, bounds, before, names, published, scale)


def most_events(request: EventRequest, events: int, starts: int) -> int:
    """Say how many events a fit plays at most."""
    fitted = request.game.model.fitted
    numbers = 0 if fitted is None else len(fitted.numbers)
    return events * (1 + LOOKS * (starts > 1) + starts * ROUNDS * (numbers + 2) + numbers + 2)


@dataclass(frozen=True)
class Judgement:
    """Events of some numbers beside a published one: the statistics' z, and how far the scores lie apart."""

    statistics: int
    root_mean_square_z: float
    far: Mapping[str, float]
    pooled_events: Distance | None
    floor: Distance | None


def improvement(judge: Callable[[Mapping[str, float]], Judgement], fit: Fit) -> dict[str, Judgement]:
    """Judge the season's own numbers and the fitted ones alike."""
    return {"before": judge(fit.before), "after": judge(fit.after)}


def judgement(
    request: EventRequest,
    table: Published | None,
    repeats: range,
    workers: int,
    told: Progress,
    numbers: Mapping[str, float],
) -> Judgement:
    """Lay events with these numbers, which nothing should be fitted on, beside a published one."""
    with_numbers, beside = repopulated(request, numbers), yardstick(request, table)
    found = validate(beside, with_numbers, count_events(beside, with_numbers, repeats, workers, told))
    z = {name: each.z for name, each in found.statistics.items() if each.z is not None}
    return Judgement(
        statistics=len(z),
        root_mean_square_z=float(np.sqrt(np.mean(np.square(list(z.values()))))),
        far={name: value for name, value in z.items() if abs(value) > far_from(len(repeats))},
        pooled_events=None if found.distances is None else found.distances.pooled_events,
        floor=None if found.distances is None else found.distances.floor,
    )


@dataclass(frozen=True)
class Fitted:
    """A number of the population: the season's own, the fitted one, its standard error of one event, its bounds."""

    before: float
    after: float
    error: float
    bounds: tuple[float, float]


@dataclass(frozen=True)
class CalibrationDocument:
    """A fit and how far it helped: the document that `sim calibrate --json` prints."""

    season: str
    seed: int
    teams: int
    each: int
    version: str
    fitted_to: str
    numbers: Mapping[str, Fitted]
    costs: list[float]
    helped: Mapping[str, Mapping[str, Judgement]]
    """By what the fit is held against: with the season's numbers (before) and the fitted ones (after)."""
    file: str


def calibration_document(
    request: EventRequest, fit: Fit, helped: Mapping[str, Mapping[str, Judgement]], fitted_to: str, file: str
) -> CalibrationDocument:
    """Put together what a fit found."""
    numbers = {
        name: Fitted(fit.before[name], fit.after[name], fit.error[name], fit.bounds[name]) for name in fit.before
    }
    asked = (request.game.key, request.seed, request.teams, request.each, program_version())
    return CalibrationDocument(*asked, fitted_to, numbers, fit.costs, helped, file)


def _matrix(events: Sequence[Counted], names: list[str]) -> Floats:
    """Give statistics as `(event, statistic)`."""
    return np.array([[event.statistics[name] for name in names] for event in events])


def _varies(events: Sequence[Counted], name: str) -> bool:
    """Say whether simulated events have a statistic, and differ in it."""
    values = [event.statistics.get(name, nan) for event in events]
    return all(map(isfinite, values)) and len(set(values)) > 1


def _is_share(name: str) -> bool:
    return name.startswith(f"{SHARES}.")


def _rounded(value: float, error: float, low: float, high: float) -> float:
    """Round to the second digit of the error, and to a hundredth of the bounds at least: more would say nothing."""
    least = min(error, (high - low) / 10) or (high - low) / 10
    return min(max(round(value, 1 - floor(log10(least))), low), high)
