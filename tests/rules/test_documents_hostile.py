"""Files that are hardly documents at all: each is refused in one line that says where, and none is believed."""

import sys

import pytest
from matches import as_bytes, match, with_details
from official import match_of

import rules
from rules.audit import audited
from rules.documents import read
from rules.documents.values import shown
from rules.errors import DocumentError

SEASON = rules.load("2022")
ONE = as_bytes(match())
TWICE = ONE.replace(b'"redMinPen": 0', b'"redMinPen": 0, "redMinPen": 1')
TEAM_TWICE = as_bytes(match_of(SEASON)).replace(b'"station": 11', b'"station": 11, "station": 11')
DIGITS = as_bytes(with_details(carbonPoints="HERE")).replace(b'"HERE"', b"9" * 5_000)
WIDE = ",".join(["carbonPoints", *(f"x{number}" for number in range(2_000))]).encode() + b"\n1\n"
DEEP = as_bytes(with_details(carbonPoints="HERE")).replace(b'"HERE"', b"[" * 100_000 + b"]" * 100_000)


def refusal(data):
    """Give the text of the DocumentError that reading raises; it is one printable line."""
    with pytest.raises(DocumentError) as caught:
        read(data, SEASON)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "found an empty file", id="empty"),
        pytest.param(b" \n\n ", "found an empty file", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "found an empty file", id="only a BOM"),
        pytest.param(b"\0" * 64, "found a zero at byte 1", id="zeros"),
        pytest.param(b"hello", "line 1: expected JSON", id="text"),
        pytest.param(b"redScore,blueScore\n12,13\n", "line 1: expected JSON", id="CSV"),
        pytest.param(b"<html></html>", "line 1: expected JSON", id="HTML"),
        pytest.param(ONE[:-5], "line 1: expected JSON", id="cut off"),
        pytest.param(
            bytes(range(256)),
            "expected JSON text in UTF-8, found other bytes at byte 129: save it as UTF-8",
            id="binary",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n",
            "expected JSON text in UTF-8, found other bytes at byte 1: save it as UTF-8",
            id="picture",
        ),
        pytest.param(
            ONE.decode().encode("utf-16-le"), "found a zero at byte 2: save it as UTF-8", id="UTF-16 without its mark"
        ),
        pytest.param(b"[]", "expected at least one match document, found none", id="empty array"),
        pytest.param(b"{}", "document 1: details: expected an object", id="empty object"),
        pytest.param(b"3", "document 1: expected a match document (a JSON object), found 3", id="a number"),
        pytest.param(b"null", "document 1: expected a match document (a JSON object), found null", id="null"),
        pytest.param(b"[[[]]]", "document 1: expected a match document (a JSON object), found a list", id="lists"),
        pytest.param(b"[" + ONE + b", 7]", "document 2: expected a match document", id="a number among documents"),
        pytest.param(b"[" + ONE + b",]", "line 1: expected JSON", id="trailing comma"),
        pytest.param(ONE + b"\n{\n", "line 2: expected one JSON document a line", id="second line cut off"),
        pytest.param(ONE + b" " + ONE, "line 1: expected one JSON document a line", id="two on a line"),
        pytest.param(ONE + b"\n[]\n", "document 2: expected a match document", id="array on a line"),
        pytest.param(ONE + b"\n\n\n" + b"{}", "document 2: details: expected", id="counted without blank lines"),
    ],
)
def test_files_that_are_no_documents(data, expected):
    """The line says where in the file it is wrong and what was expected there."""
    assert expected in refusal(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "nested too deep", id="deep lists"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep", id="deep objects"),
        pytest.param(b"[" * 100_000, "nested too deep", id="deep and cut off"),
        pytest.param(DEEP, "nested too deep", id="deep details"),
        pytest.param(DIGITS, "details.carbonPoints: expected a whole number", id="huge integer"),
        pytest.param(b"[" + b"9" * 5_000 + b"," + b"[" * 100_000, "nested too deep", id="huge integer and deep"),
        pytest.param(WIDE, "row 1: expected up to 1,000 columns, found 2,001", id="thousands of columns"),
        pytest.param(TWICE, "redMinPen: expected every name once in an object", id="name twice"),
        pytest.param(TEAM_TWICE, "participant 1: station: expected every name once", id="a team's name twice"),
        pytest.param(
            ONE.replace(b'"id"', b'"x"')[:-1] + b', "x": 1, "x": 2}', "x: expected every", id="unused twice"
        ),
    ],
)
def test_files_that_try_the_parser(data, expected):
    """JSON that a parser chokes on, or would read in silence, is refused with its reason."""
    assert expected in refusal(data)


@pytest.mark.parametrize("bad", [TWICE, DIGITS, DEEP], ids=["name twice", "huge integer", "deep details"])
@pytest.mark.parametrize("before", [0, 2], ids=["first", "third"])
def test_such_a_line_of_json_lines_is_named(bad, before):
    """Which line of JSON Lines is the bad one stands in the error, the first line's too."""
    assert refusal(b"\n".join([ONE] * before + [bad, ONE])).startswith(
        (f"line {before + 1}: ", f"document {before + 1}: ")
    )


def test_a_name_twice_in_a_part_of_the_details():
    """Also an object within the details has every name once; the line says which object."""
    season = rules.load("2024")
    twice = as_bytes(match_of(season)).replace(b'"CW1": ', b'"CW1": 0, "CW1": ', 1)
    with pytest.raises(DocumentError, match=r"details\.redNexusState\.CW1: expected every name once"):
        read(twice, season)


def test_a_name_twice_in_an_array_names_its_document():
    """Errors name the document, also where the second one of an array holds a name twice."""
    assert refusal(b"[" + ONE + b"," + TWICE + b"]").startswith("document 2: ")


@pytest.mark.parametrize("text", [b'"\\ud800"', b'"\\u0000"', '"\u202e"'.encode(), b'"\\n\\u001b[31m"'])
def test_strange_texts_are_shown_in_printable_ascii(text):
    """A text where a number should stand is shown without breaking the line or the terminal."""
    data = as_bytes(with_details(carbonPoints="HERE")).replace(b'"HERE"', text)
    assert refusal(data).isascii()


def test_nothing_is_read_where_the_last_is_wrong():
    """One wrong document among a hundred refuses the file, and is named."""
    data = as_bytes([match()] * 99 + [with_details(carbonPoints=-1)])
    assert refusal(data).startswith("document 100: details")


@pytest.fixture
def few_digits():
    """Let Python read whole numbers of 640 digits at most, as a setting of its environment may."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    yield
    sys.set_int_max_str_digits(before)


@pytest.mark.usefixtures("few_digits")
@pytest.mark.parametrize("digits", [639, 641, 700, 5_000])
def test_as_many_digits_as_this_python_reads(digits):
    """A number of more digits than it reads is one that cannot be, as is one of fewer."""
    data = as_bytes(with_details(carbonPoints="HERE")).replace(b'"HERE"', b"9" * digits)
    assert "details.carbonPoints: expected a whole number" in refusal(data)


@pytest.mark.parametrize(
    "value", ["9" * 400, "9" * 5_000, "-1e308", "1e400", "NaN", "[[1]]", '{"a": 1}', '"x"', "null"]
)
@pytest.mark.parametrize("key", rules.keys())
def test_whatever_is_recorded_of_what_follows_differs(key, value):
    """What follows from the entries may be recorded as anything: it is named as what differs, and shown on a line."""
    season = rules.load(key)
    document = match_of(season)
    for name in season.derived:
        data = as_bytes({**document, "details": {**document["details"], name: "HERE"}})
        (found,) = audited(read(data.replace(b'"HERE"', value.encode()), season), season)
        assert found.differs == [name] or value == "null"
        assert all(len(shown(each.recorded)) <= 40 for each in found.differences)
