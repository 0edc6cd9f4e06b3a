"""What simulated events foretell, kept from one command to the next: it takes some seconds, and never changes.

It depends on the program, the seasons and the seed alone. So it is kept beside the compiled functions under a name
that hashes all of these: whatever changes one of them makes it be found anew.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np

import analysis
import rules
import sim
from analysis.forecast.structure import Foreseen, Prior, Structure, foreseen
from rules.folders import found_in
from sim.compiling import hash_of
from sim.files import write_text
from sim.play.request import EventRequest
from sim.play.run import Progress
from sim.table.language import editions, seed_path


def known(
    request: EventRequest, workers: int, told: Progress, hindsight: bool = False, folder: Path | None = None
) -> Foreseen:
    """Give what `foreseen` gives, but for what rivals need: read from the folder where an earlier command left it."""
    found = None if folder is None else _read(_file(request, hindsight, folder))
    if found is None:
        found = foreseen(request, workers, told, hindsight, rivals=False)._replace(others=())
        if folder is not None:
            _keep(_file(request, hindsight, folder), found)
    return found


def is_kept(request: EventRequest, hindsight: bool, folder: Path | None) -> bool:
    """Say whether an earlier command left it."""
    return folder is not None and _file(request, hindsight, folder).exists()


def _file(request: EventRequest, hindsight: bool, folder: Path) -> Path:
    return folder / f"foreseen-{_hash(request, hindsight)}.json"


def _read(file: Path) -> Foreseen | None:
    """Read what was kept; None where nothing was, or not whole."""
    try:
        raw = json.loads(file.read_bytes())
        return Foreseen(Prior(Structure(*raw["centre"]), Structure(*raw["spread"])), float(raw["ties"]), ())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(file: Path, found: Foreseen) -> None:
    """Write what was found; where that cannot be done, it is found anew the next time."""
    raw = {"centre": list(found.prior.centre), "spread": list(found.prior.spread), "ties": found.ties}
    try:
        write_text(file, json.dumps(raw))
    except OSError:
        return


def _hash(request: EventRequest, hindsight: bool) -> str:
    """Hash the program, all seasons, and what is asked for."""
    asked = (request.game.key, request.seed, request.teams, request.matches, request.population, dict(request.points))
    digest = hashlib.sha256(repr((asked, hindsight, _program(), np.__version__)).encode())
    seasons = found_in(Path(rules.__path__[0]), ".py")
    for key in editions():
        digest.update(seed_path(key).read_bytes())
        digest.update(seasons[key].read_bytes() if key in seasons else b"")
    return digest.hexdigest()[:16]


@cache
def _program() -> list[str]:
    """Hash the code that decides what is foreseen: all of it, to be sure."""
    return [hash_of(Path(each.__path__[0])) for each in (analysis, rules, sim)]
