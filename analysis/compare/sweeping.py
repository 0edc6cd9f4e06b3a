"""`sweep`: the same plan with one or two numbers at many values -> which value is best, and how sure that is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.compare import sweep as statistics
from analysis.compare.axes import WHERE, Axis, axes_of, variants_on
from analysis.compare.findings import PLACE, Findings
from analysis.compare.matchups import Variant, matchup_of, stations_of
from analysis.compare.sweep import Outcome, Sweep
from analysis.compare.valued import Valued, line_ups, valued
from analysis.compare.verdicts import best_setting_said, in_english, values_said
from analysis.documents import document
from analysis.precision import most_matches
from analysis.run.cards import Card, card
from analysis.words import Said
from rules.errors import ModelError
from rules.season import NOT_OFFICIAL, point_values, with_points
from rules.text import counted
from sim.play.reaching import known_robot
from sim.play.request import Request, repointed, run_request
from sim.play.workers import at_once
from sim.robots.dials import POINTS, RULES
from sim.robots.files import PlanLike, RobotLike, plan_of
from sim.robots.points_file import PointsLike
from sim.table.game import Game
from sim.table.language import Playbook, Robot

USUAL, MOST = 10_000, 1_000_000
"""Matches of each setting: where nobody says how many, and at most until a precision is reached."""


@dataclass(frozen=True)
class Settings:
    """What is swept: a plan, perhaps a robot, and one or two numbers at their values."""

    plan: Playbook
    robot: Robot | None
    axes: tuple[Axis, ...]
    variants: tuple[Variant, ...]
    """One for every setting, the last number running fastest."""

    @property
    def points(self) -> list[str]:
        """The swept numbers that are point values, by the names that the rules have for them."""
        return [axis.name.removeprefix(POINTS) for axis in self.axes if axis.dial.of == RULES]

    @property
    def only_points(self) -> bool:
        """Whether nothing but point values is swept."""
        return len(self.points) == len(self.axes)

    def plays(self, game: Game) -> int:
        """Say how often every match is played: once for each setting, and for what is tried of point values."""
        return len(self.variants) + (len(line_ups(game, self.plan, self.robot)) if self.only_points else 0)


@dataclass(frozen=True, repr=False)
class Swept(Findings):
    """Numbers that were swept: what `sim sweep` prints."""

    settings: Settings
    found: Sweep
    outcomes: tuple[Outcome, ...]
    """What each setting reaches beside its measure."""
    valued: tuple[Valued, ...] = ()
    """What matches are like at each setting, where nothing but point values is swept."""

    @property
    def changed(self) -> str:
        """Which point values are not the official ones, those that are swept among them, in a sentence."""
        rules, swept = self.request.game.rules, self.settings.points
        own = point_values(rules.own)
        others = with_points(rules, {name: own[name] for name in swept}).changed.removeprefix(f"{NOT_OFFICIAL}: ")
        told = [*([others] if others else []), *(f"{name} is swept, officially {own[name]:g}" for name in swept)]
        return f"{NOT_OFFICIAL}: {'; '.join(told)}" if told else ""

    @property
    def best(self) -> dict[str, float]:
        """The values of the setting with the highest mean, by the numbers' names."""
        return dict(zip(self.found.axes, self.found.settings[self.found.best].values, strict=True))

    @property
    def answer(self) -> str:
        """The one sentence that it comes down to."""
        return in_english(self.said)

    @property
    def said(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        if self.valued:
            return values_said(self.found, self.outcomes, [each.best_plan for each in self.valued])
        return best_setting_said(self.found, self.outcomes, self.unit)

    @cached_property
    def card(self) -> Card:
        """What the robot at red 1 did with the best setting; the first matches are played again for it."""
        return card(self.requests[self.found.best], PLACE)

    def document(self) -> dict[str, Any]:
        """Give what `sim sweep --json` prints, as plain values."""
        whole = document(self.found)
        for setting, outcome in zip(whole["settings"], self.outcomes, strict=True):
            setting.update(document(outcome))
        for setting, worth in zip(whole["settings"], self.valued, strict=False):
            setting.update(value=document(worth))
        known = self.asked(self.settings.plan.name)
        return {**known, **whole, "answer": self.answer, "card": document(self.card)}

    def __repr__(self) -> str:
        return f"Swept({self.request.game.key}, {counted(self.found.matches, 'match')} a setting: {self.answer})"


def sweep(
    season: str,
    plan: PlanLike,
    dials: Mapping[str, str | Iterable[float]],
    robot: RobotLike | None = None,
    *,
    everybody: bool = False,
    matches: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    population: Path | str | None = None,
    points: PointsLike | None = None,
    jobs: int | None = None,
) -> Swept:
    """Sweep one or two numbers of a plan, a robot, all robots or the rules; the answer is `sim sweep`'s.

    `dials` are the numbers by name, each with its rising values or with `"FROM:TO:STEP"`:
    `{"grip.after": range(90, 141, 10)}`. All else is as `compare` takes it; each setting plays 10,000 matches by
    default. Raises FgcError for what cannot be.
    """
    run = run_request(season, most_matches(matches, precision, USUAL, MOST), seed, population=population)
    request = repointed(run, points)
    game, found_plan = request.game, plan_of(request.game, plan, "--plan")
    axes = axes_of(game, found_plan, dials)
    return swept(request, settings_of(game, found_plan, robot, axes), everybody, precision, jobs)


def settings_of(game: Game, plan: Playbook, robot: RobotLike | None, axes: Sequence[Axis]) -> Settings:
    """Give what is swept, checked: one or two numbers, values that can be."""
    if not 1 <= len(axes) <= 2:
        raise ModelError(WHERE, f"expected it once or twice, found {len(axes)}")
    known = None if robot is None else known_robot(game, robot, "--robot")
    return Settings(plan, known, tuple(axes), tuple(variants_on(game, axes, plan, known)))


def swept(
    request: Request,
    settings: Settings,
    everybody: bool = False,
    precision: float | None = None,
    jobs: int | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Swept:
    """Play every setting on the same luck and say which may be the best; `told` hears of matches that are done."""
    if precision is not None and len(settings.variants) == 1:
        raise ModelError("--precision", "expected two or more settings to tell apart, found one")
    matchup = matchup_of(request, settings.variants, everybody, precision, jobs, told)
    found = statistics.sweep({axis.name: axis.values for axis in settings.axes}, matchup.measures())
    outcomes = statistics.outcomes(matchup.played(), found.best)
    whole = Swept(request, tuple(matchup.requests), everybody, tuple(matchup.rules), settings, found, outcomes)
    if not settings.only_points:
        return whole
    of, stations = replace(request, matches=found.matches), line_ups(request.game, settings.plan, settings.robot)
    values, places = [each.points for each in settings.variants], stations_of(everybody)
    return replace(
        whole, valued=valued(of, stations, settings.plan.name, values, places, at_once(request, jobs), told)
    )
