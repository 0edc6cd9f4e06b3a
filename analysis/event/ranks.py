"""An event played many times over: what score which rank takes, and how far ranks follow talent.

Every number has its standard error over repeats; one that a single repeat, or two, cannot tell is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from analysis.event.statistics import correlation
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate, Values
from rules.season import Row
from sim.play.event import Repeat
from sim.play.request import EventRequest
from sim.play.saved import program_version

TOPS = (1, 4, 8)
"""Ranks that are worth a look: the winner, and the captains of four or eight playoff alliances."""
PARTS = 4
"""Beside them, the last rank of each quarter of the field."""


class Standing(NamedTuple):
    """What is kept of a repeat."""

    column: str
    """The official name of what teams are ranked by."""
    score: npt.NDArray[np.float64]
    """(rank,): the score of the team with this rank, the first team's first."""
    rank: npt.NDArray[np.int64]
    """(team,), from 1 on."""
    talent: npt.NDArray[np.float64]
    """(team,)"""


def standing(repeat: Repeat) -> Standing:
    """Keep what the spread needs of a repeat; teams are ranked by the first column after rank and team."""
    column = list(repeat.ranking[0])[2]
    ranks = {row["teamKey"]: row["rank"] for row in repeat.ranking}
    return Standing(
        column=column,
        score=np.array([row[column] for row in repeat.ranking], dtype=np.float64),
        rank=np.array([ranks[name] for name in repeat.names]),
        talent=repeat.talent,
    )


@dataclass(frozen=True)
class AtRank:
    """What score a rank takes: mean and spread over repeats, each with its error."""

    rank: int
    mean: float
    mean_error: float | None
    sd: float
    sd_error: float | None


@dataclass(frozen=True)
class Spread:
    """How an event played many times over spreads."""

    repeats: int
    column: str
    """The official name of what teams are ranked by."""
    score_by_rank: tuple[AtRank, ...]
    talent_and_rank: Estimate | None
    """The rank correlation of talent and rank."""
    most_talented_in_top: Mapping[str, Estimate]
    """The share of repeats in which the most talented team ends so high."""


@dataclass(frozen=True)
class EventDocument:
    """An event that was played: the document that `sim event --json` prints."""

    season: str
    teams: int
    each: int
    matches: int
    seed: int
    repeat: int
    version: str
    grade: str | None
    population: Mapping[str, float] | None
    ranking: list[Row]
    """The official table of the first repeat."""
    spread: Spread | None
    """Over the repeats, where there are several."""


def event_document(request: EventRequest, ranking: list[Row], standings: Sequence[Standing]) -> EventDocument:
    """Put together what was played of an event: the first repeat's table, and of each repeat its standing."""
    return EventDocument(
        season=request.game.key,
        teams=request.teams,
        each=request.each,
        matches=request.matches,
        seed=request.seed,
        repeat=request.repeats,
        version=program_version(),
        grade=request.game.edition.model,
        population=request.population,
        ranking=ranking,
        spread=spread(standings) if request.repeats > 1 else None,
    )


def spread(standings: Sequence[Standing]) -> Spread:
    """Say how scores by rank spread over repeats, and how far ranks follow talent: at least two repeats."""
    teams = len(standings[0].score)
    scores = np.array([each.score for each in standings])
    best = np.array([each.rank[np.argmax(each.talent)] for each in standings])
    followed = [spearman(each.talent, -each.rank) for each in standings]
    known = np.array([each for each in followed if each is not None])
    return Spread(
        repeats=len(standings),
        column=standings[0].column,
        score_by_rank=tuple(_at_rank(rank, scores[:, rank - 1]) for rank in shown_ranks(teams)),
        talent_and_rank=estimate(known) if len(known) else None,
        most_talented_in_top={str(top): estimate(best <= top) for top in TOPS if top <= teams},
    )


def shown_ranks(teams: int) -> list[int]:
    """Give the ranks whose scores are shown."""
    return sorted({top for top in TOPS if top <= teams} | {teams * part // PARTS for part in range(1, PARTS + 1)})


def spearman(one: Values, other: Values) -> float | None:
    """Give the rank correlation, where equal values share their ranks; None where all of one are equal."""
    found = correlation(rankdata(one), rankdata(other))
    return None if isnan(found) else found


def _at_rank(rank: int, scores: Values) -> AtRank:
    mean, error = estimate(scores)
    return AtRank(rank, mean, error, float(scores.std(ddof=1)), jackknife_error(scores))


def jackknife_error(values: Values) -> float | None:
    """Give the standard error of the standard deviation, from what it is without each value; None for two or less."""
    n = len(values)
    if n < 3:
        return None
    squares = (values - values.mean()) ** 2
    without = np.sqrt((squares.sum() - n / (n - 1) * squares).clip(0) / (n - 2))
    return sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
