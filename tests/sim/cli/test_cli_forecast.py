"""`sim forecast`: its document, its tables, its files, and twenty inputs that are wrong."""

import json

import pytest
from reading import figures_of, json_of

from rules.documents import written
from sim import play_event
from sim.table.game import playable

FORECAST = ("forecast", "--season", "2019")
QUICK = ("--hindsight", "--repeats", "40")
HEAD = "match,red1,red2,red3,blue1,blue2,blue3,red_score,blue_score"
ROWS = f"{HEAD}\n1,A,B,C,D,E,F,10,20\n2,G,H,I,A,B,C,5,5\n3,D,E,F,G,H,I,,\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the files of an event of which half was played, and of others that are wrong."""
    folder = tmp_path_factory.mktemp("forecast")
    event = play_event("2019", 36, 6, seed=5)
    rules = playable("2019").rules
    documents = [{"id": place, **each} for place, each in enumerate(written(event.documents(), rules), start=1)]
    (folder / "played.json").write_text(json.dumps(documents[:18]), encoding="utf-8")
    rows = [HEAD]
    for place, (teams, scores) in enumerate(
        zip(event.repeats[0].schedule.team.tolist(), event.repeats[0].matches.scores.tolist(), strict=True), start=1
    ):
        rows.append(",".join(map(str, (place, *(f"T{team + 1:03}" for team in teams), *scores))))
    texts = {
        "plan.csv": "\n".join(rows) + "\n",
        "played.csv": "\n".join(rows[:19]) + "\n",
        "small.csv": ROWS,
        "plan_other.csv": "match,red1,red2,red3,blue1,blue2,blue3\n1,A,B,X,D,E,F\n2,G,H,I,A,B,C\n3,D,E,F,G,H,I\n",
        "plan_short.csv": "match,red1,red2,red3,blue1,blue2,blue3\n1,A,B,C,D,E,F\n3,D,E,F,G,H,I\n",
        "no_team.csv": ROWS.replace("red3", "rd3"),
        "twice.csv": ROWS.replace("2,G,H,I,A", "2,G,H,I,G"),
        "again.csv": ROWS.replace("\n2,", "\n1,"),
        "half.csv": ROWS.replace(",5,5", ",5,"),
        "word.csv": ROWS.replace(",5,5", ",five,5"),
        "below.csv": ROWS.replace(",5,5", ",-5,5"),
        "empty.csv": f"{HEAD}\n",
        "noise.json": "[{",
        "teams.txt": "A\nB\nC\nD\nE\nF\nG\nH\n",
        "history.csv": "team,rank\nT001,1\nT002,2\n",
        "ranks.csv": "team,rank\nT001,first\n",
        "no_rank.csv": "team,place\nT001,1\n",
        "others.csv": "team,rank\nX,1\nY,2\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def there(files, monkeypatch):
    """Be where the files are."""
    monkeypatch.chdir(files)
    return files


def test_the_document(here):
    """It says what was played, every team, and every match to come; chances of a place add up to the places."""
    done = here(*FORECAST, "played.csv", "--schedule", "plan.csv", *QUICK, "--json")
    found = json_of(done)
    assert (found["season"], found["played"], found["to_come"], found["hindsight"]) == ("fgc_2019", 18, 18, True)
    assert len(found["teams"]) == 36
    assert [each["match"] for each in found["matches"]] == list(range(19, 37))
    for top in ("1", "8", "24"):
        assert sum(each["chances"][top] for each in found["teams"]) == pytest.approx(int(top))
    assert sum(each["medals"]["gold"] for each in found["teams"]) == pytest.approx(4)
    for each in found["matches"]:
        assert each["red_wins"] + each["blue_wins"] + each["tie"] == pytest.approx(1)
    assert found["so_far"]["matches"] == 18
    assert [each["played"] for each in found["course"]] == [0, 3, 6, 9, 12, 15, 18]


def test_documents_tell_what_tables_tell(here):
    """The service's documents of the same matches give the same forecast."""
    one, other = (
        figures_of(here(*FORECAST, name, "--schedule", "plan.csv", *QUICK, "--json"))
        for name in ("played.csv", "played.json")
    )
    assert one == other


def test_jobs_change_nothing(here):
    """The same seed gives the same bytes however many work at once; another seed does not."""
    asked = (*FORECAST, "played.csv", "--schedule", "plan.csv", *QUICK, "--json")
    one, two, three = (here(*asked, *more).stdout for more in (("--jobs", "1"), ("--jobs", "2"), ("--seed", "2")))
    assert one == two != three


def test_a_pin_counts_as_played_but_not_as_foretold(here):
    """A result that is taken as played moves ranks, and no forecast is judged by it."""
    found = json_of(here(*FORECAST, "played.csv", "--schedule", "plan.csv", *QUICK, "--pin", "M20=999:0", "--json"))
    assert (found["played"], found["to_come"], found["pinned"], found["so_far"]["matches"]) == (19, 17, [20], 18)


def test_people_read_the_answer_first(there, here):
    """Who will win stands first, then how forecasts fared; the files hold the same tables."""
    done = here(
        *FORECAST,
        "played.csv",
        "--schedule",
        "plan.csv",
        *QUICK,
        "--out",
        "found",
        "--match",
        "T001,T002,T003:T004,T005,T006",
    )
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "will most likely end first" in lines[2]
    assert lines[3].startswith("So far it called")
    assert "With hindsight" in lines[-1]
    names = sorted(each.name for each in (there / "found").iterdir())
    assert names == ["forecast.json", "matches.csv", "teams.csv"]
    assert len((there / "found" / "teams.csv").read_text(encoding="utf-8").splitlines()) == 37


SCHEDULE = ("played.csv", "--schedule", "plan.csv")
WRONG = {
    "no file": (("nobody.csv",), "nobody.csv"),
    "a folder": ((".",), "found a folder"),
    "a column is missing": (("no_team.csv",), "red3"),
    "a team twice": (("twice.csv",), "row 3"),
    "a match twice": (("again.csv",), "every match once"),
    "half a score": (("half.csv",), "blue_score"),
    "a word for a score": (("word.csv",), "red_score"),
    "a score below zero": (("below.csv",), "red_score"),
    "no match": (("empty.csv",), "at least one match"),
    "half a document": (("noise.json",), "noise.json"),
    "a team that is not listed": (("small.csv", "--teams", "teams.txt"), "'I'"),
    "other teams in a schedule": (("small.csv", "--schedule", "plan_other.csv"), "match 1"),
    "a match the schedule has not": (("small.csv", "--schedule", "plan_short.csv"), "no match 2"),
    "a pin without scores": (("small.csv", "--pin", "M3"), "M57=120:80"),
    "a pin of a match that was played": (("small.csv", "--pin", "M1=1:2"), "was played"),
    "a pin of no match": (("small.csv", "--pin", "M9=1:2"), "match of the schedule"),
    "a pin twice": (("small.csv", "--pin", "M3=1:2", "--pin", "M3=1:2"), "once"),
    "a match-up of five": (("small.csv", "--match", "A,B,C:D,E"), "three teams"),
    "a match-up with a stranger": (("small.csv", "--match", "A,B,C:D,E,X"), "'X'"),
    "a match-up with itself": (("small.csv", "--match", "A,B,C:D,E,A"), "six different"),
    "ranks that are words": ((*SCHEDULE, "--history", "ranks.csv"), "rank"),
    "ranks without a column": ((*SCHEDULE, "--history", "no_rank.csv"), "column rank"),
    "ranks of others": ((*SCHEDULE, "--history", "others.csv"), "none of them"),
    "no repeats": (("small.csv", "--repeats", "0"), "--repeats"),
    "a picture of no kind": (("small.csv", "--plot", "x.gif"), "x.gif"),
    "a folder that is there": (("small.csv", "--out", "."), "new folder"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_inputs_get_one_line(there, here, case):
    """One line on stderr, under 300 letters, that names what is wrong; exit 2 and nothing printed."""
    args, expected = WRONG[case]
    before = sorted(there.iterdir())
    done = here(*FORECAST, *args)
    lines = [line for line in done.stderr.splitlines() if "no match to come" not in line]
    assert (done.returncode, done.stdout) == (2, "")
    assert len(lines) == 1
    assert len(lines[0]) < 300
    assert expected in lines[0]
    assert sorted(there.iterdir()) == before
