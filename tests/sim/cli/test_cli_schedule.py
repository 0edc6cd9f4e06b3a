"""`sim schedule`: a schedule drawn or checked, in plain sentences, as JSON and as a file; and twenty wrong inputs."""

import json

import pytest
from places import shared
from reading import json_of, lines_of

from sim.cli import VERBS
from sim.play.schedule import drawn
from sim.play.schedule_files import as_document, csv_text, read_schedule
from sim.play.timetable import named

DRAW = ("schedule", "--teams", "25", "--each", "5", "--seed", "3")
NAMES = [f"T{team:03}" for team in range(1, 26)]
TEAMS = "team,country\n" + "".join(f"{name},x\n" for name in NAMES)


@pytest.fixture(scope="module")
def found():
    """Draw in Python what the commands draw."""
    return named(drawn(25, 5, 3), NAMES)


def test_the_sentences_and_the_first_matches(here):
    """The quality stands first, a sentence each, then ten matches and how many more there are."""
    lines = lines_of(here(*DRAW))
    assert lines[0] == "25 teams, 5 matches each: 21 in all, seed 3"
    heads = [line.partition(":")[0] for line in lines[2:9]]
    assert heads == ["Rest", "Meetings again", "Sides", "Stations", "Rounds", "Surrogates", ""]
    assert lines[2].startswith("Rest: a team's next match comes 3 matches later or more")
    assert lines[7].startswith("Surrogates: match 21 does not count for T0")
    start = lines.index("The first 10 of 21 matches")
    assert lines[start + 2] == "match red1 red2 red3 blue1 blue2 blue3"
    assert [line.split()[0] for line in lines[start + 4 : start + 14]] == [str(match) for match in range(1, 11)]
    assert lines[-1] == "and 11 more: --all shows all matches"


def test_all_matches(here):
    """With --all every match is there, and a team for which one does not count is marked."""
    lines = lines_of(here(*DRAW, "--all"))
    assert "All matches; * does not count for this team" in lines
    rows = [line.split() for line in lines if line[:1].isdigit()][1:]
    assert len(rows) == 21
    assert sum(cell.endswith("*") for row in rows for cell in row) == 1
    assert not any("more:" in line for line in lines)


def test_the_json_document(here, found):
    """One document has teams, matches and quality, as in Python."""
    document = json_of(here(*DRAW, "--json"))
    assert document == json.loads(json.dumps(as_document(found)))
    assert list(document["matches"][-1]) == ["match", "red", "blue", "surrogate"]
    assert len(document["matches"][-1]["surrogate"]) == 1


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_is_written_is_checked_alike(here, tmp_path, ending):
    """A file that was written tells of the same schedule when it is checked, and is its own copy."""
    file, copy = tmp_path / f"s.{ending}", tmp_path / f"copy.{ending}"
    times = ("--fields", "2", "--start", "9:00", "--cycle", "8", "--breaks", "9:30-10:00, 11:00-11:30")
    done = here(*DRAW, *times, "--out", file)
    assert done.stderr == f"sim: written to {file}\n"
    again = here("schedule", "--check", file, "--out", copy)
    assert again.stdout.splitlines()[1:] == done.stdout.splitlines()[1:]
    assert copy.read_bytes() == file.read_bytes()
    assert " 10:00" in done.stdout
    assert "From one start of a team to its next it is 8 minutes or more." in done.stdout


def test_names_of_a_file(here, tmp_path, found):
    """The teams of a list are those of the schedule, in the order of the list."""
    (tmp_path / "teams.csv").write_text(TEAMS, encoding="utf-8")
    done = here(
        "schedule", "--teams", tmp_path / "teams.csv", "--each", "5", "--seed", "3", "--out", tmp_path / "s.csv"
    )
    assert done.returncode == 0
    assert (tmp_path / "s.csv").read_text(encoding="utf-8") == csv_text(found)


def test_days_are_shown_where_there_are_several(here):
    """After a night the day is another, and stands before the time."""
    lines = lines_of(here(*DRAW, "--start", "16:30", "--breaks", "17:00-09:00", "--all"))
    assert "match day time red1 red2 red3 blue1 blue2 blue3" in lines
    assert next(line for line in lines if line.startswith("5 2 ")).startswith("5 2 09:00 ")


def test_another_rest(here):
    """A longer rest than usual is kept."""
    assert "comes 4 matches later or more" in here(*DRAW, "--rest", "4").stdout


def test_a_published_table_is_checked(here):
    """A real event's table is told of like any other; what is strange in it is said on stderr."""
    file = shared("data", "matches_2018.csv")
    done = here("schedule", "--check", file)
    assert done.stdout.startswith("161 teams, 8 matches each: 214 in all\n")
    assert "Meetings again: 1 pair of partners, 2 pairs of opponents, 8 pairs in any role." in done.stdout
    assert done.stderr.startswith(f"sim: {file}: 4 of 161 teams have another number of matches than 8: Africa 7")


def test_standard_input_is_checked(here, found):
    """A schedule comes through a pipe as well."""
    document = json_of(here("schedule", "--check", "-", "--json", stdin=csv_text(found).encode()))
    assert document["matches"] == as_document(read_schedule(csv_text(found).encode(), "-"))["matches"]


FILES = {
    "teams.csv": TEAMS,
    "few.txt": "A\nB\n",
    "twice.txt": "A\nB\nC\nD\nE\nF\nA\n",
    "nocolumn.csv": "nation;city\nA;B\n",
    "noise.csv": bytes(range(128, 256)),
    "empty.csv": "",
    "other.csv": "match,red1,red2,red3,blue1,blue2,blue3\n1,T001,T002,T003,T004,T005,T26\n",
    "again.csv": "match,red1,red2,red3,blue1,blue2,blue3\n1,A,B,C,D,E,F\n1,A,B,C,D,E,F\n",
    "same.csv": "match,red1,red2,red3,blue1,blue2,blue3\n1,A,B,C,D,E,A\n",
    "five.csv": "match,red1,red2,red3,blue1,blue2\n1,A,B,C,D,E\n",
    "bad.json": '{"matches": [{"red": ["A"], "blue": []}]}',
    "mine.csv": "mine",
}
WRONG = [
    ((), "--teams: expected how many teams"),
    (("--teams", "25"), "--each: expected how many matches"),
    (("--teams", "5", "--each", "3"), "teams: expected a whole number from 6 to 1,000, found 5"),
    (("--teams", "1001", "--each", "3"), "teams: "),
    (("--teams", "many", "--each", "3"), "many: expected a readable file"),
    (("--teams", "25", "--each", "0"), "each: expected a whole number from 1"),
    (("--teams", "25", "--each", "x"), "--each"),
    ((*DRAW[1:], "--rest", "5"), "rest: expected a whole number from 1 to 4"),
    ((*DRAW[1:], "--seed", "-1"), "seed: expected a whole number from 0"),
    ((*DRAW[1:], "--fields", "7"), "fields: expected fewer, found 7"),
    ((*DRAW[1:], "--fields", "0"), "fields: expected a whole number from 1 to 20"),
    ((*DRAW[1:], "--start", "25:00"), "start: expected a time"),
    ((*DRAW[1:], "--cycle", "7"), "--cycle: expected --start too"),
    ((*DRAW[1:], "--breaks", "12:00-13:00"), "--breaks: expected --start too"),
    ((*DRAW[1:], "--start", "9:00", "--cycle", "0"), "cycle: expected a whole number of minutes"),
    ((*DRAW[1:], "--start", "9:00", "--breaks", "noon"), "breaks: expected times as 12:00-13:00"),
    ((*DRAW[1:], "--out", "s.xlsx"), "s.xlsx: expected a name that ends in .csv or .json"),
    ((*DRAW[1:], "--out", "mine.csv"), "mine.csv: expected a new file"),
    ((*DRAW[1:], "--out", "no/s.csv"), "expected a file in a folder"),
    (("--teams", "few.txt", "--each", "3"), "few.txt: team: expected 6 to 1,000 teams, found 2"),
    (("--teams", "twice.txt", "--each", "3"), "twice.txt: row 7: team: expected every team once"),
    (("--teams", "nocolumn.csv", "--each", "3"), "nocolumn.csv: row 1: expected a column team"),
    (("--teams", "noise.csv", "--each", "3"), "noise.csv: expected a list of teams in UTF-8"),
    (("--check", "nowhere.csv"), "nowhere.csv: expected a readable file"),
    (("--check", "empty.csv"), "empty.csv: expected a schedule"),
    (("--check", "noise.csv"), "noise.csv: expected a schedule in UTF-8"),
    (("--check", "other.csv", "--each", "3"), "--each: expected a schedule to draw"),
    (("--check", "other.csv", "--teams", "teams.csv"), "row 2: blue3: expected a team of the list, found 'T26'"),
    (("--check", "again.csv"), "again.csv: row 3: match: expected another number"),
    (("--check", "same.csv", "--out", "s.csv"), "same.csv: row 2: blue3: expected another team"),
    (("--check", "five.csv"), "five.csv: row 1: expected a column blue3"),
    (("--check", "bad.json"), "bad.json: match 1: red: expected three teams"),
    (("--cheque", "bad.json"), "--check"),
]


@pytest.mark.parametrize(("args", "expected"), WRONG, ids=[" ".join(args) for args, _ in WRONG])
def test_wrong_inputs_give_one_line(here, tmp_path, monkeypatch, args, expected):
    """What cannot be ends with 2 and one short line that says where and why; nothing is printed or written."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    done = here("schedule", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sim: ")
    assert (done.stderr.count("\n"), len(done.stderr) < 300) == (1, True)
    assert expected in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_no_season_is_asked_for(here):
    """The verb needs neither season nor match model."""
    assert "schedule" in VERBS
    assert here("schedule", "--teams", "6", "--each", "1", "--json").returncode == 0
