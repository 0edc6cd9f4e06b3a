"""Who plays with and against whom, and when: a ranking phase's matches, drawn by key.

Every team plays once in each round. The rounds stand one after the other, cut into matches of six, so a match may
hold the end of one round and the start of the next. Then two seats are swapped, again and again, wherever that keeps
everybody's rest and makes the schedule no worse: fewer teams that meet again, sides and stations shared more evenly.
At events of real size partners hardly ever meet again, and other teams less than a sixth as often as by chance.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError
from rules.season import Array
from sim.compiling import compiled, inlined
from sim.draws import SCHEDULE, philox
from sim.table.agents import ROBOTS, STATIONS

MOST_TEAMS = 1_000
MOST_MATCHES = 2**16
"""The most matches of a ranking phase: the key of a match holds the repeat above them."""
ROOMY = 3 * ROBOTS
"""From so many teams on nobody plays two matches running; fewer would meet the same teams all day."""
TRIES = 120
"""How many swaps are tried for each seat."""
PARTNER, OPPONENT = 2, 1
"""How much it counts that two teams have met; to meet again costs the product of what the two times count."""
SAME_SIDE, SAME_STATION = 4, 2
"""What it costs a team to play on a side, or at a station, for each time it has done so."""
DEALT, SWAPPED = range(2)
"""What stream 4 draws, the third number of its key."""
NOBODY = -1


@dataclass(frozen=True)
class Schedule:
    """The matches of a ranking phase in order; where an axis is `robot`, red 1-3 then blue 1-3."""

    teams: int
    each: int
    team: Array
    """(match, robot): who stands there."""
    surrogate: npt.NDArray[np.bool_]
    """(match, robot): whether the match does not count for that team; only in the last match."""

    @property
    def matches(self) -> int:
        """How many matches there are."""
        return len(self.team)


class Draft(NamedTuple):
    """A schedule that is being made; a seat is match x 6 + robot."""

    team: Array
    """(seat,)"""
    turn: Array
    """(seat,): which of its team's matches this is, from 1 on."""
    when: Array
    """(team, turn): in which match; before the first and after the last turn lies a match that is never near."""
    met: Array
    """(team, team): how often they have met, as partners and as opponents, each with what it counts."""
    sides: Array
    """(team, side): how often it plays there."""
    stations: Array
    """(team, robot): how often it stands there."""


def matches_of(teams: int, each: int) -> int:
    """Give how many matches it takes to let every team play so often."""
    return -(-teams * each // ROBOTS)


def need_possible(teams: int, each: int) -> None:
    """Raise a ModelError where so many teams cannot play so many matches each."""
    for name, number, least, most in (
        ("teams", teams, ROBOTS, MOST_TEAMS),
        ("each", each, 1, ROBOTS * MOST_MATCHES // max(teams, 1)),
    ):
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or not least <= number <= most:
            raise ModelError(name, f"expected a whole number from {least} to {most:,}, found {number}")


@lru_cache(maxsize=64)
def drawn(teams: int, each: int, seed: int, repeat: int = 0) -> Schedule:
    """Draw the schedule of one repeat of an event: `teams` teams that play `each` matches each.

    Where these do not fill the last match, surrogates do. Raises ModelError for numbers that cannot be.
    """
    need_possible(teams, each)
    seats = ROBOTS * matches_of(teams, each)
    never = 2 * seats
    draft = Draft(
        team=np.full(seats, NOBODY),
        turn=np.arange(seats) // teams + 1,
        when=np.full((teams, each + 3), never),
        met=np.zeros((teams, teams), dtype=np.int64),
        sides=np.zeros((teams, 2), dtype=np.int64),
        stations=np.zeros((teams, ROBOTS), dtype=np.int64),
    )
    draft.when[:, 0] = -never
    rest = least_rest(teams)
    _deal(draft, np.arange(teams), seed, repeat, rest)
    _improve(draft, seed, repeat, rest, TRIES * seats)
    shape = (-1, ROBOTS)
    return Schedule(teams, each, draft.team.reshape(shape), draft.turn.reshape(shape) > each)


def least_rest(teams: int) -> int:
    """Give the least number of matches from one of a team's to its next; two means one match of rest between."""
    return 1 if teams < ROOMY else max(2, teams // (2 * ROBOTS))


@compiled
def _deal(draft: Draft, left: Array, seed: int, repeat: int, rest: int) -> None:
    """Seat the teams round by round, each seat drawn among those who have rested; `left` lists the teams."""
    teams, asked = len(left), 0
    for seat in range(len(draft.team)):
        turn, place, match = draft.turn[seat], seat % teams, seat // ROBOTS
        found = NOBODY
        while found == NOBODY or match - draft.when[left[found], turn - 1] < rest:
            found = place + _below(teams - place, _words(asked, DEALT, seed, repeat)[0])
            asked += 1
        left[place], left[found] = left[found], left[place]
        draft.when[left[place], turn] = match
        _seat(draft, seat, left[place])


@compiled
def _improve(draft: Draft, seed: int, repeat: int, rest: int, tries: int) -> None:
    """Swap the teams of two seats wherever that is no worse, in turn within a match and within a round."""
    seats, teams = len(draft.team), len(draft.when)
    for attempt in range(tries):
        word, another, _, _ = _words(attempt, SWAPPED, seed, repeat)
        one = _below(seats, word)
        first, many = one // ROBOTS * ROBOTS, ROBOTS
        if attempt % 2:
            first = one // teams * teams
            many = min(teams, seats - first)
        other = first + _below(many, another)
        if _may_swap(draft, one, other, rest):
            here, there = draft.team[one], draft.team[other]
            before = _leave(draft, one) + _leave(draft, other)
            if _seat(draft, one, there) + _seat(draft, other, here) <= before:
                draft.turn[one], draft.turn[other] = draft.turn[other], draft.turn[one]
                draft.when[there, draft.turn[one]] = one // ROBOTS
                draft.when[here, draft.turn[other]] = other // ROBOTS
            else:
                _leave(draft, one)
                _leave(draft, other)
                _seat(draft, one, here)
                _seat(draft, other, there)


@inlined
def _may_swap(draft: Draft, one: Any, other: Any, rest: int) -> Any:
    here, there, turn = draft.team[one], draft.team[other], draft.turn[one]
    if one // ROBOTS == other // ROBOTS:
        return here != there
    if here == there or turn != draft.turn[other]:
        return False
    return _rests(draft.when[here], turn, other // ROBOTS, rest) and _rests(
        draft.when[there], turn, one // ROBOTS, rest
    )


@inlined
def _rests(when: Any, turn: Any, match: Any, rest: int) -> Any:
    """Say whether a team may have this turn in that match, given the turns before and after."""
    return match - when[turn - 1] >= rest and when[turn + 1] - match >= rest


@inlined
def _seat(draft: Draft, seat: Any, team: Any) -> Any:
    """Let a team have an empty seat; give its price, by what the team has had before."""
    price = _price(draft, seat, team)
    _count(draft, seat, team, 1)
    draft.team[seat] = team
    return price


@inlined
def _leave(draft: Draft, seat: Any) -> Any:
    """Empty a seat; give the price that its team would have to pay for it again."""
    team = draft.team[seat]
    draft.team[seat] = NOBODY
    _count(draft, seat, team, -1)
    return _price(draft, seat, team)


@inlined
def _price(draft: Draft, seat: Any, team: Any) -> Any:
    robot = seat % ROBOTS
    price = SAME_SIDE * draft.sides[team, robot // STATIONS] + SAME_STATION * draft.stations[team, robot]
    for other in range(ROBOTS):
        met = draft.team[seat - robot + other]
        if met != NOBODY:
            price += _weight(robot, other) * draft.met[team, met]
    return price


@inlined
def _count(draft: Draft, seat: Any, team: Any, times: int) -> None:
    robot = seat % ROBOTS
    draft.sides[team, robot // STATIONS] += times
    draft.stations[team, robot] += times
    for other in range(ROBOTS):
        met = draft.team[seat - robot + other]
        if met != NOBODY and met != team:
            draft.met[team, met] += times * _weight(robot, other)
            draft.met[met, team] += times * _weight(robot, other)


@inlined
def _weight(robot: Any, other: Any) -> Any:
    return PARTNER if robot // STATIONS == other // STATIONS else OPPONENT


@inlined
def _words(asked: Any, number: Any, seed: Any, repeat: Any) -> Any:
    return philox(
        np.uint64(repeat), np.uint64(asked), np.uint64(number), np.uint64(0), np.uint64(seed), np.uint64(SCHEDULE)
    )


@inlined
def _below(limit: Any, word: Any) -> Any:
    return np.int64(word) * limit >> 32
