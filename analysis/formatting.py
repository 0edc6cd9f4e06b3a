"""Numbers in words for people: no more digits than the error allows."""

from math import floor, log10


def number(value: float) -> str:
    """Write a number: thousands apart, no trailing zeros."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def with_error(mean: float, error: float | None) -> str:
    """Write a mean with its error, to the digits that the error allows: two of its own.

    Where every match gave the same value the sample tells no error, and none is made up.
    """
    if not error:
        return number(round(mean, 2))
    digits = min(max(1 - floor(log10(error)), 0), 6)
    return f"{mean:,.{digits}f} ± {error:,.{digits}f}"
