"""How far the scores of simulated events lie from the published ones, and these from each other."""

from typing import Any

import numpy as np

from analysis.event.statistics import Distance, Values, counted, distance, distance_of_counts


def distances(
    published: Values, events: list[Values], baseline: list[Values], unit: float | None = None
) -> dict[str, Any]:
    """Measure how far pooled events lie from the published one, Wasserstein in units: published standard deviations.

    `floor` is the one-event floor: how far one simulated event lies from the pool of the others, on average;
    `as_far` is the share of simulated events that lie at least as far from it as the published one from all.
    """
    grid = np.unique(np.concatenate([published.ravel(), *(each.ravel() for each in (*events, *baseline))]))
    sd = unit or float(published.std()) or 1.0
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


def halves_apart(scores: Values) -> dict[str, float]:
    """Measure how far the odd-numbered matches lie from the even-numbered ones, Wasserstein in sd of all."""
    return _named(distance(scores[0::2], scores[1::2]), float(scores.std()) or 1.0)


def _named(apart: Distance, sd: float) -> dict[str, float]:
    return {"wasserstein": apart.wasserstein / sd, "kolmogorov_smirnov": apart.kolmogorov_smirnov}
