"""The picture of a run: both alliances' score distributions, and the mean breakdown as stacked bars."""

from typing import Any

import numpy as np

from analysis.formatting import with_error
from analysis.plots.frame import DASHED, LINE, PART_COLOURS, SIDES, framed, head
from analysis.run.summaries import Figures

MARKED = {5: "5 %", 50: "median", 95: "95 %"}


def score_picture(found: Figures, title: str, note: str) -> Any:
    """Draw alliance scores and the parts of the breakdown, in points."""
    with framed((12, 5.2), title, note) as figure:
        left, right = figure.subplots(1, 2, width_ratios=(2.2, 1))
        _distributions(left, found)
        _bars(right, found)
    return figure


def _distributions(axes: Any, found: Figures) -> None:
    bins, top = found.histogram, 0.0
    for name, colour in SIDES.items():
        shares = bins.shares(name)
        top = max(top, shares.max())
        axes.stairs(shares, bins.edges, color=colour, fill=True, alpha=0.25)
        label = f"{name}: mean {with_error(*found.sides[name].score)}"
        axes.stairs(shares, bins.edges, color=colour, linewidth=1.8, label=label)
    for percent, label in MARKED.items():
        value = found.quantiles[percent]
        axes.axvline(value, color=LINE, linewidth=1, linestyle=DASHED)
        axes.annotate(
            f"{label}: {value:,.0f}",
            (value, top * 1.26),
            xytext=(4, 0),
            textcoords="offset points",
            va="top",
            rotation=90,
            fontsize=9,
        )
    axes.set_ylim(0, top * 1.28)
    axes.set_xlim(bins.edges[0], bins.edges[-1])
    axes.set_xlabel("alliance score (points)")
    axes.set_ylabel(f"alliances (%) per {bins.width:,.0f} points")
    head(axes, "Alliance scores, and quantiles of both sides together")
    axes.legend(frameon=False, loc="best")


def _bars(axes: Any, found: Figures) -> None:
    above, below = np.zeros(2), np.zeros(2)
    for name, colour in zip(found.parts, PART_COLOURS * len(found.parts), strict=False):
        values = np.array([found.sides[side].parts[name] for side in SIDES])
        base = np.where(values >= 0, above, below)
        label = f"{name} ({with_error(*found.parts[name])})"
        axes.bar(list(SIDES), values, bottom=base, color=colour, width=0.62, label=label)
        above += np.maximum(values, 0)
        below += np.minimum(values, 0)
    axes.axhline(0, color=LINE, linewidth=0.8)
    axes.set_ylim(below.min() * 1.1, max(above.max() * 1.05, 1))
    axes.set_ylabel("mean points an alliance")
    head(axes, "Where the points come from")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=9, reverse=True)
