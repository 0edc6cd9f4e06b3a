"""The official vectors, every line of them, through the functions and through the command line."""

import pytest
from matches import as_bytes
from reading import json_lines

import rules
from rules.documents import read, sheet_of

every_season = pytest.mark.parametrize("key", rules.keys())


def lines(path):
    """Read a file of one JSON value a line."""
    return json_lines(path.read_text(encoding="utf-8"))


def expected_scores(path):
    """Give the official scores of every line, red and blue."""
    named = [line["expected"] for line in lines(path)]
    sides = ("red", "blue")
    return [[score for side in sides for name, score in each.items() if name.startswith(side)] for each in named]


def events(vectors, key):
    """Give the small events of a season; a season whose ranking no vectors hold is skipped."""
    return lines(vectors(f"rankings-{key.removeprefix('fgc_')}.jsonl"))


@every_season
def test_every_score_is_exact(key, vectors):
    """Each official document scores what the event software gave it."""
    path = vectors(f"scores-{key.removeprefix('fgc_')}.jsonl")
    season = rules.load(key)
    documents = read(as_bytes([line["match"] for line in lines(path)]), season)
    assert len(documents) == 100
    assert season.score(sheet_of(documents, season)).total.tolist() == expected_scores(path)


@every_season
def test_every_score_is_exact_on_the_command_line(key, vectors, sim, tmp_path):
    """`sim score --json` prints the official scores, a line a document."""
    path = vectors(f"scores-{key.removeprefix('fgc_')}.jsonl")
    file = tmp_path / "matches.jsonl"
    file.write_bytes(b"\n".join(as_bytes(line["match"]) for line in lines(path)))
    done = sim("score", "--season", key, "--json", file)
    rows = json_lines(done.stdout)
    assert [[row["redScore"], row["blueScore"]] for row in rows] == expected_scores(path)
    assert done.returncode == 0


@every_season
def test_the_audit_finds_no_fault_with_official_scores(key, vectors, here, tmp_path):
    """In documents that record their official scores, no score is named among what differs."""
    path = vectors(f"scores-{key.removeprefix('fgc_')}.jsonl")
    file = tmp_path / "matches.json"
    file.write_bytes(as_bytes([{**line["match"], **line["expected"]} for line in lines(path)]))
    done = here("score", "--season", key, "--json", file)
    rows = json_lines(done.stdout)
    assert len(rows) == 100
    assert not [name for row in rows for name in row["differs"] if "score" in name.lower()]
    assert done.returncode == 0


@every_season
def test_every_ranking_is_exact(key, vectors):
    """Each small event gives the official table, row by row, to the last digit."""
    season = rules.load(key)
    for event in events(vectors, key):
        assert season.rank(read(as_bytes(event["matches"]), season, phase="ranking")) == event["expected"]


@every_season
def test_every_ranking_is_exact_on_the_command_line(key, vectors, here, tmp_path):
    """`sim rank --json` prints the official tables, a line a team."""
    for number, event in enumerate(events(vectors, key)):
        file = tmp_path / f"event-{number}.json"
        file.write_bytes(as_bytes(event["matches"]))
        done = here("rank", "--season", key, "--json", file)
        assert json_lines(done.stdout) == event["expected"]
        assert (done.returncode, done.stderr) == (0, "")
