"""The seasons that are played: all that have a match table, so that one that is added is tested at once."""

import json

from analysis.documents import document
from analysis.run.cards import cards
from analysis.run.summaries import summarise
from sim.play.request import run_request
from sim.play.run import simulate
from sim.table.game import playable_keys, playbooks_by
from sim.table.language import seed

PLAYED = playable_keys()
PLANS_PLAYED = [(key, book.name) for key in PLAYED for book in playbooks_by(seed(key), "robot")]
"""Every playbook of their robots."""


def plain(found):
    """Give a document as it is when it was written as JSON, which knows no NaN, and read again."""
    return json.loads(json.dumps(document(found), allow_nan=False))


def summary_of_run(season, matches, seed=1, **asked):
    """Play a run and sum it up, with a card of each robot that is named, as programs get it."""
    found = simulate(season, matches, seed, **asked)
    request = run_request(season, matches, seed, **asked)
    told, shown = plain(summarise(request, found)), plain(cards(request))
    return {**told, "cards": shown} if shown else told
