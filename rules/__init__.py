"""What scores: one module a season, found by its file's name and imported on demand."""

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rules.errors import FgcError, SeasonError
from rules.folders import found_in
from rules.names import season_key

if TYPE_CHECKING:
    from rules.season import Season

HERE = Path(__file__).parent


def keys() -> list[str]:
    """List the seasons with rules, oldest first: `["fgc_2022", ...]`."""
    return list(found_in(HERE, ".py"))


def path_of(key: str) -> Path:
    """Give the place of one season's rules, by its whole key."""
    return found_in(HERE, ".py")[key]


def load(key: str) -> "Season":
    """Import the rules of one season, `fgc_2022` or `2022` for short; a SeasonError names the nearest there is."""
    files = found_in(HERE, ".py")
    path = files[season_key(key, list(files), "rules")]
    module = import_module(f"rules.{path.stem}") if path.parent == HERE else _own(path)
    found: Season = module.SEASON
    return found


def _own(path: Path) -> ModuleType:
    """Import a module of a folder of one's own; a SeasonError says in one line what is wrong with it."""
    from rules.own import OWN, guarded, line_of, said_of  # which needs what a season is: numpy, and this package

    name = f"{OWN}{path.stem}"
    module = sys.modules.get(name)
    if module is not None and module.__file__ == str(path):
        return module
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SeasonError(str(path), "expected a Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look their module up there
    try:
        spec.loader.exec_module(module)
        if module.SEASON.key != path.stem:
            raise SeasonError("SEASON", f"expected the key {path.stem!r}, found {module.SEASON.key!r}")
        vars(module)["SEASON"] = guarded(module.SEASON, path)
    except Exception as error:  # whatever somebody's own code may raise
        del sys.modules[name]
        parts = error.parts if isinstance(error, FgcError) else [f"expected the rules of a season: {said_of(error)}"]
        raise SeasonError(str(path), *line_of(path, error), *parts) from None
    return module
