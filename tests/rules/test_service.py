"""Documents as the results service, its database and its users have them, in every season."""

import json
import os
import subprocess
import sys
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matches import as_bytes, without
from official import SEASONS, match_of, with_scores
from strategies import documents_of, sheets

from rules.audit import audited
from rules.documents import read, sheet_of
from rules.errors import DocumentError

every_season = pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
every_phase = pytest.mark.parametrize("phase", [None, "ranking", "playoff"])
GREEN, BLUE, EMPTY = 2, 1, 0


def refusal(written, season, phase=None):
    """Give the text of the DocumentError that reading raises: one printable line, and not a long one."""
    with pytest.raises(DocumentError) as caught:
        read(written if isinstance(written, bytes) else as_bytes(written), season, phase)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250
    return str(caught.value)


def nulls(details):
    """Make all that details hold null."""
    return {name: nulls(value) if isinstance(value, dict) else None for name, value in details.items()}


@every_season
@every_phase
@pytest.mark.parametrize(
    "answer",
    [
        lambda matches: as_bytes({"matches": matches, "rankings": [{"rank": 1}]}),
        lambda matches: as_bytes([{"matches": matches[:1]}, {"matches": matches[1:], "teams": None}]),
        lambda matches: b"\n".join(as_bytes({"matches": [each]}) for each in matches) + b"\n",
        lambda matches: json.dumps({"rankings": [], "matches": matches}, indent=1).encode("utf-16"),
        lambda matches: as_bytes({"matches": matches[:1]}) + b"\n" + as_bytes(matches[1]),
    ],
    ids=["answer", "list of answers", "an answer a line", "UTF-16 over many lines", "answer and document"],
)
def test_an_answer_of_the_service_is_its_matches(season, phase, answer):
    """Whole answers, one or several, give the documents that stand in them."""
    matches = [match_of(season, number) for number in (1, 2)]
    found = read(answer(matches), season, phase)
    assert found == read(as_bytes(matches), season, phase)
    assert [each.called.id for each in found] == [1, 2]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"matches": 3}', "matches: expected a list"),
        (b'{"matches": null, "rankings": []}', "matches: expected a list"),
        (b'{"matches": []}', "expected at least one match document, found none"),
        (b'{"matches": [3]}', "document 1: expected a match document"),
        (b'{"rankings": []}', "document 1: details: expected an object"),
    ],
)
def test_answers_that_are_none(data, expected):
    """An answer without matches is refused, and so is what is no match in it."""
    assert refusal(data, SEASONS["fgc_2026"]).startswith(expected)


UNPLAYED = {
    "result -1": {"result": -1},
    "played false": {"played": False, "result": None},
    "played 0": {"played": 0, "result": None},
    "result -1, though played": {"played": True, "result": -1},
}


@every_season
@every_phase
@pytest.mark.parametrize("change", UNPLAYED.values(), ids=UNPLAYED)
@pytest.mark.parametrize("rest", ["whole", "nulls", "no details", "nobody", "junk"])
def test_what_was_not_played_is_not_read_further(season, phase, change, rest):
    """Whatever stands in a match that was not played, it is no error, has no entries and counts for nothing."""
    match = match_of(season, 2, **change)
    match |= {
        "whole": {},
        "nulls": {"details": nulls(match["details"]), season.spelled("redScore"): None},
        "no details": {"details": None},
        "nobody": {"participants": None, season.spelled("redMinPen"): None},
        "junk": {"details": {"x": []}, "participants": [{}], season.spelled("blueScore"): -1},
    }[rest]
    played, unplayed = read(as_bytes([match_of(season), match]), season, phase)
    assert (played.unplayed, unplayed.unplayed) == ("", "not played")
    assert (unplayed.entries, unplayed.derived, unplayed.recorded, unplayed.counts) == (None, {}, None, False)
    assert [each.document for each in audited([played, unplayed], season)] == [played]
    assert [each.team for each in unplayed.participants] == ([] if rest in ("nobody", "junk") else list("ABCDEF"))


@every_season
@pytest.mark.parametrize("phase", ["ranking", "playoff"])
def test_a_match_without_scores_counts_for_nothing(season, phase):
    """Where scores are ranked, a match that has none is as good as not played; for scoring it needs none."""
    bare = match_of(season, 2, **{season.spelled("redScore"): None, season.spelled("blueScore"): None})
    for each in (bare, without(bare, "result")):
        found = read(as_bytes([match_of(season), each]), season, phase)
        assert [document.unplayed for document in found] == ["", "no scores"]
        assert [document.unplayed for document in read(as_bytes([match_of(season), each]), season)] == ["", ""]
    assert "expected recorded scores to rank by" in refusal([bare], season, phase)


@every_season
@pytest.mark.parametrize("value", [2, "no", [], 0.5])
def test_played_is_yes_or_no(season, value):
    """What says whether a match was played says it plainly."""
    assert refusal(match_of(season, played=value), season).startswith("document 1: played: expected 0, 1, true or")


@every_season
@every_phase
def test_a_score_below_0_where_none_can_be(season, phase):
    """Where fouls cannot make a score negative, one that is cannot be."""
    written = with_scores(season, 5, -1)
    if season.below_zero:
        assert read(as_bytes(written), season, phase)[0].recorded == (5, -1)
    else:
        name = season.spelled("blueScore")
        expected = f"document 1: {name}: expected a whole number of points, 0 or more, found -1"
        assert refusal(written, season, phase) == expected


@every_season
@given(data=st.data())
def test_scores_fall_below_0_only_where_the_season_says_so(season, data):
    """A season whose scores are said to be 0 or more has no sheet that scores less."""
    total = season.score(data.draw(sheets(season, (3,)))).total
    assert season.below_zero or total.min() >= 0


@every_season
def test_ignored_names_say_nothing(season):
    """What a season ignores may be anything, and changes nothing."""
    plain, written = match_of(season), match_of(season)
    written["details"] |= {name: [] for name in season.ignored}
    assert read(as_bytes(written), season) == read(as_bytes(plain), season)


@every_season
@given(data=st.data())
def test_derived_names_are_audited_in_every_season(season, data):
    """What follows from a sheet agrees with it, and any other value is named with what was expected."""
    sheet = data.draw(sheets(season, (1,)))
    (written,) = documents_of(sheet)
    follows = {name: of(sheet, season.points).tolist()[0] for name, of in season.derived.items()}
    written["details"] |= follows
    (right,) = audited(read(as_bytes(written), season), season)
    assert right.differences == ()
    for name, expected in follows.items():
        bent = deepcopy(written)
        bent["details"][name] = float(expected) + 1
        (wrong,) = audited(read(as_bytes(bent), season), season)
        told = [(each.name, each.recorded, each.expected) for each in wrong.differences]
        nothing = season.unfilled.get(name, "") == bent["details"][name]
        assert told == ([] if nothing else [(name, float(expected) + 1, expected)])


@every_season
def test_what_the_database_never_filled_says_nothing(season):
    """The values that the database has for nothing do not differ from anything."""
    for name, value in season.unfilled.items():
        assert name in season.derived
        written = match_of(season)
        written["details"][name] = value
        assert audited(read(as_bytes(written), season), season)[0].differences == ()


@pytest.mark.parametrize(("experts", "bonus"), [(4, 0), (5, 15), (6, 30)])
def test_the_coopertition_bonus_of_2023(experts, bonus):
    """Five experts among six robots give 15, six give 30: what a document records of it is audited, never used."""
    season = SEASONS["fgc_2023"]
    places = [f"{side}{n}Proficiency" for side in ("red", "blue") for n in ("One", "Two", "Three")]
    written = match_of(season)
    written["details"] |= dict.fromkeys(places[:experts], 2) | {"coopertitionBonus": 7}
    (found,) = audited(read(as_bytes(written), season), season)
    assert [(each.recorded, each.expected) for each in found.wrong_others] == [(7, bonus)]
    assert found.scores == (10 * experts + bonus,) * 2


def flattened(match):
    """Spell the goals of 2024 as the service does."""
    flat = deepcopy(match)
    for side in ("red", "blue"):
        goals = flat["details"].pop(f"{side}NexusState")
        flat["details"] |= {f"{side}{goal[:2].capitalize()}{goal[2]}": value for goal, value in goals.items()}
    return flat


GOALS = SEASONS["fgc_2024"]


@given(data=st.data())
def test_flat_goals_are_the_nested_ones(data):
    """Goals without their object, with it, and both ways at once are read alike."""
    nested = match_of(GOALS, sheet=data.draw(sheets(GOALS, (1,))))
    flat = flattened(nested)
    both = {**nested, "details": {**nested["details"], **flat["details"]}}
    beside = {
        **flat,
        "details": {
            **flat["details"],
            "redNexusState": None,
            "blueNexusState": None,
        },
    }
    expected = read(as_bytes(nested), GOALS)
    for each in (flat, both, beside):
        assert read(as_bytes(each), GOALS) == expected


def test_goals_that_disagree_are_refused():
    """Where a goal stands in both forms with two values nobody can say which is right."""
    nested = match_of(GOALS)
    both = {**nested, "details": {**nested["details"], **flattened(nested)["details"], "redEc5": GREEN}}
    assert refusal(both, GOALS) == (
        "document 1: details.redNexusState.EC5: expected the same value as details.redEc5, found 0 and 2"
    )


def test_some_flat_goals_are_not_all():
    """Every goal has to stand somewhere: those that do not are named, by their official names."""
    flat = flattened(match_of(GOALS))
    del flat["details"]["blueCw1"], flat["details"]["blueEc6"]
    line = refusal(flat, GOALS)
    assert line.startswith("document 1: details.blueNexusState.CW1 and details.blueNexusState.EC6: expected these 2")


@every_season
def test_all_that_is_missing_is_named_at_once(season):
    """Of several missing entries the first few are named, and how many there are, in one short line."""
    match = match_of(season)
    names = [name for name in match["details"] if not isinstance(match["details"][name], dict)]
    for count in range(2, len(names) + 1):
        line = refusal({**match, "details": without_all(match["details"], names[:count])}, season)
        assert line.startswith("document 1: details.")
        assert f"expected these {count} entries, found none of them" in line
        assert all(name in line for name in names[: min(count, 2)])


def without_all(holder, names):
    """Leave several names out."""
    return {name: value for name, value in holder.items() if name not in names}


@every_season
@given(names=st.sets(st.text(min_size=1, max_size=90), min_size=2, max_size=30))
def test_all_that_is_unknown_is_named_at_once(season, names):
    """Unknown names are named with how many more there are, and what is missing beside; the line stays short."""
    match = match_of(season)
    unknown = [f"zz{name}" for name in names]
    first = next(name for name, value in match["details"].items() if not isinstance(value, dict))
    details = {**without(match["details"], first), **dict.fromkeys(unknown, 0)}
    line = refusal({**match, "details": details}, season)
    assert "expected no entries of these names" in line
    assert f"missing: details.{first}" in line


@every_season
def test_one_wrong_name_is_said_with_what_is_missing(season):
    """A renamed entry is named, with the name that was meant, and that this is missing."""
    match = match_of(season)
    first = next(name for name, value in match["details"].items() if not isinstance(value, dict))
    details = {**without(match["details"], first), f"{first}s": 0}
    line = refusal({**match, "details": details}, season)
    assert line == (
        f"document 1: details.{first}s: expected no entry of this name; did you mean {first}?"
        f"; missing: details.{first}"
    )


@every_season
@pytest.mark.parametrize(
    ("written", "read_as"),
    [(" KEN", "KEN"), ("KEN \t", "KEN"), ("Co\u0302te", "C\u00f4te"), (7.0, 7), ("\u00a0X\u00a0", "X"), ("07", "07")],
)
def test_team_keys_are_stripped_and_composed(season, written, read_as):
    """Blanks around a team's key, and how its accents are composed, make no other team."""
    (found,) = read(as_bytes(match_of(season, teams=(written, *"BCDEF"))), season, "ranking")
    assert found.participants[0].team == read_as
    twice = refusal(match_of(season, teams=(written, read_as, *"CDEF")), season)
    assert twice.startswith("document 1: participants: expected every team once, found ")


@every_season
def test_a_blank_team_key_is_none(season):
    """A key of blanks alone is no key."""
    assert "expected a team's number or name" in refusal(match_of(season, teams=("  ", *"BCDEF")), season)


@every_season
def test_results_are_audited_in_every_season(season):
    """A recorded winner that is not that of the recorded scores is named, with the one that follows."""
    for red, blue, expected in ((4, 9, 2), (9, 4, 1), (4, 4, 0)):
        for result in {0, 1, 2} - {expected}:
            written = with_scores(season, red, blue, result=result)
            (found,) = audited(read(as_bytes(written), season), season)
            assert [(each.recorded, each.expected) for each in found.wrong_result] == [(result, expected)]
            assert "result" in found.differs
        right = with_scores(season, red, blue)
        assert audited(read(as_bytes(right), season), season)[0].wrong_result == ()


@every_season
def test_without_recorded_scores_the_result_is_that_of_the_sheet(season):
    """Where no scores are recorded the winner is the one that the entries give."""
    bare = match_of(season, result=1, **{season.spelled(name): None for name in ("redScore", "blueScore")})
    (found,) = audited(read(as_bytes(bare), season), season)
    assert (found.agrees, found.differs) == (False, ["result"])


@every_season
def test_by_scores_is_what_needs_no_details(season):
    """Where recorded scores are all that a table needs, it is the same without details; elsewhere it is not made."""
    for phase in ("ranking", "playoff"):
        if phase == "playoff" and season.playoff is None:
            continue
        matches = [with_scores(season, 9, 4), with_scores(season, 3, 8, 2, teams="FEDCBA")]
        bare = [without(each, "details") for each in matches]
        whole, scores = (season.rank(read(as_bytes(each), season, phase), phase) for each in (matches, bare))
        counted = {row["played"] for row in scores}
        assert (whole == scores, counted) == ((True, {2}) if season.phase(phase).by_scores else (False, {0}))


@every_season
def test_sheets_of_no_matches_can_be_made(season):
    """A file in which nothing was played yet is audited to nothing."""
    documents = read(as_bytes([match_of(season, result=-1)]), season)
    assert audited(documents, season) == []
    assert sheet_of([], season) is not None


@every_season
@pytest.mark.parametrize("digits", ["1" + "0" * 400, "9" * 4_000, "9" * 5_000, "1e400", "-" + "9" * 400, "NaN"])
def test_numbers_beyond_all_measure(season, digits):
    """A number that no double holds is no entry, and as a derived one it differs."""
    written = match_of(season)
    name = next(name for name, value in written["details"].items() if not isinstance(value, dict))
    states = [name for name in written["details"] if "Robot" in name] or [name]
    for wrong in (name, states[0]):
        bent = {**written, "details": {**written["details"], wrong: "HERE"}}
        line = refusal(as_bytes(bent).replace(b'"HERE"', digits.encode()), season)
        assert line.startswith(f"document 1: details.{wrong}: expected ")
    for derived in season.derived:
        bent = {**written, "details": {**written["details"], derived: "HERE"}}
        (found,) = audited(read(as_bytes(bent).replace(b'"HERE"', digits.encode()), season), season)
        assert found.differs == [derived]


def test_python_may_write_fewer_digits():
    """Where Python is told to write few digits a long number is refused as well, and in one line."""
    season = SEASONS["fgc_2022"]
    data = as_bytes(match_of(season, redScore="HERE")).replace(b'"HERE"', b"9" * 700)
    code = """
import sys, rules
from rules.documents import read
from rules.errors import DocumentError
try:
    read(sys.stdin.buffer.read(), rules.load("2022"))
except DocumentError as error:
    print(error)
"""
    few = {**os.environ, "PYTHONINTMAXSTRDIGITS": "640"}
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, env=few, check=True)
    assert done.stdout.decode().startswith("document 1: redScore: expected a whole number of points")
