"""`sim event` on the real process: the table, the JSON document, saved documents that `sim rank` and `score` read."""

import json

import pytest
from played import plain
from reading import content, json_lines, json_of, said, words

from analysis.event.ranks import spread, standing
from sim import play_event

EVENT = ("event", "--season", "2022")
SMALL = (*EVENT, "--teams", "25", "--each", "5", "--seed", "4")
PLAN = "match,red1,red2,red3,blue1,blue2,blue3\n1,A,B,C,D,E,F\n2,B,D,F,A,C,E\n"
RANK, SCORE = (("rank", "--season", "2022"), ("score", "--season", "2022"))


@pytest.fixture(scope="module")
def event():
    """Play in Python what the commands play."""
    return play_event("2022", 25, 5, repeats=3, seed=4)


@pytest.fixture(scope="module")
def saved(sim, tmp_path_factory):
    """Save an event by the command; give its folder and what it printed as JSON."""
    folder = tmp_path_factory.mktemp("cli") / "event"
    done = sim(*SMALL, "--repeat", "3", "--out", folder, "--json")
    return folder, json_of(done)


def test_the_json_document(saved, event):
    """One document says what was played, and has the first repeat's table and the spread as in Python."""
    document = saved[1]
    known = {"season": "fgc_2022", "teams": 25, "each": 5, "matches": 21, "seed": 4, "repeat": 3}
    assert known.items() <= document.items()
    assert document["ranking"] == event.ranking(0)
    assert document["spread"] == plain(spread([standing(repeat) for repeat in event.repeats]))


def test_saved_documents_are_ranked_alike(here, saved, event):
    """`sim rank` gives of each repeat's file the very rows of the event's table."""
    for number in range(3):
        done = here(*RANK, saved[0] / f"event-{number:05}.jsonl", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert json_lines(done.stdout) == event.ranking(number)


def test_saved_documents_score_alike(here, saved):
    """`sim score` finds every recorded score of a saved event right."""
    done = here(*SCORE, saved[0] / "event-00001.jsonl", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [each["agrees"] for each in json_lines(done.stdout)] == [True] * 21


def test_the_table_is_that_of_sim_rank(here, saved):
    """The first twenty rows are printed as `sim rank` prints them, under the same head; then how many more."""
    done = here(*SMALL)
    assert (done.returncode, done.stderr, "\x1b" in done.stdout) == (0, "", False)
    lines, ranked = words(done.stdout), words(here(*RANK, saved[0] / "event-00000.jsonl").stdout)
    assert lines[0] == "2022 Carbon Capture: 25 teams, 5 matches each, seed 4"
    head = "fgc_2022: ranking of 25 teams after 21 matches"
    start, other = lines.index(head), ranked.index(head)
    assert lines[start : start + 24] == ranked[other : other + 24]
    assert lines[start + 23].startswith("20 ")
    assert "and 5 more: --all shows all teams" in lines
    whole = words(here(*SMALL, "--all").stdout)
    assert whole[start + 28].startswith("25 ")
    assert not any("more" in line for line in whole)
    assert lines[-1].startswith("Match model: grade C, fitted to a published ranking table")


def test_the_table_of_repeats(here, saved):
    """With repeats the scores by rank follow, each with its error, and how talent shows in the ranks."""
    lines = words(here(*SMALL, "--repeat", "3").stdout)
    assert lines[0].endswith("seed 4, 3 repeats")
    at = lines.index("rank mean rankingScore spread between repeats (sd)")
    rows = [line.split() for line in lines[at + 2 : at + 9]]
    found = saved[1]["spread"]["score_by_rank"]
    assert [int(row[0]) for row in rows] == [each["rank"] for each in found]
    assert [float(row[1]) for row in rows] == pytest.approx([each["mean"] for each in found], abs=1)
    assert all(row.count("±") == 2 for row in rows)
    assert any(line.startswith("The most talented team ends first in ") for line in lines)
    assert any(line.startswith("Rank correlation of talent and rank: ") for line in lines)


def test_a_small_event_is_printed_whole(here):
    """Nothing is left out of the table of twenty teams or fewer."""
    lines = words(here(*EVENT, "--teams", "7", "--each", "2").stdout)
    assert "fgc_2022: ranking of 7 teams after 3 matches" in lines
    assert not any("more" in line for line in lines)


def test_an_event_is_as_large_as_it_was(here):
    """Without numbers the event has the real one's teams and matches each, once, with seed 1: nothing is spread."""
    document = json_of(here(*EVENT, "--json"))
    assert (document["teams"], document["each"], document["matches"], document["repeat"]) == (162, 12, 324, 1)
    assert document["ranking"] == play_event("2022", seed=1).ranking()
    assert document["spread"] is None


def test_an_event_by_a_schedule_of_a_file(here, tmp_path):
    """The teams of a schedule play its matches, and stand in the table by their names."""
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    document = json_of(here(*EVENT, "--schedule", tmp_path / "plan.csv", "--json"))
    assert (document["teams"], document["each"], document["matches"]) == (6, 2, 2)
    assert sorted(row["teamKey"] for row in document["ranking"]) == list("ABCDEF")
    odd = PLAN + "3,A,B,C,G,H,I\n"
    (tmp_path / "odd.csv").write_text(odd, encoding="utf-8")
    done = here(*EVENT, "--schedule", tmp_path / "odd.csv", "--json")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "6 of 9 teams have another number of matches than 1: A 3" in done.stderr


def test_an_event_of_teams_of_a_file(here, tmp_path):
    """The teams of a list play the event that as many teams without names would play."""
    (tmp_path / "teams.txt").write_text("A\nB\nC\nD\nE\nG\n", encoding="utf-8")
    named, plain = (
        json_of(here(*EVENT, "--teams", of, "--each", "3", "--json")) for of in (tmp_path / "teams.txt", 6)
    )
    for row, other in zip(named["ranking"], plain["ranking"], strict=True):
        assert row == {**other, "teamKey": "ABCDEG"[int(other["teamKey"][1:]) - 1]}


@pytest.mark.slow
def test_nothing_depends_on_the_jobs(sim, tmp_path):
    """However many repeats are played at once, what is printed and every saved byte are the same."""
    folders = {jobs: tmp_path / jobs for jobs in ("1", "2", "3")}
    args = (*SMALL, "--repeat", "4", "--json")
    printed = {said(sim(*args, "--jobs", jobs, "--out", folder)) for jobs, folder in folders.items()}
    assert len(printed) == 1
    one, two, three = (content(folder) for folder in folders.values())
    assert one == two == three
    assert len([name for name in one if not name.endswith(".sum")]) == 9


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("event", "--season", "2021"), ("2021: ", "match model", "2022")),
        ((*EVENT, "--teams", "5"), ("teams: ", "6 to 1,000", "5")),
        ((*EVENT, "--each", "0"), ("each: ", "1 to ", "0")),
        ((*EVENT, "--each", "6:14"), ("--each: ", "FROM:TO:STEP", "6:14")),
        ((*EVENT, "--each", "14:6:2"), ("--each: ", "FROM:TO:STEP", "14:6:2")),
        ((*EVENT, "--each", "1:999:1"), ("--each: ", "at most 100", "999")),
        ((*EVENT, "--each", "6:8:2", "--playoffs"), ("--playoffs: ", "--each 12")),
        ((*EVENT, "--teams", "31", "--playoffs"), ("playoffs: ", "at least 32 teams", "31")),
        (("event", "--season", "2017", "--playoffs"), ("--playoffs: ", "fgc_2017")),
        ((*EVENT, "--sits", "rotate"), ("--sits: ", "--playoffs")),
        ((*EVENT, "--playoffs", "--sits", "rotat"), ("--sits: ", "drawn, rotate, weakest", "did you mean rotate?")),
        ((*EVENT, "--repeat", "65537"), ("repeat: ", "65,536", "65537")),
        ((*EVENT, "--seed", "-1"), ("seed: ", "-1")),
        ((*EVENT, "--teams", "many"), ("many: ", "readable file")),
        ((*EVENT, "--schedule", "@/nowhere.csv"), ("nowhere.csv: ", "readable file")),
        ((*EVENT, "--schedule", "@/plan.csv", "--each", "2"), ("--each: ", "--schedule")),
        ((*EVENT, "--schedule", "@/plan.csv", "--teams", "6"), ("--teams: ", "list of teams", "found 6")),
        ((*EVENT, "--schedule", "@/plan.csv", "--teams", "@/teams.txt"), ("plan.csv: row 2: blue3: ", "found 'F'")),
        ((*EVENT, "--schedule", "@/plan.csv", "--teams", "@/more.txt"), ("plan.csv: teams: ", "found G")),
        ((*SMALL, "--out", "@/file"), ("/file: ",)),
        ((*SMALL, "--out", "@/other"), ("/other: ", "notes.txt")),
        ((*EVENT, "--teams", "5", "--out", "@/new"), ("teams: ",)),
    ],
)
def test_bad_commands_give_one_line(here, tmp_path, args, expected):
    """What cannot be done ends with 2 and one line that says where and why; nothing is printed or written."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    (tmp_path / "teams.txt").write_text("A\nB\nC\nD\nE\nG\n", encoding="utf-8")
    (tmp_path / "more.txt").write_text("A\nB\nC\nD\nE\nF\nG\n", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = here(*(str(arg).replace("@", str(tmp_path)) for arg in args))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sim: ")
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)
    for each in expected:
        assert each in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_another_event_s_folder_is_refused(here, saved):
    """A folder that holds an event with another number of repeats is refused in one line, and stays as it is."""
    before = {path.name: path.read_bytes() for path in saved[0].iterdir()}
    done = here(*SMALL, "--repeat", "2", "--out", saved[0])
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "event.json" in done.stderr
    assert {path.name: path.read_bytes() for path in saved[0].iterdir()} == before


PLAYOFFS = (*EVENT, "--teams", "40", "--each", "4", "--repeat", "3", "--playoffs", "--sits", "rotate")


@pytest.fixture(scope="module")
def played_off(sim, tmp_path_factory):
    """Save an event with playoffs by the command; give its folder and what it printed as JSON."""
    folder = tmp_path_factory.mktemp("cli") / "playoffs"
    return folder, json_of(sim(*PLAYOFFS, "--out", folder, "--json"))


def test_playoffs_stand_in_the_document(played_off):
    """The document has the alliances of the first repeat, figures over repeats with their errors, and chances."""
    found = played_off[1]["playoffs"]
    assert [each["seed"] for each in found["alliances"]] == list(range(1, 9))
    assert sorted(filter(None, (each["medal"] for each in found["alliances"]))) == ["bronze", "gold", "silver"]
    assert [each["ranks"][:3] for each in found["alliances"]] == [[k, 8 + k, 25 - k] for k in range(1, 9)]
    assert all(each["ranks"][3] > 24 for each in found["alliances"])
    for name in ("over_ranking_phase", "correlation", "sums", "sums_sd"):
        assert all(found[name][key] is not None for key in ("mean", "mean_error", "sd", "sd_error"))
    assert sum(each["gold"]["mean"] for each in found["by_seed"]) == pytest.approx(1)
    assert found["other_rule"]["sits"] == "rotate"
    parts = found["parts"]
    whole = sum(parts[name]["mean"] for name in ("members", "growth", "rest"))
    assert whole == pytest.approx(100 * (found["over_ranking_phase"]["mean"] - 1))


def test_medals_by_talent_add_up(played_off):
    """Four teams of 40 win gold in every event, whatever groups they are counted in."""
    for group, sizes in (("by_talent", [4] * 10), ("by_rank", [1, 7, 8, 8, 8])):
        for chance, teams in (("gold", 4), ("medal", 12), ("by_rank", 24), ("takes_part", 32)):
            shares = [each[chance]["mean"] for each in played_off[1]["playoffs"][group]]
            assert sum(size * share for size, share in zip(sizes, shares, strict=True)) == pytest.approx(teams)


@pytest.mark.parametrize(("tournament", "name"), [("t3", "playoffs"), ("t4", "finals")])
def test_saved_playoffs_are_ranked_and_audited(here, played_off, tournament, name):
    """`sim rank --playoff` has each alliance's sum for its teams; `audit` and `score` find nothing wrong.

    A team with a white card has less than its alliance, so the most of the four is compared.
    """
    file = played_off[0] / f"event-00000-{tournament}.jsonl"
    table = json_lines(said(here(*RANK, "--playoff", file, "--json")))
    of_team = {row["teamKey"]: row["totalScore"] for row in table}
    playing = [each for each in played_off[1]["playoffs"]["alliances"] if name in each["sum"]]
    assert len(table) == 4 * len(playing) == {"t3": 32, "t4": 12}[tournament]
    for each in playing:
        assert max(of_team[team] for team in each["teams"]) == each["sum"][name]
    assert "nothing differs" in said(here("audit", "--season", "2022", "--playoff", file))
    assert all(each["agrees"] for each in json_lines(said(here(*SCORE, "--playoff", file, "--json"))))


def test_the_ranking_is_the_same_without_playoffs(here, played_off):
    """What is asked for beside it changes no row of the ranking table, which is saved as well."""
    without = json_of(here(*PLAYOFFS[:-3], "--json"))
    assert without["ranking"] == played_off[1]["ranking"]
    assert without["playoffs"] is None
    assert json.loads((played_off[0] / "event-00000-ranking.json").read_text(encoding="utf-8")) == without["ranking"]


def test_playoffs_are_printed_for_people(here):
    """The alliances stand first, then chances, then what another rule changes."""
    lines = words(here(*PLAYOFFS).stdout)
    titles = ["Playoffs of the first repeat", "Chances of each alliance", "Chances of one team, by its rank"]
    places = [lines.index(title) for title in titles]
    assert places == sorted(places)
    assert sum(line.endswith(("gold", "silver", "bronze")) for line in lines) == 3
    assert any(line.startswith("Another rule, with the same luck: all four sit out in turn") for line in lines)


def test_one_event_s_playoffs_have_no_chances(here):
    """Once is not enough to say how likely anything is."""
    lines = words(here(*EVENT, "--teams", "40", "--each", "4", "--playoffs").stdout)
    assert "Playoffs of the first repeat" in lines
    assert not any(line.startswith("Chances") for line in lines)


def test_numbers_of_matches_are_compared(here):
    """Each number of matches has its line; the JSON document has the same shares."""
    args = (*EVENT, "--teams", "30", "--each", "3:7:2", "--repeat", "3")
    found = json_of(here(*args, "--json"))
    assert [each["each"] for each in found["each"]] == [3, 5, 7]
    assert [each["matches"] for each in found["each"]] == [15, 25, 35]
    assert all(0 < each["best_in_top"]["mean"] <= 1 for each in found["each"])
    lines = words(here(*args).stdout)
    rows = [line.split()[:2] for line in lines if line[:1].isdigit() and "±" in line]
    assert rows == [["3", "15"], ["5", "25"], ["7", "35"]]
