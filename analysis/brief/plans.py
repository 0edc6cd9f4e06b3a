"""Our plans in one match, on the same luck, and what partners and opponents may play that does our alliance good."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from analysis.compare.matchups import distinct_names, joined_up, seen_from
from analysis.compare.paired import Comparison, Interval, Played, against, compare, differences, interval, is_told
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate
from rules.errors import ModelError
from sim.play.known import Known, play_known
from sim.play.matches import Matches
from sim.play.request import Request
from sim.play.run import cut
from sim.play.workers import mapped
from sim.robots.files import PlanLike, Station, called, plan_of, skipped_rows
from sim.table.agents import STATIONS
from sim.table.game import Game, playbooks_by
from sim.table.language import Playbook, Robot

USUAL = 2_000
"""Matches of each plan where nobody says how many."""
SEARCHED = 2
"""What others may play is looked for in one of so many matches; what was found is told from as many as a plan has."""
AS_DRAWN = "as the season's robots play"


class Sides(NamedTuple):
    """What a plan did in some matches, seen from our side and from the other one."""

    ours: Played
    theirs: Played


@dataclass(frozen=True)
class Table:
    """What all matches of a brief have in common: who is known how, on whose side we are, how many play at once."""

    request: Request
    """With our robot at our station; our plan is put there."""
    known: Known
    station: int
    matches: int
    workers: int
    told: Callable[[int], None]

    def played(self, names: Sequence[str], requests: Sequence[Request], matches: range) -> list[Sides]:
        """Play the same matches of several requests, side by side."""
        jobs = [cut(request, matches) for request in requests]
        coming = mapped(partial(play_known, known=self.known), [job for each in jobs for job in each], self.workers)
        return [self._sides(name, islice(coming, len(each))) for name, each in zip(names, jobs, strict=True)]

    def _sides(self, name: str, blocks: Iterable[Matches]) -> Sides:
        side = self.station // STATIONS
        ours, theirs = [], []
        for block in blocks:
            ours.append(seen_from(block, side))
            theirs.append(seen_from(block, 1 - side))
            self.told(len(block))
        return Sides(joined_up(name, ours), joined_up(name, theirs))


@dataclass(frozen=True)
class Agreement:
    """What another team, or both partners, may play, and what that changes beside what the season's robots play."""

    teams: tuple[str, ...]
    """One other team, or both partners."""
    partner: bool
    plan: str
    doc: str
    """What the plan is, in words."""
    gain: Interval
    """Of our side, in what the season ranks by."""
    theirs: Interval
    """Of the other side."""
    told: bool
    """Whether our side's gain can be told from none, all agreements that are told here considered."""


@dataclass(frozen=True)
class Ranked:
    """Our plans, best first in `found.plans` by their means, and the value of the best one from other matches."""

    best: str
    value: Estimate
    """What the best plan reaches, in what the season ranks by, from matches that it was not chosen by."""
    found: Comparison | None
    """None where there is one plan only."""
    agreements: tuple[Agreement, ...]


def plans_of(game: Game, given: Sequence[PlanLike], robot: Robot | None, station: int) -> dict[str, Playbook]:
    """Give our plans by name: those that were given, or the season's playbooks of which our robot can do something.

    Raises a ModelError where there is none.
    """
    if given:
        found = [plan_of(game, each, "--plan") for each in given]
        names = distinct_names([each.name for each in found], [called(each) for each in given])
        return dict(zip(names, found, strict=True))
    plans = {each.name: each for each in _for_stations(game, [station])}
    able = {name: plan for name, plan in plans.items() if _does_something(game, robot, plan)}
    if not able:
        raise ModelError("--robot", "expected a robot that can do a row of one of the season's playbooks")
    return able


def _for_stations(game: Game, stations: Sequence[int]) -> list[Playbook]:
    """Give the playbooks that robots at each of these stations may play."""
    where = [(None, station % STATIONS + 1) for station in stations]
    return [each for each in playbooks_by(game.model, "robot") if all(each.station in free for free in where)]


def _does_something(game: Game, robot: Robot | None, plan: Playbook) -> bool:
    return len(skipped_rows(game, Station(robot=robot, plan=plan))) < len(plan.order)


def matches_to_play(game: Game, plans: int, matches: int) -> int:
    """Say how many matches `ranked` will play at most."""
    groups = 2 * STATIONS
    tried = groups * len(playbooks_by(game.model, "robot")) + 1
    return plans * matches + tried * (matches // SEARCHED) + (groups + STATIONS) * matches


def ranked(table: Table, plans: Mapping[str, Playbook], teams: Sequence[str]) -> Ranked:
    """Rank our plans on the same luck, and look for what others may play that does our alliance good."""
    requests = {name: at(table.request, table.station, plan) for name, plan in plans.items()}
    every = [each.ours for each in table.played(list(requests), list(requests.values()), range(table.matches))]
    found = compare(every) if len(every) > 1 else None
    best = every[0].name if found is None else found.best
    value, agreements = _agreements(table, requests[best], teams)
    return Ranked(best, value, found, agreements)


def at(request: Request, station: int, plan: Playbook) -> Request:
    """Let a plan be played at a station, by whoever stands there."""
    stations = list(request.stations)
    stations[station] = Station(robot=stations[station].robot, plan=plan)
    return replace(request, stations=tuple(stations))


@dataclass(frozen=True)
class _Idea:
    """Something to agree on: a plan, and who else would play it."""

    stations: tuple[int, ...]
    plan: Playbook

    def of(self, request: Request) -> Request:
        """Let it be done."""
        for station in self.stations:
            request = at(request, station, self.plan)
        return request


def _agreements(table: Table, best: Request, teams: Sequence[str]) -> tuple[Estimate, tuple[Agreement, ...]]:
    """Tell from fresh matches what the best plan reaches, and what the most promising ideas change."""
    ideas = _promising(table, best)
    start = table.matches + table.matches // SEARCHED
    names = [AS_DRAWN, *(str(number) for number in range(len(ideas)))]
    requests = [best, *(each.of(best) for each in ideas)]
    base, *tried = table.played(names, requests, range(start, start + table.matches))
    value = estimate(base.ours.measure)
    if not tried:
        return value, ()
    pairs = against(compare([base.ours, *(each.ours for each in tried)]), AS_DRAWN)
    found = [
        Agreement(
            teams=tuple(teams[station] for station in idea.stations),
            partner=set(idea.stations) <= _partners(table.station),
            plan=idea.plan.name,
            doc=idea.plan.doc,
            gain=pair.difference,
            theirs=interval(differences(sides.theirs.measure, base.theirs.measure)),
            told=is_told(pair),
        )
        for idea, pair, sides in zip(ideas, pairs, tried, strict=True)
    ]
    return value, tuple(sorted(found, key=lambda each: -each.gain.mean))


def _partners(station: int) -> set[int]:
    """Give the stations of our partners."""
    return {each for each in range(2 * STATIONS) if each // STATIONS == station // STATIONS} - {station}


def _promising(table: Table, best: Request) -> list[_Idea]:
    """Find what does us most good of each other team and of both partners, and most harm of each partner.

    An opponent is only asked for what does its own side good too.
    """
    game, partners = table.request.game, _partners(table.station)
    groups = [(each,) for each in range(2 * STATIONS) if each != table.station]
    found: list[_Idea] = []
    (base,) = _searched(table, [best])
    for group in (*groups, tuple(sorted(partners))):
        ideas = [_Idea(group, plan) for plan in _for_stations(game, group)]
        gains = [_gains(each, base) for each in _searched(table, [each.of(best) for each in ideas])]
        fair = [n for n in range(len(ideas)) if set(group) <= partners or gains[n].theirs > 0]
        chosen = {max(fair, key=lambda n: gains[n].ours)} if fair else set()
        if set(group) < partners:
            chosen.add(min(fair, key=lambda n: gains[n].ours))
        found += [ideas[n] for n in sorted(chosen)]
    return found


def _searched(table: Table, requests: Sequence[Request]) -> list[Sides]:
    """Play the matches by which ideas are found: others than plans are ranked by, and than ideas are told by."""
    matches = range(table.matches, table.matches + table.matches // SEARCHED)
    return table.played([str(number) for number in range(len(requests))], requests, matches)


class _Gain(NamedTuple):
    ours: float
    theirs: float


def _gains(now: Sides, then: Sides) -> _Gain:
    return _Gain(*(float(np.mean(one.measure - other.measure)) for one, other in zip(now, then, strict=True)))
