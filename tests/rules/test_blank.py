"""The empty form of every season: what it holds, and that it is read back as it is."""

import csv
import json

import pytest
from official import SEASONS, csv_of

from rules.audit import audited
from rules.document import Called
from rules.documents import one_ranking, read, slots
from rules.documents.blank import csv_form, explained, json_form
from rules.documents.choosing import Choice

every_season = pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
every_form = pytest.mark.parametrize("form", [json_form, csv_form], ids=["JSON", "CSV"])


@every_season
@every_form
@pytest.mark.parametrize("phase", [None, "ranking", "playoff"])
def test_the_form_is_read_as_it_stands(season, form, phase):
    """It was not played and counts for nothing; with a result it scores 0 to 0, and six teams are ranked."""
    (empty,) = read(form(season).encode(), season, phase)
    assert (empty.unplayed, audited([empty], season, phase or "ranking")) == ("not played", [])
    text = form(season).replace('"result": -1', '"result": 0').replace(",-1,", ",0,")
    documents = read(text.encode(), season, phase)
    (found,) = audited(documents, season, phase or "ranking")
    assert (found.scores, found.agrees, found.differences, found.records) == ((0, 0), True, (), True)
    if phase is not None:
        chosen = one_ranking(documents, season, phase, Choice())
        assert (len(season.phase(phase).rank(chosen.documents, season)), chosen.told) == (6, [])


@every_season
def test_both_forms_say_the_same(season):
    """The table is the document's twin."""
    assert read(csv_form(season).encode(), season) == read(json_form(season).encode(), season)
    written = json.loads(json_form(season))
    assert read(csv_of([written], season).encode(), season) == read(csv_form(season).encode(), season)


@every_season
def test_every_entry_is_there_and_explained(season):
    """Each entry is in both forms, by its official name, with what it is and what it may be."""
    names = {slot.name: f"{slot.entry.doc}: {slot.entry.expected}" for slot in slots(season.sheet)}
    written = json.loads(json_form(season))
    assert explained(season) == written["entries"]
    assert explained(season).items() >= names.items()
    assert explained(season).keys() - names == {"result"}
    head, row = csv.reader(csv_form(season).splitlines())
    assert {name.removeprefix("details.") for name in names} <= set(head)
    assert len(head) == len(row) == len(set(head))
    for name in names:
        holder = written
        for part in name.split("."):
            holder = holder[part]
        assert holder == 0


@every_season
def test_the_form_has_names_to_be_replaced(season):
    """Event, tournament, number and name of a match stand where they are looked for; what it has not is left out."""
    written = json.loads(json_form(season))
    assert [written.get(name) for name in ("eventKey", "tournamentKey", "id", "name")] == [
        "EVENT",
        "t2",
        1,
        "Ranking Match 1",
    ]
    assert Called("EVENT", id=7).as_json() == {"eventKey": "EVENT", "id": 7}
