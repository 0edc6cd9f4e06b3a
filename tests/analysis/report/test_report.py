"""Reports: what has no room is counted, doubts stand apart, and each verb's heading and pictures have words."""

import json

from studies import EVERY, asked

from analysis.report.page import written
from analysis.report.pictures import PICTURES
from analysis.report.reading import read
from analysis.report.report import NOTES, ROOM, TABLES, page_of
from analysis.report.told import Table
from analysis.words import language, languages
from sim.cli import VERBS as EVERY_VERB

MOST = 60_000
"""Bytes of a page."""
MANY = 40
"""Files and notes of a study."""


def study(spread=None, **told):
    """Give a document that says these things, of an event; of one played once there is no spread and no picture."""
    report = {
        "verb": "event",
        "command": "sim event",
        "version": "1",
        "files": [],
        "noted": [],
        "said": [],
        "told": [],
    }
    whole = {"season": "fgc_2022", "spread": spread, "answer": "It is so.", "report": {**report, **told}}
    return read(json.dumps(whole).encode(), "a.json")


def section(**told):
    """Give the section of such a document."""
    return page_of([study(**told)]).shows.sections[0]


def table(rows, wide=20):
    """Give a long table, as a document has it."""
    cells = [[str(row), "x" * wide] for row in range(rows)]
    return {"title": "long", "heads": ["n", "name"], "rows": cells, "left": [1], "keys": 1}


def test_rows_without_room_are_counted():
    """A page keeps the first rows of long tables and says how many more there are; no row is lost unsaid."""
    shown = section(told=["first", table(10), table(5_000), table(300)]).pieces
    kept = [len(each.piece.rows) for each in shown if isinstance(each.piece, Table)]
    assert [len(each.piece.rows) + each.left for each in shown] == [10, 5_000, 300]
    assert kept[0] == 10
    assert 10 < kept[1] < TABLES / 20
    assert 1 < kept[2] < 300
    assert [row[0] for row in shown[1].piece.rows] == list(map(str, range(kept[1])))


def test_tables_have_the_room_that_pictures_leave():
    """Beside a picture of many numbers fewer rows are kept, and the page stays within its bytes."""
    ranks = [{"rank": rank, "mean": rank * 1.234567, "mean_error": 0.123, "sd": 1.234567} for rank in range(1, 120)]
    pages = [
        page_of([study(spread, told=[table(5_000)])]) for spread in (None, {"column": "x", "score_by_rank": ranks})
    ]
    alone, beside = (len(page.shows.sections[0].pieces[0].piece.rows) for page in pages)
    assert 10 <= beside < alone / 1.5
    assert all(len(written(page, language(code)).encode()) <= MOST for page in pages for code in languages())


def test_the_longest_page_fits():
    """However much a verb says of many files, its page stays within its bytes in every language."""
    text = "y" * 3_000
    files = [{"name": f"{n}.toml", "bytes": 3_000, "sha256": "0" * 64, "text": text} for n in range(MANY)]
    noted = [f"plan {n} cannot do this: {'z' * 250}" for n in range(MANY)]
    page = page_of([study(told=[table(5_000)], files=files, noted=noted)])
    (shown,) = page.shows.sections
    assert sum(len(file.text or "") for file in shown.files) <= ROOM
    assert (len(shown.files), len(shown.noted), shown.noted_in_all) == (MANY, NOTES, MANY)
    for code in languages():
        assert len(written(page, language(code)).encode()) <= MOST


def test_the_answer_is_said_once():
    """What stands large at the head is left out below, and doubts of robot and model stand apart with their names."""
    told = ["It is so.", "In 19 of 20 models.", "\nfirst\n  second", table(1), "after"]
    whole = json.loads(json.dumps({**study(told=told).whole, "in_models": "In 19 of 20 models."}))
    (shown,) = page_of([read(json.dumps(whole).encode(), "a.json")]).shows.sections
    assert shown.lead == ("first", "second")
    assert [(each.key, text) for each, text in shown.doubts] == [("report.doubt.model", "In 19 of 20 models.")]
    assert [each.piece for each in shown.pieces if isinstance(each.piece, str)] == ["after"]


def test_verbs_with_a_report_have_words_and_studies():
    """Each is a verb of the command line, has a heading, and is tried by a study."""
    assert set(PICTURES) <= set(EVERY_VERB)
    assert {f"report.{verb}" for verb in PICTURES} <= set(language("en").texts)
    assert {asked(name)[0] for name in EVERY} == set(PICTURES)


def test_a_page_has_the_words_that_it_says():
    """It carries what its answers, pictures and units say, texts within texts too, and no other verdict."""
    said = [
        {"key": "verdict.sentence", "parameters": {"what": {"key": "verdict.worse", "parameters": {"names": "a"}}}}
    ]
    keys = page_of([study(said=said)]).keys
    assert {"verdict.sentence", "verdict.worse", "report.event", "grade.C"} <= set(keys)
    assert "verdict.better" not in keys
