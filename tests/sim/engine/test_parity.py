"""Both engines play the same matches to the last bit: markings, clocks, attempts and event logs, whatever comes."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from made_games import cases, table
from played import PLANS_PLAYED, PLAYED
from scenes import BENT, EQUAL, Scene, hasty, scene, scene_of

from rules.errors import ModelError
from sim.engine import fast, reference
from sim.engine.log import BROKE, STARTED, SUCCEEDED
from sim.robots.drawn import LONGEST
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.agents import BUZZER

MATCHES, FEW = 200, 40
"""Of a season, and of each of its playbooks and bends; the slow tests play more of them."""
swift = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.mark.parametrize("name", PLAYED)
def test_a_season_is_played_alike(name):
    """Two hundred matches of each season's mix are equal, event by event."""
    assert scene(name, MATCHES).first_difference() is None


@pytest.mark.parametrize(("name", "playbook"), PLANS_PLAYED)
def test_a_playbook_is_played_alike(name, playbook):
    """Forty matches of each playbook are equal, event by event."""
    assert scene(name, FEW, playbook, run=2).first_difference() is None


@pytest.mark.parametrize("bend", BENT)
@pytest.mark.parametrize("name", PLAYED)
def test_bent_matches_are_played_alike(name, bend):
    """Crowds, ties, coincidences, absent teams, rows that never open: forty matches each are equal."""
    assert BENT[bend](scene(name, FEW, run=3)).first_difference() is None


@pytest.mark.parametrize("first", [2**31 - 2, 2**32 - 6])
@pytest.mark.parametrize("run", [0, 2**32 - 1])
def test_the_largest_numbers_are_played_alike(first, run):
    """Matches and seeds around the largest signed and unsigned words are equal."""
    assert scene("fgc_2022", 5, first=first, run=run).first_difference() is None


def logs_of(bend, matches=30):
    """Give the event logs of bent matches of 2022, by the compiled engine."""
    of = BENT[bend](scene("fgc_2022", matches, run=3))
    return [of.events(fast.Engine, match)[1] for match in range(matches)]


def test_ties_abound_where_they_shall():
    """The tied scene has instants with many lines, and breakdowns at the instant of a success."""
    logs = logs_of("tied")
    assert all(event.ms % EQUAL == 0 for log in logs for event in log)
    assert max(Counter(event.ms for event in logs[0]).values()) > 8
    met = [{e.ms for e in log if e.what == BROKE} & {e.ms for e in log if e.what == SUCCEEDED} for log in logs]
    assert sum(map(bool, met)) > 10


def test_rows_are_tried_often_where_they_shall():
    """The hasty scene tries some row more than fifty times, by one agent."""
    log = hasty(scene("fgc_2026", 1, run=3)).events(fast.Engine, 0)[1]
    tries = Counter((event.agent, event.action) for event in log if event.what == STARTED)
    assert max(tries.values()) > 50


def test_the_last_milliseconds_are_played():
    """The late scene starts attempts in the last millisecond and has breakdowns in it."""
    lines = {(event.ms, event.what) for log in logs_of("late") for event in log}
    assert {(BUZZER - 1, STARTED), (BUZZER - 1, BROKE)} <= lines


@swift
@given(cases(leaky=True))
def test_a_table_that_overflows_is_refused_alike(case):
    """Where a place gets more than its `most` both engines stop with the same words."""
    of = Scene(case.game, case.orders, case.seed, case.robots(4))
    for match in range(case.first, case.first + 4):
        assert of.events(fast.Engine, match) == of.events(reference.Engine, match)


def test_a_block_is_refused_as_a_match_is():
    """Both engines stop a block at the same match of a table that overflows, with the same words."""
    rows = [{"name": "add", "takes": {"field.base": 1}, "gives": {"field.cup": 1}, "success": 0.05, "drops": {}}]
    of = scene_of(table([{"name": "field.base", "start": 6}, {"name": "field.cup", "most": 2}], rows), 1)
    lines = []
    for kind in (reference.Engine, fast.Engine):
        with pytest.raises(ModelError) as caught:
            kind(of.game, of.orders, 1).play_block(lineup(of.game, of.game.playbooks), 0, 900)
        lines.append(str(caught.value))
    assert lines[0] == lines[1]
    assert int(lines[0].split(":")[0].removeprefix("match ")) > 127


def rolling(rows):
    """Make a table with so many rows of the field, which are one agent each."""
    roll = {"by": "field", "takes": {"field.base": 1}, "seconds": 1}
    go = {"name": "go", "seconds": 1, "takes": {"field.base": 1}}
    return table([{"name": "field.base", "start": 500}], [*({**roll, "name": f"roll {i}"} for i in range(rows)), go])


def test_as_many_agents_as_fit_are_played_alike():
    """With 63 agents the last one plays like any other."""
    of = scene_of(rolling(57), 12)
    assert of.first_difference() is None
    assert len(of.game.agents) == 63
    assert of.game.agents[-1] in {event.agent for event in of.events(fast.Engine, 0)[1]}


def test_more_agents_than_fit_are_refused():
    """The compiled engine says how many agents it can hold."""
    game = rolling(58)
    with pytest.raises(ModelError, match=r"\[\[action\]\]: expected at most 63 agents, found 64"):
        fast.Engine(game, rows_of(game, game.playbooks), 1)


def test_wild_robots_are_played_alike():
    """Robots whose talent, form, skill and luck spread as widely as a population may say are played alike."""
    rows = [{"name": "go", "skill": "any", "takes": {"field.base": 1}, "seconds": 150, "success": 0.5, "drops": {}}]
    robots = {"talent": 5, "form": 5, "reliability": 1, "skill": {"any": {"spread": 5, "talent": 1}}}
    of = scene_of(table([{"name": "field.base", "start": 500}], rows, robots=robots, spread=5), 300)
    assert (of.robots.median.min(), of.robots.median.max()) == (0, LONGEST)
    assert of.first_difference() is None


def test_a_slower_robot_takes_longer_however_slow():
    """Of robots that differ in talent alone the better has never the longer median, nor the smaller room."""
    rows = [{"name": "go", "skill": "any", "takes": {"robot.room": 1}, "seconds": 150}]
    robots = {"talent": 5, "skill": {"any": {"spread": 0, "talent": 9}}}
    robots["room"] = {"place": "robot.room", "spread": 0, "talent": 9}
    places = [{"name": "field.base", "start": 1}, {"name": "robot.room", "start": 3, "most": 7}]
    drawn = scene_of(table(places, rows, robots=robots), 2_000).robots
    order = np.argsort(drawn.talent.ravel())
    assert (np.diff(drawn.median.ravel()[order]) <= 0).all()
    assert (np.diff(drawn.room.ravel()[order]) >= 0).all()
    assert (drawn.room.min(), drawn.room.max()) == (1, 7)
