"""Names that people type: seasons' keys, and the nearest valid name to a wrong one."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from rules.errors import SeasonError, expected


def whole_key(wanted: str) -> str:
    """Give `fgc_2022` for `2022`, whether there is such a season or not."""
    return wanted if wanted.startswith("fgc_") else f"fgc_{wanted}"


def season_key(wanted: str, known: Sequence[str], what: str) -> str:
    """Give the whole key of a season, `fgc_2022` for `2022`; a SeasonError says which seasons have `what`."""
    key = whole_key(wanted)
    if key not in known:
        years = [each.removeprefix("fgc_") for each in known]
        near = "" if wanted.isdigit() else nearest(wanted, years)  # another year is another game
        near = expected("in_this_folder") if Path(f"{key}.toml").is_file() else near
        raise SeasonError(wanted, expected("season", {"what": what, "seasons": " or ".join(years), "hint": near}))
    return key


def nearest(wrong: str, valid: Iterable[str]) -> str:
    """Say `; did you mean ...?` for the nearest of the valid names, or nothing where none is near."""
    close = get_close_matches(wrong, list(valid), n=1, cutoff=0.6)
    return expected("nearest", {"name": close[0]}) if close else ""
