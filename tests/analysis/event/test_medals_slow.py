"""Simulated playoffs beside the published ones, which nothing was fitted to."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from places import shared
from scipy.stats import spearmanr

from analysis.event.medals import kept
from sim.play.event import event_request, play_repeats, with_playoffs
from sim.play.request import run_request

OVER = {"2022": 2.9, "2023": 2.44}
"""The mean score of the 16 matches over that of the ranking phase, as published."""


@pytest.mark.slow
def test_published_playoffs_are_not_far():
    """Ratio to the ranking phase, sd of the sums, correlation with the seed: |z| below 2.5, over 200 events."""
    sums = defaultdict(list)
    with shared("data", "playoff_sums.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums[row["year"]].append(int(row["rr_sum"]))
    for year, published in sums.items():
        request = with_playoffs(event_request(run_request(year), repeats=200))
        every = [kept(repeat, request.playoff_format) for repeat in play_repeats(request)]
        simulated = np.array([(each.over, each.sums.std(ddof=1), each.correlation) for each in every])
        real = OVER[year], np.std(published, ddof=1), -spearmanr(published, range(8)).statistic
        assert np.abs((real - simulated.mean(axis=0)) / simulated.std(axis=0, ddof=1)).max() < 2.5
