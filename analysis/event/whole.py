"""An event that was played, in one document: the table, how scores and ranks spread over repeats, the playoffs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.event.medals import Kept, Medals, medals
from analysis.event.ranks import Spread, Standing, spread
from rules.season import Row
from sim.play.event import Repeat
from sim.play.request import EventRequest
from sim.play.saved import program_version


@dataclass(frozen=True)
class EventDocument:
    """An event that was played: the document that `sim event --json` prints."""

    season: str
    teams: int
    each: int
    matches: int
    seed: int
    repeat: int
    version: str
    grade: str | None
    population: Mapping[str, float] | None
    points: Mapping[str, float]
    """The point values that are not the official ones, by name."""
    changed: str
    """The same in a sentence; nothing where all are official."""
    ranking: list[Row]
    """The official table of the first repeat."""
    spread: Spread | None
    """Over the repeats, where there are several."""
    playoffs: Medals | None
    """Where they were asked for."""


def event_document(
    request: EventRequest, first: Repeat, standings: Sequence[Standing], kept: Sequence[Kept]
) -> EventDocument:
    """Put together what was played of an event: its first repeat, and what was kept of each."""
    return EventDocument(
        season=request.game.key,
        teams=request.teams,
        each=request.each,
        matches=request.matches,
        seed=request.seed,
        repeat=request.repeats,
        version=program_version(),
        grade=request.game.edition.model,
        population=request.population,
        points=request.points,
        changed=request.game.rules.changed,
        ranking=first.ranking,
        spread=spread(standings) if request.repeats > 1 else None,
        playoffs=medals(request, first, kept) if request.playoffs else None,
    )
