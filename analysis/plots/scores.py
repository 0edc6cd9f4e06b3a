"""The picture of a run: both alliances' score distributions, and the mean breakdown as stacked bars."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from analysis.formatting import with_error
from analysis.run.tallies import Moments, quantile

Values = npt.NDArray[Any]

SIDES = {"red": "#c8102e", "blue": "#0057b8"}
PART_COLOURS = ("#4c78a8", "#f2a541", "#54a24b", "#8e6bb1", "#e45756", "#72b7b2", "#9d755d", "#bab0ac")
MARKED = {5: "5 %", 50: "median", 95: "95 %"}

Scores = Sequence[Counter[int]]
"""How often each score occurred, of red and of blue."""
Of = Mapping[tuple[str, ...], Moments]
"""Moments of ("score", side), and of ("part", name) with and without a side, as `Tally` keeps them."""


def score_picture(scores: Scores, moments: Of, title: str, note: str) -> Figure:
    """Draw alliance scores and the parts of the breakdown, in points."""
    with mpl.rc_context({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(12, 5.2), layout="constrained")
        figure.suptitle(title, fontsize=13, fontweight="bold")
        left, right = figure.subplots(1, 2, width_ratios=(2.2, 1))
        _distributions(left, scores, moments)
        _bars(right, moments)
        figure.supxlabel(note, fontsize=8.5, color="#555555")
    return figure


def _distributions(axes: Any, scores: Scores, moments: Of) -> None:
    both = Counter(scores[0]) + Counter(scores[1])
    edges = round_edges(min(both), max(both))
    top = 0.0
    for side, (name, colour) in enumerate(SIDES.items()):
        values, often = list(scores[side]), list(scores[side].values())
        shares = np.histogram(values, bins=edges, weights=often)[0] / sum(often) * 100
        top = max(top, shares.max())
        axes.stairs(shares, edges, color=colour, fill=True, alpha=0.25)
        label = f"{name}: mean {with_error(*moments['score', name].estimate)}"
        axes.stairs(shares, edges, color=colour, linewidth=1.8, label=label)
    for share, label in MARKED.items():
        value = quantile(both, share)
        axes.axvline(value, color="#444444", linewidth=1, linestyle=(0, (4, 3)))
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
    axes.set_xlim(edges[0], edges[-1])
    axes.set_xlabel("alliance score (points)")
    axes.set_ylabel(f"alliances (%) per {edges[1] - edges[0]:,.0f} points")
    axes.set_title("Alliance scores, and quantiles of both sides together", fontsize=11, loc="left")
    axes.legend(frameon=False, loc="best")


def round_edges(low: int, high: int) -> Values:
    """Cut the scores into some forty bins of a round width, so that a bin holds whole points."""
    high = max(high, low + 5)
    wanted = max((high - low) / 40, 1)
    width = min(step for power in range(18) for step in (10**power, 2 * 10**power, 5 * 10**power) if step >= wanted)
    return np.arange(low // width * width, high + 2 * width, width)


def _bars(axes: Any, moments: Of) -> None:
    above, below = np.zeros(2), np.zeros(2)
    names = [of[1] for of in moments if of[0] == "part" and len(of) == 2]
    for name, colour in zip(names, PART_COLOURS * len(names), strict=False):
        values = np.array([moments["part", name, side].estimate.mean for side in SIDES])
        base = np.where(values >= 0, above, below)
        label = f"{name} ({with_error(*moments['part', name].estimate)})"
        axes.bar(list(SIDES), values, bottom=base, color=colour, width=0.62, label=label)
        above += np.maximum(values, 0)
        below += np.minimum(values, 0)
    axes.axhline(0, color="#444444", linewidth=0.8)
    axes.set_ylim(below.min() * 1.1, max(above.max() * 1.05, 1))
    axes.set_ylabel("mean points an alliance")
    axes.set_title("Where the points come from", fontsize=11, loc="left")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=9, reverse=True)
