"""Statistics of events: by hand, against scipy, on made events whose truth is known, and on published matches."""

from math import isnan

import numpy as np
import pytest
from places import shared
from scipy import stats

from analysis.event.judging import event_statistics
from analysis.event.published import read_table
from analysis.event.statistics import (
    correlation,
    distance,
    score_statistics,
    signed_root,
    spread_of,
    team_statistics,
)

SCORES = np.array([[10, 20], [30, 30], [50, 10], [40, 80]])
ALIKE = pytest.approx
PUBLISHED = {  # of shared/data/README.md: mean, sd, p05, p95, max, correlation, quarters, team sd, rest sd
    "2019": (95.1, 38.7, 42, 168, 214, 0.03, (81, 92, 101, 106), 15.7, 25.5),
    "2024": (63.4, 35.8, 12, 131, 168, 0.62, (48, 57, 70, 79), 14.6, 22.2),
    "2026": (143.3, 116.4, 15, 390, 637, -0.03, (117, 136, 166, 154), 61.0, 44.6),
}


def made(seed, team_sd=10.0, rest_sd=20.0, growth=40.0, teams=60, rounds=10):
    """Make an event whose scores are three teams' contributions, luck, and a trend from -growth/2 to growth/2."""
    rng = np.random.default_rng(seed)
    who = np.concatenate([rng.permutation(teams) for _ in range(rounds)]).reshape(-1, 6)
    gift = rng.normal(0, team_sd, teams)
    scores = gift[who].reshape(-1, 2, 3).sum(axis=2) + rng.normal(0, rest_sd, (len(who), 2))
    return scores + 200 + np.linspace(-growth / 2, growth / 2, len(who))[:, None], who


def test_statistics_of_four_matches():
    """Every statistic of four matches is what it is by hand."""
    found = score_statistics(SCORES)
    assert found["alliance_score.mean"] == 33.75
    assert found["alliance_score.sd"] == ALIKE(np.sqrt(12_900 / 8 - 33.75**2))
    assert (found["alliance_score.p50"], found["alliance_score.max"]) == (30, 80)
    assert found["alliance_score.p25"] == 17.5  # a quarter of the way from the second to the third of eight
    assert [found[f"quarter.{n}"] for n in (1, 2, 3, 4)] == [15, 30, 30, 60]


def test_team_sd_by_hand():
    """With eight matches the trend is each match's mean; the products of deviations are summed by team."""
    scores = np.array([[12, 8]] * 8)
    teams = np.array([[0, 1, 2, 3, 4, 5], *[[0, *range(6 + 5 * n, 11 + 5 * n)] for n in range(7)]])
    assert team_statistics(scores, teams) == ALIKE({"team.sd": 2, "team.rest_sd": -np.sqrt(8)})


def test_what_cannot_be_told_is_nan():
    """Equal scores have no correlation, and teams that play once no lasting share."""
    assert isnan(correlation(np.ones(3), np.arange(3)))
    for sign in (1, -1):  # with doubles a hair more
        assert correlation(np.array([23.0, 3.0, 9.0]), sign * np.array([69.0, 9.0, 27.0])) == sign
    found = event_statistics(np.ones((2, 2)), np.arange(12).reshape(2, 6))
    assert all(isnan(found[name]) for name in ("match.correlation", "team.sd", "team.rest_sd", "quarter.1"))
    assert "team.sd" not in event_statistics(SCORES, None)
    assert signed_root(-4.0) == -2


def test_the_estimator_finds_the_truth():
    """Over 60 made events the mean estimates of both variances are the truth: |z| < 4, false alarms 0.01 %."""
    found = np.array([list(team_statistics(*made(seed)).values()) for seed in range(60)])
    variances = np.sign(found) * found**2
    error = variances.std(axis=0, ddof=1) / np.sqrt(len(found))
    truth = np.array([100.0, 400.0]) * [59 / 60, 1]  # of what 60 teams differ by the mean takes a share
    assert (np.abs(variances.mean(axis=0) - truth) < 4 * error + [0.02 * 100, 0.05 * 400]).all()


@pytest.mark.parametrize("seed", range(3))
def test_distances_are_those_of_scipy(seed):
    """Wasserstein and Kolmogorov-Smirnov distances are scipy's, for samples with ties and of other sizes."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 30, (50, 2)), rng.poisson(12, 77)
    found = distance(one, other)
    assert found.wasserstein == ALIKE(stats.wasserstein_distance(one.ravel(), other))
    assert found.kolmogorov_smirnov == ALIKE(stats.ks_2samp(one.ravel(), other, method="asymp").statistic)
    assert distance(one, one) == (0, 0)


@pytest.mark.parametrize("year", PUBLISHED)
def test_published_figures_are_found_again(year):
    """Computed on the published matches, every statistic is the figure that is published with them."""
    path = shared("data", f"matches_{year}.csv")
    table = read_table(path.read_bytes(), str(path))
    found = event_statistics(table.scores, table.teams)
    mean, sd, p05, p95, top, both, quarters, team, rest = PUBLISHED[year]
    assert table.played == path.read_bytes().count(b"\n") - 1
    assert (found["alliance_score.mean"], found["alliance_score.sd"]) == ALIKE((mean, sd), abs=0.051)
    assert [found[f"alliance_score.{name}"] for name in ("p05", "p95", "max")] == ALIKE([p05, p95, top], abs=0.51)
    assert found["match.correlation"] == ALIKE(both, abs=0.0051)
    assert [found[f"quarter.{n}"] for n in (1, 2, 3, 4)] == ALIKE(quarters, abs=0.51)
    assert (found["team.sd"], found["team.rest_sd"]) == ALIKE((team, rest), abs=0.051)


def test_the_spread_has_every_figure():
    """Mean, sd, eight quantiles and the largest, in this order."""
    assert list(spread_of(SCORES)) == ["mean", "sd", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "max"]
