"""Summaries against direct computation: every error is one over matches, every quantile a score that occurred."""

import json
from math import sqrt
from statistics import mean, stdev

import numpy as np
import pytest

from analysis.documents import document
from analysis.run.summaries import estimate, figures_of, observed_quantiles, summarise
from analysis.run.tallies import tally
from rules.fgc_2022 import SEASON, Sheet
from sim import simulate
from sim.play.matches import scored
from sim.play.request import run_request
from sim.robots.files import DRAWN, Station
from sim.table.game import playable, playbooks_by

KEYS = {
    *("season", "matches", "seed", "engine", "version", "alliance_score", "results", "correlation", "margin"),
    *("breakdown", "breakdown_error", "end_states", "fouls", "playbook", "grade", "population", "points", "changed"),
    *("robots", "plans", "sides", "histogram"),
}
SCORE_KEYS = ["n", "mean", "mean_error", "sd", "min", "p05", "p25", "p50", "p75", "p95", "max"]


def a_run(red_levels, blue_levels, carbon=40, fouls=((0, 0),)):
    """Make a run in which a robot of each side ends at these storage levels, one pair a match."""
    storage = np.zeros((len(red_levels), 2, 3), dtype=np.int64)
    storage[:, 0, 0], storage[:, 1, 0] = red_levels, blue_levels
    none = np.zeros(len(red_levels), dtype=np.int64)
    minor = np.broadcast_to(fouls, (len(none), 2))
    sheet = Sheet(none + carbon, storage, none, minor, np.zeros_like(minor))
    return scored(SEASON, sheet)


def summed(run, seed=1):
    """Sum a run up, and give the document."""
    return document(summarise(run_request("fgc_2022", len(run), seed), run))


@pytest.fixture(scope="module")
def run():
    """Play some matches once for all the tests that need them."""
    return simulate("fgc_2022", 200, seed=8)


@pytest.fixture(scope="module")
def summary(run):
    """Sum the run up."""
    return summed(run, 8)


def test_the_summary_has_its_keys(summary):
    """A summary holds what programs may count on, in an order that stays."""
    assert set(summary) == KEYS
    assert list(summary["alliance_score"]) == SCORE_KEYS
    assert set(summary["results"]) == {"red_wins", "blue_wins", "ties"}
    assert {"mean", "p50"} <= set(summary["margin"])
    assert set(summary["fouls"]) == {"minor", "major"}


def test_the_summary_names_the_run(summary):
    """Season, counts, seed and grade are those of the run; all of it is plain JSON that says no NaN."""
    known = {"season": "fgc_2022", "matches": 200, "seed": 8, "engine": "fast", "playbook": None, "grade": "C"}
    assert known.items() <= summary.items()
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_the_mean_and_its_error(run, summary):
    """The error is that of the matches' means: the two scores of a match are one observation."""
    by_match = [mean(pair) for pair in run.scores.tolist()]
    found = summary["alliance_score"]
    assert found["n"] == 400
    assert found["mean"] == pytest.approx(mean(by_match))
    assert found["mean_error"] == pytest.approx(stdev(by_match) / sqrt(200))
    assert found["sd"] == pytest.approx(stdev(run.scores.ravel().tolist()))


def test_quantiles_are_scores_that_occurred(run, summary):
    """Each quantile is the smallest observed score with at least that share of scores at or below it."""
    scores = sorted(run.scores.ravel().tolist())
    found = summary["alliance_score"]
    assert (found["min"], found["max"]) == (scores[0], scores[-1])
    for name, rank in (("p05", 20), ("p25", 100), ("p50", 200), ("p75", 300), ("p95", 380)):
        assert found[name] == scores[rank - 1]


@pytest.mark.parametrize("values", [[7], [3, 3, 3], [-5, -1], [1, 10, 100, 1_000]], ids=str)
def test_quantiles_of_few_scores(values):
    """Quantiles of few scores are among them too, and do not fall."""
    found = list(observed_quantiles(np.array(values)).values())
    assert set(found) <= set(values)
    assert found == sorted(found)


def test_results_are_counted_by_match(run, summary):
    """Every match is won by red, won by blue or tied."""
    red, blue = run.scores.T.tolist()
    pairs = list(zip(red, blue, strict=True))
    wins = {"red_wins": sum(r > b for r, b in pairs), "blue_wins": sum(b > r for r, b in pairs)}
    assert summary["results"] == {**wins, "ties": 200 - sum(wins.values())}


def test_the_margin(run, summary):
    """The margin is how far apart the two scores of a match are, with an error over matches."""
    margins = sorted(abs(red - blue) for red, blue in run.scores.tolist())
    assert summary["margin"]["mean"] == pytest.approx(mean(margins))
    assert summary["margin"]["mean_error"] == pytest.approx(stdev(margins) / sqrt(200))
    assert summary["margin"]["p50"] == margins[99]


def test_the_correlation_is_of_red_with_blue(run, summary):
    """The correlation is Pearson's, over matches."""
    red, blue = run.scores.T.tolist()
    products = [(r - mean(red)) * (b - mean(blue)) for r, b in zip(red, blue, strict=True)]
    assert summary["correlation"] == pytest.approx(sum(products) / 199 / stdev(red) / stdev(blue))


def test_the_breakdown_adds_up_to_the_mean(run, summary):
    """Parts are mean points an alliance, in the rules' order; together they are the mean score."""
    assert list(summary["breakdown"]) == list(run.rules.parts)
    assert sum(summary["breakdown"].values()) == pytest.approx(summary["alliance_score"]["mean"])
    assert summary["breakdown"]["carbon"] == pytest.approx(run.sheet.carbon.mean())


def test_errors_of_the_breakdown_are_over_matches(run, summary):
    """What both sides share is one observation a match, what each side earns is averaged first."""
    assert list(summary["breakdown_error"]) == list(summary["breakdown"])
    carbon = run.sheet.carbon.tolist()
    assert summary["breakdown_error"]["carbon"] == pytest.approx(stdev(carbon) / sqrt(200))
    storage = [mean(pair) / 40 for pair in run.breakdown.parts["storage"].tolist()]
    assert summary["breakdown_error"]["storage"] == pytest.approx(stdev(storage) / sqrt(200))


def test_end_states_are_shares(run, summary):
    """For every entry with codes the shares of its codes sum to 1, each a share of robots or of matches."""
    states = summary["end_states"]
    assert {name: list(codes) for name, codes in states.items()} == {
        "storage": ["NONE", "PL", "LO", "MD", "HI"],
        "coopertition": ["LEVEL_0", "LEVEL_1", "LEVEL_2", "LEVEL_3"],
    }
    for codes in states.values():
        assert sum(share["mean"] for share in codes.values()) == pytest.approx(1)
    levels = (run.sheet.storage == 1).reshape(200, 6).mean(axis=1).tolist()
    assert states["storage"]["PL"]["mean"] == pytest.approx(mean(levels))
    assert states["storage"]["PL"]["error"] == pytest.approx(stdev(levels) / sqrt(200))


def test_end_states_of_a_sheet_made_by_hand():
    """Six robots, of which one hangs at the top in one match of two: a twelfth."""
    states = summed(a_run([4, 0], [0, 0]))["end_states"]
    assert states["storage"]["HI"]["mean"] == pytest.approx(1 / 12)
    assert states["storage"]["NONE"]["mean"] == pytest.approx(11 / 12)


def test_fouls_are_counted_an_alliance():
    """Fouls are a mean an alliance, with an error over matches."""
    found = summed(a_run([0, 0], [0, 0], fouls=[(1, 2), (0, 0)]))["fouls"]
    assert found["minor"] == {"mean": 0.75, "error": pytest.approx(0.75)}
    assert found["major"] == {"mean": 0, "error": 0}


@pytest.mark.parametrize("matches", [1, 2], ids=["one", "two"])
def test_few_matches_tell_no_correlation(matches):
    """Two points always lie on a line: up to two matches give no correlation."""
    assert summed(a_run([1, 4][:matches], [2, 3][:matches]))["correlation"] is None


@pytest.mark.parametrize("scores", [[0, 1, 2], [0, 1, 4]])
def test_scores_on_a_line_correlate_fully(scores):
    """Rounding takes no correlation beyond 1, of which no error could be told."""
    assert summed(a_run(scores, scores))["correlation"] == 1


def test_one_match_tells_no_error():
    """From one match alone no error can be told: it is left out, not zero."""
    summary = summed(a_run([4], [0]))
    assert summary["alliance_score"]["mean"] == 60
    assert summary["alliance_score"]["mean_error"] is None
    assert summary["margin"] == {"mean": 40, "mean_error": None, "p50": 40}
    assert set(summary["breakdown_error"].values()) == {None}
    assert {share["error"] for codes in summary["end_states"].values() for share in codes.values()} == {None}
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


@pytest.mark.parametrize(
    ("red", "blue"),
    [([1] * 5, [1] * 5), ([1] * 5, [0, 1, 2, 3, 4]), ([0, 1, 2, 3, 4], [1] * 5)],
    ids=["both", "red", "blue"],
)
def test_identical_scores_tell_no_correlation(red, blue):
    """Where one side always scores the same there is no correlation."""
    assert summed(a_run(red, blue))["correlation"] is None


@pytest.mark.parametrize(("blue", "expected"), [([1, 2, 3], 1), ([3, 2, 1], -1)], ids=["with", "against"])
def test_the_correlation_of_scores_on_a_line(blue, expected):
    """Scores that rise together correlate by 1, those that go against each other by -1."""
    assert summed(a_run([1, 2, 3], blue))["correlation"] == pytest.approx(expected)


def test_an_estimate_counts_matches_not_values():
    """Values of one match depend on each other: saying everything six times makes nothing surer."""
    once = np.array([1.0, 4.0, 7.0, 4.0])
    expected = (4.0, pytest.approx(stdev(once.tolist()) / 2))
    assert estimate(once) == expected
    assert estimate(np.repeat(once, 6).reshape(4, 2, 3)) == expected


def test_an_estimate_of_opposites_is_sure():
    """What one side gains and the other loses is the same in every match."""
    assert estimate(np.array([[1, 9], [5, 5], [8, 2]])) == (5.0, 0.0)


def test_one_match_has_a_mean_and_no_error():
    """Its two sides are one observation."""
    assert estimate(np.array([[5, 7]])) == (6, None)


def test_who_stands_where_is_named_where_a_line_up_names_any():
    """Of six stations one has a plan of its own; where none is named nothing is said."""
    book = playbooks_by(playable("fgc_2022").model, "robot")[0]
    asked = run_request("fgc_2022", 2, red=(Station(plan=book), DRAWN, DRAWN))
    found = document(summarise(asked, simulate("fgc_2022", 2)))
    assert list(found["plans"]) == [book.name, *5 * [None]]
    assert summed(simulate("fgc_2022", 2))["plans"] is None


def test_the_picture_of_a_run_has_both_sides():
    """Each with its own mean and error, its own quantiles, and its own parts."""
    run = a_run([0, 0, 0, 3, 0], [3, 3, 0, 3, 3])
    found = figures_of(tally(run_request("fgc_2022", len(run), 1), [run]))
    assert list(found.sides) == ["red", "blue"]
    for side, shown in enumerate(found.sides.values()):
        scores = run.scores[:, side].tolist()
        assert (shown.score.mean, shown.score.error) == pytest.approx((mean(scores), stdev(scores) / sqrt(5)))
        assert (shown.scores.min, shown.scores.p50, shown.scores.max) == (min(scores), sorted(scores)[2], max(scores))
        assert sum(shown.parts.values()) == pytest.approx(mean(scores))


def test_two_matches_have_an_error():
    """It is half of what lies between them."""
    assert estimate(np.array([3.0, 7.0])) == (5.0, pytest.approx(2.0))
