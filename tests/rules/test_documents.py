"""Which official documents are read, and how each that is not one is refused: by document and entry, in one line."""

import json
from dataclasses import replace

import pytest
from matches import as_bytes, match, team, with_details, without

import rules
from rules.document import Called, Card
from rules.documents import read
from rules.documents.details import Missing, _missing
from rules.errors import DocumentError

SEASON = rules.load("2022")


def read_one(document, **options):
    """Read a file of one document."""
    (only,) = read(as_bytes(document), SEASON, **options)
    return only


def refusal(data, **options):
    """Give the text of the DocumentError that reading raises; it is one printable line."""
    with pytest.raises(DocumentError) as caught:
        read(data, SEASON, **options)
    assert str(caught.value).isprintable()
    return str(caught.value)


def carbon_as(text):
    """Write a document whose carbon points are this piece of JSON."""
    return as_bytes(with_details(carbonPoints="HERE")).replace(b'"HERE"', text)


def bent(**changes):
    """Make a match whose second team is changed."""
    return match(of={"B": changes})


def teams(*stations):
    """Make a match with teams at these stations."""
    return match(participants=[team(100 + i, station) for i, station in enumerate(stations)])


@pytest.mark.parametrize(
    "changes",
    [
        {"fieldNumber": 3, "matchName": "Ranking 1", "teams": [{"country": {"name": "Chad"}}], "extra": None},
        {"startTime": "2022-10-13T09:00:00Z", "scheduledTime": None, "cycleTime": 412.5, "uploaded": True},
        {"details": {**match()["details"], "eventKey": "E", "tournamentKey": "T", "id": 4}},
        {"details": {**match()["details"], "match_key": "M", "match_detail_key": [1]}},
        {"participants": [{**each, "team": {"name": "N", "rank": 9}, "x": 1} for each in match()["participants"]]},
        {"id": "anything", "result": None},
    ],
    ids=["match level", "times", "bookkeeping", "snake-case bookkeeping", "participant level", "no result"],
)
def test_names_that_are_not_ours_are_ignored(changes):
    """Names the rules do not use may stand in a match, its teams and, for bookkeeping, its details."""
    assert read_one({**match(), **changes}).entries == read_one(match()).entries


@pytest.mark.parametrize("text", [b"12", b"12.0", b"1.2e1", b"120e-1"])
def test_floats_without_a_fraction_are_whole_numbers(text):
    """However JSON writes twelve, it is the whole number."""
    (document,) = read(carbon_as(text), SEASON)
    assert document.value("details.carbonPoints") == 12
    assert type(document.value("details.carbonPoints")) is int


@pytest.mark.parametrize("text", [b"0", b"9999", b"-0", b"-0.0"])
def test_the_bounds_of_a_count_are_legal(text):
    """A count may be anything from 0 to 9,999, zero with a sign included."""
    assert read(carbon_as(text), SEASON)[0].value("details.carbonPoints") in (0, 9_999)


@pytest.mark.parametrize(("written", "meant"), [(0, False), (1, True), (False, False), (True, True), (1.0, True)])
@pytest.mark.parametrize("flag", ["disqualified", "surrogate", "noShow"])
def test_flags_are_numbers_or_booleans(flag, written, meant):
    """A flag may be written 0, 1, true or false."""
    names = {"disqualified": "disqualified", "surrogate": "surrogate", "noShow": "no_show"}
    participant = read_one(bent(**{flag: written})).participants[1]
    assert getattr(participant, names[flag]) is meant


def test_a_participant_is_read_whole():
    """Team, station and card of a participant are what the document says."""
    participant = read_one(match(of={"F": {"cardStatus": 3}}), phase="ranking").participants[5]
    assert (participant.team, participant.station, participant.card) == ("F", 23, Card.WHITE)


def test_participants_may_come_in_any_order():
    """The station says where a team plays, not its place in the list."""
    shuffled = match(participants=match()["participants"][::-1])
    assert [each.station for each in read_one(shuffled, phase="ranking").participants] == [23, 22, 21, 13, 12, 11]


ONE = as_bytes(match())


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(ONE, 1, id="object"),
        pytest.param(json.dumps(match(), indent=2).encode(), 1, id="object over many lines"),
        pytest.param(as_bytes([match(), match()]), 2, id="array"),
        pytest.param(json.dumps([match(), match()], indent=2).encode(), 2, id="array over many lines"),
        pytest.param(ONE + b"\n" + ONE, 2, id="JSON Lines"),
        pytest.param(ONE + b"\r\n" + ONE + b"\r\n", 2, id="JSON Lines of Windows"),
        pytest.param(b"\n\n" + ONE + b"\n \t\n\n" + ONE + b"\n\n", 2, id="blank lines"),
        pytest.param(b"\xef\xbb\xbf" + ONE, 1, id="BOM"),
        pytest.param(b"\xef\xbb\xbf" + ONE + b"\n" + ONE + b"\n", 2, id="BOM and JSON Lines"),
    ],
)
def test_forms_of_a_file(data, count):
    """A file is an object, an array or JSON Lines, and all its documents are read alike."""
    documents = read(data, SEASON)
    assert [document.entries for document in documents] == [read_one(match()).entries] * count
    assert [document.where for document in documents] == [f"document {i + 1}" for i in range(count)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b'"12"', '"12"'),
        (b"true", "true"),
        (b"3.5", "3.5"),
        (b"NaN", "NaN"),
        (b"Infinity", "Infinity"),
        (b"-Infinity", "-Infinity"),
        (b"1e400", "Infinity"),
        (b"1e300", "1e+300"),
        (b"null", "null"),
        (b"[5]", "a list"),
        (b"{}", "an object"),
        (b"-1", "-1"),
        (b"10000", "10000"),
        (b"18446744073709551616", "18446744073709551616"),
        (b"9" * 4_000, "999..."),
        (b"[" * 400 + b"]" * 400, "a list"),
    ],
    ids=lambda value: value[:24].decode() if isinstance(value, bytes) else "",
)
def test_what_is_no_count(text, shown):
    """A count that is not a whole number from 0 to 9,999 is refused and shown, cut short where it is long."""
    line = refusal(as_bytes(match()) + b"\n" + carbon_as(text))
    assert line.startswith("document 2: details")
    assert "carbonPoints: expected a whole number from 0 to 9,999, found " in line
    assert line.endswith(shown)
    assert len(line) < 150


@pytest.mark.parametrize(
    ("name", "value"), [("redRobotOneStorage", 5), ("blueRobotThreeStorage", -1), ("coopertitionBonusLevel", 4)]
)
def test_codes_out_of_range(name, value):
    """A code the season does not know is refused, with those it knows."""
    line = refusal(as_bytes(with_details(**{name: value})))
    assert line.startswith("document 1: details")
    assert f"{name}: expected one of 0 (" in line
    assert line.endswith(f"found {value}")


@pytest.mark.parametrize("name", match()["details"])
def test_a_missing_entry_of_the_details(name):
    """Every entry of the sheet must be there: none is taken for zero."""
    line = refusal(as_bytes({**match(), "details": without(match()["details"], name)}))
    assert line.startswith("document 1: details")
    assert f"{name}: expected" in line
    assert line.endswith("found no such entry")


@pytest.mark.parametrize("name", ["redMinPen", "blueMinPen", "redMajPen", "blueMajPen"])
def test_a_missing_entry_of_the_match(name):
    """Fouls must be there even where they are never scored."""
    line = refusal(as_bytes(without(match(), name)))
    assert line.startswith(f"document 1: {name}: expected a whole number")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("carbonPoint", "carbonPoints"), ("redRobotOneStorge", "redRobotOneStorage"), ("eventkey", "eventKey")],
)
def test_an_unknown_name_among_details(wrong, right):
    """A name that details do not know is refused with the nearest they know."""
    line = refusal(as_bytes(with_details(**{wrong: 0})))
    assert line == f"document 1: details.{wrong}: expected no entry of this name; did you mean {right}?"


@pytest.mark.parametrize("wrong", ["", "zzz", "a\nb\x1b[31m", "x" * 100_000], ids=["empty", "far", "escapes", "long"])
def test_an_unknown_name_like_no_other(wrong):
    """A name that is near none, empty, long or full of control characters is refused in one short line."""
    line = refusal(as_bytes(with_details(**{wrong: 0})))
    assert line.startswith("document 1: details.")
    assert line.endswith(": expected no entry of this name")
    assert len(line) < 120


@pytest.mark.parametrize("details", [None, [], "carbonPoints", 3, True], ids=str)
def test_details_that_are_no_object(details):
    """Scoring needs the details of a match, as an object."""
    assert refusal(as_bytes(match(details=details))).startswith("document 1: details: expected an object with")


def test_scoring_needs_details():
    """A document without details cannot be scored, though it may be ranked."""
    assert refusal(as_bytes(without(match(), "details"))).startswith("document 1: details: expected an object with")
    assert read_one(without(match(), "details"), phase="ranking").entries is None


@pytest.mark.parametrize(
    ("document", "entry"),
    [
        pytest.param(bent(teamKey="A"), 'participants: expected every team once, found "A" twice', id="team twice"),
        pytest.param(
            bent(station=11), "participants: expected every station once, found 11 twice", id="station twice"
        ),
        pytest.param(teams(11, 12, 13, 21, 22), "participants: expected a team at each of six stations", id="five"),
        pytest.param(teams(11, 12, 13, 21, 22, 23, 14), "participants: expected six teams, or eight", id="seven"),
        pytest.param(teams(11, 12, 13, 21, 22, 14), "participants: expected a team at each of", id="14 for a player"),
        pytest.param(match(participants=[]), "participants: expected a team at each of six", id="nobody"),
        pytest.param(match(participants={}), "participants: expected a list of teams", id="an object"),
        pytest.param(match(participants="ABCDEF"), "participants: expected a list of teams", id="a text"),
        pytest.param(match(participants=[[[]]]), "participants: participant 1: expected a team", id="nested lists"),
        pytest.param(bent(station=15), "participants: participant 2: station: expected one of", id="no such station"),
        pytest.param(
            bent(station="12"), "participants: participant 2: station: expected one of", id="station as text"
        ),
        pytest.param(bent(cardStatus=4), "participants: participant 2: cardStatus: expected 0 (none)", id="card 4"),
        pytest.param(bent(cardStatus=True), "participants: participant 2: cardStatus: expected 0", id="card true"),
        pytest.param(bent(surrogate=2), "participants: participant 2: surrogate: expected 0, 1, true", id="flag 2"),
        pytest.param(
            bent(noShow="no"), "participants: participant 2: noShow: expected 0, 1, true", id="flag as text"
        ),
        pytest.param(bent(disqualified=None), "participants: participant 2: disqualified: expected", id="flag null"),
        pytest.param(bent(teamKey=True), "participants: participant 2: teamKey: expected a team's", id="team true"),
        pytest.param(bent(teamKey=""), "participants: participant 2: teamKey: expected a team's", id="team empty"),
        pytest.param(bent(teamKey=[1]), "participants: participant 2: teamKey: expected a team's", id="team a list"),
        pytest.param(
            match(result=3), "result: expected -1 (not played), 0 (tie), 1 (red) or 2 (blue)", id="result 3"
        ),
        pytest.param(match(redScore=1.5), "redScore: expected a whole number of points", id="half a point"),
        pytest.param(match(blueScore=None), "blueScore: expected a whole number of points", id="one score only"),
    ],
)
@pytest.mark.parametrize("phase", [None, "ranking", "playoff"], ids=["score", "rank", "playoff"])
def test_wrong_teams_scores_and_results(document, entry, phase):
    """What is there is checked, for scoring as for ranking, even where scoring does not need it."""
    assert refusal(as_bytes([match(), document]), phase=phase).startswith(f"document 2: {entry}")


@pytest.mark.parametrize("name", ["teamKey", "station", "cardStatus", "disqualified", "surrogate", "noShow"])
def test_a_participant_lacks_a_name(name):
    """Nothing of a participant is taken for zero."""
    people = match()["participants"]
    line = refusal(as_bytes(match(participants=[*people[:4], without(people[4], name), people[5]])))
    assert line.startswith(f"document 1: participants: participant 5: {name}: expected")


def test_eight_participants_score_but_do_not_rank():
    """In playoffs a fourth member of each alliance sits out: such a match is scored, not ranked."""
    playoff = teams(11, 12, 13, 14, 21, 22, 23, 24)
    assert len(read_one(playoff).participants) == 8
    assert refusal(as_bytes(playoff), phase="ranking").startswith(
        "document 1: participants: expected a match of the rank"
    )


def test_ranking_needs_participants():
    """A match without teams scores, but cannot be ranked."""
    for alone in (without(match(), "participants"), match(participants=None)):
        assert read_one(alone).participants == ()
        assert refusal(as_bytes(alone), phase="ranking").startswith(
            "document 1: participants: expected the six teams"
        )


def test_ranking_needs_scores():
    """A match without recorded scores scores, but cannot be ranked unless it was not played."""
    alone = match(redScore=None, blueScore=None)
    assert read_one(alone).recorded is None
    assert refusal(as_bytes(alone), phase="ranking").startswith("document 1: redScore: expected recorded scores")
    assert not read_one({**alone, "result": -1}, phase="ranking").counts
    after = refusal(as_bytes([match(result=-1), alone]), phase="ranking")
    assert after.startswith("document 2: redScore: expected recorded scores to rank by")
    scored = read_one(alone)  # for its points, not for a ranking
    with pytest.raises(DocumentError, match=r"^document 1: redScore: expected recorded scores to rank by"):
        scored.scores_of(scored.participants[0])


def test_entries_that_are_not_there_are_asked_for_by_name():
    """A match of the playoffs counts by its scores alone; whoever scores its sheet is told what it lacks."""
    found = read_one(without(match(), "details"), phase="playoff")
    assert found.counts
    with pytest.raises(
        DocumentError, match=r"^document 1: details: expected the entries of the score sheet, found none"
    ):
        found.value("details.carbonPoints")


def test_scores_have_a_bound_that_nobody_reaches():
    """A recorded score below minus a thousand million is refused, as a number that cannot be one."""
    assert read_one(match(redScore=-(10**9))).recorded == (-(10**9), 20)
    assert "redScore: expected" in refusal(as_bytes(match(redScore=-(10**9) - 1)))


def test_matches_are_alike_by_what_they_record():
    """Neither their names nor how a phase is ranked make two of one."""
    found = read_one(match())
    assert not found.by_scores
    assert replace(found, by_scores=True, called=Called("X")) == found != replace(found, result=7)


def test_many_missing_entries_are_named_on_a_line():
    """Their names have a hundred and fifty characters there."""
    first, last = (Missing(letter * many, "a number") for letter, many in (("a", 73), ("b", 75)))
    assert str(_missing([first, last])).startswith(f"{first.name} and {last.name}: expected these 2 entries")
    longer = replace(first, name="a" * 74)
    assert str(_missing([longer, last])).startswith(f"{longer.name} and 1 more: expected these 2 entries")
