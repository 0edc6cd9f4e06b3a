"""Robots of whom something is known: that holds in every match, and all else is drawn as it always is."""

import numpy as np
import pytest
from reading import alike

from sim.draws import NORMALS, STATION, words
from sim.play.known import Known, play_known, words_of
from sim.play.request import run_request
from sim.robots.properties import TALENT
from sim.table.agents import ROBOTS

REQUEST = run_request("2022", seed=4)
MATCHES = 300
ABILITIES = list(REQUEST.game.robots.can)


def known(able=(), phase=0.5, worlds=MATCHES):
    """Know the talents that would be drawn anyway, and what some robots can do."""
    robots = np.arange(ROBOTS)[None]
    talent = words(REQUEST.seed, STATION, np.arange(worlds)[:, None], robots, TALENT, 0)[0]
    return Known(talent, {(robot, ABILITIES.index(name)): has for robot, name, has in able}, phase)


def drawn(of, first=0, count=MATCHES):
    """Draw robots of whom this is known."""
    return of.robots(REQUEST.lineup, REQUEST.seed, first, count)


def test_who_knows_what_would_be_drawn_changes_nothing_but_the_time():
    """With the talents of a run its robots are the run's, but for how far the event has come."""
    usual, found = REQUEST.robots(0, MATCHES), drawn(known())
    assert alike(usual.talent, found.talent)
    assert alike(usual.room, found.room)
    assert alike(usual.playbook, found.playbook)
    assert alike(usual.breaks, found.breaks)
    assert np.ptp(found.phase) == 0
    assert found.phase[0] == pytest.approx(0.5, abs=1e-6)


def test_matches_are_the_same_however_they_are_cut():
    """Match i takes the i-th world, from whichever match on robots are drawn, and begins anew after the last."""
    of = known(worlds=7)
    whole, part = drawn(of, 0, 40), drawn(of, 25, 15)
    assert alike(whole.talent[25:], part.talent)
    assert alike(whole.median[25:], part.median)
    assert alike(whole.talent[:7], whole.talent[7:14])


@pytest.mark.parametrize("has", [True, False])
def test_what_was_seen_holds_in_every_match(has):
    """A robot has the ability, or lacks it, in all matches; the others' are drawn as before."""
    found, usual = drawn(known([(2, "climb_lo", has)])), drawn(known())
    place = ABILITIES.index("climb_lo")
    assert (found.able[:, 2, place] == has).all()
    assert len(np.unique(usual.able[:, 2, place])) == 2
    found.able[:, 2, place] = usual.able[:, 2, place]
    assert alike(usual.able, found.able)


def test_words_stand_where_shares_do():
    """The word of a share gives its quantile, and no share gives a word that is none."""
    shares = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
    found = words_of(shares)
    assert found.tolist()[::4] == [0, 2**32 - 1]
    assert NORMALS[(found >> np.uint64(20)).astype(int)][1:4] == pytest.approx([-1.2816, 0, 1.2816], abs=0.002)


def test_stronger_robots_score_more():
    """Talents at the top of the population bring more points than those at its bottom."""
    scores = [
        play_known(REQUEST, range(400), Known(words_of(np.full((1, ROBOTS), share)), {}, 0.5)).scores.mean()
        for share in (0.05, 0.95)
    ]
    assert scores[1] > 1.5 * scores[0]
