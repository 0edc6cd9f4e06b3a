"""The page as one file that asks nobody: its scripts, the engine and what they need to know of seasons, packed."""

import gzip
import json
from base64 import b85encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from analysis import stamps
from analysis.documents import document
from analysis.report.page import Parts, filled, hashed, static_text, without_nothing
from analysis.words import Language, Said, language, languages
from rules.document import Card
from rules.season import ALLIANCE_SCORE
from sim import exact
from sim.cli import command_of
from sim.play.saved import program_version
from sim.table.game import playable
from sim.table.models import models_of
from sim.web import facts, page, tables
from sim.web.limits import NUMBERS
from sim.web.official import following_scripts, official_of
from sim.web.questions import QUESTIONS
from sim.web.scores import scripts_of

HERE = page.STATIC / "here"
FOLDERS = (page.STATIC, HERE)
ANSWERS = (
    *("python.js", "exact.js", "chains.js", "lineup.js", "histograms.js", "paired.js", "summary.js", "cards.js"),
    *("verdicts.js", "written.js", "people.js", "stopwatch.js", "tries.js", "models.js", "telling.js"),
    *("texts.js", "json.js", "csv.js", "documents.js", "ranking.js", "official.js"),
    *("pictures.js", "asking.js", "jobs.js", "pool.js", "here.js"),
)
"""What stands in the place of the script that asks a server."""
SCRIPTS = tuple(each for name in page.SCRIPTS for each in (ANSWERS if name == "ask.js" else (name,)))
WORKER = ("python.js", "exact.js", "engine.js", "sheets.js", "playing.js", "work.js")
"""What a worker runs, behind the seasons' scores."""
OPEN = "open.js"
SIGNS = f"{digits}{ascii_uppercase}{ascii_lowercase}!#$%&()*+-;,=>?@^_`{{|}}~"
"""Those of RFC 1924, but for the one that begins a tag."""
TOPICS = (
    *(*page.TOPICS, "page", "here", "verdict", "told", "models", "card", "head", "title", "cell", "unit", "joined"),
    *("number", "model", "noted", "robots", "stamp", "error"),
)
"""The first words of the keys of all that the page and its answers say."""
SPOKEN = "en"
"""Some figures of documents are sentences, in English in every language."""
CARDS = (Card.YELLOW, Card.RED, Card.WHITE)
EXACT = (
    *("steps", "steps_a_unit", "step_high", "step_low", "ln2_high", "ln2_low", "farthest", "newton"),
    *("middle_above", "middle_below", "near_above", "near_below", "far_above", "far_below"),
)
"""The numbers of `sim/exact.py` that its twin in the page calculates with."""


def offline_page(code: str, keys: Sequence[str]) -> str:
    """Write the page with these seasons as one file, which begins in a language and has all of them."""
    style, script = Parts(page.STYLES, SCRIPTS).texts(FOLDERS)
    opening = filled(Parts((), (OPEN,)).texts(FOLDERS)[1], {"signs": SIGNS})
    spoken = {each: language(each) for each in languages()}
    known = [season_of(key) for key in keys]
    start = document(page.start())
    scores, script = scores_script(keys), following_scripts(keys) + script
    packed = {
        "style": style,
        "scores": scores,
        "script": script,
        "worker": Parts((), WORKER).texts(FOLDERS)[1],
        "calls": engine_calls(),
        "seasons": {key: tables.tables_of(playable(key)) for key in keys},
        "spoken": {each: spoken_in(of) for each, of in spoken.items()},
        "page": {**start, "seasons": [each for each in start["seasons"] if each["key"] in keys]},
        "here": here_of(known),
        "own": code,
    }
    whole = gzip.compress(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    wasm = gzip.compress(tables.WASM.read_bytes(), 9, mtime=0)
    policy = f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(opening)} {hashed(scores + script)}"
    policy += " 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'; form-action 'none'"
    blanks = {
        "lang": code,
        "dir": spoken[code].direction,
        "policy": policy,
        "noscript": escape(spoken[code].say(Said("page.noscript"))),
        "old": escape(spoken[code].texts["here.old"]),
        "packed": _in_signs(whole),
        "packed_bytes": str(len(whole)),
        "engine": _in_signs(wasm),
        "engine_bytes": str(len(wasm)),
        "script": opening,
    }
    return filled(static_text("here.html", FOLDERS), blanks)


def scores_script(keys: Sequence[str]) -> str:
    """Give the script that scores sheets of these seasons, which the page's and a worker's begin with."""
    return '"use strict";\n' + scripts_of({key: playable(key).rules for key in keys})


def engine_calls() -> Any:
    """Say how the engine's functions are called."""
    return json.loads(tables.CALLS.read_text(encoding="utf-8"))


def _in_signs(data: bytes) -> str:
    """Write bytes as text, five signs for four of them."""
    return b85encode(data, pad=True).decode().replace("<", ",")


def spoken_in(of: Language) -> dict[str, Any]:
    """Give the page's body and all that is said on it, in a language."""
    texts = {key: escape(text) for key, text in of.texts.items()}
    return {
        "body": filled(static_text("web.html", FOLDERS), texts),
        "language": {"code": of.code, "direction": of.direction, "draft": of.draft},
        "words": of.about(*TOPICS),
    }


def here_of(known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give what the scripts know that answer in the place of a server."""
    return {
        "known": without_nothing(known),
        "exact": exact_numbers(),
        "english": SPOKEN,
        "official": official_of(),
        "options": {verb: options_of(verb, asked.fields) for verb, asked in QUESTIONS.items()},
        "version": program_version(),
        "most": NUMBERS["matches"],
    }


def season_of(key: str) -> dict[str, Any]:
    """Give what the page knows of a season: the facts that forms need, its population, its models."""
    game = playable(key)
    known = facts.season({"season": key}, {})
    models = models_of(game)
    return {
        **known,
        "edition": f"{known['year']} {known['name']}",
        "alliance_score": ALLIANCE_SCORE,
        "card_codes": [int(card) for card in CARDS],
        "durations": game.model.durations.spread,
        "robots": game.robots.model_dump(mode="json"),
        "models": {name: [each[name] for each in models] for name in models[0]} if models else None,
        "noted": document(stamps.assumed(game.rules)),
    }


def exact_numbers() -> dict[str, Any]:
    """Give the numbers of our own exp and normal quantile, by their names in small letters."""
    return {name: _plain(getattr(exact, name.upper())) for name in EXACT}


def _plain(value: Any) -> Any:
    return list(map(float, value)) if isinstance(value, Iterable) else value


def options_of(verb: str, fields: Iterable[str]) -> list[tuple[str, str]]:
    """Give a verb's options in the order in which a command says them, each behind its field in questions."""
    named: Mapping[str, Any] = {each.opts[0].lstrip("-"): each for each in command_of(verb).params}
    return [(name, each.opts[0]) for name, each in named.items() if name in set(fields)]
