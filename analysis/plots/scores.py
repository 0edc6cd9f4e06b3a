"""The picture of a run: both alliances' score distributions, and the mean breakdown as stacked bars."""

from typing import Any

import numpy as np

from analysis.formatting import with_error
from analysis.plots.frame import (
    DASHED,
    HATCHES,
    LINE,
    PART_COLOURS,
    SIDE_STYLES,
    SIDES,
    framed,
    head,
    legend,
    span,
)
from analysis.run.summaries import Figures

MARKED = {5: "5 %", 50: "median", 95: "95 %"}
HEADROOM = 1.36
"""How much higher than the curves the axes are: there the quantiles are named."""


def score_picture(found: Figures, title: str, note: str) -> Any:
    """Draw alliance scores and the parts of the breakdown, in points."""
    with framed((12, 5.6), title, note) as figure:
        grid = figure.add_gridspec(2, 2, width_ratios=(2.2, 1), height_ratios=(5, 0.4))
        left, right = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1])
        legend(figure.add_subplot(grid[1, 0]), _distributions(left, found), ncols=2)
        _bars(right, found)
    return figure


def _distributions(axes: Any, found: Figures) -> list[tuple[Any, str]]:
    bins, top, entries = found.histogram, 0.0, []
    for name, colour in SIDES.items():
        shares = bins.shares(name)
        top = max(top, shares.max())
        axes.stairs(shares, bins.edges, color=colour, fill=True, alpha=0.2)
        line = axes.stairs(shares, bins.edges, color=colour, linewidth=1.8, linestyle=SIDE_STYLES[name])
        entries.append((line, f"{name}: mean {with_error(*found.sides[name].score)}"))
    axes.set_ylim(0, top * HEADROOM)
    span(axes, bins.edges)
    _mark_quantiles(axes, found, top)
    axes.set_xlabel("alliance score (points)")
    axes.set_ylabel(f"alliances (%) per {bins.width:,.0f} points")
    head(axes, "Alliance scores, and quantiles of both sides together")
    return entries


def _mark_quantiles(axes: Any, found: Figures, top: float) -> None:
    """Mark quantiles by lines, and write their values above the curves, each a step lower, on the inner side."""
    middle = sum(axes.get_xlim()) / 2
    for step, (percent, label) in enumerate(MARKED.items()):
        value = found.quantiles[percent]
        axes.axvline(value, color=LINE, linewidth=1, linestyle=DASHED)
        left = value > middle
        axes.annotate(
            f"{label}: {value:,.0f}",
            (value, top * (HEADROOM - 0.02 - 0.09 * step)),
            xytext=(-4 if left else 4, 0),
            textcoords="offset points",
            va="top",
            ha="right" if left else "left",
            fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def _bars(axes: Any, found: Figures) -> None:
    above, below = np.zeros(2), np.zeros(2)
    for place, name in enumerate(found.parts):
        values = np.array([found.sides[side].parts[name] for side in SIDES])
        base = np.where(values >= 0, above, below)
        label = f"{name} ({with_error(*found.parts[name])})"
        turn, nth = divmod(place, len(PART_COLOURS))
        colour, hatch = PART_COLOURS[nth], HATCHES[turn % len(HATCHES)]
        axes.bar(list(SIDES), values, bottom=base, color=colour, hatch=hatch, width=0.62, label=label)
        above += np.maximum(values, 0)
        below += np.minimum(values, 0)
    axes.axhline(0, color=LINE, linewidth=0.8)
    axes.set_ylim(below.min() * 1.1, max(above.max() * 1.05, 1))
    axes.set_ylabel("mean points an alliance")
    head(axes, "Where the points come from")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=9, reverse=True)
