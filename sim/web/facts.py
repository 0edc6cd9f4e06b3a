"""What forms need to know: a season as values; and what a dropped file is."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import rules as scoring
from rules.errors import FgcError, within
from rules.points import named
from rules.season import Season
from sim.files import Folder
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import Game, playable, playable_keys, playbooks_by
from sim.table.language import Seed, editions, seed
from sim.table.spots import STARTS, point_of
from sim.table.toml import read_toml
from sim.web.kinds import kind_of


def season(given: Mapping[str, Any], _: Folder) -> Any:
    """Give what is known of a season, its rules and its match model."""
    key = scoring.load(given["season"]).key
    found, of = seed(key), scoring.load(key)
    edition = found.season.model_dump(mode="json", exclude={"source"})
    known = {**edition, "key": key, **_of_rules(of), **_of_seed(found), "playable": key in playable_keys()}
    return {**known, **_of_game(playable(key))} if known["playable"] else known


def _of_rules(of: Season) -> dict[str, Any]:
    points = [
        {"name": name, "value": each.value, "meaning": each.worth.doc, "source": each.worth.source}
        for name, each in named(of.points).items()
    ]
    page = (sys.modules[of.sheet.__module__].__doc__ or "").strip()
    return {
        "page": page,
        "parts": of.parts,
        "points": points,
        "unit": of.unit,
        "assumed": of.assumed,
        "measure": of.measured,
    }


def _of_seed(found: Seed) -> dict[str, Any]:
    return {"sources": [each.model_dump() for each in found.source]}


def _of_game(game: Game) -> dict[str, Any]:
    model, population = game.model, game.robots
    plans = playbooks_by(model, "robot")
    return {
        "field": _field(game),
        "humans": model.humans.each,
        "rows": [each.model_dump(mode="json", exclude_defaults=True) for each in model.action],
        "places": [each.model_dump(mode="json", exclude_defaults=True) for each in model.place],
        "abilities": {name: each.share for name, each in population.can.items()},
        "room_most": game.room_most if population.room is not None else None,
        "robot": _table(robot_lines(game)),
        "playbooks": [each.model_dump(mode="json") for each in model.playbook],
        "plans": {each.name: _table(plan_lines(game, each, name=each.name)) for each in plans},
        "playoffs": None if model.playoffs is None else model.playoffs.model_dump(mode="json"),
    }


def _field(game: Game) -> dict[str, Any] | None:
    """Give the size of the field, and each spot as red and as blue have it."""
    ground = game.model.field
    if ground is None:
        return None
    spots = [
        {
            "name": each.name,
            "points": [point_of(each, ground, side) for side in (0, 1)],
            "starts": each.name in STARTS,
        }
        for each in game.model.spot
    ]
    return {"size": ground.size, "source": ground.source, "spots": spots}


def _table(lines: Iterable[str]) -> dict[str, Any]:
    table: dict[str, Any] = read_toml("\n".join(lines).encode(), "")
    return table


def seasons_known() -> list[dict[str, Any]]:
    """List the editions for a form to choose from, and which can be played."""
    able = playable_keys()
    of = {key: seed(key).season for key in editions()}
    return [
        {"key": key, "year": each.year, "name": each.name, "grade": each.model, "playable": key in able}
        for key, each in of.items()
    ]


def file(_: Mapping[str, Any], folder: Folder) -> Any:
    """Say what a file is that was dropped: of which kind, its values where it is TOML, its text."""
    if len(folder) != 1:
        raise FgcError("files", f"expected one file, found {len(folder)}")
    ((name, data),) = folder.items()
    with within(name):
        return kind_of(name, data)


Fact = Callable[[Mapping[str, Any], Folder], Any]
FACTS: dict[str, tuple[tuple[str, ...], Fact]] = {"season": (("season",), season), "read": ((), file)}
"""Questions that no verb answers: their fields, and what gives the document."""
