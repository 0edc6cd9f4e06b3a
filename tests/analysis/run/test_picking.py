"""Matches at quantiles: so many of all score as much or less, by both sides together."""

import pytest

from analysis.run.picking import percents, picked
from rules.errors import ModelError
from sim import simulate


@pytest.fixture(scope="module")
def run():
    """Play a small run."""
    return simulate("fgc_2022", 200, seed=9)


@pytest.mark.parametrize("percent", [0, 5, 50, 97.5, 100])
def test_so_many_score_as_much_or_less(run, percent):
    """At least the share asked for is at or below the match picked, and less than it below."""
    sums = run.scores.sum(axis=1)
    (found,) = picked([run], [percent])
    assert (found.percent, found.of) == (percent, 200)
    assert (sums <= sums[found.match]).mean() * 100 >= percent
    assert (sums < sums[found.match]).mean() * 100 <= percent


def test_parts_are_one_run(run):
    """A run in parts gives the same matches."""
    parts = [run.at(slice(0, 70)), run.at(slice(70, 200))]
    assert picked(parts, [5, 50, 95]) == picked([run], [5, 50, 95])


@pytest.mark.parametrize("text", ["", "five", "5,,95", "-1", "101", "nan", "5;95"])
def test_what_is_no_list_of_per_cents_is_refused(text):
    """Words, empty places and numbers that are no per cent are one line."""
    with pytest.raises(ModelError, match="--quantile: expected numbers from 0 to 100"):
        percents(text)
