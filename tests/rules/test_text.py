"""Text that others bring: UTF-8 with and without a mark, UTF-16 with one, in documents, tables and files of teams."""

import pytest
from matches import as_bytes, match

import rules
from analysis.event.csv_rows import csv_rows
from rules.documents import read
from rules.errors import DocumentError, FgcError, ModelError
from rules.text import counted, decoded, listing, plain
from sim.table.toml import SeasonFile, parse

SAID = "Côte d'Ivoire\r\n한국\n\ufeffx 🤖\r"
MARKED = {"utf-8": "", "utf-8-sig": "", "utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
"""How a text may be written, and the mark that Python does not write itself."""

every_encoding = pytest.mark.parametrize("encoding", MARKED)


def written(text, encoding):
    """Write a text in this encoding with its mark."""
    return (MARKED[encoding] + text).encode(encoding)


@every_encoding
def test_text_is_read_as_it_was_written(encoding):
    """Whatever the encoding, every character comes back, ends of lines and inner marks among them."""
    assert decoded(written(SAID, encoding)) == SAID


def test_no_bytes_are_no_text():
    """An empty file and a mark alone are an empty text."""
    assert {decoded(data) for data in (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")} == {""}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"ab\xffc", "expected text in UTF-8, found other bytes at byte 3: save it as UTF-8"),
        (b"\xef\xbb\xbfa\x80", "expected text in UTF-8, found other bytes at byte 5: save it as UTF-8"),
        (b"ab\xc3", "expected text in UTF-8, found other bytes at byte 3: save it as UTF-8"),
        (b"\xff\xfea\x00b", "expected text in UTF-16, found other bytes at byte 5: save it as UTF-8"),
        (b"\xff\xfe\x00\xdca\x00", "expected text in UTF-16, found other bytes at byte 3: save it as UTF-8"),
        (b"\xfe\xff\x00a\xd8\x00", "expected text in UTF-16, found other bytes at byte 5: save it as UTF-8"),
    ],
)
def test_other_bytes_are_named_by_their_place(data, expected):
    """The error says in which encoding text was expected, and which byte, counted from 1, is wrong."""
    with pytest.raises(FgcError) as caught:
        decoded(data)
    assert str(caught.value) == expected


@every_encoding
def test_documents_tables_and_files_are_read_alike(encoding):
    """Match documents, CSV and TOML may be in any of the encodings."""
    season = rules.load("2022")
    (document,) = read(written(as_bytes(match(teams=("Côte", *"BCDEF"))).decode(), encoding), season, "ranking")
    assert document.participants[0].team == "Côte"
    assert csv_rows(written("team,points\r\nCôte,3\r\n", encoding), "x.csv")[1] == [(2, ["Côte", "3"])]
    assert parse(SeasonFile, written("season = 'Côte'\r\n", encoding), "x.toml").season == "Côte"


def test_what_is_no_text_is_refused_alike():
    """Each of the three says its file where it knows it, what was expected, and which byte is wrong."""
    bad = b"\xff\xfea"
    with pytest.raises(DocumentError, match=r"^expected JSON text in UTF-16, found other bytes at byte 3: save"):
        read(bad, rules.load("2022"))
    with pytest.raises(FgcError, match=r"^x\.csv: expected a CSV file in UTF-16, found other bytes at byte 3: save"):
        csv_rows(bad, "x.csv")
    with pytest.raises(
        ModelError, match=r"^x\.toml: expected a TOML file in UTF-16, found other bytes at byte 3: save"
    ):
        parse(SeasonFile, bad, "x.toml")


def test_one_of_something_has_no_s():
    """Thousands are apart, and one is one."""
    assert [counted(number, "match") for number in (0, 1, 1_000)] == ["0 matches", "1 match", "1,000 matches"]
    assert [counted(number, "document") for number in (1, 2)] == ["1 document", "2 documents"]


def test_long_names_are_cut_to_what_fits():
    """Forty characters stay as they are; of more 37 and three dots."""
    assert plain("a" * 40) == "a" * 40
    assert plain("a" * 41) == "a" * 37 + "..."


def test_many_names_are_cut_to_a_line():
    """Names with commas between them are a hundred characters at most; the rest is counted."""
    assert listing(["a" * 50, "b" * 48]) == f"{'a' * 50} and {'b' * 48}"
    assert listing(["a" * 50, "b" * 49]) == f"{'a' * 50} and 1 more"
    assert listing(["a", "b", "c"]) == "a, b and c"
