"""`sim run`, `plot`, `replay` and `rules` on the real process: what goes where, and with which exit."""

import json
import shutil

import pytest
from pictures import assert_drawn
from played import summary_of_run
from reading import ANSI, figures_of, json_of, lines_of

from rules.errors import FgcError
from sim import load, simulate
from sim.table.game import playbooks_by
from sim.table.language import seed

RUN = ("run", "--season", "2022")
SMALL = (*RUN, "--matches", "12", "--seed", "4")
MODEL = seed("fgc_2022")
NAMES = [playbook.name for playbook in playbooks_by(MODEL, "robot")]
PLAN = """season = "2022"
name = "leave early"
order = ["climb to LO", "grip", "store", "leave store", "collect near", "collect far", "drive to store"]
[set]
grip.after = [60, 5]
"""
PLANS = {
    "good": PLAN,
    "malformed": "season = [[[",
    "misspelt": PLAN.replace("order =", "ordr ="),
    "setting": PLAN.replace("grip.after", "grip.aftr"),
    "row": PLAN.replace('"grip"', '"gripp"'),
    "set_row": PLAN.replace("grip.after", "gripp.after"),
    "field_row": PLAN.replace('"grip"', '"release"'),
    "twice": PLAN.replace('"grip"', '"store"'),
    "other_season": PLAN.replace('"2022"', '"2023"'),
    "empty_order": PLAN.partition("order")[0] + "order = []\n",
    "too_late": PLAN.replace("60,", "150.5,"),
    "too_early": PLAN.replace("60,", "-1,"),
    "not_a_number": PLAN.replace("60,", "nan,"),
    "no_spread": PLAN.replace("[60, 5]", "60"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make a folder with plans, a saved run, one that is unfinished, and what is in the way of runs."""
    folder = tmp_path_factory.mktemp("world")
    for name, text in PLANS.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "folder.toml").mkdir()
    (folder / "folder.png").mkdir()
    (folder / "file").write_text("mine", encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    simulate("fgc_2022", 12, 4, out=folder / "run")
    shutil.copytree(folder / "run", folder / "unfinished")
    (folder / "unfinished" / "run.json").rename(folder / "unfinished" / "unfinished.json")
    return folder


@pytest.fixture(scope="module")
def table(sim):
    """Give what `sim run` prints for people, with single spaces."""
    return lines_of(sim(*SMALL))


@pytest.fixture(scope="module")
def summary(sim):
    """Give what `sim run --json` prints: one document on one line, and nothing else anywhere."""
    return json_of(sim(*SMALL, "--json"))


def everything(folder):
    """Give the bytes of every file of a folder, by name, and its empty folders."""
    return {str(p.relative_to(folder)): p.is_file() and p.read_bytes() for p in folder.rglob("*")}


def test_the_table_says_what_was_played(table):
    """Season, matches, seed and every playbook with its share stand before the numbers."""
    assert table[0] == "2022 Carbon Capture: 12 matches, seed 4"
    for playbook in playbooks_by(MODEL, "robot"):
        assert f"{playbook.name} {playbook.share:.0%}" in table[2]


def test_the_table_has_the_scores(table, summary):
    """Mean with error, sd, and the quantiles from the lowest to the highest, as in the JSON document."""
    heads = "side mean sd lowest 5 % 25 % median 75 % 95 % highest"
    side, *row = table[table.index(heads) + 2].split()
    assert side == "both"
    score = summary["alliance_score"]
    assert [float(row[0]), float(row[2])] == pytest.approx([score["mean"], score["mean_error"]], rel=0.05)
    assert row[1] == "±"
    assert row[4:] == [str(score[name]) for name in ("min", "p05", "p25", "p50", "p75", "p95", "max")]


def test_the_table_has_breakdown_end_states_fouls_and_grade(table, summary):
    """Every part has a row, every state its share; fouls, the grade of the model and what it means stand below."""
    firsts = [line.split()[0] for line in table if line]
    assert [first for first in firsts if first in summary["breakdown"]][: len(summary["breakdown"])] == list(
        summary["breakdown"]
    )
    for name, states in summary["end_states"].items():
        (line,) = [line for line in table if line.startswith(f"{name} {next(iter(states))} ")]
        assert all(f"{state} " in line for state in states)
    assert any(line.startswith("Fouls an alliance: ") and line.endswith(" major.") for line in table)
    last = [line for line in table if line][-1]
    assert last.startswith("Match model: grade C, fitted to a published ranking table")


def test_the_json_document(summary):
    """The JSON document has the promised keys, and says which run it is of."""
    known = {"season": "fgc_2022", "matches": 12, "seed": 4, "engine": "fast", "playbook": None}
    assert known.items() <= summary.items()
    score = {"n", "mean", "mean_error", "sd", "min", "p05", "p25", "p50", "p75", "p95", "max"}
    assert set(summary["alliance_score"]) >= score
    assert set(summary["results"]) >= {"red_wins", "blue_wins", "ties"}
    assert set(summary) >= {"version", "correlation", "margin", "breakdown"}


def test_the_same_command_prints_the_same(sim, summary):
    """A second process prints the same document."""
    assert json.loads(sim(*SMALL, "--json").stdout) == summary


def test_the_seed_is_one_unless_it_is_said(here):
    """Without `--seed` the run is that of seed 1."""
    assert figures_of(here(*RUN, "--matches", "3", "--json")) == summary_of_run("fgc_2022", 3, seed=1)


def test_another_seed_prints_other_scores(here, summary):
    """The seed is not ignored."""
    other = json.loads(here(*SMALL[:-1], "5", "--json").stdout)
    assert other["alliance_score"] != summary["alliance_score"]


def test_a_playbook_by_name(here, summary):
    """`--playbook NAME` lets every robot play it, as in Python, and ends in other scores than the mix."""
    done = figures_of(here(*SMALL, "--playbook", NAMES[-1], "--json"))
    assert done == summary_of_run("fgc_2022", 12, seed=4, playbook=NAMES[-1])
    assert done["playbook"] == NAMES[-1]
    assert done["alliance_score"] != summary["alliance_score"]


def test_a_plan_file(here, world, summary):
    """A plan file is played by every robot, under its own name, and ends in other scores."""
    done = json.loads(here(*SMALL, "--playbook", world / "good.toml", "--json").stdout)
    assert done["playbook"] == "leave early"
    assert done["end_states"]["storage"]["HI"]["mean"] == 0
    assert done["alliance_score"] != summary["alliance_score"]


def test_a_plan_file_is_a_playbook(tmp_path):
    """The same orders and decisions give the same matches, named as a playbook or written as a plan."""
    name = NAMES[0]
    playbook = next(each for each in MODEL.playbook if each.name == name)
    decisions = "".join(f'"{row}".after = {list(each.after)}\n' for row, each in playbook.set.items())
    plan = f'season = "fgc_2022"\nname = "mine"\norder = {json.dumps(playbook.order)}\n[set]\n{decisions}'
    (tmp_path / "mine.toml").write_text(plan, encoding="utf-8")
    by_name, by_file = (simulate("2022", 20, 1, choice) for choice in (name, str(tmp_path / "mine.toml")))
    assert by_name.frame().equals(by_file.frame())


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture_is_drawn(here, tmp_path, suffix):
    """`--plot` writes the picture, and the table below its head says where, and what was played."""
    file = tmp_path / f"scores.{suffix}"
    done = here(*RUN, "--matches", "5", "--playbook", NAMES[0], "--plot", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[2] == f"every robot plays: {NAMES[0]}"
    assert str(file) in done.stdout.splitlines()[-1]
    assert_drawn(file)
    assert list(tmp_path.iterdir()) == [file]


def test_a_saved_run_is_drawn_again(here, world, tmp_path):
    """`sim plot DIR` draws the very picture of the run, by default into its folder, which stays the run's."""
    shutil.copytree(world / "run", tmp_path / "run")
    done = here("plot", tmp_path / "run")
    assert (done.returncode, done.stderr) == (0, "")
    again = here(*SMALL, "--out", tmp_path / "run", "--plot", tmp_path / "a.png", "--json")
    assert again.stdout.count("\n") == 1
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "run" / "scores.png").read_bytes()


def test_a_run_is_saved(sim, world, tmp_path, summary):
    """`--out` saves the run, with the bytes that Python saves, and prints the same summary."""
    done = sim(*SMALL, "--out", tmp_path / "run", "--json")
    assert json.loads(done.stdout) == summary
    assert everything(tmp_path / "run") == everything(world / "run")


def test_a_replay_tells_the_match_of_the_run(here, world):
    """By season or by folder the story is the same, and it ends with the scores of that match of the run."""
    folder = here("replay", world / "run", "--match", "11")
    season = here("replay", "--season", "2022", "--seed", "4", "--match", "11")
    assert (folder.returncode, folder.stderr, ANSI in folder.stdout) == (0, "", False)
    assert folder.stdout == season.stdout
    (total,) = [line.split() for line in folder.stdout.splitlines() if line.lstrip().startswith("total ")]
    assert [int(score.replace(",", "")) for score in total[1:3]] == load(world / "run").scores[11].tolist()


def test_rules_list_every_action_and_playbook(here):
    """`sim rules` shows the match model: each place, each action with what it moves, each playbook with its order."""
    done = here("rules", "2022")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for row in (*MODEL.place, *MODEL.action):
        assert any(line.startswith(f"{row.name} ") and row.doc in line for line in lines), row.name
    for playbook in MODEL.playbook:
        assert any(line.startswith(f"- {playbook.name} ({playbook.by}, {playbook.share:.0%}") for line in lines)
        assert f"order: {' > '.join(playbook.order)}" in lines


@pytest.mark.parametrize("name", sorted(set(PLANS) - {"good"}))
def test_plans_that_cannot_be_played_are_refused(world, name):
    """A plan that says what cannot be is one error in one line that names the file, also where Python runs it."""
    with pytest.raises(FgcError, match=rf"\A[^\n]*/{name}\.toml: [^\n]*\Z"):
        simulate("fgc_2022", 1, playbook=str(world / f"{name}.toml"))


def bad(*args, expected, called):
    """Make a case of a command that cannot be done; `@` stands for the folder with the plans and runs."""
    return pytest.param(args, expected, id=called)


def bad_plan(name, *expected):
    """Make a case of a plan file that cannot be played."""
    return bad(*RUN, "--playbook", f"@/{name}.toml", expected=(f"/{name}.toml: ", *expected), called=f"plan {name}")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        *[bad(*RUN, "--matches", n, expected=("matches", n), called=n) for n in ("0", "-5", "4294967296")],
        bad(*RUN, "--matches", "abc", expected=("--matches",), called="abc matches"),
        *[bad(*RUN, "--seed", n, expected=("seed", n), called=f"seed {n}") for n in ("-1", "4294967296")],
        *[
            bad("run", "--season", y, expected=(f"{y}: ", "2022"), called=f"season {y}")
            for y in ("2021", "2020", "1999")
        ],
        bad(*RUN, "--playbook", "colect all match", expected=("collect all match",), called="unknown playbook"),
        bad_plan("missing", "No such file"),
        bad_plan("folder", "Is a directory"),
        bad_plan("malformed", "TOML"),
        bad_plan("misspelt", "ordr", "did you mean order?"),
        bad_plan("row", "gripp", "did you mean grip?"),
        bad_plan("other_season", "season", "2022", "2023"),
        bad_plan("empty_order", "order"),
        bad_plan("too_late", "after", "150"),
        bad(*SMALL, "--plot", "@/a.gif", "--out", "@/new", expected=("a.gif", ".svg"), called="gif"),
        bad(*SMALL, "--plot", "@/a", "--out", "@/new", expected=("/a: ", ".png"), called="no suffix"),
        bad(*SMALL, "--plot", "@/no/a.png", "--out", "@/new", expected=("/no/a.png",), called="plot into no folder"),
        bad(
            *SMALL, "--plot", "@/folder.png", "--out", "@/new", expected=("folder.png",), called="plot onto a folder"
        ),
        bad(*RUN, "--matches", "0", "--out", "@/new", expected=("matches",), called="out of no matches"),
        bad(*RUN, "--playbook", "x", "--out", "@/new", expected=("playbook",), called="out of no playbook"),
        bad(*SMALL, "--out", "@/file", expected=("/file: ",), called="out onto a file"),
        bad(*SMALL, "--out", "@/file/run", expected=("/file/run: ",), called="out below a file"),
        bad(*SMALL, "--out", "@/other", expected=("/other: ", "notes.txt"), called="out with other files"),
        bad(
            *RUN,
            "--matches",
            "13",
            "--seed",
            "4",
            "--out",
            "@/run",
            expected=("/run: ",),
            called="out of another run",
        ),
        bad("replay", "--match", "3", expected=("--season",), called="replay of nothing"),
        bad("replay", "@/run", "--season", "2022", "--match", "3", expected=("--season",), called="replay of both"),
        bad("replay", "--season", "2022", expected=("--match",), called="replay without match"),
        bad("replay", "--season", "2022", "--match", "-1", expected=("match", "-1"), called="match -1"),
        bad("replay", "@/run", "--match", "12", expected=("match", "0 to 11", "12"), called="match beyond the run"),
        bad("replay", "@/other", "--match", "1", expected=("/other: ", "run.json"), called="replay of no run"),
        bad("plot", "@/other", expected=("/other: ", "run.json"), called="plot of no run"),
        bad("plot", "@/nowhere", expected=("/nowhere: ",), called="plot of no folder"),
        bad("plot", "@/unfinished", expected=("/unfinished: ", "continues"), called="plot of an unfinished run"),
        bad("plot", "@/run", "--to", "@/a.gif", expected=("a.gif",), called="plot of a run as gif"),
    ],
)
def test_bad_commands_give_one_line(here, world, args, expected):
    """What cannot be done ends with 2 and one line that says where and why; nothing is printed or written."""
    before = everything(world)
    done = here(*(str(arg).replace("@", str(world)) for arg in args))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("sim: ")
    assert (done.stderr.count("\n"), done.stderr[-1]) == (1, "\n")
    for words in expected:
        assert words in done.stderr
    assert everything(world) == before
