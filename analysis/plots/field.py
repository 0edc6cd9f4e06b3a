"""The picture of a season's field from above, to scale: where things are done, and where robots start."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from analysis.plots.frame import LINE, QUIET, SIDES, framed
from rules.errors import ModelError
from sim.table.language import Ground, Model, Spot
from sim.table.spots import STARTS, Point, point_of

ROBOT = 0.46
"""Metres across, as replays draw robots."""
MARGIN = 0.6
"""Metres around the field and its spots."""
SCALE = 1.15
"""Inches a metre."""
NOTHING_KNOWS = "Spots are for drawing and checking: no match knows them."
ASSUMED = "Where spots lie is mostly assumed: few were published."


def field_picture(model: Model, title: str) -> Any:
    """Draw a season's field with its walls, starts and spots; a ModelError where its seed file has no field."""
    ground = model.field
    if ground is None:
        raise ModelError("[field]", "expected the size of the field to draw, found none")
    marked = _marked(model.spot, ground)
    places = [(0.0, 0.0), ground.size, *marked]
    (left, right), (low, high) = ((min(each) - MARGIN, max(each) + MARGIN) for each in zip(*places, strict=True))
    note = f"{ASSUMED} {NOTHING_KNOWS}" if any(spot.source == "assumed" for spot in model.spot) else NOTHING_KNOWS
    with framed(((right - left) * SCALE, (high - low) * SCALE + 1), title, note) as figure:
        axes = figure.subplots()
        axes.set(
            xlim=(left, right), ylim=(low, high), aspect="equal", xlabel="metres from red's wall", ylabel="metres"
        )
        _walls(axes, ground.size)
        for point, (colours, names) in marked.items():
            _spot(axes, point, colours, names)
    return figure


def _marked(spots: Iterable[Spot], ground: Ground) -> dict[Point, tuple[set[str], list[str]]]:
    """Give every point that has a name, a shared one once: whose it is, as colours, and what is done there."""
    marked: dict[Point, tuple[set[str], list[str]]] = defaultdict(lambda: (set(), []))
    for spot in spots:
        for side, colour in enumerate(SIDES.values()):
            x, y = point_of(spot, ground, side)
            colours, names = marked[round(x, 3), round(y, 3)]
            colours.add(colour if spot.mirrored else LINE)
            if spot.name not in names:
                names.append(spot.name)
    return dict(marked)


def _walls(axes: Any, size: Point) -> None:
    """Draw the edge of the field, red's wall at the left and blue's at the right."""
    length, width = size
    axes.plot([0, length, length, 0, 0], [0, 0, width, width, 0], color=QUIET, linewidth=1)
    for x, colour in zip((0, length), SIDES.values(), strict=True):
        axes.plot([x, x], [0, width], color=colour, linewidth=5, solid_capstyle="butt")


def _spot(axes: Any, point: Point, colours: set[str], names: list[str]) -> None:
    """Mark a point: a robot's square below its name where it starts, elsewhere a dot above the names."""
    colour = colours.pop() if len(colours) == 1 else LINE
    x, y = point
    starts = set(names) <= set(STARTS)
    if starts:
        half = ROBOT / 2
        corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
        axes.plot([x + dx for dx, _ in corners], [y + dy for _, dy in corners], color=colour, linewidth=1)
        y += half
    else:
        axes.plot(x, y, "o", color=colour, markersize=5)
    axes.annotate(
        "\n".join(names),
        (x, y),
        (0, 2 if starts else -5),
        textcoords="offset points",
        ha="center",
        va="bottom" if starts else "top",
        fontsize=9,
        color=colour,
    )
