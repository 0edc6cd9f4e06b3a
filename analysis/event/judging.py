"""What a model is judged by: statistics that nothing is fitted to, and how far out the published event is by them.

The list was written down before any of today's models was fitted. A published figure is kept too where its seed file
says so (`kept` under `[observed]`). What is listed here is fitted to by nobody, neither `sim calibrate` nor by hand.
"""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from analysis.event.statistics import (
    SIDES,
    STATIONS,
    Values,
    correlation,
    in_quarters,
    score_statistics,
    signed_root,
    team_statistics,
    without_trend,
)

MARGINS = (25, 75, 95)
TEAM_PERCENTS = (5, 25, 75, 95)

KEPT = (
    *("match.correlation", "match.ties", "match.margin", "match.winner", "match.loser"),
    *(f"margin.p{percent}" for percent in MARGINS),
    "shape.skewness",
    *(f"quarter_sd.{n}" for n in (1, 2, 3, 4)),
    *(f"team_mean.{name}" for name in (*(f"p{percent:02}" for percent in TEAM_PERCENTS), "max")),
    *("team.against", "team.persistence"),
)
"""The names of all statistics of an event's matches that are kept to judge by."""


class Judged(NamedTuple):
    """How far out the published event is among simulated ones, by all kept statistics together."""

    p: float | None
    """The share of events, the published one among them, that are as far out as it or farther."""
    farthest: str | None
    """The statistic by which it is farthest out."""
    events: int
    """How many simulated events it is among: p is at least 1 / (events + 1)."""
    statistics: list[str]
    """The kept statistics that could be compared."""


def kept_statistics(scores: Values, teams: Values | None) -> dict[str, float]:
    """Give the kept statistics of one event by name; without its teams, those of its scores alone."""
    red, blue = scores.T
    margin = np.abs(red - blue)
    found = {
        "match.correlation": correlation(red, blue),
        "match.ties": float((red == blue).mean()),
        "match.margin": float(np.median(margin)),
        "match.winner": float(scores.max(axis=1).mean()),
        "match.loser": float(scores.min(axis=1).mean()),
        **{f"margin.p{percent}": float(np.percentile(margin, percent)) for percent in MARGINS},
        "shape.skewness": skewness(scores),
        **{f"quarter_sd.{n}": each for n, each in enumerate(in_quarters(scores, np.std), start=1)},
    }
    return found if teams is None else {**found, **_of_teams(scores, teams)}


def event_statistics(scores: Values, teams: Values | None) -> dict[str, float]:
    """Give all statistics of one event by name, the kept ones last; without its teams, those of its scores alone."""
    of_teams = {} if teams is None else team_statistics(scores, teams)
    return {**score_statistics(scores), **of_teams, **kept_statistics(scores, teams)}


def skewness(values: Values) -> float:
    """Give the third standardised moment; NaN where all values are equal."""
    sd = float(values.std())
    return float(((values - values.mean()) ** 3).mean()) / sd**3 if sd else nan


def _of_teams(scores: Values, teams: Values) -> dict[str, float]:
    """Give the kept statistics of what teams' alliances scored.

    `team_mean` are quantiles over teams of the mean score of a team's alliances. `team.against` is the root of the
    mean product of what a team's alliance scored in one match and its opponents in another, over all teams and pairs
    of matches, without the trend: what a team's presence does to the other side. `team.persistence` is the
    correlation, over teams, of what their alliances scored in the first and in the second half of the event.
    """
    count = int(teams.max()) + 1
    deviations = without_trend(scores)
    own, other = (np.repeat(each, STATIONS, axis=1).ravel() for each in (deviations, deviations[:, ::-1]))
    who = teams.ravel()
    played = np.bincount(who, minlength=count)
    means = np.bincount(who, np.repeat(scores, STATIONS, axis=1).ravel(), minlength=count) / played.clip(1)
    present = means[played > 0]
    pairs = int((played * (played - 1)).sum())
    sums = [np.bincount(who, each, minlength=count) for each in (own, other)]
    against = float((sums[0] * sums[1]).sum() - (own * other).sum()) / pairs if pairs else nan
    return {
        **{f"team_mean.p{percent:02}": float(np.percentile(present, percent)) for percent in TEAM_PERCENTS},
        "team_mean.max": float(present.max()),
        "team.against": signed_root(against) if pairs else nan,
        "team.persistence": _persistence(own, who, len(scores), count),
    }


def _persistence(own: Values, who: Values, matches: int, count: int) -> float:
    """Correlate teams' mean deviations in the first and in the second half of the event."""
    late = np.repeat(np.arange(matches) >= matches / 2, SIDES * STATIONS)
    halves, present = [], np.ones(count, dtype=np.bool_)
    for half in (~late, late):
        played = np.bincount(who[half], minlength=count)
        halves.append(np.bincount(who[half], own[half], minlength=count) / played.clip(1))
        present &= played > 0
    return correlation(*(half[present] for half in halves)) if present.sum() > 2 else nan


def judged(published: Mapping[str, float], events: Sequence[Mapping[str, float]], names: Collection[str]) -> Judged:
    """Say how far out the published event is among simulated ones, each of which is treated alike.

    An event is as far out as its largest rank deviation over all statistics (how far its rank is from the middle
    one). So many statistics have extremes that ranks tie; what ties is told apart by the largest distance from the
    mean in standard deviations. Where the model is true, p is at most any share in that share of events.
    """
    every = (published, *events)
    told = [name for name in names if all(isfinite(each.get(name, nan)) for each in every)]
    if not told:
        return Judged(None, None, len(events), [])
    table = np.array([[each[name] for name in told] for each in every])
    ranks = np.abs(rankdata(table, axis=0) - (len(table) + 1) / 2)
    spread = table.std(axis=0)
    apart = np.abs(table - table.mean(axis=0)) / np.where(spread > 0, spread, 1)
    farthest = max(range(len(told)), key=lambda i: (ranks[0, i], apart[0, i]))
    far_out = list(zip(ranks.max(axis=1).tolist(), apart.max(axis=1).tolist(), strict=True))
    return Judged(float(np.mean([each >= far_out[0] for each in far_out])), told[farthest], len(events), told)
