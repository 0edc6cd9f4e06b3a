"""Events of 2022 that were made with numbers that are known, to be fitted to."""

from dataclasses import replace

import numpy as np

from analysis.event.calibrate import calibration
from analysis.event.published import Published
from sim.play.event import event_request, play_repeat
from sim.play.request import repopulated, run_request
from sim.table.language import Fitted

TRUTH = {"robots.talent": 0.45, "robots.pace": 0.25}
BOUNDS = {"robots.talent": (0.1, 0.9), "robots.pace": (-0.5, 0.7)}


def asked_for(bounds, teams=60, each=8, seed=1):
    """Ask for events of 2022 in which just these numbers may be fitted, and without published figures."""
    request = event_request(run_request("2022", seed=seed), teams, each)
    changed = {"fitted": Fitted(source="assumed", numbers=bounds), "observed": {}}
    return replace(request, game=request.game.with_model(request.game.model.model_copy(update=changed)))


def event_of(numbers, request, repeat=1_000):
    """Play an event with these numbers, as a table of matches that was published."""
    found = play_repeat(repopulated(request, numbers), repeat)
    return Published("made.csv", found.matches.scores, found.schedule.team, np.arange(len(found.matches)))


def calibrated(request, table, events, workers=1, told=lambda _: None):
    """Prepare a fit that says nothing meanwhile."""
    return calibration(request, table, events, workers, told)
