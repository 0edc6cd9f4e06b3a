"""Our plans in one match, and what to agree on: on the same luck, found by some matches and told by others."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.brief.plans import Table, at, matches_to_play, plans_of, ranked
from rules.errors import ModelError
from sim.play.known import Known, play_known, words_of
from sim.play.request import run_request
from sim.robots.files import Station
from sim.table.agents import ROBOTS
from sim.table.game import playable, playbooks_by
from sim.table.language import Robot

EACH = 200
GAME = playable("2024")
HUMANS = playbooks_by(GAME.model, "human")
TEAMS = ["R1", "R2", "R3", "B1", "B2", "B3"]
NAMES = [each.name for each in playbooks_by(GAME.model, "robot")]
FEW = (*playbooks_by(GAME.model, "robot")[:3], *HUMANS)
"""Three playbooks of robots, so that there is less to play."""
PLAYED = GAME.with_model(GAME.model.model_copy(update={"playbook": FEW}))
REQUEST = replace(run_request("2024", matches=EACH, seed=2), game=PLAYED, playbooks=FEW)
KNOWN = Known(words_of(np.linspace(0.05, 0.95, 600).reshape(-1, ROBOTS)), {}, 0.5)
STATION = 4
"""Ours: blue 2."""


def table(workers=1, told=lambda _: None):
    """Lay the table for our side, blue."""
    return Table(REQUEST, KNOWN, STATION, EACH, workers, told)


@pytest.fixture(scope="module")
def found():
    """Rank three plans; count what is played."""
    played = []
    plans = plans_of(GAME, NAMES[:3], None, STATION)
    return ranked(table(told=played.append), plans, TEAMS), sum(played)


def test_plans_are_ranked_by_our_sides_measure(found):
    """Each plan's mean is what blue scores with it at our station, in the first matches."""
    tried, _ = found
    assert [each.name for each in tried.found.plans] == NAMES[:3]
    plan = plans_of(GAME, NAMES[:1], None, STATION)[NAMES[0]]
    scores = play_known(at(REQUEST, STATION, plan), range(EACH), KNOWN).scores[:, 1]
    assert tried.found.plans[0].measure.mean == pytest.approx(scores.mean())
    assert tried.best == max(tried.found.plans, key=lambda each: each.measure.mean).name


def test_value_and_gains_are_told_by_other_matches(found):
    """The best plan's value, and what an agreement brings, are of matches that nothing was chosen by."""
    tried, _ = found
    fresh = range(EACH + EACH // 2, 2 * EACH + EACH // 2)
    best = at(REQUEST, STATION, plans_of(GAME, [tried.best], None, STATION)[tried.best])
    base = play_known(best, fresh, KNOWN).scores
    assert tried.value.mean == pytest.approx(base[:, 1].mean())
    for each in tried.agreements:
        changed = best
        for team in each.teams:
            changed = at(changed, TEAMS.index(team), plans_of(GAME, [each.plan], None, 0)[each.plan])
        scores = play_known(changed, fresh, KNOWN).scores
        assert each.gain.mean == pytest.approx((scores - base)[:, 1].mean())
        assert each.theirs.mean == pytest.approx((scores - base)[:, 0].mean())


def test_everybody_else_may_be_asked(found):
    """Each partner has a best and a worst plan, both partners together a best one; opponents are one by one."""
    tried, played = found
    partners = [each.teams for each in tried.agreements if each.partner]
    assert sorted(partners) == [("B1",), ("B1",), ("B1", "B3"), ("B3",), ("B3",)]
    opponents = [each.teams for each in tried.agreements if not each.partner]
    assert all(len(each) == 1 for each in opponents)
    assert {name for each in opponents for name in each} <= set(TEAMS[:3])
    assert played <= matches_to_play(GAME, 3, EACH)
    gains = [each.gain.mean for each in tried.agreements]
    assert gains == sorted(gains, reverse=True)


def test_one_plan_has_a_value_and_agreements():
    """Without another plan there is nothing to rank."""
    tried = ranked(table(), plans_of(GAME, NAMES[:1], None, STATION), TEAMS)
    assert (tried.best, tried.found) == (NAMES[0], None)
    assert tried.agreements


def test_jobs_change_nothing(found):
    """Two workers find what one finds."""
    assert ranked(table(workers=2), plans_of(GAME, NAMES[:3], None, STATION), TEAMS) == found[0]


def test_without_a_plan_all_playbooks_are_tried_that_the_robot_can_play():
    """A robot that can do no row of a playbook does not play it; one that can do none at all is refused."""
    assert list(plans_of(GAME, [], None, STATION)) == NAMES
    lame = Robot(season="fgc_2024", name="lame", can=())
    able = plans_of(GAME, [], lame, STATION)
    assert able
    for name in NAMES:
        rows = plans_of(GAME, [name], None, STATION)[name].order
        needed = [action.can for action in GAME.actions if action.name in rows]
        assert (name in able) == (None in needed)


def test_playbooks_of_other_stations_are_none_of_ours():
    """A playbook that is another station's is left out."""
    game = playable("2024")
    first = game.playbooks[0].model_copy(update={"station": 1})
    turned = game.with_model(game.model.model_copy(update={"playbook": (first, *game.playbooks[1:])}))
    assert NAMES[0] not in plans_of(turned, [], None, STATION)
    assert NAMES[0] in plans_of(turned, [], None, 3)


def test_a_robot_that_can_do_nothing_is_refused():
    """Where every row asks for something that a robot lacks there is no plan for it."""
    game = playable("2024")
    actions = tuple(each.model_copy(update={"can": "reach"}) for each in game.actions)
    turned = game.with_model(game.model.model_copy(update={"action": actions}))
    with pytest.raises(ModelError, match="--robot: expected a robot that can do a row"):
        plans_of(turned, [], Robot(season="fgc_2024", name="lame", can=()), STATION)


def test_equal_names_are_told_apart():
    """The same plan twice has two names."""
    assert len(plans_of(GAME, [NAMES[0], NAMES[0]], None, STATION)) == 2


def test_who_stands_there_stays():
    """A plan that is put at a station keeps its robot."""
    robot = Robot(season="fgc_2024", name="mine")
    stations = (Station(robot=robot), *REQUEST.stations[1:])
    plan = plans_of(GAME, NAMES[:1], None, 0)[NAMES[0]]
    assert at(replace(REQUEST, stations=stations), 0, plan).stations[0] == Station(robot=robot, plan=plan)
