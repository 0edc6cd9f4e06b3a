"""What a run or an event is asked for, checked: nothing else decides what is played. Its JSON is its manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
from pydantic import Field

from rules.document import PhaseName
from rules.errors import ModelError, expected, within
from rules.names import nearest
from rules.season import Array, changed_points
from sim.play import saved
from sim.play.documents import team_key
from sim.play.engines import Engine, engine_of
from sim.play.reaching import known_side
from sim.play.schedule import Schedule, drawn
from sim.robots.drawn import Robots, prepare
from sim.robots.files import DRAWN, PlanLike, SideLike, Station, check_robot, chosen
from sim.robots.lineup import Lineup, all_playbooks, lineup
from sim.robots.points_file import PointsLike, read_points
from sim.robots.population_file import read_overlay, turned
from sim.table.agents import ROBOTS, STATIONS
from sim.table.checks import check_playbook, check_playbooks
from sim.table.game import Game, playable
from sim.table.language import ENGINES, EngineName, Playbook, PlayoffFormat, Robot, Sits, Word
from sim.table.toml import Name, Number, Table

MOST = 2**32 - 1
"""The largest seed, and the largest number of matches: both are 32-bit words of a key."""
NOBODY_NAMED = (DRAWN,) * ROBOTS


class Manifest(Table):
    """`run.json` of a saved run: what repeats it to the last byte."""

    season: Name
    seed: Word
    matches: Annotated[Word, Field(ge=1)]
    version: str
    engine: EngineName
    seed_file: str
    playbook: str | None
    playbooks: tuple[Playbook, ...]
    stations: Annotated[tuple[Station, ...], Field(min_length=ROBOTS, max_length=ROBOTS)]
    population: dict[str, Number] | None = None
    """The numbers that a population file changes, by name."""
    points: dict[str, Number] = {}
    """The point values that are not the season's own, by name."""


@dataclass(frozen=True)
class Request:
    """A run that is asked for: match i depends on what stands here and on i alone."""

    game: Game
    playbooks: tuple[Playbook, ...]
    """What is played by who is named nowhere, by shares."""
    seed: int = 1
    matches: int = 1
    playbook: str | None = None
    """The name of what every robot plays, where that is one playbook."""
    stations: tuple[Station, ...] = NOBODY_NAMED
    """Who stands at the six stations, red 1-3 then blue 1-3, and plays what."""
    population: Mapping[str, float] | None = None
    """The numbers that the population has otherwise than the season's; None where no file says any."""
    points: Mapping[str, float] = field(default_factory=dict)
    """The point values that are not the season's own."""
    engine: EngineName = "fast"

    @cached_property
    def player(self) -> Engine:
        """The engine that plays these matches."""
        return engine_of(self.game, self.every_playbook, self.seed, self.engine)

    def game_of(self, _: PhaseName) -> Game:
        """Give the game as it is played in a phase of an event."""
        return self.game

    def player_of(self, _: PhaseName) -> Engine:
        """Give the engine that plays a phase of an event."""
        return self.player

    @cached_property
    def lineup(self) -> Lineup:
        """The numbers that the robots are drawn from."""
        return lineup(self.game, self.playbooks, self.stations)

    @property
    def every_playbook(self) -> list[Playbook]:
        """All playbooks of the run: those chosen by their shares, then the plans of the stations."""
        return all_playbooks(self.playbooks, self.stations)

    @property
    def manifest(self) -> Manifest:
        """What repeats this request, in a file or in another process."""
        return Manifest(**self._told())

    @property
    def known_plans(self) -> list[Station]:
        """The stations, each with the plan that its robot plays, where one is known: its own, or everybody's."""
        everybody = self.playbooks[0] if self.playbook is not None else None
        return [Station(robot=station.robot, plan=station.plan or everybody) for station in self.stations]

    def in_game(self, game: Game) -> "Request":
        """Ask for the same in a game that has another population: its mix of playbooks, where none is named."""
        own = None if self.playbook is None else self.playbooks[0]
        return replace(self, game=game, playbooks=chosen(game, own))

    def with_robots(self, robots: Mapping[int, Robot]) -> "Request":
        """Ask for the same with other robots at some stations, by place."""
        stations = [
            station.model_copy(update={"robot": robots.get(place, station.robot)})
            for place, station in enumerate(self.stations)
        ]
        return replace(self, stations=tuple(stations))

    def robots(self, first: int, count: int) -> Robots:
        """Draw the robots of `count` matches from match `first` on."""
        return prepare(self.lineup, self.seed, first, count)

    def _told(self) -> dict[str, Any]:
        key = self.game.key
        return {
            "season": key,
            "seed": self.seed,
            "matches": self.matches,
            "version": saved.program_version(),
            "engine": self.engine,
            "seed_file": saved.seed_hash(key),
            "playbook": self.playbook,
            "playbooks": self.playbooks,
            "stations": self.stations,
            "population": None if self.population is None else dict(self.population),
            "points": dict(self.points),
        }


class Given(Table):
    """What an event is given, and would else be drawn or made up: the names of its teams, and its schedule."""

    names: tuple[str, ...]
    team: tuple[tuple[int, ...], ...] = ()
    """(match, robot): who stands there; nothing where every repeat draws a schedule of its own."""
    surrogate: tuple[tuple[bool, ...], ...] = ()
    """(match, robot): whether the match does not count for that team."""


class EventManifest(Manifest):
    """`event.json` of a saved event: what repeats it to the last byte."""

    teams: int
    each: int
    repeats: int
    given: Given | None = None
    playoffs: bool = False
    sits: Sits | None = None


@dataclass(frozen=True, kw_only=True)
class EventRequest(Request):
    """An event that is asked for: `matches` are those of one repeat, and each repeat has other teams."""

    teams: int
    each: int
    repeats: int
    given: Given | None = None
    playoffs: bool = False
    """Whether the playoffs are played as well."""
    sits: Sits | None = None
    """Another rule for who sits out, by which the playoffs are played a second time with the same luck."""

    @property
    def manifest(self) -> EventManifest:
        """What repeats this request, in a file or in another process."""
        own = {name: getattr(self, name) for name in ("teams", "each", "repeats", "given", "playoffs", "sits")}
        return EventManifest(**self._told(), **own)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the teams, T001 and so on where none are given."""
        return tuple(map(team_key, range(self.teams))) if self.given is None else self.given.names

    def schedule(self, repeat: int) -> Schedule:
        """Give the schedule of a repeat: the one that is given, or one of its own."""
        if self.given is None or not self.given.team:
            return drawn(self.teams, self.each, self.seed, repeat)
        return Schedule(self.teams, self.each, np.array(self.given.team), np.array(self.given.surrogate))

    @property
    def playoff_format(self) -> PlayoffFormat:
        """What is played after the ranking phase; a ModelError where there was nothing."""
        found = self.game.model.playoffs
        if found is None:
            raise ModelError(
                "--playoffs", f"expected a season with playoffs, found no [playoffs] in {self.game.key}.toml"
            )
        return found

    def game_of(self, phase: PhaseName) -> Game:
        """Give the game as it is played in a phase: some places may start otherwise in the playoffs."""
        return self.game if phase == "ranking" else self.game.with_start(self.playoff_format.start)

    def player_of(self, phase: PhaseName) -> Engine:
        """Give the engine that plays a phase."""
        return self.player if phase == "ranking" else self.playoff_player

    @cached_property
    def playoff_player(self) -> Engine:
        """The engine that plays the playoffs."""
        return engine_of(self.game_of("playoff"), self.every_playbook, self.seed, self.engine)


AnyRequest = TypeVar("AnyRequest", bound=Request)


def run_request(
    season: str,
    matches: int = 1,
    seed: int = 1,
    playbook: PlanLike | None = None,
    engine: str = "fast",
    red: SideLike | None = None,
    blue: SideLike | None = None,
    population: Path | str | None = None,
) -> Request:
    """Check what a run is asked for; raises FgcError for what cannot be: season, number, engine, name or file."""
    check_whole("matches", matches, 1)
    check_whole("seed", seed, 0)
    if engine not in ENGINES:
        raise ModelError("engine", f"expected {' or '.join(ENGINES)}, found {engine!r}{nearest(engine, ENGINES)}")
    game = playable(season)
    numbers = None if population is None else read_overlay(game, str(population))
    game = turned(game, numbers or {})
    playbooks = chosen(game, playbook)
    given = {"red": red, "blue": blue}
    sides = [(DRAWN,) * STATIONS if side is None else known_side(game, side, name) for name, side in given.items()]
    return Request(
        game,
        playbooks,
        seed=int(seed),
        matches=int(matches),
        playbook=None if playbook is None else playbooks[0].name,
        stations=(*sides[0], *sides[1]),
        population=numbers,
        engine=engine,
    )


def repopulated(request: AnyRequest, numbers: Mapping[str, float]) -> AnyRequest:
    """Ask for the same with some numbers of the population changed, and the season's mix of playbooks played."""
    game = turned(request.game, numbers)
    return replace(request, game=game, playbooks=game.playbooks, population=dict(numbers))


def repointed(request: AnyRequest, points: PointsLike | None) -> AnyRequest:
    """Ask for the same with some point values changed; raises a FgcError for what cannot be.

    What is asked for and is the season's own value changes nothing, so it is not told either.
    """
    if points is None:
        return request
    game = request.game.with_points(read_points(request.game, points))
    changes = {name: float(value) for name, value in changed_points(game.rules).items()}
    return replace(request, game=game, points=changes)


def check_whole(name: str, value: int | Array, least: int, most: int = MOST) -> None:
    """Raise a ModelError where a number is not a whole one within these bounds."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise ModelError(name, expected("whole", {"low": least, "high": f"{most:,}", "found": f"{value}"}))


def restored(folder: Path | str) -> Request:
    """Give what a finished run was asked for; a FgcError where this version would play other matches."""
    path = Path(folder) / saved.FINISHED
    return _restored(path, saved.finished(path, Manifest))


def restored_event(folder: Path | str) -> "EventRequest | None":
    """Give what a finished event was asked for, likewise; None for a folder that holds no such event."""
    path = Path(folder) / saved.EVENT_FINISHED
    return _of_event(_restored(path, saved.finished(path, EventManifest))) if path.exists() else None


def resumed(folder: Path | str) -> Request:
    """Give what a run was asked for that is finished or not; a FgcError where it would be played differently."""
    path = Path(folder) / saved.FINISHED
    return _restored(path, saved.read(saved.begun(path), Manifest))


def resumed_event(folder: Path | str) -> "EventRequest":
    """Give what an event was asked for that is finished or not, likewise."""
    path = Path(folder) / saved.EVENT_FINISHED
    return _of_event(_restored(path, saved.read(saved.begun(path), EventManifest)))


def _of_event(request: Request) -> "EventRequest":
    if not isinstance(request, EventRequest):
        raise TypeError("expected the manifest of an event")
    return request


def _restored(path: Path, manifest: Manifest) -> Request:
    found = saved.begun(path)
    with within(str(found)):
        request = restored_from(manifest)
    saved.need_playable_again(path, found, manifest.season, manifest.version, manifest.seed_file)
    return request


def restored_from(manifest: Manifest) -> Request:
    """Give the request that a manifest repeats; a FgcError where there is no such season, playbook or robot."""
    game = playable(manifest.season)
    if manifest.season != game.key:
        raise ModelError("season", f"expected {game.key!r}, found {manifest.season!r}")
    game = turned(game, manifest.population or {}).with_points(manifest.points)
    check_playbooks(game.model, manifest.playbooks)
    for station in manifest.stations:
        if station.robot is not None:
            check_robot(game, station.robot)
        if station.plan is not None:
            check_playbook(station.plan.name, station.plan, game.model)
    kind = EventRequest if isinstance(manifest, EventManifest) else Request
    asked = {each.name: getattr(manifest, each.name) for each in fields(kind) if each.name != "game"}
    return kind(game=game, **asked)
