"""Whole ranking phases: teams that last, a schedule, its matches in order, their documents and the official table."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rules.documents import Document, written
from rules.errors import ModelError
from rules.season import Array, Row
from sim.engine.log import Block
from sim.engine.sheets import sheet_of
from sim.files import write_text
from sim.play import saved
from sim.play.documents import documents_of
from sim.play.request import Settings, check_whole, prepared
from sim.play.run import Progress, Run
from sim.play.schedule import Schedule, drawn, matches_of, need_possible
from sim.play.teams import Talents, match_number, shared_out, teams_of
from sim.robots.drawn import NO_PLAYBOOK
from sim.robots.properties import TOGETHER
from sim.table.agents import ROBOTS
from sim.table.game import playable
from sim.table.language import Edition
from sim.table.toml import Name, Table

MOST_REPEATS = 2**16
FINISHED = "event.json"


class Manifest(Table):
    """`event.json` of a saved event: what repeats it to the last byte."""

    season: Name
    seed: int
    teams: int
    each: int
    repeats: int
    version: str
    seed_file: str
    population: dict[str, float] | None = None


@dataclass(frozen=True)
class Asked:
    """What an event is asked for."""

    settings: Settings
    manifest: Manifest

    @property
    def matches(self) -> int:
        """How many matches each repeat has."""
        return matches_of(self.manifest.teams, self.manifest.each)


@dataclass(frozen=True)
class Repeat:
    """A ranking phase that was played."""

    number: int
    schedule: Schedule
    talent: npt.NDArray[np.float64]
    """(team,): the log of how much better than the median team each is, all in all."""
    card: Array
    """(match, robot): the card that its team was shown."""
    came: npt.NDArray[np.bool_]
    """(match, robot)"""
    run: Run
    """The matches in the order played: sheets, breakdown, scores."""

    @cached_property
    def documents(self) -> list[Document]:
        """The official documents of the matches, in the order played."""
        result = self.run.columns()["result"]
        return documents_of(self.run.sheet, self.run.scores, result, self.schedule, self.card, self.came)

    @cached_property
    def ranking(self) -> list[Row]:
        """The official ranking table, best team first."""
        return self.run.settings.game.rules.rank(self.documents)


@dataclass(frozen=True)
class Event:
    """An event played as often as it was asked for, each time with other teams and another schedule."""

    settings: Settings
    repeats: tuple[Repeat, ...]

    @property
    def scores(self) -> Array:
        """The alliance scores `(repeat, match, side)`, in points."""
        return np.array([repeat.run.scores for repeat in self.repeats])

    @property
    def talents(self) -> npt.NDArray[np.float64]:
        """The log talent of the teams `(repeat, team)`."""
        return np.array([repeat.talent for repeat in self.repeats])

    def documents(self, repeat: int = 0) -> list[Document]:
        """Give the official documents of one repeat, in the order played."""
        return self.repeats[repeat].documents

    def ranking(self, repeat: int = 0) -> list[Row]:
        """Give the official ranking table of one repeat, best team first."""
        return self.repeats[repeat].ranking


def play_event(
    season: str,
    teams: int | None = None,
    each: int | None = None,
    repeats: int = 1,
    seed: int = 1,
    engine: str = "fast",
    population: Path | str | None = None,
) -> Event:
    """Play the ranking phase of a season (`fgc_2022` or `2022`) with teams drawn from its population.

    `teams` teams play `each` matches each, by default as many as they were at the real event. Each of the `repeats`
    has other teams and another schedule, and is the same whatever their number. `population` is a file with numbers
    that the population has otherwise than the season's. Raises FgcError for what cannot be.
    """
    asked = prepared_event(season, teams, each, repeats, seed, engine, population)
    return Event(asked.settings, tuple(play_repeats(asked)))


def prepared_event(
    season: str,
    teams: int | None = None,
    each: int | None = None,
    repeats: int = 1,
    seed: int = 1,
    engine: str = "fast",
    population: Path | str | None = None,
) -> Asked:
    """Check what an event is asked for; raises FgcError for what cannot be, see `play_event`."""
    teams, each = size_of(playable(season).edition, teams, each)
    check_whole("repeat", repeats, 1, MOST_REPEATS)
    settings = prepared(season, matches_of(teams, each), seed, engine=engine, population=population)
    run = settings.manifest
    manifest = Manifest(
        season=run.season,
        seed=run.seed,
        teams=int(teams),
        each=int(each),
        repeats=int(repeats),
        version=run.version,
        seed_file=run.seed_file,
        population=run.population,
    )
    return Asked(settings, manifest)


def size_of(edition: Edition, teams: int | None, each: int | None) -> tuple[int, int]:
    """Give how many teams play how many matches each: as at the real event, where nothing else is asked for."""
    if each is None:
        each = edition.each
    if each is None and edition.matches and edition.teams:
        each = round(edition.matches * ROBOTS / edition.teams)
    if teams is None:
        teams = edition.teams
    if teams is None or each is None:
        missing = "teams" if teams is None else "each"
        raise ModelError(missing, "expected a number, since the season's seed file has none")
    need_possible(teams, each)
    return teams, each


def play_repeats(asked: Asked, out: Path | str | None = None, progress: Progress | None = None) -> Iterator[Repeat]:
    """Play an event repeat by repeat; with a folder, save the documents of each."""
    folder = None if out is None else saved.opened(Path(out), asked.manifest, FINISHED)
    for number in range(asked.manifest.repeats):
        repeat = play_repeat(asked, number, progress)
        if folder is not None:
            write_documents(folder, repeat)
        yield repeat
    if folder is not None:
        saved.finish(folder, FINISHED)


def play_repeat(asked: Asked, number: int, progress: Progress | None = None, talents: Talents = shared_out) -> Repeat:
    """Play one repeat of an event: it depends on the seed, its number, the teams and their matches alone."""
    settings, seed = asked.settings, asked.manifest.seed
    schedule = drawn(asked.manifest.teams, asked.manifest.each, seed, number)
    teams = teams_of(settings.lineup, seed, number, schedule, talents)
    talent = np.zeros(schedule.teams)
    card = np.zeros_like(schedule.team)
    came = np.zeros(schedule.team.shape, dtype=np.bool_)
    blocks = []
    for first in range(0, schedule.matches, TOGETHER):
        places = range(first, min(first + TOGETHER, schedule.matches))
        robots = teams.robots(places)
        blocks.append(settings.engine.play_robots(robots))
        here = slice(places.start, places.stop)
        talent[schedule.team[here]] = robots.talent
        card[here] = robots.card
        came[here] = robots.playbook[:, :ROBOTS] != NO_PLAYBOOK
        if progress is not None:
            progress(len(places))
    block = Block(*map(np.concatenate, zip(*blocks, strict=True)))
    sheet = sheet_of(settings.game, block.marking, block.clocks, block.fouls)
    run = Run.of(settings, sheet, match_number(number, 0))
    return Repeat(number, schedule, talent, card, came, run)


def documents_path(folder: Path, number: int) -> Path:
    """Give the place of one repeat's documents."""
    return folder / f"event-{number:05}.jsonl"


def write_documents(folder: Path, repeat: Repeat) -> None:
    """Write one repeat's documents: they are there whole or not at all."""
    season = repeat.run.settings.game.rules
    lines = [
        json.dumps({"id": match, **document}) + "\n"
        for match, document in enumerate(written(repeat.documents, season), start=repeat.run.first)
    ]
    with saved.writing(folder):
        write_text(documents_path(folder, repeat.number), "".join(lines))
