"""Abilities that build on each other, as the tables of all seasons have them."""

import pytest
from played import PLAYED

from rules.errors import ModelError
from sim.robots.files import check_robot
from sim.robots.lineup import abilities_of
from sim.table.chains import missing, usable
from sim.table.game import playable
from sim.table.language import Robot

every_season = pytest.mark.parametrize("key", PLAYED)


def test_who_climbs_on_has_climbed_before():
    """In 2022 MD is reached by LO, HI by both; pulling up in one go asks for nothing else."""
    model = playable("fgc_2022").model
    assert missing(model, ["climb_md"]) == {"climb_md": "climb_lo"}
    assert missing(model, ["climb_lo", "climb_hi"]) == {"climb_hi": "climb_md"}
    assert missing(model, ["climb_lo", "climb_md", "climb_hi"]) == {}
    assert missing(model, ["powerhouse"]) == {}
    assert usable(model, ["climb_hi", "climb_lo"]) == ["climb_lo"]


@every_season
def test_all_abilities_together_are_of_use(key):
    """Whoever can do everything can start a row of each ability; whoever can do nothing lacks nothing."""
    model = playable(key).model
    assert missing(model, list(model.robots.can)) == {}
    assert usable(model, list(model.robots.can)) == list(model.robots.can)
    assert missing(model, []) == {}


@every_season
def test_robots_of_the_population_have_no_useless_ability(key):
    """What a robot of any percentile is said to be able to do is of use."""
    model = playable(key).model
    for percentile in (10, 50, 90, 99):
        able = abilities_of(Robot(season=key, name="p", percentile=percentile), model)
        assert missing(model, able) == {}


@every_season
def test_a_file_without_an_earlier_ability_is_refused(key):
    """Each ability taken away in turn: the robot is accepted, or the line names one that builds on it."""
    game = playable(key)
    for gone in game.robots.can:
        can = tuple(name for name in game.robots.can if name != gone)
        useless = missing(game.model, can)
        robot = Robot(season=key, name="ours", can=can)
        if not useless:
            check_robot(game, robot)
            continue
        with pytest.raises(ModelError, match=r"^ours: can: expected [^\n]* too: without it '\w+' is of no use$"):
            check_robot(game, robot)
