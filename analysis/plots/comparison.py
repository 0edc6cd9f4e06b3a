"""The picture of a comparison: what each plan reaches, how far the best is ahead by match, and from which parts."""

from collections.abc import Sequence
from re import sub
from textwrap import fill
from typing import Any

import numpy as np

from analysis.compare.paired import Comparison, Pair, against, interval_in_words, is_told, minus, versus_best
from analysis.formatting import with_error
from analysis.plots.frame import (
    COLOURS,
    DASHED,
    HATCHES,
    LINE,
    NEUTRAL,
    STYLES,
    WIDTH,
    framed,
    head,
    legend,
    span,
)

LETTERS = 26  # of a name on one line
CURVES = 4
"""So many plans are drawn as curves; more, and those held against a baseline, as intervals by rank."""
ROOM = 0.75  # how much of its row a distribution of differences may fill
FEW_BINS = 16
"""So few bins that hold one whole number each have it written below."""
REACH = 1.96
"""Standard errors on both sides of a mean."""


def comparison_picture(
    found: Comparison,
    title: str,
    note: str,
    measure: str = "alliance score (points)",
    baseline: str | None = None,
) -> Any:
    """Draw each plan's measure, the best plan minus each other match by match, and the parts of that difference.

    More than a few plans, or plans held against a baseline, are drawn as means and differences with their intervals.
    """
    if len(found.plans) > CURVES or baseline is not None:
        return _by_rank(found, title, note, measure, baseline)
    pairs = versus_best(found)
    upper = max(4.4, 1.2 + 0.9 * len(pairs))
    below = 0.45 + 0.2 * sum(label.count("\n") + 1 for label in _labels(found))
    with framed((13, upper + below + 3.4), title, note) as figure:
        grid = figure.add_gridspec(3, 2, width_ratios=(1.15, 1), height_ratios=(upper, below, 3))
        left, right, parts = (figure.add_subplot(place) for place in (grid[0, 0], grid[0, 1], grid[2, :]))
        lower_left, lower_right = (figure.add_subplot(grid[1, side]) for side in (0, 1))
        legend(lower_left, _distributions(left, found, measure))
        legend(lower_right, _differences(right, found, pairs, measure))
        _parts(parts, pairs)
    return figure


def _labels(found: Comparison) -> list[str]:
    """Name each plan with its mean, and say of which other one its curve is the very same."""
    same = {pair.b: pair.a for pair in reversed(found.pairs) if pair.identical}
    labels = []
    for plan in found.plans:
        twin = f"\n(the same as {same[plan.name]} in every match)" if plan.name in same else ""
        labels.append(f"{plan.name}: mean {with_error(*plan.measure)}{twin}")
    return [sub("\n+", "\n", "\n".join(fill(line, 2 * LETTERS + 12) for line in each.split("\n"))) for each in labels]


def _distributions(axes: Any, found: Comparison, measure: str) -> list[tuple[Any, str]]:
    bins, top, entries = found.histogram, 0.0, []
    for place, (plan, label) in enumerate(zip(found.plans, _labels(found), strict=True)):
        shares, colour = bins.shares(plan.name), COLOURS[place]
        top = max(top, shares.max())
        if len(found.plans) == 2:
            axes.stairs(shares, bins.edges, color=colour, fill=True, alpha=0.15)
        line = axes.stairs(shares, bins.edges, color=colour, linewidth=1.8, linestyle=STYLES[place])
        entries.append((line, label))
    axes.set_ylim(0, top * 1.05)
    span(axes, bins.edges)
    if bins.width == 1 and len(bins.edges) <= FEW_BINS:
        axes.set_xticks([edge + 0.5 for edge in bins.edges[:-1]], [f"{edge:g}" for edge in bins.edges[:-1]])
    axes.set_xlabel(measure)
    axes.set_ylabel(f"matches (%) per {bins.width:,g}")
    head(axes, "What each plan reaches")
    return entries


def _differences(axes: Any, found: Comparison, pairs: Sequence[Pair], measure: str) -> list[tuple[Any, str]]:
    bins, entries = found.differences, []
    for row, pair in enumerate(pairs):
        base = len(pairs) - 1.0 - row
        shares = bins.shares(pair.b)
        heights = base + ROOM * shares / shares.max()
        axes.stairs(heights, bins.edges, baseline=base, color=NEUTRAL[0], fill=True, alpha=0.4)
        axes.stairs(heights, bins.edges, baseline=base, color=LINE, linewidth=1.2)
        entries = [_mark_mean(axes, pair, base - 0.09)]
    zero = axes.axvline(0, color=LINE, linewidth=1, linestyle=DASHED, zorder=0.5)
    axes.set_yticks([len(pairs) - 0.7 - row for row in range(len(pairs))], [_row_label(pair) for pair in pairs])
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_ylim(-0.25, len(pairs) - 0.1)
    axes.set_xlim(min(bins.edges[0], 0), max(bins.edges[-1], 0))
    if bins.width >= 1:
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel(f"difference in a match: {measure}")
    head(axes, fill(f"Match by match: {_compared(pairs)}", 2 * LETTERS))
    return [*entries, (zero, "no difference")]


def _mark_mean(axes: Any, pair: Pair, height: float) -> tuple[Any, str]:
    mean, low, high = pair.difference.mean, pair.difference.low, pair.difference.high
    label = "mean" if low is None else "mean with its 95 % interval"
    reach = None if low is None or high is None else [[mean - low], [high - mean]]
    return axes.errorbar(mean, height, xerr=reach, fmt="|", color="black", markersize=11, elinewidth=4), label


def _row_label(pair: Pair) -> str:
    names = f"minus {_wrapped(pair.b)}"
    if pair.identical:
        return f"{names}\n0: the same\nin every match"
    mean = with_error(pair.difference.mean, pair.difference.error)
    known = pair.difference.error is not None
    return f"{names}\n{mean}" + (f"\n(95 %: {interval_in_words(pair.difference)})" if known else "")


def _parts(axes: Any, pairs: Sequence[Pair]) -> None:
    width = 0.8 / len(pairs)
    for row, pair in enumerate(pairs):
        places = np.arange(len(pair.parts)) + (row - (len(pairs) - 1) / 2) * width
        means = [part.mean for part in pair.parts.values()]
        errors = [part.error for part in pair.parts.values() if part.error is not None] or None
        style = {"ecolor": "#222222", "capsize": 3, "error_kw": {"linewidth": 1}, "edgecolor": LINE}
        colour, hatch = NEUTRAL[row % len(NEUTRAL)], HATCHES[row % len(HATCHES)]
        label = f"minus {_wrapped(pair.b)}"
        axes.bar(places, means, width * 0.92, yerr=errors, color=colour, hatch=hatch, label=label, **style)
    names = list(pairs[0].parts)
    axes.set_xticks(range(len(names)), [fill(name, WIDTH // len(names)) for name in names])
    axes.axhline(0, color=LINE, linewidth=0.8)
    axes.set_ylabel("mean difference (points)")
    title = f"Where the difference comes from: {_compared(pairs)}, with standard errors"
    head(axes, fill(title, WIDTH))
    if len(pairs) > 1:
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=9)


def _by_rank(found: Comparison, title: str, note: str, measure: str, baseline: str | None) -> Any:
    """Draw the plans by rank: their means, and each minus the best or the baseline, all with 95 % intervals."""
    ranked = sorted(found.plans, key=lambda plan: -plan.measure.mean)[::-1]
    to = found.best if baseline is None else baseline
    pairs = {pair.a: pair for pair in (minus(found, to) if baseline is None else against(found, to))}
    lines = max(_wrapped(plan.name).count("\n") + 1 for plan in ranked)
    upper = 0.6 + (0.16 + 0.18 * lines) * len(ranked)
    with framed((13, upper + 1.9), title, note) as figure:
        grid = figure.add_gridspec(2, 2, height_ratios=(upper, 0.5))
        left, right = (figure.add_subplot(grid[0, side]) for side in (0, 1))
        for row, plan in enumerate(ranked):
            reach = None if plan.measure.error is None else REACH * plan.measure.error
            left.errorbar(plan.measure.mean, row, xerr=reach, fmt="o", color=LINE, markersize=5, capsize=3)
        left.set_yticks(range(len(ranked)), [_wrapped(plan.name) for plan in ranked])
        left.set_xlabel(measure)
        head(left, "Mean with its 95 % interval")
        _held(right, [pairs.get(plan.name) for plan in ranked])
        right.set_xlabel(f"difference: {measure}")
        what = "the best" if baseline is None else "the baseline"
        head(right, fill(f"Each minus {to}, {what}, match by match", 3 * LETTERS))
        for axes in (left, right):
            axes.set_ylim(-0.6, len(ranked) - 0.4)
            axes.grid(axis="y", color="#e5e5e5", linewidth=0.8)
            axes.set_axisbelow(True)
        figure.add_subplot(grid[1, 0]).axis("off")
        legend(figure.add_subplot(grid[1, 1]), _kinds(what))
    return figure


def _held(axes: Any, pairs: Sequence[Pair | None]) -> None:
    """Draw differences, filled where they can be told; what all are held against stands at 0."""
    labels = []
    for row, pair in enumerate(pairs):
        mean, reach, told = 0.0, None, True
        if pair is not None:
            mean, low, high = pair.difference.mean, pair.difference.low, pair.difference.high
            reach = None if low is None or high is None else [[mean - low], [high - mean]]
            told = is_told(pair)
        fill_with = "black" if pair is None else LINE if told else "white"
        shape = "D" if pair is None else "o"
        axes.errorbar(mean, row, xerr=reach, fmt=shape, color=LINE, mfc=fill_with, markersize=6, capsize=3)
        labels.append("" if pair is None else _said(pair))
    axes.axvline(0, color=LINE, linewidth=1, linestyle=DASHED, zorder=0.5)
    axes.yaxis.tick_right()
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_yticks(range(len(pairs)), labels)


def _said(pair: Pair) -> str:
    return "the same in every match" if pair.identical else with_error(pair.difference.mean, pair.difference.error)


def _kinds(what: str) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D

    return [
        (Line2D([], [], marker="D", color="black", linestyle=""), what),
        (Line2D([], [], marker="o", color=LINE, linestyle=""), f"can be told from {what}"),
        (
            Line2D([], [], marker="o", color=LINE, markerfacecolor="white", linestyle=""),
            f"cannot be told from {what}",
        ),
    ]


def _compared(pairs: Sequence[Pair]) -> str:
    return f"{pairs[0].a} minus {pairs[0].b if len(pairs) == 1 else 'each other plan'}"


def _wrapped(name: str) -> str:
    """Break a name into lines, at spaces or behind the parts of a path."""
    return sub(r"(?<=[_/]) ", "", fill(sub(r"(?<=[_/])", " ", name), LETTERS).lstrip("\n"))
