"""Match documents in the page that asks nobody: scores, tables, audits and refusals of the program, to the letter."""

import json
from dataclasses import replace

import pytest
from checked import VERBS, flat, made_file, question_of, unlike
from damage import damaged
from fuzzing import seeded
from hypothesis import given
from inputs import file_forms
from official import SEASONS, csv_of, match_of
from offline import node_of
from places import TESTS, shared
from played import PLAYED
from reading import json_lines

import rules
from rules.season import picked
from sim.web.official import documents_of, following_scripts, policy_of

every_season = pytest.mark.parametrize("key", PLAYED)


@pytest.fixture(scope="module")
def node():
    """Start node with the page's scripts for all tests of this file."""
    with node_of() as found:
        yield found


@every_season
def test_made_up_matches_are_answered_alike(node, key):
    """Sheets of small and large counts, with cards and wrong records: lines of JSON, the service's answer, CSV."""
    for most in (9, 9_999):
        made = made_file(SEASONS[key], most, 20, most)
        text, table = "\n".join(map(json.dumps, made)), csv_of(made, SEASONS[key], ";")
        service = json.dumps({"matches": [flat(each, SEASONS[key]) for each in made]}, indent=1).replace("\n", "\r")
        for verb in VERBS:
            assert unlike(node, question_of(verb, text.encode(), key)) is None
            assert unlike(node, question_of(verb, service.encode("utf-8-sig"), key)) is None
            assert unlike(node, question_of(verb, table.encode("utf-16"), key, playoff=True)) is None


@pytest.mark.slow
@every_season
def test_thousands_of_matches_are_answered_alike(node, key):
    """4,000 sheets of a season."""
    for seed in range(20):
        data = json.dumps(made_file(SEASONS[key], seed, 200, (9, 300, 9_999)[seed % 3])).encode()
        for verb in VERBS:
            assert unlike(node, question_of(verb, data, key, playoff=seed % 5 == 4)) is None


@every_season
def test_damaged_files_are_answered_alike(node, key):
    """Bytes flipped, names misspelt, other encodings: the same answer, or the same line."""
    assert fuzzed(node, key, 12) == 12


@pytest.mark.slow
@every_season
def test_many_damaged_files_are_answered_alike(node, key):
    """The same of 1,000 of each season."""
    assert fuzzed(node, key, 1_000) == 1_000


def fuzzed(node, key, count):
    """Damage files of a season so many times, and ask each verb in turn; give how many were asked."""
    files = []

    @seeded(count)
    @given(damaged(file_forms(SEASONS[key])))
    def collect(data):
        files.append(data)

    collect()  # and no more: how deep JSON may be nested depends on who runs Python, and hypothesis lets it be deeper
    for nth, data in enumerate(files):
        assert unlike(node, question_of(VERBS[nth % 3], data, key, playoff=nth % 7 == 3)) is None
    return len(files)


@every_season
def test_official_documents_are_answered_alike(node, key):
    """Every official document of a season, and the tables of its small events."""
    year = key.removeprefix("fgc_")
    scores = shared("vectors", f"scores-{year}.jsonl")
    files = [[line["match"] for line in json_lines(scores.read_text(encoding="utf-8"))]]
    ranked = scores.with_name(f"rankings-{year}.jsonl")
    files += [each["matches"] for each in json_lines(ranked.read_text(encoding="utf-8"))] if ranked.exists() else []
    for documents in files:
        for verb in VERBS:
            assert unlike(node, question_of(verb, json.dumps(documents).encode(), key)) is None


def test_what_failed_once_is_answered_alike(node):
    """Inputs that failed once, by the rules of every season: the same line, which other year they look like, too."""
    cases = shared("cases", "README.md").parent
    files = [each for each in sorted(cases.iterdir()) if each.suffix in (".json", ".csv")]
    assert files
    for nth, file in enumerate(files):
        for key in PLAYED:
            question = question_of(VERBS[nth % 3], file.read_bytes(), key)
            assert unlike(node, question) is None


def chosen_files():
    """Give documents that take a choice, with choices, good ones and others."""

    def made(number=1, **changes):
        return match_of(SEASONS["fgc_2023"], number, **changes)

    def at(number, time):
        return made(number, scheduledTime=time)

    first, *others = made()["participants"]
    again = [made(1), made(2, redScore=3, result=1), made(2), made(1)]
    events = [made(1, tournamentKey="t1"), made(2), made(3, tournamentKey="t3", result=-1)]
    times = [at(1, "2000-01-31T10:00:00Z"), at(2, "2000-01-31T09:30:00.5+02:00"), at(3, "20000131 070000")]
    keys = [{**first, "teamKey": 7}, *others], [{**first, "teamKey": "7"}, *others]
    return [
        *((again, {"replays": replays}) for replays in (None, "last", "first", "lst")),
        *((events, {"tournament": each}) for each in (None, "t2", "t4", "2", "t" * 301, "t\u202e")),
        (events, {"event": "FGC_Y"}),
        *((times, {"sorted": order}) for order in (None, "time", "tim")),
        ([made(), at(2, "soon")], {"sorted": "time"}),
        ([made(1, participants=keys[0]), made(2, participants=keys[1])], {}),
        ([made(1, result=-1), made(2, played=False), made(3, redScore=None, blueScore=None)], {}),
    ]


@pytest.mark.parametrize("place", range(len(chosen_files())))
def test_choices_are_answered_alike(node, place):
    """Replays, tournaments, times, keys: what is left out is said, what has to be chosen is refused."""
    documents, chosen = chosen_files()[place]
    question = question_of("rank", json.dumps(documents).encode(), "fgc_2023", **chosen)
    assert unlike(node, question) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00\xd8a\x00",
        b"\xfe\xff{",
        b'{"a": "\xe2\x82"}',
        b"red1,\xed\xa0\x80",
        b"{\0}",
        b"\xef\xbb\xbf \r\n\x1c",
        b"[" * 100_000,
        b'{"id": 1, "id": 2}',
        b'[{"a": "\\x"}]',
        b'{}\n{"\\ud83d": "\\u12"}',
        '{}\n"\U0001f600" x'.encode(),
        b'red1,blue1\r"a"b\r',
        b'red1,blue1\n"a',
        b"red1," + b"x," * 1_001,
    ],
)
def test_what_is_no_document_is_refused_alike(node, data):
    """Halves of letters, zeros, depths, names twice, wrong escapes and quotation marks: the place is the same."""
    assert unlike(node, question_of("score", data, PLAYED[-1])) is None


def test_the_made_up_season_is_checked_too(monkeypatch):
    """Three files in a folder are all that it takes."""
    monkeypatch.setenv("SIM_SEASONS", str(TESTS / "kit" / "seasons"))
    with node_of(["fgc_2031"]) as node:
        data = json.dumps(made_file(rules.load("fgc_2031"), 1, 20)).encode()
        for verb in VERBS:
            assert unlike(node, question_of(verb, data, "fgc_2031")) is None


def test_a_ranking_of_its_own_has_no_twin():
    """Which of the ways that years share a season ranks in is known by who made it; of another nothing is said."""
    season = SEASONS[PLAYED[-1]]
    own = replace(season, ranking=replace(season.ranking, rank=lambda *_: []))
    assert documents_of(own)["phases"]["ranking"]["policy"] is None
    assert all(policy_of(each.ranking.rank) for each in map(SEASONS.get, PLAYED))
    assert "null" not in following_scripts(PLAYED)


def test_what_follows_in_a_way_of_its_own_has_no_twin(monkeypatch):
    """A derived name that cannot be written down leaves its season without any, and the page shows the command."""
    season = SEASONS[PLAYED[-1]]
    first = next(iter(vars(season.sheet)["__dataclass_fields__"]))
    odd = {"odd": lambda sheet, _: picked((0.5, 1.5), getattr(sheet, first)[..., 0] > 0)}
    own = replace(season, ranking=replace(season.ranking, derived=odd))
    monkeypatch.setattr("rules.load", lambda _: own)
    assert "derived: null" in following_scripts([season.key])
