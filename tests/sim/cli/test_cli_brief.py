"""`sim brief`: its document, what people read, its page, and inputs that are wrong."""

import pytest
from reading import figures_of, words
from running_events import SMALL, rows_of, table

BRIEF = ("brief", "--season", "2019")
QUICK = ("--hindsight", "--repeats", "200", "--matches", "100")
PLAYED = 18


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write an event of which half was played, what scouts saw, a robot, and files that are wrong."""
    folder = tmp_path_factory.mktemp("brief")
    rows = rows_of("2019", 36, 6)
    texts = {
        "event.csv": table(rows, PLAYED),
        "played.csv": table(rows[:PLAYED]),
        "whole.csv": table(rows),
        "plan.csv": table(rows, 0),
        "small.csv": SMALL,
        "notes.csv": "team,ability,seen\nT001,collect,yes\nT002,raise,no\nT003,raise,yes\n",
        "robot.toml": 'season = "2019"\nname = "ours"\n',
        "typo.csv": "team,ability,seen\nA,colect,yes\n",
        "maybe.csv": "team,ability,seen\nA,collect,maybe\n",
        "stranger.csv": "team,ability,seen\nZ,collect,yes\n",
        "no_seen.csv": "team,ability\nA,collect\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def there(files, monkeypatch):
    """Be where the files are."""
    monkeypatch.chdir(files)
    return files


@pytest.fixture(scope="module")
def asked():
    """Give a question that is asked in two ways: two plans of one team."""
    return ("--team", "T001", "--plan", "low level at once", "--plan", "middle level", *QUICK)


@pytest.fixture
def document(here, asked):
    """Give the document of a team's next match, worked out by one worker."""
    return here(*BRIEF, "event.csv", *asked, "--jobs", "1", "--json")


def test_the_document(here, asked, document):
    """It says which match, the six teams by station, the chances, the plans and what to agree on.

    As many as like may work on it, and the schedule may come from a file of its own: the figures are the same.
    """
    found = figures_of(document)
    assert {"season": "fgc_2019", "team": "T001", "played": PLAYED, "looked_back": False}.items() <= found.items()
    assert [each["where"] for each in found["teams"]] == ["red1", "red2", "red3", "blue1", "blue2", "blue3"]
    assert sorted(each["role"] for each in found["teams"]) == ["opponent"] * 3 + ["partner"] * 2 + ["us"]
    assert sum(found["chances"][each] for each in ("wins", "ties", "loses")) == pytest.approx(1)
    low, high = (found["chances"]["ours"][each] for each in ("low", "high"))
    assert low < found["chances"]["ours"]["mean"] < high
    assert [each["name"] for each in found["plans"]["plans"]] == ["low level at once", "middle level"]
    assert found["best"] in ("low level at once", "middle level")
    assert all(set(each) >= {"teams", "plan", "gain", "theirs", "told"} for each in found["agreements"])
    other = here(*BRIEF, "played.csv", "--schedule", "plan.csv", *asked, "--jobs", "2", "--json")
    assert figures_of(other) == found


def test_people_read_the_answer_first(here, there, asked):
    """The match, the chances, the plans, the agreements; then the page is there, with the same sentences."""
    done = here(*BRIEF, "event.csv", *asked, "--seen", "notes.csv", "--robot", "robot.toml", "--out", "brief.html")
    assert done.returncode == 0
    lines = words(done.stdout)
    assert lines[0].startswith("Match ")
    assert lines[1].startswith("With ")
    assert lines[2].startswith("We win in ")
    assert lines[3].startswith("Our score: about ")
    assert "To agree on:" in lines
    assert "what it says of T001 is not used: --robot says what it can do" in done.stderr
    assert "the page is written to brief.html" in done.stderr
    page = (there / "brief.html").read_text(encoding="utf-8")
    for line in lines[:4]:
        assert line in page
    assert here(*BRIEF, "event.csv", *asked, "--out", "brief.html").returncode == 2


def test_a_match_that_was_played_is_looked_at_from_before(here, asked):
    """It is made from the matches before it alone, and that is said."""
    theirs = next(row.partition(",")[0] for row in rows_of("2019", 36, 6) if ",T001," in row)
    told = here(*BRIEF, "whole.csv", *asked, "--match", theirs).stdout
    assert f"Made from the {int(theirs) - 1} match" in told
    assert "It was played already: its result, and all after it, is not used." in told


WRONG = {
    "no team of the event": (("small.csv", "--team", "a"), "--team: expected a team of the event, found 'a'"),
    "no match to come": (("small.csv", "--team", "A"), "--team: expected a match of A to come"),
    "another's match": (("small.csv", "--team", "D", "--match", "2"), "--match: expected a match of D, 1 and 3"),
    "no match at all": (("small.csv", "--team", "D", "--match", "nxt"), "--match: expected 'next' or a match"),
    "an ability misspelt": (("small.csv", "--team", "D", "--seen", "typo.csv"), "typo.csv: row 2: ability: "),
    "neither yes nor no": (
        ("small.csv", "--team", "D", "--seen", "maybe.csv"),
        "maybe.csv: row 2: seen: expected yes",
    ),
    "a team that is none": (("small.csv", "--team", "D", "--seen", "stranger.csv"), "stranger.csv: row 2: team: "),
    "no answers": (("small.csv", "--team", "D", "--seen", "no_seen.csv"), "expected a column seen"),
    "no notes": (("small.csv", "--team", "D", "--seen", "nobody.csv"), "nobody.csv: expected a readable file"),
    "no robot": (("small.csv", "--team", "D", "--robot", "me"), "--robot: expected a robot file"),
    "no plan": (("small.csv", "--team", "D", "--plan", "fly"), "--plan: expected a playbook"),
    "a page of no kind": (
        ("small.csv", "--team", "D", "--out", "x.pdf"),
        "x.pdf: expected a name that ends in .html",
    ),
    "no folder": (("small.csv", "--team", "D", "--out", "no/x.html"), "expected a file in a folder"),
    "too few matches": (
        ("small.csv", "--team", "D", "--matches", "5"),
        "--matches: expected a whole number from 100",
    ),
    "too few repeats": (
        ("small.csv", "--team", "D", "--repeats", "5"),
        "--repeats: expected a whole number from 100",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_inputs_get_one_line(here, there, case):
    """One line on stderr, under 300 letters, that names what is wrong; exit 2 and nothing printed or written."""
    args, expected = WRONG[case]
    before = sorted(there.iterdir())
    done = here(*BRIEF, *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 300
    assert expected in done.stderr
    assert sorted(there.iterdir()) == before
