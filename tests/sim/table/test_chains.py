"""Abilities that build on each other, as the tables of all seasons have them."""

import pytest
from played import PLAYED

from rules.errors import ModelError
from sim.robots.files import check_robot, completed_robot, read_robot
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
def test_a_file_without_an_earlier_ability_is_completed(key, tmp_path):
    """Each ability taken away in turn from a file: it stays away, or what builds on it brings it back."""
    game = playable(key)
    for gone in game.robots.can:
        can = [name for name in game.robots.can if name != gone]
        path = tmp_path / f"{gone}.toml"
        path.write_text(f'season = "{key}"\nname = "ours"\ncan = {can}\n', encoding="utf-8")
        robot = read_robot(game, str(path))
        assert set(robot.can) == {*can, *robot.added}
        assert robot.added == ((gone,) if missing(game.model, can) else ())
        assert missing(game.model, robot.can) == {}


def test_an_ability_that_nothing_leads_to_is_refused():
    """Where the table cannot say which of several would do, the file is refused; so is a robot left incomplete."""
    game = playable("fgc_2017")
    with pytest.raises(ModelError, match=r"^ours: can: expected another ability too: without it 'shoot'"):
        check_robot(game, completed_robot(game, Robot(season=game.key, name="ours", can=("shoot",))))
    game = playable("fgc_2022")
    with pytest.raises(ModelError, match=r"^ours: can: expected 'climb_lo' too"):
        check_robot(game, Robot(season=game.key, name="ours", can=("climb_md",)))
