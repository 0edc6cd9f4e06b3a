"""`compare`: plans, robots with one plan, or alliances on the same luck -> who is better, by how much, how sure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.compare import paired
from analysis.compare.alliances import alliances_of, people
from analysis.compare.findings import PLACE, Findings
from analysis.compare.matchups import Matchup, Variant, distinct_names, matchup_of, stations_of
from analysis.compare.models import ModelsDoubt, Verdict, doubt_said, models_doubt
from analysis.compare.paired import Comparison
from analysis.compare.robots_doubt import LEFT_OUT, RobotsDoubt, robot_in_doubt, robots_doubt, unheard
from analysis.compare.verdicts import answer_said, in_english
from analysis.documents import document
from analysis.precision import most_matches
from analysis.run.cards import Card, card
from analysis.words import Said
from rules.errors import ModelError
from rules.names import nearest
from rules.text import counted, listing
from sim.play.reaching import known_robot
from sim.play.request import Request, repointed, run_request
from sim.play.workers import at_once
from sim.robots.files import PlanLike, RobotLike, SideLike, Station, called, plan_of
from sim.robots.points_file import PointsLike
from sim.table.agents import STATIONS
from sim.table.game import Game
from sim.table.language import Playbook, Robot

USUAL, MOST = 20_000, 1_000_000
"""Matches of each: where nobody says how many, and at most until a precision is reached."""


@dataclass(frozen=True, repr=False)
class Compared(Findings):
    """Plans or robots that were compared: what `sim compare` prints."""

    found: Comparison
    baseline: str | None = None
    """The name of the one that every other is held against."""
    whole: bool = False
    """Whether whole alliances are compared, not what one robot plays."""
    quick: bool = False
    """Whether it was not tried in other models of the season, nor with robots that a stopwatch allows."""
    models: ModelsDoubt | None = None
    """In how many models of the season it holds; None where it was not tried, or there are none."""
    robots: RobotsDoubt | None = None
    """What a stopwatch's tries leave open; None where it was not tried, or no tries stand in the robot's file."""

    @property
    def in_models(self) -> str:
        """In how many models of the season it holds, in a sentence."""
        return in_english(self.said_of_models)

    @property
    def said_of_models(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        return doubt_said(self.models, self.quick, self.unit, self.request.population is not None)

    @property
    def contenders(self) -> tuple[str, ...]:
        """The one that is ahead, and those that it is held against in other models: all others, or the baseline."""
        if self.baseline is None:
            return self.best, *(plan.name for plan in self.found.plans if plan.name != self.best)
        first = max(paired.minus(self.found, self.baseline), key=lambda pair: pair.difference.mean)
        return (first.a, first.b) if first.difference.mean > 0 else (first.b, first.a)

    @property
    def in_robots(self) -> str:
        """What a stopwatch's tries leave open, in a sentence or two; nothing where no robot's file has any."""
        return in_english(self.said_of_robots)

    @property
    def said_of_robots(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        if self.robots is not None:
            return self.robots.said(self.unit)
        if self.quick and robot_in_doubt(self.requests) is not None:
            return [LEFT_OUT]
        return unheard(self.requests)

    @property
    def best(self) -> str:
        """The name of the one with the highest mean, the first of equals."""
        return self.found.best

    @property
    def answer(self) -> str:
        """The one sentence that it comes down to."""
        return in_english(self.said)

    @property
    def said(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        return answer_said(self.found, self.unit, self.baseline)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """What the robot at red 1 did, for each that is compared; the first matches are played again for it.

        Of whole alliances it is told of each of their robots, three a piece.
        """
        places = range(STATIONS) if self.whole else (PLACE,)
        return tuple(card(each, place) for each in self.requests for place in places)

    def document(self) -> dict[str, Any]:
        """Give what `sim compare --json` prints, as plain values."""
        against = None if self.baseline is None else document(paired.against(self.found, self.baseline))
        held = {} if against is None else {"against": against}
        said: dict[str, Any] = {"answer": self.answer, "baseline": self.baseline, **held}
        said |= {"models": None if self.models is None else self.models.document(), "in_models": self.in_models}
        if self.in_robots:
            said |= {"robots": document(self.robots), "in_robots": self.in_robots}
        if self.whole:
            sides = zip(self.found.plans, self.requests, strict=True)
            said["alliances"] = {plan.name: people(each.stations[:STATIONS]) for plan, each in sides}
        return {**self.asked(), **document(self.found), **said, "cards": document(self.cards)}

    def __repr__(self) -> str:
        return f"Compared({self.request.game.key}, {counted(self.found.matches, 'match')} of each: {self.answer})"


def compare(
    season: str,
    plans: PlanLike | Sequence[PlanLike] | None = None,
    robot: RobotLike | Sequence[RobotLike] | None = None,
    *,
    red: SideLike | None = None,
    blue: SideLike | None = None,
    versus: Sequence[SideLike] = (),
    baseline: PlanLike | RobotLike | None = None,
    everybody: bool = False,
    matches: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    population: Path | str | None = None,
    points: PointsLike | None = None,
    jobs: int | None = None,
    quick: bool = False,
) -> Compared:
    """Compare plans of one robot, or robots with one plan, on the same luck; the answer is `sim compare`'s.

    A plan is a playbook of the season by name, a plan file or a `Playbook`; a robot is `p50`, a robot file or a
    `Robot`, and drawn where none is given. One robot of red plays what is compared, or `everybody` of red. Each
    plays `matches`, by default 20,000, or as many as it takes for 95 % intervals of `precision` up and down.
    `red` and `blue` are line-ups of who else plays, as `simulate` takes them. With `versus`, one or more line-ups,
    whole alliances are compared instead: `red` and each of these in its place, all against `blue`.
    `baseline` is the one that every other is held against. `points` are point values that are not the official
    ones, by name, or a file of them. Whether the answer holds in other models of the season, and with other robots
    that a stopwatch's tries allow, is tried too, unless it is to be `quick`. Raises FgcError for what cannot be.
    """
    others = several(versus)
    most = most_matches(matches, precision, USUAL, MOST)
    beside = None if others else red
    request = repointed(run_request(season, most, seed, red=beside, blue=blue, population=population), points)
    given = several(plans), several(robot)
    if others:
        variants = alliances_of(request.game, red, others, one_robot(*given, everybody))
    else:
        variants = variants_of(request.game, *given)
    base = None if baseline is None else named_variant(variants, (*given, [red, *others]), baseline)
    found = compared(request, variants, base, everybody, precision, jobs)
    return replace(found, quick=True) if quick else tried_in_robots(tried_in_models(found, jobs), jobs)


def compared(
    request: Request,
    variants: Sequence[Variant],
    baseline: str | None = None,
    everybody: bool = False,
    precision: float | None = None,
    jobs: int | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Compared:
    """Play variants on the same luck and compare them; `told` hears how many more matches are done."""
    everybody = everybody or are_alliances(variants)
    return _of_matchup(request, matchup_of(request, variants, everybody, precision, jobs, told), baseline, everybody)


def growing(
    request: Request,
    variants: Sequence[Variant],
    baseline: str | None,
    everybody: bool,
    jobs: int | None,
    told: Callable[[int], None],
    steps: Sequence[int],
) -> Iterator[Compared]:
    """Compare variants after each of these numbers of matches, every time as if no more had been asked for."""
    everybody = everybody or are_alliances(variants)
    matchup = Matchup(request, variants, stations_of(everybody), at_once(request, jobs))
    for matches in steps:
        matchup.play(matches - matchup.matches, told)
        yield _of_matchup(replace(request, matches=matches), matchup, baseline, everybody)


def _of_matchup(request: Request, matchup: Matchup, baseline: str | None, everybody: bool) -> Compared:
    """Compare what a matchup has played, as the answer to a request of so many matches."""
    matches = request.matches
    asked = [each if each.matches == matches else replace(each, matches=matches) for each in matchup.requests]
    found, whole = paired.compare(matchup.played()), are_alliances(matchup.variants)
    return Compared(request, tuple(asked), everybody, tuple(matchup.rules), found, baseline, whole=whole)


def are_alliances(variants: Sequence[Variant]) -> bool:
    """Say whether whole alliances are compared, not what one robot plays."""
    return any(each.side for each in variants)


def one_robot(plans: Sequence[Any], robots: Sequence[Any], everybody: bool) -> dict[str, bool]:
    """Give the options that say something of one robot, and whether they are there."""
    return {"--plan": bool(plans), "--robot": bool(robots), "--all": everybody}


def tried_in_models(
    found: Compared, jobs: int | None = None, told: Callable[[int], None] = lambda _: None
) -> Compared:
    """Give the same comparison with in how many models of the season it holds."""
    names = [plan.name for plan in found.found.plans]
    requests = [found.requests[names.index(name)] for name in found.contenders]
    first, *others = found.contenders
    family = found.found.pairs if found.baseline is None else paired.against(found.found, found.baseline)
    pairs = [pair for pair in family if first in (pair.a, pair.b) and {pair.a, pair.b} <= {first, *others}]
    asked = Verdict(found.contenders, all(map(paired.is_told, pairs)), all(pair.identical for pair in pairs))
    return replace(found, models=models_doubt(requests, asked, at_once(found.request, jobs), told))


def tried_in_robots(
    found: Compared, jobs: int | None = None, told: Callable[[int], None] = lambda _: None
) -> Compared:
    """Give the same comparison with what a stopwatch's tries leave open, where it is one of plans of such a robot."""
    robot = robot_in_doubt(found.requests)
    if robot is None:
        return found
    places, workers = stations_of(found.everybody), at_once(found.request, jobs)
    return replace(found, robots=robots_doubt(found.requests, robot, found.found, places, workers, told))


def variants_of(game: Game, plans: Sequence[PlanLike], robots: Sequence[RobotLike]) -> list[Variant]:
    """Give what is compared: plans of one robot, or robots with one plan."""
    if len(plans) + len(robots) < 3 and len(plans) != 2:
        whole = "or for whole alliances --red FILE and --versus FILE"
        raise ModelError("compare", f"expected two or more --plan, or one --plan and two or more --robot, {whole}")
    if len(plans) > 1 and len(robots) > 1:
        raise ModelError("compare", f"expected several plans or several robots, found {len(plans)} and {len(robots)}")
    if not plans:
        raise ModelError("--plan", "expected the plan that the robots play, found none")
    found_plans = [plan_of(game, choice, "--plan") for choice in plans]
    found_robots: list[Robot | None] = [known_robot(game, choice, "--robot") for choice in robots]
    found_robots = found_robots or [None]
    names = [each.name for each in found_plans] if len(plans) > 1 else [each.name for each in found_robots if each]
    stations = [Station(robot=other, plan=each) for each in found_plans for other in found_robots]
    distinct = distinct_names(names, [called(each) for each in (plans if len(plans) > 1 else robots)])
    return [Variant(name, station) for name, station in zip(distinct, stations, strict=True)]


def named_variant(variants: Sequence[Variant], given: Sequence[Sequence[Any]], wanted: PlanLike | RobotLike) -> str:
    """Give the name of what is compared that a baseline means: by its name, or as it was given."""
    names = [each.name for each in variants]
    choices = next(each for each in given if len(each) == len(names))
    for name, choice in zip(names, choices, strict=True):
        if wanted in (name, choice):
            return name
    found = called(wanted)
    raise ModelError("--baseline", f"expected one of {listing(names)}, found {found[:60]!r}{nearest(found, names)}")


def several(given: Any) -> list[Any]:
    """Give a list of what was given as one or as several."""
    if given is None:
        return []
    return [given] if isinstance(given, Playbook | Robot | Path | str) else [*given]
