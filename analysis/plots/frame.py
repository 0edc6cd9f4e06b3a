"""What all pictures have in common: size, letters, a title above and a note below."""

from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Any

SIDES = {"red": "#c8102e", "blue": "#0057b8"}
PART_COLOURS = ("#4c78a8", "#f2a541", "#54a24b", "#8e6bb1", "#e45756", "#72b7b2", "#9d755d", "#bab0ac")
QUIET, LINE = "#555555", "#444444"
DASHED = (0, (4, 3))
WIDTH = 110  # letters across a figure


@contextmanager
def framed(size: tuple[float, float], title: str, note: str) -> Iterator[Any]:
    """Give a figure to draw on, which has a title and a note; the same figure always gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "sim"
    with mpl.rc_context({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(fill(title, WIDTH), fontsize=13, fontweight="bold")
        yield figure
        figure.supxlabel(note, fontsize=8.5, color=QUIET)


def head(axes: Any, title: str) -> None:
    """Put a title above axes, at the left."""
    axes.set_title(title, fontsize=11, loc="left")
