"""The picture of a validation: published and simulated distributions, as outlines and as cumulative curves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.histograms import of_whole
from analysis.plots.frame import DASHED, framed, head, legend, span

Values = npt.NDArray[Any]

PUBLISHED, SIMULATED = "#222222", "#d55e00"
STYLES = {PUBLISHED: "-", SIMULATED: "--"}
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
    with framed((12, 5.6), title, note) as figure:
        grid = figure.add_gridspec(2, 2, height_ratios=(5, 0.7))
        left, right = (figure.add_subplot(grid[0, side]) for side in (0, 1))
        legend(figure.add_subplot(grid[1, 0]), _outlines(left, published, marks, pool, edges))
        legend(figure.add_subplot(grid[1, 1]), _curves(right, published, marks, events, pool))
        for axes in (left, right):
            span(axes, edges.tolist())
            axes.set_xlabel(what)
        left.set_ylabel(f"share (%) per {edges[1] - edges[0]:,.0f} points")
        right.set_ylabel("share up to here (%)")
    return figure


def _outlines(
    axes: Any, published: Values | None, marks: Mapping[int, float], pool: Values, edges: Values
) -> list[tuple[Any, str]]:
    drawn, entries = [(pool, SIMULATED, "simulated events, pooled")], []
    if published is not None:
        drawn.append((published, PUBLISHED, "published event"))
    for values, colour, label in drawn:
        shares = np.histogram(values, bins=edges)[0] / values.size * 100
        line = axes.stairs(shares, edges, color=colour, linewidth=1.8, linestyle=STYLES[colour])
        entries.append((line, label))
    lines = [axes.axvline(value, color=PUBLISHED, linewidth=1, linestyle=DASHED) for value in marks.values()]
    axes.set_ylim(bottom=0)
    head(axes, "How often each value occurs")
    return [*entries, *((line, "published quantiles") for line in lines[:1])]


def _curves(
    axes: Any, published: Values | None, marks: Mapping[int, float], events: Sequence[Values], pool: Values
) -> list[tuple[Any, str]]:
    grid = np.unique(pool)
    low, high = np.percentile([_cumulative(each, grid) for each in events], BAND, axis=0)
    band = axes.fill_between(grid, low, high, step="post", color=SIMULATED, alpha=0.25, linewidth=0)
    line = _step(axes, pool, SIMULATED)
    entries = [(band, "nine of ten simulated events"), (line, "simulated events, pooled")]
    if published is not None:
        entries.append((_step(axes, published, PUBLISHED), "published event"))
    if marks:
        (points,) = axes.plot(list(marks.values()), list(marks), "o", color=PUBLISHED)
        entries.append((points, "published quantiles"))
    axes.set_ylim(0, 101)
    head(axes, "Share of values up to here")
    return entries


def _step(axes: Any, values: Values, colour: str) -> Any:
    own = np.unique(values)
    (line,) = axes.step(
        own, _cumulative(values, own), where="post", color=colour, linewidth=1.8, linestyle=STYLES[colour]
    )
    return line


def _cumulative(values: Values, grid: Values) -> Values:
    """Give the share (%) of values up to each of the grid."""
    shares: Values = np.searchsorted(np.sort(values, axis=None), grid, side="right") / values.size * 100
    return shares
