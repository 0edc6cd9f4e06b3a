"""One match told as a document: who plays, what happens when, the score sheet, the score."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.document import Card, PhaseName
from rules.season import SIDE
from sim.engine.log import LogLine
from sim.engine.story import Line, tell
from sim.play.event import replay_of_event
from sim.play.matches import Matches
from sim.play.request import EventRequest, Request
from sim.play.run import replay
from sim.play.saved import program_version
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.table.agents import BUZZER, ROBOTS
from sim.table.game import Game, agent_name, marking_at_start


@dataclass(frozen=True)
class PlayedMatch:
    """One match of a run or an event, played again: all that is told of it and drawn of it comes from here."""

    request: Request
    match: int
    """Its number in the run, or its place in the order played at the event, from 0 on."""
    repeat: int | None
    """Which repeat of an event; None for a run."""
    robots: Robots
    log: list[LogLine]
    played: Matches
    teams: tuple[str, ...] = ()
    """The names of the teams at the six stations; nothing where robots come for one match alone."""
    phase: PhaseName = "ranking"

    @property
    def game(self) -> Game:
        """The game as it was played: some places may start otherwise in the playoffs."""
        return self.request.game_of(self.phase)

    @property
    def is_playoff(self) -> bool:
        """Whether it is a match of an event's playoffs."""
        return self.phase == "playoff"


def played_match(request: Request, match: int, repeat: int = 0) -> PlayedMatch:
    """Play a match of a run or of a repeat of an event again; a ModelError for a number that no match has."""
    if isinstance(request, EventRequest):
        robots, log, played, team, phase = replay_of_event(request, repeat, match)
        names = tuple(request.names[each] for each in team)
        return PlayedMatch(request, match, repeat, robots, log, played, names, phase)
    return PlayedMatch(request, match, None, *replay(request, match))


@dataclass(frozen=True)
class Player:
    """A robot of the match, as it was drawn for it."""

    station: str
    robot: str | None
    """Its name, where one stands there by name."""
    team: str | None
    """Its team, at an event."""
    plays: str | None
    """Its playbook; None where it does not show up."""
    carries: int | None
    can: tuple[str, ...]
    breaks_ms: int | None
    """When it breaks down, in ms after the start; None where it does not."""
    card: str


@dataclass(frozen=True)
class Replay:
    """A match of a run: the document that `sim replay --json` prints."""

    season: str
    seed: int
    match: int
    repeat: int | None
    """Which repeat, for a match of an event."""
    phase: PhaseName
    """Of the event; a run's matches are like those of the ranking phase."""
    version: str
    points: Mapping[str, float]
    """The point values that are not the official ones, by name."""
    changed: str
    """The same in a sentence; nothing where all are official."""
    players: tuple[Player, ...]
    events: tuple[Line, ...]
    """What ended, in order: when, who, what, how often at once, how long it took, how, counters as they are then."""
    sheet: Mapping[str, float]
    """By official name, as documents hold it."""
    breakdown: Mapping[str, Mapping[str, float]]
    """By side, then by source, in points."""
    scores: Mapping[str, int]


def replayed(request: Request, match: int, repeat: int = 0) -> Replay:
    """Play one match of a run or an event again and tell it; a ModelError for a number that no match has."""
    return told(played_match(request, match, repeat))


def told(found: PlayedMatch) -> Replay:
    """Tell a match that was played again."""
    request, played = found.request, found.played
    start = marking_at_start(found.game, found.robots.room[0]).tolist()
    official = {name: column[0].item() for name, column in played.official().items()}
    return Replay(
        season=request.game.key,
        seed=request.seed,
        match=found.match,
        repeat=found.repeat,
        phase=found.phase,
        version=program_version(),
        points=request.points,
        changed=request.game.rules.changed,
        players=tuple(player(found, robot) for robot in range(ROBOTS)),
        events=tuple(tell(found.game, found.log, start)),
        sheet={name: value for name, value in official.items() if name not in ("id", "result", *_scores(played))},
        breakdown={side: _points(played, place) for place, side in enumerate(SIDE)},
        scores=_scores(played),
    )


def player(found: PlayedMatch, robot: int) -> Player:
    """Say who stands at a station of a match."""
    request, robots = found.request, found.robots
    plays, breaks = robots.playbook[0, robot], int(robots.breaks[0, robot])
    stands = request.stations[robot].robot
    names = request.game.robots.can
    return Player(
        station=agent_name(robot, request.game),
        robot=None if stands is None else stands.name,
        team=found.teams[robot] if found.teams else None,
        plays=None if plays == NO_PLAYBOOK else request.every_playbook[plays].name,
        carries=int(robots.room[0, robot]) if request.game.room >= 0 else None,
        can=tuple(name for name, able in zip(names, robots.able[0, robot], strict=False) if able),
        breaks_ms=breaks if breaks < BUZZER else None,
        card=Card(robots.card[0, robot]).name.lower(),
    )


def _points(played: Matches, side: int) -> dict[str, float]:
    return {name: float(points[0, side]) / played.rules.unit for name, points in played.breakdown.parts.items()}


def _scores(played: Matches) -> dict[str, int]:
    return dict(zip(("redScore", "blueScore"), played.scores[0].tolist(), strict=True))
