"""Distributions drawn with letters, for a terminal: one below the other, on the same scale and the same axis."""

from math import ceil

import numpy as np

from analysis.histograms import Histogram, Values

BLOCKS = " ▁▂▃▄▅▆▇█"
PLAIN = " .:#"
"""For terminals that know no blocks."""
HEIGHT = 5
"""Lines of a distribution."""
LEAST = 20
"""A terminal is not taken to be narrower."""
APART = 9
"""Columns from one number of the axis to the next, at least."""


def distribution_lines(bins: Histogram, width: int, unit: str = "points", plain: bool = False) -> list[str]:
    """Draw every kind of a histogram in at most `width` columns: a line that names it, then its columns of blocks.

    All have the same axis, whose numbers stand below the last one, and the same height for the same share.
    """
    shares, edges = _merged(bins, max(width, LEAST) - 1)
    wide = max(1, (max(width, LEAST) - 1) // len(edges[:-1]))
    top = max(float(values.max()) for values in shares.values())
    signs = PLAIN if plain else BLOCKS
    lines = []
    for name, values in shares.items():
        lines.append(f"{name}: up to {values.max():.1f} % in {edges[1] - edges[0]:,g} {unit}")
        lines += _columns(values / top if top else values, wide, signs)
    return [*lines, ("-" if plain else "─") * (wide * (len(edges) - 1)), _axis(edges, wide)]


def _merged(bins: Histogram, most: int) -> tuple[dict[str, Values], Values]:
    """Give shares and edges, with neighbours put together where there are more bins than columns."""
    together = ceil((len(bins.edges) - 1) / most)
    edges = np.array(bins.edges)
    starts = np.arange(0, len(edges) - 1, together)
    width = (edges[1] - edges[0]) * together
    shares = {name: np.add.reduceat(bins.shares(name), starts) for name in bins.counts}
    return shares, edges[0] + width * np.arange(len(starts) + 1)


def _columns(heights: Values, wide: int, signs: str) -> list[str]:
    """Draw columns of heights from 0 to 1, the top line first; what is above 0 always shows."""
    steps = len(signs) - 1
    levels = np.ceil(np.round(heights * HEIGHT * steps, 6)).astype(int)
    lines = []
    for line in range(HEIGHT - 1, -1, -1):
        filled = np.clip(levels - line * steps, 0, steps)
        lines.append("".join(signs[each] * wide for each in filled).rstrip())
    return lines


def _axis(edges: Values, wide: int) -> str:
    """Write the values of edges below where they stand, the first one always, as many as have room."""
    text, columns = "", wide * (len(edges) - 1)
    for nth in range(0, len(edges), ceil(APART / wide)):
        number = f"{edges[nth]:,.10g}"
        if nth * wide + len(number) <= columns + 1 and (not text or nth * wide > len(text)):
            text = text.ljust(nth * wide) + number
    return text
