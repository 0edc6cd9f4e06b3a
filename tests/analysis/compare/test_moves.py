"""Steps from a plan to another: each leads to a plan that is legal and that its robot can play."""

import pytest

from analysis.compare.changes import changes
from analysis.compare.moves import Draft, as_plan, draft_of, possible_of
from analysis.words import english
from sim.robots.files import plan_of
from sim.robots.lineup import abilities_of
from sim.table.chains import startable
from sim.table.game import playable, playable_keys, playbooks_by
from sim.table.language import Playbook, Robot

GAME = playable("fgc_2022")
CLIMBER = Robot(season="2022", name="climber", can=("climb_lo",))
HELPLESS = Robot(season="2022", name="helpless", can=())
PLAN = plan_of(GAME, "collect and climb late", "")


def steps(possible, draft):
    """Give what every step from a draft leads to, without the draft itself."""
    return {move(draft) for move in possible.moves(draft)} - {draft}


@pytest.mark.parametrize("key", playable_keys())
@pytest.mark.parametrize("percentile", [10, 99])
def test_every_step_leads_to_a_plan_that_the_robot_can_play(key, percentile):
    """Of every season: orders of rows that the robot can do and can come to, with times at which they can be done."""
    game = playable(key)
    robot = Robot(season=key, name="some", percentile=percentile)
    possible = possible_of(game, robot)
    able, rows = abilities_of(robot, game.model), {row.name: row for row in game.actions}
    for start in {*possible.donors[:1], *possible.donors[-1:]}:  # none where it can do nothing at all
        found = steps(possible, start)
        assert len(found) > len(start.order)
        for each in found:
            plan = plan_of(game, as_plan(each, playbooks_by(game.model, "robot")[0], "tried"), "")
            listed = [rows[name] for name in plan.order]
            assert all(row.can in (None, *able) for row in listed)
            assert startable(game.model, listed) == listed
            assert each == draft_of(possible, plan)


def test_what_a_robot_cannot_do_is_not_there():
    """A robot without abilities has no climbs in any plan, nor what only they lead to."""
    possible = possible_of(GAME, HELPLESS)
    start = draft_of(possible, PLAN)
    every = {row for each in steps(possible, start) | {start} for row in each.order}
    assert every.isdisjoint({"climb to LO", "climb to MD", "climb to HI", "haul up", "sweep near"})
    assert "climb to LO" in draft_of(possible_of(GAME, CLIMBER), PLAN).order
    assert "climb to MD" not in draft_of(possible_of(GAME, CLIMBER), PLAN).order


def test_rows_that_nothing_leads_to_go_too():
    """Who no longer grips the bar climbs nowhere; its time is gone as well."""
    possible = possible_of(GAME, CLIMBER)
    start = draft_of(possible, PLAN)
    (found,) = [
        each
        for each in steps(possible, start)
        if "grip" not in each.order and "store" in each.order and len(each.order) == len(start.order) - 4
    ]
    assert set(start.order) - set(found.order) == {"grip", "climb to LO", "wait for a lift", "secure at HI"}
    assert found.times == {}


def test_rows_come_where_other_playbooks_have_them():
    """`push near` is added before what follows it in the playbook that has it."""
    possible = possible_of(GAME, CLIMBER)
    start = draft_of(possible, PLAN)
    with_push = [
        each.order for each in steps(possible, start) if "push near" in each.order and "collect far" in each.order
    ]
    places = {order[order.index("push near") + 1] for order in with_push}
    assert places == {"collect near", start.order[0]}


def test_a_time_may_come_go_and_be_turned():
    """Rows wait, or do not any more; the driver's spread is that of the plan."""
    wide = PLAN.model_copy(update={"set": {"grip": PLAN.set["grip"].model_copy(update={"after": (120.0, 9.0)})}})
    possible = possible_of(GAME, CLIMBER, wide)
    start = draft_of(possible, wide)
    found = [each.times for each in steps(possible, start) if each.order == start.order]
    assert {} in found
    assert {"grip": (60.0, 9.0)} in found
    assert {"grip": (120.0, 9.0), "store": (30.0, 9.0)} in found
    assert possible.turned(start, {"grip": 96.4}).times == {"grip": (96.0, 9.0)}
    assert possible.numbers(start) == {"grip": (0, 144)}


ONE = Draft(("climb", "grip", "store", "fetch"), (("grip", (105.0, 6.0)),))


@pytest.mark.parametrize(
    ("order", "times", "said"),
    [
        (ONE.order, {"grip": 105}, []),
        (ONE.order, {"grip": 96}, ["does grip from 96 s on, not from 105 s"]),
        (ONE.order, {}, ["does grip as soon as it can, not from 105 s on"]),
        (ONE.order, {"grip": 105, "fetch": 30}, ["does fetch only from 30 s on"]),
        (("grip", "store", "fetch"), {"grip": 105}, ["leaves out climb"]),
        (("store", "fetch"), {}, ["leaves out climb and grip"]),
        (("climb", "grip", "fetch", "store"), {"grip": 105}, ["puts store last of all"]),
        (("fetch", "climb", "grip", "store"), {"grip": 105}, ["puts fetch before climb"]),
        (("climb", "grip", "push", "store", "fetch"), {"grip": 105}, ["also does push, before store"]),
        (
            ("grip", "store", "climb", "push"),
            {"grip": 90},
            [
                "leaves out fetch",
                "puts climb before push",
                "also does push, last of all",
                "does grip from 90 s on, not from 105 s",
            ],
        ),
    ],
)
def test_what_is_done_otherwise_is_said(order, times, said):
    """Rows gone, moved and new, and times, each in a phrase; of what moved as little as there can be."""
    after = Draft(tuple(order), tuple((row, (float(at), 6.0)) for row, at in times.items()))
    assert list(map(english, changes(ONE, after))) == said


def test_a_draft_becomes_a_plan_again():
    """What decides is the draft's, all else the plan's."""
    possible = possible_of(GAME, CLIMBER)
    draft = draft_of(possible, PLAN)
    plan = as_plan(draft, PLAN, "new")
    assert isinstance(plan, Playbook)
    assert (plan.name, plan.doc, plan.order, plan.set) == ("new", PLAN.doc, draft.order, PLAN.set)
