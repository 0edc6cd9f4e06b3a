"""Questions about match documents, asked of the server's verbs and of the page that asks nobody."""

import json
from base64 import b64encode

import numpy as np
from official import match_of
from questions import lines_of
from strategies import own_axes

from rules.documents.details import form_of
from rules.season import entries

VERBS = ("score", "rank", "audit")
CARDS = {"cardStatus": 4, "disqualified": 2, "surrogate": 2, "noShow": 2}
"""What a team's flags may be, below these."""


def question_of(verb, data, season, **chosen):
    """Give a question about a file of documents, as the page's form sends it."""
    ranking = {"replays": None, "sorted": None} if verb == "rank" else {}
    files = [{"name": "matches", "base64": b64encode(data).decode()}]
    whole = {"file": "matches", "season": season, "playoff": False, "event": None, "tournament": None}
    return {"ask": verb, "files": files, **whole, **ranking, **chosen}


def unlike(node, question):
    """Give what the page says and what the server says where it is not the same, None where it is."""
    there, here = json.loads(json.dumps(lines_of(question)[-1])), node.ask(question)
    if "refused" in there or "places" in here:
        line = ": ".join([*here["places"], here["what"]]) if "places" in here else "no refusal"
        told = ": ".join(there["refused"]["parts"]) if "refused" in there else "no refusal"
        return None if line == told else (line, told)
    parts = ("document", "told", "noted")
    return next(((here[part], there[part]) for part in parts if here[part] != there[part]), None)


def made_up(season, luck, number, most=300):
    """Make up a match: counts, cards, wrong scores here and there, and every derived name, rightly or not."""
    every = entries(season.sheet).items()
    tops = {name: min(entry.most, most) for name, entry in every}
    drawn = {name: luck.integers(0, tops[name], (1, *own_axes(entry)), endpoint=True) for name, entry in every}
    sheet = season.sheet(**drawn)
    teams = [f"T{place:02}" for place in luck.permutation(12)[:6]]
    whole = match_of(season, number, sheet, teams)
    derived = {name: of(sheet, season.points)[0].item() for name, of in season.derived.items()}
    wrong = {name: value if luck.random() < 0.5 else -12.5 for name, value in derived.items()}
    for each in whole["participants"]:
        if luck.random() < 0.2:
            each |= {season.spelled(name): int(luck.integers(below)) for name, below in CARDS.items()}
    scores = {season.spelled("redScore"): int(luck.integers(most))} if luck.random() < 0.3 else {}
    return {**whole, **scores, "details": {**whole["details"], **wrong}}


def flat(document, season):
    """Give a document with its numbers at their other places, where the results service has such."""
    form, details = form_of(season), dict(document["details"])
    for each in form.fields:
        for place in each.places[1:]:
            _, group = each.groups
            details[place.key] = document["details"][group][each.key]
            details.pop(group, None)
    return {**document, "details": details}


def made_file(season, seed, count, most=300):
    """Make up the documents of an event."""
    luck = np.random.default_rng(seed)
    return [made_up(season, luck, number, most) for number in range(1, count + 1)]
