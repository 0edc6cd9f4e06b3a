"""The picture of a forecast: ranks with their ranges, how chances went, and whether chances are what they say."""

from typing import Any

from analysis.forecast.outlook import Forecast
from analysis.plots.frame import COLOURS, DASHED, QUIET, STYLES, framed

TEAMS = 32
"""So many teams, by expected rank, are on the ladder."""
FOLLOWED = 4
"""So many teams' chances are followed: those that are the least sure."""


def forecast_picture(found: Forecast, title: str, note: str) -> Any:
    """Draw a forecast: the ladder of ranks, the way of chances, and the reliability so far."""
    with framed((12, 8.4), title, note) as figure:
        grid = figure.add_gridspec(2, 2, width_ratios=(1.2, 1))
        _ladder(figure.add_subplot(grid[:, 0]), found)
        _way(figure.add_subplot(grid[0, 1]), found)
        _reliability(figure.add_subplot(grid[1, 1]), found)
    return figure


def _ladder(axes: Any, found: Forecast) -> None:
    teams = found.teams[:TEAMS]
    for place, each in enumerate(teams):
        axes.plot([each.rank.low, each.rank.high], [place, place], color=QUIET, linewidth=1.2)
        axes.plot(each.rank.mean, place, "o", color=COLOURS[0], markersize=5)
        if each.rank_now is not None:
            axes.plot(each.rank_now, place, "D", markerfacecolor="none", markeredgecolor=COLOURS[1], markersize=5)
    axes.set_yticks(range(len(teams)), [each.team for each in teams], fontsize=8)
    axes.set_ylim(len(teams) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.axvline(24.5, color=QUIET, linewidth=0.8, linestyle=DASHED)
    axes.set_xlabel("rank in the end: mean and 90 % range; diamonds: rank now; dashed: the first 24")
    axes.set_title("Who may end where", loc="left", fontsize=10)


def _way(axes: Any, found: Forecast) -> None:
    unsure = sorted(found.teams, key=lambda each: abs(each.chances["24"] - 0.5))[:FOLLOWED]
    for place, each in enumerate(unsure):
        chances = [100 * point.top[each.team] for point in found.course]
        axes.plot(
            [point.played for point in found.course],
            chances,
            color=COLOURS[place],
            linestyle=STYLES[place],
            label=each.team,
        )
    axes.set_ylim(0, 100)
    axes.set_xlabel("matches played")
    axes.set_ylabel("chance (%)")
    axes.set_title("Chance to end among the first 24: the least sure teams", loc="left", fontsize=10)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)


def _reliability(axes: Any, found: Forecast) -> None:
    axes.plot([50, 100], [50, 100], color=QUIET, linestyle=DASHED, linewidth=0.8)
    for each in found.so_far.reliability if found.so_far else ():
        low, high = 100 * (each.low or 0), 100 * (each.high or 0)
        axes.plot([100 * each.claimed] * 2, [low, high], color=QUIET, linewidth=1.2)
        axes.plot(100 * each.claimed, 100 * each.right, "o", color=COLOURS[0], markersize=5)
        axes.annotate(
            str(each.matches), (100 * each.claimed, high), ha="center", va="bottom", fontsize=8, color=QUIET
        )
    axes.set_xlim(48, 102)
    axes.set_ylim(0, 104)
    axes.set_xlabel("chance that was foretold of the favourite (%)")
    axes.set_ylabel("won (%), with 95 % interval")
    axes.set_title("Were chances what they said? (number of matches above)", loc="left", fontsize=10)
