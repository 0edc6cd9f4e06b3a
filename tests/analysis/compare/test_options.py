"""What a team could work on: each option turns one thing by one step; what can gain nothing says why."""

import pytest
from played import PLAYED

from analysis.compare.options import ORDER, dials_of, kind_of, left_out, options_of
from sim.robots.dials import Choice, dial
from sim.robots.files import plan_of, robot_of
from sim.table.checks import check_playbook
from sim.table.game import playable, playbooks_by
from sim.table.language import Robot

every_season = pytest.mark.parametrize("key", PLAYED)


def first_choice(key, robot="p50"):
    """Give a season's first plan with a robot of its population."""
    game = playable(key)
    return Choice(game, playbooks_by(game.model, "robot")[0], robot_of(game, robot, ""))


def of_2022(plan="collect and climb late", **robot):
    """Give a choice of 2022 with a robot of these numbers."""
    game = playable("fgc_2022")
    return Choice(game, plan_of(game, plan, ""), Robot(season="fgc_2022", name="ours", **robot))


def options_on(choice, name):
    """Give the options that turn a dial."""
    return [each for each in options_of(choice) if each.dial == name]


@every_season
@pytest.mark.parametrize("robot", ["p10", "p50", "p90"])
def test_every_dial_is_turned_or_says_why_not(key, robot):
    """Each dial of the robot and of the plan has an option or stands among those left out; none has both."""
    of = first_choice(key, robot)
    turned, left = {each.dial for each in options_of(of)} - {ORDER}, left_out(of)
    assert turned | left.keys() == {each.name for each in dials_of(of)}
    assert not turned & left.keys()
    assert all(bool(each.why) == (each.station is None) for each in options_of(of))


@every_season
def test_an_option_turns_one_thing(key):
    """The dial stands where the option says, before and after; everything else of the plan is as it was."""
    of = first_choice(key)
    for each in options_of(of):
        if each.dial == ORDER:
            continue
        turned = dial(of, each.dial)
        assert turned.value(of) == each.start
        if each.station is None:
            continue
        after = of._replace(robot=each.station.robot, plan=each.station.plan)
        assert turned.value(after) == pytest.approx(each.to)
        assert turned.low <= each.to <= turned.high
        assert (after.plan == of.plan) == (turned.of == "robot")
        assert (after.robot == of.robot) == (turned.of == "plan")


@every_season
def test_swapped_orders_are_plans_of_the_season(key):
    """A swap has the same rows in another order, and the season takes it."""
    of = first_choice(key, "p90")
    swaps = [each.station for each in options_on(of, ORDER) if each.station is not None]
    assert swaps
    for each in swaps:
        assert sorted(each.plan.order) == sorted(of.plan.order)
        assert each.plan.order != of.plan.order
        check_playbook("swapped", each.plan, of.game.model)


def test_steps_are_as_long_as_they_say():
    """A fifth quicker, half the failures, half as much room again and no more than there is, 10 s either way."""
    of = of_2022(seconds={"grip": 5.0}, works={"grip": 0.9}, room=7, breaks=0.2)
    found = {each.dial: each.to for each in options_of(of)}
    assert (found["grip.seconds"], found["grip.works"], found["breaks"]) == (4, 0.95, 0.1)
    assert found["room"] == min(11, of.game.most[of.game.room])
    assert [each.to for each in options_on(of, "grip.after")] == [110, 130]
    assert found["grip.after.sd"] == 3


def test_a_step_ends_where_the_dial_does():
    """A decision cannot be after the buzzer, nor before the row opens: the step says how far it really goes."""
    of = dial(of_2022(), "grip.after").turn(of_2022(), 145)
    assert [(each.to, each.why) for each in options_on(of, "grip.after")] == [(135, ""), (150, "")]
    of = dial(of, "grip.after").turn(of, 150)
    assert options_on(of, "grip.after")[1].why == "it cannot be later"


@pytest.mark.parametrize(
    ("robot", "name", "why"),
    [
        ({"works": {"grip": 1}}, "grip.works", "it always works already"),
        ({"can": ("climb_lo",)}, "can.climb_lo", "the robot can do it already"),
        ({"can": ()}, "climb to LO.seconds", "the robot cannot do it: it needs climb_lo"),
        ({"breaks": 0}, "breaks", "the robot never breaks down already"),
        ({"no_show": 0}, "no_show", "the robot comes to every match already"),
        ({"can": ("climb_lo",)}, "wait for a lift.works", "it always works already"),
        (
            {"can": ("climb_lo",)},
            "wait for a lift.seconds",
            "the plan never does it, since whenever it could, 'climb to LO' comes first",
        ),
    ],
)
def test_what_can_gain_nothing_says_why(robot, name, why):
    """It is known before play, and not played."""
    (found,) = options_on(of_2022(**robot), name)
    assert (found.why, found.station) == (why, None)


def test_an_ability_that_almost_no_robot_has_is_no_step():
    """The best robots alone have a powerhouse: the middle one is not sent to build it, a top one may be."""
    (middle,) = options_on(of_2022(can=()), "can.powerhouse")
    assert (middle.why, middle.station) == ("fewer than 1 in 100 robots as good as this one can do it", None)
    (top,) = options_on(of_2022(can=(), percentile=99), "can.powerhouse")
    assert (top.why, "powerhouse" in top.station.robot.can) == ("", True)


def test_an_ability_that_no_row_asks_for_gains_nothing():
    """Where the plan does not climb, learning it is of no use; where it does, what it builds on comes with it."""
    (idle,) = options_on(of_2022("collect all match", can=()), "can.climb_md")
    assert idle.why == "no row of the plan asks for it"
    (used,) = options_on(of_2022(can=()), "can.climb_md")
    assert used.words == "one more ability, climb_md (with climb_lo)"
    assert set(used.station.robot.can) == {"climb_lo", "climb_md"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("grip.after", ("after", "grip")),
        ("grip.after.sd", ("sd", "grip")),
        ("climb to LO.works", ("works", "climb to LO")),
        ("can.climb_lo", ("can", "climb_lo")),
        ("fouls.minor", ("fouls", "minor")),
        ("room", ("room", "")),
    ],
)
def test_kinds_of_dials(name, kind):
    """A dial's name says its kind, and which row, ability or foul it is of."""
    assert kind_of(name) == kind
