"""exp, expm1 and the normal quantile in plain arithmetic of doubles: the same bits on every machine and in a browser.

The C library's differ from machine to machine in the last bit. Here every line is a few roundings that all processors
make alike; the order is the written one, and no product may be fused with a sum. What comes out is within one unit in
the last place of the true value.
"""

from decimal import Context, Decimal
from math import floor, sqrt

import numpy as np

from sim.compiling import inlined

STEPS = 7
"""Between two powers of two lie 2^7 steps of exp, which a table holds; the series does the rest of the way."""
STEPS_A_UNIT = 2**STEPS * 1.4426950408889634
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
"""log 2 in two parts; the first ends in so many zero bits that a whole number below 2^20 times it is exact."""
STEP_HIGH, STEP_LOW = LN2_HIGH / 2**STEPS, LN2_LOW / 2**STEPS
FARTHEST = 700.0
"""Beyond this exp is taken at the bound: there are no doubles far above it."""
MIDDLE = 1_022
POWERS = np.array([2.0**k for k in range(-MIDDLE, MIDDLE + 1)])
"""The powers of two, 2^0 in the middle."""
PRECISE = Context(prec=40)
ROOTS = [PRECISE.power(2, Decimal(step) / 2**STEPS) for step in range(2**STEPS)]
"""2^0, 2^(1/128), 2^(2/128), ... to 40 digits."""
NEAREST = np.array([float(root) for root in ROOTS])
MISSING = np.array([float(root - Decimal(float(root))) for root in ROOTS])
"""The roots as doubles, and what these are short of them."""
NEAR = 0.35
"""Up to here expm1 goes by its own series: what is left of exp, when 1 is taken away, has too few digits there."""


@inlined
def exp(x: float) -> float:
    """Raise e to a power between -700 and 700; beyond, to that bound."""
    root, more, power = _steps(x)
    found: float = (root + more) * power
    return found


@inlined
def expm1(x: float) -> float:
    """Raise e to a power and take 1 away, without losing digits where that is small."""
    if abs(x) <= NEAR:
        small: float = x + _beyond(x)
        return small
    root, more, power = _steps(x)
    found: float = (root * power - 1.0) + more * power
    return found


@inlined
def _steps(x: float) -> tuple[float, float, float]:
    """Give a root of two, a small rest and a power of two, so that exp(x) is root plus rest, times the power."""
    x = min(max(x, -FARTHEST), FARTHEST)
    steps = floor(x * STEPS_A_UNIT + 0.5)
    r = (x - steps * STEP_HIGH) - steps * STEP_LOW
    rest = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))))
    step = steps & (2**STEPS - 1)
    root = float(NEAREST[step])
    return root, float(MISSING[step]) + root * rest, float(POWERS[(steps >> STEPS) + MIDDLE])


@inlined
def _beyond(x: float) -> float:
    """Give exp(x) - 1 - x for x between -0.35 and 0.35, by the series of exp to the 14th power."""
    series = 1.0 / 87_178_291_200.0
    series = series * x + 1.0 / 6_227_020_800.0
    series = series * x + 1.0 / 479_001_600.0
    series = series * x + 1.0 / 39_916_800.0
    series = series * x + 1.0 / 3_628_800.0
    series = series * x + 1.0 / 362_880.0
    series = series * x + 1.0 / 40_320.0
    series = series * x + 1.0 / 5_040.0
    series = series * x + 1.0 / 720.0
    series = series * x + 1.0 / 120.0
    series = series * x + 1.0 / 24.0
    series = series * x + 1.0 / 6.0
    series = series * x + 0.5
    return x * x * series


def log(x: float) -> float:
    """Give the natural logarithm of a number between 1e-300 and 1: what `exp` takes back to it."""
    found = 0.0
    while x < 0.5:  # whole steps of log 2, so that few are left to Newton
        x, found = x * 2.0, found - LN2_HIGH - LN2_LOW
    near: float = x - 1.0
    for _ in range(NEWTON):
        near = near + (x * exp(-near) - 1.0)
    return found + near


NEWTON = 6
"""Steps that double the digits: 6 take half a digit to more than a double has."""

MIDDLE_ABOVE = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
MIDDLE_BELOW = (
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
NEAR_ABOVE = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
NEAR_BELOW = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
FAR_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
FAR_BELOW = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)
"""Coefficients of the three parts of the normal quantile, highest power first. Source: Wichura, Algorithm AS 241,
Applied Statistics 37 (1988), PPND16: about 16 digits."""


def normal_quantile(p: float) -> float:
    """Give the standard normal's value that a share `p` of it, between 1e-300 and 1 - 1e-16, lies below."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(MIDDLE_ABOVE, r) / _polynomial(MIDDLE_BELOW, r)
    r = sqrt(-log(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        found = _polynomial(NEAR_ABOVE, r - 1.6) / _polynomial(NEAR_BELOW, r - 1.6)
    else:
        found = _polynomial(FAR_ABOVE, r - 5.0) / _polynomial(FAR_BELOW, r - 5.0)
    return -found if q < 0 else found


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Give a polynomial's value, its highest power first."""
    found = 0.0
    for coefficient in coefficients:
        found = found * x + coefficient
    return found
