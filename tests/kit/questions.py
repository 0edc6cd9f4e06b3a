"""A small question of each kind that the page's server answers, and what comes of one without any server."""

import json

from asked import COMPARE, FILES, PLAYED, RUN
from matches import as_bytes
from official import SEASONS, match_of
from running_events import SMALL

from analysis.words import language
from sim.web.answers import Answering
from sim.web.bodies import question_of
from sim.web.turns import Turns

FEW = {**PLAYED, "matches": 100}
OURS = {"plan": "early.toml", "robot": "mine.toml"}
NOTHING = {"population": None, "points": []}
DOCUMENTS = {"file": "all.json", "season": "2022", "playoff": False, "event": None, "tournament": None}
TRIES = "row,seconds,worked\ncollect near,5.5,yes\ngrip,3,yes\ngrip,3.5,no\n"
RUNNING = {"played": "small.csv", "season": "2022", "schedule": None, "teams": None, "hindsight": True, "seed": 1}

EXAMPLES = {
    "season": {"season": "2022"},
    "read": {},
    "seasons": {},
    "run": {name: RUN[name] for name in RUN if name not in ("ask", "files")} | FEW,
    "compare": {name: COMPARE[name] for name in COMPARE if name not in ("ask", "files")} | FEW,
    "sweep": {**FEW, **OURS, "set": ["grip.after=100:120:10"], "all": False},
    "advise": {**FEW, **OURS, "quick": True},
    "best": {
        **FEW,
        "plan": ["early.toml", "late.toml"],
        "robot": ["mine.toml"],
        "set": [],
        "confidence": 0.9,
        "indifference": 2,
        "all": False,
        "quick": True,
    },
    "optimise": {
        "season": "2022",
        "robot": "mine.toml",
        "from": "late.toml",
        "budget": 30_000,
        "all": False,
        "seed": 1,
        "quick": True,
        **NOTHING,
    },
    "robot": {"season": "2022", "population": None, "times": "tries.csv"},
    "playbook": {"season": "2022", "name": None, "robot": "mine.toml"},
    "replay": {
        **FEW,
        "match": [],
        "quantile": "5,95",
        "playbook": "early.toml",
        "red": None,
        "blue": None,
        "language": "ar",
    },
    "event": {
        "season": "2022",
        "teams": "12",
        "each": "4",
        "repeat": 2,
        "schedule": None,
        "playoffs": False,
        "sits": None,
        "seed": 1,
        **NOTHING,
    },
    "brief": {
        **RUNNING,
        "team": "A",
        "robot": "mine.toml",
        "plan": ["early.toml", "late.toml"],
        "match": "2",
        "seen": None,
        "matches": 100,
        "repeats": 100,
    },
    "forecast": {**RUNNING, "pin": [], "match": None, "history": None, "repeats": 100, "back-test": False},
    "score": DOCUMENTS,
    "audit": DOCUMENTS,
    "rank": {**DOCUMENTS, "replays": None, "sorted": None},
    "report": {"documents": ["run.json"], "language": None},
}
"""The fields of a question, by its name."""


def brought():
    """Give the files that the examples name."""
    played = as_bytes([match_of(SEASONS["fgc_2022"], number) for number in (1, 2)]).decode()
    texts = {"all.json": played, "tries.csv": TRIES, "small.csv": SMALL}
    return [*FILES, *({"name": name, "text": text} for name, text in texts.items())]


def answering_of(question, heard, turns):
    """Give what answers a question, as it comes over the net, to who hears each line."""
    return Answering(question_of(json.dumps(question).encode()), language("en"), heard, turns)


def lines_of(question, leave_at=None):
    """Answer a question in this thread, and give all lines; who listens leaves at the line of this number."""
    lines = []

    def heard(line):
        lines.append(line)
        if len(lines) == leave_at:
            answering.left.set()

    answering = answering_of(question, heard, Turns(1))
    answering.run()
    return lines
