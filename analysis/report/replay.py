"""What a replay page shows, worked out once: the field, who does what when, and the score at every moment.

The page only looks up. Long rows of whole numbers are texts (`flat`), and hold how much each is more than the one
before: a match of hundreds of attempts stays small.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from analysis.report.page import Page, Parts
from analysis.run.replays import PlayedMatch, Player, player
from analysis.words import Said
from rules.document import PhaseName
from rules.errors import ModelError
from rules.season import Array
from sim.engine.log import BROKE, CUT, FAILED, STARTED, SUCCEEDED, LogLine
from sim.engine.moments import Moments, moments
from sim.engine.sheets import sheet_of
from sim.play.request import Request
from sim.play.saved import program_version
from sim.robots.drawn import NO_PLAYBOOK
from sim.table.agents import BUZZER, FIELD, OWNERS, ROBOTS
from sim.table.game import Game, marking_at_start
from sim.table.language import Code, Fill, Place
from sim.table.spots import STARTS, Point, point_of, spot_of

RESULTS = {SUCCEEDED: "done", FAILED: "failed", CUT: "cut"}
"""What an attempt's code says: the page has a text and a look for each."""
PARTS = Parts(("base.css", "replay.css"), ("drawing.js", "timeline.js", "replay.js"))
"""The files that draw it."""
BODY = "replay.html"
TOPICS = ("agent", "card", "replay", "side")
"""The first words of the keys of what they say."""
MOST_TOLD = 12
"""How often a row of the field may come to pass in a match and be told: a stream of balls would hide the rest."""


@dataclass(frozen=True)
class SpotSeen:
    """A spot as red and as blue have it, in metres; the same point twice where both share it."""

    name: str
    points: tuple[Point, Point]
    starts: bool
    """Whether robots only start there."""


@dataclass(frozen=True)
class Row:
    """A row of the match table."""

    name: str
    spot: int | None


@dataclass(frozen=True)
class PlaceSeen:
    """A counter that says something to people: where pieces are, or how a robot stands at the end."""

    doc: str
    scope: str
    """Whose it is: the field has one, a side each, a robot each."""
    kind: int | None
    """Which kind of piece; None for how a robot stands."""
    spot: int | None
    """Where its pieces are drawn; None where they are only counted."""


@dataclass(frozen=True)
class Part:
    """A part of the score."""

    name: str
    doc: str


@dataclass(frozen=True)
class Stage:
    """What all matches of a page share."""

    season: str
    year: int
    name: str
    version: str
    grade: str | None
    population: bool
    """Whether its numbers are others than the season's."""
    assumed: str
    """Which point values nobody could confirm, in a sentence."""
    changed: str
    """Which are not the official ones, likewise."""
    size: Point
    spots_assumed: bool
    humans: int
    """How many a side has."""
    spots: tuple[SpotSeen, ...]
    rows: tuple[Row, ...]
    pieces: tuple[str, ...]
    places: tuple[PlaceSeen, ...]
    unit: int
    """So many of the numbers of the parts' tracks make a point."""
    parts: tuple[Part, ...]
    results: tuple[str, ...]
    """By code of an attempt's end."""
    ends: int


@dataclass(frozen=True)
class RobotSeen:
    """What is told of a robot beside what it did."""

    team: str | None
    name: str | None
    carries: int | None
    card: str


@dataclass(frozen=True)
class Agent:
    """A robot, a human, or a row of the field, and all that it did."""

    number: int
    robot: RobotSeen | None
    plays: str | None
    """A robot's or a human's playbook; None for who does not show up, and for the field."""
    breaks: int | None
    attempts: str
    """Flat: four numbers an attempt: row, ms since the one before ended, ms it took, and how often at once times the
    number of results, plus which result."""


Track = str
"""A number over the match, two numbers a change: how many moments later, and by how much; it begins at 0; flat."""


@dataclass(frozen=True)
class Shown:
    """One match."""

    title: Said
    seed: int
    match: int
    agents: tuple[Agent, ...]
    left_out: bool
    """Whether rows of the field that come again and again are not told."""
    moments: str
    """When something changes, in ms since the moment before; flat."""
    parts: tuple[tuple[Track, Track], ...]
    """By part, then by side; all parts together are the total, exactly."""
    places: tuple[tuple[Track, ...], ...]
    """By place, then by whose it is."""


@dataclass(frozen=True)
class Replays:
    """All that a replay page shows."""

    stage: Stage
    matches: tuple[Shown, ...]


def page_of(matches: Sequence[tuple[Said, PlayedMatch]]) -> Page:
    """Make a page of these matches of one run or event, each with what it is called."""
    request = matches[0][1].request
    edition = request.game.edition
    return Page(
        title=f"{edition.year} {edition.name}",
        body=BODY,
        styles=PARTS.styles,
        scripts=PARTS.scripts,
        topics=TOPICS,
        shows=Replays(stage_of(request), tuple(_shown(title, found) for title, found in matches)),
    )


def stage_of(request: Request) -> Stage:
    """Give what all matches of a request share; a ModelError where its season has no field to draw on."""
    game, rules = request.game, request.game.rules
    ground = game.model.field
    if ground is None:
        raise ModelError(f"[field] of {game.key}", "expected size and spots of the field to draw on, found none")
    names = [spot.name for spot in game.model.spot]
    spots = tuple(
        SpotSeen(spot.name, (point_of(spot, ground, 0), point_of(spot, ground, 1)), spot.name in STARTS)
        for spot in game.model.spot
    )
    return Stage(
        season=game.key,
        year=game.edition.year,
        name=game.edition.name,
        version=program_version(),
        grade=game.edition.model,
        population=request.population is not None,
        assumed=rules.assumed,
        changed=rules.changed,
        size=ground.size,
        spots_assumed=any(spot.source == "assumed" for spot in game.model.spot),
        humans=game.model.humans.each,
        spots=spots,
        rows=tuple(Row(row.name, None if row.at is None else names.index(row.at)) for row in game.actions),
        pieces=pieces_of(game),
        places=tuple(_place(game, place) for place in seen(game)),
        unit=rules.unit,
        parts=tuple(Part(name, doc) for name, doc in rules.parts.items()),
        results=tuple(RESULTS.get(code, "") for code in range(BROKE)),
        ends=BUZZER,
    )


def pieces_of(game: Game) -> tuple[str, ...]:
    """Name the kinds of piece, in the order of the seed file."""
    return tuple(dict.fromkeys(place.piece for place in game.model.place if place.piece is not None))


def seen(game: Game) -> list[Place]:
    """Give the places that say something to people."""
    states = {name for form in game.model.sheet.values() for name in _named(form) if name.startswith("robot.")}
    return [place for place in game.model.place if place.piece is not None or place.name in states]


def owners(place: Place) -> int:
    """Say how many there are of a place: one of the field, two of the sides, six of the robots."""
    return len(OWNERS[place.name.partition(".")[0]])


def _named(form: object) -> Iterable[str]:
    """Name the places that are states in an entry of the sheet."""
    return form.code if isinstance(form, Code) else form.fill if isinstance(form, Fill) else ()


def _place(game: Game, place: Place) -> PlaceSeen:
    scope = place.name.partition(".")[0]
    carried = {each.piece for each in game.model.place if each.name.startswith("robot.")}
    spot = spot_of(place, game.actions) if place.piece in carried or place.at is not None else None
    names = [each.name for each in game.model.spot]
    return PlaceSeen(
        doc=place.doc,
        scope=scope,
        kind=None if place.piece is None else pieces_of(game).index(place.piece),
        spot=None if spot is None or scope == "robot" else names.index(spot),
    )


def _shown(title: Said, found: PlayedMatch) -> Shown:
    game = found.game
    over = moments(game, found.log, marking_at_start(game, found.robots.room[0]))
    told = {agent: lines for agent in game.agents if _is_told(lines := _of(agent, found.log))}
    numbers = _numbers(game, over, found.robots.fouls, found.phase)
    changes = np.diff(numbers, axis=0, prepend=np.zeros_like(numbers[:1]))
    some = changes.any(axis=1) | (over.ms == 0)
    tracks = [_track(column) for column in changes[some].T]
    parts = 2 * len(game.rules.parts)
    rest = iter(tracks[parts:])
    return Shown(
        title=title,
        seed=found.request.seed,
        match=found.match,
        agents=tuple(_agent(found, agent, lines) for agent, lines in told.items()),
        left_out=len(told) < len(game.agents),
        moments=flat(np.diff(over.ms[some], prepend=0).tolist()),
        parts=tuple(zip(tracks[0:parts:2], tracks[1:parts:2], strict=True)),
        places=tuple(tuple(islice(rest, owners(place))) for place in seen(game)),
    )


def flat(numbers: Iterable[int]) -> str:
    """Write whole numbers as a text, with digits up to z and blanks between: shorter than as decimal ones."""
    return " ".join(np.base_repr(number, 36).lower() for number in numbers)


def _of(agent: int, log: Sequence[LogLine]) -> list[LogLine]:
    return [line for line in log if line.agent == agent]


def _is_told(lines: Sequence[LogLine]) -> bool:
    """Say whether what an agent did is told: that of robots and humans always."""
    if not lines or lines[0].agent < FIELD:
        return True
    return max(Counter(line.action for line in lines if line.what != STARTED).values(), default=0) <= MOST_TOLD


def _numbers(game: Game, over: Moments, fouls: Array, phase: PhaseName) -> Array:
    """Give parts and the places seen, `(moment, number)`, as if the buzzer sounded at each moment.

    When fouls happen the model does not know: they count at the end.
    """
    until = np.zeros((len(over.ms), *fouls.shape[1:]), dtype=np.int64)
    until[-1] = fouls[0]
    scored = game.rules.score(sheet_of(game, over.marking, over.clocks, until), phase)
    columns = [game.first_counter(place.name) + owner for place in seen(game) for owner in range(owners(place))]
    return np.hstack([*scored.parts.values(), over.marking[:, columns]])


def _track(changes: Array) -> Track:
    at = np.flatnonzero(changes)
    return flat(np.stack([np.diff(at, prepend=0), changes[at]], axis=1).ravel().tolist())


def _agent(found: PlayedMatch, agent: int, lines: Sequence[LogLine]) -> Agent:
    plays = found.robots.playbook[0, agent] if agent < FIELD else NO_PLAYBOOK
    breaks = [line.ms for line in lines if line.what == BROKE]
    return Agent(
        number=agent,
        robot=_robot(player(found, agent)) if agent < ROBOTS else None,
        plays=None if plays == NO_PLAYBOOK else found.request.every_playbook[plays].name,
        breaks=breaks[0] if breaks else None,
        attempts=flat(_attempts(lines)),
    )


def _robot(known: Player) -> RobotSeen:
    return RobotSeen(known.team, known.robot, known.carries, known.card)


def _attempts(lines: Sequence[LogLine]) -> Iterable[int]:
    """Give four numbers an attempt, see `Agent`."""
    ended = begun = 0
    for line in lines:
        if line.what == STARTED:
            begun = line.ms
        elif line.what != BROKE:
            yield from (line.action, begun - ended, line.ms - begun, line.n * BROKE + line.what)
            ended = line.ms
