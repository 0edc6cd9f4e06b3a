"""Twelve changes of a robot of 2022 and its plan, whose worth is known from two million matches each."""

from hashlib import sha256

from analysis.compare.options import Option, options_of
from sim import simulate
from sim.robots.dials import Choice
from sim.robots.files import plan_of, robot_of
from sim.table.game import playable

SEASON = "fgc_2022"
GAME = playable(SEASON)
CHOICE = Choice(GAME, plan_of(GAME, "collect and climb late", ""), robot_of(GAME, "p80", ""))
DIALS = {
    "order": "collect near, collect far",
    **dict.fromkeys(("grip.after", "grip.seconds", "climb to LO.works", "climb to LO.seconds", "store.seconds")),
    **dict.fromkeys(("store.works", "collect near.seconds", "drive to store.seconds", "room", "breaks")),
}
"""By dial: from where, of those that are turned in more than one way. A decision is turned both ways."""


def tried() -> list[Option]:
    """Give the twelve options, in the order in which they are made."""
    return [
        each
        for each in options_of(CHOICE)
        if each.station is not None and each.dial in DIALS and DIALS[each.dial] in (None, each.start)
    ]


def played() -> str:
    """Give the hash of 2,000 scores: it changes with what is played, not with a comment in the seed file."""
    scores = simulate(SEASON, matches=2_000, seed=999).scores
    return sha256(scores.astype("<f8").tobytes()).hexdigest()
