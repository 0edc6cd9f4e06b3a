"""Catalogues of words: all say the same things, and the pages find what they say."""

import ast
import re
from typing import get_args

import pytest
from places import ROOT

from analysis.compare.company import COMPANY
from analysis.compare.options import TURNS
from analysis.report.page import STATIC
from analysis.words import PARAMETER, Language, Said, counted_said, english, joined, language, languages, refusal
from rules.errors import EXPECTED, FgcError, ModelError, expected
from rules.season import SIDE
from sim.table.language import Sits

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


def calls(*names):
    """Give the calls of these functions in the code that says something to people."""
    for file in (*(ROOT / "analysis").rglob("*.py"), *(ROOT / "sim" / "cli").glob("*.py")):
        for each in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(each, ast.Call) and getattr(each.func, "id", "") in names:
                yield each


def whole(nodes):
    """Give the texts that stand whole in these arguments, those of a choice between two as well."""
    return {
        each.value
        for node in nodes
        for each in ([node.body, node.orelse] if isinstance(node, ast.IfExp) else [node])
        if isinstance(each, ast.Constant)
    }


def test_what_the_command_line_says_is_in_the_catalogue():
    """Keys, heads of tables and counted things that the code names have texts; so has what is named by a table."""
    keys = {key for call in calls("Said") for key in whole(call.args[:1])}
    keys |= {f"head.{name}" for call in calls("heads") for name in whole(call.args)}
    keys |= {f"unit.{name}" for call in calls("counted_said") for name in whole(call.args[:2])}
    keys |= {key for turns in TURNS.values() for turn in turns for key in (f"step.{turn.step}", f"vain.{turn.none}")}
    keys |= {f"medals.{rule}" for rule in get_args(Sits)} | {f"model.{grade}" for grade in "ABCD"}
    keys |= {f"advice.{level}_{who}" for level in ("weak", "strong") for who in COMPANY}
    keys |= {f"told.{end}_{what}" for end in ("lowest", "highest") for what in ("possible", "tried")}
    keys |= {f"told.others.{sides}" for sides in ("drawn", *SIDE, "_and_".join(SIDE))}
    keys |= {f"brief.title.{side}" for side in SIDE} | {f"side.{side}" for side in SIDE}
    assert len(keys) > 300
    assert keys - ENGLISH.texts.keys() == set()


def test_texts_are_joined_and_counted():
    """One text stays as it is, several have what the key says between them; one thing is no plural."""
    assert joined(["a"]) == "a"
    assert english(joined(["a", Said("cell.best"), "c"], "joined.commas")) == "a, the best, c"
    assert [english(counted_said("match", "matches", count)) for count in (1, 2_000)] == ["1 match", "2,000 matches"]


def test_parameters_are_put_in():
    """A text says its parameters; one that is missing is an error, not a blank."""
    assert ENGLISH.say(Said("replay.match", {"match": 7, "seed": 1})) == "Match 7 of seed 1"
    with pytest.raises(KeyError, match="seed"):
        ENGLISH.say(Said("replay.match", {"match": 7}))


def test_numbers_stand_apart_where_text_runs_from_the_right():
    """In such a language each parameter is set apart, so that -0.99 is not read 0.99-."""
    arabic = Language("ar", "", "rtl", True, {"a": "x {n}"})
    assert arabic.say(Said("a", {"n": -0.99})) == "x \u2068-0.99\u2069"
    within = Said("a", {"n": Said("a", {"n": "y"})})
    assert arabic.say(within) == "x \u2067x \u2068y\u2069\u2069"  # it runs from the right, whatever it begins with


def test_what_is_expected_is_said_in_every_language():
    """Rules and catalogues say the same in English; in other languages the places stay and the sentence is theirs."""
    assert {f"error.{key}": text for key, text in EXPECTED.items()}.items() <= ENGLISH.texts.items()
    wrong = ModelError("mine.toml", "room", expected("dial", {"hint": expected("nearest", {"name": "room"})}))
    assert english(refusal(wrong)) == str(wrong)
    said = language("fr").say(refusal(wrong))
    assert said.startswith("mine.toml: room : attendu")
    assert said.endswith("vouliez-vous dire room ?")
    assert english(refusal(FgcError(expected("missing_key")))) == "expected this key, found none"


@pytest.mark.parametrize("code", languages())
def test_what_no_key_stands_for_stays_in_english(code):
    """The whole line is there; in another language it is said that the detail is in English."""
    wrong = FgcError("mine.toml", "expected something that nobody put into other languages")
    said = language(code).say(refusal(wrong))
    assert str(wrong) in said
    assert (said == str(wrong)) == (code == "en")


def test_an_unknown_language_is_refused_with_the_known_ones():
    """The line lists the languages."""
    with pytest.raises(FgcError, match=r"^xx: expected a language, .*en"):
        language("xx")
