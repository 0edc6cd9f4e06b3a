"""A run in numbers: scores, results, breakdown and end states, each mean with its standard error over matches."""

from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.run.tallies import Estimate, Figures, Tally, quantile

if TYPE_CHECKING:
    from sim.play.run import Run
    from sim.table.language import Manifest

QUANTILES = (5, 25, 50, 75, 95)


def estimate(values: Figures) -> Estimate:
    """Give the mean of `(match, ...)` values; a match's values depend on each other, so it is one observation."""
    by_match = values.reshape(len(values), -1).mean(axis=1)
    error = float(by_match.std(ddof=1)) / sqrt(len(by_match)) if len(by_match) > 1 else None
    return Estimate(float(by_match.mean()), error)


def observed_quantiles(values: Figures) -> dict[str, float]:
    """Give quantiles that are values which occurred: the smallest with at least that share at or below it."""
    found = np.percentile(values, QUANTILES, method="inverted_cdf").tolist()
    return {f"p{q:02}": value for q, value in zip(QUANTILES, found, strict=True)}


def summarise(run: "Run") -> dict[str, Any]:
    """Summarise a run that is held whole."""
    return summary_of(Tally(run.settings).add(run))


def summary_of(tally: Tally) -> dict[str, Any]:
    """Summarise what was counted of a run: the document that `sim run --json` prints."""
    settings, manifest = tally.settings, tally.settings.manifest
    score, margin = tally.estimate("score"), tally.estimate("margin")
    parts = {name: tally.estimate("part", name) for name in settings.game.rules.parts}
    return {
        "season": settings.game.rules.key,
        "matches": tally.matches,
        "seed": manifest.seed,
        "playbook": manifest.playbook,
        **_line_ups(manifest),
        "engine": manifest.engine,
        "version": manifest.version,
        "grade": settings.game.edition.model,
        "population": manifest.population,
        "alliance_score": {"n": 2 * tally.matches, "mean": score.mean, "mean_error": score.error, **_spread(tally)},
        "results": {name: tally.results[name] for name in ("red_wins", "blue_wins", "ties")},
        "correlation": _correlation(tally),
        "margin": {"mean": margin.mean, "mean_error": margin.error, "p50": quantile(tally.margins, 50)},
        "breakdown": {name: part.mean for name, part in parts.items()},
        "breakdown_error": {name: part.error for name, part in parts.items()},
        "end_states": end_states(tally),
        "fouls": {kind: tally.estimate("fouls", kind)._asdict() for kind in ("minor", "major")},
    }


def _line_ups(manifest: "Manifest") -> dict[str, list[str | None]]:
    """Name the robots and the plans of the six stations, where line-ups name any; None is drawn."""
    named = {"robots": manifest.robots, "plans": manifest.plans}
    return {
        key: [None if each is None else each.name for each in found]
        for key, found in named.items()
        if found is not None
    }


def _spread(tally: Tally) -> dict[str, float | int]:
    """Give sd, extremes and quantiles of all alliance scores."""
    counts = tally.scores[0] + tally.scores[1]
    red, blue = (tally.moments["score", side] for side in ("red", "blue"))
    n, total, squares = red.n + blue.n, red.total + blue.total, red.squares + blue.squares
    return {
        "sd": sqrt((n * squares - total**2) / (n * (n - 1))),
        "min": min(counts),
        **{f"p{percent:02}": quantile(counts, percent) for percent in QUANTILES},
        "max": max(counts),
    }


def end_states(tally: Tally) -> dict[str, dict[str, dict[str, float | None]]]:
    """Give, for every entry that holds codes, the share of each code among what the sheet could hold."""
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for of in tally.moments:
        if of[0] == "state":
            found.setdefault(of[1], {})[of[2]] = tally.estimate(*of)._asdict()
    return found


def _correlation(tally: Tally) -> float | None:
    """Give Pearson's correlation of red with blue; None where fewer than three matches or equal scores tell none."""
    red, blue = (tally.moments["score", side] for side in ("red", "blue"))
    if red.n < 3 or not red.spread or not blue.spread:
        return None
    return (red.n * tally.products - red.total * blue.total) / sqrt(red.spread) / sqrt(blue.spread)
