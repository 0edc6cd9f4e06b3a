"""Catalogues of words: all say the same things, and the pages find what they say."""

import re

import pytest
from places import ROOT

from analysis.report.page import STATIC
from analysis.words import PARAMETER, Language, Said, language, languages
from rules.errors import FgcError

ENGLISH = language("en")
SAYS = re.compile(r"say\(\"([\w.]+)\"|\{\{([a-z]+\.[\w.]+)\}\}|Said\(\s*\"([\w.]+)\"")


@pytest.mark.parametrize("code", languages())
def test_every_language_has_the_same_texts_and_parameters(code):
    """Keys and the parameters of each text are those of English, and no text is empty."""
    found = language(code)
    assert list(found.texts) == list(ENGLISH.texts)
    for key, text in ENGLISH.texts.items():
        assert sorted(set(PARAMETER.findall(found.texts[key]))) == sorted(set(PARAMETER.findall(text))), key
        assert found.texts[key].strip() == found.texts[key] != ""


def test_english_alone_is_whole():
    """English is no draft; every other language says that it is one until somebody has read it."""
    assert {code for code in languages() if not language(code).draft} == {"en"}
    assert len(languages()) >= 4
    assert "rtl" in {language(code).direction for code in languages()}


def test_what_pages_say_is_in_the_catalogue():
    """Each key that a script, a page's body or the code names whole has a text, and some are found."""
    files = [*STATIC.iterdir(), *(ROOT / "analysis").rglob("*.py"), *(ROOT / "sim" / "cli").glob("*.py")]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    named = {key for text in texts.values() for found in SAYS.findall(text) for key in found if key}
    assert len(named) > 20
    assert named - ENGLISH.texts.keys() == set()


def test_parameters_are_put_in():
    """A text says its parameters; one that is missing is an error, not a blank."""
    assert ENGLISH.say(Said("replay.match", {"match": 7, "seed": 1})) == "Match 7 of seed 1"
    with pytest.raises(KeyError, match="seed"):
        ENGLISH.say(Said("replay.match", {"match": 7}))


def test_numbers_stand_apart_where_text_runs_from_the_right():
    """In such a language each parameter is set apart, so that -0.99 is not read 0.99-."""
    arabic = Language("ar", "", "rtl", True, {"a": "x {n}"})
    assert arabic.say(Said("a", {"n": -0.99})) == "x \u2068-0.99\u2069"


def test_an_unknown_language_is_refused_with_the_known_ones():
    """The line lists the languages."""
    with pytest.raises(FgcError, match=r"^xx: expected a language, .*en"):
        language("xx")
