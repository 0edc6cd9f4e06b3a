"""Least squares of our own: they end where a library's do, and their sums are exact."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import least_squares

from analysis.least_squares import cost_of, inverse, least, root_of, solved, times

MILD = 2.0


def problem(seed, rows=40, numbers=5):
    """Make residuals that bend a little, their slopes, and a start."""
    random = np.random.default_rng(seed)
    slopes, truth = random.normal(0, 8, (rows, numbers)), random.uniform(-0.2, 1.2, numbers)
    luck = random.normal(0, 1, rows)

    def residuals(x):
        return slopes @ (x - truth) + 2 * np.sin(x - truth).sum() + luck

    def derivatives(x):
        return slopes + 2 * np.cos(x - truth)

    return residuals, derivatives, random.uniform(0, 1, numbers)


@pytest.mark.parametrize("seed", range(12))
def test_they_end_where_a_library_does(seed):
    """Within the bounds and as low, or lower, as scipy comes with as many looks, truth beyond the bounds or not."""
    residuals, slopes, start = problem(seed)
    found = least(residuals, slopes, start, MILD, 12)
    other = least_squares(
        residuals, start, jac=slopes, bounds=(0, 1), loss="soft_l1", f_scale=MILD, max_nfev=200, xtol=1e-10
    )
    assert ((found.x >= 0) & (found.x <= 1)).all()
    assert found.cost == pytest.approx(cost_of(residuals(found.x), MILD))
    assert found.cost <= other.cost * 1.002


def test_what_is_not_told_stays():
    """A number without any slope ends where it began; the others are fitted."""
    found = least(
        lambda x: np.array([9 * (x[0] - 0.25), 9 * (x[0] - 0.25)]),
        lambda _: np.array([[9.0, 0.0], [9.0, 0.0]]),
        np.array([0.9, 0.6]),
        MILD,
        12,
    )
    assert found.x[0] == pytest.approx(0.25, abs=1e-3)
    assert found.x[1] == 0.6


def test_no_more_is_looked_at_than_was_said():
    """Residuals are worked out as often as allowed at most, and never twice at one place."""
    residuals, slopes, start = problem(3)
    looked = []
    least(lambda x: looked.append(x.tolist()) or residuals(x), slopes, start, MILD, 4)
    assert len(looked) <= 4
    assert len({tuple(x) for x in looked}) == len(looked)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30), st.randoms())
def test_sums_are_exact(values, chance):
    """A product is that of the rounded products, summed without error and rounded once: no order matters."""
    others = [chance.uniform(-1, 1) for _ in values]
    wanted = float(sum((Fraction(a * b) for a, b in zip(values, others, strict=True)), Fraction(0)))
    assert times(np.array([values]), np.array([others]).T)[0, 0] == wanted


@pytest.mark.parametrize("size", [1, 2, 7, 16])
def test_matrices_are_solved_and_inverted(size):
    """Roots, solutions and inverses are what they are called."""
    random = np.random.default_rng(size)
    half = random.normal(0, 1, (size, size + 3))
    matrix, right = half @ half.T, random.normal(0, 1, (size, 2))
    assert np.allclose(root_of(matrix), np.linalg.cholesky(matrix))
    assert np.allclose(matrix @ solved(matrix, right), right)
    assert np.allclose(matrix @ inverse(matrix), np.eye(size))
