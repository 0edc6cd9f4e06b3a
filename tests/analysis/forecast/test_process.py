"""What scores tell of teams, held against the textbook: conditional normals worked out whole, match by match."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm
from small_course import KNOWN, LITTLE, PRIOR, course, scores

from analysis.forecast import process
from analysis.forecast.process import (
    EARLIER,
    Course,
    ahead,
    covariance,
    drawn_structures,
    ends_of,
    evidence,
    expected,
    kernels,
    predicted,
    whitened,
)

OF = course()
SCORES = scores(OF)


def square_of_effects(of):
    """Write the covariance out from what a score is: level, growth, effects of six teams, luck."""
    sides = 2 * of.matches
    own, luck = np.exp(KNOWN.own), np.exp(KNOWN.luck)
    other = own * np.exp(KNOWN.other)
    found = np.zeros((sides, sides))
    for one in range(sides):
        for two in range(sides):
            for team in range(of.count):
                adds = [own * (team in own_teams(of, side)) for side in (one, two)]
                gives = [other * (team in own_teams(of, side ^ 1)) for side in (one, two)]
                found[one, two] += adds[0] * adds[1] + gives[0] * gives[1]
                found[one, two] += np.tanh(KNOWN.both) * (adds[0] * gives[1] + gives[0] * adds[1])
            grown = [process.grown(of.when[side // 2]) for side in (one, two)]
            found[one, two] += LITTLE.level**2 + LITTLE.growth**2 * grown[0] * grown[1]
            found[one, two] += luck**2 * ((one == two) + np.tanh(KNOWN.shared) * (one == two ^ 1))
    return found


def own_teams(of, side):
    """Give the teams of one side; sides are numbered red, blue, match by match."""
    return of.teams[side // 2, 3 * (side % 2) : 3 * (side % 2) + 3].tolist()


def test_the_covariance_is_that_of_the_sum_of_parts():
    """Two scores have in common what the same teams did, the day, and the luck that a match shares."""
    small = course(teams=6, each=3)
    assert covariance(kernels(small), KNOWN, LITTLE) == pytest.approx(square_of_effects(small))


def test_the_evidence_is_the_density_of_the_scores():
    """Of the first so many scores, at any size of a unit, it is the log density but for the constant."""
    square, mean = covariance(kernels(OF), KNOWN, LITTLE), expected(OF, KNOWN)
    sizes, upto = np.array([40.0, 60.0]), np.array([0, 6, 30])
    found = evidence(whitened(square, SCORES.ravel(), mean), sizes, upto)
    for row, count in enumerate(upto[1:], start=1):
        for column, size in enumerate(sizes):
            dense = multivariate_normal(size * mean[:count], size**2 * square[:count, :count])
            known = dense.logpdf(SCORES.ravel()[:count]) + count / 2 * np.log(2 * np.pi)
            assert found[row, column] == pytest.approx(known)
    assert found[0].tolist() == [0, 0]


def test_groups_are_predicted_from_those_before_alone():
    """Mean and covariance of a group are the conditional ones given all earlier groups, none of its own."""
    square, mean = covariance(kernels(OF), KNOWN, LITTLE), expected(OF, KNOWN)
    found = ahead(whitened(square, SCORES.ravel(), mean), mean, ends_of(OF.matches))
    start, end, size = 24, 30, 50.0
    before, here = slice(0, start), slice(start, end)
    gain = square[here, before] @ np.linalg.inv(square[before, before])
    known = size * mean[here] + gain @ (SCORES.ravel()[before] - size * mean[before])
    rows = slice(start // 2, end // 2)
    assert (found.fixed[rows] + size * found.scaled[rows]).ravel() == pytest.approx(known)
    left = square[here, here] - gain @ square[before, here]
    assert found.covariance[rows.start] == pytest.approx(left[:2, :2])
    assert found.covariance[rows.stop - 1] == pytest.approx(left[-2:, -2:])


def test_one_sure_structure_predicts_as_the_normal_that_it_is(monkeypatch):
    """Where nothing is left open, chance, mean and sd are those of one normal."""
    monkeypatch.setattr(process, "drawn_structures", lambda _: [KNOWN])
    sure = PRIOR._replace(spread=LITTLE._replace(scale=0.0))
    found = predicted(OF, SCORES, sure)
    square, mean, size = covariance(kernels(OF), KNOWN, LITTLE), expected(OF, KNOWN), np.exp(KNOWN.scale)
    of = ahead(whitened(square, SCORES.ravel(), mean), mean, ends_of(OF.matches))
    middle = of.fixed + size * of.scaled
    assert found.mean == pytest.approx(middle)
    assert found.sd == pytest.approx(size * np.sqrt(of.covariance.diagonal(axis1=1, axis2=2)))
    apart = of.covariance[:, 0, 0] + of.covariance[:, 1, 1] - 2 * of.covariance[:, 0, 1]
    assert found.red_wins == pytest.approx(norm.cdf((middle[:, 0] - middle[:, 1]) / (size * np.sqrt(apart))))


@pytest.mark.parametrize("group", [0, 3])
def test_what_comes_later_changes_no_prediction(group):
    """A forecast of a match is the same whatever was scored from its group on."""
    changed, end = SCORES.copy(), 3 * (group + 1)
    changed[3 * group :] = 500
    one, other = (predicted(OF, each, PRIOR) for each in (SCORES, changed))
    for before, after in zip(one, other, strict=True):
        assert before[:end] == pytest.approx(after[:end])
    assert not np.allclose(one.mean[end:], other.mean[end:])


def test_nobody_is_the_favourite_before_anybody_played():
    """In the first group red and blue are as likely to win, whoever they are."""
    assert predicted(OF, SCORES, PRIOR).red_wins[:3] == pytest.approx(0.5)


def test_earlier_years_make_a_favourite():
    """A side of teams that ranked well before is expected to score more, by so much of a team's sd."""
    earlier = np.zeros(OF.count)
    earlier[OF.teams[0, :3]] = 1.0
    known = Course(OF.teams, OF.when, OF.count, earlier)
    gap = np.diff(expected(known, KNOWN)[:2])[0]
    assert gap == pytest.approx(-3 * EARLIER * np.exp(KNOWN.own))
    assert predicted(known, SCORES, PRIOR).red_wins[0] > 0.55


def test_structures_are_drawn_as_the_prior_says():
    """Their means and spreads are the prior's; level, growth and scale are left where they are."""
    drawn = np.array(drawn_structures(PRIOR))
    assert drawn[:, :5].mean(axis=0) == pytest.approx(np.array(KNOWN)[:5], abs=0.02)
    assert drawn[:, :5].std(axis=0) == pytest.approx(np.array(LITTLE)[:5], rel=0.1)
    assert (drawn[:, 5:] == np.array(KNOWN)[5:]).all()


def test_many_structures_are_one_mixture():
    """Mean and sd are those of all structures and sizes by their weights, and so is the chance of red."""
    random = np.random.default_rng(3)
    of = process.Ahead(
        random.normal(0, 1, (2, 1, 2)), random.normal(5, 1, (2, 1, 2)), np.tile(np.eye(2) * 0.3, (2, 1, 1, 1))
    )
    weights, sizes = random.dirichlet(np.ones(6)).reshape(2, 1, 3), np.array([1.0, 2.0, 4.0])
    found = process._mixed(of, weights, sizes, np.array([0]))
    means = of.fixed + sizes[:, None] * of.scaled
    first, second = (np.einsum("ikl,ilj->j", weights, each) for each in (means, means**2 + 0.3 * sizes[:, None] ** 2))
    assert found.mean[0] == pytest.approx(first)
    assert found.sd[0] == pytest.approx(np.sqrt(second - first**2))
    lead = (means[..., 0] - means[..., 1]) / (sizes * np.sqrt(0.6))
    assert found.red_wins[0] == pytest.approx((weights[:, 0] * norm.cdf(lead)).sum())


def test_what_earlier_years_tell_differs_from_year_to_year():
    """Sides whose teams ranked well before have that much in common."""
    earlier = np.arange(OF.count) / OF.count
    plain, known = (
        covariance(kernels(Course(OF.teams, OF.when, OF.count, each)), KNOWN, LITTLE) for each in (None, earlier)
    )
    sums = np.array([earlier[own_teams(OF, side)].sum() for side in range(2 * OF.matches)])
    assert known - plain == pytest.approx(np.exp(KNOWN.own) ** 2 * 0.12**2 * np.outer(sums, sums))
