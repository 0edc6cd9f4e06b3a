"""Report pages read again, and held against what the terminal prints."""

import json
import re

from studies import asked

from analysis.words import Said, english

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
TIMED = re.compile(r".* engine, .* matches a second")
"""How long a run took, which is true of one alone."""
MOST = 60_000
"""Bytes of a page."""


def data_of(text):
    """Give what a page's scripts read."""
    return json.loads(DATA.search(text)[1])


def texts_of(value):
    """Give every text in plain values, one after the other."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    return [value] if isinstance(value, str) else []


def said_in(value):
    """Give plain values with each text of a catalogue in English."""
    if isinstance(value, dict):
        return english(of_document(value)) if value.keys() == {"key", "parameters"} else said_in([*value.values()])
    return [said_in(each) for each in value] if isinstance(value, list) else value


def of_document(value):
    """Give a text of a catalogue as a document has it."""
    if not isinstance(value, dict):
        return value
    return Said(value["key"], {name: of_document(each) for name, each in value["parameters"].items()})


def digits_of(texts):
    """Give the numbers that stand in texts, as they are written."""
    return {found for text in texts for found in DIGITS.findall(text)}


def assert_same_digits(run, folder, name):
    """Fail unless a study's page has the terminal's numbers, and a saved document gives the very same page.

    Counts of a histogram are numbers of matches, which the terminal draws and does not print. `run` runs the command
    line in the folder.
    """
    document, page, again = (folder / f"{name}.{end}" for end in ("json", "html", "again.html"))
    printed = run(*asked(name), "--report", page).stdout
    document.write_text(run(*asked(name), "--json").stdout, encoding="utf-8")
    run("report", document, "--out", again)
    text = page.read_text(encoding="utf-8")
    assert text == again.read_text(encoding="utf-8")
    assert len(text.encode()) <= MOST
    (section,) = data_of(text)["page"]["sections"]
    lines = [line for line in printed.splitlines() if not TIMED.fullmatch(line)]
    said = [section["said"], section["answer"], section["lead"], section["doubts"], section["pieces"]]
    assert digits_of(texts_of(said_in(said))) == digits_of(lines)
    drawn = [chart["rows"] for chart in section["charts"] if chart["kind"] != "histogram"]
    assert digits_of(texts_of(said_in(drawn))) <= digits_of(lines)
    assert all(chart["rows"] for chart in section["charts"])
