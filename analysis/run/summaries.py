"""A run in numbers: scores, results, breakdown and end states, each mean with its standard error over matches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.histograms import Histogram, of_whole
from analysis.run.tallies import Estimate, Moments, Tally, Values, quantile
from rules.season import SIDE
from sim.play.matches import Matches
from sim.play.request import NOBODY_NAMED, Request
from sim.play.saved import program_version
from sim.table.language import Playbook, Robot

QUANTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class Scores:
    """Alliance scores of both sides together; the two scores of a match are one observation of the mean."""

    n: int
    mean: float
    mean_error: float | None
    sd: float
    min: int
    p05: int
    p25: int
    p50: int
    p75: int
    p95: int
    max: int


@dataclass(frozen=True)
class Results:
    """How many matches ended how."""

    red_wins: int
    blue_wins: int
    ties: int


@dataclass(frozen=True)
class Margin:
    """By how many points winners won: mean, its error, median."""

    mean: float
    mean_error: float | None
    p50: int


@dataclass(frozen=True)
class Side:
    """One side's scores and its mean points by source."""

    score: Estimate
    scores: Scores
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """What the picture of a run is drawn from."""

    histogram: Histogram
    """Alliance scores of `red` and of `blue`."""
    quantiles: Mapping[int, int]
    """Of all alliance scores, by per cent."""
    sides: Mapping[str, Side]
    parts: Mapping[str, Estimate]


@dataclass(frozen=True)
class Summary:
    """A run summed up: the document that `sim run --json` prints."""

    season: str
    matches: int
    seed: int
    playbook: str | None
    robots: tuple[str | None, ...] | None
    """The robots of the six stations, where line-ups name any; None is drawn."""
    plans: tuple[str | None, ...] | None
    """What they play, likewise."""
    engine: str
    version: str
    grade: str | None
    population: Mapping[str, float] | None
    points: Mapping[str, float]
    """The point values that are not the official ones, by name."""
    changed: str
    """The same in a sentence; nothing where all are official."""
    alliance_score: Scores
    results: Results
    correlation: float | None
    """Pearson's, of red's score with blue's; None where it cannot be told."""
    margin: Margin
    breakdown: Mapping[str, float]
    breakdown_error: Mapping[str, float | None]
    end_states: Mapping[str, Mapping[str, Estimate]]
    """The share of each code of an entry among what the sheet could hold."""
    fouls: Mapping[str, Estimate]
    """Minor and major ones of an alliance."""
    sides: Mapping[str, Side]
    histogram: Histogram
    """Alliance scores of `red` and of `blue`."""


def estimate(values: Values) -> Estimate:
    """Give the mean of `(match, ...)` values; a match's values depend on each other, so it is one observation."""
    by_match = values.reshape(len(values), -1).mean(axis=1)
    error = float(by_match.std(ddof=1)) / sqrt(len(by_match)) if len(by_match) > 1 else None
    return Estimate(float(by_match.mean()), error)


def observed_quantiles(values: Values) -> dict[str, float]:
    """Give quantiles that are values which occurred: the smallest with at least that share at or below it."""
    found = np.percentile(values, QUANTILES, method="inverted_cdf").tolist()
    return {f"p{q:02}": value for q, value in zip(QUANTILES, found, strict=True)}


def summarise(request: Request, matches: Matches) -> Summary:
    """Summarise a run that is held whole."""
    return summary_of(Tally(request).add(matches))


def summary_of(tally: Tally) -> Summary:
    """Summarise what was counted of a run."""
    request, found = tally.request, figures_of(tally)
    margin = tally.estimate("margin")
    return Summary(
        season=request.game.key,
        matches=tally.matches,
        seed=request.seed,
        playbook=request.playbook,
        robots=_named([station.robot for station in request.stations], request),
        plans=_named([station.plan for station in request.stations], request),
        engine=request.engine,
        version=program_version(),
        grade=request.game.edition.model,
        population=request.population,
        points=request.points,
        changed=request.game.rules.changed,
        alliance_score=_both(tally),
        results=Results(**{name: tally.results[name] for name in ("red_wins", "blue_wins", "ties")}),
        correlation=_correlation(tally),
        margin=Margin(margin.mean, margin.error, quantile(tally.margins, 50)),
        breakdown={name: part.mean for name, part in found.parts.items()},
        breakdown_error={name: part.error for name, part in found.parts.items()},
        end_states=end_states(tally),
        fouls={kind: tally.estimate("fouls", kind) for kind in ("minor", "major")},
        sides=found.sides,
        histogram=found.histogram,
    )


def figures_of(tally: Tally) -> Figures:
    """Give what the picture of a run is drawn from."""
    names = list(tally.request.game.rules.parts)
    sides = {
        side: Side(
            tally.estimate("score", side),
            _scores(tally.scores[place], tally.moments["score", side], tally.estimate("score", side)),
            {name: tally.estimate("part", name, side).mean for name in names},
        )
        for place, side in enumerate(SIDE)
    }
    both = Counter(tally.scores[0]) + Counter(tally.scores[1])
    return Figures(
        of_whole(dict(zip(SIDE, tally.scores, strict=True))),
        {percent: quantile(both, percent) for percent in QUANTILES},
        sides,
        {name: tally.estimate("part", name) for name in names},
    )


def _named(found: Sequence[Robot | Playbook | None], request: Request) -> tuple[str | None, ...] | None:
    """Give the names of what stations have, where a line-up names any robot or plan."""
    if request.stations == NOBODY_NAMED:
        return None
    return tuple(None if each is None else each.name for each in found)


def _both(tally: Tally) -> Scores:
    """Give the scores of both sides together; the mean's error takes the two scores of a match as one observation."""
    red, blue = (tally.moments["score", side] for side in SIDE)
    moments = Moments(1, red.n + blue.n, red.total + blue.total, red.squares + blue.squares)
    return _scores(tally.scores[0] + tally.scores[1], moments, tally.estimate("score"))


def _scores(counts: Counter[int], moments: Moments, mean: Estimate) -> Scores:
    """Give mean, sd, extremes and quantiles of scores."""
    quantiles = {f"p{percent:02}": quantile(counts, percent) for percent in QUANTILES}
    sd = moments.sd or 0.0
    return Scores(moments.n, mean.mean, mean.error, sd, min(counts), max=max(counts), **quantiles)


def end_states(tally: Tally) -> dict[str, dict[str, Estimate]]:
    """Give, for every entry that holds codes, the share of each code among what the sheet could hold."""
    found: dict[str, dict[str, Estimate]] = {}
    for of in tally.moments:
        if of[0] == "state":
            found.setdefault(of[1], {})[of[2]] = tally.estimate(*of)
    return found


def _correlation(tally: Tally) -> float | None:
    """Give Pearson's correlation of red with blue; None where fewer than three matches or equal scores tell none."""
    red, blue = (tally.moments["score", side] for side in SIDE)
    if red.n < 3 or not red.spread or not blue.spread:
        return None
    found = (red.n * tally.products - red.total * blue.total) / sqrt(red.spread) / sqrt(blue.spread)
    return min(max(found, -1.0), 1.0)  # scores on a line give a little more than 1 by rounding
