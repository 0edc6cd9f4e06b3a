"""Match documents as CSV: the twin of JSON in every season, however it is written, and how others are refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matches import as_bytes
from official import COLUMNS, SEASONS, csv_of, match_of, row_of, with_scores
from strategies import of_one_match, sheets

from rules.documents import read
from rules.documents.csv_text import same, table_of
from rules.errors import DocumentError

every_season = pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
every_phase = pytest.mark.parametrize("phase", [None, "ranking", "playoff"])
FIRST = next(iter(SEASONS.values()))


def refusal(text, season, phase=None):
    """Give the text of the DocumentError that reading raises: one printable line, and not a long one."""
    with pytest.raises(DocumentError) as caught:
        read(text.encode(), season, phase)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250
    return str(caught.value)


def pair(season):
    """Make two matches."""
    return [match_of(season), with_scores(season, 9, 4, 2, teams=("T 1", "Côte", 3, "07", "F", "E"))]


@every_season
@every_phase
@given(data=st.data())
def test_a_table_says_what_json_says(season, phase, data):
    """Whatever the sheets, cards, flags and scores: the same documents come from both, their names too."""
    sheet = data.draw(sheets(season, (2,)))
    matches = [match_of(season, 7 + i, of_one_match(sheet, (slice(i, i + 1),))) for i in range(2)]
    for match in matches:
        for each in match["participants"]:
            each[season.spelled("cardStatus")] = data.draw(st.integers(0, 3))
            for flag in ("disqualified", "surrogate", "noShow"):
                each[season.spelled(flag)] = data.draw(st.sampled_from([0, 1, True, False]))
    twin = read(csv_of(matches, season).encode(), season, phase)
    expected = read(as_bytes(matches), season, phase)
    assert twin == expected
    assert [each.called for each in twin] == [each.called for each in expected]


WRITTEN = {
    "as it is": lambda name: name,
    "without details": lambda name: name.removeprefix("details."),
    "with blanks": lambda name: f"  {name} ",
    "in capitals": str.upper,
    "in snake case": lambda name: "".join(f"_{c}" if c.isupper() else c for c in name).lower(),
    "in words": lambda name: "".join(f" {c}" if c.isupper() else c for c in name).title().replace("_", " "),
    "with hyphens": lambda name: name.replace("_", "-"),
}


@every_season
@pytest.mark.parametrize("head", WRITTEN.values(), ids=WRITTEN)
def test_columns_may_be_written_otherwise(season, head):
    """Case, blanks, underscores and hyphens in the names of columns do not matter."""
    assert read(csv_of(pair(season), season, head=head).encode(), season) == read(as_bytes(pair(season)), season)


@every_season
def test_details_may_be_said(season):
    """The columns of details may say that they are."""
    inner = {same(name) for name in row_of(match_of(season), season)} - {same(name) for name in match_of(season)}
    inner -= {same(name) for name in row_of({**match_of(season), "details": {}}, season)}
    text = csv_of(pair(season), season, head=lambda name: f"details.{name}" if same(name) in inner else name)
    assert text.count("details.") == len(inner) > 0
    assert read(text.encode(), season) == read(as_bytes(pair(season)), season)


@every_season
@pytest.mark.parametrize("separator", list(",;\t"), ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_all_programs_are_read(season, separator, end, encoding):
    """What separates cells and lines, and the encoding, do not matter."""
    text = csv_of(pair(season), season, separator, end=end)
    assert read(text.encode(encoding), season, "ranking") == read(as_bytes(pair(season)), season, "ranking")


@pytest.mark.parametrize("blank", ["\n", ",,,,\n", "  ,\t, \n", "\r\n", '"",""\n', "," * 200 + "\n"])
def test_blank_rows_are_none(blank):
    """Rows without a word in them are no matches, wherever they stand and however long they are."""
    head, first, second = csv_of(pair(FIRST), FIRST).splitlines(keepends=True)
    for text in (head + blank + first + blank * 2 + second + blank, blank + head + first + second):
        assert read(text.encode(), FIRST) == read(as_bytes(pair(FIRST)), FIRST)


def test_rows_are_counted_as_a_spreadsheet_does():
    """Blank rows and comments count, so that the number of a wrong row is the spreadsheet's."""
    head, first, second = csv_of(pair(FIRST), FIRST).splitlines(keepends=True)
    wrong = second.replace(",9,", ",9.5,", 1)
    assert refusal(head + first + wrong, FIRST).startswith("row 3: redScore: expected a whole number of points")
    assert refusal("# a\nsep=,\n" + head + "\n" + first + wrong, FIRST).startswith("row 6: redScore: ")


def test_comments_before_the_columns_are_skipped():
    """Lines that begin with `#`, and the line by which Excel says its separator, come before the columns."""
    text = csv_of(pair(FIRST), FIRST, ";")
    for before in ("# one\n# two, three; four\n", "sep=;\n", '"# quoted, by a spreadsheet"\n\n'):
        assert read((before + text).encode(), FIRST) == read(as_bytes(pair(FIRST)), FIRST)


@every_season
def test_whole_numbers_may_have_a_fraction_of_0(season):
    """A spreadsheet's or a script's 141.0 is 141: scores, entries, cards, ids, results and numbers of teams."""
    match = with_scores(season, 141, 36, 12, teams=range(1, 7))
    row = row_of(match, season)
    cells = [f"{value}.0" if type(value) is int else value for value in row.values()]
    assert "141.0" in cells
    text = ",".join(row) + "\n" + ",".join(map(str, cells)) + "\n"
    (found,) = read(text.encode(), season, "ranking")
    assert [found] == read(as_bytes(match), season, "ranking")
    assert (found.called.id, found.participants[0].team) == (12, 1)


@every_season
@pytest.mark.parametrize("column", ["redScore", "entry", "card", "id", "team"])
@pytest.mark.parametrize("number", ["141,0", "0,05", "1,141", "-3,5"])
def test_a_decimal_comma_is_refused_by_name(season, column, number):
    """A comma in a number is no point: the line names row, column and number, and what to do."""
    entry = next(name for name in row_of(match_of(season), season) if name in entry_columns(season))
    names = {"redScore": season.spelled("redScore"), "card": "red2.cardStatus", "team": "blue1", "entry": entry}
    name, row = names.get(column, column), row_of(match_of(season), season)
    text = ";".join(row) + "\n" + ";".join(str({**row, name: number}[each]) for each in row) + "\n"
    line = refusal(text, season, "ranking")
    assert line.startswith("row 2: ")
    assert f"found '{number}'" in line
    assert "expected a number with a point, as " in line
    assert line.endswith("save it with points")
    assert name.rpartition(".")[2] in line


@every_season
@every_phase
@pytest.mark.parametrize(
    ("column", "cell"), [("result", "-1"), ("played", "FALSE"), ("played", "0"), ("result", "-1.0")]
)
def test_unplayed_rows_count_for_nothing(season, phase, column, cell):
    """A row that says that its match was not played may have empty cells in place of all entries and scores."""
    played, row = row_of(match_of(season), season), dict.fromkeys(row_of(match_of(season), season), "")
    row |= {"id": "2", column: cell, **{name: played[name] for name in COLUMNS}}
    head = list(row)
    text = "\n".join(
        [",".join(head), *(",".join(str(each.get(name, "")) for name in head) for each in (played, row))]
    )
    first, second = read(text.encode(), season, phase)
    assert (first.unplayed, second.unplayed, second.entries) == ("", "not played", None)
    assert [each.team for each in second.participants] == list("ABCDEF")


@every_season
def test_columns_that_may_be_left_out(season):
    """Cards and flags are 0, and names and results unknown, where the table has no columns for them."""
    row = {
        name: value for name, value in row_of(match_of(season), season).items() if "." not in name or "Nexus" in name
    }
    for name in ("eventKey", "tournamentKey", "name", "result"):
        del row[name]
    (found,) = read(f"{','.join(row)}\n{','.join(map(str, row.values()))}\n".encode(), season, "ranking")
    (whole,) = read(as_bytes(match_of(season)), season, "ranking")
    assert (found.participants, found.entries, found.result) == (whole.participants, whole.entries, None)


@every_season
@pytest.mark.parametrize("column", ["match", "id", "Match", " MATCH "])
def test_a_match_is_called_by_its_number(season, column):
    """The id of a match stands in `id`, or in `match` where there is no other."""
    text = csv_of(pair(season), season, head=lambda name: column if name == "id" else name)
    assert [each.called.id for each in read(text.encode(), season)] == [1, 2]


@every_season
def test_tables_without_details_have_none(season):
    """A table of scores and teams alone is read as documents without details."""
    head = ["match", *COLUMNS, "Red Score", "blue_score"]
    text = f"{','.join(head)}\n1,A,B,C,D,E,F,12,9\n"
    (found,) = read(text.encode(), season, "ranking")
    assert (found.entries, found.recorded, found.unplayed) == (None, (12, 9), "")


def bent(season, change):
    """Change the columns and cells of one match, and write it."""
    row = change(dict(row_of(match_of(season), season)))
    return f"{','.join(row)}\n{','.join(map(str, row.values()))}\n"


def without_columns(season, gone):
    """Write a match without some columns, and without what belongs to them."""
    return bent(season, lambda row: {name: row[name] for name in row if not {name, name.split(".")[0]} & set(gone)})


def entry_columns(season):
    """Give the columns of entries among the details of a season."""
    details = match_of(season)["details"]
    return [f"{name}.{key}" for name in details if isinstance(details[name], dict) for key in details[name]] + [
        name for name in details if not isinstance(details[name], dict)
    ]


@every_season
def test_missing_columns_are_named_at_once(season):
    """Of columns that are not there the first few are named, with how many there are, before any row is read."""
    columns = entry_columns(season)
    for gone in (columns[:1], columns[1:3], columns[1:]):
        line = refusal(without_columns(season, gone), season)
        assert line.startswith("row 1: details.")
        assert ("a column of this name" if len(gone) == 1 else f"columns of these {len(gone)} names") in line
    assert refusal(without_columns(season, columns), season).startswith("row 1: expected columns by the names of ent")


@every_season
def test_columns_that_are_nearly_known_are_refused(season):
    """A column whose name is nearly one that is used is refused with it; other columns are nobody's business."""
    score, unknown = season.spelled("redScore"), "row 1: redScor: expected no column of this name"
    renamed = bent(season, lambda row: {"redScor" if name == score else name: row[name] for name in row})
    assert refusal(renamed, season) == f"{unknown}; did you mean {score}?"
    again = refusal(bent(season, lambda row: {**row, "redScor": 3}), season)
    assert again.startswith(unknown)
    assert f"mean {score}?" not in again  # it is there already
    line = refusal(bent(season, lambda row: {**row, "details.zzz": 3}), season)
    assert line == "row 1: details.zzz: expected no column of this name"
    other = bent(season, lambda row: {**row, "field": 3, "flags": "x", "block": "", "Referee": "M."})
    assert read(other.encode(), season) == read(as_bytes(match_of(season)), season)


@every_season
def test_an_entry_by_another_name_is_told_with_what_is_missing(season):
    """Who renames an entry in the rules, and not in a table, is told both names."""
    name = entry_columns(season)[-1]
    line = refusal(bent(season, lambda row: {"before" if each == name else each: row[each] for each in row}), season)
    assert line.endswith("expected a column of this name, found none; not known: before")
    assert name in line


@every_season
def test_columns_twice_are_refused(season):
    """The same column in two spellings is there twice."""
    name = entry_columns(season)[0]
    for again in (name.upper(), f"details.{name}", f" {name}"):
        line = refusal(bent(season, lambda row, again=again: {**row, again: 0}), season)
        assert line.startswith("row 1: expected a column ")
        assert line.endswith(" once, found it more than once")


@pytest.mark.parametrize("gone", [COLUMNS[:1], COLUMNS[4:]])
def test_teams_have_all_their_columns(gone):
    """A table that names some of the six teams names all."""
    line = refusal(without_columns(FIRST, gone), FIRST)
    assert line == f"row 1: expected columns of six teams, found no {' and '.join(gone)}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"red2": ""}, "row 2: participants: expected a team at each of six stations, found none at 12"),
        ({"red2": "A"}, 'row 2: participants: expected every team once, found "A" twice'),
        ({"red2.cardStatus": "7"}, "row 2: participants: red2: cardStatus: expected 0 (none)"),
        ({"blue3.noShow": "perhaps"}, "row 2: participants: blue3: noShow: expected 0, 1, true"),
        ({"result": "red"}, 'row 2: result: expected -1 (not played), 0 (tie), 1 (red) or 2 (blue), found "red"'),
        ({"redScore": ""}, "row 2: redScore: expected a whole number of points"),
        ({"redMinPen": ""}, "row 2: redMinPen: expected a whole number from 0 to 9,999, found "),
        (
            {"redWaterInReservoir": ""},
            'row 2: details.redWaterInReservoir: expected a whole number from 0 to 9,999, found ""',
        ),
        (
            {"redWaterInReservoir": "-1"},
            "row 2: details.redWaterInReservoir: expected a whole number from 0 to 9,999, found -1",
        ),
        ({"allContaminantsCleared": "perhaps"}, "row 2: details.allContaminantsCleared: expected 0, 1, true"),
        ({"played": "maybe"}, "row 2: played: expected 0, 1, true or false"),
    ],
)
def test_wrong_cells_are_named(change, expected):
    """A cell that is no legal value is refused by row and name, as it is in JSON."""
    assert refusal(bent(FIRST, lambda row: row | change), FIRST, "ranking").startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("red1,red2\n", "row 1: expected columns of six teams, found no red3, blue1, blue2 and blue3"),
        ("redScore,blueScore\n12,13\n", "line 1: expected JSON, or CSV whose first line names its columns"),
        ("hello", "line 1: expected JSON, or CSV whose first line names its columns"),
        ('"red1,redScore\n1,2\n', "line 1: expected JSON"),
        (f"{','.join(COLUMNS)},red_score\n1,2\n", "row 2: expected 7 cells as in row 1, found 2"),
        (f"{','.join(COLUMNS)}\n1,2,3,4,5,6,7\n", "row 2: expected 6 cells as in row 1, found 7"),
        (f"{','.join(COLUMNS)}\n", "expected at least one match document, found none"),
        (f'{",".join(COLUMNS)}\n1,2,3,4,5,"6\n', "expected a CSV file: "),
    ],
)
def test_tables_that_are_none(text, expected):
    """What is no table of matches is refused in a line that says what was expected."""
    assert refusal(text, FIRST, "ranking").startswith(expected)


def test_a_header_of_megabytes_gives_a_short_line():
    """However many columns a table has, the line that names them is short."""
    names = [f"details.x{i}" for i in range(100_000)]
    assert len(refusal(f"{','.join(COLUMNS)},{','.join(names)}\n", FIRST)) < 250


@given(cells=st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=5))
def test_quoted_cells_come_back(cells):
    """Whatever stands in quotation marks, separators, ends of lines and marks among it, is read as it was."""
    quoted = "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in cells)
    table = table_of(f"a,b,c\n{quoted}")
    assert [row for _, row in table.rows] == [
        [cell.strip() for cell in row] for row in cells if any(map(str.strip, row))
    ]


PIECES = (b",", b";", b"\t", b'"', b"\n", b"\r", b"null", b"-1", b"{", b"#", b"\xff", b"\0", b"1,5", b"result", b" ")


def read_or_refused(data, season, phase):
    """Give how many documents there are and no line, or none and the line that says what is wrong."""
    try:
        return len(read(data, season, phase)), ""
    except DocumentError as error:
        return 0, str(error)


@every_season
@given(data=st.data())
def test_whatever_is_bent_ends_in_one_short_line(season, data):
    """A table with pieces put in or taken out is read, or refused in one printable line of a few words."""
    text = csv_of(pair(season), season, data.draw(st.sampled_from(",;\t"))).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[start + data.draw(st.integers(0, 3)) :]
    count, line = read_or_refused(text, season, data.draw(st.sampled_from([None, "ranking", "playoff"])))
    assert bool(line) != (1 <= count <= 3)
    assert len(line) < 270
    assert line.isprintable()


@every_season
def test_json_documents_that_look_like_tables_are_json(season):
    """A file that begins as JSON does is JSON, whatever its first line holds."""
    assert read(json.dumps([match_of(season)]).encode(), season)[0].called.id == 1


@every_season
def test_other_bytes_in_a_table_are_named(season):
    """A table in an old encoding is called a table, with the place of what is no text."""
    data = csv_of(pair(season), season).encode("latin-1")
    with pytest.raises(DocumentError, match=r"^expected a CSV file in UTF-8, found other bytes at byte \d+: save"):
        read(data, season)


def test_what_no_table_can_hold_is_read_as_json():
    """A first line with a cell too long for any table is none of a table."""
    with pytest.raises(DocumentError, match="expected one JSON document a line"):
        read(('"' + "x" * 200_000 + '",red1\n').encode(), SEASONS["fgc_2022"])


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("carbonPoints,note,note", "note once, found it more than once"),
        (
            "details.redRobotStorage,carbonPoints",
            r"Storage: expected no column of this name; did you mean details.redRobotTwoStorage\?;",
        ),
        (
            "details.zzz,carbonPoints",
            r"zzz: expected no column of this name; missing: details.redRobotOneStorage, ",
        ),
    ],
)
def test_a_head_that_is_wrong_is_told_by_its_name(head, told):
    """A name twice, used or not, and one that no entry has, with the nearest there is."""
    with pytest.raises(DocumentError, match=told):
        read(f"{head}\n{','.join('1' * len(head.split(',')))}\n".encode(), SEASONS["fgc_2022"])


@pytest.mark.parametrize("text", ["10,2,3\n4,5,6\n", " 10;2", "a\tb\n"])
def test_a_table_without_names_is_told_that_it_needs_them(text):
    """Whoever leaves the first line out, or names nothing that is known, is not told of JSON alone."""
    with pytest.raises(DocumentError, match=r"^line 1: expected JSON, or CSV whose first line names its columns"):
        read(text.encode(), SEASONS["fgc_2022"])
