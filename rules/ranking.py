"""Ranking policies that years share: documents of a phase -> the official table, oddities included."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from rules.document import Card, Document, Participant
from rules.documents.sheets import sheet_of
from rules.season import SIDE, STATION, Array, Ranking, Row, Season

Statistic: TypeAlias = Callable[[Any, Any], npt.NDArray[Any]]
"""Sheet and points -> what a ranking sums beside the scores, `(document, side)` or `(document, side, station)`."""

WIN_POINTS, TIE_POINTS = 2, 1
"""Ranking points of 2017 to 2019 for a win and for a tie; a loss gives none."""


@dataclass(frozen=True)
class Sanction:
    """What a card or an absence does to its team's match, which gives no high score and no statistic either.

    `score` is what counts in place of the alliance's (None: the alliance's own; below 0: it counts as 0 and is
    never the one dropped); `loses`: it is a loss whatever the scores say.
    """

    score: int | None
    loses: bool


_RED_COUNTS_WHITE_DROPS = {Card.RED: Sanction(score=-1, loses=False), Card.WHITE: Sanction(score=0, loses=False)}
"""2024 to 2026: a red card is a 0 that always counts, a white one a 0 that may be dropped; the result stands."""


class Seats(NamedTuple):
    """Who stands where in some matches, a seat a robot, in the order of the teams: what ranks need beside scores."""

    starts: Array
    """(team,): where each team's seats begin; every team has one at least."""
    card: Array
    """(seat,)"""
    absent: npt.NDArray[np.bool_]
    """(seat,): whether the team did not show up."""
    skipped: npt.NDArray[np.bool_]
    """(seat,): whether the match counts for nothing in this team's ranking."""


Standing: TypeAlias = Callable[[npt.NDArray[Any], npt.NDArray[Any], Seats], list[npt.NDArray[Any]]]
"""Own and other scores `(repeat, seat)` -> what teams are ranked by, `(repeat, team)` each, as far as scores tell."""


@dataclass(frozen=True)
class Policy:
    """A way to rank: documents to the official table, and what scores alone tell of it, many times at once."""

    table: Ranking
    standing: Standing
    parts: int = 1
    """In so many parts of a point `standing` gives what teams are ranked by first."""

    def __call__(self, documents: Sequence[Document], season: Season) -> list[Row]:
        """Give the official table, best team first."""
        return self.table(documents, season)


@dataclass
class _Record:
    scores: list[int] = field(default_factory=list)
    highest: int = 0
    statistic: Any = 0
    played: int = 0
    wins: int = 0
    losses: int = 0
    ties: int = 0


class Rounding(NamedTuple):
    """How a mean is rounded, exactly; and many means at once, from their sums and counts, in the same order."""

    exact: Callable[[Fraction], Any]
    many: Callable[[npt.NDArray[Any], npt.NDArray[Any]], npt.NDArray[Any]]
    parts: int
    """In so many parts of a point the many are given."""


def _to_fixed_2(mean: Fraction) -> float:
    over, under = float(mean).as_integer_ratio()
    return (200 * over + under) // (2 * under) / 100


UP_TO_A_POINT = Rounding(ceil, lambda sums, counts: -(-sums // counts), 1)
"""Up to a whole point (2022)."""
TO_FIXED_2 = Rounding(_to_fixed_2, lambda sums, counts: (200 * sums + counts) // (2 * counts), 100)
"""To two decimals as JavaScript's toFixed does (2023 on): the double's exact ties go up."""


def mean_without_lowest(
    *,
    statistic: str,
    value: Statistic,
    rounded: Rounding,
    sanctions: Mapping[Card, Sanction],
    no_show: Sanction | None = None,
) -> Policy:
    """Give the policy of 2022 on: rank by the mean of a team's alliance scores without its lowest.

    Ties fall to the highest score, then to the season's `statistic` (the sum of its `value` over a team's matches,
    in the order of the documents), then to the order of first appearance. Surrogates, disqualified teams and matches
    that do not count are skipped, but such a team still has its row. Source: `ems`, calculateRankings.
    """

    def rank(documents: Sequence[Document], season: Season) -> list[Row]:
        records: defaultdict[Any, _Record] = defaultdict(_Record)
        values = _by_robot({statistic: value}, documents, season)[statistic]
        for document, of_match in zip(documents, values, strict=True):
            counts = document.counts
            for participant in document.participants:
                record = records[participant.team]
                if counts and not participant.skipped:
                    sanction = (no_show if participant.no_show else None) or sanctions.get(participant.card)
                    own = 0 if sanction else _of(of_match, participant)
                    _add_mean(record, *document.scores_of(participant), sanction, own)
        table = [
            {
                "teamKey": team,
                "rankingScore": rounded.exact(_mean_without_lowest(record.scores)),
                "highestScore": record.highest,
                statistic: record.statistic or 0,  # a sum of fractions that is nothing is a whole 0, as it began
                **_played(record),
            }
            for team, record in records.items()
        ]
        return _placed(table, "rankingScore", "highestScore", statistic)

    return Policy(rank, _standing_by_mean(rounded, sanctions, no_show), rounded.parts)


def _standing_by_mean(rounded: Rounding, sanctions: Mapping[Card, Sanction], no_show: Sanction | None) -> Standing:
    def standing(own: npt.NDArray[Any], _: npt.NDArray[Any], seats: Seats) -> list[npt.NDArray[Any]]:
        punished = [(np.asarray(seats.card == card), sanction) for card, sanction in sanctions.items()]
        punished += [(seats.absent, no_show)] if no_show else []
        means, highest = _means_of_seats(own, seats, punished)
        return [rounded.many(*means), highest]

    return standing


def mean_without_lowest_since_2024(*, statistic: str, value: Statistic) -> Policy:
    """Give the policy of 2024 to 2026, which differ in their statistic alone: two decimals, cards as zeros."""
    return mean_without_lowest(
        statistic=statistic, value=value, rounded=TO_FIXED_2, sanctions=_RED_COUNTS_WHITE_DROPS
    )


def sum_of_scores(documents: Sequence[Document], _: Season) -> list[Row]:
    """Rank playoffs from 2022 on: by the sum of a team's alliance scores, nothing dropped.

    A match in which a team has a red or white card adds 0 to that team's sum. Every team of the alliance has the
    score, the one that sits out too. Equal sums keep the order of first appearance: the official tie-break is not
    known. Source: `ems`, calculatePlayoffsRankings.
    """
    records: defaultdict[Any, _Record] = defaultdict(_Record)
    for document in documents:
        for participant in document.participants:
            record = records[participant.team]
            if document.counts and not participant.disqualified:
                own, other = document.scores_of(participant)
                counted = 0 if participant.card > Card.YELLOW else own
                record.played += 1
                record.statistic += counted
                record.highest = max(record.highest, counted)
                _add_result(record, own, other, ties_lose=True)
    table = [
        {"teamKey": team, "totalScore": record.statistic, "highestScore": record.highest, **_played(record)}
        for team, record in records.items()
    ]
    return _placed(table, "totalScore")


def ranking_points(statistics: Mapping[str, Statistic], bonus: Mapping[str, str] | None = None) -> Policy:
    """Give the policy of 2018 and 2019: rank by ranking points, 2 a win and 1 a tie.

    Ties fall to the sum of alliance scores, then to the sums of `statistics` and `bonus` in their order, then to
    matches played, then to the order of first appearance. A bonus is taken as a document records it, whatever its
    entries say, by the name that is given for its column; where a document does not record it, it follows from the
    entries. Each is one more ranking point. A match with a red or white card, as surrogate or disqualified counts as
    played and for nothing else. Source: `lib`, the season's ranker.
    """
    bonus = bonus or {}

    def rank(documents: Sequence[Document], season: Season) -> list[Row]:
        records: defaultdict[Any, _Record] = defaultdict(_Record)
        sums: defaultdict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("total", *statistics, *bonus), 0))
        values = _by_robot(statistics, documents, season)
        values |= {column: _bonus(name, documents, season) for column, name in bonus.items()}
        for i, document in enumerate(documents):
            for participant in document.participants:
                record = records[participant.team]
                of_team = sums[participant.team]
                if document.counts:
                    record.played += 1
                    if not participant.skipped and participant.card <= Card.YELLOW:
                        own, other = document.scores_of(participant)
                        _add_result(record, own, other, ties_lose=False)
                        of_team["total"] += own
                        for name, of_match in values.items():
                            of_team[name] += _of(of_match[i], participant)
        table = []
        for team, record in records.items():
            won, total = sum(sums[team][name] for name in bonus), sums[team].pop("total")
            points = {"rankingPoints": _points(record) + won, "totalPoints": total}
            table.append({"teamKey": team, **points, **sums[team], **_played(record)})
        return _placed(table, "rankingPoints", "totalPoints", *statistics, *bonus, "played")

    return Policy(rank, _points_of_seats)


def _cumulative_points(documents: Sequence[Document], _: Season) -> list[Row]:
    """Rank by the sum of a team's alliance scores (2017), and give the rank by match points beside it.

    Match points are 2 a win and 1 a tie, their ties fall to the cumulative points; further ties keep the order of
    first appearance, since nothing is known of them. Source: `tables`, which this order reproduces medal by medal.
    """
    records: defaultdict[Any, _Record] = defaultdict(_Record)
    for document in documents:
        for participant in document.participants:
            record = records[participant.team]
            if document.counts and not participant.skipped:
                own, other = document.scores_of(participant)
                record.played += 1
                record.statistic += own
                _add_result(record, own, other, ties_lose=False)
    table = [
        {"teamKey": team, "cumulativePoints": record.statistic, "matchPoints": _points(record), **_played(record)}
        for team, record in records.items()
    ]
    by_match_points = _placed(table, "matchPoints", "cumulativePoints")
    places = {row["teamKey"]: row["rank"] for row in by_match_points}
    ranked = _placed(table, "cumulativePoints")
    return [{**row, "matchPointsRank": places[row["teamKey"]]} for row in ranked]


def _sums_of_seats(own: npt.NDArray[Any], _: npt.NDArray[Any], seats: Seats) -> list[npt.NDArray[Any]]:
    return [_sums(np.where(seats.skipped, 0, own), seats)]


cumulative_points = Policy(_cumulative_points, _sums_of_seats)


def _points_of_seats(own: npt.NDArray[Any], other: npt.NDArray[Any], seats: Seats) -> list[npt.NDArray[Any]]:
    """Give ranking points, those of a bonus left out, and total points of many repeats of a ranking phase."""
    nothing = seats.skipped | (seats.card > Card.YELLOW)
    points = WIN_POINTS * (own > other) + TIE_POINTS * (own == other)
    return [_sums(np.where(nothing, 0, each), seats) for each in (points, own)]


def _means_of_seats(
    own: npt.NDArray[Any], seats: Seats, punished: Sequence[tuple[npt.NDArray[np.bool_], Sanction]]
) -> tuple[tuple[npt.NDArray[Any], npt.NDArray[Any]], npt.NDArray[Any]]:
    """Give sums and counts of each team's scores without the lowest, and its highest score."""
    counts = ~seats.skipped
    scores, clean = own, counts
    for seat, sanction in punished:
        scores = scores if sanction.score is None else np.where(seat, sanction.score, scores)
        clean = clean & ~seat
    droppable = counts & (scores >= 0)
    most = np.iinfo(np.int64).max
    lowest = np.minimum.reduceat(np.where(droppable, scores, most), seats.starts, axis=1)
    played = np.add.reduceat(counts.astype(np.int64), seats.starts)
    sums = _sums(np.where(droppable, scores, 0), seats)
    drops = (played > 1) & (lowest < most)
    highest = np.maximum.reduceat(np.where(clean, own, 0), seats.starts, axis=1)
    return (np.where(drops, sums - lowest, sums), np.where(drops, played - 1, np.maximum(played, 1))), highest


def _sums(values: npt.NDArray[Any], seats: Seats) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = np.add.reduceat(values.astype(np.int64), seats.starts, axis=1)
    return found


def _by_robot(
    statistics: Mapping[str, Statistic], documents: Sequence[Document], season: Season
) -> dict[str, list[Any]]:
    """Work statistics out on the one sheet of all documents that count: of each document by side and station."""
    counting = [document for document in documents if document.counts]
    sheet = sheet_of(counting, season) if statistics else None
    found = {}
    for name, statistic in statistics.items():
        values = statistic(sheet, season.points)
        of_sides = values[..., None] if values.ndim == 2 else values
        rows = iter(np.broadcast_to(of_sides, (len(counting), len(SIDE), len(STATION))).tolist())
        found[name] = [next(rows) if document.counts else None for document in documents]
    return found


def _bonus(name: str, documents: Sequence[Document], season: Season) -> list[Any]:
    """Give what documents record under a name, or what follows from their entries, as 1 or 0 for each robot."""
    of = season.ranking.derived[name]
    follows = _by_robot({name: lambda sheet, points: of(sheet, points)[:, None, None]}, documents, season)[name]
    return [
        follows[i]
        if (recorded := document.derived.get(name)) is None
        else [[int(recorded in (1, True))] * len(STATION)] * len(SIDE)
        for i, document in enumerate(documents)
    ]


def _of(of_match: Any, participant: Participant) -> Any:
    """Give the participant's own of the values of a match."""
    return of_match[participant.side][participant.station % 10 - 1]


def _placed(table: list[Row], *keys: str) -> list[Row]:
    """Sort rows by these columns, the largest first and equals as they stand, and number them."""
    ordered = sorted(table, key=lambda row: tuple(row[key] for key in keys), reverse=True)
    return [{"rank": place, **row} for place, row in enumerate(ordered, start=1)]


def _played(record: _Record) -> Row:
    return {"played": record.played, "wins": record.wins, "losses": record.losses, "ties": record.ties}


def _points(record: _Record) -> int:
    return WIN_POINTS * record.wins + TIE_POINTS * record.ties


def _add_result(record: _Record, own: int, other: int, *, ties_lose: bool, loses: bool = False) -> None:
    """Count a match as won, lost or tied; where `ties_lose`, a tie counts as a loss as well (from 2022 on)."""
    wins = own > other and not loses
    ties = own == other and not loses
    record.wins += wins
    record.ties += ties
    record.losses += not wins and (ties_lose or not ties)


def _add_mean(record: _Record, own: int, other: int, sanction: Sanction | None, statistic: Any) -> None:
    _add_result(record, own, other, ties_lose=True, loses=sanction is not None and sanction.loses)
    record.played += 1
    record.statistic += statistic
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
