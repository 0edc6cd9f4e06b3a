"""Least squares of few numbers, with the same bits on every machine.

Linear algebra libraries add in an order of their processor's own, and where the numbers are hardly told the last bits
of a sum decide where a fit ends. Here every sum is the exact one, rounded once (`math.fsum`), and all else is plain
arithmetic of doubles.
"""

from collections.abc import Callable
from math import fsum, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DAMPED = 12.0
"""The curvature that is added at first. It is one over the variance of a number that lies anywhere between 0 and 1:
what is hardly told stays where it is."""
EASED, STIFFENED = 0.25, 4.0
"""By what that changes after a step that went down, and after one that did not."""
SETTLED = 1e-3
"""A share of the cost, and of the numbers, that is not worth another step."""


class Least(NamedTuple):
    """Where a fit ended, and what it costs there: half the sum of squares, far ones counted less."""

    x: Floats
    cost: float


def least(
    residuals: Callable[[Floats], Floats],
    slopes: Callable[[Floats], Floats],
    start: Floats,
    mild: float,
    rounds: int,
) -> Least:
    """Go down from a start between 0 and 1 (Levenberg and Marquardt), with so many looks at residuals at most.

    Beyond `mild` a residual counts less than its square (soft l1).
    """
    at, found = start, residuals(start)
    cost, damped = cost_of(found, mild), DAMPED
    looks = 1
    while looks < rounds:
        here = slopes(at)
        weighed = here.T / np.sqrt(1 + (found / mild) ** 2)
        downhill, curvature = -times(weighed, found[:, None])[:, 0], times(weighed, here)
        was, moved = cost, 0.0
        while looks < rounds and cost == was:
            there = _stepped(at, downhill, curvature, damped)
            others = residuals(there)
            looks += 1
            if cost_of(others, mild) < cost:
                moved = float(np.abs(there - at).max())
                at, found, cost, damped = there, others, cost_of(others, mild), damped * EASED
            else:
                damped *= STIFFENED
        if was - cost <= SETTLED * was or moved <= SETTLED:
            break
    return Least(at, cost)


def cost_of(residuals: Floats, mild: float) -> float:
    """Give half the sum of squares; of residuals far beyond `mild` rather the sum of their sizes."""
    return mild**2 * fsum((np.sqrt(1 + (residuals / mild) ** 2) - 1).tolist())


def _stepped(at: Floats, downhill: Floats, curvature: Floats, damped: float) -> Floats:
    """Step from a place between 0 and 1; what would leave these bounds there is held."""
    free = np.flatnonzero(~(((at <= 0) & (downhill < 0)) | ((at >= 1) & (downhill > 0))))
    there = at.copy()
    stiff = curvature[np.ix_(free, free)] + damped * np.eye(len(free))
    there[free] += solved(stiff, downhill[free, None])[:, 0]
    return np.clip(there, 0, 1)


def times(one: Floats, other: Floats) -> Floats:
    """Multiply matrices: every sum is exact, and rounded once."""
    columns = other.T
    found = [[fsum((row * column).tolist()) for column in columns] for row in one]
    return np.array(found).reshape(len(one), len(columns))


def root_of(matrix: Floats) -> Floats:
    """Give the lower triangle whose square this matrix is, symmetric and positive (Cholesky)."""
    found = np.zeros_like(matrix)
    for i in range(len(matrix)):
        for j in range(i + 1):
            left = fsum([float(matrix[i, j]), *(-found[i, :j] * found[j, :j]).tolist()])
            found[i, j] = sqrt(left) if i == j else left / found[j, j]
    return found


def solved(matrix: Floats, right: Floats) -> Floats:
    """Solve for each column on the right; the matrix is symmetric and positive."""
    root = root_of(matrix)
    return _up(root, _down(root, right))


def inverse(matrix: Floats) -> Floats:
    """Invert a symmetric, positive matrix."""
    return solved(matrix, np.eye(len(matrix)))


def _down(root: Floats, right: Floats) -> Floats:
    found = np.zeros_like(right)
    for i in range(len(root)):
        found[i] = (right[i] - times(root[i : i + 1, :i], found[:i])[0]) / root[i, i]
    return found


def _up(root: Floats, right: Floats) -> Floats:
    found = np.zeros_like(right)
    for i in reversed(range(len(root))):
        found[i] = (right[i] - times(root.T[i : i + 1, i + 1 :], found[i + 1 :])[0]) / root[i, i]
    return found
