"""What a seed file's [observed] figures are called, computed of a simulated event: `group.figure`.

`alliance_score.p50`, `match.ties`, `quarter.1`, `team.sd` and what else `analysis/statistics.py` names; a column of
the ranking table over the teams (`ranking_score.p95`); `match.carbon`, a counted entry of the sheet, all that a match
has of it; `points.carbon`, a part of the breakdown for each alliance; `storage.hi`, the share of a state.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from analysis.statistics import Values, event_statistics, spread_of
from rules.season import entries, snake

if TYPE_CHECKING:
    from sim.event import Repeat
    from sim.model import Seed

SCORE = "alliance_score"


def figures_in(seed: "Seed") -> dict[str, float]:
    """Give the published figures of a seed file by name."""
    return {f"{group}.{name}": value for group, of in seed.observed.items() for name, value in of.figures.items()}


def statistics_of(repeat: "Repeat", groups: Iterable[str], played: int) -> dict[str, float]:
    """Give the statistics of the first so many matches of an event, and of these groups those of the whole event.

    A table may hold the beginning of an event only; figures are of all of it.
    """
    found = event_statistics(repeat.run.scores[:played], repeat.schedule.team[:played])
    for group in groups:
        found.update({f"{group}.{name}": value for name, value in _group(repeat, group).items()} | found)
    return found


def values_of(repeat: "Repeat", group: str) -> Values | None:
    """Give the values that a group's quantiles are of: alliance scores, or a column of the ranking table."""
    if group == SCORE:
        return repeat.run.scores.ravel()
    column = next((name for name in repeat.ranking[0] if snake(name) == group), "")
    values = [row.get(column) for row in repeat.ranking]
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, dtype=np.float64)
    return None


def _group(repeat: "Repeat", group: str) -> dict[str, float]:
    sheet, points = repeat.run.sheet, repeat.run.breakdown
    known = entries(type(sheet))
    if group == "points":
        return {name: float(part.mean() / points.unit) for name, part in points.parts.items()}
    if group == "match":
        matches = len(repeat.run.scores)
        return {name: float(getattr(sheet, name).sum() / matches) for name, of in known.items() if of.codes is None}
    if group in known:
        states = getattr(sheet, group)
        return {code.name.lower(): float((states == code).mean()) for code in known[group].codes or ()}
    values = values_of(repeat, group)
    return {} if values is None else spread_of(values)
