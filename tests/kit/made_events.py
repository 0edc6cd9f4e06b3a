"""Events of 2022 that were made with numbers that are known, to be fitted to."""

from dataclasses import replace

import numpy as np

from analysis.event.published import Matches
from sim.play.event import play_repeat, prepared_event
from sim.play.request import Request, repopulated
from sim.table.language import Fitted

TRUTH = {"robots.talent": 0.45, "robots.pace": 0.25}
BOUNDS = {"robots.talent": (0.1, 0.9), "robots.pace": (-0.5, 0.7)}


def asked_for(bounds, teams=60, each=8, seed=1):
    """Ask for events of 2022 in which just these numbers may be fitted, and without published figures."""
    asked = prepared_event("2022", teams, each, 1, seed)
    game = asked.game
    changed = game.model.model_copy(update={"fitted": Fitted(source="assumed", numbers=bounds), "observed": {}})
    return replace(asked, request=Request(replace(game, model=changed), asked.manifest))


def event_of(numbers, asked, repeat=1_000):
    """Play an event with these numbers, as a table of matches that was published."""
    found = play_repeat(replace(asked, request=repopulated(asked.request, numbers)), repeat)
    places = np.arange(len(found.run.scores))
    return Matches("made.csv", found.run.scores, found.schedule.team, places)
