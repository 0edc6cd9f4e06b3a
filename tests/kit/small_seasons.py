"""Three small seasons of other years: their sheets are here, their tables in `fixtures/`."""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from rules.season import SIDE, STATION, Array, Breakdown, Phase, Season, entry, minor_fouls
from sim.table.game import Game, compiled
from sim.table.language import Model
from sim.table.toml import parse

BY_ROBOT = {"side": SIDE, "station": STATION}
NEXUS = [f"{goal}{n}" for goal in ("CW", "EC") for n in range(1, 7)]
Flag = IntEnum("Flag", ["NO", "YES"], start=0)
Goal = IntEnum("Goal", ["EMPTY", "BLUE", "GREEN", "FULL", "PRODUCED"], start=0)
Parked = IntEnum("Parked", ["FLOOR", "RAMP", "PLATFORM"], start=0)
Brace = IntEnum("Brace", ["NONE", "CONTACT", "ZONE_1", "ZONE_2", "ZONE_3"], start=0)


@dataclass(frozen=True)
class Generators:
    """The sheet of 2018."""

    solar: Array = entry("seconds of each panel", "{side}_{slot}", side=SIDE, slot="12345")
    wind: Array = entry("seconds of the wind turbine", "{side}_wind", side=SIDE)
    reactor: Array = entry("seconds of the reactor", "{side}_reactor", side=SIDE)
    low: Array = entry("cubes in the low goal", "{side}_low", side=SIDE)
    high: Array = entry("cubes in the high goal", "{side}_high", side=SIDE)
    parked: Array = entry("robots parked", "{side}_parked", side=SIDE)
    coopertition: Array = entry("coopertition powerline", "{side}_coop", codes=Flag, side=SIDE)
    wind_powerline: Array = entry("wind powerline", "{side}_wind_line", codes=Flag, side=SIDE)
    reactor_powerline: Array = entry("reactor powerline", "{side}_reactor_line", codes=Flag, side=SIDE)
    combustion_powerline: Array = entry("combustion powerline", "{side}_combustion", codes=Flag, side=SIDE)
    cranked: Array = entry("crank turned", "{side}_cranked", codes=Flag, side=SIDE)
    reactor_cubes: Array = entry("cubes in the reactor", "reactor_cubes")


@dataclass(frozen=True)
class Goals:
    """The sheet of 2024."""

    reservoir: Array = entry("water conserved", "{side}Reservoir", side=SIDE)
    food_produced: Array = entry("food produced", "{side}Food", side=SIDE)
    nexus: Array = entry("what each goal holds", "{side}{goal}", codes=Goal, side=SIDE, goal=NEXUS)
    food_secured: Array = entry("food secured", "foodSecured")
    parked: Array = entry("where each robot stands", "{side}{station}Parked", codes=Parked, **BY_ROBOT)
    balanced: Array = entry("field balanced", "fieldBalanced", codes=Flag)


@dataclass(frozen=True)
class Balls:
    """The sheet of 2026."""

    suppression: Array = entry("balls in the suppression unit", "{side}Unit", side=SIDE)
    extinguisher: Array = entry("balls in the extinguisher", "extinguisher")
    brace: Array = entry("where each robot hangs", "{side}{station}Brace", codes=Brace, **BY_ROBOT)
    partner: Array = entry("lifted by a partner", "{side}{station}Partner", codes=Flag, **BY_ROBOT)
    fouls_minor: Array = minor_fouls()


def season(sheet: type, *scored: str) -> Season:
    """Make a season of this sheet, whose score is the sum of a few entries."""

    def score(written: Any, _: Any) -> Breakdown:
        total = sum(getattr(written, name) for name in scored)
        return Breakdown(1, {"all": total}, total)

    phase = Phase(score, lambda *_: [])
    return Season(sheet.__name__.lower(), sheet, 1, phase, lambda _: {"all": "everything"})


SHEETS = {Generators: ("wind", "low"), Goals: ("reservoir", "food_produced"), Balls: ("suppression",)}
SEASONS = {sheet.__name__.lower(): season(sheet, *scored) for sheet, scored in SHEETS.items()}


def table_of(name: str, old: str = "", new: str = "") -> Game:
    """Give the table of a small season, after one edit of its text."""
    text = (Path(__file__).parent / "fixtures" / f"{name}.toml").read_text(encoding="utf-8")
    assert not old or text.count(old) == 1
    return compiled(parse(Model, text.replace(old, new).encode(), name), SEASONS[name])
