"""The page as a file: it is small, its scripts fit each other, and it has a text for all that it says."""

import re
from collections import Counter

import pytest
from web_page import SCRIPTS, STATIC, VIEWS

from analysis.report.page import STATIC as SHARED
from analysis.words import language, languages
from sim.web import page

BUDGET = 120_000
"""Bytes of the page as it is served."""
ENGLISH = language("en").texts
SAYS = re.compile(r"\"(web\.[\w.]*\w)\"|\{\{(web\.[\w.]+)\}\}")
TOP = re.compile(r"^(?:const|let|class|(?:async )?function\*?) +(\w+)", re.MULTILINE)
ASKS = re.compile(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon")
ABROAD = re.compile(r"\bhttps?://(?!www\.w3\.org/2000/svg)|\bimport\b|\beval\b|innerHTML")


@pytest.mark.parametrize("code", languages())
def test_the_page_is_small(code):
    """In every language the whole page is one file of at most 120,000 bytes."""
    written = page.page(code)
    assert len(written.encode()) <= BUDGET
    assert f'<html lang="{code}" dir="{language(code).direction}">' in written


def test_no_two_scripts_use_one_name():
    """The scripts are one text in the end: a name that two of them declare would end all of them."""
    texts = [(SHARED if (SHARED / name).exists() else STATIC) / name for name in page.SCRIPTS]
    found = Counter(name for text in texts for name in TOP.findall(text.read_text(encoding="utf-8")))
    assert len(found) > 100
    assert [name for name, often in found.items() if often > 1] == []


def test_every_script_is_in_the_page():
    """No script lies in the folder that the page does not have."""
    assert set(SCRIPTS) <= set(page.SCRIPTS)


def test_all_that_is_said_has_a_text():
    """Each key that a script or the body names whole is in the catalogue, and each view has its two texts."""
    texts = [*SCRIPTS.values(), (STATIC / "web.html").read_text(encoding="utf-8")]
    named = {key for text in texts for found in SAYS.findall(text) for key in found if key}
    assert len(named) > 100
    assert named - ENGLISH.keys() == set()
    assert len(VIEWS) > 8
    assert {key for view in VIEWS for key in (f"web.view.{view}", f"web.view.{view}.what")} <= ENGLISH.keys()


def test_no_text_is_left_over():
    """Each text of the page is named by it, whole or by its beginning."""
    all_of_it = "".join(SCRIPTS.values()) + (STATIC / "web.html").read_text(encoding="utf-8")
    own = [key for key in ENGLISH if key.startswith("web.")]
    assert [key for key in own if key not in all_of_it and f"{key.rpartition('.')[0]}.$" not in all_of_it] == [
        f"web.view.{view}.what" for view in VIEWS
    ]


def test_the_page_asks_in_one_place():
    """One script asks, and it alone; none names a host, loads code or writes markup from texts."""
    assert [name for name, text in SCRIPTS.items() if ASKS.search(text)] == ["ask.js"]
    assert [name for name, text in SCRIPTS.items() if ABROAD.search(text)] == []
