"""`advise`: a robot and its plan, each dial turned by one step -> what to work on next, and how sure that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.compare import advice
from analysis.compare.company import COMPANY, LEVELS, Among, company_of
from analysis.compare.company import MATCHES as EACH_COMPANY
from analysis.compare.findings import PLACE, Findings
from analysis.compare.gains import NONE, Gain, gains, rivals, summed
from analysis.compare.matchups import FIGURES, Variant, request_of
from analysis.compare.models import MATCHES as IN_MODELS
from analysis.compare.models import MOST_OF, Depends, depends_on, replayed_in_models
from analysis.compare.models import plays as plays_in_models
from analysis.compare.options import Option, again, left_out, options_of
from analysis.compare.verdicts import in_english
from analysis.documents import document
from analysis.words import Said, counted_said, english
from rules.errors import FgcError, expected
from rules.text import counted
from sim.engine.log import DID
from sim.play.reaching import known_robot
from sim.play.request import Request, repointed, run_request
from sim.play.workers import at_once
from sim.robots.dials import Choice
from sim.robots.files import DRAWN, PlanLike, RobotLike, Station, plan_of
from sim.robots.points_file import PointsLike
from sim.table.agents import ROBOTS
from sim.table.game import Game
from sim.table.language import Playbook, Robot
from sim.table.models import models_of

USUAL, MEDIAN = 20_000, "p50"
"""Matches of each option where nobody says how many; the robot that plays where nobody names one."""
FIRST = 5
"""Of so many that gain most it is told how they depend on partners and opponents."""
LOOKED_AT = 1_000
"""Matches in which starts are counted, to say why something changes nothing."""
TOP = 3

Told = Callable[[int], None]


@dataclass(frozen=True)
class InModels:
    """What an option gains in the season's models, of what the season ranks by."""

    models: int
    holds: int
    """In so many of them it gains or loses as it does in the season's own."""
    low: float
    """The mean gain in the model where it is lowest."""
    high: float


@dataclass(frozen=True)
class Advice:
    """One option and what it gains a match; of wins in shares of matches."""

    option: Option
    points: Gain
    wins: Gain
    ranking: Gain
    """What the season ranks by."""
    reason: Said | None = None
    """Why it gains nothing; None where it changes something."""
    equal_to: Said | None = None
    """What else it is worth as much as."""
    models: InModels | None = None
    company: Mapping[str, Among] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """Why it gains nothing, in English; nothing where it changes something."""
        return english(self.reason or "")

    @property
    def equal(self) -> str:
        """What else it is worth as much as, in English."""
        return english(self.equal_to or "")

    @property
    def gained(self) -> bool:
        """Whether it surely gains."""
        return self.ranking.is_told and self.ranking.mean > 0

    def document(self, words: str) -> dict[str, Any]:
        """Give the figures as plain values."""
        own = {"dial": self.option.dial, "from": self.option.start, "to": self.option.to, "unit": self.option.unit}
        figures = {name: {**document(found), "told": found.is_told} for name, found in self.figures.items()}
        told = {"what": self.option.words, "said": document(self.option.said)}
        told |= {"words": words, "why": self.why, "equal": self.equal}
        return {**own, **figures, **told, "models": document(self.models), "company": document(self.company)}

    @property
    def figures(self) -> dict[str, Gain]:
        """The gains by name."""
        return {name: getattr(self, name) for name in FIGURES}


@dataclass(frozen=True)
class FirstInModels:
    """In how many of the season's models the first option is the first there too, and among the first few."""

    models: int
    matches: int
    """Of each option in each model."""
    first: int
    among_first: int
    of: int
    """How many these few are."""
    error: float
    """The standard error of one model's gain, on average over models and options."""
    rival: str = ""
    """What is first in most of the others."""
    depends_on: Depends | None = None
    """Where it is the first in too few: the number that moves its gain over the rival most, if one can be told to."""

    @property
    def enough(self) -> bool:
        """Whether it is the first in most models."""
        return self.first >= MOST_OF * self.models


@dataclass(frozen=True, repr=False)
class Advised(Findings):
    """What a robot with a plan could work on: what `sim advise` prints."""

    robot: Robot
    plan: Playbook
    advice: tuple[Advice, ...]
    """From most to least worth, by what the season ranks by; what can gain nothing comes last."""
    left_out: Mapping[str, Said]
    """The dials of the robot and the plan that are not turned, each with why."""
    as_good: tuple[Said, ...] = ()
    """What may be worth as much as the first, or more (95 %)."""
    quick: bool = False
    """Whether the season's models were left out."""
    models: FirstInModels | None = None

    @property
    def played(self) -> tuple[Advice, ...]:
        """Those that change something, from most to least worth."""
        return tuple(each for each in self.advice if each.reason is None)

    @property
    def rivals(self) -> tuple[str, ...]:
        """What may be worth as much as the first, or more (95 %), in English."""
        return tuple(map(english, self.as_good))

    @property
    def said(self) -> list[Said]:
        """The sentences that it comes down to, of the catalogues."""
        return advice.answer(self)

    @property
    def answer(self) -> str:
        """The same in English."""
        return in_english(self.said)

    @property
    def in_models(self) -> str:
        """In how many of the season's models the first gains and is the first, in English."""
        return in_english(advice.holding(self))

    def document(self) -> dict[str, Any]:
        """Give what `sim advise --json` prints, as plain values."""
        known = {**self.asked(self.plan.name), "robot": self.robot.name, "matches": self.request.matches}
        told = [each.document(advice.sentence(each, self.measure)) for each in self.advice]
        left = {name: english(why) for name, why in self.left_out.items()}
        rest = {"quick": self.quick, "models": document(self.models), "left_out": left}
        return {
            **known,
            "answer": self.answer,
            "in_models": self.in_models,
            "rivals": list(self.rivals),
            "options": told,
            **rest,
        }

    def __repr__(self) -> str:
        return f"Advised({self.request.game.key}, {counted(self.request.matches, 'match')} of each: {self.answer})"


def advise(
    season: str,
    plan: PlanLike,
    robot: RobotLike | None = None,
    *,
    matches: int = USUAL,
    seed: int = 1,
    population: Path | str | None = None,
    points: PointsLike | None = None,
    jobs: int | None = None,
    quick: bool = False,
) -> Advised:
    """Say what a robot with a plan should work on next; the answer is `sim advise`'s.

    Every dial of the robot and of the plan is turned by one step, and played at red 1 on the same luck, `matches` of
    each. The robot is the season's median one where none is named. `quick` leaves the season's models out. All else
    is as `compare` takes it. Raises FgcError for what cannot be.
    """
    request = repointed(run_request(season, matches, seed, population=population), points)
    return advised(request, choice_of(request, plan, robot), quick, jobs)


def choice_of(request: Request, plan: PlanLike, robot: RobotLike | None) -> Choice:
    """Give the plan and the robot that are asked for, checked."""
    if request.matches < 2:
        raise FgcError("--matches", expected("two_matches", {"found": request.matches}))
    game = request.game
    return Choice(game, plan_of(game, plan, "--plan"), known_robot(game, robot or MEDIAN, "--robot"))


def plays(request: Request, choice: Choice, quick: bool) -> int:
    """Foretell how many matches are played in all, where as many gain as are looked into."""
    requests = 1 + sum(each.station is not None for each in options_of(choice))
    in_company = (1 + FIRST) * len(COMPANY) * len(LEVELS) * min(request.matches, EACH_COMPANY)
    return requests * request.matches + in_company + (0 if quick else plays_in_models(request, requests))


def advised(
    request: Request, choice: Choice, quick: bool = False, jobs: int | None = None, told: Told = lambda _: None
) -> Advised:
    """Play every option on the same luck and say what each gains; `told` hears of matches that are done."""
    options, workers = options_of(choice), at_once(request, jobs)
    tried = [each for each in options if each.station is not None]
    requests = requests_of(request, choice, tried)
    sums = summed(requests, workers, told)
    found = [Advice(*each) for each in zip(tried, *(gains(sums[name]) for name in FIGURES), strict=True)]
    starts = _starts(requests[0])
    found = [replace(each, reason=_why_nothing(each, starts, request.matches)) for each in found]
    places = sorted(range(len(found)), key=lambda at: (bool(found[at].reason), -found[at].ranking.mean))
    ordered, asked = [found[at] for at in places], [requests[1 + at] for at in places]
    others = [Advice(each, NONE, NONE, NONE, each.reason) for each in options if each.station is None]
    close = rivals(sums["ranking"], places[0]) if ordered and ordered[0].gained else ()
    whole = Advised(
        request,
        (requests[0], *asked),
        everybody=False,
        rules=(),
        robot=choice.robot or known_robot(request.game, MEDIAN, "--robot"),
        plan=choice.plan,
        advice=(*ordered, *others),
        left_out=left_out(choice),
        as_good=tuple(found[at].option.said for at in close),
        quick=quick,
    )
    whole = _in_company(_with_equals(whole), workers, told)
    return whole if quick else _in_models(whole, workers, told)


@dataclass(frozen=True, kw_only=True)
class Stepped(Request):
    """Matches with one option: in another model of the season the same step is made from where the dial is there."""

    choice: Choice
    option: Option

    def in_game(self, game: Game) -> Request:
        """Ask for the same step in a game that has another population."""
        other = super().in_game(game)
        return request_of(other, Variant("", again(self.choice._replace(game=game), self.option)), (PLACE,))


def requests_of(request: Request, choice: Choice, tried: Sequence[Option]) -> list[Request]:
    """Ask for the robot and its plan as they are, then for each of these options."""
    asked = {each.name: getattr(request, each.name) for each in fields(request)}
    stepped = [Stepped(**asked, choice=choice, option=each) for each in tried]
    stations = [Station(robot=choice.robot, plan=choice.plan), *(each.station or DRAWN for each in tried)]
    both = zip([request, *stepped], stations, strict=True)
    return [request_of(each, Variant("", station), (PLACE,)) for each, station in both]


def _starts(request: Request) -> dict[str, int]:
    """Count how often the robot at red 1 and its human start each row, in the first matches."""
    robots = request.robots(0, min(request.matches, LOOKED_AT))
    counts = [request.player.did(robots, agent)[..., DID.index("starts")].sum(axis=0) for agent in (PLACE, ROBOTS)]
    return dict(zip((row.name for row in request.game.actions), sum(counts).tolist(), strict=True))


def _why_nothing(found: Advice, starts: Mapping[str, int], matches: int) -> Said | None:
    """Say why an option changed nothing in any match; None where it did."""
    if any(each.differs for each in found.figures.values()):
        return None
    if found.option.row is not None and not starts[found.option.row]:
        return Said("vain.never_done", {"matches": counted_said("match", "matches", min(matches, LOOKED_AT))})
    return Said("vain.changes_nothing", {"matches": counted_said("match", "matches", matches)})


def _with_equals(whole: Advised) -> Advised:
    return replace(whole, advice=tuple(replace(each, equal_to=advice.equal(each, whole)) for each in whole.advice))


def _in_company(whole: Advised, workers: int, told: Told) -> Advised:
    """Say of the first that gain how much that depends on who else plays."""
    first = [place for place, each in enumerate(whole.advice) if each.gained][:FIRST]
    if not first:
        return whole
    requests = [whole.requests[0], *(whole.requests[1 + place] for place in first)]
    found = company_of(requests, whole.request.matches, workers, told)
    changed = dict(zip(first, found, strict=True))
    of = [replace(each, company=changed.get(place, {})) for place, each in enumerate(whole.advice)]
    return replace(whole, advice=tuple(of))


def _in_models(whole: Advised, workers: int, told: Told) -> Advised:
    """Replay every option in the season's models, where it has some."""
    played = len(whole.requests) - 1
    if not played or not models_of(whole.request.game):
        return whole
    matches = min(IN_MODELS, whole.request.matches)
    replayed = replayed_in_models(whole.requests, matches, workers, told)
    apart = (replayed.measure - replayed.measure[:, :1])[:, 1:]
    error = float(np.sqrt((apart.var(axis=2, ddof=1) / matches).mean())) if matches > 1 else 0.0
    gained = replayed.gains(0).measure[:, 1:]
    of = [
        replace(each, models=_holding(each, gained[:, place])) if place < played and each.reason is None else each
        for place, each in enumerate(whole.advice)
    ]
    found = _first_in_models(whole, gained, matches, error, workers) if whole.advice[0].gained else None
    return replace(whole, advice=tuple(of), models=found)


def _holding(found: Advice, gained: Any) -> InModels:
    up = found.ranking.mean > 0
    holds = int(((gained > 0) if up else (gained < 0)).sum())
    return InModels(len(gained), holds, float(gained.min()), float(gained.max()))


def _first_in_models(whole: Advised, gained: Any, matches: int, error: float, workers: int) -> FirstInModels:
    """Say in how many models the first option is the first, `gained` being `(model, option)`."""
    better = (gained > gained[:, :1]).sum(axis=1)
    found = FirstInModels(
        len(gained), matches, int((better == 0).sum()), int((better < TOP).sum()), min(TOP, gained.shape[1]), error
    )
    if found.enough:
        return found
    firsts = gained[better > 0].argmax(axis=1)
    rival = int(np.bincount(firsts).argmax())
    pair = whole.requests[1], whole.requests[1 + rival]
    number = depends_on(pair, matches, workers)
    return replace(found, rival=whole.advice[rival].option.words, depends_on=number)
