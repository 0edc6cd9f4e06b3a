"""Published tables as spreadsheets and scripts write them, and score sheets that go by the names of their matches."""

import numpy as np
import pytest

import rules
from analysis.event.published import half, read_table, with_details
from rules.errors import FgcError

OCEAN = rules.load("fgc_2019")
CARBON, RIVER = rules.load("fgc_2022"), rules.load("fgc_2017")
NAMES = ("match", "red1", "red2", "red3", "blue1", "blue2", "blue3", "red_score", "blue_score")
ROWS = [[match, *"ABCDEF", 10 * match, match] for match in range(1, 10)]
REUSE = ("match", "red_processing_barge_reuse", "blue_processing_barge_reuse")


def table(head=NAMES, rows=ROWS, separator=",", end="\n"):
    """Write a table."""
    return end.join(separator.join(map(str, row)) for row in (head, *rows)).encode() + end.encode()


def refusal(data, season=None):
    """Give the text of the FgcError that reading raises: one short line that names the file."""
    with pytest.raises(FgcError) as caught:
        read_table(data, "m.csv", season)
    assert str(caught.value).startswith("m.csv: ")
    assert len(str(caught.value)) < 250
    assert str(caught.value).isprintable()
    return str(caught.value)


EXPECTED = read_table(table(), "m.csv")
WRITTEN = {
    "semicolons": table(separator=";"),
    "tabs": table(separator="\t"),
    "CRLF": table(end="\r\n"),
    "CR": table(end="\r"),
    "UTF-16": table().decode().encode("utf-16"),
    "BOM": b"\xef\xbb\xbf" + table(),
    "padded": table(head=[f"  {name} " for name in NAMES], separator=" , "),
    "words": table(head=[name.replace("_", " ").title() for name in NAMES]),
    "camel": table(head=[*NAMES[:7], "redScore", "blueScore"]),
    "floats": table(rows=[[f"{cell}.0" if type(cell) is int else cell for cell in row] for row in ROWS]),
    "blank rows": table(rows=[*ROWS[:2], [""] * 9, *ROWS[2:], ["  "] * 12, []]),
    "more columns": table(head=[*NAMES, "flags", ""], rows=[[*row, "", ""] for row in ROWS]),
    "comments": b"# from the scorekeeper\n" + table(),
}


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN)
def test_however_it_is_written_it_is_the_same_table(data):
    """Separators, ends of lines, encodings, padded and other names, blank rows and 141.0 do not matter."""
    found = read_table(data, "m.csv")
    assert (found.scores == EXPECTED.scores).all()
    assert (found.teams == EXPECTED.teams).all()
    assert found.matches == EXPECTED.matches == tuple(range(1, 10))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS[:8], [3, *"ABCDEF", 1, 2]], "row 10: expected every match once, found '3' in row 4 too"),
        ([*ROWS[:8], ["3.0", *"ABCDEF", 1, 2]], "row 10: expected every match once, found '3' in row 4 too"),
        ([[1, *"ABCDEF", -1, 2], *ROWS[1:]], "row 2: expected 0 points or more as red_score, found -1"),
        ([[1, *"ABCDEF", "1;0", 2], *ROWS[1:]], "row 2: expected a whole number of points as red_score, found '1;0'"),
        ([[1, *"ABCDEF", "", 2], *ROWS[1:]], "row 2: expected a whole number of points as red_score, found ''"),
    ],
)
def test_matches_that_cannot_be(rows, expected):
    """A match twice, a score below 0 and cells that are no scores are refused by their rows."""
    assert refusal(table(rows=rows)) == f"m.csv: {expected}"


@pytest.mark.parametrize(("column", "cell"), [("result", "-1"), ("played", "FALSE"), ("played", "0")])
def test_a_match_that_was_not_played_is_no_match(column, cell):
    """Its 0 to 0 would be taken for a score: it is refused with what to do."""
    rows = [[*row, 1] for row in ROWS]
    rows[4][-1] = cell
    line = refusal(table(head=[*NAMES, column], rows=rows))
    assert line == f"m.csv: row 6: expected a match that was played, found {column} {cell}: leave such rows out"


def test_seasons_whose_scores_fall_below_0():
    """A score below 0 is one where the season's fouls or pieces can make it."""
    data = table(rows=[[1, *"ABCDEF", -4, 2], *ROWS[1:]])
    assert read_table(data, "m.csv", CARBON).scores[0].tolist() == [-4, 2]
    assert read_table(data, "m.csv", RIVER).scores[0].tolist() == [-4, 2]
    assert "expected 0 points or more" in refusal(data, OCEAN)


def test_decimal_commas_are_refused_by_name():
    """The line says row, column and number, and what to do."""
    data = table(rows=[[1, *"ABCDEF", "141,0", 2], *ROWS[1:]], separator=";")
    expected = "m.csv: row 2: red_score: expected a number with a point, as 141.0, found '141,0': save it with points"
    assert refusal(data) == expected


def test_a_header_of_many_columns_gives_a_short_line():
    """However many columns there are, those that are named are few."""
    assert "and 994 more" in refusal(",".join(f"column{i}" * 2 for i in range(1_000)).encode())


def sheets_of(order, column="match"):
    """Write score sheets of the nine matches in this order: match n has n balls of red and none of blue."""
    return table((column, *REUSE[1:]), [[match, match if type(match) is int else 1, 0] for match in order])


def reuse(matches, data):
    """Give red's balls of each match, in the order of the matches."""
    return with_details(matches, data, "d.csv", OCEAN).details.matches.sheet.reuse[:, 0].tolist()


@pytest.mark.parametrize("column", ["match", "Match", " MATCH"])
def test_score_sheets_go_by_the_names_of_their_matches(column):
    """In whatever order they stand, each is laid beside its own match; a half keeps the names of its matches."""
    assert reuse(EXPECTED, sheets_of(range(9, 0, -1), column)) == list(range(1, 10))
    assert reuse(EXPECTED, sheets_of([*range(5, 10), "1.0", 2, 3, 4], column)) == list(range(1, 10))
    longer = read_table(table(rows=[[n, *"ABCDEF", n, n] for n in range(1, 17)]), "m.csv")
    assert half(longer, "even").matches == tuple(range(2, 17, 2))


def test_without_names_score_sheets_go_by_their_order():
    """Where one of the files does not name its matches, the order is all there is."""
    bare = read_table(table(NAMES[1:], [row[1:] for row in ROWS]), "m.csv")
    assert bare.matches is None
    assert reuse(bare, sheets_of(range(9, 0, -1))) == list(range(9, 0, -1))
    assert reuse(EXPECTED, table(REUSE[1:], [[n, 0] for n in range(9, 0, -1)])) == list(range(9, 0, -1))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 8], "d.csv: row 10: expected every match once, found '8' in row 9 too"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 10], "d.csv: row 10: expected a match of m.csv, found '10'"),
        (["x", *range(2, 10)], "d.csv: row 2: expected a match of m.csv, found 'x'"),
    ],
)
def test_names_that_do_not_fit_are_refused(order, expected):
    """A match twice, or one that the table does not have, is named with its row."""
    with pytest.raises(FgcError) as caught:
        with_details(EXPECTED, sheets_of(order), "d.csv", OCEAN)
    assert str(caught.value) == expected


def test_columns_of_score_sheets_may_be_written_otherwise():
    """`details.`, case, blanks and underscores do not matter, nor does 3.0; flat goals are goals."""
    head = ("match", "details.red_processing_barge_reuse", " Blue Processing Barge Reuse")
    data = table(head, [[f"{n}.0", f"{n}.0", 0] for n in range(1, 10)], ";")
    assert reuse(EXPECTED, data) == list(range(1, 10))
    goals = [f"{side}{wall}{n}" for side in ("red", "blue") for wall in ("Cw", "Ec") for n in range(1, 7)]
    found = with_details(EXPECTED, table(goals, [[n % 5] * 24 for n in range(9)]), "d.csv", rules.load("fgc_2024"))
    assert found.details.given == {"nexus"}
    assert (found.details.matches.sheet.nexus == (np.arange(9) % 5)[:, None, None]).all()
