"""Ranking policies that years share: documents of a ranking phase -> the official table, oddities included."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from rules.season import Card, Row

if TYPE_CHECKING:
    from rules.documents import Document, Participant


@dataclass(frozen=True)
class Sanction:
    """What a card does to its team's match; whatever it does, the match gives no high score and no statistic.

    `score` is what counts in place of the alliance's (None: the alliance's own); `loses`: it is a loss whatever
    the scores say.
    """

    score: int | None
    loses: bool


@dataclass
class _Record:
    scores: list[int] = field(default_factory=list)
    highest: int = 0
    statistic: Any = 0
    wins: int = 0
    losses: int = 0
    ties: int = 0


def rounded_up_mean(mean: Fraction) -> int:
    """Round a mean up to a whole point (2022)."""
    return ceil(mean)


def mean_without_lowest(
    *,
    statistic: str,
    value: "Callable[[Document, Participant], Any]",
    rounded: Callable[[Fraction], Any],
    sanctions: Mapping[Card, Sanction],
) -> "Callable[[Sequence[Document]], list[Row]]":
    """Give the policy of 2022 on: rank by the mean of a team's alliance scores without its lowest.

    Ties fall to the highest score, then to the season's `statistic` (the sum of `value` over a team's matches),
    then to the order of first appearance. Surrogates, disqualified teams and matches without details or without
    a result are skipped, but such a team still has its row. Source: `ems`, calculateRankings.
    """

    def rank(documents: "Sequence[Document]") -> list[Row]:
        records: dict[Any, _Record] = {}
        for document in documents:
            for participant in document.participants:
                record = records.setdefault(participant.team, _Record())
                if document.counts and not participant.skipped:
                    sanction = sanctions.get(participant.card)
                    _add(record, *document.scores_of(participant), sanction)
                    if sanction is None:
                        record.statistic += value(document, participant)
        table = [
            {
                "teamKey": team,
                "rankingScore": rounded(_mean_without_lowest(record.scores)),
                "highestScore": record.highest,
                statistic: record.statistic,
                "played": len(record.scores),
                "wins": record.wins,
                "losses": record.losses,
                "ties": record.ties,
            }
            for team, record in records.items()
        ]
        table.sort(key=lambda row: (row["rankingScore"], row["highestScore"], row[statistic]), reverse=True)
        return [{"rank": place, **row} for place, row in enumerate(table, start=1)]

    return rank


def _add(record: _Record, own: int, other: int, sanction: Sanction | None) -> None:
    loses = sanction is not None and sanction.loses
    wins = own > other and not loses
    record.wins += wins
    record.losses += not wins  # a tie counts as a loss as well: the official software does so
    record.ties += own == other and not loses
    if sanction is None:
        record.highest = max(record.highest, own)
    record.scores.append(own if sanction is None or sanction.score is None else sanction.score)


def _mean_without_lowest(scores: Sequence[int]) -> Fraction:
    """Drop the lowest score of two or more; one below 0 is never the dropped one, and counts as 0."""
    droppable = [score for score in scores if score >= 0]
    total = sum(droppable)
    if len(scores) < 2 or not droppable:
        return Fraction(total, max(len(scores), 1))
    return Fraction(total - min(droppable), len(scores) - 1)
