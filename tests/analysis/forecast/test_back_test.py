"""How forecasts are judged: by hand, on a few matches."""

import numpy as np
import pytest

from analysis.forecast.back_test import BLOCK, back_test, block_error, fared
from analysis.forecast.process import Course, Predictions
from analysis.forecast.rivals import coin
from analysis.forecast.structure import middles

SCORES = np.array([[10, 5], [5, 10], [7, 7], [9, 1], [3, 6]])
RED = np.array([0.8, 0.6, 0.9, 0.5, 0.25])
MEAN = np.array([[10.0, 6.0], [9.0, 9.0], [7.0, 7.0], [0.0, 0.0], [3.0, 6.0]])
FOUND = Predictions(MEAN, np.ones_like(MEAN), RED)
EVERY = np.ones(5, dtype=np.bool_)
TEAMS = np.array(
    [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 17], [0, 1, 2, 6, 7, 8], [3, 4, 5, 0, 1, 2]]
)


def test_the_measures_by_hand():
    """Four matches have a winner; one is not called, so that it counts half; two scores in ten are far off."""
    of = fared(SCORES, FOUND, EVERY, 1)
    assert (of.matches, of.decided) == (5, 4)
    assert of.right == pytest.approx((1 + 0 + 0.5 + 1) / 4)
    assert of.log_loss == pytest.approx(-np.log([0.8, 0.4, 0.5, 0.75]).mean())
    assert of.brier == pytest.approx(np.mean([0.04, 0.36, 0.25, 0.0625]))
    assert of.mean_absolute_error == pytest.approx((1 + 4 + 1 + 9 + 1) / 10)
    assert of.coverage_90 == pytest.approx(8 / 10)


def test_rivals_are_paired_match_by_match():
    """A difference is the mean of the differences of each match; against itself it is nothing, without error."""
    course = Course(TEAMS, middles(5), 18)
    of = back_test(course, SCORES, FOUND, {"coin": coin(SCORES), "itself": FOUND}, 1)
    assert of.log_loss_less["coin"].mean == pytest.approx(of.log_loss - np.log(2))
    assert tuple(of.log_loss_less["itself"]) == (0, None)  # so few matches tell no error
    assert of.rivals["coin"].right == 0.5
    assert of.no_call == 1


def test_matches_stand_by_how_often_their_least_seen_team_played():
    """The first group of three has seen nobody; what is played at the same time does not count as seen."""
    of = back_test(Course(TEAMS, middles(5), 18), SCORES, FOUND, {}, 1)
    assert {name: each.matches for name, each in of.by_seen.items()} == {"0": 3, "1 to 2": 2}


def test_reliability_counts_every_decided_match_once():
    """Classes of the favourite's chance hold all matches with a winner and a call, each with Wilson's interval."""
    of = back_test(Course(TEAMS, middles(5), 18), SCORES, FOUND, {}, 1)
    assert [(each.least, each.matches, each.right) for each in of.reliability] == [
        (0.6, 1, 0.0),
        (0.7, 1, 1.0),
        (0.8, 1, 1.0),
    ]
    assert all(each.low <= each.right <= each.high for each in of.reliability)


def test_errors_of_independent_matches_are_the_usual_ones():
    """Of values that have nothing to do with each other, blocks give the standard error of the mean."""
    values = np.random.default_rng(3).normal(size=300 * BLOCK)
    assert block_error(values, 1) == pytest.approx(values.std() / np.sqrt(len(values)), rel=0.15)
    assert block_error(values, 1) == block_error(values, 1) != block_error(values, 2)


def test_errors_of_matches_that_go_together_are_larger():
    """Where all matches of a block are alike, the error is that of so many blocks."""
    values = np.random.default_rng(3).normal(size=300).repeat(BLOCK)
    assert block_error(values, 1) == pytest.approx(values.std() / np.sqrt(300), rel=0.15)


def test_matches_without_a_winner_have_no_part():
    """NaN stands for nothing to judge."""
    values = np.array([1.0, np.nan] * 60)
    assert block_error(values, 1) == 0
