"""exp, expm1 and the normal quantile in plain arithmetic: how near they are, and that compiling changes no bit."""

from decimal import Context, Decimal
from hashlib import sha256
from math import ulp
from statistics import NormalDist

import numpy as np
import pytest

from sim.compiling import compiled
from sim.exact import FARTHEST, exp, expm1, normal_quantile

PRECISE = Context(prec=40)
"""The reference: exp of 40 digits, correctly rounded, by the decimal arithmetic of the standard library."""


def arguments(count):
    """Give arguments of all sizes: over the whole range, around 0, and at the seams between two powers of 2."""
    random = np.random.default_rng(11)
    sizes = random.uniform(-1, 1, count // 4) * 2.0 ** random.integers(-60, 4, count // 4)
    seams = (random.integers(-1_000, 1_000, count // 4) + 0.5) * np.log(2) * (1 + random.normal(0, 1e-12, count // 4))
    wide = [random.uniform(-FARTHEST, FARTHEST, count // 4), random.uniform(-40, 40, count // 4)]
    return np.concatenate([sizes, seams.clip(-FARTHEST, FARTHEST), *wide]).tolist()


def check_within_a_unit(count):
    """Hold both functions against the reference: at most one unit in the last place off the rounded value."""
    for x in arguments(count):
        true = PRECISE.exp(Decimal(x))
        for found, wanted in ((exp(x), float(true)), (expm1(x), float(PRECISE.subtract(true, Decimal(1))))):
            if abs(x) > 1e-20 or wanted != 0:
                assert abs(found - wanted) <= ulp(wanted), x


def test_exp_and_expm1_are_within_a_unit():
    """Twenty thousand arguments are at most one unit in the last place off."""
    check_within_a_unit(20_000)


@pytest.mark.slow
def test_exp_and_expm1_are_within_a_unit_a_million_times():
    """A million arguments are at most one unit in the last place off."""
    check_within_a_unit(1_000_000)


@compiled
def together(xs, powers, less):
    """Fill in both functions of many arguments."""
    for i in range(len(xs)):
        powers[i] = exp(xs[i])
        less[i] = expm1(xs[i])


def test_compiled_they_give_the_same_bits():
    """What numba makes of them differs in no bit from what Python does."""
    xs = np.array(arguments(20_000))
    powers, less = np.empty_like(xs), np.empty_like(xs)
    together(xs, powers, less)
    assert powers.tolist() == [exp(x) for x in xs.tolist()]
    assert less.tolist() == [expm1(x) for x in xs.tolist()]


def test_their_bits_are_these():
    """Nobody's machine, and no other way to calculate them, changes a bit: it would change what is played."""
    xs = [k / 97 for k in range(-60_000, 60_001, 11)] + [k / 9_973 for k in range(-4_000, 4_001)]
    shares = [(level + 0.5) / 4_096 for level in range(4_096)] + [1e-300, 1e-30, 1e-12]
    found = np.array([*map(exp, xs), *map(expm1, xs), *map(normal_quantile, shares)], dtype="<f8")
    assert sha256(found.tobytes()).hexdigest()[:16] == "6a7734cb32066dc4"


def test_what_is_farther_is_taken_at_the_bound():
    """Beyond 700 there are no doubles: what is asked for there is what stands at the bound."""
    assert exp(-1e9) == exp(-FARTHEST) > 0
    assert exp(1e9) == exp(FARTHEST) < np.inf
    assert (exp(0.0), expm1(0.0)) == (1, 0)


def test_the_normal_quantile():
    """It is symmetric, rises, and agrees with the standard library to 15 digits over the levels that are drawn."""
    levels = [(level + 0.5) / 4_096 for level in range(4_096)]
    found = [normal_quantile(level) for level in levels]
    assert found == sorted(found)
    assert found == pytest.approx([NormalDist().inv_cdf(level) for level in levels], rel=2e-15, abs=2e-15)
    for small in (1e-300, 1e-30, 1e-9, 1e-4):
        assert normal_quantile(small) == pytest.approx(NormalDist().inv_cdf(small), rel=1e-13)
