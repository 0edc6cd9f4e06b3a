"""Figures of docs/trust-forecasts.md on briefs: `PYTHONPATH=tests/kit python tests/scripts/figures_of_brief.py DATA`.

DATA is a folder of published tables. Every match of one event's second day is looked at from before it, by the team
at red 1: how many scores lie in the forecast's range, how many in that of the engine, whose robots are drawn by what
the forecast knows of the six teams, and how far the means of both go with what was scored.
"""

import sys
from pathlib import Path

import numpy as np
from back_checks import EVERY, FILE, SECOND_DAY, asked_for, looked_at

from analysis.brief.brief import chances
from analysis.brief.meeting import Asked, known_of
from analysis.forecast.kept import known
from analysis.forecast.outlook import ranged
from sim.compiling import cache_folder
from sim.play.known import play_known

MATCHES = 1_000


def figures(data):
    """Give of each match the score, the forecast's range and the engine's, (match, 7)."""
    running, request = asked_for(data)
    learnt = known(request, 1, lambda _: None, False, cache_folder())
    found = []
    for place in SECOND_DAY:
        meeting, outlook = looked_at(running, request, learnt, place)
        talents = known_of(meeting, request.game, Asked(2_000), outlook)
        played = play_known(request, range(MATCHES), talents).scores[:, 0]
        found.append([running.scores[place, 0], *chances(meeting, outlook).ours, *ranged(played)])
    return np.array(found)


if __name__ == "__main__":
    found = figures((Path(sys.argv[1]) / FILE).read_bytes())
    score = found[:, 0]
    for name, (mean, low, high) in (("forecast", found[:, 1:4].T), ("engine", found[:, 4:7].T)):
        inside = (low <= score) & (score <= high)
        error = np.sqrt(inside.mean() * (1 - inside.mean()) / len(inside))
        print(f"{name}: {inside[::EVERY].sum()} of {len(inside[::EVERY])} in range; of all {len(inside)} ", end="")
        print(f"{inside.mean():.3f} ± {error:.3f}, mean {mean.mean():.1f} for {score.mean():.1f} scored, ", end="")
        print(f"correlation with the score {np.corrcoef(mean, score)[0, 1]:.2f}")
