"""What kind of file somebody has dropped, by what is in it."""

import csv
import json
from typing import Any

from rules.documents.csv_text import head_of
from rules.errors import FgcError
from rules.text import decoded, listing
from rules.words import either
from sim.robots.files import KINDS
from sim.robots.points_file import PointsFile
from sim.robots.population_file import Overlay
from sim.table.toml import SeasonFile, checked, read_toml

TABLES: dict[str, type[SeasonFile]] = {**KINDS, "population": Overlay, "points": PointsFile}
"""Kinds of TOML files."""
COLUMNS = (
    ("tries", {"row", "seconds", "worked"}),
    ("seen", {"team", "ability", "seen"}),
    ("history", {"team", "rank"}),
    ("matches", {"red1", "blue1"}),
    ("teams", {"team"}),
)
"""Kinds of tables, by columns that only they have: the first that fits."""


def kind_of(name: str, data: bytes) -> dict[str, Any]:
    """Say what a file is: a robot, a plan, a line-up, ...; with its text, its values where it is TOML, its season."""
    text = decoded(data)
    if name.lower().endswith(".toml"):
        table = read_toml(data, name)
        return {"what": _of_table(table), "season": table.get("season"), "table": table, "text": text}
    if text.lstrip()[:1] in ("{", "["):
        return {"what": _of_json(text), "season": None, "table": None, "text": text}
    return {"what": _of_columns(text), "season": None, "table": None, "text": text}


def _of_table(table: Any) -> str:
    """Say which kind of file has these keys, and where there are several, these values."""
    able = [name for name, kind in TABLES.items() if set(table) <= kind.model_fields.keys()]
    if not able:
        raise FgcError(f"expected a file of {either(list(TABLES))}, found other keys: {listing(list(table))}")
    return next((name for name in able if _fits(TABLES[name], table)), able[0])


def _fits(kind: type[SeasonFile], table: Any) -> bool:
    try:
        checked(kind, table)
    except FgcError:
        return False
    return True


def _of_json(text: str) -> str:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return "matches"  # a document a line, or what its reader will say is wrong
    return "document" if isinstance(whole, dict) and "report" in whole else "matches"


def _of_columns(text: str) -> str:
    try:
        head = {cell.strip().lower() for cell in head_of(text)}
    except csv.Error:
        head = set()
    found = next((kind for kind, columns in COLUMNS if columns <= head), None)
    if found is None:
        raise FgcError("expected a robot, plan, match or team file, found none of these")
    return found
