"""The page as one file that asks nobody: its scripts, the engine and what they need to know of seasons, packed."""

import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import numpy as np

from analysis import stamps
from analysis.documents import document
from analysis.report import replay
from analysis.report.page import Parts, filled, hashed, policy, static_text, without_nothing
from analysis.words import Language, Said, language, languages
from rules.document import Card
from rules.season import ALLIANCE_SCORE
from sim import exact
from sim.cli import command_of
from sim.play.request import run_request
from sim.play.saved import program_version
from sim.table.game import playable
from sim.table.models import models_of
from sim.web import facts, page, stories, tables
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
    *("pictures.js", "asking.js", "replaying.js", "jobs.js", "pool.js", "here.js"),
)
"""What stands in the place of the script that asks a server."""
SCRIPTS = tuple(each for name in page.SCRIPTS for each in (ANSWERS if name == "ask.js" else (name,)))
WORKER = ("python.js", "exact.js", "engine.js", "sheets.js", "moments.js", "playing.js", "work.js")
"""What a worker runs, behind the seasons' scores."""
OPEN = "open.js"
UNKEPT = "\0\r<"
"""Signs that HTML takes for something else, or changes."""
TOPICS = (
    *(*page.TOPICS, "page", "here", "verdict", "told", "models", "card", "head", "title", "cell", "unit", "joined"),
    *("number", "model", "noted", "robots", "stamp", "error", "frame", *replay.TOPICS),
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
    opening = filled(Parts((), (OPEN,)).texts(FOLDERS)[1], {"unkept": json.dumps(UNKEPT)[1:-1]})
    packed = _packed(code, keys)
    whole = gzip.compress(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    wasm = gzip.compress(tables.WASM.read_bytes(), 9, mtime=0)
    own = language(code)
    blanks = {
        "lang": code,
        "dir": own.direction,
        "policy": _policy(opening, packed["scores"] + packed["following"]),
        "noscript": escape(own.say(Said("page.noscript"))),
        "old": escape(own.texts["here.old"]),
        "packed": _in_signs(whole),
        "packed_bytes": str(len(whole)),
        "engine": _in_signs(wasm),
        "engine_bytes": str(len(wasm)),
        "script": opening,
    }
    return filled(static_text("here.html", FOLDERS), blanks)


def _packed(code: str, keys: Sequence[str]) -> dict[str, Any]:
    """Give what the page unpacks when it is opened: `static/here/open.js` says what becomes of each."""
    start = document(page.start())
    return {
        "files": files(),
        "style": page.STYLES,
        "script": SCRIPTS,
        "scores": scores_script(keys),
        "following": following_scripts(keys),
        "worker": WORKER,
        "calls": engine_calls(),
        "seasons": {key: season_tables(key) for key in keys},
        "body": static_text("web.html", FOLDERS),
        "spoken": spoken_in([language(each) for each in languages()]),
        "page": {**start, "seasons": [each for each in start["seasons"] if each["key"] in keys]},
        "here": here_of([season_of(key) for key in keys]),
        "own": code,
    }


def _policy(opening: str, of_seasons: str) -> str:
    """Say what the browser lets the page do: run and show what stands in it, and nothing else."""
    style, script = Parts(page.STYLES, SCRIPTS).texts(FOLDERS)
    framed, frame = replay.PARTS.texts()
    styles, scripts = (
        " ".join(map(hashed, each)) for each in ((style, framed), (opening, of_seasons + script, frame))
    )
    loads = f"default-src 'none'; style-src {styles}; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:"
    return f"{loads}; base-uri 'none'; form-action 'none'"


def season_tables(key: str) -> dict[str, Any]:
    """Give what a worker plays a season's matches from, and tells them."""
    game = playable(key)
    return {**tables.tables_of(game), "story": stories.story_of(game)}


def files() -> dict[str, str]:
    """Give the files that styles and scripts are put together from, each once."""
    names = dict.fromkeys((*page.STYLES, *SCRIPTS, *WORKER, *replay.PARTS.styles, *replay.PARTS.scripts))
    return {name: Parts((), (name,)).texts(FOLDERS)[1] for name in names}


def scores_script(keys: Sequence[str]) -> str:
    """Give the script that scores sheets of these seasons, which the page's and a worker's begin with."""
    return '"use strict";\n' + scripts_of({key: playable(key).rules for key in keys})


def engine_calls() -> Any:
    """Say how the engine's functions are called."""
    return json.loads(tables.CALLS.read_text(encoding="utf-8"))


def _in_signs(data: bytes) -> str:
    """Write bytes as text, seven bits a sign; one that HTML would not keep makes one of two bytes with the next."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    sevens = np.packbits(np.pad(bits, (0, -len(bits) % 7)).reshape(-1, 7), axis=1) >> 1
    text = sevens.tobytes().decode("ascii") + "\1"
    return re.sub(rf"(?s)([{UNKEPT}])(.)", lambda two: chr(UNKEPT.index(two[1]) + 1 << 7 | ord(two[2])), text)


def spoken_in(spoken: Sequence[Language]) -> dict[str, Any]:
    """Give all that is said on the page, by key, and in each language in the order of the keys."""
    keys = list(spoken[0].about(*TOPICS))
    return {
        "languages": {of.code: {"code": of.code, "direction": of.direction, "draft": of.draft} for of in spoken},
        "keys": keys,
        "texts": {of.code: [of.texts[key] for key in keys] for of in spoken},
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
        "frame": frame_of_replays(),
    }


def frame_of_replays() -> dict[str, Any]:
    """Give what a page of replays is written from; its style and its script by the names of their files."""
    return {
        "shell": static_text("shell.html"),
        "body": static_text(replay.BODY),
        "style": replay.PARTS.styles,
        "script": replay.PARTS.scripts,
        "topics": ["page", *replay.TOPICS],
        "policy": policy((replay.PARTS,)),
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
        "stage": document(replay.stage_of(run_request(key))) if game.model.field else None,
        "robots": game.robots.model_dump(mode="json"),
        "models": {name: _short([each[name] for each in models]) for name in models[0]} if models else None,
        "noted": document(stamps.assumed(game.rules)),
    }


def _short(values: Sequence[float]) -> str:
    """Write numbers as a text: how many decimals they have, then each without its point, with digits up to z."""
    exactly = [Decimal(repr(float(each))) for each in values]
    decimals = max(-int(each.as_tuple().exponent) for each in exactly)
    whole = [int(each.scaleb(decimals)) for each in exactly]
    return replay.flat([decimals, *whole])


def exact_numbers() -> dict[str, Any]:
    """Give the numbers of our own exp and normal quantile, by their names in small letters."""
    return {name: _plain(getattr(exact, name.upper())) for name in EXACT}


def _plain(value: Any) -> Any:
    return list(map(float, value)) if isinstance(value, Iterable) else value


def options_of(verb: str, fields: Iterable[str]) -> list[tuple[str, str]]:
    """Give a verb's options in the order in which a command says them, each behind its field in questions."""
    named: Mapping[str, Any] = {each.opts[0].lstrip("-"): each for each in command_of(verb).params}
    return [(name, each.opts[0]) for name, each in named.items() if name in set(fields)]
