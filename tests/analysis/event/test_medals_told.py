"""What is told of playoffs: figures worked out again by hand, and how many matches are enough."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from analysis.event.enough import enough, numbers_of
from analysis.event.medals import kept, over_events
from rules.errors import ModelError
from sim.play.event import event_request, play_repeat, play_repeats, with_playoffs
from sim.play.playoffs import NOBODY
from sim.play.request import run_request


@pytest.fixture(scope="module")
def request_():
    """Ask for a small event with playoffs, and what another rule would change."""
    return with_playoffs(event_request(run_request("2022", seed=8), 45, 4, 2), "weakest")


@pytest.fixture(scope="module")
def repeat(request_):
    """Play its second repeat."""
    return play_repeat(request_, 1)


@pytest.fixture(scope="module")
def found(request_, repeat):
    """Give what is kept of it."""
    return kept(repeat, request_.playoff_format)


def test_what_is_kept_follows_from_the_matches(repeat, found):
    """The first round's mean over the ranking phase's, its sums, their correlation with the seeds, and the medals."""
    first, mean = repeat.playoffs[0].found.rounds[0], repeat.matches.scores.mean()
    assert found.over == pytest.approx(first.scores.mean() / mean)
    sums = [first.scores[first.alliance == each].sum() for each in range(8)]
    assert found.sums.tolist() == sums == first.gathered.tolist()
    assert found.correlation == pytest.approx(-spearmanr(sums, range(8)).statistic)
    for place, team in enumerate(repeat.ranked, start=1):
        assert found.rank[team] == place
    assert np.bincount(found.medal - NOBODY).tolist() == [45 - 12, 4, 4, 4]
    assert found.drawn.sum() == 8
    assert found.rank[found.drawn].min() > 24
    assert found.better_draw.sum() == 4


def test_what_members_bring_is_their_own_mean(repeat, found):
    """Each member brings what its alliances scored above the mean of all, in its ranking matches."""
    scores, team = repeat.matches.scores, repeat.schedule.team
    brings = {
        each: np.mean([scores[match, place // 3] for match, place in zip(*np.nonzero(team == each), strict=True)])
        - scores.mean()
        for each in range(45)
    }
    sides = repeat.playoffs[0].found.rounds[0].team.reshape(-1, 3).tolist()
    mean = scores.mean() + np.mean([sum(brings[each] for each in side) for side in sides])
    assert found.members == pytest.approx(mean / scores.mean())


def test_what_another_rule_changes_is_paired(repeat, found):
    """It is told of both playoffs of the same repeat."""
    own, other = (each.found for each in repeat.playoffs)
    assert found.otherwise[0] == pytest.approx(other.rounds[0].scores.mean() / repeat.matches.scores.mean())
    assert found.otherwise[1] == (own.medals[0] != other.medals[0])


def test_one_event_has_no_spread():
    """Of one event there is a mean and no error; of three all."""
    assert over_events([2.0]) == over_events(np.array([2]))
    assert over_events([2.0]).sd is over_events([2.0]).mean_error is None
    assert None not in vars(over_events([1.0, 2.0, 4.0])).values()


def test_every_team_is_among_all(request_):
    """Where as many are looked for as there are, all of them are found; of fewer, some."""
    request = replace(request_, playoffs=False, sits=None)
    assert enough(4, 45, play_repeats(request)).best_in_top.mean == 1
    some = enough(4, 10, play_repeats(request))
    assert 0 < some.best_in_top.mean < 1
    assert (some.each, some.matches, some.top) == (4, 30, 10)


@pytest.mark.parametrize(("text", "expected"), [("12", [12]), ("6:14:4", [6, 10, 14]), ("3:8:3", [3, 6])])
def test_numbers_of_matches_are_read(text, expected):
    """One number is itself; FROM:TO:STEP ends at the last that is not beyond."""
    assert numbers_of(text) == expected


@pytest.mark.parametrize("text", ["", "x", "1:2", "1:2:0", "5:1:1", "0:3:1", "1:2:3:4", "1.5"])
def test_what_are_no_numbers_is_refused(text):
    """One line says what was expected."""
    with pytest.raises(ModelError, match="--each: expected a whole number, or FROM:TO:STEP"):
        numbers_of(text)
