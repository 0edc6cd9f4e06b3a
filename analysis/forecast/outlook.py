"""What a running event may still become: of each team and each match to come, as the document that is printed.

All of it is counted over repeats of the rest of the event, so that every share has the error of so many repeats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.event.statistics import Values
from analysis.forecast.back_test import BackTest
from analysis.forecast.play_out import Finals, Strengths, ranked
from analysis.forecast.process import Course
from analysis.forecast.running import Match, Running, only
from rules.ranking import Policy
from rules.season import Array
from sim.table.agents import STATIONS

TOPS = (1, 8, 24)
"""Chances to end among so many are told: the winner, the captains of alliances, all who are in the playoffs."""
LOW, HIGH = 0.05, 0.95
"""What lies between these shares of the repeats is a 90 % range."""


class Ranged(NamedTuple):
    """A mean over repeats and its 90 % range."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class NextMatch:
    """What a team's next match may change."""

    match: Match
    wins: float
    """How likely its side wins it."""
    top_if_won: float | None
    """Its chance to end among the playoffs' teams if it does; None where it never did."""
    top_if_lost: float | None


@dataclass(frozen=True)
class Schedule:
    """How strong those are whom a team plays with and against: what its partners add to its side more than its
    opponents do to theirs, in points a match; None without such matches."""

    past: float | None
    coming: float | None


@dataclass(frozen=True)
class TeamOutlook:
    """What a team is by now, and what it may end as."""

    team: str
    played: int
    rank_now: int | None
    score_now: float | None
    """What it is ranked by first, so far."""
    adds: Ranged
    """What it adds to its own side's score more than the mean team, in points."""
    rank: Ranged
    score: Ranged
    """What it is ranked by first, in the end."""
    chances: Mapping[str, float]
    """The chance to end first, among the first 8, among the first 24."""
    schedule: Schedule
    next: NextMatch | None
    medals: Mapping[str, float] | None = None
    """The chance of each medal of the playoffs; None where these are not played out."""


@dataclass(frozen=True)
class MatchOutlook:
    """What a match to come may bring."""

    match: Match | None
    red: list[str]
    blue: list[str]
    red_score: Ranged
    blue_score: Ranged
    red_wins: float
    blue_wins: float
    tie: float


@dataclass(frozen=True)
class Checkpoint:
    """The chances of the first 24 as they stood when so many matches had been played."""

    played: int
    top: Mapping[str, float]


@dataclass(frozen=True)
class Published:
    """How somebody else's forecasts of the event fared, as published: of matches that may be others."""

    by: str
    decided: int
    right: float
    log_loss: float
    mean_absolute_error: float


@dataclass(frozen=True)
class Forecast:
    """A running event, forecast: the document of `sim forecast --json`."""

    season: str
    version: str
    seed: int
    repeats: int
    hindsight: bool
    """Whether numbers were used that were fitted to this very event."""
    history: bool
    """Whether earlier years' ranks were."""
    grade: str | None
    ranked_by: str
    played: int
    to_come: int
    pinned: list[Match]
    """Matches whose results were taken as played."""
    teams: list[TeamOutlook]
    """In the order of their expected ranks."""
    matches: list[MatchOutlook]
    so_far: BackTest | None
    """How its forecasts of the matches that were played fared; None before the first."""
    course: list[Checkpoint]
    match_up: MatchOutlook | None = None
    back_test: BackTest | None = None
    published: tuple[Published, ...] = ()
    """What others published of their own forecasts of this event; not paired with anything here."""


def ranged(values: Values, weights: Values | None = None) -> Ranged:
    """Give mean and 90 % range over repeats, `(repeat,)`, which weigh the same where no weights are given."""
    low, high = np.quantile(values, [LOW, HIGH], method="inverted_cdf", weights=weights)
    return Ranged(float(np.average(values, weights=weights)), float(low), float(high))


def team_outlooks(
    running: Running, of: Strengths, finals: Finals, policy: Policy, medals: Sequence[Mapping[str, float]] | None
) -> list[TeamOutlook]:
    """Say of every team what it is by now and may end as, in the order of expected ranks."""
    past = running.past
    now = ranks_now(running, policy)
    adds = of.own - of.own.mean(axis=1, keepdims=True)
    times = np.bincount(running.teams[past].ravel(), minlength=len(running.names))
    paths = {"past": _strength(running, adds.mean(axis=0), past)}
    paths["coming"] = _strength(running, adds.mean(axis=0), running.coming)
    found = [
        TeamOutlook(
            team=name,
            played=int(times[team]),
            rank_now=now[team][0] if team in now else None,
            score_now=now[team][1] if team in now else None,
            adds=ranged(adds[:, team]),
            rank=ranged(finals.rank[:, team]),
            score=ranged(finals.score[:, team] / policy.parts),
            chances={str(top): float((finals.rank[:, team] <= top).mean()) for top in TOPS},
            schedule=Schedule(*(paths[name].get(team) for name in ("past", "coming"))),
            next=_next(running, finals, team),
            medals=None if medals is None else medals[team],
        )
        for team, name in enumerate(running.names)
    ]
    return sorted(found, key=lambda each: each.rank.mean)


def match_outlooks(running: Running, finals: Finals) -> list[MatchOutlook]:
    """Say what each match to come may bring."""
    return [
        _match(running.names, running.teams[place], finals.scores[:, place], running.matches[place])
        for place in running.coming.tolist()
    ]


def match_up(running: Running, of: Strengths, teams: Array, seed: int) -> MatchOutlook:
    """Say what a match of these six teams, red 1-3 then blue 1-3, would bring if it were played next."""
    when = running.course.when
    place = running.coming[0] if len(running.coming) else len(when) - 1
    course = Course(teams[None], when[[place]], len(running.names))
    scores = of.played(course, seed, len(when))[:, 0]  # luck behind that of all matches
    return _match(running.names, teams, scores, None)


def _match(names: Sequence[str], teams: Array, scores: Array, match: Match | None) -> MatchOutlook:
    red, blue = scores[:, 0], scores[:, 1]
    return MatchOutlook(
        match=match,
        red=[names[team] for team in teams[:STATIONS]],
        blue=[names[team] for team in teams[STATIONS:]],
        red_score=ranged(red),
        blue_score=ranged(blue),
        red_wins=float((red > blue).mean()),
        blue_wins=float((red < blue).mean()),
        tie=float((red == blue).mean()),
    )


def ranks_now(running: Running, policy: Policy) -> dict[int, tuple[int, float]]:
    """Give rank and score so far of each team that has played, ties by lot."""
    if not len(running.past):
        return {}
    so_far = only(running, running.past)
    there = np.unique(so_far.teams)
    rank, score = ranked(so_far, so_far.scores[None], policy.standing, 0)
    return {
        int(team): (int(place), float(value) / policy.parts)
        for team, place, value in zip(there, rank[0], score[0], strict=True)
    }


def _strength(running: Running, adds: Values, rows: Array) -> dict[int, float]:
    """Give what partners add more than opponents, a match, of each team that has such matches."""
    if not len(rows):
        return {}
    teams = running.teams[rows]
    sides = adds[teams].reshape(-1, 2, STATIONS).sum(axis=2)
    own = np.repeat(sides - sides[:, ::-1], STATIONS, axis=1) - adds[teams]
    sums = np.bincount(teams.ravel(), own.ravel(), minlength=len(adds))
    times = np.bincount(teams.ravel(), minlength=len(adds))
    return {int(team): float(sums[team] / times[team]) for team in np.flatnonzero(times)}


def _next(running: Running, finals: Finals, team: int) -> NextMatch | None:
    """Say what a team's next match may change; None where it has none."""
    coming = [place for place in running.coming.tolist() if team in running.teams[place]]
    if not coming:
        return None
    place = coming[0]
    side = int(np.flatnonzero(running.teams[place] == team)[0]) // STATIONS
    own, other = finals.scores[:, place, side], finals.scores[:, place, 1 - side]
    top = finals.rank[:, team] <= TOPS[-1]
    won, lost = own > other, own < other
    return NextMatch(
        match=running.matches[place],
        wins=float(won.mean()),
        top_if_won=float(top[won].mean()) if won.any() else None,
        top_if_lost=float(top[lost].mean()) if lost.any() else None,
    )
