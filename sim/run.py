"""Many matches from one seed: `simulate(...) -> Run`. Match i depends on the seed and i alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.documents import columns_of, sheet_from
from rules.errors import FgcError, ModelError
from rules.season import Array, Breakdown, checked
from sim import saved
from sim.laws import check_playbooks
from sim.model import Manifest
from sim.plans import chosen, rows_of
from sim.reference import Engine, Event, Played
from sim.robots import Robots, prepare
from sim.sheets import sheet_of
from sim.tables import Tables, playable

if TYPE_CHECKING:
    import pandas as pd

PART = 65_536
"""Matches in one file of a saved run."""
BLOCK = 1_024
"""Matches whose robots are drawn together."""
MOST = 2**32 - 1
"""The largest seed, and the largest number of matches: both are 32-bit words of a key."""

Progress = Callable[[int], None]
"""Told now and then how many more matches are done."""


@dataclass(frozen=True)
class Settings:
    """What a run is asked for: its season's tables, and the manifest that repeats it to the last byte."""

    tables: Tables
    manifest: Manifest

    @property
    def engine(self) -> Engine:
        """The engine that plays these matches."""
        return Engine(self.tables, rows_of(self.tables, self.manifest.playbooks), self.manifest.seed)

    def robots(self, first: int, count: int) -> Robots:
        """Draw the robots of `count` matches from match `first` on."""
        return prepare(self.tables, self.manifest.playbooks, self.manifest.seed, first, count)


@dataclass(frozen=True)
class Run:
    """Matches played and scored; every array's first axis is the match, `side` is red first."""

    settings: Settings
    sheet: Any
    """The score sheets, as the season's rules module defines them."""

    @cached_property
    def breakdown(self) -> Breakdown:
        """The points by source, `(match, side)` each."""
        return self.settings.tables.season.score(self.sheet)

    @property
    def scores(self) -> Array:
        """The alliance scores `(match, side)`, in points."""
        return self.breakdown.total

    def columns(self, first: int = 0) -> dict[str, Array]:
        """Give one array a match by dotted official name: id (from `first` on), the sheet, scores and result."""
        red, blue = self.scores.T
        result = np.select([red > blue, red < blue], [1, 2], 0)
        ids = np.arange(first, first + len(red))
        return {"id": ids, **columns_of(self.sheet), "redScore": red, "blueScore": blue, "result": result}

    def frame(self) -> "pd.DataFrame":
        """Give the run as a table, a row a match, with official field names."""
        import pandas as pd

        return pd.DataFrame(self.columns())


def simulate(
    season: str,
    matches: int = 1_000,
    seed: int = 1,
    playbook: Path | str | None = None,
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> Run:
    """Play matches of a season (`fgc_2022` or `2022`) between robots drawn from its population.

    `playbook` names a playbook of the season or a plan file that every robot then plays; without it, each plays
    one of the season's by their shares. `out` is a folder to save the run in; one that an interrupted run has
    left is continued. Raises FgcError for a season, number, playbook or folder that cannot be.
    """
    settings = prepared(season, matches, seed, playbook)
    folder = None if out is None else saved.opened(Path(out), settings.manifest)
    parts = []
    for number, part in enumerate(_parts(matches)):
        if folder is not None and saved.part_path(folder, number).exists():
            run = _read(settings, folder, number, part)
            if progress is not None:
                progress(len(part))
        else:
            run = _played(settings, part, progress)
            if folder is not None:
                saved.write_part(folder, number, run.columns(part.start))
        parts.append(columns_of(run.sheet))
    if folder is not None:
        saved.finish(folder)
    return _joined(settings, parts)


def load(folder: Path | str) -> Run:
    """Read a finished run back from its folder."""
    settings = restored(folder)
    parts = enumerate(_parts(settings.manifest.matches))
    return _joined(settings, [columns_of(_read(settings, Path(folder), n, part).sheet) for n, part in parts])


def prepared(season: str, matches: int = 1, seed: int = 1, playbook: Path | str | None = None) -> Settings:
    """Check what a run is asked for."""
    for name, value, least in (("matches", matches, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= MOST:
            raise ModelError(name, f"expected a whole number from {least} to {MOST:,}, found {value}")
    tables = playable(season)
    key = tables.season.key
    playbooks = chosen(tables, None if playbook is None else str(playbook))
    manifest = Manifest(
        season=key,
        seed=int(seed),
        matches=int(matches),
        version=saved.program_version(),
        engine=saved.ENGINE,
        seed_file=saved.seed_hash(key),
        playbook=None if playbook is None else playbooks[0].name,
        playbooks=playbooks,
    )
    return Settings(tables, manifest)


def restored(folder: Path | str) -> Settings:
    """Give what a finished run was asked for; a FgcError where this version would play other matches."""
    manifest = saved.finished(Path(folder))
    try:
        tables = playable(manifest.season)
        if manifest.season != tables.season.key:
            raise ModelError("season", f"expected {tables.season.key!r}, found {manifest.season!r}")
        check_playbooks(tables.seed, manifest.playbooks)
    except FgcError as error:
        raise error.within(str(saved.manifest_path(Path(folder)))) from None
    saved.need_playable_again(Path(folder), manifest)
    return Settings(tables, manifest)


def replay(settings: Settings, match: int) -> tuple[Robots, list[Event], Run]:
    """Play one match of a run again: its robots, its event log, and the run of that match alone."""
    if not 0 <= match < MOST:
        raise ModelError("match", f"expected a whole number from 0 to {MOST - 1:,}, found {match}")
    robots = settings.robots(match, 1)
    log: list[Event] = []
    played = settings.engine.play(robots, match, log)
    return robots, log, Run(settings, _sheet(settings, [played], robots))


def _parts(matches: int) -> list[range]:
    """Cut a run into the matches of its parts."""
    return [range(first, min(first + PART, matches)) for first in range(0, matches, PART)]


def _played(settings: Settings, matches: range, progress: Progress | None) -> Run:
    """Play some matches of a run, block by block."""
    engine = settings.engine
    blocks = []
    for start in range(matches.start, matches.stop, BLOCK):
        block = range(start, min(start + BLOCK, matches.stop))
        robots = settings.robots(block.start, len(block))
        played = []
        for match in block:
            played.append(engine.play(robots, match))
            if progress is not None:
                progress(1)
        blocks.append(columns_of(_sheet(settings, played, robots)))
    return _joined(settings, blocks)


def _read(settings: Settings, folder: Path, number: int, matches: range) -> Run:
    """Read a part of a saved run back, and check it as strictly as what others bring."""
    columns = saved.read_part(folder, number, matches)
    try:
        return Run(settings, checked(sheet_from(columns, settings.tables.season)))
    except FgcError as error:
        raise error.within(str(saved.part_path(folder, number))) from None


def _sheet(settings: Settings, played: list[Played], robots: Robots) -> Any:
    marking, clocks = (np.array(each) for each in zip(*((p.marking, p.clocks) for p in played), strict=True))
    return sheet_of(settings.tables, marking, clocks, robots.fouls)


def _joined(settings: Settings, parts: list[dict[str, Array]]) -> Run:
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Run(settings, sheet_from(columns, settings.tables.season))
