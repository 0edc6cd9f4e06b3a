"""Which matches of a run to look at: those at quantiles of what both sides score together."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

from rules.errors import ModelError
from sim.play.matches import Matches


class Picked(NamedTuple):
    """A match at a quantile of some."""

    percent: float
    match: int
    """Its place among them, from 0 on."""
    of: int
    """How many there are."""


def percents(text: str) -> list[float]:
    """Read `5,50,95`; a ModelError for what is no list of numbers from 0 to 100."""
    try:
        found = [float(each) for each in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(0 <= each <= 100 for each in found):
        raise ModelError("--quantile", f"expected numbers from 0 to 100, 5,50,95 say, found {text!r:.40}")
    return found


def picked(parts: Iterable[Matches], wanted: Sequence[float]) -> list[Picked]:
    """Pick for each of these per cents the first match with so many at or below it, by the sum of both scores."""
    sums = np.concatenate([part.scores.sum(axis=1) for part in parts])
    order = np.argsort(sums, kind="stable")
    places = [max(ceil(each * len(sums) / 100) - 1, 0) for each in wanted]
    return [Picked(each, int(order[place]), len(sums)) for each, place in zip(wanted, places, strict=True)]
