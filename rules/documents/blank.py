"""The empty form of a season: a match document of zeros, as JSON or CSV, with what every entry means and may be.

It says that its match was not played, so that one given back as it is counts for nothing.
"""

import csv
import io
import json
from typing import Any

from rules.document import NOT_PLAYED, Called, Card, Document, Participant
from rules.documents.csv_documents import TEAMS
from rules.documents.details import form_of
from rules.documents.writing import written
from rules.season import Season

EXPLAINED = "entries"
"""The name at match level, which no reader uses, under which a form explains its entries."""
RESULTS = "who won: 0 (tie), 1 (red) or 2 (blue); a form with -1 (not played) counts for nothing"


def blank(season: Season) -> Document:
    """Give the document of a match between teams 1 to 6 that is yet to be played."""
    teams = (
        Participant(place, station, Card.NONE, disqualified=False, surrogate=False, no_show=False)
        for place, station in enumerate((station for station in TEAMS.values() if station % 10 < 4), start=1)
    )
    entries = {field.name: 0 for field in form_of(season).fields}
    called = Called("EVENT", "t2", 1, "Ranking Match 1")
    return Document("document 1", entries, {}, (0, 0), NOT_PLAYED, tuple(teams), called)


def explained(season: Season) -> dict[str, str]:
    """Say of every entry what it is and what may be written there, and first of the result."""
    entries = {field.name: f"{field.entry.doc}: {field.entry.expected}" for field in form_of(season).fields}
    return {"result": RESULTS, **entries}


def json_form(season: Season) -> str:
    """Give the form as JSON; what explains its entries stands in it, where no reader minds it."""
    document = blank(season)
    (official,) = written([document], season)
    form = {**document.called.as_json(), **official, EXPLAINED: explained(season)}
    return json.dumps(form, indent=2, ensure_ascii=False) + "\n"


def csv_form(season: Season) -> str:
    """Give the form as CSV: the columns, and a row of zeros."""
    document = blank(season)
    row: dict[str, Any] = {**document.called.as_json()}
    row |= {name: place for place, name in enumerate((name for name, at in TEAMS.items() if at % 10 < 4), start=1)}
    row |= {season.spelled("redScore"): 0, season.spelled("blueScore"): 0, "result": document.result}
    row |= {name.removeprefix("details."): value for name, value in document.written.items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(row)
    writer.writerow(row.values())
    return text.getvalue()
