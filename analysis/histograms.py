"""Values cut into bins of a round width: what documents hold and pictures draw, edges and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]

BINS = 40
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Histogram:
    """How many values of each of several kinds lie in each bin: from its edge on, below the next one."""

    edges: tuple[float, ...]
    counts: Mapping[str, tuple[int, ...]]
    """By name, one count less than there are edges."""

    def shares(self, name: str) -> Values:
        """Give the per cent of a kind's values in each bin."""
        found: Values = np.array(self.counts[name], dtype=float)
        shares: Values = found / max(found.sum(), 1.0) * 100
        return shares

    @property
    def width(self) -> float:
        """How wide a bin is."""
        return self.edges[1] - self.edges[0]


def of_whole(counts: Mapping[str, Mapping[int, int]]) -> Histogram:
    """Cut whole numbers, given as how often each occurs, into some forty bins that hold whole points."""
    every = [value for each in counts.values() for value in each]
    low, high = min(every), max(every)
    high = max(high, low + 5)
    width = int(round_width(max((high - low) / BINS, 1)))
    edges = np.arange(low // width * width, high + 2 * width, width)
    return Histogram(
        tuple(edges.tolist()),
        {name: _counted(list(each), edges, list(each.values())) for name, each in counts.items()},
    )


def in_bins(values: Mapping[str, Values]) -> Histogram:
    """Cut values into some forty bins that begin at round numbers: at 0 or above where none is negative."""
    low, high, width = _span(values)
    edges = np.arange(floor(low / width), floor(high / width) + 2) * width
    return Histogram(tuple(edges.tolist()), {name: _counted(each, edges) for name, each in values.items()})


def around_zero(values: Mapping[str, Values]) -> Histogram:
    """Cut values into some forty bins, one of them around zero where values lie on both sides; whole stay whole."""
    low, high, width = _span(values)
    first, last = floor(low / width + 0.5), ceil(high / width + 0.5)
    edges = (np.arange(first, last + 1) - 0.5) * width
    return Histogram(tuple(edges.tolist()), {name: _counted(each, edges) for name, each in values.items()})


def _span(values: Mapping[str, Values]) -> tuple[float, float, float]:
    """Give the lowest and the highest value, and how wide a bin is: whole for whole numbers."""
    every = np.concatenate([*values.values(), np.zeros(0)])
    low, high = float(every.min()), float(every.max())
    whole = bool((every == np.rint(every)).all())
    return low, high, round_width(max((high - low) / BINS, 1.0 if whole or low == high else 0.0))


def round_width(wanted: float) -> float:
    """Give the smallest of 1, 2 and 5 times a power of ten that is as wide as wanted."""
    power = 10.0 ** floor(log10(wanted))
    return next(step * power for step in STEPS if step * power >= wanted * (1 - 1e-9))


def _counted(values: Any, edges: Values, often: Any = None) -> tuple[int, ...]:
    return tuple(np.histogram(values, bins=edges, weights=often)[0].astype(int).tolist())
