"""The picture of advice: a bar for each change, from most to least worth, with its interval: a tornado."""

from textwrap import fill
from typing import TYPE_CHECKING, Any

from analysis.compare.advice import INTERVALS, step, told
from analysis.plots.frame import BEST, COLOURS, HATCHES, LINE, framed, head, legend
from analysis.words import english

if TYPE_CHECKING:
    from analysis.compare.advising import Advice, Advised

MOST = 24
"""Bars: of more changes those in the middle, which change least, are left out."""
NARROW = "\N{NO-BREAK SPACE}%"
LETTERS = 60
"""Of a change on one line."""
WIDE = 80
"""Of the line above the bars."""
GAINS, LOSES, OPEN = COLOURS[0], BEST, "#cfcfcf"
KINDS = {"gains": (GAINS, HATCHES[0]), "loses": (LOSES, HATCHES[1]), "cannot be told": (OPEN, HATCHES[0])}
"""By what is told of a change: colour and hatching, told apart without colours too."""


def advice_picture(whole: "Advised", title: str, note: str) -> Any:
    """Draw what each change gains of what the season ranks by, with the intervals that hold for all together."""
    shown, left = _shown(whole)
    with framed((11, 2.4 + 0.36 * max(len(shown), 1)), title, note) as figure:
        grid = figure.add_gridspec(2, 1, height_ratios=(0.4 + 0.36 * max(len(shown), 1), 0.3))
        axes = figure.add_subplot(grid[0])
        entries = _bars(axes, shown[::-1])
        axes.set_xlabel(f"gained a match: {whole.label}")
        head(axes, _said(len(shown), left))
        legend(figure.add_subplot(grid[1]), entries, ncols=len(entries))
    return figure


def _shown(whole: "Advised") -> tuple[list["Advice"], int]:
    """Give the changes that are drawn, most worth first, and how many in the middle are left out."""
    most = sorted(whole.played, key=lambda each: -abs(each.ranking.mean))[:MOST]
    shown = [each for each in whole.played if each in most]
    return shown, len(whole.played) - len(shown)


def _said(shown: int, left: int) -> str:
    if not shown:
        return "Nothing that was tried changes anything"
    small = f" {left} more, which change less, are left out." if left else ""
    return fill(f"{english(INTERVALS)}{small}", WIDE)


def _bars(axes: Any, shown: list["Advice"]) -> list[tuple[Any, str]]:
    entries: dict[str, Any] = {}
    for row, each in enumerate(shown):
        found = each.ranking
        kind = english(told(found)) if english(told(found)) in KINDS else "cannot be told"
        colour, hatch = KINDS[kind]
        bar = axes.barh(row, found.mean, 0.7, color=colour, hatch=hatch, edgecolor=LINE, linewidth=0.6)
        if not found.rare:
            reach = [[found.mean - found.low], [found.high - found.mean]]
            axes.errorbar(found.mean, row, xerr=reach, fmt="none", ecolor="black", elinewidth=1.4, capsize=3)
        entries.setdefault(kind, bar)
    axes.axvline(0, color=LINE, linewidth=1)
    axes.set_yticks(range(len(shown)), [_label(each) for each in shown])
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_ylim(-0.6, max(len(shown), 1) - 0.4)
    axes.grid(axis="x", color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)
    return [(entries[kind], _kind(kind)) for kind in KINDS if kind in entries] or [(axes.plot([], [])[0], "")]


def _label(each: "Advice") -> str:
    where = english(step(each.option)) if each.option.row or each.option.dial == "room" else ""
    written = f"{each.option.words}{f', {where}' if where else ''}".replace(" %", NARROW)
    return fill(written, LETTERS)


def _kind(kind: str) -> str:
    return {"gains": "surely gains", "loses": "surely loses"}.get(kind, "cannot be told, or too rare")
