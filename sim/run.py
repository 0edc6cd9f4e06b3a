"""Many matches from one seed: `simulate(...) -> Run`. Match i depends on the seed and i alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.documents import columns_of, sheet_from
from rules.errors import ModelError
from rules.season import Array, Breakdown
from sim import saved
from sim.model import Playbook
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
    """What decides every byte of a run: the season, the seed, how many matches, and who plays what."""

    tables: Tables = field(repr=False)
    matches: int
    seed: int
    playbooks: tuple[Playbook, ...] = field(repr=False)
    playbook: str | None
    """The name of the one playbook that every robot plays, or None for the season's mix."""

    @property
    def manifest(self) -> dict[str, Any]:
        """Everything needed to repeat the run to the last byte."""
        return saved.manifest(self.tables.season.key, self.seed, self.matches, self.playbook, self.playbooks)


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

    def columns(self) -> dict[str, Array]:
        """Give one array a match by dotted official name: id, the sheet, scores and result."""
        red, blue = self.scores.T
        result = np.select([red > blue, red < blue], [1, 2], 0)
        ids = np.arange(len(red))
        return {"id": ids, **columns_of(self.sheet), "redScore": red, "blueScore": blue, "result": result}

    def frame(self) -> "pd.DataFrame":
        """Give the run as a table, a row a match, with official field names."""
        import pandas as pd

        return pd.DataFrame(self.columns())


def simulate(
    season: str,
    matches: int = 1_000,
    seed: int = 1,
    playbook: str | None = None,
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
    for first in range(0, matches, PART):
        count = min(PART, matches - first)
        columns = None if folder is None else saved.read_part(folder, first // PART)
        if columns is None:
            run = Run(settings, _played(settings, first, count, progress))
            columns = {**run.columns(), "id": np.arange(first, first + count)}
            if folder is not None:
                saved.write_part(folder, first // PART, columns)
        elif progress is not None:
            progress(count)
        parts.append(columns)
    if folder is not None:
        saved.finish(folder)
    return _joined(settings, parts)


def load(folder: Path | str) -> Run:
    """Read a finished run back from its folder."""
    manifest = saved.finished(Path(folder))
    settings = restored(manifest, Path(folder))
    numbers = range((settings.matches + PART - 1) // PART)
    return _joined(settings, [saved.must_read_part(Path(folder), number) for number in numbers])


def prepared(season: str, matches: int = 1, seed: int = 1, playbook: str | None = None) -> Settings:
    """Check what a run is asked for."""
    for name, value, least in (("matches", matches, 1), ("seed", seed, 0)):
        if not least <= value <= MOST:
            raise ModelError(name, f"expected a whole number from {least} to {MOST:,}, found {value:,}")
    tables = playable(season)
    playbooks = chosen(tables, playbook)
    return Settings(tables, matches, seed, playbooks, None if playbook is None else playbooks[0].name)


def restored(manifest: dict[str, Any], folder: Path) -> Settings:
    """Give the settings that a saved run's manifest holds; a ModelError where this version plays other matches."""
    tables = playable(manifest["season"])
    playbooks = tuple(Playbook.model_validate(each) for each in saved.frozen(manifest["playbooks"]))
    settings = Settings(tables, manifest["matches"], manifest["seed"], playbooks, manifest["playbook"])
    saved.need_same(folder, manifest, settings.manifest)
    return settings


def replay(settings: Settings, match: int) -> tuple[Robots, Played, list[Event]]:
    """Play one match of a run again, with its event log."""
    if not 0 <= match < MOST:
        raise ModelError("match", f"expected a whole number from 0 to {MOST - 1:,}, found {match:,}")
    tables = settings.tables
    robots = prepare(tables, settings.playbooks, settings.seed, match, 1)
    log: list[Event] = []
    played = Engine(tables, rows_of(tables, settings.playbooks), settings.seed).play(robots, match, log)
    return robots, played, log


def sheet_of_one(settings: Settings, robots: Robots, played: Played) -> Any:
    """Give the score sheet of one match that was replayed."""
    return sheet_of(settings.tables, np.array([played.marking]), np.array([played.clocks]), robots.fouls)


def _played(settings: Settings, first: int, count: int, progress: Progress | None) -> Any:
    blocks = list(_blocks(settings, first, count, progress))
    marking, clocks, fouls = (np.concatenate(each) for each in zip(*blocks, strict=True))
    return sheet_of(settings.tables, marking, clocks, fouls)


def _blocks(
    settings: Settings, first: int, count: int, progress: Progress | None
) -> Iterator[tuple[Array, Array, Array]]:
    tables = settings.tables
    engine = Engine(tables, rows_of(tables, settings.playbooks), settings.seed)
    for start in range(first, first + count, BLOCK):
        size = min(BLOCK, first + count - start)
        robots = prepare(tables, settings.playbooks, settings.seed, start, size)
        played = []
        for match in range(start, start + size):
            played.append(engine.play(robots, match))
            if progress is not None:
                progress(1)
        yield np.array([p.marking for p in played]), np.array([p.clocks for p in played]), robots.fouls


def _joined(settings: Settings, parts: list[dict[str, Array]]) -> Run:
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Run(settings, sheet_from(columns, settings.tables.season))
