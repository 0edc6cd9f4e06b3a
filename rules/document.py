"""A match document as a value: what was written down of one match, who stood where, with which card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from rules.errors import DocumentError

PhaseName = Literal["ranking", "playoff"]

NOT_PLAYED = -1
"""The result of a match that was not played."""
PLAYING = (11, 12, 13, 21, 22, 23)
SITTING_OUT = (14, 24)


class Card(IntEnum):
    """The card a team was shown in a match, as documents code it."""

    NONE = 0
    YELLOW = 1
    RED = 2
    WHITE = 3


@dataclass(frozen=True)
class Participant:
    """One team in one match."""

    team: int | str
    station: int
    card: Card
    disqualified: bool
    surrogate: bool
    no_show: bool

    @property
    def side(self) -> int:
        """The side that the team plays for, 0 red or 1 blue."""
        return self.station // 10 - 1

    @property
    def skipped(self) -> bool:
        """Whether the match counts for nothing in this team's ranking."""
        return self.disqualified or self.surrogate


@dataclass(frozen=True)
class Called:
    """How a document calls its match, and for when it was scheduled; None for what it does not say."""

    event: str | None = None
    tournament: str | None = None
    id: int | str | None = None
    name: str | None = None
    scheduled: str | None = None

    def as_json(self) -> dict[str, int | str]:
        """Give the names that there are, as documents spell them."""
        names = {"eventKey": self.event, "tournamentKey": self.tournament, "id": self.id, "name": self.name}
        return {name: value for name, value in names.items() if value is not None}


@dataclass(frozen=True)
class Document:
    """One match as the official results API gives it, checked."""

    where: str
    entries: Mapping[str, int] | None
    """Official name -> value as the sheet codes it; None where a match has no details."""
    derived: Mapping[str, Any]
    """Official name -> what the document records of what follows from its entries."""
    recorded: tuple[int, int] | None
    result: int | None
    participants: tuple[Participant, ...]
    called: Called = field(default=Called(), compare=False)
    """The match's own names; two documents are alike where all else is."""
    unplayed: str = ""
    """Why the match counts for nothing: it was not played, or there are no scores; empty where it was played."""
    by_scores: bool = field(default=False, compare=False)
    """Whether its scores alone make it count, since its phase is ranked by nothing else."""
    at: str = field(default="", compare=False)
    """Where the match stands in its file: a row of a table, or the same as `where`."""

    @property
    def counts(self) -> bool:
        """Whether the match counts in a ranking: it was played, and has the details that the ranking needs."""
        return not self.unplayed and self.result != NOT_PLAYED and (self.entries is not None or self.by_scores)

    @property
    def written(self) -> Mapping[str, int]:
        """The entries; a DocumentError where the match has none."""
        if self.entries is None:
            raise DocumentError(self.where, "details", "expected the entries of the score sheet, found none")
        return self.entries

    def value(self, name: str) -> int:
        """The entry of that dotted official name; a DocumentError where the match has none."""
        return self.written[name]

    def scores_of(self, participant: Participant) -> tuple[int, int]:
        """The recorded score of the participant's own alliance, and the other's."""
        if self.recorded is None:
            raise DocumentError(self.where, "redScore", "expected recorded scores to rank by, found none")
        own = participant.side
        return self.recorded[own], self.recorded[1 - own]
