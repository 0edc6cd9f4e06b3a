"""Who plays with and against whom, and when: a ranking phase's matches, drawn by key.

Every team plays once in each round. The rounds stand one after the other, cut into matches of six, so a match may
hold the end of one round and the start of the next. Then two seats are swapped, again and again, wherever that keeps
everybody's rest: at first also where it makes the schedule worse, later less and less (simulated annealing), so that
few teams meet again and sides and stations are shared evenly. Where a schedule is not good then, it is annealed once
more, for twice as long. At events of real size nobody meets twice.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.errors import ModelError, expected
from rules.season import Array
from sim.compiling import compiled, inlined
from sim.draws import SCHEDULE, philox
from sim.table.agents import ROBOTS, STATIONS

MOST_TEAMS = 1_000
MOST_MATCHES = 2**16
"""The most matches of a ranking phase: the key of a match holds the repeat above them."""
ROOMY = 3 * ROBOTS
"""From so many teams on nobody plays two matches running; fewer would meet the same teams all day."""
TRIES = 300
"""How many swaps are tried for each seat, the first time."""
TIMES, MOST_TRIES = 7, 5_200_000
"""A schedule that is still not good is annealed so often at most, and as long as this many swaps are enough in all:
half a second."""
PARTNERS_AGAIN, AGAIN = 1_280, 160
"""What it costs to partner a team again, and to meet it again at all, for each time before."""
LOPSIDED, SAME_SIDE, SAME_STATION = (1_600, 6_400), 30, 20
"""What it costs a team to play on a side that it has had twice more than the other (the second number where teams are
few, and where that has not been enough); for each time that it has had it more often; and at a station, for each time
it has been there."""
FEW = 4 * ROBOTS
"""Fewer teams must partner some again so often that this would be worth more than even sides."""
HEAT = 400
"""A swap that is worse by this halves its chance in the beginning, twice that halves it again; in the end by 1."""
FREE = 2, 5
"""Where everybody has met two in five of the others or fewer, nobody needs to meet again."""
KEPT = 256
"""Schedules that are kept for whoever plays the same events with other numbers; some 30 KB each."""
DEALT, SWAPPED = range(2)
"""What stream 4 draws, the third number of its key."""
NOBODY = -1


@dataclass(frozen=True)
class Schedule:
    """The matches of a ranking phase in order; where an axis is `robot`, red 1-3 then blue 1-3."""

    teams: int
    each: int
    """How many matches count for most teams; of real events a few teams have one more or less."""
    team: Array
    """(match, robot): who stands there."""
    surrogate: npt.NDArray[np.bool_]
    """(match, robot): whether the match does not count for that team; where it is drawn, only in the last match."""

    @property
    def matches(self) -> int:
        """How many matches there are."""
        return len(self.team)

    @property
    def counts(self) -> Array:
        """(team,): how many matches count for each."""
        return np.bincount(self.team[~self.surrogate], minlength=self.teams)


class Draft(NamedTuple):
    """A schedule that is being made; a seat is match x 6 + robot."""

    team: Array
    """(seat,)"""
    turn: Array
    """(seat,): which of its team's matches this is, from 1 on."""
    when: Array
    """(team, turn): in which match; before the first and after the last turn lies a match that is never near."""
    met: Array
    """(team, team, 2): how often they have met, and how often of that as partners."""
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
            raise ModelError(name, expected("whole", {"low": least, "high": f"{most:,}", "found": f"{number}"}))


def need_rest(teams: int, rest: int) -> None:
    """Raise a ModelError where a team cannot rest so long: a round has no more matches."""
    most = teams // ROBOTS
    if isinstance(rest, bool) or not isinstance(rest, int | np.integer) or not 1 <= rest <= most:
        what = f"expected a whole number from 1 to {most}, a round of {teams} teams, found {rest}"
        raise ModelError("rest", what)


@lru_cache(maxsize=KEPT)
def drawn(teams: int, each: int, seed: int, repeat: int = 0, rest: int | None = None) -> Schedule:
    """Draw the schedule of one repeat of an event: `teams` teams that play `each` matches each.

    Where these do not fill the last match, surrogates do. From one of a team's matches to its next there are at least
    `rest`, by default as many as `least_rest` says. Raises ModelError for numbers that cannot be.
    """
    need_possible(teams, each)
    if rest is not None:
        need_rest(teams, rest)
    seats = ROBOTS * matches_of(teams, each)
    never = 2 * seats
    draft = Draft(
        team=np.full(seats, NOBODY),
        turn=np.arange(seats) // teams + 1,
        when=np.full((teams, each + 3), never),
        met=np.zeros((teams, teams, 2), dtype=np.int32),
        sides=np.zeros((teams, 2), dtype=np.int64),
        stations=np.zeros((teams, ROBOTS), dtype=np.int64),
    )
    draft.when[:, 0] = -never
    least = least_rest(teams) if rest is None else int(rest)
    _deal(draft, np.arange(teams), seed, repeat, least)
    first, tries, price = 0, min(TRIES * seats, MOST_TRIES), LOPSIDED[teams < FEW]
    for _ in range(TIMES):
        _anneal(draft, (seed, repeat), least, first, tries, price)
        first, tries = first + tries, 2 * tries
        if first + tries > MOST_TRIES or _is_good(draft):
            break
    if not _is_even(draft):
        _anneal(draft, (seed, repeat), least, first, min(tries, MOST_TRIES), LOPSIDED[1])
    shape = (-1, ROBOTS)
    return Schedule(teams, each, draft.team.reshape(shape), draft.turn.reshape(shape) > each)


def least_rest(teams: int) -> int:
    """Give the least number of matches from one of a team's to its next; two means one match of rest between.

    It is that of the real events since 2018: half a round and one.
    """
    return 1 if teams < ROOMY else teams // (2 * ROBOTS) + 1


def _is_even(draft: Draft) -> bool:
    """Say whether no team plays three matches more on one side than on the other."""
    return bool(np.abs(draft.sides[:, 0] - draft.sides[:, 1]).max() <= 2)


def _is_good(draft: Draft) -> bool:
    """Say whether sides are even, and teams meet again no more than they must.

    Of partners a sixth more is as good; of others it is not asked where most teams meet.
    """
    teams, all_met = len(draft.met), draft.met[0].sum(axis=0)
    if not _is_even(draft):
        return False
    again = (draft.met - 1).clip(0).sum(axis=(0, 1))
    must = teams * (all_met - (teams - 1)).clip(0)
    free = FREE[1] * all_met[0] <= FREE[0] * (teams - 1)
    return bool(again[1] <= must[1] + must[1] // 6 and not (free and again[0]))


@compiled
def _deal(draft: Draft, left: Array, seed: int, repeat: int, rest: int) -> None:
    """Seat the teams round by round, each seat drawn among those who have rested; `left` lists the teams.

    Of a round's teams `teams + 1 - 6 x rest` or more have always rested, so somebody is found.
    """
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
def _anneal(draft: Draft, key: tuple[int, int], rest: int, before: int, tries: int, lopsided: int) -> None:
    """Swap the teams of two seats wherever a coin allows it, in turn within a match and within a round.

    `before` is how many tries this draft has had; `lopsided` what it costs to be two matches ahead on a side.
    """
    seats, teams = len(draft.team), len(draft.when)
    for attempt in range(tries):
        word, another, coins, _ = _words(before + attempt, SWAPPED, *key)
        one = _below(seats, word)
        first, many = one // ROBOTS * ROBOTS, ROBOTS
        if attempt % 4:
            first = one // teams * teams
            many = min(teams, seats - first)
        other = first + _below(many, another)
        if _may_swap(draft, one, other, rest):
            here, there = draft.team[one], draft.team[other]
            worse = _price(draft, other, one, other, lopsided) + _price(draft, one, other, one, lopsided)
            worse -= _price(draft, one, one, other, lopsided) + _price(draft, other, other, one, lopsided)
            if _allowed(worse, _heat(tries - attempt, tries), coins):
                _leave(draft, one)
                _leave(draft, other)
                _seat(draft, one, there)
                _seat(draft, other, here)
                draft.turn[one], draft.turn[other] = draft.turn[other], draft.turn[one]
                draft.when[there, draft.turn[one]] = one // ROBOTS
                draft.when[here, draft.turn[other]] = other // ROBOTS


@inlined
def _heat(left: Any, tries: Any) -> Any:
    """Give by how much worse a swap may be for each coin: it falls with the cube of the tries that are left."""
    heat = HEAT
    for _ in range(3):
        heat = heat * left // tries
    return max(heat, 1)


@inlined
def _allowed(worse: Any, heat: Any, coins: Any) -> Any:
    """Say whether of the 32 coins in a word the first ones, one for each heat that a swap is worse, all fell well."""
    tossed = -(-worse // heat)
    return tossed <= 0 or (tossed < 32 and np.int64(coins) & ((1 << tossed) - 1) == 0)


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
def _seat(draft: Draft, seat: Any, team: Any) -> None:
    """Let a team have an empty seat."""
    _count(draft, seat, team, 1)
    draft.team[seat] = team


@inlined
def _leave(draft: Draft, seat: Any) -> None:
    """Empty a seat."""
    team = draft.team[seat]
    draft.team[seat] = NOBODY
    _count(draft, seat, team, -1)


@inlined
def _price(draft: Draft, seat: Any, left: Any, swapped: Any, lopsided: int) -> Any:
    """Give what a seat costs the team of the seat `left`, by what it has had elsewhere than there.

    Seat is `left` or `swapped`, the two seats whose teams swap: what these two have to do with each other stays.
    """
    team = draft.team[left]
    robot, before = seat % ROBOTS, left % ROBOTS
    side = robot // STATIONS
    ahead = draft.sides[team, side] - draft.sides[team, 1 - side] + (1 if side != before // STATIONS else -1)
    often = draft.stations[team, robot] - (robot == before)
    price = lopsided * (ahead > 1) + SAME_SIDE * ahead + SAME_STATION * often
    again = _is_shared(draft, seat - robot, left - before)
    for other in range(ROBOTS):
        place = seat - robot + other
        if place != left and place != swapped:
            met = draft.team[place]
            known, partner = draft.met[team, met, 0], draft.met[team, met, 1]
            if again:
                here = _place(draft, left - before, met)
                known -= here != NOBODY
                partner -= here != NOBODY and here // STATIONS == before // STATIONS
            price += AGAIN * known
            if other // STATIONS == side:
                price += PARTNERS_AGAIN * partner
    return price


@inlined
def _is_shared(draft: Draft, first: Any, other: Any) -> Any:
    """Say whether two matches, each by its first seat, may have a team in common: one is both, or has two rounds."""
    teams = len(draft.when)
    return first == other or first % teams > teams - ROBOTS or other % teams > teams - ROBOTS


@inlined
def _place(draft: Draft, first: Any, team: Any) -> Any:
    """Give which of the six seats of a match a team has."""
    found = NOBODY
    for robot in range(ROBOTS):
        if draft.team[first + robot] == team:
            found = robot
    return found


@inlined
def _count(draft: Draft, seat: Any, team: Any, times: int) -> None:
    robot = seat % ROBOTS
    side = robot // STATIONS
    draft.sides[team, side] += times
    draft.stations[team, robot] += times
    for other in range(ROBOTS):
        met = draft.team[seat - robot + other]
        if met != NOBODY and met != team:
            for kind in range(1 + (other // STATIONS == side)):
                draft.met[team, met, kind] += times
                draft.met[met, team, kind] += times


@inlined
def _words(asked: Any, number: Any, seed: Any, repeat: Any) -> Any:
    return philox(
        np.uint64(repeat), np.uint64(asked), np.uint64(number), np.uint64(0), np.uint64(seed), np.uint64(SCHEDULE)
    )


@inlined
def _below(limit: Any, word: Any) -> Any:
    return np.int64(word) * limit >> 32
