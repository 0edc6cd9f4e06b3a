"""Statistical proofs on 20,000 matches a playbook of every season that can be played.

The seeds are fixed, so a proof that holds goes on holding until something that it speaks of changes; with a fresh
seed the first would raise a false alarm in 0.3 % of runs, the second in 0.2 %, the third practically never.
"""

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from played import PLAYED

from analysis.run.summaries import estimate
from sim import simulate
from sim.table.game import playable, playbooks_by

pytestmark = pytest.mark.slow

MATCHES = 20_000


@cache
def played(season, playbook=None):
    """Play a season once for all the proofs that need it."""
    return simulate(season, MATCHES, seed=1, playbook=playbook)


@pytest.mark.parametrize("season", PLAYED)
def test_red_and_blue_have_the_same_mean(season):
    """The mean of (red - blue) is within three of its standard errors."""
    red, blue = played(season).scores.T
    mean, error = estimate(red - blue)
    assert abs(mean) < 3 * error


@pytest.mark.parametrize("season", PLAYED)
def test_no_station_is_favoured(season):
    """Robots at stations 1, 2 and 3 end the match in the same states: each pair within 3.5 standard errors."""
    sheet = played(season).sheet
    for name, form in playable(season).model.sheet.items():
        states = getattr(sheet, name)
        if not isinstance(form, str) and states.shape[1:] == (2, 3):
            for one, other in combinations(range(3), 2):
                mean, error = estimate(states[..., one] - states[..., other])
                assert abs(mean) < 3.5 * error, (name, one + 1, other + 1)


@pytest.mark.parametrize("season", PLAYED)
def test_playbooks_differ(season):
    """Any two playbooks differ in the mean score by five standard errors, or in some part by a tenth."""
    for one, other in combinations([each.name for each in playbooks_by(playable(season).model, "robot")], 2):
        first, second = played(season, one), played(season, other)
        mean, error = estimate(first.scores - second.scores)
        parts = [
            np.array([run.breakdown.parts[name].mean() for run in (first, second)]) for name in first.breakdown.parts
        ]
        shares = [abs(a - b) / max(abs(a), abs(b), 1e-9) for a, b in parts]
        assert abs(mean) > 5 * error or max(shares) > 0.1, (one, other)
