"""A schedule for people: the names of its teams, the numbers of its matches, and when and where each is played."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from rules.errors import FgcError, within
from rules.text import plain
from sim.play.schedule import Schedule
from sim.play.schedule_quality import Quality, quality_of

MOST_FIELDS = 20
HOUR, DAY = 60, 24 * 60
"""In minutes."""
MOST_DAYS = 30
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Timetable:
    """A schedule whose teams have names; what a file or a command does not say is None."""

    schedule: Schedule
    teams: tuple[str, ...]
    """The name of each team, by the number that the schedule has for it."""
    numbers: tuple[int, ...]
    """The number of each match, from 1 on, growing; some may be missing."""
    fields: tuple[str, ...] | None = None
    """The field of each match."""
    times: tuple[int, ...] | None = None
    """When each match starts: minutes from the midnight before the first day."""
    told: tuple[str, ...] = ()
    """What whoever reads this should hear of it."""

    @property
    def quality(self) -> Quality:
        """How good the schedule is; gaps are told by the matches' numbers."""
        return quality_of(self.schedule, np.array(self.numbers))

    @property
    def least_minutes(self) -> int | None:
        """The least time from one start of a team to its next; None without times, or where nobody plays twice."""
        if self.times is None or self.quality.gaps is None:
            return None
        starts: dict[int, list[int]] = {}
        for start, playing in zip(self.times, self.schedule.team.tolist(), strict=True):
            for team in playing:
                starts.setdefault(team, []).append(start)
        return min(b - a for of in starts.values() for a, b in pairwise(of))

    def names(self, match: int) -> list[str]:
        """Give the names of the six teams of the match at this place, red 1-3 then blue 1-3."""
        return [self.teams[team] for team in self.schedule.team[match].tolist()]

    def surrogates(self, match: int) -> list[str]:
        """Give the names of the teams for which the match at this place does not count."""
        flags = self.schedule.surrogate[match].tolist()
        return [name for name, is_one in zip(self.names(match), flags, strict=True) if is_one]


def named(schedule: Schedule, teams: Sequence[str]) -> Timetable:
    """Give a schedule that was drawn the names of its teams."""
    return Timetable(schedule, tuple(teams), tuple(range(1, schedule.matches + 1)))


def on_fields(timetable: Timetable, fields: int) -> Timetable:
    """Give every match its field, 1 to `fields` in turn, as real events do: so many are played at once.

    Raises a FgcError for a number that cannot be, or where a team would play twice at once.
    """
    if not 1 <= fields <= MOST_FIELDS:
        raise FgcError("fields", f"expected a whole number from 1 to {MOST_FIELDS}, found {fields}")
    for first in range(0, timetable.schedule.matches, fields):
        team = timetable.schedule.team[first : first + fields]
        often = np.bincount(team.ravel(), minlength=timetable.schedule.teams)
        if often.max() > 1:
            who = timetable.teams[int(often.argmax())]
            what = f"expected fewer, found {fields}: from match {first + 1} on, {plain(who)} would play twice at once"
            raise FgcError("fields", what)
    names = tuple(str(place % fields + 1) for place in range(timetable.schedule.matches))
    return replace(timetable, fields=names)


def at_times(timetable: Timetable, start: str, cycle: int, breaks: Sequence[str]) -> Timetable:
    """Give every match its time: the first at `start`, the next on the same field `cycle` minutes later.

    Matches of all fields start at once. Nothing is played in `breaks`, `12:00-13:00`; one that goes past midnight,
    `17:00-09:00`, is a night, after which the next day begins. Raises a FgcError for what cannot be.
    """
    if not 1 <= cycle <= DAY // 2:
        raise FgcError("cycle", f"expected a whole number of minutes from 1 to {DAY // 2}, found {cycle}")
    with within("start"):
        time = clock(start)
    free = [_break(each) for each in breaks]
    fields = len(set(timetable.fields)) if timetable.fields else 1
    slots: list[int] = []
    for _ in range(-(-timetable.schedule.matches // fields)):
        time = _after_breaks(time, cycle, free)
        slots.append(time)
        time += cycle
    times = tuple(slots[place // fields] for place in range(timetable.schedule.matches))
    return replace(timetable, times=times)


def clock(text: str) -> int:
    """Read a time of day, `9:00`, as minutes from midnight; raises a FgcError for anything else."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        raise FgcError(f"expected a time from 00:00 to 23:59, found {plain(text)!r}")
    return HOUR * int(found[1]) + int(found[2])


def shown_clock(minutes: int) -> str:
    """Write the time of day of a number of minutes: `09:00`."""
    return f"{minutes % DAY // HOUR:02}:{minutes % HOUR:02}"


def _break(text: str) -> tuple[int, int]:
    """Read a break; its end is on the next day where it goes past midnight."""
    start, dash, end = text.partition("-")
    with within("breaks"):
        if not dash:
            raise FgcError(f"expected times as 12:00-13:00, found {plain(text)!r}")
        first, last = clock(start), clock(end)
        if first == last:
            raise FgcError(f"expected a break that ends after it starts, found {plain(text)!r}")
        return first, last if last > first else last + DAY


def _after_breaks(time: int, cycle: int, breaks: Sequence[tuple[int, int]]) -> int:
    """Give the first time from this one on at which a match can be played without running into a break."""
    while True:
        for first, last in breaks:
            shift = (time - last) // DAY * DAY + DAY  # to the first day on which it ends later
            if first + shift < time + cycle and last + shift > time:
                time = last + shift
                break
        else:
            return time
        if time > MOST_DAYS * DAY:
            raise FgcError("breaks", f"expected room for a match of {cycle} minutes between them, found none")
