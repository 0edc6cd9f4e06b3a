"""Many matches from one seed: `simulate(...) -> Run`. Match i depends on the seed and i alone."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rules.documents import columns_of, sheet_from
from rules.errors import FgcError, within
from rules.season import Array, Breakdown, checked
from sim.engine.log import Event
from sim.engine.sheets import sheet_of
from sim.play import saved
from sim.play.request import MOST, Settings, check_whole, prepared, restored
from sim.play.workers import cut, in_order
from sim.robots.drawn import Robots

if TYPE_CHECKING:
    import pandas as pd

PART = 65_536
"""Matches in one file of a saved run."""

MOST_JOBS = 1_024

Progress = Callable[[int], None]
"""Told now and then how many more matches are done."""


@dataclass(frozen=True)
class Run:
    """Matches played and scored, all of a run or some in a row; every array's first axis is the match."""

    settings: Settings
    sheet: Any
    """The score sheets, as the season's rules module defines them."""
    breakdown: Breakdown
    """The points by source, `(match, side)` each, red first."""
    first: int = 0

    @classmethod
    def of(cls, settings: Settings, sheet: Any, first: int = 0) -> "Run":
        """Score sheets."""
        return cls(settings, sheet, settings.tables.season.score(sheet), first)

    @property
    def scores(self) -> Array:
        """The alliance scores `(match, side)`, in points."""
        return self.breakdown.total

    def columns(self) -> dict[str, Array]:
        """Give one array a match by dotted official name: id, the sheet, scores and result."""
        red, blue = self.scores.T
        result = np.select([red > blue, red < blue], [1, 2], 0)
        ids = np.arange(self.first, self.first + len(red))
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
    engine: str = "fast",
    jobs: int | None = None,
    red: Path | str | None = None,
    blue: Path | str | None = None,
    population: Path | str | None = None,
) -> Run:
    """Play matches of a season (`fgc_2022` or `2022`) between robots drawn from its population.

    `playbook` names a playbook of the season or a plan file that every robot then plays; without it, each plays
    one of the season's by their shares. `out` is a folder to save the run in; one that an interrupted run has
    left is continued. `engine` is `fast` or `reference`: they play the same matches. `jobs` is how many blocks of
    matches are played at once, by default one a processor (the reference engine needs processes for that, so one):
    nothing but the time depends on it. `red` and `blue` are line-up files; who they leave out is drawn.
    `population` is a file with numbers that the population has otherwise than the season's. Raises FgcError for
    what cannot be: season, number, name, file or folder.
    """
    settings = prepared(season, matches, seed, playbook, engine, red, blue, population)
    return _joined(settings, play(settings, out, jobs))


def play(
    settings: Settings,
    out: Path | str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Run]:
    """Play a run part by part, in little memory; with a folder, save the parts, and read those that are there.

    What cannot be is refused at once, before the first part is asked for.
    """
    jobs = workers(settings, jobs)
    folder = None if out is None else saved.opened(Path(out), settings.manifest)
    return _played(settings, folder, jobs, progress or (lambda _: None))


def _played(settings: Settings, folder: Path | None, jobs: int, told: Progress) -> Iterator[Run]:
    parts = parts_of(settings)
    if folder is not None and (folder / saved.UNFINISHED).exists():
        _drop_unreadable(settings, folder)
    there = set() if folder is None else parts_there(settings, folder)
    blocks = [block for n, part in enumerate(parts) if n not in there for block in cut(settings, part)]
    coming = in_order(settings, blocks, jobs)
    try:
        for number, part in enumerate(parts):
            if number in there and folder is not None:
                told(len(part))
                yield _read(settings, folder, number, part)
                continue
            found = []
            for block, done in zip(cut(settings, part), coming, strict=False):
                found.append(Run(settings, done.sheet, done.breakdown, block.start))
                told(len(block))
            run = _joined(settings, found)
            if folder is not None:
                saved.write_part(folder, number, run.columns())
            yield run
    finally:
        coming.close()
    if folder is not None:
        saved.finish(folder)


def workers(settings: Settings, jobs: int | None) -> int:
    """Say how many blocks are played at once: as many as was asked for, else one a processor where that is cheap."""
    if jobs is None:
        return (os.cpu_count() or 1) if settings.manifest.engine == "fast" else 1
    check_whole("jobs", jobs, 1, MOST_JOBS)
    return jobs


def load(folder: Path | str) -> Run:
    """Read a finished run back from its folder, whole."""
    settings = restored(folder)
    return _joined(settings, loaded(settings, folder))


def loaded(settings: Settings, folder: Path | str) -> Iterator[Run]:
    """Read a finished run back from its folder, part by part."""
    for number, part in enumerate(parts_of(settings)):
        yield _read(settings, Path(folder), number, part)


def replay(settings: Settings, match: int) -> tuple[Robots, list[Event], Run]:
    """Play one match of a run again: its robots, its event log, and the run of that match alone."""
    check_whole("match", match, 0, MOST - 1)
    robots = settings.robots(match, 1)
    log: list[Event] = []
    played = settings.engine.play(robots, match, log)
    sheet = sheet_of(settings.tables, np.array([played.marking]), np.array([played.clocks]), robots.fouls)
    return robots, log, Run.of(settings, sheet, match)


def _drop_unreadable(settings: Settings, folder: Path) -> None:
    """Take away the parts of an unfinished run that cannot be read: what is there then counts as played."""
    for number, part in enumerate(parts_of(settings)):
        path = saved.part_path(folder, number)
        if path.exists():
            try:
                _read(settings, folder, number, part)
            except FgcError:
                with saved.writing(folder):
                    path.unlink()


def parts_there(settings: Settings, folder: Path) -> set[int]:
    """Give the numbers of the parts that a folder has."""
    return {number for number in range(len(parts_of(settings))) if saved.part_path(folder, number).exists()}


def parts_of(settings: Settings) -> list[range]:
    """Give the matches of each part of a run."""
    matches = settings.manifest.matches
    return [range(first, min(first + PART, matches)) for first in range(0, matches, PART)]


def _read(settings: Settings, folder: Path, number: int, matches: range) -> Run:
    """Read a part of a saved run back, and check it as strictly as what others bring."""
    columns = saved.read_part(folder, number, matches)
    with within(str(saved.part_path(folder, number))):
        return Run.of(settings, checked(sheet_from(columns, settings.tables.season)), matches.start)


def _joined(settings: Settings, runs: Iterable[Run]) -> Run:
    """Put matches that follow each other together."""
    found = list(runs)
    sheets, breakdowns = [run.sheet for run in found], [run.breakdown for run in found]
    names = [each.name for each in fields(sheets[0])]
    sheet = type(sheets[0])(**{name: np.concatenate([getattr(sheet, name) for sheet in sheets]) for name in names})
    parts = {name: np.concatenate([each.parts[name] for each in breakdowns]) for name in breakdowns[0].parts}
    total = np.concatenate([each.total for each in breakdowns])
    return Run(settings, sheet, Breakdown(breakdowns[0].unit, parts, total), found[0].first)
