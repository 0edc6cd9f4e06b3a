"""Simulated events against the published one: how far apart their scores lie, and every statistic with its z.

The yardstick is the event: there is one real event a season, so what counts is how far it lies from simulated events,
measured by how far these lie from each other.
"""

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.observed import SCORE, figures_in, statistics_of, values_of
from analysis.statistics import Distance, Values, counted, distance_of_counts, event_statistics
from sim.event import MOST_REPEATS, Asked, prepared_event, size_of
from sim.settings import check_whole
from sim.tables import ROBOTS, playable

if TYPE_CHECKING:
    from analysis.published import Matches
    from sim.event import Repeat

FAR = 3
"""From so many standard deviations on a statistic is marked."""
Estimates = dict[str, float | None]


def prepared_validation(season: str, table: "Matches | None", repeats: int, seed: int) -> Asked:
    """Check what a validation is asked for: events with as many teams and matches as the season's seed file says.

    A table may hold the beginning of the event; where it holds more matches than that, teams play more often.
    """
    check_whole("repeats", repeats, 2, MOST_REPEATS)
    teams, each = size_of(playable(season).seed.season, None, None)
    if table is not None:
        each = max(each, -(-table.played * ROBOTS // teams))
    return prepared_event(season, teams, each, repeats, seed)


class Validation:
    """Simulated events counted in one by one, beside what is published: a table of matches, figures, or both."""

    def __init__(self, asked: Asked, table: "Matches | None" = None) -> None:
        self.asked, self.table = asked, table
        seed = asked.settings.tables.seed
        figures = figures_in(seed)
        self.groups = {name.split(".")[0]: None for name in figures}
        measured = {} if table is None else event_statistics(table.scores, table.teams)
        self.published = {**measured, **{name: figures[name] for name in figures if name not in measured}}
        self.marked = None if table is not None else _most_marked(figures)
        """Without a table: the group of figures that has the most quantiles, for the picture."""
        self.scores: list[Values] = []
        """Of each event, those that stand beside the table's."""
        self.marked_values: list[Values] = []
        self.statistics: list[dict[str, float]] = []

    @property
    def played(self) -> int:
        """How many matches of each event are compared."""
        return self.asked.matches if self.table is None else self.table.played

    def add(self, repeat: "Repeat") -> None:
        """Count an event in."""
        self.scores.append(repeat.run.scores[: self.played])
        self.statistics.append(statistics_of(repeat, self.groups, self.played))
        values = values_of(repeat, self.marked) if self.marked is not None else None
        if values is not None:
            self.marked_values.append(values)

    def picture(self) -> tuple[str, Values | None, dict[int, float], list[Values]]:
        """Give what the picture shows: what the values are, the published ones or their quantiles, each event's."""
        group, quantiles, published, values = SCORE, {}, None, self.scores
        if self.table is not None:
            published = self.table.scores
        elif self.marked is not None and self.marked_values:
            group, quantiles, values = self.marked, marks(self.published, self.marked), self.marked_values
        return f"{group} (points)".replace("_", " "), published, quantiles, values

    def document(self) -> dict[str, Any]:
        """Give what `sim validate --json` prints; a z is (published - mean of the events) / sd between them."""
        of, seed = self.asked.manifest, self.asked.settings.tables.seed
        table, simulated = self.table, self.statistics[0]
        without = [] if table is None else no_events(table.scores, len(self.scores), of.seed)
        drawn = [] if table is None else [event_statistics(scores, table.teams) for scores in without]
        return {
            "season": of.season,
            "teams": of.teams,
            "each": of.each,
            "matches": self.played,
            "repeats": len(self.scores),
            "seed": of.seed,
            "version": of.version,
            "grade": seed.season.model,
            "matches_file": None if table is None else table.name,
            "statistics": {
                name: _against(value, _of(self.statistics, name), _of(drawn, name))
                for name, value in self.published.items()
                if name in simulated
            },
            "not_compared": [name for name in self.published if name not in simulated],
            "distances": None if table is None else distances(table.scores, self.scores, without),
        }


def no_events(scores: Values, repeats: int, seed: int) -> list[Values]:
    """Draw as many sets of scores as there are events, from no match at all: the no-events baseline.

    Where only scores are published there are no entries to draw. So each score is drawn for itself, independently of
    the other side's, its teams and its time, from a negative binomial with the mean and variance of its side's
    published scores; where these vary less than a Poisson's would, from a Poisson.
    """
    random = np.random.default_rng(seed)
    sides = []
    for side in scores.T:
        mean, variance = max(float(side.mean()), 0.0), float(side.var())
        size = (repeats, len(side))
        if variance > mean > 0:
            sides.append(random.negative_binomial(mean**2 / (variance - mean), mean / variance, size))
        else:
            sides.append(random.poisson(mean, size))
    return list(np.stack(sides, axis=2))


def distances(published: Values, events: list[Values], baseline: list[Values]) -> dict[str, Any]:
    """Measure how far pooled events lie from the published one, Wasserstein in published standard deviations.

    `floor` is the one-event floor: how far one simulated event lies from the pool of the others, on average;
    `as_far` is the share of simulated events that lie at least as far from it as the published one from all.
    """
    grid = np.unique(np.concatenate([published.ravel(), *(each.ravel() for each in (*events, *baseline))]))
    sd = float(published.std()) or 1.0
    counts = [counted(each, grid) for each in events]
    pool = np.sum(counts, axis=0)
    found = distance_of_counts(grid, counted(published, grid), pool)
    one = np.array([distance_of_counts(grid, each, pool - each) for each in counts])
    without = distance_of_counts(grid, counted(published, grid), np.sum([counted(x, grid) for x in baseline], axis=0))
    as_far = (one >= np.array(found)).mean(axis=0)
    return {
        "published_sd": sd,
        "pooled_events": _named(found, sd),
        "floor": _named(Distance(*one.mean(axis=0).tolist()), sd),
        "as_far": dict(zip(Distance._fields, as_far.tolist(), strict=True)),
        "no_events": _named(without, sd),
    }


def _named(distance: Distance, sd: float) -> dict[str, float]:
    return {"wasserstein": distance.wasserstein / sd, "kolmogorov_smirnov": distance.kolmogorov_smirnov}


def _against(published: float, simulated: list[float], baseline: list[float]) -> Estimates:
    """Put a published statistic beside those of events; what no two events can tell is None."""
    mean, sd = _mean_and_sd(simulated)
    z = (published - mean) / sd if mean is not None and sd and isfinite(published) else None
    return {
        "published": published if isfinite(published) else None,
        "simulated": mean,
        "sd": sd,
        "z": z,
        "no_events": _mean_and_sd(baseline)[0],
    }


def _of(statistics: list[dict[str, float]], name: str) -> list[float]:
    return [each[name] for each in statistics if name in each]


def _mean_and_sd(values: list[float]) -> tuple[float | None, float | None]:
    known = np.array([value for value in values if isfinite(value)])
    return (float(known.mean()), float(known.std(ddof=1))) if len(known) > 1 else (None, None)


def marks(figures: Mapping[str, float], group: str) -> dict[int, float]:
    """Give the published quantiles of a group of figures, by per cent."""
    start = f"{group}.p"
    return {int(name[len(start) :]): value for name, value in figures.items() if _is_quantile(name, start)}


def _is_quantile(name: str, start: str) -> bool:
    return name.startswith(start) and name[len(start) :].isdigit()


def _most_marked(figures: Mapping[str, float]) -> str | None:
    groups = {name.split(".")[0]: None for name in figures}
    return max(groups, key=lambda group: len(marks(figures, group)), default=None)
