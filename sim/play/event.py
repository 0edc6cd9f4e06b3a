"""Whole ranking phases: teams that last, a schedule, its matches in order, their documents and the official table."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rules.documents import Document, written
from rules.errors import ModelError
from rules.season import Array, Row
from rules.text import listing
from sim.files import write_text
from sim.play import saved
from sim.play.documents import documents_of
from sim.play.matches import Matches, joined
from sim.play.request import EventRequest, Given, Request, check_whole, run_request
from sim.play.run import Progress, scored_block
from sim.play.schedule import Schedule, matches_of, need_possible
from sim.play.teams import Talents, match_number, shared_out, teams_of
from sim.play.timetable import Timetable
from sim.play.workers import Job, at_once, mapped
from sim.robots.drawn import NO_PLAYBOOK
from sim.robots.properties import TOGETHER
from sim.table.agents import ROBOTS
from sim.table.language import Edition

MOST_REPEATS = 2**16
FINISHED = "event.json"


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
    matches: Matches
    """The matches in the order played."""
    names: tuple[str, ...]
    """(team,): what documents call each."""

    @cached_property
    def documents(self) -> list[Document]:
        """The official documents of the matches, in the order played."""
        result = self.matches.columns()["result"]
        sheet, scores = self.matches.sheet, self.matches.scores
        return documents_of(sheet, scores, result, self.schedule, self.card, self.came, self.names)

    @cached_property
    def ranking(self) -> list[Row]:
        """The official ranking table, best team first."""
        return self.matches.rules.rank(self.documents)


@dataclass(frozen=True)
class Event:
    """An event played as often as it was asked for, each time with other teams and another schedule."""

    request: EventRequest
    repeats: tuple[Repeat, ...]

    @property
    def scores(self) -> Array:
        """The alliance scores `(repeat, match, side)`, in points."""
        return np.array([repeat.matches.scores for repeat in self.repeats])

    @property
    def talents(self) -> npt.NDArray[np.float64]:
        """The log talent of the teams `(repeat, team)`."""
        return np.array([repeat.talent for repeat in self.repeats])

    def __repr__(self) -> str:
        of = self.request
        return f"Event({of.game.key}, {of.teams} teams, {of.each} matches each, {len(self.repeats)} repeats)"

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
    jobs: int | None = None,
) -> Event:
    """Play the ranking phase of a season (`fgc_2022` or `2022`) with teams drawn from its population.

    `teams` teams play `each` matches each, by default as many as they were at the real event. Each of the `repeats`
    has other teams and another schedule, and is the same whatever their number. `population` is a file with numbers
    that the population has otherwise than the season's. `jobs` is how many repeats are played at once: nothing but
    the time depends on it. Raises FgcError for what cannot be.
    """
    run = run_request(season, seed=seed, engine=engine, population=population)
    request = event_request(run, teams, each, repeats)
    return Event(request, tuple(play_repeats(request, jobs=jobs)))


def event_request(run: Request, teams: int | None = None, each: int | None = None, repeats: int = 1) -> EventRequest:
    """Ask for an event of a run's season, seed, population and engine; raises FgcError for what cannot be."""
    teams, each = size_of(run.game.edition, teams, each)
    check_whole("repeat", repeats, 1, MOST_REPEATS)
    return EventRequest(
        run.game,
        run.playbooks,
        seed=run.seed,
        matches=matches_of(teams, each),
        population=run.population,
        engine=run.engine,
        teams=int(teams),
        each=int(each),
        repeats=int(repeats),
    )


def with_names(request: EventRequest, names: Sequence[str]) -> EventRequest:
    """Ask for the same event with these names for its teams, as many as there are."""
    return replace(request, given=Given(names=tuple(names)))


def as_planned(run: Request, timetable: Timetable, repeats: int = 1) -> EventRequest:
    """Ask for an event that is played by this schedule; raises FgcError where a team of it never plays."""
    schedule = timetable.schedule
    idle = [timetable.teams[team] for team in np.flatnonzero(schedule.counts == 0).tolist()]
    if idle:
        raise ModelError("teams", f"expected teams that have a match that counts, found {listing(idle)}")
    request = event_request(run, schedule.teams, schedule.each, repeats)
    team, surrogate = (tuple(map(tuple, each.tolist())) for each in (schedule.team, schedule.surrogate))
    return replace(
        request,
        matches=schedule.matches,
        given=Given(names=timetable.teams, team=team, surrogate=surrogate),
    )


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


def play_repeats(
    request: EventRequest, out: Path | str | None = None, progress: Progress | None = None, jobs: int | None = None
) -> Iterator[Repeat]:
    """Play an event repeat by repeat; with a folder, save the documents of each.

    What cannot be is refused at once, before the first repeat is asked for.
    """
    workers = at_once(request, jobs)
    folder = None if out is None else saved.opened(Path(out), request.manifest, FINISHED)
    return _repeats(request, folder, workers, progress or (lambda _: None))


def _repeats(request: EventRequest, folder: Path | None, workers: int, told: Progress) -> Iterator[Repeat]:
    for repeat in mapped(_of_job, jobs_of(request, range(request.repeats)), workers):
        told(request.matches)
        if folder is not None:
            write_documents(folder, repeat)
        yield repeat
    if folder is not None:
        saved.finish(folder, FINISHED)


def jobs_of(request: EventRequest, numbers: range) -> list[Job]:
    """Give a job for each of these repeats of an event."""
    return [Job(request, range(number, number + 1)) for number in numbers]


def _of_job(request: EventRequest, numbers: range) -> Repeat:
    return play_repeat(request, numbers.start)


def play_repeat(request: EventRequest, number: int, talents: Talents = shared_out) -> Repeat:
    """Play one repeat of an event: it depends on the seed, its number, the teams and their matches alone."""
    seed = request.seed
    schedule = request.schedule(number)
    teams = teams_of(request.lineup, seed, number, schedule, talents)
    talent = np.zeros(schedule.teams)
    card = np.zeros_like(schedule.team)
    came = np.zeros(schedule.team.shape, dtype=np.bool_)
    parts = []
    for first in range(0, schedule.matches, TOGETHER):
        places = range(first, min(first + TOGETHER, schedule.matches))
        robots = teams.robots(places)
        parts.append(scored_block(request, request.player.play_robots(robots), match_number(number, first)))
        here = slice(places.start, places.stop)
        talent[schedule.team[here]] = robots.talent
        card[here] = robots.card
        came[here] = robots.playbook[:, :ROBOTS] != NO_PLAYBOOK
    return Repeat(number, schedule, talent, card, came, joined(parts), request.names)


def documents_path(folder: Path, number: int) -> Path:
    """Give the place of one repeat's documents."""
    return folder / f"event-{number:05}.jsonl"


def write_documents(folder: Path, repeat: Repeat) -> None:
    """Write one repeat's documents: they are there whole or not at all."""
    lines = [
        json.dumps({"id": match, **document}) + "\n"
        for match, document in enumerate(written(repeat.documents, repeat.matches.rules), start=repeat.matches.first)
    ]
    with saved.writing(folder):
        write_text(documents_path(folder, repeat.number), "".join(lines))
