"""Matches that were played -> the official documents that the event's software would keep of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.document import PLAYING, SITTING_OUT, Called, Card, Document, Participant
from rules.documents import columns_of
from rules.season import Array
from sim.play.matches import Matches

Flags = npt.NDArray[np.bool_]
RANKING = "t2"
"""The official key of the ranking phase among the tournaments of an event."""


@dataclass(frozen=True)
class Seats:
    """Who had which place in some matches: red 1-3, blue 1-3, then who sits out; all are (match, place)."""

    team: Array
    card: Array
    """The card that the team was shown."""
    surrogate: Flags
    came: Flags


def team_key(team: int) -> str:
    """Give the key of a team that has no other name: T001 is the first."""
    return f"T{team + 1:03}"


def documents_of(
    matches: Matches, seats: Seats, names: Sequence[str], tournament: str = RANKING, name: str = "ranking"
) -> list[Document]:
    """Write the documents of matches of a tournament, whose matches are called by `name` and numbered from 1 on.

    `names` are the keys of the teams, `(team,)`.
    """
    columns = columns_of(matches.sheet)
    keys = np.array(names, dtype=np.object_)
    each = (keys[seats.team], seats.card, seats.surrogate, ~seats.came)
    stations = (*PLAYING, *SITTING_OUT)[: seats.team.shape[1]]
    return [
        Document(
            where=f"document {place}",
            entries=dict(zip(columns, values, strict=True)),
            derived={},
            recorded=(red, blue),
            result=won,
            participants=tuple(map(_participant, stations, *of_match)),
            called=Called(matches.rules.key, tournament, matches.first + place, f"{name} match {place}"),
        )
        for place, values, (red, blue), won, of_match in zip(
            range(1, len(matches) + 1),
            zip(*(column.tolist() for column in columns.values()), strict=True),
            matches.scores.tolist(),
            matches.columns()["result"].tolist(),
            zip(*(array.tolist() for array in each), strict=True),
            strict=True,
        )
    ]


def _participant(station: int, team: str, card: int, surrogate: bool, no_show: bool) -> Participant:
    return Participant(team, station, Card(card), disqualified=False, surrogate=surrogate, no_show=no_show)
