"""What scores: one module a season, found by its file's name and imported on demand."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.season import Season


def keys() -> list[str]:
    """List the seasons with rules, oldest first: `["fgc_2022", ...]`."""
    return sorted(path.stem for path in Path(__file__).parent.glob("fgc_*.py"))


def load(key: str) -> "Season":
    """Import the rules of one season, `fgc_2022` or `2022` for short; a SeasonError names the nearest there is."""
    from rules.names import season_key

    found: Season = import_module(f"rules.{season_key(key, keys(), 'rules')}").SEASON
    return found
