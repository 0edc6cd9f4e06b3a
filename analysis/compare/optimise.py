"""`optimise`: a robot -> the best plan that a search finds for it, what that does otherwise, and what it gains."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.compare import paired
from analysis.compare.changes import changes
from analysis.compare.choosing import USUAL, USUAL_POINTS
from analysis.compare.findings import Findings
from analysis.compare.matchups import Matchup, Values, Variant, measures_of, request_of, stations_of
from analysis.compare.models import ModelsDoubt, Verdict, doubt_said, models_doubt
from analysis.compare.moves import Draft, Possible, as_plan, draft_of, possible_of
from analysis.compare.paired import Comparison, is_told
from analysis.compare.search import Result, Space, search
from analysis.compare.verdicts import answer_said, in_english, unit_said
from analysis.documents import document
from analysis.formatting import with_error
from analysis.words import Parameters, Said, english
from rules.errors import ModelError
from sim.play.reaching import known_robot
from sim.play.request import Request, check_whole, repointed, run_request
from sim.play.workers import at_once
from sim.robots.files import PlanLike, RobotLike, Station, plan_of
from sim.robots.points_file import PointsLike
from sim.robots.starters import plan_lines
from sim.table.game import playbooks_by
from sim.table.language import Playbook, Robot

BUDGET = 200_000
"""Matches of all plans together, where nobody says how many."""
LEAST, MOST = 30_000, 1_000_000_000
FRESH, FRESH_PART = 10_000, 8
"""The gain is told by so many matches of both plans at least, or by this part of the budget: assumptions."""
IMPROVED = re.compile(r"(.*), improved(?: (\d+))?")
"""The name of a plan that was found, and which time that was, from the second on."""
MOST_LETTERS = 45
"""Of the name that a plan's name begins with."""

Told = Callable[[int], None]


@dataclass(frozen=True)
class Task:
    """What a search is to find: a plan for this robot, starting from these plans."""

    robot: Robot
    starts: tuple[Playbook, ...]
    possible: Possible

    @property
    def drafts(self) -> dict[Draft, Playbook]:
        """What decides in each start, with the first plan that it is of; those of which nothing is left are none."""
        found = [(draft_of(self.possible, plan), plan) for plan in self.starts]
        return {draft: plan for draft, plan in reversed(found) if draft.order}


@dataclass(frozen=True, repr=False)
class Optimised(Findings):
    """A plan that was searched for: what `sim optimise` prints."""

    robot: Robot
    start: Playbook
    """What the search started from, as the robot plays it; of several the one that won the race."""
    found: Playbook
    """Where the search ended."""
    otherwise: tuple[Said, ...]
    """What that does otherwise than the start."""
    skipped: tuple[str, ...]
    """What the start was given with and this robot never could start."""
    result: Result[Draft]
    budget: int
    comparison: Comparison
    """Found against start, on fresh matches."""
    quick: bool = False
    """Whether it was not tried in other models of the season."""
    models: ModelsDoubt | None = None
    """In how many models of the season the gain holds; None where it was not tried, or there are none."""

    @property
    def in_models(self) -> str:
        """In how many models of the season the gain holds, in a sentence; nothing where no gain is told."""
        return in_english(self.said_of_models)

    @property
    def said_of_models(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        if not self.is_better:
            return []
        return doubt_said(self.models, self.quick, self.unit, self.request.population is not None)

    @property
    def changes(self) -> tuple[str, ...]:
        """What is done otherwise than at the start, in phrases."""
        return tuple(map(english, self.otherwise))

    @property
    def is_better(self) -> bool:
        """Whether the fresh matches tell that what was found is better than the start."""
        (pair,) = self.comparison.pairs
        return is_told(pair) and pair.difference.mean > 0

    @property
    def is_ahead(self) -> bool:
        """Whether what was found gained more than the start on the fresh matches, be it luck or not."""
        return bool(self.changes) and self.comparison.pairs[0].difference.mean > 0

    @property
    def plan(self) -> Playbook:
        """The plan to play: what was found where it is ahead on the fresh matches, else the start."""
        return self.found if self.is_ahead else self.start

    @property
    def matches(self) -> int:
        """All matches that were played, of all plans, the fresh ones among them."""
        return self.result.matches + 2 * self.comparison.matches

    @property
    def answer(self) -> str:
        """The sentence that it comes down to."""
        return in_english(self.said)

    @property
    def said(self) -> list[Said]:
        """The same in sentences of the catalogues."""
        if self.is_better:
            return answer_said(self.comparison, self.unit)
        start: Parameters = {"start": self.start.name}
        if not self.otherwise:
            return [Said("verdict.search.kept", start)]
        (pair,) = self.comparison.pairs
        gain = with_error(pair.difference.mean, pair.difference.error)
        ended = Said("verdict.search.no_gain", {"gain": gain, "unit": unit_said(self.unit)})
        if self.is_ahead:
            return [Said("verdict.search.unsure", start), ended, Said("verdict.search.ahead", start)]
        return [Said("verdict.search.kept", start), ended]

    @property
    def effort(self) -> Said:
        """What the search took, in a sentence."""
        counts: Parameters = {"plans": f"{self.result.tried:,}", "fresh": f"{self.comparison.matches:,}"}
        return Said("told.effort", {**counts, "matches": f"{self.matches:,}", "budget": f"{self.budget:,}"})

    def lines(self) -> Iterator[str]:
        """Write the plan to play as a plan file."""
        otherwise = "; ".join(self.changes) if self.is_ahead else "nothing better was found"
        if self.is_ahead and not self.is_better:
            otherwise += " (no surer than luck)"
        about = f"by sim optimise, from {self.start.name}: {otherwise}"
        yield from plan_lines(self.request.game, self.plan, None, self.plan.name, about)

    def document(self) -> dict[str, Any]:
        """Give what `sim optimise --json` prints, as plain values."""
        known = {**self.asked(self.plan.name), "robot": self.robot.name, "better": self.is_better}
        plans = {"start": _told_plan(self.start), "found": _told_plan(self.found)}
        said: dict[str, Any] = {"changes": list(self.changes), "skipped": list(self.skipped), "answer": self.answer}
        said |= {"models": None if self.models is None else self.models.document(), "in_models": self.in_models}
        took = {"budget": self.budget, "matches": self.matches, "tried": self.result.tried}
        return {**known, **said, **plans, **took, "comparison": document(self.comparison)}

    def __repr__(self) -> str:
        return f"Optimised({self.request.game.key}, {self.matches:,} matches: {self.answer})"


def optimise(
    season: str,
    robot: RobotLike,
    start: PlanLike | None = None,
    *,
    budget: int = BUDGET,
    everybody: bool = False,
    seed: int = 1,
    population: Path | str | None = None,
    points: PointsLike | None = None,
    jobs: int | None = None,
    quick: bool = False,
) -> Optimised:
    """Search the best plan for a robot, from a plan or from all playbooks of the season; as `sim optimise` does.

    `budget` is how many matches are played at most, those of all plans together. What is found is called better only
    where matches that had no part in the search tell so (95 %); where it is only ahead in these, it is the plan to
    play too, and that this is no surer than luck is said. All else is as `compare` takes it, `quick` too:
    whether the gain holds in other models of the season is tried on top of the budget. Raises FgcError for what
    cannot be.
    """
    request = repointed(run_request(season, budget_of(budget), seed, population=population), points)
    found = optimised(request, task_of(request, robot, start), everybody, jobs)
    return replace(found, quick=True) if quick else tried_in_models(found, jobs)


def budget_of(budget: int) -> int:
    """Give a budget that is enough to search with; a ModelError where it is none."""
    check_whole("--budget", budget, LEAST, MOST)
    return budget


def task_of(request: Request, robot: RobotLike, start: PlanLike | None) -> Task:
    """Give what is searched, checked: a robot, and plans of which it can play something."""
    game = request.game
    found = known_robot(game, robot, "--robot")
    plan = None if start is None else plan_of(game, start, "--from")
    starts = tuple(playbooks_by(game.model, "robot")) if plan is None else (plan,)
    task = Task(found, starts, possible_of(game, found, plan))
    if not task.drafts:
        of = f"{game.edition.year}'s playbooks" if plan is None else plan.name
        raise ModelError("--robot", f"expected one that can do something of {of}, found {found.name}, which cannot")
    return task


def optimised(
    request: Request, task: Task, everybody: bool = False, jobs: int | None = None, told: Told = lambda _: None
) -> Optimised:
    """Search for a plan on the same luck for all; `told` hears how many more matches are done."""
    places, workers, drafts = stations_of(everybody), at_once(request, jobs), task.drafts
    some = task.starts[0]

    def play(candidates: Sequence[Draft], first: int, count: int) -> Values:
        variants = [Variant("", Station(robot=task.robot, plan=as_plan(each, some, "tried"))) for each in candidates]
        requests = [request_of(request, each, places) for each in variants]
        return measures_of(requests, range(first, first + count), workers, told)

    fresh = max(FRESH, request.matches // FRESH_PART)
    possible = task.possible
    space = Space(tuple(drafts), possible.moves, possible.numbers, possible.turned)
    indifference = USUAL.get(request.game.rules.measured, USUAL_POINTS)
    result = search(space, play, request.matches - 2 * fresh, indifference)
    given = drafts[result.start]
    start = as_plan(result.start, given, given.name)
    found = as_plan(result.best, given, improved_name(given.name))
    variants = [Variant(each.name, Station(robot=task.robot, plan=each)) for each in (found, start)]
    matchup = Matchup(request, variants, places, workers, result.fresh)
    matchup.play(fresh, told)
    return Optimised(
        request,
        tuple(matchup.requests),
        everybody,
        (),
        task.robot,
        start,
        found,
        changes(result.start, result.best),
        tuple(row for row in given.order if row not in start.order),
        result,
        request.matches,
        paired.compare(matchup.played()),
    )


def tried_in_models(found: Optimised, jobs: int | None = None, told: Told = lambda _: None) -> Optimised:
    """Give the same with in how many models of the season the gain holds, where there is one."""
    if not found.is_better:
        return found
    verdict = Verdict((found.found.name, found.start.name), told=True)
    return replace(found, models=models_doubt(found.requests, verdict, at_once(found.request, jobs), told))


def improved_name(name: str) -> str:
    """Give the name of what was found from a plan: another one than that of the plan."""
    before = IMPROVED.fullmatch(name)
    if before is None:
        return f"{name[:MOST_LETTERS]}, improved"
    return f"{before[1][:MOST_LETTERS]}, improved {int(before[2] or 1) + 1}"


def _told_plan(plan: Playbook) -> dict[str, Any]:
    """Give a plan for programs: its name, its order, mean and spread of its decisions."""
    return {
        "name": plan.name,
        "order": list(plan.order),
        "set": {row: list(each.after) for row, each in plan.set.items()},
    }
