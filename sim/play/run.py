"""Many matches from one seed: `simulate(...) -> Matches`. Match i depends on the seed and i alone."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from rules.document import PhaseName
from rules.documents import sheet_from
from rules.errors import FgcError, within
from rules.season import checked
from sim.engine.log import Block, LogLine
from sim.engine.sheets import sheet_of
from sim.pausing import pause
from sim.play import saved
from sim.play.matches import Matches, column_names, joined, listed, scored
from sim.play.players import Players
from sim.play.request import MOST, Request, check_whole, repointed, restored, run_request
from sim.play.shares import FOLDER, WHOLE, Share
from sim.play.workers import Job, at_once, mapped
from sim.robots.drawn import Robots
from sim.robots.files import PlanLike, SideLike
from sim.robots.points_file import PointsLike
from sim.table.game import Game
from sim.table.language import Robot

PART = 65_536
"""Matches in one file of a saved run."""
MOST_TOLD = 50_000
"""Attempts of a match whose event log is kept; a real one has some hundreds."""
SIZES = {"fast": 2_048, "reference": 64}
"""Matches in a job, by engine: some hundredths of a second of work, in the processor's cache."""

say = logging.getLogger(__name__)

Progress = Callable[[int], None]
"""Told now and then how many more matches are done."""


def simulate(
    season: str,
    matches: int = 1_000,
    seed: int = 1,
    playbook: PlanLike | None = None,
    out: Path | str | None = None,
    engine: str = "fast",
    jobs: int | None = None,
    red: SideLike | None = None,
    blue: SideLike | None = None,
    population: Path | str | None = None,
    points: PointsLike | None = None,
) -> Matches:
    """Play matches of a season (`fgc_2022` or `2022`) between robots drawn from its population.

    `playbook` is what every robot plays: a playbook, its name in the season or a plan file; without it, each plays
    one of the season's by their shares. `out` is a folder to save the run in; one that an interrupted run has
    left is continued. `engine` is `fast` or `reference`: they play the same matches. `jobs` is how many blocks of
    matches are played at once, by default one a processor (the reference engine needs processes for that, so one):
    nothing but the time depends on it. `red` and `blue` are line-up files, or three stations each; who they leave
    out is drawn. `population` is a file with numbers that the population has otherwise than the season's. `points`
    are point values that are not the official ones, by name, or a file of them. Raises FgcError for what cannot be:
    season, number, name, file or folder.
    """
    request = repointed(run_request(season, matches, seed, playbook, engine, red, blue, population), points)
    return replace(joined(play(request, out, jobs)), players=Players(request))


def play(
    request: Request,
    out: Path | str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    share: Share = WHOLE,
) -> Iterator[Matches]:
    """Play a run, or a share of it, part by part, in little memory; with a folder, save its parts, or read them.

    What cannot be is refused at once, before the first part is asked for.
    """
    workers, name = at_once(request, jobs), saved.FINISHED if share == WHOLE else FOLDER
    folder = None if out is None else saved.opened(Path(out), share.manifest(request), name)
    return _played(request, parts_of(request, share), folder, name, workers, progress or (lambda _: None))


def _played(
    request: Request, parts: Sequence[range], folder: saved.Opened | None, name: str, workers: int, told: Progress
) -> Iterator[Matches]:
    if folder is None:
        yield from _joined_parts(request, parts, {}, workers, told)
        return
    with closing(folder):
        there = {n: part for n, part in enumerate(parts) if _is_good(request, folder.path, n, part)}
        for number, part in enumerate(_joined_parts(request, parts, there, workers, told, folder.path)):
            if number not in there:
                saved.write_part(folder.path, number, part.official())
            yield part
        saved.finish(folder.path, name)


def _joined_parts(
    request: Request,
    parts: Sequence[range],
    there: Mapping[int, range],
    workers: int,
    told: Progress,
    folder: Path = Path(),
) -> Iterator[Matches]:
    """Give a run part by part: those that are there are read from the folder, the others played."""
    jobs = (job for n, part in enumerate(parts) if n not in there for job in cut(request, part))
    with closing(mapped(played, jobs, workers)) as coming:
        for number, part in enumerate(parts):
            if number in there:
                told(len(part))
                yield part_read(request, folder, number, part)
                continue
            found = []
            for _, block in zip(cut(request, part), coming, strict=False):
                found.append(block)
                told(len(block))
            yield joined(found)


def cut(request: Request, matches: range) -> list[Job]:
    """Cut matches in a row into jobs."""
    size = SIZES[request.engine]
    firsts = range(matches.start, matches.stop, size)
    return [Job(request, range(first, min(first + size, matches.stop))) for first in firsts]


def played(request: Request, matches: range) -> Matches:
    """Play and score some matches of a run."""
    return scored_block(
        request, request.player.play_block(request.lineup, matches.start, len(matches)), matches.start
    )


def played_in(games: Iterable[Game], request: Request, matches: range) -> Iterator[Matches]:
    """Play the same matches, under the same luck, with other populations of the season, one after the other.

    What is possible on the field is the same in all of them, so one engine plays them all.
    """
    return _replayed((request.in_game(game) for game in games), request, matches)


def played_by(robots: Iterable[Robot], places: Sequence[int], request: Request, matches: range) -> Iterator[Matches]:
    """Play the same matches, under the same luck, with other robots at these stations, one after the other.

    What they play stays, so one engine plays them all.
    """
    return _replayed((request.with_robots(dict.fromkeys(places, robot)) for robot in robots), request, matches)


def _replayed(others: Iterable[Request], request: Request, matches: range) -> Iterator[Matches]:
    for other in others:
        pause()
        block = request.player.play_block(other.lineup, matches.start, len(matches))
        yield scored_block(other, block, matches.start)


def scored_block(request: Request, block: Block, first: int, phase: PhaseName = "ranking") -> Matches:
    """Fill in and score the sheets of matches that an engine has played."""
    sheet = sheet_of(request.game, block.marking, block.clocks, block.fouls)
    return scored(request.game.rules, sheet, first, phase)


def load(folder: Path | str) -> Matches:
    """Read a finished run back from its folder, whole."""
    request = restored(folder)
    return replace(joined(loaded(request, folder)), players=Players(request))


def loaded(request: Request, folder: Path | str) -> Iterator[Matches]:
    """Read a finished run back from its folder, part by part; of a damaged part the error says what mends it."""
    for number, part in enumerate(parts_of(request)):
        try:
            yield part_read(request, Path(folder), number, part)
        except FgcError as error:
            *where, what = error.parts
            raise FgcError(*where, f"{what}; `sim run --out {folder}` plays it again") from None


def replay(request: Request, match: int) -> tuple[Robots, list[LogLine], Matches]:
    """Play one match of a run again: its robots, its event log, and that match alone, scored."""
    check_whole("match", match, 0, MOST - 1)
    return played_again(request, request.robots(match, 1), match)


def played_again(
    request: Request, robots: Robots, match: int, phase: PhaseName = "ranking"
) -> tuple[Robots, list[LogLine], Matches]:
    """Play the match of this number that robots were drawn for: they, its event log, and that match alone, scored."""
    player = request.player_of(phase)
    many = player.play(robots, match).attempts
    if many > MOST_TOLD:
        what = f"expected a match of up to {MOST_TOLD:,} attempts to tell of, found {many:,}"
        raise FgcError(f"match {match}", f"{what}: rows take too short a time")
    log: list[LogLine] = []
    marking, clocks, attempts = (np.array([each]) for each in player.play(robots, match, log))
    return robots, log, scored_block(request, Block(marking, clocks, robots.fouls, attempts), match, phase)


def _is_good(request: Request, folder: Path, number: int, matches: range) -> bool:
    """Say whether a part of a run is there and good; one that is there and is not is said to be played again."""
    try:
        part_read(request, folder, number, matches)
    except FgcError as error:
        if os.path.lexists(saved.part_path(folder, number)):
            say.warning("%s; it is played again", error)
        return False
    return True


def parts_there(request: Request, folder: Path, share: Share = WHOLE) -> set[int]:
    """Give the numbers of the parts that a folder has as they were written."""
    return {number for number in range(len(parts_of(request, share))) if saved.is_there(folder, number)}


def parts_of(request: Request, share: Share = WHOLE) -> list[range]:
    """Give the matches of each part of a run, or of a share of it."""
    of = share.among(request.matches)
    return [range(first, min(first + PART, of.stop)) for first in range(of.start, of.stop, PART)]


def part_read(request: Request, folder: Path, number: int, matches: range) -> Matches:
    """Read a part of a saved run back, and check it as strictly as what others bring."""
    rules, path = request.game.rules, saved.part_path(folder, number)
    columns = saved.read_part(folder, number, matches, column_names(rules), listed(rules))
    with within(str(path)):
        found = scored(rules, checked(sheet_from(columns, rules)), matches.start)
        for name, values in found.columns().items():
            if not np.array_equal(columns[name], values):
                raise FgcError(name, "expected what follows from the entries beside it")
    return found
