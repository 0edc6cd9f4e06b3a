"""Tables of a stopwatch's tries: read as people write them, or refused in one line."""

import codecs

import pytest
from played import PLAYED
from refused import assert_refused

from sim.robots.times_file import EACH, Try, form_lines, read_times, timed_rows
from sim.table.game import playable

GAME = playable("fgc_2022")
HEAD = "row,seconds,worked\n"
TRIES = (Try("grip", 5.2, True), Try("collect near", 6.0, False), Try("collect near", None, False))


def table(folder, content):
    """Write a table and give its name."""
    file = folder / "times.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}grip,5.2,yes\ncollect near,6,no\ncollect near,,no\n",
        f"# tries of Tuesday\n{HEAD}\ngrip, 5.2 ,YES\ngrip,,\n,,\ncollect near,6.0,0\ncollect near,,false\n",
        "Worked;Row;Seconds;who\r\n1;grip;5.2;Ann\r\nn;collect near;6;\r\nno;collect near;;\r\n",
        codecs.BOM_UTF8 + b"row\tseconds\tworked\ngrip\t5.2\ttrue\ncollect near\t6\tno\ncollect near\t\tn\n",
        codecs.BOM_UTF16_LE + f"{HEAD}grip,5.2,y\ncollect near,6,no\ncollect near,,no\n".encode("utf-16-le"),
    ],
    ids=["plain", "comments and blanks", "semicolons and other columns", "tabs and a mark", "UTF-16"],
)
def test_a_table_is_read_as_people_write_it(content, tmp_path):
    """Separators, marks, blank lines, other columns and ways to say yes make no difference."""
    assert read_times(GAME, str(table(tmp_path, content))) == TRIES


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{HEAD}gripp,5,yes\n", ["row 2: row", "did you mean grip?"]),
        (f"{HEAD}release,5,yes\n", ["row 2: row", "expected a row of robots or humans, found 'release'"]),
        (f"{HEAD}grip,5,maybe\n", ["row 2: worked", "expected yes or no, found 'maybe'"]),
        (f"{HEAD}grip,5,\n", ["row 2: worked", "expected yes or no"]),
        (f"{HEAD}grip,5,yes\ngrip,,yes\n", ["row 3: seconds", "expected a number from 0.1"]),
        (f"{HEAD}grip,0,yes\n", ["row 2: seconds", "from 0.1"]),
        (f"{HEAD}grip,-1,no\n", ["row 2: seconds", "from 0.1"]),
        (f"{HEAD}grip,151,yes\n", ["row 2: seconds", "to 150"]),
        (f"{HEAD}grip,five,yes\n", ["row 2: seconds", "found 'five'"]),
        (f"{HEAD}grip,inf,yes\n", ["row 2: seconds", "found 'inf'"]),
        ("row;seconds;worked\ngrip;5,2;yes\n", ["row 2: seconds", "5.2"]),
        (f"{HEAD}grip,5\n", ["row 2", "3 cells"]),
        ("row,seconds\ngrip,5\n", ["expected a column worked"]),
        ("row,row,seconds,worked\ngrip,grip,5,yes\n", ["a column row once"]),
        (HEAD, ["one try or more"]),
        ("", ["expected a column row"]),
        (b"row,seconds,worked\ngr\xefp,5,yes\n", ["UTF-8"]),
    ],
)
def test_a_wrong_table_is_refused(content, expected, tmp_path):
    """It is one line that names the file, the row as a spreadsheet counts, and what was expected."""
    assert_refused(read_times, GAME, table(tmp_path, content), *expected)


def test_too_many_tries_are_refused(tmp_path):
    """A robot file counts to 9,999 tries a row."""
    file = table(tmp_path, HEAD + "grip,5,yes\n" * 10_000)
    assert_refused(read_times, GAME, file, "grip", "at most 9,999 tries, found 10,000")


def test_a_table_that_is_not_there_is_refused():
    """It is one line."""
    assert_refused(read_times, GAME, "nowhere.csv", "readable")


@pytest.mark.parametrize("key", PLAYED)
def test_the_empty_form_has_every_row(key, tmp_path):
    """Filled in, it is read: six tries a row. Left empty it is none."""
    game = playable(key)
    form = "".join(f"{line}\n" for line in form_lines(game))
    assert_refused(read_times, game, table(tmp_path, form), "one try or more")
    found = read_times(game, str(table(tmp_path, form.replace(",,", ",5,yes"))))
    assert [each.row for each in found] == [row.name for row in timed_rows(game) for _ in range(EACH)]
