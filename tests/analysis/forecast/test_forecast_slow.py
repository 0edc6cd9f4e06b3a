"""Forecasts of simulated events, whose end is known: ranges hold as often as they say, chances are what they say.

Ten events of one season's own population are forecast from their half with hindsight, so that nothing is wrong with
the model but its shape: normals in points. False alarms: the bounds are about four standard errors wide, with the
spread between events counted.
"""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from analysis.forecast.forecast import policy_of
from analysis.forecast.play_out import ranked, ranking_phases, strengths
from analysis.forecast.process import HALF_90, predicted
from analysis.forecast.running import Running, forgotten
from analysis.forecast.structure import foreseen
from sim.play.event import event_request, play_repeats
from sim.play.request import run_request
from sim.table.game import playable_keys

EVENTS, TOP = 10, 24
KEY = playable_keys()[-1]


def running_of(repeat):
    """Give an event that was played as a table of it would."""
    matches = len(repeat.schedule.team)
    return Running(
        names=repeat.names,
        matches=tuple(range(1, matches + 1)),
        teams=repeat.schedule.team,
        scores=repeat.matches.scores,
        played=np.ones(matches, dtype=np.bool_),
        card=repeat.card,
        absent=~repeat.came,
        skipped=repeat.schedule.surrogate,
    )


@pytest.fixture(scope="module")
def events():
    """Play events of a seed that nothing was learned from, and what is foreseen of them."""
    request = event_request(run_request(KEY, seed=77), repeats=EVENTS)
    known = foreseen(event_request(run_request(KEY, seed=1)), 1, lambda _: None, hindsight=True, rivals=False)
    return policy_of(request.game.rules).standing, known.prior, [running_of(each) for each in play_repeats(request)]


@pytest.mark.slow
def test_ranges_of_scores_hold_as_often_as_they_say(events):
    """About nine of ten scores lie in the 90 % range that was foretold of them."""
    _, prior, every = events
    with threadpool_limits(1):
        found = [predicted(each.course, each.scores, prior) for each in every]
    inside = [(abs(each.scores - of.mean) <= HALF_90 * of.sd).mean() for each, of in zip(every, found, strict=True)]
    assert 0.86 < np.mean(inside) < 0.94


@pytest.mark.slow
def test_ranges_of_ranks_hold_and_chances_come_true(events):
    """About nine of ten teams end in the range of ranks foretold from half of the event; chances add up."""
    standing, prior, every = events
    inside, claimed, true = [], [], []
    with threadpool_limits(1):
        for each in every:
            then = forgotten(each, len(each.matches) // 2)
            of = strengths(then.course.at(then.past), then.scores[then.past], prior, 500, 1, below_zero=False)
            ends = ranking_phases(then, of, standing, 1).rank
            rank, _ = ranked(each, each.scores[None], standing, 1)
            low, high = np.quantile(ends, [0.05, 0.95], axis=0, method="inverted_cdf")
            inside.append(((low <= rank[0]) & (rank[0] <= high)).mean())
            claimed.append((ends <= TOP).mean(axis=0))
            true.append(rank[0] <= TOP)
    assert 0.85 < np.mean(inside) < 0.95
    chance, came = np.concatenate(claimed), np.concatenate(true)
    middle = (chance > 0.2) & (chance < 0.8)
    assert abs(chance[middle].mean() - came[middle].mean()) < 4 * 0.5 / np.sqrt(middle.sum())
