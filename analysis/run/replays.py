"""One match told as a document: who plays, what happens when, the score sheet, the score."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.document import Card
from rules.season import SIDE
from sim.engine.story import Line, tell
from sim.play.matches import Matches
from sim.play.request import Request
from sim.play.run import replay
from sim.play.saved import program_version
from sim.robots.drawn import NO_PLAYBOOK, Robots
from sim.table.agents import BUZZER, ROBOTS
from sim.table.game import agent_name, marking_at_start


@dataclass(frozen=True)
class Player:
    """A robot of the match, as it was drawn for it."""

    station: str
    robot: str | None
    """Its name, where one stands there by name."""
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


def replayed(request: Request, match: int) -> Replay:
    """Play one match of a run again and tell it; a ModelError for a number that no match has."""
    robots, log, played = replay(request, match)
    start = marking_at_start(request.game, robots.room[0]).tolist()
    official = {name: column[0].item() for name, column in played.official().items()}
    return Replay(
        season=request.game.key,
        seed=request.seed,
        match=match,
        version=program_version(),
        points=request.points,
        changed=request.game.rules.changed,
        players=tuple(player(request, robots, robot) for robot in range(ROBOTS)),
        events=tuple(tell(request.game, log, start)),
        sheet={name: value for name, value in official.items() if name not in ("id", "result", *_scores(played))},
        breakdown={side: _points(played, place) for place, side in enumerate(SIDE)},
        scores=_scores(played),
    )


def player(request: Request, robots: Robots, robot: int) -> Player:
    """Say who stands at a station in the first match that robots were drawn for."""
    plays, breaks = robots.playbook[0, robot], int(robots.breaks[0, robot])
    stands = request.stations[robot].robot
    names = request.game.robots.can
    return Player(
        station=agent_name(robot, request.game),
        robot=None if stands is None else stands.name,
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
