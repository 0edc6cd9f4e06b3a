"""What match documents score, read as plainly as can be: `json` or `csv`, and the season's own score."""

import csv
import json
import re

import numpy as np

from rules.documents import sheet_from, slots

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def plain_scores(data, season):
    """Give the scores of the matches of a file that were played, `[[red, blue], ...]`, in its order."""
    text = plain_text(data)
    played = [each for each in (_values(text) or _rows(text, season)) if _was_played(each)]
    listed = list(slots(season.sheet))
    columns = {slot.name: np.array([_number(each, slot) for each in played], dtype=np.int64) for slot in listed}
    return season.ranking.score(sheet_from(columns, season), season.points).filled().total.tolist() if played else []


def plain_text(data):
    """Give the text of a file in UTF-8, or what its mark says."""
    return data.decode(next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8"))


def _values(text):
    """Give the documents of a text that is JSON; none where it is a table."""
    if text.strip()[:1] not in ("{", "["):
        return []
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = [json.loads(line) for line in text.split("\n") if line.strip()]
    every = whole if isinstance(whole, list) else [whole]
    return [
        one for each in every for one in (each["matches"] if "matches" in each and "details" not in each else [each])
    ]


def _same(name):
    return re.sub(r"[\s_-]", "", name).lower()


def _rows(text, season):
    """Give the rows of a table as documents, by the names of its columns."""
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", text)
    while re.match(r'[" ]*#|sep=|[,;\t" ]*[\r\n]', lines[0], re.IGNORECASE):
        lines = lines[1:]
    separator = max(",;\t", key=re.sub(r'"[^"]*"', "", lines[0]).count)
    head, *rows = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    names = {_same(name.removeprefix("details.")): name for name in _names(season)}
    at = [names.get(re.sub(r"^details\.", "", _same(name))) for name in head]
    for row in rows:
        if any(cell.strip() for cell in row):
            found = {name: _cell(cell.strip()) for name, cell in zip(at, row, strict=False) if name and cell.strip()}
            yield found | {"flat": True}


def _names(season):
    for slot in slots(season.sheet):
        yield slot.name
        if slot.entry.also:
            yield slot.entry.also(slot.name)
    yield from ("result", "played")


def _cell(cell):
    return {"true": 1, "false": 0}[cell.lower()] if cell.lower() in ("true", "false") else float(cell)


def _was_played(document):
    return document.get("result") != -1 and (document.get("played") is None or bool(document["played"]))


def _number(document, slot):
    """Give one number of a document as its sheet codes it, under its name or the other one."""
    value = next(each for name in _spelled(slot) if (each := _found(document, name)) is not None)
    if slot.entry.values:
        return next(code for code, each in enumerate(slot.entry.values) if abs(value - each) < 1e-6)
    assert value == int(value)
    return int(value)


def _spelled(slot):
    return [slot.name, *([slot.entry.also(slot.name)] if slot.entry.also else [])]


def _found(document, name):
    if document.get("flat"):
        return document.get(name)
    for step in name.split("."):
        document = document.get(step) if isinstance(document, dict) else None
    return document
