"""What a robot did, against its event logs counted line by line."""

import json

import numpy as np
import pytest
from played import PLAYED

from analysis.documents import document
from analysis.run.cards import card, cards, ratio
from analysis.run.tallies import Estimate
from analysis.words import english
from sim.cli.cards import lines_of, share_of
from sim.engine import fast
from sim.engine.log import CUT, FAILED, STARTED, SUCCEEDED
from sim.play.request import run_request
from sim.table.agents import ROBOTS
from sim.table.game import playbooks_by

MATCHES = 60


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize("key", PLAYED)
def test_counts_are_those_of_the_logs(key, engine):
    """Starts, ends, successes and time of every robot and row are what the event logs say, in both engines."""
    request = run_request(key, MATCHES, 3, engine=engine)
    robots = request.robots(0, MATCHES)
    expected = np.zeros((ROBOTS, MATCHES, len(request.game.actions), 4), dtype=int)
    for match in range(MATCHES):
        log, begun = [], {}
        request.player.play(robots, match, log)
        for ms, agent, action, what, _ in log:
            if agent < ROBOTS and what == STARTED:
                begun[agent] = ms
                expected[agent, match, action, 0] += 1
            elif agent < ROBOTS and what in (SUCCEEDED, FAILED):
                expected[agent, match, action, 1:] += 1, what == SUCCEEDED, ms - begun[agent]
            assert what != CUT or agent not in begun or ms >= begun[agent]
    for robot in range(ROBOTS):
        assert np.array_equal(request.player.did(robots, robot), expected[robot])


@pytest.mark.parametrize("lines", [1, 100])
def test_logs_longer_than_the_room_for_them_are_counted_too(lines, monkeypatch):
    """However little room there is for lines at first, every match is counted, each once."""
    request = run_request("fgc_2022", 40, 1)
    robots = request.robots(0, 40)
    expected = request.player.did(robots, 0)
    monkeypatch.setattr(fast, "FEW_LINES", lines)
    assert np.array_equal(request.player.did(robots, 0), expected)


@pytest.mark.parametrize("key", PLAYED)
def test_a_card_says_what_the_robot_did(key, tmp_path):
    """A card has the rows that were started, names those that never were, and its shares are shares."""
    plan = playbooks_by(run_request(key).game.model, "robot")[0].name
    (tmp_path / "red.toml").write_text(
        f'season = "{key}"\nrobots = ["p50", "draw", "draw"]\nplans = ["{plan}", "draw", "draw"]\n', encoding="utf-8"
    )
    request = run_request(key, 200, red=tmp_path / "red.toml")
    (found,) = cards(request)
    assert (found.robot, found.station, found.plan, found.matches) == ("p50", "red 1", plan, 200)
    assert {*found.rows, *found.never} == set(request.stations[0].plan.order)
    assert all(0 < row.matches.mean <= 1 or row.works is None or row.works.mean == 0 for row in found.rows.values())
    assert all(sum(share.mean for share in states.values()) == pytest.approx(1) for states in found.ends.values())
    assert json.loads(json.dumps(document(found), allow_nan=False)) == document(found)
    said = [english(line) for line in lines_of(found)]
    assert all(any(name in line for line in said) for name in found.never)


def test_nobody_named_has_no_card():
    """A run of drawn robots has no cards; a single match tells no errors."""
    assert cards(run_request("2022", 10)) == []
    alone = card(run_request("2022", 1, playbook="collect and climb late"), 0)
    assert all(row.times.error is None for row in alone.rows.values())


def test_few_tries_are_counted_and_many_have_an_error():
    """Of fewer than 30 it is said how many; where all worked, the error is that of Wilson's interval."""
    assert english(share_of(Estimate(1 / 3, 0.2), 1, 3)) == "1 of 3"
    assert english(share_of(Estimate(1.0, 0.0), 29, 29)) == "29 of 29"
    assert english(share_of(Estimate(1.0, 0.0), 100, 100)) == "100.00 ± 0.94"
    assert english(share_of(Estimate(0.5, 0.05), 50, 100)) == "50.0 ± 5.0"
    told = lines_of(card(run_request("2022", 1, playbook="collect and climb late"), 0))
    alone = [english(line) for line in told]
    assert any(line.startswith(("It comes to 1 of 1 matches", "It comes to 0 of 1 matches")) for line in alone)


def test_a_ratio_and_its_error():
    """The share of all tries that worked, with its error over matches, is near that of so many tries."""
    random = np.random.default_rng(1)
    tries = random.poisson(5, 4_000)
    worked = random.binomial(tries, 0.3)
    share, error = ratio(worked, tries)
    assert share == pytest.approx(worked.sum() / tries.sum())
    assert error == pytest.approx(np.sqrt(0.3 * 0.7 / tries.sum()), rel=0.05)
