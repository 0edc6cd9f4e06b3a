"""A cold year: what a season takes from the others, and that it knows nothing of its own results."""

import json

import pytest
from played import PLAYED

from analysis.event.cold import cold, cooled
from sim.play.event import event_request, play_repeat
from sim.play.request import run_request
from sim.table.dials import numbers_of
from sim.table.game import compiled, playable, playbooks_by
from sim.table.language import seed


def others_of(key):
    """Give the other seasons that are played."""
    return [playable(other) for other in PLAYED if other != key]


@pytest.mark.parametrize("key", PLAYED)
def test_a_cold_season_is_a_legal_one(key):
    """Its tables keep every law, with the same places, rows and orders, and an event of it can be played."""
    own = playable(key)
    found = compiled(cooled(own.model, others_of(key)), own.rules)
    assert found.counters == own.counters
    assert [row.name for row in found.actions] == [row.name for row in own.actions]
    assert [each.order for each in found.playbooks] == [each.order for each in own.playbooks]
    asked = event_request(run_request(key), 12, 3)
    assert play_repeat(cold(asked), 0).matches.scores.shape == (6, 2)


@pytest.mark.parametrize("key", PLAYED)
def test_nothing_of_its_own_numbers_is_left(key):
    """Whatever a season's own times, chances, population, shares and decisions are, its cold year is the same."""
    own, others = seed(key), others_of(key)
    rows = tuple(
        row.model_copy(update={"seconds": 7.0, "success": row.success if row.success == 1 else 0.123})
        for row in own.action
    )
    assert own.robots is not None
    other = own.model_copy(
        update={"action": rows, "robots": own.robots.model_copy(update={"talent": 0.01, "pace": 1.0})}
    )
    one, two = cooled(own, others), cooled(other, others)
    usual = {(row.by, row.skill) for each in others for row in each.actions}
    for row, again in zip(one.action, two.action, strict=True):
        if row.by != "field" and (row.by, row.skill) in usual:
            assert row == again
    assert (one.robots, one.durations, one.playbook) == (two.robots, two.durations, two.playbook)


def test_numbers_are_means_of_the_others():
    """A number that all have is their mean; playbooks are equally frequent; a row's time is that of its kind."""
    key = PLAYED[0]
    others = others_of(key)
    found = cooled(seed(key), others)
    expected = sum(numbers_of(each.model)["robots.talent"] for each in others) / len(others)
    assert numbers_of(found)["robots.talent"] == pytest.approx(expected)
    robots = playbooks_by(found, "robot")
    assert [each.share for each in robots] == pytest.approx([1 / len(robots)] * len(robots))
    times = {}
    for row in found.action:
        if row.by == "robot":
            times.setdefault(row.skill, set()).add(row.seconds)
    assert all(len(each) == 1 for skill, each in times.items() if skill == "drive")


@pytest.mark.slow
def test_the_command_says_that_it_is_cold(sim):
    """`--cold` is said to people and to programs; a population beside it is refused in one line."""
    call = ("validate", "--season", PLAYED[-1].removeprefix("fgc_"), "--repeats", "2", "--cold")
    assert json.loads(sim(*call, "--json").stdout)["cold"] is True
    done = sim(*call)
    assert "cold year: " in done.stdout
    assert "Match model: grade" not in done.stdout
    wrong = sim(*call, "--population", "x.toml")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
