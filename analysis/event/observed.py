"""What published figures are called, computed of a simulated event: `group.figure`.

`alliance_score.p50`, `match.ties`, `quarter.1`, `team.sd` and what else `analysis/event/statistics.py` names; what
`analysis/event/elements.py` names of score sheets; a column of the ranking table over teams (`ranking_score.p95`).
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from analysis.event.elements import ELEMENTS, MATCH, POINTS, ROBOT, Sheets, sheet_statistics
from analysis.event.judging import KEPT, event_statistics
from analysis.event.statistics import Values, spread_of
from rules.season import Array, Season, entries, snake
from sim.table.language import Seed

if TYPE_CHECKING:
    from sim.play.event import Repeat

SCORE = "alliance_score"
WORDS = {
    SCORE: "points of an alliance in a match: mean, spread (sd), p05 = 5 % lie below, ..., largest",
    MATCH: "correlation of red's score with blue's, share of ties, median margin, mean scores of winners and losers;"
    " of what is counted, all in a match",
    "margin": "quantiles of the difference between winner and loser",
    "shape": "skewness of the alliance scores: above 0, the high ones lie farther off than the low ones",
    "quarter": "mean alliance score in each quarter of the matches, in the order played",
    "quarter_sd": "spread (sd) of alliance scores in each quarter",
    "team": "sd: how far teams differ in what they bring (below 0: not seen); rest_sd: what is left, luck of a match;"
    " against: the same as sd of what they do to the other side; persistence: correlation of first and second half",
    "team_mean": "over teams: quantiles and largest of the mean score of a team's alliances",
    POINTS: "mean points of an alliance in a match, by source",
    ELEMENTS: "counted for an alliance in a match: mean, spread (_sd), share of alliances with none (_none)",
    ROBOT: "mean value of a robot's state at the end of a match",
}
"""What the figures of a group are, in words for people."""


def figures_in(seed: Seed) -> dict[str, float]:
    """Give the published figures of a seed file by name, those it keeps to judge by among them."""
    tables = seed.observed.items()
    return {f"{group}.{name}": value for group, of in tables for name, value in {**of.figures, **of.kept}.items()}


def kept_in(seed: Seed) -> set[str]:
    """Give the names of the statistics that a season's model is judged by, and fitted to by nobody."""
    return {*KEPT, *(f"{group}.{name}" for group, of in seed.observed.items() for name in of.kept)}


def group_of(name: str) -> str:
    """Give the group that a figure belongs to."""
    return name.partition(".")[0]


def words_for(group: str, season: Season) -> str:
    """Say what the figures of a group are."""
    every = entries(season.sheet)
    if group in every:
        return f"share of each state: {every[group].doc}"
    return WORDS.get(group, f"{group.replace('_', ' ')} of the teams in the ranking table: mean, quantiles, largest")


def statistics_of(
    repeat: "Repeat", groups: Collection[str], places: Array | slice, details: Sheets | None = None
) -> dict[str, float]:
    """Give the statistics of the matches of an event at these places, and of these groups those of the whole event.

    Published figures are of all of an event, a table may hold a part of it. What published score sheets, `details`,
    tell is of the same matches as the scores.
    """
    sheets = sheets_of(repeat)
    told = sheet_statistics(sheets)
    found = {name: value for name, value in told.items() if group_of(name) in groups}
    for group in set(groups) - {group_of(name) for name in told} - set(WORDS):
        values = values_of(repeat, group)
        found |= {} if values is None else {f"{group}.{name}": value for name, value in spread_of(values).items()}
    if details is not None:
        found |= sheet_statistics(Sheets(repeat.matches.at(places), details.given))
    return found | event_statistics(repeat.matches.scores[places], repeat.schedule.team[places])


def sheets_of(repeat: "Repeat") -> Sheets:
    """Give the score sheets of a simulated event, of which every entry is known."""
    return Sheets(repeat.matches, frozenset(entries(repeat.matches.rules.sheet)))


def values_of(repeat: "Repeat", group: str) -> Values | None:
    """Give the values that a group's quantiles are of: alliance scores, or a column of the ranking table."""
    if group == SCORE:
        return repeat.matches.scores.ravel()
    column = next((name for name in repeat.ranking[0] if snake(name) == group), "")
    values = [row.get(column) for row in repeat.ranking]
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, dtype=np.float64)
    return None
