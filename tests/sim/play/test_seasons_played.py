"""What every season with a match table keeps: small enough to be played by the million, and playbooks that differ."""

import pytest
from played import PLAYED

from sim.play.request import run_request
from sim.table.game import playable, playbooks_by

MATCHES, MOST_ATTEMPTS = 2_000, 480
ROWS = range(9, 26)


@pytest.mark.parametrize("key", PLAYED)
def test_a_match_takes_few_attempts(key):
    """A match has at most 480 attempts on average, whatever all robots play."""
    for playbook in (None, *(each.name for each in playbooks_by(playable(key).model, "robot"))):
        request = run_request(key, MATCHES, playbook=playbook)
        attempts = request.player.play_block(request.lineup, 0, MATCHES).attempts
        assert attempts.mean() <= MOST_ATTEMPTS, playbook


@pytest.mark.parametrize("key", PLAYED)
def test_robots_have_four_plans_at_least(key):
    """A season has at least four playbooks for robots, no two with the same order and decisions, and 9 to 25 rows."""
    playbooks = playbooks_by(playable(key).model, "robot")
    assert len(playbooks) >= 4
    assert len(
        {(each.order, tuple(sorted((row, of.after) for row, of in each.set.items()))) for each in playbooks}
    ) == len(playbooks)
    assert len(playable(key).actions) in ROWS
