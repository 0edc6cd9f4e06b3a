"""What a page has to know of match documents: their form, what follows from them, how they are ranked.

Nothing of a season is written twice: names, bounds and words come of its entries, what follows from a sheet is run
once on arrays that write down what is done with them (`scores.py`), and a ranking is told by the numbers that its
policy was made with. The ways to rank themselves, which years share, have their twins in `static/here/ranking.js`; of
a season that ranks in a way of its own the page shows the command.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from inspect import getclosurevars
from typing import Any

import rules as scoring
from rules.document import PLAYING, SITTING_OUT, PhaseName
from rules.documents.csv_documents import FLAGS, KEY, OF_MATCH
from rules.documents.details import BOOKKEEPING, SHEET, form_of
from rules.ranking import (
    TO_FIXED_2,
    UP_TO_A_POINT,
    Policy,
    Sanction,
    cumulative_points,
    mean_without_lowest,
    ranking_points,
    sum_of_scores,
)
from rules.season import Entry, Flag, Season
from sim.web.scores import following_script

PHASES: tuple[PhaseName, ...] = ("ranking", "playoff")
ROUNDED = {UP_TO_A_POINT: "up", TO_FIXED_2: "two decimals"}
SPELLED = (*OF_MATCH, KEY, *FLAGS)
"""Names outside of the details that a season spells in its way."""


def documents_of(season: Season) -> dict[str, Any]:
    """Give what a season's documents hold, and how they are ranked in each phase; null where the page cannot say."""
    form = form_of(season)
    entries = list({id(each.entry): each.entry for each in form.fields}.values())
    return {
        "key": season.key,
        "year": season.key.removeprefix("fgc_"),
        "entries": [_entry(each) for each in entries],
        "fields": [[[place.name for place in each.places], _at(each.entry, entries)] for each in form.fields],
        "others": sorted(BOOKKEEPING | set(map(season.spelled, BOOKKEEPING))),
        "plain": sorted(form.plain),
        "derived": sorted(form.derived),
        "spelled": {name: season.spelled(name) for name in SPELLED},
        "below_zero": season.below_zero,
        "unfilled": dict(season.unfilled),
        "parts": list(season.parts),
        "unit": season.unit,
        "phases": {name: _phase(season, name) for name in PHASES},
    }


def _at(entry: Entry, entries: Sequence[Entry]) -> int:
    return next(place for place, each in enumerate(entries) if each is entry)


def _entry(entry: Entry) -> dict[str, Any]:
    kind = "listed" if entry.values else "flag" if entry.codes is Flag else "whole"
    return {"kind": kind, "values": list(entry.values), "most": entry.most, "expected": entry.expected}


def _phase(season: Season, name: PhaseName) -> dict[str, Any]:
    """Say how a phase is ranked, and which names among the details follow in it, in the order of `FOLLOWING`."""
    phase = season.phase(name)
    known = name == "ranking" or season.playoff is not None
    return {
        "known": known,
        "by_scores": phase.by_scores,
        "derived": list(phase.derived),
        "policy": policy_of(phase.rank) if known else None,
    }


def policy_of(rank: Any) -> dict[str, Any] | None:
    """Give the name of a way to rank that years share, and the numbers that it was made with; None for another."""
    if rank is sum_of_scores:
        return {"way": "sum"}
    if rank is cumulative_points:
        return {"way": "cumulative"}
    made_by = getattr(getattr(rank, "table", None), "__qualname__", "").partition(".")[0]
    if not isinstance(rank, Policy) or made_by not in WAYS:
        return None
    told = WAYS[made_by](getclosurevars(rank.table).nonlocals)
    return told and {"way": made_by, **told}


def _of_means(made_with: Mapping[str, Any]) -> dict[str, Any] | None:
    if made_with["rounded"] not in ROUNDED:
        return None
    return {
        "statistics": [made_with["statistic"]],
        "rounded": ROUNDED[made_with["rounded"]],
        "sanctions": {int(card): _sanction(each) for card, each in made_with["sanctions"].items()},
        "no_show": made_with["no_show"] and _sanction(made_with["no_show"]),
    }


def _of_points(made_with: Mapping[str, Any]) -> dict[str, Any]:
    return {"statistics": list(made_with["statistics"]), "bonus": dict(made_with["bonus"] or {})}


WAYS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {
    mean_without_lowest.__name__: _of_means,
    ranking_points.__name__: _of_points,
}
"""Makers of policies -> what the page is told of one."""


def _sanction(sanction: Sanction) -> dict[str, Any]:
    return {"score": sanction.score, "loses": sanction.loses}


def _statistics(rank: Any) -> list[Callable[[Any, Any], Any]]:
    """Give what a way to rank sums beside the scores, in the order of its `statistics`."""
    made_with = getclosurevars(rank.table).nonlocals if policy_of(rank) and isinstance(rank, Policy) else {}
    return [made_with["value"]] if "value" in made_with else [*made_with.get("statistics", {}).values()]


def following_scripts(keys: Sequence[str]) -> str:
    """Write what follows from sheets beside the score: `FOLLOWING` has two functions a phase, by the season's key.

    `derived` gives the values of derived names, `statistics` what the ranking sums; null where one cannot be said.
    """
    texts = {key: _following(scoring.load(key)) for key in keys}
    inner = "".join(f"{json.dumps(key)}: {text},\n" for key, text in texts.items())
    return f"const FOLLOWING = {{\n{inner}}};\n"


def _following(season: Season) -> str:
    of = {name: season.phase(name) for name in PHASES}
    phases = (
        f"{name}: {{ derived: {_script(season, [*phase.derived.values()])},\n"
        f"statistics: {_script(season, _statistics(phase.rank))} }}"
        for name, phase in of.items()
    )
    return f"{{ {','.join(phases)} }}"


def _script(season: Season, following: Sequence[Callable[[Any, Any], Any]]) -> str:
    try:
        return following_script(season, following)
    except Exception:  # whatever somebody's own code may raise on numbers that nobody knows yet
        return "null"


def official_of() -> dict[str, Any]:
    """Give what scripts know of every season's documents: others than the page's are known by their form, too."""
    return {
        "seasons": [documents_of(scoring.load(key)) for key in scoring.keys()],
        "playing": list(PLAYING),
        "sitting_out": list(SITTING_OUT),
        "sheet": SHEET,
        "commas_said": sys.version_info >= (3, 13),
    }
