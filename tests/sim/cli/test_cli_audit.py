"""`sim audit`, and what `score` and `rank` say beside their tables, on the real process; the reported cases."""

import json

import pytest
from matches import as_bytes, without
from official import SEASONS, csv_of, match_of, with_scores
from places import shared
from reading import json_lines, words

import rules

some_seasons = pytest.mark.parametrize("key", [*SEASONS][::3])
every_verb = pytest.mark.parametrize("verb", ["score", "rank", "audit"])


def case(name):
    """Give the path of a reported case, or skip the test where it is not there."""
    return shared("cases", name)


@pytest.fixture
def done(here):
    """Run a verb on what it reads from standard input."""

    def run(verb, key, data, *options):
        return here(verb, "--season", key, *options, "-", stdin=data if isinstance(data, bytes) else as_bytes(data))

    return run


def one_line(done, *expected):
    """Fail unless the process ended with 2, one short line on stderr that holds these words, and no output."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("sim: ")
    assert len(done.stderr) < 300
    for each in expected:
        assert each in done.stderr


def unassumed(stderr):
    """Give the lines on stderr but for the one on assumed point values."""
    return [line for line in stderr.splitlines() if "assumed" not in line]


@some_seasons
def test_where_all_agrees_the_audit_says_so(done, key):
    """Exit 0, a line for people and nothing for programs."""
    found = done("audit", key, match_of(SEASONS[key]))
    assert (found.returncode, found.stdout) == (0, f"{key}: 1 document, nothing differs\n")
    found = done("audit", key, match_of(SEASONS[key]), "--json")
    assert (found.returncode, found.stdout, unassumed(found.stderr)) == (0, "", [])


@some_seasons
@pytest.mark.parametrize("form", ["JSON", "CSV"])
def test_what_differs_is_named_with_both_values(done, key, form):
    """Exit 1; each difference has its document, match, entry, recorded and expected value, as JSON and in a table."""
    season = SEASONS[key]
    matches = [match_of(season), with_scores(season, 7, 3, 12, result=2)]
    data = as_bytes(matches) if form == "JSON" else csv_of(matches, season).encode()
    found = done("audit", key, data, "--json")
    whose = {"document": 2, "eventKey": "FGC_X", "tournamentKey": "t2", "id": 12, "name": "Ranking Match 12"}
    red, blue = season.spelled("redScore"), season.spelled("blueScore")
    assert found.returncode == 1
    assert json_lines(found.stdout) == [
        {**whose, "entry": red, "recorded": 7, "expected": 0},
        {**whose, "entry": blue, "recorded": 3, "expected": 0},
        {**whose, "entry": "result", "recorded": 2, "expected": 1},
    ]
    found = done("audit", key, data)
    assert found.returncode == 1
    lines = words(found.stdout)
    assert lines[0] == f"{key}: 3 differences in 1 of 2 documents"
    assert f"2 t2 12 {red} 7 0" in lines
    assert "2 t2 12 result 2 1" in lines


@some_seasons
def test_derived_entries_are_named(done, key):
    """What follows from other entries is named with what follows, without a double's dust."""
    season = SEASONS[key]
    written = match_of(season)
    written["details"] |= dict.fromkeys(season.derived, 77)
    found = done("audit", key, written, "--json")
    assert found.returncode == (1 if season.derived else 0)
    told = json_lines(found.stdout)
    assert {each["entry"] for each in told} == set(season.derived)
    assert all(len(json.dumps(each["expected"])) < 6 for each in told)


@some_seasons
def test_a_document_that_records_nothing_is_said(done, key):
    """An audit of nothing is no agreement in silence."""
    season = SEASONS[key]
    nothing = dict.fromkeys(["result", season.spelled("redScore"), season.spelled("blueScore")])
    found = done("audit", key, [match_of(season), match_of(season, 2, **nothing)])
    assert found.returncode == 0
    assert unassumed(found.stderr) == ["sim: 1 of 2 documents recording nothing to audit"]


def test_a_match_without_an_id_is_its_document(done):
    """Where a document has no names for its match its number is all there is."""
    match = with_scores(SEASONS["fgc_2022"], 7, 0)
    for name in ("eventKey", "tournamentKey", "id", "name"):
        match = without(match, name)
    found = done("audit", "2022", match, "--json")
    assert json_lines(found.stdout) == [{"document": 1, "entry": "redScore", "recorded": 7, "expected": 0}]
    assert "1 redScore 7 0" in words(done("audit", "2022", match).stdout)
    assert "1 Final 3 redScore 7 0" in words(done("audit", "2022", {**match, "name": "Final 3"}).stdout)


def test_the_playoffs_are_audited_as_such(done):
    """80 pollutants are all of them in the ranking phase, 90 in the playoffs."""
    match = match_of(SEASONS["fgc_2019"], red_score=80, result=1)
    match["details"] |= {"red_reduction_processing": 80, "coopertition_bonus": 1}
    assert done("audit", "2019", match).returncode == 0
    found = done("audit", "2019", match, "--playoff", "--json")
    assert [each["entry"] for each in json_lines(found.stdout)] == ["coopertition_bonus"]


@pytest.mark.parametrize("data", [b"", b"{}", b"hello", b"[1]", b"red1,red2\n"])
def test_bad_input_is_no_difference(done, data):
    """What cannot be read ends with 2, not with the 1 of what differs."""
    one_line(done("audit", "2022", data))


def test_score_names_a_match_as_the_audit_does_and_both_sides_say_what_differs(done):
    """A result is the whole match's: red's row and blue's say the same of it, and nothing agrees."""
    match = match_of(SEASONS["fgc_2022"], 12, result=2)
    assert [(row["agrees"], row["differs"]) for row in json_lines(done("score", "2022", match, "--json").stdout)] == [
        (False, ["result"])
    ]
    lines = words(done("score", "2022", match).stdout)
    assert [line.split()[:3] for line in lines if line.endswith("differs: result")] == [
        ["t2", "12", "red"],
        ["t2", "12", "blue"],
    ]
    assert any(line.startswith("1 t2 12 result 2 ") for line in words(done("audit", "2022", match).stdout))


def test_what_differs_of_one_side_stands_in_its_row(done):
    """A derived entry of blue is named in blue's row only."""
    season = SEASONS["fgc_2026"]
    match = match_of(season)
    match["details"]["blueClimbMultiplier"] = 9
    lines = words(done("score", "2026", match).stdout)
    assert [line.split()[2] for line in lines if line.endswith("differs: blueClimbMultiplier")] == ["blue"]


@some_seasons
@pytest.mark.parametrize("form", ["JSON", "CSV"])
def test_score_says_ids_and_what_was_not_played(done, key, form):
    """`score --json` keeps a line a document: with its id, and nulls where nothing was played."""
    season = SEASONS[key]
    matches = [match_of(season), match_of(season, 2, result=-1)]
    found = done("score", key, as_bytes(matches) if form == "JSON" else csv_of(matches, season).encode(), "--json")
    first, second = json_lines(found.stdout)
    assert (first["id"], first["redScore"], first["agrees"], "played" in first) == (1, 0, True, False)
    assert (second["id"], second["redScore"], second["agrees"], second["differs"]) == (2, None, None, [])
    assert second["played"] is False
    assert set(first) - set(second) == set()
    assert unassumed(found.stderr) == ["sim: 1 of 2 documents not played: not scored"]
    assert "t2 2 - not played" in words(done("score", key, matches).stdout)


@every_verb
def test_one_tournament_of_a_file(done, verb):
    """Every verb takes one tournament or event of a file, and says how much it leaves out."""
    season = SEASONS["fgc_2025"]
    matches = [match_of(season), match_of(season, 2, tournamentKey="t3"), match_of(season, 3, eventKey="OTHER")]
    found = done(verb, "2025", matches, "--json", "--event", "FGC_X", "--tournament", "t3")
    assert found.returncode == 0
    assert found.stderr.splitlines() == [
        "sim: 1 document not of event FGC_X: left out",
        "sim: 1 document not of tournament t3: left out",
    ]
    assert verb != "score" or [each["id"] for each in json_lines(found.stdout)] == [2]


def test_every_row_says_the_same_as_json(done):
    """All three verbs give the same for a table as for the documents that it says."""
    season = SEASONS["fgc_2024"]
    matches = [with_scores(season, 5 * number % 7, number, number) for number in range(1, 6)]
    for verb in ("score", "rank", "audit"):
        for options in ((), ("--json",)):
            twin = done(verb, "2024", csv_of(matches, season, ";").encode("utf-16"), *options)
            json_one = done(verb, "2024", matches, *options)
            assert (twin.returncode, twin.stdout, twin.stderr) == (
                json_one.returncode,
                json_one.stdout,
                json_one.stderr,
            )


@every_verb
@pytest.mark.parametrize("year", [key.removeprefix("fgc_") for key in rules.keys()])
def test_case_rows_of_the_service(here, verb, year):
    """Each season's documents as the service sends them are taken, and all agrees."""
    assert here(verb, "--season", year, case(f"api-row-{year}.json")).returncode == 0


@every_verb
def test_case_the_whole_answer(here, verb):
    """The whole answer of the service is taken for its matches."""
    found = here(verb, "--season", "2026", "--json", case("api-answer-2026.json"))
    assert (found.returncode, len(json_lines(found.stdout))) == (0, {"score": 1, "rank": 6, "audit": 0}[verb])


@pytest.mark.parametrize("name", ["unplayed-0-0.json", "unplayed-nulls.json"])
def test_case_unplayed(here, name):
    """Teams 1 to 3 have played 1 and won 1; what was not played counts for nothing, and is said."""
    found = here("rank", "--season", "2026", "--json", case(name))
    rows = {row["teamKey"]: row for row in json_lines(found.stdout)}
    assert [(rows[team]["played"], rows[team]["wins"]) for team in (1, 2, 3)] == [(1, 1)] * 3
    assert {rows[team]["played"] for team in rows if team > 6} == {0}
    assert found.stderr == "sim: 1 of 2 documents counted for nothing: 1 not played\n"


def test_case_an_unplayed_match_is_not_audited(here):
    """A match that was not played is neither scored nor audited."""
    found = here("score", "--season", "2026", "--json", case("unplayed-audit.json"))
    (row,) = json_lines(found.stdout)
    assert (row["agrees"], row["differs"], found.returncode) == (None, [], 0)
    assert found.stderr.startswith("sim: 1 of 1 document not played: not scored\n")
    assert here("audit", "--season", "2026", case("unplayed-audit.json")).returncode == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no-details.json", ["2 of 2 documents"]),
        ("replayed-match.json", ["documents 1 and 3", "--replays last"]),
        ("tournaments-mixed.json", ["t2", "t3", "--tournament t2"]),
        ("minus-one.json", ["document 2", "redScore", "-1"]),
        ("team-keys.json", ["1 in document 1", '"1" in document 2']),
    ],
)
def test_case_no_ranking(here, name, expected):
    """Each is refused in one line that says what has to be mended or chosen."""
    one_line(here("rank", "--season", "2026", case(name)), *expected)


def test_case_what_was_refused_can_be_chosen(here):
    """The options that the lines name give a table."""
    last = here("rank", "--season", "2026", "--json", "--replays", "last", case("replayed-match.json"))
    first = here("rank", "--season", "2026", "--json", "--replays", "first", case("replayed-match.json"))
    tournament = here("rank", "--season", "2026", "--json", "--tournament", "t2", case("tournaments-mixed.json"))
    assert [each.returncode for each in (last, first, tournament)] == [0, 0, 0]
    of_last, of_t2 = ({row["teamKey"]: row for row in json_lines(each.stdout)} for each in (last, tournament))
    assert (of_last[1]["highestScore"], of_t2[1]["highestScore"]) == (30, 60)
    assert last.stdout != first.stdout


def test_case_the_recorded_winner(here):
    """The audit names `result`, recorded 1, expected 2."""
    found = here("audit", "--season", "2026", "--json", case("recorded-winner.json"))
    (told,) = json_lines(found.stdout)
    assert (told["entry"], told["recorded"], told["expected"], told["id"]) == ("result", 1, 2, 1)
    assert "differs: result" in here("score", "--season", "2026", case("recorded-winner.json")).stdout


@pytest.mark.parametrize("name", ["floats.csv", "spaced-header.csv"])
def test_case_tables_of_matches(here, name):
    """Numbers with a fraction of 0, and names of columns with blanks, are read."""
    found = here("validate", "--season", "2019", "--repeats", "2", "--matches-file", case(name))
    assert (found.returncode, found.stderr) == (0, "")


def test_case_semicolons_and_decimal_commas(here):
    """The line names the number and says what to do."""
    found = here("validate", "--season", "2019", "--matches-file", case("semicolons.csv"))
    one_line(found, "row 2: red_score", "141,0", "with a point, as 141.0")
