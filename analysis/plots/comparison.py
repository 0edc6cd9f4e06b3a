"""The picture of a comparison: what each plan reaches, how far the best is ahead by match, and from which parts."""

from collections.abc import Sequence
from re import sub
from textwrap import fill
from typing import Any

import numpy as np

from analysis.compare.paired import Comparison, Pair, interval_in_words, versus_best
from analysis.formatting import with_error
from analysis.plots.frame import DASHED, PART_COLOURS, WIDTH, framed, head
from analysis.plots.frame import LINE as QUIET_LINE

Colours = dict[str, str]

LINE = 26  # letters of a name on one line
STYLES = ("-", "--", ":")  # for more plans than colours
ROOM = 0.75  # how much of its row a distribution of differences may fill


def comparison_picture(found: Comparison, title: str, note: str, measure: str = "alliance score (points)") -> Any:
    """Draw each plan's measure, the best plan minus each other match by match, and the parts of that difference."""
    pairs = versus_best(found)
    colours = {plan.name: PART_COLOURS[place % len(PART_COLOURS)] for place, plan in enumerate(found.plans)}
    upper = max(4.6, 1.2 + 0.9 * len(pairs))
    with framed((13, upper + 3.6), title, note) as figure:
        grid = figure.add_gridspec(2, 2, width_ratios=(1.15, 1), height_ratios=(upper, 3))
        left, right, below = (figure.add_subplot(place) for place in (grid[0, 0], grid[0, 1], grid[1, :]))
        _distributions(left, found, colours, measure)
        _differences(right, found, pairs, colours, measure)
        _parts(below, pairs, colours)
    return figure


def _distributions(axes: Any, found: Comparison, colours: Colours, measure: str) -> None:
    bins, top = found.histogram, 0.0
    for place, plan in enumerate(found.plans):
        shares = bins.shares(plan.name)
        top = max(top, shares.max())
        if len(found.plans) == 2:
            axes.stairs(shares, bins.edges, color=colours[plan.name], fill=True, alpha=0.2)
        dashes = STYLES[place // len(PART_COLOURS) % len(STYLES)]
        label = f"{_wrapped(plan.name)}: mean {with_error(*plan.measure)}"
        axes.stairs(shares, bins.edges, color=colours[plan.name], linewidth=1.8, linestyle=dashes, label=label)
    axes.set_ylim(0, top * 1.05)
    axes.set_xlim(bins.edges[0], bins.edges[-1])
    axes.set_xlabel(measure)
    axes.set_ylabel(f"matches (%) per {bins.width:,g}")
    head(axes, "What each plan reaches")
    _legend_below(axes, ncols=2)


def _differences(axes: Any, found: Comparison, pairs: Sequence[Pair], colours: Colours, measure: str) -> None:
    bins = found.differences
    for row, pair in enumerate(pairs):
        base = len(pairs) - 1.0 - row
        shares = bins.shares(pair.b)
        heights = base + ROOM * shares / shares.max()
        axes.stairs(heights, bins.edges, baseline=base, color=colours[pair.b], fill=True, alpha=0.25)
        axes.stairs(heights, bins.edges, baseline=base, color=colours[pair.b], linewidth=1.4)
        _mark_mean(axes, pair, base - 0.09)
    axes.axvline(0, color=QUIET_LINE, linewidth=1, linestyle=DASHED, zorder=0.5)
    axes.set_yticks([len(pairs) - 0.7 - row for row in range(len(pairs))], [_row_label(pair) for pair in pairs])
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_ylim(-0.25, len(pairs) - 0.1)
    axes.set_xlim(min(bins.edges[0], 0), max(bins.edges[-1], 0))
    axes.set_xlabel(f"difference in a match: {measure}")
    head(axes, fill(f"Match by match: {_compared(pairs)}", 2 * LINE))
    _legend_below(axes, ncols=1)


def _mark_mean(axes: Any, pair: Pair, height: float) -> None:
    mean, low, high = pair.difference.mean, pair.difference.low, pair.difference.high
    label = "mean" if low is None else "mean with its 95 % interval"
    reach = None if low is None or high is None else [[mean - low], [high - mean]]
    first = label if not axes.get_legend_handles_labels()[1] else None
    axes.errorbar(mean, height, xerr=reach, fmt="|", color="black", markersize=11, elinewidth=4, label=first)


def _row_label(pair: Pair) -> str:
    names = f"minus {_wrapped(pair.b)}"
    if pair.identical:
        return f"{names}\n0: identical"
    mean = with_error(pair.difference.mean, pair.difference.error)
    known = pair.difference.error is not None
    return f"{names}\n{mean}" + (f"\n(95 %: {interval_in_words(pair.difference)})" if known else "")


def _parts(axes: Any, pairs: Sequence[Pair], colours: Colours) -> None:
    width = 0.8 / len(pairs)
    for row, pair in enumerate(pairs):
        places = np.arange(len(pair.parts)) + (row - (len(pairs) - 1) / 2) * width
        means = [part.mean for part in pair.parts.values()]
        errors = [part.error for part in pair.parts.values() if part.error is not None] or None
        label = f"minus {_wrapped(pair.b)}"
        style = {"ecolor": "#222222", "capsize": 3, "error_kw": {"linewidth": 1}}
        axes.bar(places, means, width * 0.92, yerr=errors, color=colours[pair.b], label=label, **style)
    names = list(pairs[0].parts)
    axes.set_xticks(range(len(names)), [fill(name, WIDTH // len(names)) for name in names])
    axes.axhline(0, color=QUIET_LINE, linewidth=0.8)
    axes.set_ylabel("mean difference (points)")
    title = f"Where the difference comes from: {_compared(pairs)}, with standard errors"
    head(axes, fill(title, WIDTH))
    if len(pairs) > 1:
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=9)


def _compared(pairs: Sequence[Pair]) -> str:
    return f"{pairs[0].a} minus {pairs[0].b if len(pairs) == 1 else 'each other plan'}"


def _legend_below(axes: Any, ncols: int) -> None:
    below = -0.75 / axes.figure.get_figheight() * 2
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(-0.05, below), ncols=ncols, fontsize=9)


def _wrapped(name: str) -> str:
    """Break a name into lines, at spaces or behind the parts of a path."""
    return sub(r"(?<=[_/]) ", "", fill(sub(r"(?<=[_/])", " ", name), LINE))
