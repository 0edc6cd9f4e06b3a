"""The spread over repeats: against closed forms, and on the standings of a real event."""

import numpy as np
import pytest

from analysis.event.ranks import Standing, jackknife_error, shown_ranks, spearman, spread, standing
from sim import play_event

RNG = np.random.default_rng(4)


def made(scores, ranks, talents):
    """Make the standing of a repeat by hand."""
    return Standing("rankingScore", np.array(scores, dtype=float), np.array(ranks), np.array(talents, dtype=float))


@pytest.fixture(scope="module")
def event():
    """Play an event eight times."""
    return play_event("2022", 24, 6, repeats=8, seed=2)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 99], 1),
        ([1, 2, 3, 4], [4, 3, 2, -9], -1),
        ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.8),
        ([1, 1, 2, 2], [1, 2, 2, 1], 0),
        ([1, 1, 2, 3], [1, 1, 3, 2], 7 / 9),
        ([7, 7, 7], [1, 2, 3], None),
    ],
)
def test_the_rank_correlation(one, other, expected):
    """Spearman's correlation of small samples, with ties, is what the textbook's sum gives."""
    found = spearman(np.array(one), np.array(other))
    assert found == (None if expected is None else pytest.approx(expected))


def test_the_error_of_a_spread():
    """The jackknife leaves each value out in turn, and finds the error that samples of a normal have."""
    values = RNG.normal(size=9)
    without = np.array([np.delete(values, i).std(ddof=1) for i in range(9)])
    assert jackknife_error(values) == pytest.approx(np.sqrt(8 / 9 * ((without - without.mean()) ** 2).sum()))
    assert jackknife_error(RNG.normal(size=20_000)) == pytest.approx(1 / np.sqrt(40_000), rel=0.05)
    assert jackknife_error(np.array([1.0, 2.0])) is None
    rounding = np.array(
        [9.0, 9.0, 9.0, 9.0, 9.0, 181.0]
    )  # without the last there is no spread; with doubles a hair less
    assert jackknife_error(rounding) == pytest.approx(np.sqrt(5 / 6 * 5 / 6) * np.delete(rounding, 0).std(ddof=1))


@pytest.mark.parametrize(
    ("teams", "ranks"), [(6, [1, 3, 4, 6]), (8, [1, 2, 4, 6, 8]), (162, [1, 4, 8, 40, 81, 121, 162])]
)
def test_ranks_that_are_shown(teams, ranks):
    """First, fourth and eighth, and the last of each quarter of the field, each once."""
    assert shown_ranks(teams) == ranks


def test_the_spread_of_repeats_made_by_hand():
    """Means, spreads and shares over three repeats are those that one can work out on paper."""
    found = spread(
        [
            made([90, 50, 40, 30, 20, 10], [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]),
            made([60, 50, 40, 30, 20, 10], [6, 5, 4, 3, 2, 1], [6, 5, 4, 3, 2, 1]),
            made([30, 30, 30, 30, 20, 10], [3, 1, 2, 4, 5, 6], [6, 5, 4, 3, 2, 1]),
        ]
    )
    first = found.score_by_rank[0]
    assert (first.rank, first.mean, first.sd) == (1, 60, 30)
    assert first.mean_error == pytest.approx(30 / np.sqrt(3))
    third = found.score_by_rank[1]
    by_hand = {"rank": 3, "mean": 110 / 3, "mean_error": 10 / 3, "sd": 10 / 3**0.5, "sd_error": 10 * 2**0.5 / 3}
    assert vars(third) == {name: pytest.approx(value) for name, value in by_hand.items()}
    assert found.talent_and_rank.mean == pytest.approx((1 - 1 + 1 - 6 * 6 / 210) / 3)
    shares = {top: each.mean for top, each in found.most_talented_in_top.items()}
    assert shares == {"1": pytest.approx(1 / 3), "4": pytest.approx(2 / 3)}
    assert found.most_talented_in_top["4"].error == pytest.approx(np.sqrt(2 / 9 / 2))


def test_teams_of_equal_talent_say_nothing_of_talent():
    """Where all teams are alike there is no correlation to speak of."""
    assert spread([made([3, 2, 1] * 2, range(1, 7), [0] * 6)] * 2).talent_and_rank is None


def test_a_standing_is_that_of_its_table(event):
    """A standing's scores and ranks are the ranking table's, its talents the teams' own."""
    repeat = event.repeats[3]
    found = standing(repeat)
    assert found.column == "rankingScore"
    for row in repeat.ranking:
        team = int(row["teamKey"].removeprefix("T")) - 1
        assert found.rank[team] == row["rank"]
        assert found.score[row["rank"] - 1] == row["rankingScore"]
    assert (found.talent == event.talents[3]).all()


def test_talent_shows_in_an_event(event):
    """Over the repeats of an event the more talented teams rank higher, and first scores more than last."""
    found = spread([standing(repeat) for repeat in event.repeats])
    assert found.repeats == 8
    means = [each.mean for each in found.score_by_rank]
    assert means == sorted(means, reverse=True)
    assert found.talent_and_rank.mean > 3 * found.talent_and_rank.error > 0
