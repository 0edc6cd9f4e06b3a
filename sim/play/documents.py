"""Matches that were played -> the official documents that the event's software would keep of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rules.document import PLAYING, Card, Document, Participant
from rules.documents import columns_of
from rules.season import Array
from sim.play.schedule import Schedule

Flags = npt.NDArray[np.bool_]


def team_key(team: int) -> str:
    """Give the key of a team that has no other name: T001 is the first."""
    return f"T{team + 1:03}"


def documents_of(
    sheet: Any, scores: Array, result: Array, schedule: Schedule, card: Array, came: Flags, names: Sequence[str] = ()
) -> list[Document]:
    """Write the documents of a schedule's matches; `card` and `came` are `(match, robot)`.

    `names` are the teams' keys, T001 and so on where there are none.
    """
    columns = columns_of(sheet)
    keys = np.array(names or [team_key(team) for team in range(schedule.teams)], dtype=np.object_)
    teams = zip(*(each.tolist() for each in (keys[schedule.team], card, schedule.surrogate, ~came)), strict=True)
    return [
        Document(
            where=f"document {place}",
            entries=dict(zip(columns, values, strict=True)),
            derived={},
            recorded=(red, blue),
            result=won,
            participants=tuple(map(_participant, PLAYING, *of_match)),
        )
        for place, values, (red, blue), won, of_match in zip(
            range(1, len(scores) + 1),
            zip(*(column.tolist() for column in columns.values()), strict=True),
            scores.tolist(),
            result.tolist(),
            teams,
            strict=True,
        )
    ]


def _participant(station: int, team: str, card: int, surrogate: bool, no_show: bool) -> Participant:
    return Participant(team, station, Card(card), disqualified=False, surrogate=surrogate, no_show=no_show)
