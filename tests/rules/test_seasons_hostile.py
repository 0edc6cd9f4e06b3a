"""Every season's documents, bent one entry at a time: each change is refused in one line that names the entry."""

import json
from copy import deepcopy
from math import inf, nan

import numpy as np
import pytest
from matches import STATIONS, TEAMS, as_bytes, team
from strategies import documents_of, own_axes

import rules
from rules.documents import read, slots
from rules.documents.details import BOOKKEEPING
from rules.errors import DocumentError
from rules.season import Flag, entries

SEASONS = {key: rules.load(key) for key in rules.keys()}
SLOTS = [(key, slot) for key, season in SEASONS.items() for slot in slots(season.sheet)]
FORMS = sorted({(key, slot.name.rpartition(".")[0]) for key, slot in SLOTS if "." in slot.name})


def kind(entry):
    """Say which kind of number an entry holds."""
    if entry.codes is None:
        return "count" if entry.most == 9_999 else "small count"
    return "flag" if entry.codes is Flag else "valued state" if entry.values else "code"


KINDS = list({(key, kind(slot.entry)): (key, slot) for key, slot in reversed(SLOTS)}.values())
"""The first entry of each kind in each season."""

ALWAYS = [("text", "one"), ("digits", "1"), ("3.5", 3.5), ("NaN", nan), ("infinite", inf), ("null", None)]
ALWAYS += [("-1", -1), ("10,000", 10_000), ("list", [0]), ("object", {})]
ONLY = {
    "count": [("true", True), ("false", False)],
    "small count": [("true", True), ("one more than all robots", 4)],
    "code": [("true", True)],
    "flag": [("2", 2), ("0.5", 0.5)],
    "valued state": [("true", True), ("a code for a value", 4), ("between values", 0.15), ("almost", 0.00001)],
}


def teams(season):
    """Give the six teams of a match, in the season's spelling of names."""
    return [
        {season.spelled(name): value for name, value in team(*each).items()}
        for each in zip(TEAMS, STATIONS, strict=True)
    ]


def document(key):
    """Make a legal document of a season in which everything is 0."""
    season = SEASONS[key]
    zeros = {name: np.zeros((1, *own_axes(entry)), dtype=np.int64) for name, entry in entries(season.sheet).items()}
    (written,) = documents_of(season.sheet(**zeros))
    scores = {season.spelled("redScore"): 0, season.spelled("blueScore"): 0, "result": 0}
    return {**deepcopy(written), **scores, "participants": teams(season)}


def holder_of(written, dotted):
    """Give the object of a document in which this dotted name stands, and its last name."""
    *groups, name = dotted.split(".")
    for group in groups:
        written = written[group]
    return written, name


def bent(key, dotted, value):
    """Make a document with another value under this name."""
    written = document(key)
    holder, name = holder_of(written, dotted)
    holder[name] = value
    return written


def lacking(key, dotted):
    """Make a document without this name."""
    written = document(key)
    holder, name = holder_of(written, dotted)
    del holder[name]
    return written


def bent_team(key, place, **changes):
    """Make a document in which the team at this place is changed, with names in the season's spelling."""
    written = document(key)
    written["participants"][place] |= {SEASONS[key].spelled(name): value for name, value in changes.items()}
    return written


def refusal(key, written, phase=None):
    """Give the text of the DocumentError that reading raises; it is one printable line that expects something."""
    with pytest.raises(DocumentError) as caught:
        read(as_bytes(written), SEASONS[key], phase)
    line = str(caught.value)
    assert line.isprintable()
    assert ": expected " in line
    return line


def each_kind(table):
    """Give season, entry and wrong value of every kind of entry in `table`, with ids."""
    return [
        pytest.param(key, slot.name, value, id=f"{key}-{kind(slot.entry)}-{what}")
        for key, slot in KINDS
        for what, value in table(kind(slot.entry))
    ]


@pytest.mark.parametrize("key", SEASONS)
@pytest.mark.parametrize("phase", [None, "ranking", "playoff"])
def test_a_document_of_zeros_is_read(key, phase):
    """The document that the other tests bend is legal: every entry is 0, six teams, recorded scores."""
    (found,) = read(as_bytes(document(key)), SEASONS[key], phase)
    assert found.entries == {slot.name: 0 for slot in slots(SEASONS[key].sheet)}
    assert (found.recorded, [each.team for each in found.participants]) == ((0, 0), list(TEAMS))


@pytest.mark.parametrize(("key", "slot"), [pytest.param(*each, id=f"{each[0]}-{each[1].name}") for each in SLOTS])
def test_a_missing_entry_is_named(key, slot):
    """No entry is taken for 0 because it is not there."""
    line = refusal(key, lacking(key, slot.name))
    assert line.startswith(f"document 1: {slot.name}: expected ")
    assert line.endswith(", found no such entry")


@pytest.mark.parametrize(("key", "name"), FORMS)
@pytest.mark.parametrize("value", [None, [], 0, "details", True], ids=str)
def test_an_object_that_is_none_is_named(key, name, value):
    """What should be an object with entries and is something else, or missing, is named."""
    assert refusal(key, bent(key, name, value)).startswith(f"document 1: {name}: expected an object")
    assert refusal(key, lacking(key, name)).startswith(f"document 1: {name}: expected an object")


@pytest.mark.parametrize(("key", "name", "value"), each_kind(lambda kind: ALWAYS + ONLY[kind]))
def test_a_wrong_value_is_named(key, name, value):
    """Of every kind of entry, what is no legal value is refused, and shown."""
    line = refusal(key, bent(key, name, value))
    assert line.startswith(f"document 1: {name}: expected ")
    shown = {list: "a list", dict: "an object"}.get(type(value), json.dumps(value))
    assert line.endswith(f", found {shown}")


@pytest.mark.parametrize(
    ("key", "slot"),
    [pytest.param(*each, id=f"{each[0]}-{each[1].name}") for each in SLOTS if each[1].entry.codes],
)
def test_a_code_past_the_last_is_named(key, slot):
    """The number after the last code is no code, wherever codes or flags stand."""
    past = slot.entry.values[-1] + 0.1 if slot.entry.values else len(slot.entry.codes)
    assert refusal(key, bent(key, slot.name, past)).startswith(f"document 1: {slot.name}: expected ")


@pytest.mark.parametrize(
    ("key", "slot"),
    [pytest.param(key, slot, id=f"{key}-{slot.name}") for key, slot in SLOTS if "." in slot.name],
)
def test_an_unknown_name_is_refused_with_the_nearest(key, slot):
    """A name with a letter too much is named, and what was meant."""
    meant = slot.name.rpartition(".")[2]
    assert refusal(key, bent(key, f"{slot.name}x", 0)) == (
        f"document 1: {slot.name}x: expected no entry of this name; did you mean {meant}?"
    )


@pytest.mark.parametrize("key", SEASONS)
def test_bookkeeping_and_derived_entries_are_read(key):
    """Names that say nothing about the score may stand among the details; derived ones are kept for the audit."""
    season, written = SEASONS[key], document(key)
    written["details"] |= dict.fromkeys(BOOKKEEPING | season.ignored, "anything") | dict.fromkeys(season.derived, 0)
    (found,) = read(as_bytes(written), season)
    assert set(found.entries.values()) == {0}
    assert found.derived == dict.fromkeys(season.derived, 0)


@pytest.mark.parametrize("key", SEASONS)
def test_the_same_team_twice(key):
    """A team cannot stand at two stations."""
    line = refusal(key, bent_team(key, 4, teamKey="A"))
    assert line == 'document 1: participants: expected every team once, found "A" twice'


@pytest.mark.parametrize("key", SEASONS)
def test_the_same_station_twice(key):
    """Two teams cannot stand at one station."""
    line = refusal(key, bent_team(key, 4, station=11))
    assert line == "document 1: participants: expected every station once, found 11 twice"


@pytest.mark.parametrize("key", SEASONS)
def test_seven_and_five_participants(key):
    """A match has six teams, or eight where two sit out."""
    seven, five = document(key), document(key)
    seven["participants"].append({**seven["participants"][0], SEASONS[key].spelled("teamKey"): "G", "station": 14})
    del five["participants"][5]
    assert refusal(key, seven).startswith("document 1: participants: expected six teams, or eight")
    assert refusal(key, five).endswith("expected a team at each of six stations, found none at 23")


@pytest.mark.parametrize("key", SEASONS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("teamKey", None),
        ("teamKey", ""),
        ("teamKey", True),
        ("teamKey", 1.5),
        ("station", 14.5),
        ("station", 15),
        ("cardStatus", 4),
        ("cardStatus", True),
        ("disqualified", 2),
        ("surrogate", None),
        ("noShow", "no"),
    ],
)
def test_a_wrong_entry_of_a_team_is_named(key, name, value):
    """What a participant holds is checked and named in the season's spelling."""
    line = refusal(key, bent_team(key, 2, **{name: value}))
    assert line.startswith(f"document 1: participants: participant 3: {SEASONS[key].spelled(name)}: expected ")


@pytest.mark.parametrize("key", SEASONS)
def test_a_wrong_entry_is_one_line_of_the_process(sim, key):
    """`sim score` ends with exit code 2, one line and nothing on stdout, though the document before is legal."""
    first = next(slots(SEASONS[key].sheet)).name
    wrong = as_bytes([document(key), bent(key, first, -1)])
    done = sim("score", "--season", key.removeprefix("fgc_"), "--json", "-", stdin=wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"sim: standard input: document 2: {first}: expected a whole number from 0 to 9,999, found -1\n"
    )
