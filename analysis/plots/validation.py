"""The picture of a validation: published and simulated distributions, as outlines and as cumulative curves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.histograms import of_whole
from analysis.plots.frame import DASHED, framed, head

Values = npt.NDArray[Any]

PUBLISHED, SIMULATED = "#222222", "#e07b00"
BAND = (5, 95)
"""Between these per cent of the simulated events lies the band around their cumulative curve."""


def validation_picture(
    what: str,
    published: Values | None,
    marks: Mapping[int, float],
    events: Sequence[Values],
    title: str,
    note: str,
) -> Any:
    """Draw what an event's values are, `published` ones beside those of simulated events.

    Where only quantiles are published, `marks` has them by per cent, and they stand as points on the curve.
    """
    pool = np.concatenate([each.ravel() for each in events])
    known = np.concatenate([pool, [] if published is None else published.ravel(), list(marks.values())])
    ends = Counter((int(np.floor(known.min())), int(np.ceil(known.max()))))
    edges = np.array(of_whole({"ends": ends}).edges)
    with framed((12, 5.2), title, note) as figure:
        left, right = figure.subplots(1, 2)
        _outlines(left, published, marks, pool, edges)
        _curves(right, published, marks, events, pool)
        for axes in (left, right):
            axes.set_xlim(edges[0], edges[-1])
            axes.set_xlabel(what)
        left.set_ylabel(f"share (%) per {edges[1] - edges[0]:,.0f} points")
        right.set_ylabel("share up to here (%)")
    return figure


def _outlines(axes: Any, published: Values | None, marks: Mapping[int, float], pool: Values, edges: Values) -> None:
    drawn = [(pool, SIMULATED, "simulated events, pooled")]
    if published is not None:
        drawn.append((published, PUBLISHED, "published event"))
    for values, colour, label in drawn:
        shares = np.histogram(values, bins=edges)[0] / values.size * 100
        axes.stairs(shares, edges, color=colour, linewidth=1.8, label=label)
    for nth, value in enumerate(marks.values()):
        line = axes.axvline(value, color=PUBLISHED, linewidth=1, linestyle=DASHED)
        if not nth:
            line.set_label("published quantiles")
    axes.set_ylim(bottom=0)
    head(axes, "How often each value occurs")
    axes.legend(edgecolor="none", framealpha=1, loc="best")


def _curves(
    axes: Any, published: Values | None, marks: Mapping[int, float], events: Sequence[Values], pool: Values
) -> None:
    grid = np.unique(pool)
    low, high = np.percentile([_cumulative(each, grid) for each in events], BAND, axis=0)
    axes.fill_between(
        grid, low, high, step="post", color=SIMULATED, alpha=0.25, linewidth=0, label="nine of ten simulated events"
    )
    axes.step(
        grid, _cumulative(pool, grid), where="post", color=SIMULATED, linewidth=1.8, label="simulated events, pooled"
    )
    if published is not None:
        own = np.unique(published)
        axes.step(
            own, _cumulative(published, own), where="post", color=PUBLISHED, linewidth=1.8, label="published event"
        )
    if marks:
        axes.plot(list(marks.values()), list(marks), "o", color=PUBLISHED, label="published quantiles")
    axes.set_ylim(0, 101)
    head(axes, "Share of values up to here")
    axes.legend(frameon=False, loc="lower right")


def _cumulative(values: Values, grid: Values) -> Values:
    """Give the share (%) of values up to each of the grid."""
    shares: Values = np.searchsorted(np.sort(values, axis=None), grid, side="right") / values.size * 100
    return shares
