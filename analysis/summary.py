"""A run in numbers: scores, results, breakdown and end states, each mean with its standard error over matches."""

from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.season import entries

if TYPE_CHECKING:
    from sim.run import Run

QUANTILES = (5, 25, 50, 75, 95)
Figures = npt.NDArray[Any]


class Estimate(NamedTuple):
    """A mean over matches and its standard error; the error is None where one match cannot tell."""

    mean: float
    error: float | None


def estimate(values: Figures) -> Estimate:
    """Give the mean of `(match, ...)` values; a match's values depend on each other, so it is one observation."""
    by_match = values.reshape(len(values), -1).mean(axis=1)
    error = float(by_match.std(ddof=1)) / sqrt(len(by_match)) if len(by_match) > 1 else None
    return Estimate(float(by_match.mean()), error)


def observed_quantiles(scores: Figures) -> dict[str, int]:
    """Give quantiles that are scores which occurred: the smallest with at least that share at or below it."""
    values = np.percentile(scores, QUANTILES, method="inverted_cdf")
    return {f"p{q:02}": int(value) for q, value in zip(QUANTILES, values, strict=True)}


def summarise(run: "Run") -> dict[str, Any]:
    """Summarise a run: the document that `sim run --json` prints."""
    settings, scores = run.settings, run.scores
    red, blue = scores.T
    margin = np.abs(red - blue)
    score = estimate(scores)
    parts = {name: estimate(points / run.breakdown.unit) for name, points in run.breakdown.parts.items()}
    return {
        "season": settings.tables.season.key,
        "matches": settings.manifest.matches,
        "seed": settings.manifest.seed,
        "playbook": settings.manifest.playbook,
        "engine": settings.manifest.engine,
        "version": settings.manifest.version,
        "grade": settings.tables.seed.season.model,
        "alliance_score": {
            "n": scores.size,
            "mean": score.mean,
            "mean_error": score.error,
            "sd": float(scores.std(ddof=1)),
            "min": int(scores.min()),
            **observed_quantiles(scores),
            "max": int(scores.max()),
        },
        "results": {
            "red_wins": int((red > blue).sum()),
            "blue_wins": int((red < blue).sum()),
            "ties": int((red == blue).sum()),
        },
        "correlation": _correlation(red, blue),
        "margin": {
            "mean": estimate(margin).mean,
            "mean_error": estimate(margin).error,
            "p50": int(np.percentile(margin, 50, method="inverted_cdf")),
        },
        "breakdown": {name: part.mean for name, part in parts.items()},
        "breakdown_error": {name: part.error for name, part in parts.items()},
        "end_states": end_states(run),
        "fouls": {kind: estimate(getattr(run.sheet, f"fouls_{kind}"))._asdict() for kind in ("minor", "major")},
    }


def end_states(run: "Run") -> dict[str, dict[str, dict[str, float | None]]]:
    """Give, for every entry that holds codes, the share of each code among what the sheet could hold."""
    return {
        name: {code.name: estimate(getattr(run.sheet, name) == code)._asdict() for code in entry.codes}
        for name, entry in entries(type(run.sheet)).items()
        if entry.codes is not None
    }


def _correlation(red: Figures, blue: Figures) -> float | None:
    if len(red) < 3 or red.min() == red.max() or blue.min() == blue.max():
        return None
    return float(np.corrcoef(red, blue)[0, 1])
