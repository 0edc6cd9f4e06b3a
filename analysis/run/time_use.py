"""Where robots' time goes, and how far they drive: read from event logs and from the spots of a season's rows.

Ways are straight lines from the spot of one row to that of the next, driven within the next row's time: the match
model knows no ways, so this only checks that its seconds leave time for them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sim.engine.log import BROKE, CUT, STARTED, LogLine
from sim.play.request import Request, run_request
from sim.play.run import replay
from sim.robots.files import Station
from sim.table.agents import BUZZER, ROBOTS, STATIONS
from sim.table.game import Game
from sim.table.language import Robot
from sim.table.spots import STARTS, Point, metres_between, point_of

WAITING, DONE, BROKEN = "waiting", "done", "broken down"
"""What else takes a robot's time: nothing of its plan can be started; nothing comes any more; it stands."""
OTHERS = (WAITING, DONE, BROKEN)


@dataclass
class Way:
    """The ways that robots drove to do one row."""

    ways: int = 0
    metres: float = 0.0
    longest: float = 0.0
    fastest: float = 0.0
    """The highest speed of all, metres by the whole time of the row, in m/s; attempts cut short left out."""


@dataclass
class TimeUse:
    """What the robots of some matches did, summed up."""

    matches: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """By row, then what else takes time: seconds of each of the six robots, all matches together."""
    attempts: dict[str, int] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)

    def add(self, game: Game, log: Sequence[LogLine], playing: Iterable[int]) -> None:
        """Count a match in, of which these robots play."""
        self.matches += 1
        for robot in playing:
            for name, ms in _times(game, [event for event in log if event.agent == robot]):
                self.seconds.setdefault(name, [0.0] * ROBOTS)[robot] += ms / 1_000
            if game.model.field is not None:
                self._add_ways(game, robot, log)

    def _add_ways(self, game: Game, robot: int, log: Sequence[LogLine]) -> None:
        here = start_of(game, robot)
        for name, there, took, whole in _attempts(game, robot, log):
            self.attempts[name] = self.attempts.get(name, 0) + 1
            metres, way = metres_between(here, there), self.ways.setdefault(name, Way())
            here = there
            if metres > 0:
                way.ways += 1
                way.metres += metres
                way.longest = max(way.longest, metres)
                way.fastest = max(way.fastest, metres / took * 1_000 if whole else 0.0)

    @property
    def metres(self) -> float:
        """How far all robots drove."""
        return sum(way.metres for way in self.ways.values())

    @property
    def speed(self) -> float:
        """Mean speed of a robot over the whole match, in m/s."""
        return self.metres / (self.matches * ROBOTS * BUZZER / 1_000) if self.matches else 0.0

    @property
    def fastest(self) -> float:
        """The fastest single way, in m/s."""
        return max((way.fastest for way in self.ways.values()), default=0.0)


def of_medians(season: str, seed: int = 1) -> Request:
    """Ask for matches between six median robots, which play the season's playbooks by their shares."""
    request = run_request(season, seed=seed)
    median = Station(robot=Robot(season=request.game.key, name="p50", percentile=50.0))
    return replace(request, stations=(median,) * ROBOTS)


def time_use(request: Request, matches: Iterable[int]) -> TimeUse:
    """Play matches of a run again and sum up what its robots did; raises FgcError for a match that cannot be."""
    found = TimeUse()
    for match in matches:
        robots, log, _ = replay(request, match)
        playing = [robot for robot in range(ROBOTS) if robots.playbook[0, robot] >= 0]
        found.add(request.game, log, playing)
    return found


def start_of(game: Game, robot: int) -> Point:
    """Give where a robot starts."""
    return _point(game, STARTS[robot % STATIONS], robot)


def _point(game: Game, name: str | None, robot: int) -> Point:
    spot = next(spot for spot in game.model.spot if spot.name == name)
    assert game.model.field is not None  # asked for where there are spots
    return point_of(spot, game.model.field, robot // STATIONS)


def _attempts(game: Game, robot: int, log: Sequence[LogLine]) -> Iterator[tuple[str, Point, int, bool]]:
    """Give row, spot, duration in ms of each attempt of a robot, and whether it came to its end."""
    begun = 0
    for event in log:
        if event.agent != robot or event.what == BROKE:
            continue
        if event.what == STARTED:
            begun = event.ms
            continue
        row = game.actions[event.action]
        yield row.name, _point(game, row.at, robot), event.ms - begun, event.what != CUT


def _times(game: Game, log: Sequence[LogLine]) -> Iterator[tuple[str, int]]:
    """Give what a robot's match is made of: milliseconds of each attempt, and of what lies between."""
    now, busy, broken = 0, False, False
    for event in log:
        if event.what not in (STARTED, BROKE):
            yield game.actions[event.action].name, event.ms - now
        elif not busy:
            yield WAITING, event.ms - now
        elif event.what == BROKE:  # its attempt is cut at the same instant, by the next line
            broken = True
            continue
        busy, broken, now = event.what == STARTED, broken or event.what == BROKE, event.ms
    yield (BROKEN if broken else DONE), BUZZER - now
