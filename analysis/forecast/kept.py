"""What simulated events foretell, kept from one command to the next: it takes some seconds, and never changes.

It depends on the program, the seasons and the seed alone. So it is kept beside the compiled functions under a name
that hashes all of these: whatever changes one of them makes it be found anew.
"""

import hashlib
import json
from functools import cache as once
from pathlib import Path

import numpy as np

import analysis
import rules
import sim
from analysis.forecast.structure import Foreseen, Prior, Structure, foreseen
from rules.folders import found_in
from sim import cache
from sim.compiling import hash_of
from sim.play.request import EventRequest
from sim.play.run import Progress
from sim.table.language import editions, seed_path


def known(
    request: EventRequest, workers: int, told: Progress, hindsight: bool = False, folder: Path | None = None
) -> Foreseen:
    """Give what `foreseen` gives, but for what rivals need: read from the folder where an earlier command left it."""
    name = _name(request, hindsight)
    found = None if folder is None else _read(folder, name)
    if found is None:
        found = foreseen(request, workers, told, hindsight, rivals=False)._replace(others=())
        if folder is not None:
            _keep(folder, name, found)
    return found


def is_kept(request: EventRequest, hindsight: bool, folder: Path | None) -> bool:
    """Say whether an earlier command left it."""
    return folder is not None and cache.is_kept(folder, _name(request, hindsight))


def _name(request: EventRequest, hindsight: bool) -> str:
    return f"foreseen-{_hash(request, hindsight)}"


def _read(folder: Path, name: str) -> Foreseen | None:
    """Read what was kept; None where nothing was, or not whole."""
    data = cache.kept(folder, name)
    if data is None:
        return None
    try:
        raw = json.loads(data)
        return Foreseen(Prior(Structure(*raw["centre"]), Structure(*raw["spread"])), float(raw["ties"]), ())
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(folder: Path, name: str, found: Foreseen) -> None:
    """Write what was found; where that cannot be done, it is found anew the next time."""
    raw = {"centre": list(found.prior.centre), "spread": list(found.prior.spread), "ties": found.ties}
    cache.keep(folder, name, json.dumps(raw).encode())


def _hash(request: EventRequest, hindsight: bool) -> str:
    """Hash the program, all seasons, and what is asked for."""
    asked = (request.game.key, request.seed, request.teams, request.matches, request.population, dict(request.points))
    digest = hashlib.sha256(repr((asked, hindsight, _program(), np.__version__)).encode())
    seasons = found_in(Path(rules.__path__[0]), ".py")
    for key in editions():
        digest.update(seed_path(key).read_bytes())
        digest.update(seasons[key].read_bytes() if key in seasons else b"")
    return digest.hexdigest()[:16]


@once
def _program() -> list[str]:
    """Hash the code that decides what is foreseen: all of it, to be sure."""
    return [hash_of(Path(each.__path__[0])) for each in (analysis, rules, sim)]
