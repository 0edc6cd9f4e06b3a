"""What a run is asked for, checked: its season's tables, and the manifest that repeats it to the last byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rules.errors import ModelError, within
from rules.names import nearest
from sim.play import saved
from sim.robots.drawn import Robots, prepare
from sim.robots.files import Side, check_robot, chosen, read_side, rows_of
from sim.robots.lineup import Lineup, all_playbooks, lineup
from sim.robots.population_file import overlaid, read_overlay
from sim.table.arrays import ROBOTS, Tables, playable
from sim.table.checks import check_playbook, check_playbooks
from sim.table.dials import Numbers
from sim.table.language import ENGINES, EngineName, Manifest, Playbook, Robot

if TYPE_CHECKING:
    from rules.season import Array
    from sim.engine.log import Block, Event, Played

MOST = 2**32 - 1
"""The largest seed, and the largest number of matches: both are 32-bit words of a key."""


ENGINE_ROOMS: dict[EngineName, str] = {"reference": "sim.engine.reference", "fast": "sim.engine.fast"}
"""Where each engine lives: it is imported when it is asked for, since both are heavy."""


class Engine(Protocol):
    """What both engines can do."""

    def __init__(self, tables: Tables, orders: Sequence[Sequence[int]], seed: int) -> None:
        """Make an engine for one season and seed, where `orders` are the rows of the playbooks."""

    def play(self, robots: Robots, match: int, log: "list[Event] | None" = None) -> "Played":
        """Play one of the matches that `robots` were drawn for; `log`, where given, gets the event log."""

    def play_robots(self, robots: Robots) -> "Block":
        """Play the matches that `robots` were drawn for."""

    def play_block(self, lineup: Lineup, first: int, count: int) -> "Block":
        """Draw the robots of `count` matches from match `first` on, and play them."""


@dataclass(frozen=True)
class Settings:
    """What a run is asked for."""

    tables: Tables
    manifest: Manifest

    @cached_property
    def engine(self) -> Engine:
        """The engine that plays these matches."""
        kind: type[Engine] = import_module(ENGINE_ROOMS[self.manifest.engine]).Engine
        playbooks = all_playbooks(self.manifest.playbooks, self.manifest.plans or ())
        return kind(self.tables, rows_of(self.tables, playbooks), self.manifest.seed)

    @cached_property
    def lineup(self) -> Lineup:
        """The numbers that the robots are drawn from."""
        manifest = self.manifest
        return lineup(self.tables, manifest.playbooks, manifest.robots or (), manifest.plans or ())

    @property
    def stations(self) -> list[tuple[Robot | None, Playbook | None]]:
        """Who stands at the stations and what they play, red 1-3 then blue 1-3; None is drawn."""
        manifest = self.manifest
        nobody = (None,) * ROBOTS
        everybody = manifest.playbooks[0] if manifest.playbook is not None else None
        plans = (plan or everybody for plan in manifest.plans or nobody)
        return list(zip(manifest.robots or nobody, plans, strict=True))

    def robots(self, first: int, count: int) -> Robots:
        """Draw the robots of `count` matches from match `first` on."""
        return prepare(self.lineup, self.manifest.seed, first, count)


def prepared(
    season: str,
    matches: int = 1,
    seed: int = 1,
    playbook: Path | str | None = None,
    engine: str = "fast",
    red: Path | str | None = None,
    blue: Path | str | None = None,
    population: Path | str | None = None,
) -> Settings:
    """Check what a run is asked for; raises FgcError for what cannot be: season, number, engine, name or file."""
    check_whole("matches", matches, 1)
    check_whole("seed", seed, 0)
    if engine not in ENGINES:
        raise ModelError("engine", f"expected {' or '.join(ENGINES)}, found {engine!r}{nearest(engine, ENGINES)}")
    tables = playable(season)
    numbers = None if population is None else read_overlay(tables, str(population))
    tables = overlaid(tables, numbers or {})
    key = tables.season.key
    playbooks = chosen(tables, None if playbook is None else str(playbook))
    sides = [Side() if file is None else read_side(tables, str(file)) for file in (red, blue)]
    named = red is not None or blue is not None
    manifest = Manifest(
        season=key,
        seed=int(seed),
        matches=int(matches),
        version=saved.program_version(),
        engine=engine,
        seed_file=saved.seed_hash(key),
        playbook=None if playbook is None else playbooks[0].name,
        playbooks=playbooks,
        robots=tuple(robot for side in sides for robot in side.robots) if named else None,
        plans=tuple(plan for side in sides for plan in side.plans) if named else None,
        population=numbers,
    )
    return Settings(tables, manifest)


def repopulated(settings: Settings, numbers: Numbers) -> Settings:
    """Give the same run with some numbers of the population changed, where nothing but the season's mix is played."""
    tables = overlaid(settings.tables, numbers)
    changed = {"playbooks": tables.seed.playbook, "population": dict(numbers)}
    return Settings(tables, settings.manifest.model_copy(update=changed))


def check_whole(name: str, value: "int | Array", least: int, most: int = MOST) -> None:
    """Raise a ModelError where a number is not a whole one within these bounds."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise ModelError(name, f"expected a whole number from {least} to {most:,}, found {value}")


def restored(folder: Path | str) -> Settings:
    """Give what a finished run was asked for; a FgcError where this version would play other matches."""
    manifest = saved.finished(Path(folder))
    with within(str(saved.manifest_path(Path(folder)))):
        settings = of_manifest(manifest)
    saved.need_playable_again(Path(folder), manifest)
    return settings


def of_manifest(manifest: Manifest) -> Settings:
    """Give the settings that a manifest repeats; a FgcError where there is no such season or playbook."""
    tables = playable(manifest.season)
    if manifest.season != tables.season.key:
        raise ModelError("season", f"expected {tables.season.key!r}, found {manifest.season!r}")
    tables = overlaid(tables, manifest.population or {})
    check_playbooks(tables.seed, manifest.playbooks)
    for stations in (manifest.robots, manifest.plans):
        if stations is not None and len(stations) != ROBOTS:
            raise ModelError("robots, plans", f"expected one for each of {ROBOTS} stations, found {len(stations)}")
    for robot in manifest.robots or ():
        if robot is not None:
            check_robot(tables, robot)
    for plan in manifest.plans or ():
        if plan is not None:
            check_playbook(plan.name, plan, tables.seed)
    return Settings(tables, manifest)
