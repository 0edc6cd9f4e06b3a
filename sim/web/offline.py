"""The page as one file that asks nobody: what it needs to know of seasons, packed with its scripts and the engine."""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis import stamps
from analysis.documents import document
from analysis.report.report import about_of
from rules.document import Card
from rules.season import ALLIANCE_SCORE
from sim import exact
from sim.cli import command_of
from sim.table.game import playable
from sim.table.models import models_of
from sim.web import facts

CARDS = (Card.YELLOW, Card.RED, Card.WHITE)
EXACT = (
    *("steps", "steps_a_unit", "step_high", "step_low", "ln2_high", "ln2_low", "farthest", "newton"),
    *("middle_above", "middle_below", "near_above", "near_below", "far_above", "far_below", "nearest", "missing"),
)
"""The numbers of `sim/exact.py` that its twin in the page calculates with."""


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
        "robots": game.robots.model_dump(mode="json"),
        "models": {name: [each[name] for each in models] for name in models[0]} if models else None,
        "noted": document(stamps.assumed(game.rules)),
        "about": document(about_of(key)),
    }


def exact_numbers() -> dict[str, Any]:
    """Give the numbers of our own exp and normal quantile, by their names in small letters."""
    return {name: _plain(getattr(exact, name.upper())) for name in EXACT}


def _plain(value: Any) -> Any:
    return list(map(float, value)) if isinstance(value, Iterable) else value


def options_of(verb: str, fields: Iterable[str]) -> list[tuple[str, str]]:
    """Give a verb's options in the order in which a command says them, each after the field that it has in questions."""
    named: Mapping[str, Any] = {each.opts[0].lstrip("-"): each for each in command_of(verb).params}
    return [(name, each.opts[0]) for name, each in named.items() if name in set(fields)]
