"""The picture of a sweep: a line over one swept number or a map over two, with the best and what may be the best."""

from itertools import groupby
from textwrap import fill
from typing import Any

import numpy as np

from analysis.compare.sweep import Setting, Sweep
from analysis.formatting import number, with_error
from analysis.plots.frame import BEST, framed, head, legend

LINE = "#0072b2"
MAY_BE_BEST = "#ffffff"
DOUBT = "#777777"
TICKS = 16
LETTERS = 50  # on one line of the legend or up the side
WIDE = 80  # along the foot
MOST_WRITTEN = 120  # cells of a map that still have room for their mean


def sweep_picture(found: Sweep, title: str, note: str, measure: str = "alliance score (points)") -> Any:
    """Draw the mean of every setting, the best one, and those that cannot be told from it."""
    with framed((10, 6.4), title, note) as figure:
        draw = _line if len(found.axes) == 1 else _map
        grid = figure.add_gridspec(2, 1, height_ratios=(5, 0.9))
        axes = figure.add_subplot(grid[0])
        legend(figure.add_subplot(grid[1]), draw(figure, axes, found, measure), ncols=2)
        if found.without_effect:
            names = " and ".join(found.without_effect)
            head(axes, fill(f"No effect at all: every value of {names} gives the same in each match", WIDE))
    return figure


def _line(_: Any, axes: Any, found: Sweep, measure: str) -> list[tuple[Any, str]]:
    """Draw the mean at each value, in a band of how sure its difference to the best is."""
    (name,) = found.axes
    values, best, entries = [setting.values[0] for setting in found.settings], found.settings[found.best], []
    means = [setting.measure.mean for setting in found.settings]
    (line,) = axes.plot(values, means, color=LINE, marker="o", markersize=4)
    entries.append((line, "mean"))
    if found.without_effect:
        entries = [(line, f"every value: mean {with_error(best.measure.mean, best.measure.error)}")]
    elif found.matches > 1:
        lows, highs = (
            [best.measure.mean + getattr(setting.to_best, end) for setting in found.settings]
            for end in ("low", "high")
        )
        band = axes.fill_between(values, lows, highs, color=LINE, alpha=0.25, linewidth=1)
        entries.append((band, "95 % interval of the difference to the best"))
    if not found.without_effect:
        entries += _mark_doubt(axes, found)
        (star,) = axes.plot(best.values, best.measure.mean, "*", color=BEST, markersize=16, linestyle="")
        entries.append((star, _best_label(found)))
    axes.set_xlabel(fill(name, WIDE))
    axes.set_ylabel(measure)
    axes.margins(y=0.08)
    return entries


def _mark_doubt(axes: Any, found: Sweep) -> list[tuple[Any, str]]:
    span: Any = None
    for may_be_best, run in groupby(found.settings, key=lambda setting: setting.may_be_best):
        values = [setting.values[0] for setting in run]
        if may_be_best:
            span = axes.axvspan(values[0], values[-1], color=DOUBT, alpha=0.2, linewidth=2, zorder=0)
    return [(span, _doubt_label(found))] if _rivals(found) else []


def _map(figure: Any, axes: Any, found: Sweep, measure: str) -> list[tuple[Any, str]]:
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
    best = axes.add_patch(_frame(x, y, BEST))
    axes.set_xlabel(fill(across, WIDE))
    axes.set_ylabel(fill(down, LETTERS))
    rival = [(_frame(0, 0, MAY_BE_BEST), _doubt_label(found))] if _rivals(found) else []
    return [(_frame(0, 0, best.get_edgecolor()), _best_label(found)), *rival]


def _write(axes: Any, x: int, y: int, setting: Setting, image: Any) -> None:
    mean = setting.measure.mean
    text = with_error(mean, setting.measure.error).partition(" ")[0]
    colour = "black" if image.norm(mean) > 0.6 else "white"
    axes.text(x, y, text, ha="center", va="center", fontsize=8, color=colour)


def _frame(x: int, y: int, colour: Any) -> Any:
    """Give the frame of a cell, with a black edge: it shows on light cells and on dark ones."""
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    edge = [withStroke(linewidth=4.5, foreground="black")]
    return Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, edgecolor=colour, linewidth=2.5, path_effects=edge)


def _best_label(found: Sweep) -> str:
    best = found.settings[found.best]
    where = ", ".join(f"{name} = {number(value)}" for name, value in zip(found.axes, best.values, strict=True))
    alone = ", told from all others" if _rivals(found) == 0 < len(found.settings) - 1 else ""
    what = "best" if len(found.settings) == 1 or _rivals(found) < len(found.settings) - 1 else "highest mean"
    return fill(f"{what}: {where}, mean {with_error(best.measure.mean, best.measure.error)}{alone}", LETTERS)


def _doubt_label(found: Sweep) -> str:
    return f"{_rivals(found):,} more that cannot be told from it"


def _rivals(found: Sweep) -> int:
    return sum(setting.may_be_best for setting in found.settings) - 1
