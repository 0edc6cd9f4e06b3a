"""Whole events: teams that last, a schedule, its matches in order, their documents, the official table, playoffs."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rules.document import PhaseName
from rules.documents import Document, written
from rules.errors import ModelError
from rules.season import Array, Row, Season
from rules.text import listing
from sim.engine.log import LogLine
from sim.files import write_summed
from sim.play import saved
from sim.play.documents import Seats, documents_of
from sim.play.matches import Matches, joined
from sim.play.medals import MOST_BEFORE, PlayedOff, played_off
from sim.play.players import Players
from sim.play.playoffs import need_teams
from sim.play.request import EventRequest, Given, Request, check_whole, repointed, run_request
from sim.play.run import Progress, played_again, scored_block
from sim.play.schedule import Schedule, matches_of, need_possible
from sim.play.shares import EVENT_FOLDER, WHOLE, Share
from sim.play.teams import Talents, end_words, match_number, shared_out, teams_of
from sim.play.timetable import Timetable
from sim.play.workers import Job, at_once, mapped
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.robots.points_file import PointsLike
from sim.table.agents import ROBOTS
from sim.table.language import Edition, Sits

MOST_REPEATS = 2**16
TOGETHER = 512
"""Matches of an event that are played in one go: all of most events, since each go has a cost of its own."""


@dataclass(frozen=True)
class Repeat:
    """An event that was played once: its ranking phase and, where asked for, its playoffs."""

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
    playoffs: tuple[PlayedOff, ...] = ()
    """The playoffs by the format's rule for who sits out and, if asked for, by another; none where not asked for."""

    @cached_property
    def documents(self) -> list[Document]:
        """The official documents of the ranking phase's matches, in the order played."""
        seats = Seats(self.schedule.team, self.card, self.schedule.surrogate, self.came)
        return documents_of(self.matches, seats, self.names)

    @cached_property
    def ranking(self) -> list[Row]:
        """The official ranking table, best team first."""
        return self.matches.rules.rank(self.documents)

    @property
    def ranked(self) -> list[int]:
        """The teams, best first."""
        number = {name: team for team, name in enumerate(self.names)}
        return [number[row["teamKey"]] for row in self.ranking]

    def with_playoffs(self, playoffs: tuple[PlayedOff, ...]) -> "Repeat":
        """Give the same repeat with its playoffs; what was worked out of it is kept."""
        found = replace(self, playoffs=playoffs)
        vars(found).update({name: vars(self)[name] for name in ("documents", "ranking") if name in vars(self)})
        return found


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
    playoffs: bool = False,
    points: PointsLike | None = None,
) -> Event:
    """Play the ranking phase of a season (`fgc_2022` or `2022`) with teams drawn from its population.

    `teams` teams play `each` matches each, by default as many as they were at the real event. Each of the `repeats`
    has other teams and another schedule, and is the same whatever their number. `population` is a file with numbers
    that the population has otherwise than the season's. `jobs` is how many repeats are played at once: nothing but
    the time depends on it. With `playoffs` the season's playoffs follow. `points` are point values
    that are not the official ones, by name, or a file of them. Raises FgcError for what cannot be.
    """
    run = repointed(run_request(season, seed=seed, engine=engine, population=population), points)
    request = event_request(run, teams, each, repeats)
    request = with_playoffs(request) if playoffs else request
    return Event(request, tuple(play_repeats(request, jobs=jobs)))


def event_request(
    run: Request,
    teams: int | None = None,
    each: int | None = None,
    repeats: int = 1,
) -> EventRequest:
    """Ask for an event of a run's season, seed, population and engine; raises FgcError for what cannot be."""
    teams, each = size_of(run.game.edition, teams, each)
    check_whole("repeat", repeats, 1, MOST_REPEATS)
    return EventRequest(
        run.game,
        run.playbooks,
        seed=run.seed,
        matches=matches_of(teams, each),
        population=run.population,
        points=run.points,
        engine=run.engine,
        teams=int(teams),
        each=int(each),
        repeats=int(repeats),
    )


def with_playoffs(request: EventRequest, sits: Sits | None = None) -> EventRequest:
    """Ask for the same event with its playoffs, played again by another rule for who sits out if one is given.

    Raises a ModelError where an event cannot go on to playoffs, or nobody sits out in them.
    """
    found = replace(request, playoffs=True, sits=sits)
    of = found.playoff_format
    need_teams(of, request.teams)
    if request.matches > MOST_BEFORE:
        what = f"expected at most {MOST_BEFORE:,} matches before them, found {request.matches:,}"
        raise ModelError("--playoffs", what)
    if sits == of.sits:
        raise ModelError("--sits", f"expected another rule than the season's own, found {sits}")
    if sits is not None and not of.drawn:
        what = f"expected a season with alliances of four; those of {request.game.key} have three"
        raise ModelError("--sits", what)
    return found


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
        raise ModelError(missing, f"expected a number, since the season's seed file has none: --{missing} N gives it")
    need_possible(teams, each)
    return teams, each


def play_repeats(
    request: EventRequest,
    out: Path | str | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    share: Share = WHOLE,
) -> Iterator[Repeat]:
    """Play an event, or a share of it, repeat by repeat; with a folder, save the documents of each.

    What cannot be is refused at once, before the first repeat is asked for.
    """
    workers, name = at_once(request, jobs), saved.EVENT_FINISHED if share == WHOLE else EVENT_FOLDER
    folder = None if out is None else saved.opened(Path(out), share.manifest(request), name)
    return _repeats(request, share.among(request.repeats), folder, name, workers, progress or (lambda _: None))


def _repeats(
    request: EventRequest, numbers: range, folder: saved.Opened | None, name: str, workers: int, told: Progress
) -> Iterator[Repeat]:
    with closing(folder) if folder else nullcontext():
        for repeat in mapped(_of_job, jobs_of(request, numbers), workers):
            told(request.matches)
            if folder is not None:
                write_documents(folder.path, repeat)
            players = Players(request, repeat.number, repeat.schedule, repeat.names)
            yield replace(repeat, matches=replace(repeat.matches, players=players))
        if folder is not None:
            saved.finish(folder.path, name)


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
    repeat = Repeat(number, schedule, talent, card, came, joined(parts), request.names)
    if not request.playoffs:
        return repeat
    rules = [None] if request.sits is None else [None, request.sits]
    return repeat.with_playoffs(tuple(played_off(request, teams, repeat.ranked, sits) for sits in rules))


class ReplayedOfEvent(NamedTuple):
    """A match of an event that was played again."""

    robots: Robots
    log: list[LogLine]
    played: Matches
    team: Array
    """(robot,): red 1-3, then blue 1-3."""
    phase: PhaseName


def replay_of_event(request: EventRequest, repeat: int, place: int) -> ReplayedOfEvent:
    """Play one match of a repeat of an event again, by its place in the order played, both from 0 on.

    The playoffs, where there are any, come after the ranking phase. Who goes on follows from all matches before, so
    these are played for it.
    """
    check_whole("repeat", repeat, 0, request.repeats - 1)
    schedule, number = request.schedule(repeat), match_number(repeat, place)
    if place < request.matches or not request.playoffs:
        check_whole("match", place, 0, request.matches - 1)
        robots = Players(request, repeat, schedule, request.names).robots(range(number, number + 1))
        return ReplayedOfEvent(*played_again(request, robots, number), schedule.team[place], "ranking")
    (found, *_) = play_repeat(request, repeat).playoffs
    team = np.concatenate([each.found.team for each in found.rounds])
    check_whole("match", place, 0, request.matches + len(team) - 1)
    six = team[place - request.matches]
    robots = teams_of(request.lineup, request.seed, repeat, schedule).stood(six[None], place, end_words(1))
    return ReplayedOfEvent(*played_again(request, robots, number, "playoff"), six, "playoff")


def documents_path(folder: Path, number: int, tournament: str = "") -> Path:
    """Give the place of one repeat's documents, those of the ranking phase or of a tournament of the playoffs."""
    return folder / f"event-{number:05}{tournament and '-'}{tournament}.jsonl"


def table_path(folder: Path, number: int) -> Path:
    """Give the place of one repeat's ranking table."""
    return folder / f"event-{number:05}-ranking.json"


def write_documents(folder: Path, repeat: Repeat) -> None:
    """Write one repeat's documents, a file a tournament, and its table, each whole and with its SHA-256 beside it."""
    rules, number = repeat.matches.rules, repeat.number
    texts = {documents_path(folder, number): _lines(repeat.documents, rules)}
    for each in (found for off in repeat.playoffs[:1] for found in off.rounds):
        texts[documents_path(folder, number, each.found.of.tournament)] = _lines(each.documents, rules)
    texts[table_path(folder, number)] = json.dumps(repeat.ranking, indent=1) + "\n"
    with saved.writing(folder):
        write_summed({path: text.encode() for path, text in texts.items()})


def _lines(documents: list[Document], rules: Season) -> str:
    """Write documents, one a line, with what each match is called, stamped where values are not the official ones."""
    raws = zip(documents, written(documents, rules), strict=True)
    stamp = {"changed": rules.changed} if rules.changed else {}
    return "".join(json.dumps({**document.called.as_json(), **stamp, **raw}) + "\n" for document, raw in raws)
