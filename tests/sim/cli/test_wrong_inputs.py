"""Sixty inputs that are wrong in ways that happen: one line each, under 300 letters, exit 2, naming the cure."""

import codecs
import sys

import pytest

from sim.cli import main

HEAD = 'season = "2022"\nname = "x"\n'
PLAN = f'{HEAD}order = ["grip", "store"]\n'
BOOK = "collect and climb late"
FILES = {
    "robot.toml": HEAD,
    "plan.toml": PLAN,
    "other.toml": PLAN.replace("x", "y"),
    "other_year.toml": PLAN.replace("2022", "2019"),
    "no_season.toml": 'name = "x"\norder = ["grip"]\n',
    "seson.toml": PLAN.replace("season", "seson"),
    "not_toml.toml": "order = [",
    "empty.toml": "",
    "noise.toml": bytes(range(256)),
    "late_utf16.toml": codecs.BOM_UTF16_LE + "order = [".encode("utf-16-le"),
    "row.toml": PLAN.replace("grip", "gripp"),
    "twice.toml": PLAN.replace('"store"', '"grip"'),
    "when.toml": f"{PLAN}[set]\ngrip.after = 90\n",
    "late.toml": f"{PLAN}[set]\ngrip.after = [200, 5]\n",
    "aftr.toml": f"{PLAN}[set]\ngrip.aftr = [90, 5]\n",
    "seconds.toml": f'{HEAD}[seconds]\ngrip = "five"\n',
    "works.toml": f"{HEAD}[works]\ngrip = 90\n",
    "zero.toml": f"{HEAD}[seconds]\ngrip = 0\n",
    "can.toml": f'{HEAD}can = ["climb_low"]\n',
    "room.toml": f"{HEAD}room = 99\n",
    "reach.toml": f'{HEAD}[reaches]\nplan = "{BOOK}"\nrows = {{"grip" = 60}}\n',
    "alone.toml": f'{HEAD}[reaches]\nplan = "{BOOK}"\n"climb to LO" = 0.6\n',
    "comma.toml": f"{HEAD}[seconds]\ngrip = 5,5\n",
    "inner_comma.toml": f'{HEAD}[reaches]\nplan = "{BOOK}"\nrows = {{"grip" = 0,6}}\n',
    "again.toml": f'{HEAD}name = "z"\n',
    "table_again.toml": f"{HEAD}[works]\n[works]\n",
    "bare.toml": f"{HEAD}[seconds]\ncollect near = 5\n",
    "inner_bare.toml": f'{HEAD}[reaches]\nplan = "{BOOK}"\nrows = {{climb to MD = 0.6}}\n',
    "bare_text.toml": 'season = "2022"\nname = my robot\n',
    "nan.toml": f"{HEAD}[seconds]\ngrip = nan\n",
    "inf.toml": f"{HEAD}[seconds]\ngrip = inf\n",
    "latin.toml": HEAD.replace("x", "é").encode("latin-1"),
    "utf16.toml": HEAD.encode("utf-16-le"),
    "far.toml": PLAN.replace("grip", "fly"),
    "folder/event-00000.jsonl": "{}",
    "nan.json": '{"redScore": NaN, "details": {}}',
    "zip.json": "PK\0\0",
    "red.toml": 'season = "2022"\nrobots = ["p50", "p50"]\n',
    "draws.toml": 'season = "2022"\nrobots = ["p50", "drawn", "draw"]\n',
    "path.toml": 'season = "2022"\nrobots = ["C:\\Users\\me.toml", "draw", "draw"]\n',
    "missing.toml": 'season = "2022"\nrobots = ["nobody.toml", "draw", "draw"]\n',
    "people.toml": 'season = "2022"\n[robots]\npaces = 0.1\n',
    "shares.toml": f'season = "2022"\n[shares]\n"{BOOK}" = 1.5\n',
    "points.toml": 'season = "2022"\n[points]\nstorag = 0.5\n',
    "other_points.toml": 'season = "2026"\n[points]\nknockdown = 5\n',
    "half.json": '[{"redScore": 1',
    "list.json": "[1, 2]",
    "empty.json": "",
    "typo.json": '{"details": {"carbonPoint": 1}}',
    "commas.csv": "red_score;blue_score;red1;red2;red3;blue1;blue2;blue3\n1,5;2;a;b;c;d;e;f\n",
    "heads.csv": "red,blue\n1,2\n",
    "few.csv": "red_score,blue_score,red1,red2,red3,blue1,blue2,blue3\n1,2,a,b,c,d,e,f\n",
    "letters.csv": "red_score,blue_score,red1,red2,red3,blue1,blue2,blue3\none,2,a,b,c,d,e,f\n",
    "times_row.csv": "row,seconds,worked\ngripp,5,yes\n",
    "times_comma.csv": "row;seconds;worked\ngrip;5,2;yes\n",
    "times_worked.csv": "row,seconds,worked\ngrip,5,often\n",
    "times_none.csv": "row,seconds,worked\ngrip,,\n",
    "known.toml": f"{HEAD}[seconds]\ngrip = 5\n[known]\ngrip = {{tries = 2, worked = 3}}\n",
    "known_alone.toml": f"{HEAD}[known]\ngrip = {{seconds = 0.1}}\n",
    "same.csv": "red_score,blue_score,red1,red2,red3,blue1,blue2,blue3\n1,2,a,a,c,d,e,f\n",
}
RUN, COMPARE = ("run", "--season", "2022"), ("compare", "--season", "2022", "--plan", "plan.toml")
RANK = ("rank", "--season", "2022")
SWEEP = ("sweep", "--season", "2022", "--plan", BOOK)
VALIDATE = ("validate", "--season", "2022", "--matches-file")


def plans(name):
    """Compare a plan with a file."""
    return (*COMPARE, "--plan", name)


def robots(name):
    """Compare the median robot with a file."""
    return (*COMPARE, "--robot", "p50", "--robot", name)


WRONG = {
    (): {
        ("runn",): "run",
        ("nonsense",): "sim: nonsense: expected a verb; `sim --help` lists them",
        ("rules",): "season: expected a value, found none; `sim rules --help`",
        ("sweep", "--season", "2022", "--plan", "plan.toml", "--set", "rum=1:3:1"): "there are grip.after, ",
        ("report", "plan.toml", "--out", "page.html"): "found no JSON in line 1",
        ("forecast", "--season", "2022", "plan.toml"): "sim: plan.toml: expected a CSV file: ",
        ("run",): "--season",
        ("run", "--seasn", "2022"): "--season",
        ("run", "--season", "2032"): "expected a season",
        ("run", "--season", "2022", "--seasons", "."): "before the verb: sim --seasons FOLDER run",
        ("run", "--season", "Carbon"): "expected a season",
        ("rules", "2020"): "sim seasons",
        ("run", "--season", "2020"): "match model",
        (*RUN, "--matches", "many"): "--matches",
        (*RUN, "--matches", "1e6"): "whole number in digits",
        (*RUN, "--precision", "fine"): "expected a number",
        (*RUN, "--precision", "nan"): "above 0",
        (*RUN, "more"): "expected no more words, found more",
        (*RANK, "half.json", "list.json"): "- reads several, a document a line: cat A B | sim rank",
        (*RANK, "folder"): "event-00000.jsonl",
        (*COMPARE, "--plan", "other.toml", "--baseline", "third"): "one of x and y",
        (*RUN, "--matches", "0"): "from 1",
        (*RUN, "--matches", "-5"): "from 1",
        (*RUN, "--seed", "-1"): "from 0",
        (*RUN, "--engine", "fats"): "fast",
        (*RUN, "--jobs", "0"): "from 1",
        (*RUN, "--precision", "0"): "above 0",
        (*RUN, "--playbook", "colect all match"): "collect all match",
        (*RUN, "--plot", "picture.gif"): ".png",
        (*RUN, "--plot", "no/folder.png"): "folder",
        (*RUN, "--precision", "1", "--out", "run"): "--out",
        ("replay", "--match", "3"): "--season",
        ("replay", "nowhere", "--match", "3"): "folder",
        ("plot", "nowhere"): "folder",
        ("event", "--season", "2022", "--teams", "3"): "6",
        ("robot", "--season", "2022", "--out", "robot.toml"): "new file",
        ("score", "--season", "2022", "nowhere.json"): "readable",
        COMPARE: "two or more",
    },
    plans: {
        "nowhere.toml": "readable",
        "robot.toml": "order",
        "other_year.toml": "2022",
        "no_season.toml": "season",
        "seson.toml": "season",
        "not_toml.toml": "TOML",
        "empty.toml": "season",
        "noise.toml": "UTF",
        "late_utf16.toml": "TOML",
        "row.toml": "grip",
        "twice.toml": "once",
        "when.toml": "mean and spread",
        "far.toml": "there are grip, ",
        "late.toml": "150",
        "aftr.toml": "after",
    },
    robots: {
        "plan.toml": "robot",
        "seconds.toml": "number",
        "works.toml": "1",
        "zero.toml": "greater than or equal to 0.1",
        "can.toml": "climb_lo",
        "room.toml": "at most",
        "reach.toml": "less than 1",
        "alone.toml": 'rows = {"climb to LO" = 0.6}',
        "comma.toml": "5.5",
        "inner_comma.toml": "5.5",
        "again.toml": "there before",
        "table_again.toml": "there before",
        "bare.toml": "put names with blanks in quotes",
        "inner_bare.toml": "put names with blanks in quotes",
        "bare_text.toml": "put texts in quotes",
        "nan.toml": "expected a number, found nan",
        "inf.toml": "150",
        "latin.toml": "save it as UTF-8",
        "utf16.toml": "save it as UTF-8",
        "p101": "p1 to p99",
        "known.toml": "at most as many worked as tries",
        "known_alone.toml": "[seconds] too",
    },
    lambda name: ("robot", "--season", "2022", "--times", name): {
        "times_row.csv": "row 2: row: expected a row of robots or humans, found 'gripp'; did you mean grip?",
        "times_comma.csv": "5.2",
        "times_worked.csv": "row 2: worked: expected yes or no",
        "times_none.csv": "one try or more",
        "heads.csv": "expected a column row",
        "nowhere.csv": "readable",
    },
    lambda name: (*RUN, "--red", name): {
        "robot.toml": "line-up",
        "red.toml": "3",
        "draws.toml": "draw",
        "path.toml": "/",
        "missing.toml": "nobody.toml",
    },
    lambda name: (*RUN, "--population", name): {"people.toml": "pace", "shares.toml": "1"},
    lambda name: (*RUN, "--points", name): {
        "storag=1": "did you mean storage?",
        "storage=lots": "number",
        "storage=0.26": "multiple of 1/4",
        "storage": "NAME=VALUE",
        "points.toml": "did you mean storage?",
        "other_points.toml": "2022",
        "plan.toml": "points file",
    },
    lambda name: (*SWEEP, "--set", name): {
        "grip.aftr=1:2:1": "after",
        "grip.after=90": "FROM:TO:STEP",
        "grip.after=120:90:5": "FROM up to TO",
        "roomm=1:2:1": "room",
    },
    lambda name: ("score", "--season", "2022", name): {
        "half.json": "JSON",
        "list.json": "document",
        "empty.json": "document",
        "typo.json": "carbonPoints",
        "nan.json": "whole number",
        "zip.json": "UTF-8",
    },
    lambda name: (*VALIDATE, name): {
        "heads.csv": "red_score",
        "few.csv": "8",
        "letters.csv": "whole number",
        "same.csv": "another team",
        "commas.csv": "point",
        "half.json": "this is JSON",
    },
}
CASES = [(asked, cure) for asked, cure in WRONG[()].items()]
CASES += [(make(name), cure) for make, found in WRONG.items() if make for name, cure in found.items()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write all files that are wrong, and two that are right."""
    folder = tmp_path_factory.mktemp("wrong")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_there_are_sixty():
    """As many ways to be wrong are tried."""
    assert len(CASES) >= 60


@pytest.mark.parametrize(("asked", "cure"), CASES, ids=[" ".join(asked) for asked, _ in CASES])
def test_a_wrong_input_is_one_line(folder, asked, cure, monkeypatch, capsys):
    """It says one short line that names the cure, prints nothing else, ends with 2, and leaves no file behind."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["sim", *asked])
    monkeypatch.setattr("sim.cli.streams.forget", lambda: None)  # pytest's own stream stays open
    before = sorted(folder.iterdir())
    with pytest.raises(SystemExit) as ended:
        main()
    done = capsys.readouterr()
    assert (ended.value.code, done.out) == (2, "")
    assert done.err.startswith("sim: ")
    assert done.err.count("\n") == 1
    assert len(done.err) < 300
    assert cure in done.err
    assert sorted(folder.iterdir()) == before
