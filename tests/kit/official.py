"""Whole match documents of any season, as the results service has them, and the CSV that says the same."""

import csv
import io

import numpy as np
from matches import STATIONS, TEAMS, as_bytes, team
from strategies import documents_of, own_axes

import rules
from rules.documents import read, sheet_of
from rules.season import entries

SEASONS = {key: rules.load(key) for key in rules.keys()}
COLUMNS = ("red1", "red2", "red3", "blue1", "blue2", "blue3")
FLAGS = ("cardStatus", "disqualified", "surrogate", "noShow")


def zeros(season):
    """Make the sheet of one match in which nothing happened."""
    every = entries(season.sheet).items()
    return season.sheet(**{name: np.zeros((1, *own_axes(entry)), dtype=np.int64) for name, entry in every})


def match_of(season, number=1, sheet=None, teams=TEAMS, **changes):
    """Make a document as the service has it: keys, an id, six teams, and what the sheet scores recorded rightly."""
    (document,) = documents_of(zeros(season) if sheet is None else sheet)
    (scores,) = season.score(sheet_of(read(as_bytes(document), season), season)).total.tolist()
    red, blue = scores
    return {
        "eventKey": "FGC_X",
        "tournamentKey": "t2",
        "id": number,
        "name": f"Ranking Match {number}",
        **document,
        season.spelled("redScore"): red,
        season.spelled("blueScore"): blue,
        "result": 1 if red > blue else 2 if blue > red else 0,
        "participants": [
            {season.spelled(name): value for name, value in team(*each).items()}
            for each in zip(teams, STATIONS, strict=True)
        ],
        **changes,
    }


def with_scores(season, red, blue, number=1, **changes):
    """Make a document with these recorded scores, whatever its sheet says."""
    result = 1 if red > blue else 2 if blue > red else 0
    scores = {season.spelled("redScore"): red, season.spelled("blueScore"): blue, "result": result}
    return match_of(season, number, **{**scores, **changes})


def row_of(document, season):
    """Give the CSV cells that say what a document says, by column."""
    row = {name: value for name, value in document.items() if not isinstance(value, dict | list)}
    for name, value in document.get("details", {}).items():
        inner = value.items() if isinstance(value, dict) else ()
        row |= {f"{name}.{key}": each for key, each in inner} or {name: value}
    for column, each in zip(COLUMNS, document["participants"], strict=True):
        row[column] = each[season.spelled("teamKey")]
        row |= {f"{column}.{name}": each[season.spelled(name)] for name in FLAGS}
    return {name: "" if value is None else value for name, value in row.items()}


def csv_of(documents, season, separator=",", head=lambda name: name, end="\n"):
    """Write documents as CSV; `head` says how to write the names of columns."""
    rows = [row_of(document, season) for document in documents]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(map(head, rows[0]))
    writer.writerows(row.values() for row in rows)
    return text.getvalue()
