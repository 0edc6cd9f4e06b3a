"""Legal match documents of one season, made to be bent by the tests: 2022, six teams, scores of our choice."""

import json
from typing import Any

from rules.documents import read
from rules.season import Row, Season

STATIONS = (11, 12, 13, 21, 22, 23)
TEAMS = ("A", "B", "C", "D", "E", "F")


def team(key: str | int, station: int) -> dict[str, Any]:
    """Make a participant without card or flag."""
    return {"teamKey": key, "station": station, "disqualified": 0, "cardStatus": 0, "surrogate": 0, "noShow": 0}


def match(
    red: int = 20,
    blue: int = 20,
    carbon: int = 20,
    *,
    teams: tuple[str, ...] = TEAMS,
    of: dict[str, dict[str, Any]] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Make a 2022 match with these recorded scores; `of` changes single teams, `changes` the match itself.

    As it stands its scores are right: 20 carbon points, nobody hangs, no coopertition, no fouls.
    """
    places = [f"{side}Robot{robot}Storage" for side in ("red", "blue") for robot in ("One", "Two", "Three")]
    return {
        "redMinPen": 0,
        "blueMinPen": 0,
        "redMajPen": 0,
        "blueMajPen": 0,
        "details": {"carbonPoints": carbon, **dict.fromkeys(places, 0), "coopertitionBonusLevel": 0},
        "redScore": red,
        "blueScore": blue,
        "result": 1 if red > blue else 2 if blue > red else 0,
        "participants": [
            {**team(key, station), **(of or {}).get(key, {})} for key, station in zip(teams, STATIONS, strict=True)
        ],
        **changes,
    }


def with_details(**changes: Any) -> dict[str, Any]:
    """Make a 2022 match with other details."""
    whole = match()
    return {**whole, "details": {**whole["details"], **changes}}


def without(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """Leave one name out."""
    return {key: value for key, value in holder.items() if key != name}


def as_bytes(value: Any) -> bytes:
    """Write a document, or a list of them, as a file holds it."""
    return json.dumps(value).encode()


def ranked_by(season: Season, *matches: dict[str, Any]) -> dict[str | int, Row]:
    """Rank an event of a season and give its rows by team, once they have the ranks from 1 on in their order."""
    table = season.rank(read(as_bytes(list(matches)), season, phase="ranking"))
    assert [row["rank"] for row in table] == list(range(1, len(table) + 1))
    return {row["teamKey"]: row for row in table}


def of(table: dict[str | int, Row], team: str, *names: str) -> tuple[Any, ...]:
    """Give these columns of one team's row."""
    return tuple(table[team][name] for name in names)
