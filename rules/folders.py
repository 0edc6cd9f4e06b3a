"""Where seasons' files lie: in this program, in folders of one's own that SIM_SEASONS names, in installed packages.

A package that brings seasons names itself, the module in whose folder they lie, in the entry points of its kind.
"""

import os
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from rules.errors import SeasonError

OWN = "SIM_SEASONS"
"""The environment variable; several folders stand apart as those of PATH do."""
PACKAGES = "fgc_sim.seasons"
"""The group of entry points by which packages say that they bring seasons."""


def found_in(inside: Path, suffix: str) -> dict[str, Path]:
    """Give the files of seasons by key, oldest first: those in `inside`, then those of others' folders.

    Raises a SeasonError for a folder that is none, or a season that the program, or another folder, has too.
    """
    files = {path.stem: path for path in sorted(inside.glob(f"fgc_*{suffix}"))}
    own = [*_own()]
    for folder in (*own, *(each for each in _packaged() if each not in own)):
        for path in sorted(folder.glob(f"fgc_*{suffix}")):
            if path.stem in files:
                raise SeasonError(str(path), f"expected a season of another name: there is {files[path.stem].name}")
            files[path.stem] = path
    return dict(sorted(files.items()))


def look_in(folder: str | None) -> None:
    """Let this process, and those that it starts, find the seasons of a folder, where one is named."""
    if folder is not None:
        os.environ[OWN] = folder


def _own() -> Iterator[Path]:
    for name in filter(None, os.environ.get(OWN, "").split(os.pathsep)):
        if not Path(name).is_dir():
            raise SeasonError(name, "expected a folder of seasons, found none")
        yield Path(name)


@cache
def _packaged() -> tuple[Path, ...]:
    """Give the folders of installed packages that bring seasons; none of them is imported for that."""
    return tuple(_folder_of(each.name, each.value) for each in entry_points(group=PACKAGES))


def _folder_of(name: str, module: str) -> Path:
    """Give the folder of a package, or of a module; a SeasonError where there is none of this name."""
    try:
        found = find_spec(module.partition(":")[0].strip())
    except (ImportError, ValueError):
        found = None
    where = [] if found is None else [*(found.submodule_search_locations or ()), *filter(None, [found.origin])]
    if not where:
        raise SeasonError(name, f"expected an installed package {module} with seasons, found none")
    return Path(where[0]) if Path(where[0]).is_dir() else Path(where[0]).parent
