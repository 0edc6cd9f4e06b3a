"""The models' doubt: the same matches replayed in every model of the season, and whether the verdict holds there.

A season's models lie about equally near its event (`analysis/event/models.py`), but differ in what nobody measured.
A verdict that holds in most of them does not hang on one assumption. Luck is the same in all: match i of every
model, and of everything that is compared in it, is that of the run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.compare.matchups import TESTED, measure_of, replayed
from analysis.compare.paired import differences, in_digits
from analysis.compare.verdicts import unit_said
from analysis.documents import document
from analysis.formatting import with_error
from analysis.words import Parameters, Said, Text, joined
from sim.play.request import Request
from sim.play.run import played_in
from sim.robots.population_file import turned
from sim.table.dials import ROWS, SECONDS, SHARES, Numbers, steps_of
from sim.table.game import Game, playable
from sim.table.models import models_of

Values = npt.NDArray[Any]
Told = Callable[[int], None]

MATCHES = 2_000
"""Matches of each in each model, the first ones of the run: an assumption."""
TOGETHER = 1_000
"""Matches in a job: two jobs for each that is compared, so that two workers share the work evenly."""
MOST_OF = 0.9
"""A verdict holds where it does in this share of the models: 18 of 20."""
SCREENED = 250
"""Matches of each by which the numbers are found that may move a gain most."""
TRIED = 4
"""So many numbers are then turned over all matches."""
SURE = 3.0
"""A number moves a gain where the change is so many standard errors, or more."""


class Replayed(NamedTuple):
    """What red reached, each `(model, request, match)`."""

    measure: Values
    """What the season ranks by."""
    points: Values
    wins: Values
    """1 where red won, else 0."""

    def gains(self, base: int) -> "Gains":
        """Give the mean gains of every request over one of them, `(model, request)` each."""
        return Gains(*((each - each[:, [base]]).mean(axis=2) for each in self))


class Gains(NamedTuple):
    """Mean gains over one of the requests, each `(model, request)`; of wins in shares of matches."""

    measure: Values
    points: Values
    wins: Values


class Verdict(NamedTuple):
    """What the season's own model says: who is ahead, of whom, and how sure that is there."""

    names: tuple[str, ...]
    """The one that is ahead first, then those that it is held against."""
    told: bool
    """Whether it is told to be ahead of each of them."""
    same: bool = False
    """Whether all are the same in every match."""
    within: float = 0.0
    """How much it may be behind where the verdict is that it is nearly as good as the best."""


@dataclass(frozen=True)
class Depends:
    """The number that moves a gain most, turned alone from the season's own to its ends among the models."""

    number: str
    low: float
    high: float
    gain_at_low: float
    gain_at_high: float
    error: float
    """The standard error of how far the gain moves from end to end."""


@dataclass(frozen=True)
class ModelsDoubt:
    """In how many models of the season one is ahead of all others as it is in the season's own, and by how much."""

    models: int
    matches: int
    """Of each in each model."""
    best: str
    """The one that is ahead in the season's own model."""
    others: int
    """How many it is held against."""
    within: float
    """How much it may be behind where the verdict is that it is nearly as good as the best, else 0."""
    told: bool
    """Whether it is told to be ahead in the season's own model."""
    same: bool
    """Whether all are the same there, match by match; then `holds` counts the models in which they are, too."""
    holds: int
    low: float
    """The gain over the next best in the model where it is lowest, a mean over matches."""
    high: float
    error: float | None
    """The standard error of one model's gain, on average; None of one match."""
    depends_on: Depends | None = None
    """Where it holds in too few: the number that moves the gain most, if one can be told to."""

    @property
    def enough(self) -> bool:
        """Whether it holds in most models."""
        return self.holds >= MOST_OF * self.models

    def document(self) -> dict[str, Any]:
        """Give the figures as plain values, and whether it holds in enough models."""
        found: dict[str, Any] = document(self)
        return {**found, "enough": self.enough}

    def said(self, unit: str) -> list[Said]:
        """Say it for people, in a sentence or two."""
        counts: Parameters = {"holds": self.holds, "models": self.models}
        if self.same:
            return [Said("models.same", counts)]
        low, high = (in_digits(end, self.error) for end in (self.low, self.high))
        ends: Parameters = {"low": low, "high": high, "unit": unit_said(unit)}
        each = {"error": with_error(0, self.error).partition("± ")[2]} if self.error else {}
        over = "gain" if self.others == 1 else "gain_over_next"
        size = Said(f"models.{over}{'_each' if each else ''}", {**ends, **each})
        key = "models.ahead" if not self.told else "models.holds" if self.enough else "models.holds_only"
        best: Parameters = {} if self.told else {"best": self.best}
        return [Said(key, {**counts, **best, "size": size}), *self._depends(unit)]

    def _depends(self, unit: str) -> list[Said]:
        found = self.depends_on
        if self.enough or (found is None and not self.told):
            return []
        if found is None:
            return [Said("models.depends")]
        ends = {found.low: found.gain_at_low, found.high: found.gain_at_high}
        gains = [
            Said(
                "models.gain_at", {"gain": in_digits(gain, found.error), "unit": unit_said(unit), "at": f"{value:g}"}
            )
            for value, gain in ends.items()
        ]
        about: Parameters = {"number": number_said(found.number), "gains": joined(gains, "verdict.both")}
        return [Said("models.depends_on", about)]


def number_said(name: str) -> Text:
    """Say what a number of the table or the population is, with its name."""
    table, *steps = steps_of(name)
    if table == ROWS:
        return Said(f"number.{'seconds' if steps[1] == SECONDS else 'works'}", {"row": steps[0], "name": name})
    return Said("number.share", {"plan": steps[0], "name": name}) if table == SHARES else name


def doubt_said(found: ModelsDoubt | None, quick: bool, unit: str, own_population: bool) -> list[Said]:
    """Say in how many models a verdict holds, or why nobody looked."""
    if quick:
        return [Said("models.quick")]
    if found is None:
        return [Said("models.none")]
    return [*found.said(unit), *([Said("models.population")] if own_population else [])]


def measures_in_models(
    requests: Sequence[Request], matches: int, workers: int, told: Told = lambda _: None
) -> Values:
    """Give what the season ranks by of red, `(model, request, match)`, each request replayed in every model."""
    return replayed_in_models(requests, matches, workers, told).measure


def replayed_in_models(
    requests: Sequence[Request], matches: int, workers: int, told: Told = lambda _: None
) -> Replayed:
    """Replay the first matches of requests of one season in every model of it, some side by side.

    A population that a request brings itself goes on top of each model's. `told` hears of every match. Raises a
    ModelError where the models' file, or that population in a model, cannot be.
    """
    return _replayed(_in_models, requests, matches, workers, told)


def plays(request: Request, runs: int) -> int:
    """Say how many matches it takes to replay so many runs in every model of the season."""
    return len(models_of(request.game)) * runs * min(MATCHES, request.matches)


def games_in_models(request: Request) -> list[Game]:
    """Give a request's season as it is in each model, with the population and the points of the request."""
    return _with_numbers(request, models_of(request.game))


def _with_numbers(request: Request, models: Sequence[Numbers]) -> list[Game]:
    own, population = playable(request.game.key).with_points(request.points), request.population or {}
    return [turned(turned(own, numbers), population) for numbers in models]


def _in_models(request: Request, matches: range) -> Values:
    return _reached(games_in_models(request), request, matches)


def _reached(games: Sequence[Game], request: Request, matches: range) -> Values:
    """Play some matches in each of these games: measure, points and wins of red, `(3, game, match)`."""
    found = np.zeros((len(Replayed._fields), len(games), len(matches)))
    for nth, block in enumerate(played_in(games, request, matches)):
        own, other = block.scores[:, TESTED], block.scores[:, 1 - TESTED]
        found[:, nth] = measure_of(block), own, own > other
    return found


def _replayed(work: Any, requests: Sequence[Request], matches: int, workers: int, told: Told) -> Replayed:
    found = replayed(work, requests, matches, TOGETHER, workers, told)
    return Replayed(*found.transpose(1, 2, 0, 3))


def doubt_of(verdict: Verdict, measures: Values) -> ModelsDoubt:
    """Say in how many models the first one is ahead of all others, of measures `(model, one, match)`.

    Raises ValueError for no model, no match or nothing to be held against.
    """
    first, *others = verdict.names
    if measures.ndim != 3 or not measures.size or measures.shape[1] != len(verdict.names) or not others:
        raise ValueError(f"expected measures of models, {len(verdict.names)} and matches, not {measures.shape}")
    rivals = next_best(measures)
    apart = differences(measures[:, 0], measures[np.arange(len(measures)), rivals])
    gains, n = apart.mean(axis=1), measures.shape[2]
    error = float(np.sqrt(apart.var(axis=1, ddof=1).mean() / n)) if n > 1 else None
    alike = (measures == measures[:, :1]).all(axis=(1, 2))
    holds = int((alike if verdict.same else gains > -verdict.within).sum())
    ends = float(gains.min()), float(gains.max())
    asked = (first, len(others), verdict.within, verdict.told, verdict.same)
    return ModelsDoubt(len(measures), n, *asked, holds, *ends, error)


def next_best(measures: Values) -> Values:
    """Give for each model the place of the best of all but the first."""
    return np.asarray(1 + measures[:, 1:].mean(axis=2).argmax(axis=1))


def models_doubt(
    requests: Sequence[Request], verdict: Verdict, workers: int, progress: Told = lambda _: None
) -> ModelsDoubt | None:
    """Replay what was compared, in the verdict's order, in every model of the season; None where it has none.

    Where the verdict holds in too few models it is looked for on which number that depends.
    """
    if not models_of(requests[0].game):
        return None
    matches = min(MATCHES, requests[0].matches)
    measures = measures_in_models(requests, matches, workers, progress)
    found = doubt_of(verdict, measures)
    if found.enough or found.same:
        return found
    gains = measures.mean(axis=2)
    worst = int((gains[:, 0] - gains[:, 1:].max(axis=1)).argmin())
    rival = int(next_best(measures)[worst])
    return replace(found, depends_on=depends_on((requests[0], requests[rival]), matches, workers))


def depends_on(pair: tuple[Request, Request], matches: int, workers: int) -> Depends | None:
    """Name the number that moves the gain of the first over the second most; None where none can be told to.

    Each is turned alone from the season's own to its lowest and its highest value among the models: all of them over
    a few matches, then those that move the gain most over all matches. Correlations of numbers with the gain would
    not do: over 20 models each has an error of 0.2, and with some 80 numbers the largest is often luck.
    """
    models = models_of(pair[0].game)
    ends = {name: (min(of), max(of)) for name in models[0] if (of := [each[name] for each in models])}
    few = _moved(pair, ends, min(SCREENED, matches), workers)
    most = sorted(ends, key=lambda name: -abs(few[name].moved))[:TRIED]
    found = _moved(pair, {name: ends[name] for name in most}, matches, workers)
    name = max(most, key=lambda each: abs(found[each].moved))
    if abs(found[name].moved) <= SURE * found[name].error:
        return None
    return Depends(name, *ends[name], found[name].at_low, found[name].at_high, found[name].error)


class _Moved(NamedTuple):
    """The gain with a number at its ends, and the standard error of how far it moves."""

    at_low: float
    at_high: float
    error: float

    @property
    def moved(self) -> float:
        return self.at_high - self.at_low


def _moved(
    pair: tuple[Request, Request], ends: Mapping[str, tuple[float, float]], matches: int, workers: int
) -> dict[str, _Moved]:
    turns = tuple({name: end} for name, both in ends.items() for end in both)
    measures = _replayed(partial(_turned, turns), pair, matches, workers, lambda _: None).measure
    gains = differences(measures[:, 0], measures[:, 1])
    found = {}
    for nth, name in enumerate(ends):
        low, high = gains[2 * nth], gains[2 * nth + 1]
        error = float((high - low).std(ddof=1)) / sqrt(matches) if matches > 1 else inf
        found[name] = _Moved(float(low.mean()), float(high.mean()), error)
    return found


def _turned(turns: Sequence[Numbers], request: Request, matches: range) -> Values:
    return _reached(_with_numbers(request, turns), request, matches)
