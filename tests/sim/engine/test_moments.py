"""A match at its moments: the fold of its log is what playing it by hand until then and cutting it gives."""

import numpy as np
import pytest
from played import PLAYED
from standing import standing

from analysis.run.replays import played_match
from sim.engine.log import CUT, FAILED, STARTED, SUCCEEDED, LogLine
from sim.engine.moments import moments
from sim.play.request import run_request
from sim.table.agents import BUZZER
from sim.table.game import marking_at_start, playable


def over(found):
    """Fold a match that was played again."""
    game = found.request.game
    return moments(game, found.log, marking_at_start(game, found.robots.room[0]))


def assert_clocks(game, found, expected):
    """Fail unless the counters with clocks have these token-seconds, and the others none."""
    assert found.tolist() == [
        expected[name] * is_clock for name, is_clock in zip(game.counters, game.clock, strict=True)
    ]


@pytest.mark.parametrize("key", PLAYED)
def test_the_fold_is_the_match_cut_there(key):
    """At the start, the buzzer and twenty moments between, marking and clocks are those of a match cut there."""
    found = played_match(run_request(key, seed=5), 2)
    folded, game = over(found), found.request.game
    luck = np.random.default_rng(5)
    for place in (0, len(folded.ms) - 1, *luck.integers(0, len(folded.ms), 20)):
        marking, clocks = standing(found, folded.ms[place])
        assert dict(zip(game.counters, folded.marking[place].tolist(), strict=True)) == marking
        assert_clocks(game, folded.clocks[place], clocks)


@pytest.mark.parametrize("key", PLAYED)
def test_between_its_moments_nothing_changes(key):
    """A ms before the next moment a match stands as it did at the last."""
    found = played_match(run_request(key, seed=6), 1)
    folded, game = over(found), found.request.game
    for place in np.random.default_rng(6).integers(0, len(folded.ms) - 1, 10):
        marking, clocks = standing(found, folded.ms[place + 1] - 1)
        assert dict(zip(game.counters, folded.marking[place].tolist(), strict=True)) == marking
        assert_clocks(game, folded.clocks[place], clocks)


@pytest.mark.parametrize("key", PLAYED)
def test_no_piece_is_lost_on_the_way(key):
    """The pieces of a kind that no row makes are as many at every moment: what is being moved is where it was."""
    found = played_match(run_request(key, seed=7), 4)
    game, marking = found.request.game, over(found).marking
    made = {row.makes for row in game.actions}
    kinds = {place.piece for place in game.model.place} - made - {None}
    assert kinds
    for kind in kinds:
        of = {place.name for place in game.model.place if place.piece == kind}
        columns = [i for i, name in enumerate(game.counters) if name.partition(" ")[0] in of]
        assert len(set(marking[:, columns].sum(axis=1).tolist())) == 1, kind


def test_a_match_by_hand():
    """What a robot takes counts as there until its attempt ends, and comes back where it is cut."""
    game = playable("2022")
    row = next(i for i, each in enumerate(game.actions) if each.name == "collect near")
    log = [
        LogLine(1_000, 0, row, STARTED, 2),
        LogLine(2_000, 3, row, STARTED, 1),
        LogLine(3_000, 0, row, SUCCEEDED, 2),
        LogLine(4_000, 3, row, FAILED, 1),
        LogLine(149_000, 0, row, STARTED, 1),
        LogLine(BUZZER, 0, row, CUT, 1),
    ]
    folded = moments(game, log, game.start)
    near, load = (game.counters.index(name) for name in ("field.near", "robot.load red 1"))
    assert folded.ms.tolist() == [0, 3_000, 4_000, BUZZER]
    assert folded.marking[:, near].tolist() == [25, 23, 23, 23]
    assert folded.marking[:, load].tolist() == [0, 2, 2, 2]
    assert not folded.clocks.any()
