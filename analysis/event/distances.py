"""How far the scores of simulated events lie from the published ones, and these from each other."""

from dataclasses import dataclass

import numpy as np

from analysis.event.statistics import Distance, Values, counted, distance, distance_of_counts


@dataclass(frozen=True)
class Distances:
    """How far the scores of simulated events lie from the published ones."""

    published_sd: float
    """What Wasserstein distances are counted in."""
    pooled_events: Distance
    """From the published event to all simulated ones together."""
    floor: Distance
    """How far one simulated event lies from the pool of the others, on average."""
    as_far: Distance
    """The share of simulated events that lie at least as far from it as the published one from all."""
    no_events: Distance
    """From the published event to scores that were drawn without playing matches."""


def distances(
    published: Values, events: list[Values], baseline: list[Values], unit: float | None = None
) -> Distances:
    """Measure how far pooled events lie from the published one, Wasserstein in `unit`s or in published sd."""
    grid = np.unique(np.concatenate([published.ravel(), *(each.ravel() for each in (*events, *baseline))]))
    sd = unit or float(published.std()) or 1.0
    counts = [counted(each, grid) for each in events]
    pool = np.sum(counts, axis=0)
    found = distance_of_counts(grid, counted(published, grid), pool)
    one = np.array([distance_of_counts(grid, each, pool - each) for each in counts])
    without = distance_of_counts(grid, counted(published, grid), np.sum([counted(x, grid) for x in baseline], axis=0))
    as_far = (one >= np.array(found)).mean(axis=0)
    return Distances(
        published_sd=sd,
        pooled_events=_in_units(found, sd),
        floor=_in_units(Distance(*one.mean(axis=0).tolist()), sd),
        as_far=Distance(*as_far.tolist()),
        no_events=_in_units(without, sd),
    )


def halves_apart(scores: Values) -> Distance:
    """Measure how far the odd-numbered matches lie from the even-numbered ones, Wasserstein in sd of all."""
    return _in_units(distance(scores[0::2], scores[1::2]), float(scores.std()) or 1.0)


def _in_units(apart: Distance, sd: float) -> Distance:
    return apart._replace(wasserstein=apart.wasserstein / sd)
