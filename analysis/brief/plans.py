"""Our plans in one match, on the same luck, and what partners and opponents may play that does our alliance good."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from analysis.compare.comparing import distinct_names
from analysis.compare.matchups import joined_up, seen_from
from analysis.compare.paired import Comparison, Interval, Played, against, compare, differences, interval, is_told
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate
from rules.errors import ModelError
from sim.play.known import Known, play_known
from sim.play.request import Request
from sim.play.run import cut
from sim.play.workers import mapped
from sim.robots.files import PlanLike, Station, called, plan_of, skipped_rows
from sim.table.agents import STATIONS
from sim.table.game import Game, playbooks_by
from sim.table.language import Playbook, Robot

USUAL = 4_000
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
        """Play the same matches of several requests."""
        return [self._sides(name, request, matches) for name, request in zip(names, requests, strict=True)]

    def _sides(self, name: str, request: Request, matches: range) -> Sides:
        side = self.station // STATIONS
        ours, theirs = [], []
        for block in mapped(partial(play_known, known=self.known), cut(request, matches), self.workers):
            ours.append(seen_from(block, side))
            theirs.append(seen_from(block, 1 - side))
            self.told(len(block))
        return Sides(joined_up(name, ours), joined_up(name, theirs))


@dataclass(frozen=True)
class Agreement:
    """What another team of the match may play, and what that changes beside what the season's robots play."""

    station: int
    team: str
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
    plans = {each.name: each for each in _for_station(game, station)}
    able = {name: plan for name, plan in plans.items() if _does_something(game, robot, plan)}
    if not able:
        raise ModelError("--robot", "expected a robot that can do a row of one of the season's playbooks")
    return able


def _for_station(game: Game, station: int) -> list[Playbook]:
    """Give the playbooks that a robot at this station may play."""
    return [each for each in playbooks_by(game.model, "robot") if each.station in (None, station % STATIONS + 1)]


def _does_something(game: Game, robot: Robot | None, plan: Playbook) -> bool:
    return len(skipped_rows(game, Station(robot=robot, plan=plan))) < len(plan.order)


def matches_to_play(game: Game, plans: int, matches: int) -> int:
    """Say how many matches `ranked` will play at most."""
    others = 2 * STATIONS - 1
    tried = others * len(playbooks_by(game.model, "robot")) + 1
    return plans * matches + tried * (matches // SEARCHED) + (others + 2) * matches


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
    station: int
    plan: Playbook
    request: Request


def _agreements(table: Table, best: Request, teams: Sequence[str]) -> tuple[Estimate, tuple[Agreement, ...]]:
    """Tell from fresh matches what the best plan reaches, and what the most promising ideas change."""
    ideas = _promising(table, best)
    start = table.matches + table.matches // SEARCHED
    names = [f"{teams[each.station]}: {each.plan.name}" for each in ideas]
    requests = [best, *(each.request for each in ideas)]
    fresh = table.played([AS_DRAWN, *names], requests, range(start, start + table.matches))
    base, tried = fresh[0], fresh[1:]
    value = estimate(base.ours.measure)
    if not tried:
        return value, ()
    pairs = against(compare([each.ours for each in fresh]), AS_DRAWN)
    found = [
        Agreement(
            station=idea.station,
            team=teams[idea.station],
            partner=idea.station // STATIONS == table.station // STATIONS,
            plan=idea.plan.name,
            doc=idea.plan.doc,
            gain=pair.difference,
            theirs=interval(differences(sides.theirs.measure, base.theirs.measure)),
            told=is_told(pair),
        )
        for idea, pair, sides in zip(ideas, pairs, tried, strict=True)
    ]
    return value, tuple(sorted(found, key=lambda each: -each.gain.mean))


def _promising(table: Table, best: Request) -> list[_Idea]:
    """Find for each other team the plan that does us most good, and for each partner the one that does most harm.

    An opponent is only asked for what does its own side good too.
    """
    ideas = [
        _Idea(station, plan, at(best, station, plan))
        for station in range(2 * STATIONS)
        if station != table.station
        for plan in _for_station(table.request.game, station)
    ]
    matches = range(table.matches, table.matches + table.matches // SEARCHED)
    requests = [best, *(each.request for each in ideas)]
    base, *tried = table.played([str(n) for n in range(len(requests))], requests, matches)
    gains = [_gains(each, base) for each in tried]
    partners = {each for each in range(2 * STATIONS) if each // STATIONS == table.station // STATIONS}
    found: set[int] = set()
    for station in {each.station for each in ideas}:
        here = [n for n, each in enumerate(ideas) if each.station == station]
        fair = here if station in partners else [n for n in here if gains[n].theirs > 0]
        if fair:
            found.add(max(fair, key=lambda n: gains[n].ours))
        if station in partners:
            found.add(min(here, key=lambda n: gains[n].ours))
    return [ideas[n] for n in sorted(found)]


class _Gain(NamedTuple):
    ours: float
    theirs: float


def _gains(now: Sides, then: Sides) -> _Gain:
    return _Gain(*(float(np.mean(one.measure - other.measure)) for one, other in zip(now, then, strict=True)))
