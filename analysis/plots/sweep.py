"""The picture of a sweep: a line over one swept number or a map over two, with the best and what may be the best."""

from itertools import groupby
from textwrap import fill
from typing import Any

import numpy as np

from analysis.compare.sweep import Setting, Sweep
from analysis.formatting import number, with_error
from analysis.plots.frame import framed

LINE = "#0057b8"
BEST = "#c8102e"
MAY_BE_BEST = "#000000"
TICKS = 16
LETTERS = 50  # on one line of the legend or up the side
WIDE = 80  # along the foot
MOST_WRITTEN = 120  # cells of a map that still have room for their mean


def sweep_picture(found: Sweep, title: str, note: str, measure: str = "alliance score (points)") -> Any:
    """Draw the mean of every setting, the best one, and those that cannot be told from it."""
    with framed((10, 6), title, note) as figure:
        draw = _line if len(found.axes) == 1 else _map
        axes = figure.subplots()
        draw(figure, axes, found, measure)
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, fontsize=9)
    return figure


def _line(_: Any, axes: Any, found: Sweep, measure: str) -> None:
    (name,) = found.axes
    values = [setting.values[0] for setting in found.settings]
    lows, highs = ([getattr(setting.measure, end) for setting in found.settings] for end in ("low", "high"))
    if found.matches > 1:
        axes.fill_between(values, lows, highs, color=LINE, alpha=0.2, linewidth=1, label="95 % interval")
    means = [setting.measure.mean for setting in found.settings]
    axes.plot(values, means, color=LINE, marker="o", markersize=4, label="mean")
    _mark_doubt(axes, found)
    best = found.settings[found.best]
    axes.plot(best.values, best.measure.mean, "*", color=BEST, markersize=16, label=_best_label(found))
    axes.set_xlabel(fill(name, WIDE))
    axes.set_ylabel(measure)
    axes.margins(y=0.08)


def _mark_doubt(axes: Any, found: Sweep) -> None:
    label = _doubt_label(found)
    for may_be_best, run in groupby(found.settings, key=lambda setting: setting.may_be_best):
        values = [setting.values[0] for setting in run]
        if may_be_best:
            axes.axvspan(values[0], values[-1], color=MAY_BE_BEST, alpha=0.13, linewidth=2, zorder=0, label=label)
            label = "_again"


def _map(figure: Any, axes: Any, found: Sweep, measure: str) -> None:
    (down, rows), (across, columns) = found.axes.items()
    means = np.array([setting.measure.mean for setting in found.settings]).reshape(found.shape)
    image = axes.imshow(means, aspect="auto", origin="lower", cmap="viridis")
    bar = figure.colorbar(image, ax=axes)
    bar.set_label(f"mean {measure}")
    for ticks, values in ((axes.set_xticks, columns), (axes.set_yticks, rows)):
        places = range(0, len(values), -(-len(values) // TICKS))
        ticks(places, [number(values[place]) for place in places])
    for place, setting in enumerate(found.settings):
        y, x = divmod(place, len(columns))
        if len(found.settings) <= MOST_WRITTEN:
            _write(axes, x, y, setting, image)
        if setting.may_be_best and place != found.best:
            axes.add_patch(_frame(x, y, MAY_BE_BEST))
    y, x = divmod(found.best, len(columns))
    axes.add_patch(_frame(x, y, BEST))
    axes.scatter([], [], marker="s", s=90, facecolor="none", edgecolor=BEST, linewidth=2.5, label=_best_label(found))
    label = _doubt_label(found)
    axes.scatter([], [], marker="s", s=90, facecolor="none", edgecolor=MAY_BE_BEST, linewidth=2.5, label=label)
    axes.set_xlabel(fill(across, WIDE))
    axes.set_ylabel(fill(down, LETTERS))


def _write(axes: Any, x: int, y: int, setting: Setting, image: Any) -> None:
    mean = setting.measure.mean
    text = with_error(mean, setting.measure.error).partition(" ")[0]
    colour = "black" if image.norm(mean) > 0.6 else "white"
    axes.text(x, y, text, ha="center", va="center", fontsize=8, color=colour)


def _frame(x: int, y: int, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor=colour, linewidth=2.5)


def _best_label(found: Sweep) -> str:
    best = found.settings[found.best]
    where = ", ".join(f"{name} = {number(value)}" for name, value in zip(found.axes, best.values, strict=True))
    alone = ", told from all others" if _rivals(found) == 0 < len(found.settings) - 1 else ""
    return fill(f"best: {where}, mean {with_error(best.measure.mean, best.measure.error)}{alone}", LETTERS)


def _doubt_label(found: Sweep) -> str:
    return f"{_rivals(found):,} more that cannot be told from the best" if _rivals(found) else "_none"


def _rivals(found: Sweep) -> int:
    return sum(setting.may_be_best for setting in found.settings) - 1
