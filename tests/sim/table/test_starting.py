"""Rows that can never be started at the same moment, and rows that never get their turn: so it is in play."""

from itertools import pairwise

import numpy as np
import pytest
from played import PLAYED

from analysis.compare.options import able_rows, overtaken_rows
from sim import simulate
from sim.engine.log import DID
from sim.play.request import run_request
from sim.robots.dials import Choice
from sim.robots.files import DRAWN, Station, robot_of
from sim.table.game import playable, playbooks_by
from sim.table.language import Action
from sim.table.starting import overtaken, together


def choices(key):
    """Give every plan of a season with a good robot and with its own."""
    game = playable(key)
    for nth, plan in enumerate(playbooks_by(game.model, "robot")):
        yield Choice(game, plan, robot_of(game, ("p50", "p90")[nth % 2], ""))


def red(choice):
    """Let a choice stand at red 1."""
    return (Station(robot=choice.robot, plan=choice.plan), DRAWN, DRAWN)


@pytest.mark.parametrize("key", PLAYED)
def test_neighbours_that_never_meet_may_be_swapped(key):
    """All neighbours of a plan that cannot be started together, swapped at once, leave every match as it was."""
    tried = 0
    for of in choices(key):
        rows = able_rows(of)
        pairs, swapped = together(of.game.model, rows), {}
        for one, other in pairwise(row.name for row in rows):
            if {one, other} not in pairs and not {one, other} & swapped.keys():
                swapped |= {one: other, other: one}
        order = tuple(swapped.get(name, name) for name in of.plan.order)
        other = of._replace(plan=of.plan.model_copy(update={"order": order}))
        before, after = (simulate(key, 200, red=red(each)).scores for each in (of, other))
        assert np.array_equal(before, after)
        tried += len(swapped)
    assert tried >= 2


@pytest.mark.parametrize("key", PLAYED)
def test_neighbours_that_meet_are_found_as_well(key):
    """The search does not take everything for impossible: some swap of each season changes some match."""
    for of in choices(key):
        pairs = [pair for pair in pairwise(row.name for row in able_rows(of)) if set(pair) in meeting(of)]
        for one, other in pairs:
            swapped = {one: other, other: one}
            order = tuple(swapped.get(name, name) for name in of.plan.order)
            turned = of._replace(plan=of.plan.model_copy(update={"order": order}))
            if (simulate(key, 100, red=red(of)).scores != simulate(key, 100, red=red(turned)).scores).any():
                return
    pytest.fail("no swap changes anything")


def meeting(of):
    """Give the pairs of rows that may be started at the same moment."""
    return together(of.game.model, able_rows(of))


@pytest.mark.parametrize("key", PLAYED)
def test_what_is_overtaken_is_never_started(key):
    """A row that another one before it can always be done in place of is started in no match."""
    for of in choices(key):
        never = overtaken_rows(of)
        if never:
            asked = run_request(key, red=red(of))
            starts = asked.player.did(asked.robots(0, 200), 0)[..., DID.index("starts")].sum(axis=0)
            names = [row.name for row in of.game.actions]
            assert [row for row in never if starts[names.index(row)]] == []


def row(name, **of):
    """Give a row of a robot."""
    return Action(name=name, doc="", by="robot", seconds=1, source="assumed", **of)


def test_a_row_that_asks_for_as_much_or_more_is_overtaken():
    """Whoever wants one ball comes before whoever wants two; what the first is kept from is not overtaken."""
    one, two = row("one", takes={"robot.load": 1}), row("two", takes={"robot.load": 2})
    assert overtaken([one, two]) == {"two": "one"}
    assert overtaken([two, one]) == {}
    kept = row("kept", takes={"robot.load": 1}, unless={"robot.load": 5})
    assert overtaken([kept, two]) == {}
    assert overtaken([kept, row("few", takes={"robot.load": 1}, unless={"robot.load": 3})]) == {"few": "kept"}
    assert overtaken([one, row("needs", needs={"robot.load": 1}, takes={"field.floor": 1})]) == {"needs": "one"}
