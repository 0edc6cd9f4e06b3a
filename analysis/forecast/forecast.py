"""A running event, forecast: what simulated events foretell, what its matches told, and the rest of it played out."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.event.statistics import Values
from analysis.forecast.back_test import BackTest, back_test
from analysis.forecast.outlook import (
    TOPS,
    Checkpoint,
    Forecast,
    MatchOutlook,
    Published,
    TeamOutlook,
    match_outlooks,
    match_up,
    team_outlooks,
)
from analysis.forecast.play_out import Finals, Strengths, medals, ranking_phases, strengths
from analysis.forecast.process import Course, predicted
from analysis.forecast.rivals import rivals
from analysis.forecast.running import Running, forgotten
from analysis.forecast.structure import Foreseen
from rules.errors import ModelError
from rules.ranking import Policy
from rules.season import Array, Season
from sim.play.request import EventRequest
from sim.play.saved import program_version
from sim.table.language import Model

MEDALS = ("gold", "silver", "bronze")
CHECKPOINTS = 6
"""So often on the way to now the chances are shown as they stood then."""
QUICK = 200
"""How many repeats a point on that way takes."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a forecast beside the event itself."""

    repeats: int = 1_000
    hindsight: bool = False
    pins: Collection[int] = ()
    """The places of the matches whose results are taken as played."""
    earlier: Values | None = None
    """(team,): standard scores of earlier years."""
    match_up: Array | None = None
    """Six teams, red 1-3 then blue 1-3."""
    back_test: bool = False
    """Whether rivals are let loose on the same matches."""


def forecast(request: EventRequest, running: Running, foreseen: Foreseen, asked: Asked) -> Forecast:
    """Say what a running event may still become."""
    policy = policy_of(request.game.rules)
    with threadpool_limits(1):  # here too
        of = strengths_so_far(request, running, foreseen, asked.repeats, asked.earlier)
        finals = ranking_phases(running, of, policy.standing, request.seed, foreseen.ties)
        won = _medals(request, running, of, finals)
        tested = _fared(request, running, foreseen, asked)
        course = _course(request, running, foreseen, asked, policy)
        named = None if asked.match_up is None else match_up(running, of, asked.match_up, request.seed)
    teams = team_outlooks(running, of, finals, policy, won)
    return _document(request, running, asked, teams, finals, tested, course, named)


def policy_of(rules: Season) -> Policy:
    """Give how a season ranks; a ModelError where nothing says what scores alone tell of it."""
    policy = rules.ranking.rank
    if not isinstance(policy, Policy):
        raise ModelError("ranking", f"expected a policy of rules.ranking that scores alone can follow in {rules.key}")
    return policy


def strengths_so_far(
    request: EventRequest, running: Running, foreseen: Foreseen, repeats: int, earlier: Values | None = None
) -> Strengths:
    """Draw what teams may be after the matches that were played, once a repeat.

    `earlier` are standard scores of earlier years, `(team,)`.
    """
    course = replace(running.course, earlier=earlier)
    past, below_zero = running.past, request.game.rules.below_zero
    with threadpool_limits(1):  # more threads only wait for each other on matrices of this size
        return strengths(course.at(past), running.scores[past], foreseen.prior, repeats, request.seed, below_zero)


def _medals(request: EventRequest, running: Running, of: Strengths, finals: Finals) -> list[dict[str, float]] | None:
    """Give each team's chance of each medal; None where the season has no playoffs, or too few teams for them."""
    form = request.game.model.playoffs
    if form is None or len(running.names) < form.teams:
        return None
    won = medals(of, finals, form, request.seed)
    shares = {name: (won == medal).mean(axis=0).tolist() for medal, name in enumerate(MEDALS, start=1)}
    return [{name: share[team] for name, share in shares.items()} for team in range(len(running.names))]


def _fared(request: EventRequest, running: Running, foreseen: Foreseen, asked: Asked) -> BackTest | None:
    """Predict every match that was really played from those before it."""
    past = np.array([place for place in running.past.tolist() if place not in asked.pins])
    if not len(past):
        return None
    course: Course = replace(running.course, earlier=asked.earlier).at(past)
    scores = running.scores[past]
    others = rivals(replace(course, earlier=None), scores, foreseen.others) if asked.back_test else {}
    return back_test(course, scores, predicted(course, scores, foreseen.prior), others, request.seed)


def _course(
    request: EventRequest, running: Running, foreseen: Foreseen, asked: Asked, policy: Policy
) -> list[Checkpoint]:
    """Give the chances to be among the first as they stood on the way to now."""
    found = []
    played = len(running.past)
    for upto in sorted({played * step // CHECKPOINTS for step in range(CHECKPOINTS)}):
        then = forgotten(running, int(running.past[upto]) if upto < played else played)
        of = strengths_so_far(request, then, foreseen, QUICK, asked.earlier)
        finals = ranking_phases(then, of, policy.standing, request.seed, foreseen.ties)
        chances = (finals.rank <= TOPS[-1]).mean(axis=0).tolist()
        found.append(Checkpoint(upto, dict(zip(running.names, chances, strict=True))))
    return found


def _document(
    request: EventRequest,
    running: Running,
    asked: Asked,
    teams: list[TeamOutlook],
    finals: Finals,
    tested: BackTest | None,
    course: list[Checkpoint],
    named: MatchOutlook | None,
) -> Forecast:
    now = Checkpoint(len(running.past), {each.team: each.chances[str(TOPS[-1])] for each in teams})
    return Forecast(
        season=request.game.key,
        version=program_version(),
        seed=request.seed,
        repeats=asked.repeats,
        hindsight=asked.hindsight,
        history=asked.earlier is not None,
        grade=request.game.edition.model,
        ranked_by=request.game.rules.measured,
        played=len(running.past),
        to_come=len(running.coming),
        pinned=[running.matches[place] for place in asked.pins],
        teams=teams,
        matches=match_outlooks(running, finals),
        so_far=tested,
        course=[*course, now],
        match_up=named,
        back_test=tested if asked.back_test else None,
        published=_published(request.game.model) if asked.back_test else (),
    )


def _published(model: Model) -> tuple[Published, ...]:
    return tuple(
        Published(each.by, each.decided, each.right / each.decided, each.log_loss, each.mean_absolute_error)
        for each in model.foretold
    )
