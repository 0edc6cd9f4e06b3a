"""Statistics that judge: by hand, on made events whose truth is known, and how often the global p raises an alarm."""

from math import isnan, sqrt

import numpy as np
import pytest

from analysis.event import judging
from analysis.event.judging import KEPT, event_statistics, judged, kept_statistics, skewness
from analysis.event.observed import figures_in, kept_in
from analysis.event.statistics import score_statistics, team_statistics
from sim.table.game import playable_keys
from sim.table.language import seed

SCORES = np.array([[10, 20], [30, 30], [50, 10], [40, 80]])
TEAMS = np.array([[0, 1, 2, 3, 4, 5], [0, 6, 7, 8, 9, 10], [11, 12, 13, 0, 14, 15], [0, 1, 2, 3, 4, 5]])
NAMES = ["a", "b", "c"]


def test_kept_statistics_of_four_matches():
    """Every kept statistic of scores is what it is by hand."""
    found = kept_statistics(SCORES, None)
    assert (found["match.ties"], found["match.margin"]) == (0.25, 25)
    assert (found["match.winner"], found["match.loser"]) == (45, 22.5)
    assert (found["margin.p25"], found["margin.p75"], found["margin.p95"]) == (7.5, 40, 40)
    assert found["match.correlation"] == pytest.approx(np.corrcoef(SCORES.T)[0, 1])
    assert [found[f"quarter_sd.{n}"] for n in (1, 2, 3, 4)] == [5, 0, 20, 20]
    assert found["shape.skewness"] == pytest.approx(skewness(SCORES))
    assert skewness(np.array([0, 0, 0, 4])) == pytest.approx(2 / sqrt(3))


def test_means_of_teams_by_hand():
    """A team's mean is that of its alliances' scores; teams 1 and 2 had 10 and 40, teams 3 to 5 had 20 and 80."""
    means = [(10 + 30 + 10 + 40) / 4, 25, 25, 50, 50, 50, 30, 30, 30, 30, 30, 50, 50, 50, 10, 10]
    found = kept_statistics(SCORES, TEAMS)
    assert found["team_mean.max"] == 50
    for percent, name in ((5, "p05"), (25, "p25"), (75, "p75"), (95, "p95")):
        assert found[f"team_mean.{name}"] == pytest.approx(np.percentile(means, percent))


def test_what_teams_do_to_the_other_side_is_found():
    """Where teams take from their opponents what they bring their own side, `against` is the sd below 0."""
    random = np.random.default_rng(4)
    who = np.concatenate([random.permutation(60) for _ in range(40)]).reshape(-1, 6)
    gift = random.normal(0, 10, 60)[who].reshape(-1, 2, 3).sum(axis=2)
    scores = 500 + gift - gift[:, ::-1] + random.normal(0, 5, gift.shape)
    found = event_statistics(scores, who)
    assert found["team.against"] == pytest.approx(-found["team.sd"], rel=0.2)
    assert found["team.persistence"] > 0.8
    assert abs(event_statistics(random.normal(0, 5, gift.shape), who)["team.persistence"]) < 0.4


def test_persistence_is_of_means_however_often_a_team_plays():
    """A team that plays three times in a half has the mean of these, not their sum."""
    who, own = np.array([*[0] * 9, *[1] * 3, *[2] * 6, *[2] * 3, *[0] * 9, *[1] * 6]), np.zeros(36)
    for team, (early, late) in enumerate([(5.0, 4.0), (-3.0, 1.0), (1.0, -2.0)]):
        own[:18][who[:18] == team], own[18:][who[18:] == team] = early, late
    assert judging._persistence(own, who, 6, 3) == pytest.approx(np.corrcoef([5, -3, 1], [4, 1, -2])[0, 1])


def test_kept_and_fitted_statistics_are_two_lists():
    """No statistic is on both lists, all of an event are on one, and every season keeps at least fifteen."""
    kept = set(kept_statistics(SCORES, TEAMS))
    fitted = set(score_statistics(SCORES)) | set(team_statistics(SCORES, TEAMS))
    assert kept == set(KEPT)
    assert not kept & fitted
    assert set(event_statistics(SCORES, TEAMS)) == kept | fitted
    assert len(KEPT) >= 15


@pytest.mark.parametrize("key", playable_keys())
def test_kept_figures_are_among_the_published_ones(key):
    """What a seed file keeps is published, and is on no other list of its file."""
    found = seed(key)
    fitted = {f"{group}.{name}" for group, of in found.observed.items() for name in of.figures} - set(KEPT)
    own = {f"{group}.{name}" for group, of in found.observed.items() for name in of.kept}
    assert own <= set(figures_in(found))
    assert not own & fitted
    assert kept_in(found) == own | set(KEPT)


def table(rows):
    """Give rows of numbers as statistics by name."""
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def test_the_farthest_event_has_the_smallest_p():
    """An event outside of all others by one statistic is one of n + 1; one in the middle of all is not far out."""
    events = table(np.random.default_rng(1).normal(0, 1, (99, 3)))
    out = judged({"a": 0.1, "b": 40.0, "c": 0.0}, events, NAMES)
    assert (out.p, out.farthest, out.events, out.statistics) == (0.01, "b", 99, NAMES)
    lowest = [*events[:-1], {"a": -90.0, "b": 0.0, "c": 0.0}]
    assert judged({"a": 5.0, "b": 40.0, "c": 0.0}, lowest, NAMES).farthest == "b"
    middle = {name: float(np.median([each[name] for each in events])) for name in NAMES}
    assert judged(middle, events, NAMES).p == 1


def test_extremes_that_tie_by_rank_are_told_apart():
    """Of two events that are each first by some statistic, the one that lies farther off is farther out."""
    events = table([[n / 10, (n * 7 % 20) / 10, (n * 3 % 20) / 10] for n in range(20)])
    near, far = ({"a": value, "b": 1.0, "c": 1.0} for value in (2.0, 9.0))
    assert judged(far, events, NAMES).p == 1 / 21
    assert judged(near, events, NAMES).p > judged(far, events, NAMES).p


def test_what_cannot_be_compared_is_left_out():
    """A statistic that one event has not, or that is not published, is not judged by; without any there is no p."""
    events = table([[1, 2, 3], [2, 3, float("nan")], [3, 1, 1]])
    assert judged({"a": 2.0, "b": 2.0, "c": 1.0}, events, NAMES).statistics == ["a", "b"]
    assert judged({}, events, NAMES)[:2] == (None, None)
    assert isnan(kept_statistics(np.ones((4, 2)), TEAMS)["match.correlation"])


def test_where_the_model_is_true_p_is_small_as_often_as_it_says():
    """Of 400 true events 5 % have p of at most 0.05: 8 to 34 of them, with 99.9 % (false alarm 0.1 %, fixed seed)."""
    random = np.random.default_rng(8)
    made = random.normal(0, 1, (400, 60, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0.5], [0, 0, 1]])
    small = sum((judged(*table(each[:1]), table(each[1:]), NAMES).p or 0) <= 0.05 for each in made)
    assert 8 <= small <= 34
