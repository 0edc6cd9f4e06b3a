"""`sim sweep` and `--precision` and line-ups of `sim run` on the real process."""

import json
from itertools import product

import numpy as np
import pytest
from pictures import assert_drawn
from played import summary_of_run
from reading import figures_of, json_of, lines_of

from analysis.compare.axes import axis_of, variants_on
from analysis.compare.matchups import Matchup
from rules.errors import FgcError
from sim.cli import app
from sim.play.request import run_request
from sim.robots.files import plan_of
from sim.table.game import playable

GAME = playable("fgc_2022")
RUN = ("run", "--season", "2022")
LATE = "collect and climb late"
SWEEP = ("sweep", "--season", "2022", "--plan", LATE)
ONE = (*SWEEP, "--set", "grip.after=90:130:10", "--matches", "400", "--seed", "4")
MAP = (*SWEEP, "--set", "grip.after=100:120:10", "--set", "store.seconds=3:5:2", "--matches", "200")


@pytest.fixture(scope="module")
def one(sim):
    """Sweep one number."""
    return json_of(sim(*ONE, "--json"))


@pytest.fixture(scope="module")
def table(sim):
    """Sweep the same number for people."""
    return lines_of(sim(*ONE))


@pytest.fixture(scope="module")
def measures():
    """Play the same settings in Python, `(setting, match)`."""
    plan = plan_of(GAME, LATE, "")
    variants = variants_on(GAME, [axis_of(GAME, plan, "grip.after=90:130:10")], plan, None)
    found = Matchup(run_request("fgc_2022", seed=4), variants, (0,), 1)
    found.play(400, lambda _: None)
    return found.measures()


@pytest.fixture
def inside(capsys):
    """Run a command in this process, where what it prints is what the real one would, and give what it prints."""

    def run(*args):
        app([str(arg) for arg in args], standalone_mode=False)
        return capsys.readouterr().out

    return run


def test_the_json_document(one):
    """The document says what was swept on which matches, with every setting of it."""
    known = {"season": "fgc_2022", "seed": 4, "plan": LATE, "measure": "alliance score", "all": False, "matches": 400}
    assert known.items() <= one.items()
    assert one["axes"] == {"grip.after": [90, 100, 110, 120, 130]}
    assert [each["values"] for each in one["settings"]] == [[value] for value in range(90, 131, 10)]
    keys = {"values", "measure", "to_best", "p", "may_be_best", "score", "wins", "win_gain"}
    assert all(set(each) == keys for each in one["settings"])
    assert (one["grade"], one["without_effect"]) == ("C", [])
    assert "precision" not in one


def test_the_best_is_the_highest_mean(one, measures):
    """The best setting is that of the highest mean of the matches that Python plays, and it may be the best."""
    assert one["best"] == measures.mean(axis=1).argmax()
    assert [each["measure"]["mean"] for each in one["settings"]] == pytest.approx(measures.mean(axis=1).tolist())
    assert one["settings"][one["best"]]["may_be_best"]
    assert one["settings"][one["best"]]["to_best"] == {"mean": 0, "error": 0, "low": 0, "high": 0}


def test_settings_are_compared_on_the_same_luck(one, measures):
    """How far a setting is behind the best is the mean of differences match by match, with their error."""
    for each, behind in zip(one["settings"], measures - measures[one["best"]], strict=True):
        assert each["to_best"]["mean"] == pytest.approx(behind.mean())
        assert each["to_best"]["error"] == pytest.approx(behind.std(ddof=1) / np.sqrt(400))


def test_the_table_is_the_document_for_people(one, table):
    """The best comes first in a sentence, with points and wins; the table has a row for each setting."""
    best = one["settings"][one["best"]]["values"][0]
    assert table[0] == one["answer"]
    assert table[0].startswith(f"Best: grip.after = {best:g}, ")
    assert " wins in 100 matches; " in table[0]
    assert f"2022 Carbon Capture: {LATE}, 400 matches a setting, seed 4" in table
    rows = {line.split()[0]: line for line in table[table.index("What each setting reaches") :] if " ± " in line}
    for place, each in enumerate(one["settings"]):
        row = rows[f"{each['values'][0]:g}"]
        assert float(row.split()[1]) == pytest.approx(each["measure"]["mean"], rel=0.01)
        rival = each["may_be_best"] and place != one["best"]
        assert row.endswith("cannot be told from the best") == rival
        assert row.endswith(" the best") == (rival or place == one["best"])
        assert row.endswith("worse") == (not each["may_be_best"])


def test_what_a_plan_never_does_has_no_effect(inside, tmp_path):
    """A number of a row that never comes into play is said to have no effect; nothing is best, nothing beyond it."""
    plan = tmp_path / "never.toml"
    plan.write_text('season = "2022"\nname = "never"\norder = ["collect near", "store"]\n', encoding="utf-8")
    args = ("sweep", "--season", "2022", "--plan", plan, "--set", "store.seconds=3:9:3", "--matches", "200")
    said = inside(*args).splitlines()
    assert said[0].startswith(
        "No effect at all: every value of store.seconds gives the same points in all 200 matches"
    )
    assert not any("try beyond" in line or line.startswith("Best") for line in said)
    assert json.loads(inside(*args, "--json"))["without_effect"] == ["store.seconds"]


@pytest.mark.slow
def test_the_same_command_prints_the_same(sim, table):
    """A second process prints the same table, with one worker or with two."""
    for jobs in ("1", "2"):
        assert lines_of(sim(*ONE, "--jobs", jobs)) == table


def test_two_numbers_make_a_map(here, tmp_path):
    """Two `--set` give every pair of values, the last one running fastest, and a picture of the map."""
    file = tmp_path / "map.svg"
    done = json_of(here(*MAP, "--plot", file, "--json"))
    assert done["axes"] == {"grip.after": [100, 110, 120], "store.seconds": [3, 5]}
    assert [tuple(each["values"]) for each in done["settings"]] == list(product((100, 110, 120), (3, 5)))
    means = [each["measure"]["mean"] for each in done["settings"]]
    assert done["best"] == int(np.argmax(means))
    assert all(quick >= slow for quick, slow in zip(means[::2], means[1::2], strict=True))
    assert_drawn(file)
    assert list(tmp_path.iterdir()) == [file]


def test_all_sweeps_three_robots(inside, one):
    """With `--all` the three robots of red play every setting."""
    done = json.loads(inside(*ONE, "--all", "--json"))
    assert done["all"]
    assert [each["measure"] for each in done["settings"]] != [each["measure"] for each in one["settings"]]


def test_a_robot_of_its_own_is_swept(inside):
    """The robot that is named plays; a row that it can do, and the median robot cannot, is swept only with it."""
    args = (*SWEEP, "--set", "climb to LO.works=0.2:1:0.8", "--matches", "300", "--json")
    low, high = (each["measure"]["mean"] for each in json.loads(inside(*args, "--robot", "p90"))["settings"])
    assert high > low
    with pytest.raises(FgcError, match="p50 can do, found one that asks for 'climb_lo'"):
        inside(*args)


def test_a_precision_is_reached(inside):
    """With `--precision` matches are played until every difference is sure enough, and it says so."""
    args = (*SWEEP, "--set", "grip.after=100:120:20", "--precision", "0.8")
    done = json.loads(inside(*args, "--json"))
    other = done["settings"][1 - done["best"]]["to_best"]
    assert done["precision"]["reached"]
    assert done["precision"]["half_widths"] == [pytest.approx((other["high"] - other["low"]) / 2)]
    assert max(done["precision"]["half_widths"]) <= 0.8
    assert f"{done['matches']:,} matches a setting" in inside(*args)


def test_one_value_is_no_sweep_but_is_played(inside):
    """A single setting is the best of nothing: the sentence claims nothing about others."""
    said = inside(*SWEEP, "--set", "grip.after=60:60:1", "--matches", "50").splitlines()[0]
    assert said.startswith("Best: grip.after = 60, ")
    assert "there is no other setting" in said


def test_a_run_is_played_until_it_is_sure(here):
    """`sim run --precision` plays until the mean score is sure enough; its summary is that of as many matches."""
    done = figures_of(here(*RUN, "--precision", "2.5", "--json"))
    precision = done.pop("precision")
    assert (precision["wanted"], precision["reached"]) == (2.5, True)
    assert precision["half_widths"][0] <= 2.5
    assert done["alliance_score"]["mean_error"] * 1.96 == pytest.approx(precision["half_widths"][0], rel=0.01)
    summary = summary_of_run("fgc_2022", done["matches"])
    assert {**done, "matches": 0} == {**summary, "matches": 0}


def test_a_run_of_line_ups(here, tmp_path):
    """`sim run --red --blue` plays what Python plays of the same line-ups."""
    for side, robot in {"red": "p90", "blue": "p10"}.items():
        text = f'season = "2022"\nrobots = {json.dumps(3 * [robot])}\n'
        (tmp_path / f"{side}.toml").write_text(text, encoding="utf-8")
    files = {side: tmp_path / f"{side}.toml" for side in ("red", "blue")}
    done = figures_of(here(*RUN, "--matches", "60", "--red", files["red"], "--blue", files["blue"], "--json"))
    assert done == summary_of_run("fgc_2022", 60, **files)
    assert done["results"]["red_wins"] > done["results"]["blue_wins"]
    assert (done["robots"], done["plans"]) == ([*3 * ["p90"], *3 * ["p10"]], 6 * [None])


def test_a_line_up_is_named(inside, tmp_path):
    """The summary says who stands where and plays what, and a replay, by folder or by files, names their plans."""
    plan = (
        'season = "2022"\nname = "never climb"\norder = ["store", "leave store", "collect near", "drive to store"]\n'
    )
    (tmp_path / "never.toml").write_text(plan, encoding="utf-8")
    red = f'season = "2022"\nrobots = ["p90", "draw", "draw"]\nplans = ["{LATE}", "draw", "never.toml"]\n'
    (tmp_path / "red.toml").write_text(red, encoding="utf-8")
    args = ("--season", "2022", "--red", tmp_path / "red.toml")
    said = inside("run", *args, "--matches", "5", "--out", tmp_path / "run").splitlines()
    stands = (f"p90 plays {LATE}", "a drawn robot plays what is drawn", "a drawn robot plays never climb")
    assert said[5] == f"line-up of red: {', '.join(stands)}"
    assert not any(line.startswith("line-up of blue") for line in said)
    told = inside("replay", tmp_path / "run", "--match", "4")
    rows = [" ".join(line.split()) for line in told.splitlines()]
    assert any(row.startswith(f"red 1 {LATE}") for row in rows)
    assert any(row.startswith("red 3 never climb") for row in rows)
    assert inside("replay", *args, "--match", "4") == told


BAD = {
    "no plan": (("sweep", "--season", "2022", "--set", "grip.after=1:2:1"), "--plan"),
    "no set": (SWEEP, "--set"),
    "unknown plan": ((*SWEEP[:-1], "late", *ONE[5:]), "--plan: expected a playbook of the season or a plan file"),
    "unknown row": ((*SWEEP, "--set", "gripp.after=1:2:1"), "--set: gripp.after: ", "did you mean grip.after?"),
    "unknown kind": ((*SWEEP, "--set", "grip.aftr=1:2:1"), "--set: grip.aftr: ", "did you mean grip.after?"),
    "malformed": (
        (*SWEEP, "--set", "grip.after=90-120:5"),
        "--set: grip.after: expected FROM:TO:STEP, three numbers",
    ),
    "no step": ((*SWEEP, "--set", "grip.after=90:120:0"), "--set: grip.after: ", "a STEP above 0"),
    "three": ((*MAP, "--set", "store.works=0.1:0.2:0.1"), "--set: expected it once or twice, found 3"),
    "twice": ((*ONE, "--set", "grip.after=1:2:1"), "--set: expected two different numbers, found 'grip.after' twice"),
    "precision of one": (
        (*SWEEP, "--set", "grip.after=9:9:1", "--precision", "1"),
        "--precision: expected two or more settings to tell apart, found one",
    ),
    **{f"precision {n}": ((*ONE, "--precision", n), "--precision: ", f"found {n}") for n in ("0", "-1", "nan")},
    "gif": ((*ONE, "--plot", "x.gif"), "x.gif: expected a name that ends in .png, .svg, .pdf"),
    "unknown robot": ((*ONE, "--robot", "p0"), "--robot: expected a robot file (.toml), or p1 to p99", "'p0'"),
    "out beside precision": (
        (*RUN, "--precision", "1", "--out", "@/new"),
        "--out: expected no --precision beside it",
    ),
    **{f"run of {n}": ((*RUN, "--precision", n), "--precision: ", f"found {n}") for n in ("0", "nan")},
    "no line-up": ((*RUN, "--red", "@/no.toml"), "/no.toml: expected a readable line-up file: No such file"),
}


def arguments(folder, wrong):
    """Give the arguments of a wrong command; `@` stands for a folder."""
    return [str(arg).replace("@", str(folder)) for arg in BAD[wrong][0]]


@pytest.mark.parametrize("wrong", sorted(set(BAD) - {"no plan", "no set"}))
def test_a_wrong_command_is_refused(tmp_path, wrong, capsys):
    """What cannot be swept or played is an error that says where and why; nothing is printed or written."""
    with pytest.raises(FgcError) as caught:
        app(arguments(tmp_path, wrong), standalone_mode=False)
    for words in BAD[wrong][1:]:
        assert words in str(caught.value)
    assert capsys.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", ["no plan", "no set", "unknown row", "out beside precision"])
def test_a_wrong_command_is_one_line(here, tmp_path, wrong):
    """On the real process it ends with 2 and one line on stderr, and nothing is printed or written."""
    done = here(*arguments(tmp_path, wrong))
    assert (done.returncode, done.stdout) == (2, "")
    assert (done.stderr[:5], done.stderr.count("\n"), done.stderr[-1]) == ("sim: ", 1, "\n")
    for words in BAD[wrong][1:]:
        assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_error_does_not_steer_the_terminal(sim):
    """What a file's name holds beyond letters is not sent to the terminal."""
    done = sim(*RUN, "--red", "\x1b[31mred.toml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sim: ?[31mred.toml: expected a readable line-up file: No such file or directory\n"


def test_the_card_says_at_which_setting(here):
    """What the robot did is told of the best setting, which its title names."""
    args = ["--plan", "collect and climb late", "--robot", "p50", "--set", "grip.after=100:120:20", "--matches", 40]
    done = here("sweep", "--season", "2022", *args)
    title = "What p50 (red 1) did with 'collect and climb late', grip.after = {}, in 40 matches"
    titles = [title.format(at) for at in (100, 120)]
    assert len({*titles} & {*done.stdout.splitlines()}) == 1
