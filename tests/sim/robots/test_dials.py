"""One vocabulary of dials: what files have is turned by the same names, within the same bounds."""

import numpy as np
import pytest
from played import PLAYED

from rules.errors import FgcError, ModelError
from rules.season import point_values
from sim.play.request import run_request
from sim.robots.dials import Choice, dial, dials
from sim.robots.drawn import Robots
from sim.robots.files import DRAWN, Station
from sim.table.dials import numbers_of
from sim.table.game import playable, playbooks_by
from sim.table.language import Robot

every_season = pytest.mark.parametrize("key", PLAYED)


def choice(key):
    """Give a season's first playbook, played by its median robot."""
    game = playable(key)
    return Choice(game, playbooks_by(game.model, "robot")[0])


@every_season
def test_every_number_of_files_is_a_dial(key):
    """Decisions, times, chances, room, abilities, faults, the population's numbers and the points are there."""
    of = choice(key)
    found = dials(of)
    game = of.game
    wanted = {f"{row}.{kind}" for row in of.plan.order for kind in ("after", "after.sd", "seconds", "works")}
    wanted |= {f"can.{name}" for name in game.robots.can} | {"no_show", "breaks", "percentile", "fouls.minor"}
    wanted |= set(numbers_of(game.model)) | {f"points.{name}" for name in point_values(game.rules)}
    assert wanted <= set(found)
    assert ("room" in found) == (game.robots.room is not None)


@every_season
def test_turning_a_dial_changes_what_it_names_alone(key):
    """A dial of the plan changes the plan, one of the robot the robot, one of the season the season."""
    of = choice(key)
    for each in dials(of).values():
        low = max(each.low, -1e6)
        value = min(max(low, {"population": 0.2, "rules": 1}.get(each.of, 1)), each.high)
        try:
            turned = each.turn(of, value)
        except FgcError:  # an ability that the median robot lacks, a share beside others
            continue
        changed = {
            "plan": turned.plan != of.plan,
            "robot": turned.robot != of.robot,
            "population": turned.game.model is not of.game.model,
            "rules": turned.game.rules is not of.game.rules,
        }
        assert [name for name, is_so in changed.items() if is_so and name != each.of] == [], each.name


def test_a_dial_that_is_none_names_the_nearest():
    """A misspelt name is told the nearest one; a row that the plan never does is said to change nothing."""
    with pytest.raises(ModelError, match=r"rooom: .* did you mean room"):
        dial(choice("fgc_2022"), "rooom")
    with pytest.raises(ModelError, match=r"push near\.seconds: expected a row of the plan"):
        dial(choice("fgc_2022"), "push near.seconds")


def test_abilities_come_and_go_with_what_they_build_on():
    """Who is given MD can do LO too; without LO there is no MD."""
    of = choice("fgc_2022")
    able = dial(of, "can.climb_md").turn(of, 1)
    assert able.robot.can == ("climb_lo", "climb_md")
    assert dial(able, "can.climb_lo").turn(able, 0).robot.can == ()


def test_point_values_are_turned():
    """A turned point value counts, and the season says that it is not its own."""
    of = choice("fgc_2026")
    turned = dial(of, "points.partner_climb").turn(of, 40)
    assert point_values(turned.game.rules)["partner_climb"] == 40
    assert "partner_climb is 40, not 25" in turned.game.rules.changed
    assert turned.points == {"partner_climb": 40}


@every_season
def test_a_dial_turned_to_its_own_value_draws_the_same_robots(key):
    """Where a dial stands is what is played: turned to just there, no robot and no decision is another one."""
    of = choice(key)._replace(robot=Robot(season=key, name="ours", percentile=80))
    before = drawn_of(of)
    for each in dials(of).values():
        if each.of in ("plan", "robot") and each.name != "percentile":
            try:
                same = each.turn(of, each.value(of))
            except ModelError:  # a row that the robot cannot do
                continue
            for name, values in drawn_of(same)._asdict().items():
                assert np.abs(np.subtract(values, getattr(before, name), dtype=float)).max() <= TOLD[name], each.name


def drawn_of(of):
    """Draw the robots of some matches in which a choice stands at red 1."""
    station = Station(robot=of.robot, plan=of.plan)
    asked = run_request(of.game.key, matches=40, red=(station, DRAWN, DRAWN))
    return asked.robots(0, 40)


TOLD = {**dict.fromkeys(Robots._fields, 0), "median": 1, "threshold": 16}
"""How far whole numbers may differ by the last digits of doubles: a millisecond, some 2^32ths."""
