"""How good a schedule is, in figures: rests, teams that meet again, sides, stations, surrogates, rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
import numpy.typing as npt

from rules.season import Array
from sim.play.schedule import Schedule
from sim.table.agents import ROBOTS, STATIONS

FAR = 4
"""Teams that have so much more of one side are counted together."""
DIGITS = 3
"""Of spreads and shares."""


@dataclass(frozen=True)
class Gaps:
    """From one of a team's matches to its next, over all teams: differences of match numbers, 2 with one between."""

    smallest: int
    p05: int
    median: int
    mean: float
    p95: int
    largest: int
    teams_with_smallest: int
    """How many teams have the smallest gap at least once."""


@dataclass(frozen=True)
class Surrogate:
    """A match that does not count for one of its teams."""

    match: int
    """The match's number."""
    team: int
    """From 0 on, as the schedule counts them."""


@dataclass(frozen=True)
class Quality:
    """The quality of a schedule."""

    gaps: Gaps | None
    """None where nobody plays twice."""
    partners_again: int
    """Pairs of teams that are partners twice or more."""
    opponents_again: int
    """Pairs that are opponents twice or more."""
    meeting_again: int
    """Pairs that are in two or more matches together, on whichever side."""
    side_differences: tuple[int, ...]
    """How many teams have played so many matches more on one side than on the other: 0, 1, 2, 3, and 4 or more."""
    station_spread: float
    """The standard deviation of how often a team stands at a station, about a sixth of its matches."""
    station_spread_by_chance: float
    """What it would be if all were drawn."""
    surrogates: tuple[Surrogate, ...]
    in_own_round: float | None
    """The share of matches that count for a team that lie in its own round: the k-th in the k-th teams / 6 matches.

    A match that two rounds share is one of the later round. None where the schedule does not begin with match 1.
    """
    fewest: int
    most: int
    """How many matches count for the team that has the fewest, and for the one that has the most."""


def quality_of(schedule: Schedule, numbers: Array | None = None) -> Quality:
    """Measure a schedule; surrogates' matches count here as all others do.

    `numbers` are the matches' own numbers where some are missing, `(match,)` from 1 on; gaps are told by them.
    """
    numbers = np.arange(1, schedule.matches + 1) if numbers is None else numbers
    partners, opponents = _met(schedule)
    at = _at_stations(schedule)
    sides = at.reshape(2, STATIONS, -1).sum(axis=1)
    apart = np.bincount(np.abs(sides[0] - sides[1]).clip(max=FAR), minlength=FAR + 1)
    played = at.sum(axis=0)
    return Quality(
        gaps=_gaps(schedule, numbers),
        partners_again=_pairs(partners),
        opponents_again=_pairs(opponents),
        meeting_again=_pairs(partners + opponents),
        side_differences=tuple(apart.tolist()),
        station_spread=round(float((at - played / ROBOTS).std()), DIGITS),
        station_spread_by_chance=round(sqrt(float(played.mean()) * (1 / ROBOTS) * (1 - 1 / ROBOTS)), DIGITS),
        surrogates=tuple(Surrogate(int(numbers[match]), team) for match, team in _surrogates(schedule)),
        in_own_round=_in_own_round(schedule, numbers),
        fewest=int(schedule.counts.min()),
        most=int(schedule.counts.max()),
    )


def _met(schedule: Schedule) -> tuple[Array, Array]:
    """Give how often any two teams are partners, and how often opponents, `(team, team)`, each pair once."""
    partners, opponents = (np.zeros((schedule.teams, schedule.teams), dtype=np.int64) for _ in range(2))
    for one, other in combinations(range(ROBOTS), 2):
        into = partners if one // STATIONS == other // STATIONS else opponents
        pair = np.sort(schedule.team[:, [one, other]], axis=1)
        np.add.at(into, (pair[:, 0], pair[:, 1]), 1)
    return partners, opponents


def _pairs(met: Array) -> int:
    return int((met > 1).sum())


def _at_stations(schedule: Schedule) -> Array:
    """Give how often each team stands at each station, `(robot, team)`."""
    return np.stack([np.bincount(schedule.team[:, robot], minlength=schedule.teams) for robot in range(ROBOTS)])


def _in_order(schedule: Schedule, numbers: Array, seats: Array) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Give who has these seats, team by team: the team, its match's number, and whether it is the team's first."""
    seats = seats[np.argsort(schedule.team.ravel()[seats], kind="stable")]
    of = schedule.team.ravel()[seats]
    return of, numbers[seats // ROBOTS], np.append(True, of[1:] != of[:-1])


def _gaps(schedule: Schedule, numbers: Array) -> Gaps | None:
    of, match, first = _in_order(schedule, numbers, np.arange(schedule.team.size))
    gaps = np.diff(match)[~first[1:]]
    if not len(gaps):
        return None
    smallest = int(gaps.min())
    p05, median, p95 = (int(each) for each in np.percentile(gaps, [5, 50, 95], method="inverted_cdf"))
    with_it = len(np.unique(of[1:][~first[1:]][gaps == smallest]))
    mean = round(float(gaps.mean()), DIGITS)
    return Gaps(smallest, p05, median, mean, p95, int(gaps.max()), with_it)


def _in_own_round(schedule: Schedule, numbers: Array) -> float | None:
    if numbers[0] != 1:
        return None
    of, match, first = _in_order(schedule, numbers, np.flatnonzero(~schedule.surrogate))
    starts = np.flatnonzero(first)
    turn = np.arange(len(of)) - np.repeat(starts, np.diff(np.append(starts, len(of))))
    return round(float(((match - 1) * ROBOTS // schedule.teams == turn).mean()), DIGITS)


def _surrogates(schedule: Schedule) -> Iterator[tuple[int, int]]:
    for match, robot in np.argwhere(schedule.surrogate).tolist():
        yield match, int(schedule.team[match, robot])
