"""Is the stated confidence true? Comparisons and runs whose truth is known, repeated 300 times with other seeds.

A 95 % interval should miss the truth in 5 % of repeats; a test fails below 2.5 % or above 8.5 %, that is, outside of
8 to 25 misses. With fresh seeds each of the four tests would raise a false alarm in 2 % of runs (binomial: 1.6 % with
too few misses, 0.5 % with too many); the seeds are fixed, so what holds goes on holding.

What 10 million matches gave, with seeds that no test uses, stands in `TRUTHS`. It is of one way of playing the
season, told by the scores of some matches (`PLAYED`): whoever changes that, computes it anew, in some minutes, by

    for n in $(seq 1001 1010); do sim sweep --season 2022 --plan "climb low early" --set grip.after=105:110:5 \\
        --matches 1000000 --seed $n --json; done    # the mean over the ten of settings[0].to_best
    sim run --season 2022 --matches 10000000 --seed 1000 --json    # alliance_score
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from hashlib import sha256

import pytest

from analysis.compare.axes import axis_of, variants_on
from analysis.compare.matchups import Matchup, Variant
from analysis.compare.paired import compare
from analysis.run.until import tally_until
from sim import simulate
from sim.play.request import MOST, run_request
from sim.robots.files import Station, plan_of
from sim.table.game import playable

pytestmark = pytest.mark.slow

SEASON, REPEATS = "fgc_2022", 300
PLAYED = "87ecc08c4fe3f5dfefa4ae34318d64d6ffee73739090ceaaadd8afd148e2c6c7"
TRUTHS = {"105 minus 110": (-0.49624, 0.0022), "mean score": (136.2529, 0.0230)}
"""A mean and its standard error; 105 and 110 are when `climb low early` leaves for the bar, at red 1."""
GAME = playable(SEASON)
PLAN = plan_of(GAME, "climb low early", "")
LEAVING = variants_on(GAME, [axis_of(GAME, PLAN, "grip.after=105:110:5")], PLAN, None)


def silent(_):
    """Show no progress."""


@cache
def played():
    """Give the hash of 2,000 scores: it changes with what is played, not with a comment in the seed file."""
    scores = simulate(SEASON, matches=2_000, seed=999).scores
    return sha256(scores.astype("<f8").tobytes()).hexdigest()


def truth(name):
    """Give what many matches gave, as long as the season is still played as it was then."""
    assert played() == PLAYED, "the season is played otherwise: compute TRUTHS anew, see the head of this file"
    return TRUTHS[name][0]


def repeated(experiment):
    """Do an experiment with 300 seeds, two at a time, and give what each gave."""
    experiment(0)  # compiles, before threads would wait for each other
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(experiment, range(1, REPEATS + 1)))


def assert_true_to_its_word(misses):
    """Fail where intervals that claim 95 % miss the truth too often or too seldom."""
    assert 0.025 <= sum(misses) / REPEATS <= 0.085, sum(misses)


def compared(matches, seed):
    """Compare leaving at 105 s with leaving at 110 s, and give the only pair."""
    matchup = Matchup(run_request(SEASON, seed=seed), LEAVING, (0,), workers=1)
    matchup.play(matches, silent)
    return compare(matchup.played()).pairs[0]


def stations(matches, seed):
    """Compare red 1 with red 2 as the robot that plays the plan."""
    played = []
    for station in range(2):
        matchup = Matchup(
            run_request(SEASON, seed=seed), [Variant(f"red {station + 1}", Station(plan=PLAN))], (station,), workers=1
        )
        matchup.play(matches, silent)
        played += matchup.played()
    return compare(played).pairs[0]


def missed(pair, difference):
    """Say whether the interval of a pair misses this difference."""
    return not pair.difference.low <= difference <= pair.difference.high


def test_equally_good_stations():
    """The same plan at red 1 or at red 2 truly makes no difference: 1,200 matches say so in 95 % of repeats."""
    pairs = repeated(partial(stations, 1_200))
    assert not any(pair.identical for pair in pairs)
    assert_true_to_its_word([missed(pair, 0) for pair in pairs])


def test_a_slightly_better_plan():
    """Leaving 5 s later is better by 0.5 points of 136: the intervals of 2,000 matches hold that in 95 %."""
    pairs = repeated(partial(compared, 2_000))
    assert_true_to_its_word([missed(pair, truth("105 minus 110")) for pair in pairs])


def test_a_comparison_stops_when_it_is_sure():
    """Stopping at a half-width of 0.2 points keeps it, and the intervals hold the truth in 95 % all the same."""

    def until(seed):
        matchup = Matchup(run_request(SEASON, seed=seed), LEAVING, (0,), workers=1)
        matchup.play_until(0.2, MOST, silent)
        return compare(matchup.played()).pairs[0]

    pairs = repeated(until)
    assert max(pair.difference.high - pair.difference.low for pair in pairs) <= 2 * 0.2
    assert_true_to_its_word([missed(pair, truth("105 minus 110")) for pair in pairs])


def test_a_run_stops_when_it_is_sure():
    """Stopping at a half-width of 2 points keeps it, and the mean score is within it in 95 % of runs."""

    def until(seed):
        counted, rule = tally_until(run_request(SEASON, MOST, seed), 2.0, 1, silent)
        assert counted.matches == rule.n
        return rule.reached()

    reached = repeated(until)
    assert all(each.enough and each.half_width <= 2 for each in reached)
    assert max(each.n for each in reached) < 10_000
    assert_true_to_its_word([abs(each.mean - truth("mean score")) > each.half_width for each in reached])
