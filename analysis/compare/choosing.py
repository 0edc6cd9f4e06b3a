"""`best`: many plans, robots, or both, on the same luck -> one of them, with what that may lose and what it took."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import inf, prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.compare.axes import WHERE, Axis, axes_of
from analysis.compare.best import MOST, Choice, Rule, choose
from analysis.compare.comparing import several, variants_of
from analysis.compare.findings import Findings
from analysis.compare.matchups import Variant, measures_of, request_of, stations_of
from analysis.compare.models import ModelsDoubt, Verdict, doubt_said, models_doubt
from analysis.compare.paired import CONFIDENCE
from analysis.compare.sweeping import settings_of
from analysis.compare.verdicts import POINTS, in_english, names_said, unit_said
from analysis.documents import document
from analysis.formatting import number, with_error
from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate
from analysis.words import Parameters, Said
from rules.errors import FgcError, ModelError, expected
from rules.season import ALLIANCE_SCORE
from sim.play.request import Request, repointed, run_request
from sim.play.workers import at_once
from sim.robots.files import PlanLike, RobotLike, plan_of
from sim.robots.points_file import PointsLike
from sim.table.game import Game
from sim.table.language import Playbook

FEWEST_TOLD, MOST_CANDIDATES = 2, 50
LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.5, 0.9999
FRESH = 10_000
"""Matches at least of which the value of what was chosen is told: an assumption."""
NEAREST = 4
"""So many of those that were left at the end does the choice meet again in other models, the nearest ones."""
USUAL = {ALLIANCE_SCORE: 1.0}
"""What may be lost where nobody says: a point."""
USUAL_POINTS = 0.02
"""The same in ranking points: what one win more in 100 matches brings, where a win is worth two."""

Told = Callable[[int], None]


@dataclass(frozen=True)
class Candidate:
    """One of those to choose from: its mean over the matches that it played, and when it was dropped.

    `to_best` is its mean difference to what was chosen, over the matches that both played.
    """

    name: str
    matches: int
    mean: float
    error: float
    to_best: Estimate
    dropped_at: int | None
    """After so many matches it was surely worse than another one; None where it was left at the end."""


@dataclass(frozen=True)
class EqualSplit:
    """What the same end takes where none is dropped: matches of each and in all; `unpaired` without pairing, in all.

    Foretold by what was seen of each pair, which of a pair that was dropped early is rough.
    """

    each: int
    matches: int
    unpaired: int


@dataclass(frozen=True)
class Fresh:
    """The value of what was chosen, told by matches that had no part in the choice."""

    matches: int
    mean: float
    error: float | None


@dataclass(frozen=True, repr=False)
class Chosen(Findings):
    """One of many that was chosen: what `sim best` prints."""

    best: str
    confidence: float
    indifference: float
    reached: bool
    """False where the most matches that were allowed do not make the choice as sure as was asked."""
    matches: int
    """All matches that the choice took; the fresh ones come on top."""
    candidates: tuple[Candidate, ...]
    """In the order given."""
    equal_split: EqualSplit
    fresh: Fresh
    quick: bool = False
    """Whether it was not tried in other models of the season."""
    models: ModelsDoubt | None = None
    """In how many models of the season the choice holds; None where it was not tried, or there are none."""

    @property
    def in_models(self) -> str:
        """In how many models of the season the choice holds, and against whom, in a sentence or two."""
        return in_english(self.said_of_models)

    @property
    def said_of_models(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        said = doubt_said(self.models, self.quick, self.unit, self.request.population is not None)
        against = Said("models.held_against", {"names": names_said(self.contenders[1:], NEAREST)})
        return said if self.models is None else [*said, against]

    @property
    def contenders(self) -> tuple[str, ...]:
        """The choice, and those that it is held against in other models: the nearest of those that were left."""
        others = [each for each in self.candidates if each.name != self.best]
        left = [each for each in others if each.dropped_at is None] or others
        nearest = sorted(left, key=lambda each: -each.to_best.mean)[: NEAREST if left is not others else 1]
        return self.best, *(each.name for each in nearest)

    @property
    def answer(self) -> str:
        """The sentences that it comes down to."""
        return in_english(self.said)

    @property
    def said(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        sure: Parameters = {"best": self.best, "sure": f"{100 * self.confidence:g}"}
        most = max(each.matches for each in self.candidates)
        took: Parameters = {"most": f"{most:,}", "matches": f"{self.matches:,}"}
        if self.reached and len(self.left) == 1:
            found = Said("verdict.choice.best", sure)
        elif self.reached:
            found = Said("verdict.choice.close", {**sure, "wide": self._wide})
        else:
            ahead = Said("verdict.choice.open", {**sure, "wide": self._wide, "left": len(self.left)})
            return [ahead, Said("verdict.choice.allow_more", took)]
        return [found, Said("verdict.choice.took", {**took, "split": f"{self.equal_split.matches:,}"})]

    @property
    def _wide(self) -> Said:
        """How much the choice may lose: one point, two points."""
        one = self.indifference == 1
        if one and self.unit == POINTS:
            return Said("unit.point")
        unit = unit_said(self.unit.removesuffix("s") if one else self.unit)
        return Said("unit.sized", {"count": number(self.indifference), "unit": unit})

    @property
    def left(self) -> tuple[Candidate, ...]:
        """Those that were not dropped; of one alone it is as sure that it is the best, not only close."""
        return tuple(each for each in self.candidates if each.dropped_at is None)

    @property
    def value(self) -> Said:
        """What the chosen one is worth, in a sentence."""
        mean = with_error(self.fresh.mean, self.fresh.error)
        told: Parameters = {"matches": f"{self.fresh.matches:,}", "mean": mean, "unit": unit_said(self.unit)}
        return Said("told.value", told)

    def document(self) -> dict[str, Any]:
        """Give what `sim best --json` prints, as plain values."""
        names = ("best", "confidence", "indifference", "reached", "matches", "candidates", "equal_split", "fresh")
        said = {"answer": self.answer, "models": None if self.models is None else self.models.document()}
        found = {name: document(getattr(self, name)) for name in names}
        return {**self.asked(), **found, **said, "in_models": self.in_models}

    def __repr__(self) -> str:
        return f"Chosen({self.request.game.key}, {self.matches:,} matches: {self.answer})"


def best(
    season: str,
    plans: PlanLike | Sequence[PlanLike],
    robot: RobotLike | Sequence[RobotLike] | None = None,
    *,
    confidence: float = CONFIDENCE,
    indifference: float | None = None,
    dials: Mapping[str, str | Iterable[float]] | None = None,
    everybody: bool = False,
    matches: int = MOST,
    seed: int = 1,
    population: Path | str | None = None,
    points: PointsLike | None = None,
    jobs: int | None = None,
    quick: bool = False,
) -> Chosen:
    """Choose the best of 2 to 50 candidates, each plan with each robot; the answer is `sim best`'s.

    With `dials`, as `sweep` takes them, the candidates are one plan, perhaps with a robot, at each of their values.

    The true value of what is chosen is less than `indifference` below that of the truly best, with a chance of
    `confidence` or more: by default 1 point, or 0.02 ranking points where a season ranks by these. Each candidate
    plays `matches` at most. All else is as `compare` takes it, `quick` too. Raises FgcError for what cannot be.
    """
    request = repointed(run_request(season, matches, seed, population=population), points)
    choices = several(plans), several(robot)
    if dials is None:
        variants = candidates_of(request.game, *choices)
    else:
        variants = grid_of(request.game, *choices, lambda plan: axes_of(request.game, plan, dials))
    rule = rule_of(request, len(variants), indifference, confidence)
    found = chosen(request, variants, rule, everybody, jobs)
    return replace(found, quick=True) if quick else tried_in_models(found, jobs)


def candidates_of(game: Game, plans: Sequence[PlanLike], robots: Sequence[RobotLike]) -> list[Variant]:
    """Give what is chosen from: each plan with each robot."""
    count = len(plans) * max(len(robots), 1)
    if not FEWEST_TOLD <= count <= MOST_CANDIDATES:
        what = f"expected {FEWEST_TOLD} to {MOST_CANDIDATES} candidates, each --plan with each --robot"
        raise ModelError("best", f"{what}, found {count}")
    if len(plans) < 2 or len(robots) < 2:
        return variants_of(game, plans, robots)
    return [
        replace(each, name=f"{each.name} with {named.name}")
        for robot, named in zip(robots, variants_of(game, plans[:1], robots), strict=True)
        for each in variants_of(game, plans, [robot])
    ]


def grid_of(
    game: Game,
    plans: Sequence[PlanLike],
    robots: Sequence[RobotLike],
    axes_on: Callable[[Playbook], Sequence[Axis]],
) -> list[Variant]:
    """Give what is chosen from where numbers are set: one plan, perhaps with a robot, at each of their values."""
    if len(plans) != 1 or len(robots) > 1:
        what = "expected one --plan and at most one --robot beside it"
        raise ModelError(WHERE, f"{what}, found {len(plans)} and {len(robots)}")
    plan = plan_of(game, plans[0], "--plan")
    axes = axes_on(plan)
    for axis in axes:
        if axis.dial.of not in ("plan", "robot"):
            raise ModelError(WHERE, axis.name, "expected a number of the plan or the robot: all else stays the same")
    count = prod(len(axis.values) for axis in axes)
    if not FEWEST_TOLD <= count <= MOST_CANDIDATES:
        raise ModelError(WHERE, f"expected {FEWEST_TOLD} to {MOST_CANDIDATES} settings to choose from, found {count}")
    variants = settings_of(game, plan, robots[0] if robots else None, axes).variants
    names = product(*([f"{axis.name} = {number(value)}" for value in axis.values] for axis in axes))
    return [replace(each, name=", ".join(name)) for each, name in zip(variants, names, strict=True)]


def rule_of(request: Request, candidates: int, indifference: float | None, confidence: float) -> Rule:
    """Give what is asked of the choice, checked."""
    if indifference is None:
        indifference = USUAL.get(request.game.rules.measured, USUAL_POINTS)
    if not 0 < indifference < inf:
        raise FgcError("--indifference", f"expected a number above 0, found {indifference:g}")
    if not LEAST_CONFIDENCE <= confidence <= MOST_CONFIDENCE:
        what = f"expected a share from {LEAST_CONFIDENCE:g} to {MOST_CONFIDENCE:g}, 0.95 say"
        raise FgcError("--confidence", f"{what}, found {confidence:g}")
    if request.matches < 2:
        raise FgcError("--matches", expected("two_matches", {"found": request.matches}))
    return Rule(candidates, indifference, confidence, request.matches)


def chosen(
    request: Request,
    variants: Sequence[Variant],
    rule: Rule,
    everybody: bool = False,
    jobs: int | None = None,
    told: Told = lambda _: None,
) -> Chosen:
    """Play variants on the same luck until one can be chosen; `told` hears how many more matches are done."""
    requests = [request_of(request, variant, stations_of(everybody)) for variant in variants]
    workers = at_once(request, jobs)

    def play(left: Sequence[int], first: int, count: int) -> npt.NDArray[Any]:
        return measures_of([requests[each] for each in left], range(first, first + count), workers, told)

    found = choose(rule, play)
    most = int(found.seen.matches.max())
    (values,) = play([found.best], most, max(most, FRESH))
    return Chosen(
        request,
        tuple(requests),
        everybody,
        (),
        variants[found.best].name,
        rule.confidence,
        rule.indifference,
        found.reached,
        found.matches,
        _candidates(found, [each.name for each in variants]),
        EqualSplit(found.each, found.each * len(variants), found.unpaired * len(variants)),
        Fresh(len(values), *estimate(values)),
    )


def tried_in_models(found: Chosen, jobs: int | None = None, told: Told = lambda _: None) -> Chosen:
    """Give the same choice with in how many models of the season it is ahead of the nearest others."""
    names = [each.name for each in found.candidates]
    requests = [found.requests[names.index(name)] for name in found.contenders]
    rivals = [each for each in found.candidates if each.name in found.contenders[1:]]
    same = all(each.to_best.mean == 0 == each.to_best.error for each in rivals)
    within = 0.0 if len(found.left) == 1 else found.indifference
    verdict = Verdict(found.contenders, found.reached, same, within)
    return replace(found, models=models_doubt(requests, verdict, at_once(found.request, jobs), told))


def _candidates(found: Choice, names: Sequence[str]) -> tuple[Candidate, ...]:
    seen = found.seen
    errors = np.sqrt(seen.variances / seen.matches)
    apart, error = seen.apart[:, found.best], np.sqrt(seen.spreads / seen.n)[:, found.best]
    return tuple(
        Candidate(
            name,
            int(seen.matches[place]),
            float(seen.means[place]),
            float(errors[place]),
            Estimate(float(apart[place]), float(error[place])),
            found.dropped_at[place],
        )
        for place, name in enumerate(names)
    )
