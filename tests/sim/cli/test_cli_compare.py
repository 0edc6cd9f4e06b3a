"""`sim compare`, `robot` and `playbook` on the real process: who is better, by how much, and how sure that is."""

import json

import pytest
from pictures import assert_drawn
from reading import json_of, lines_of, words

from analysis.compare import paired
from analysis.compare.matchups import Matchup, Variant
from analysis.compare.verdicts import decides
from analysis.documents import document
from analysis.words import english
from rules.errors import FgcError
from sim.cli import app
from sim.play.request import run_request
from sim.robots.files import Station, plan_of, read_plan, read_robot
from sim.table.game import playable, playbooks_by

GAME = playable("fgc_2022")
COMPARE = ("compare", "--season", "2022")
LATE, LOW, NEVER = "collect and climb late", "climb low early", "collect all match"
THREE = (*COMPARE, "--plan", LATE, "--plan", LOW, "--plan", NEVER, "--matches", "500", "--seed", "4")
PLANS = {
    "row": 'order = ["gripp"]',
    "late": 'order = ["grip"]\nset = {grip = {after = [149, 5]}}',
    "empty": "order = []",
    "climb": 'order = ["climb to HI", "grip"]',
    "malformed": "order = [",
}
ROBOTS = {"unable": 'can = ["climb_lo"]', "slow": "[seconds]\ngrip = 0"}


@pytest.fixture(scope="module")
def world(sim, tmp_path_factory):
    """Make a folder with the robot and the plan that the program writes, changed ones, and wrong ones."""
    folder = tmp_path_factory.mktemp("world")
    robot = sim("robot", "--season", "2022").stdout
    plan = sim("playbook", "--season", "2022").stdout
    files = {"robot": robot, "quick": edited(robot, {"mine": "quick", "store = 4.0": "store = 3.6"}), "plan": plan}
    files["early"] = edited(plan, {"my plan": "early", "[120.0, 6.0]": "[100.0, 6.0]"})
    files |= {name: f'season = "2022"\nname = "{name}"\n{text}\n' for name, text in {**PLANS, **ROBOTS}.items()}
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def inside(capsys):
    """Run a command in this process, where what it prints is what the real one would, and give what it prints."""

    def run(*args):
        app([str(arg) for arg in args], standalone_mode=False)
        return capsys.readouterr().out

    return run


def edited(text, changes):
    """Change what stands in a file exactly once."""
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def three(sim):
    """Compare three plans."""
    return json_of(sim(*THREE, "--json"))


@pytest.fixture(scope="module")
def table(sim):
    """Compare the same three plans for people."""
    return lines_of(sim(*THREE))


def test_written_files_can_be_read(world):
    """What `sim robot` and `sim playbook` print are files, in which only the names are to be filled in."""
    robot, plan = read_robot(GAME, str(world / "robot.toml")), read_plan(GAME, str(world / "plan.toml"))
    assert (robot.name, plan.name) == ("mine", "my plan")
    assert {row.name: row.seconds for row in GAME.actions if row.by != "field"} == robot.seconds
    assert (plan.order, plan.set) == (plan_of(GAME, LATE, "").order, plan_of(GAME, LATE, "").set)


def test_the_json_document(three):
    """The document says what was compared on which matches, and has every plan and every pair of them."""
    assert {"season": "fgc_2022", "seed": 4, "measure": "alliance score", "all": False}.items() <= three.items()
    assert three["matches"] == 500
    assert "precision" not in three
    assert [plan["name"] for plan in three["plans"]] == [LATE, LOW, NEVER]
    assert [(pair["a"], pair["b"]) for pair in three["pairs"]] == [(LATE, LOW), (LATE, NEVER), (LOW, NEVER)]
    assert all(set(plan) >= {"measure", "quantiles", "wins", "ties", "losses"} for plan in three["plans"])
    assert (three["grade"], three["baseline"]) == ("C", None)
    keys = {"difference", "p", "p_holm", "identical", "higher", "lower", "equal", "points", "win_gain", "parts"}
    for pair in three["pairs"]:
        assert set(pair) == {"a", "b", "saved", *keys}
        assert set(pair["difference"]) == {"mean", "error", "low", "high"}
        assert not pair["identical"]


def test_the_document_is_what_python_finds(three):
    """The command adds nothing to what the rooms below find, and loses nothing of it."""
    request = run_request("fgc_2022", seed=4)
    found = Matchup(
        request, [Variant(name, Station(plan=plan_of(GAME, name, ""))) for name in (LATE, LOW, NEVER)], (0,), 1
    )
    found.play(500, lambda _: None)
    expected = json.loads(json.dumps(document(paired.compare(found.played()))))
    assert {name: three[name] for name in expected} == expected


def test_the_best_is_named(three, table):
    """The best plan is that of the highest mean, and the table says from which parts its lead comes."""
    means = {plan["name"]: plan["measure"]["mean"] for plan in three["plans"]}
    assert three["best"] == max(means, key=means.get)
    assert f"Where the points of {three['best']} come from" in table


def test_three_plans_give_corrected_p_values(three):
    """The p values of all pairs are Holm's: the smallest three times itself, none below its own."""
    pairs = sorted(three["pairs"], key=lambda pair: pair["p"])
    expected, highest = [], 0
    for rank, pair in enumerate(pairs):
        highest = max(highest, min(1, (3 - rank) * pair["p"]))
        expected.append(highest)
    assert [pair["p_holm"] for pair in pairs] == pytest.approx(expected)
    assert any(pair["p_holm"] > pair["p"] for pair in pairs)


def test_the_table_is_the_document_for_people(three, table):
    """The answer comes first, then models, what decides and the grade; then a row for each plan and each pair."""
    assert table[0] == three["answer"]
    assert table[0].startswith(f"{three['best']} is the best of 3: ")
    grade = "Match model: grade C, fitted to a published ranking table."
    assert table[1:4] == [three["in_models"], english(decides("alliance score")), grade]
    assert "2022 Carbon Capture: 500 matches of each, seed 4" in table
    assert "One robot, red 1, plays it; the others are drawn, the same for each." in table
    start = table.index("What each reaches") + 4
    for plan, row in zip(three["plans"], table[start:], strict=False):
        mean, plus_minus, error = row.removeprefix(f"{plan['name']} ").split()[:3]
        assert [float(mean), float(error)] == pytest.approx(list(plan["measure"].values()), rel=0.03)
        assert plus_minus == "±"
    for pair in three["pairs"]:
        (row,) = [line for line in table if line.startswith(f"{pair['a']} minus {pair['b']} ")]
        told = pair["p_holm"] < 0.05
        better = "better" if pair["difference"]["mean"] > 0 else "worse"
        assert row.endswith(f" {better}" if told else " cannot be told from B")
    assert not any(text in line for line in table for text in ("Holm", "pairing saved", " x"))


def test_details_say_how_it_was_told(inside, three):
    """With --details each pair has its p value and what pairing saved, and a sentence."""
    lines = words(inside(*THREE, "--details"))
    for pair in three["pairs"]:
        (row,) = [line for line in lines if line.startswith(f"{pair['a']} minus {pair['b']} ")]
        assert row.endswith(f"{pair['saved']:.1f} x")
    assert len([line for line in lines if " is better than " in line or "o difference can be told" in line]) == 3


@pytest.mark.slow
def test_many_plans_are_shown_by_rank(inside):
    """Four and more stand by rank, each minus the best and whether that is sure; all pairs only with --details."""
    args = [arg for book in playbooks_by(GAME.model, "robot") for arg in ("--plan", book.name)]
    lines = words(inside(*COMPARE, *args, "--matches", "200"))
    found = json.loads(inside(*COMPARE, *args, "--matches", "200", "--json"))
    assert "By rank, and each minus the best" in lines
    start = lines.index("By rank, and each minus the best") + 4
    ranked = sorted(found["plans"], key=lambda plan: -plan["measure"]["mean"])
    for rank, plan in enumerate(ranked, start=1):
        assert lines[start + rank - 1].startswith(f"{rank} {plan['name']} ")
    assert lines[start].endswith(" the best")
    assert not any(" minus " in line for line in lines[start:])
    assert lines[0] == found["answer"]


@pytest.mark.parametrize("of", [1, 3])
def test_a_baseline_is_taken_from_all(inside, of):
    """With --baseline every other plan is shown minus it, and corrected for as many pairs."""
    found = json.loads(inside(*THREE, "--baseline", THREE[2 * of + 2], "--json"))
    base = found["plans"][of - 1]["name"]
    assert found["baseline"] == base
    assert {pair["b"] for pair in found["against"]} == {base}
    assert len(found["against"]) == 2
    lines = words(inside(*THREE, "--baseline", base))
    assert lines[0] == found["answer"]
    assert "By rank, and each minus the baseline" in lines
    assert sum(line.endswith(" the baseline") for line in lines) == 2


def test_no_win_of_two_is_no_proof(inside):
    """From two matches a share has an error that is not 0, and nothing is told."""
    args = (*COMPARE, "--plan", LATE, "--plan", LOW, "--matches", "2")
    found = json.loads(inside(*args, "--json"))
    assert all(plan[kind]["error"] > 0.1 for plan in found["plans"] for kind in ("wins", "ties", "losses"))
    assert inside(*args).startswith(("No difference can be told", "No effect"))


@pytest.mark.slow
def test_the_same_command_prints_the_same(sim, table):
    """A second process prints the same table, with one worker or with two."""
    for jobs in ("1", "2"):
        assert lines_of(sim(*THREE, "--jobs", jobs)) == table


def test_another_seed_plays_other_matches(inside, three):
    """The seed is not ignored."""
    other = json.loads(inside(*THREE[:-1], "5", "--json"))
    assert other["plans"] != three["plans"]


def test_all_changes_three_robots(sim, three):
    """With `--all` the three robots of red play the plan, and the difference is another, and larger."""
    done = json_of(sim(*THREE, "--all", "--json"))
    assert done["all"]
    own, alone = (max(abs(pair["difference"]["mean"]) for pair in each["pairs"]) for each in (done, three))
    assert own > 1.5 * alone


def test_equal_plans_are_identical(here, world, inside):
    """A playbook by name and the same one written as a file are reported as identical, for people and programs."""
    args = (*COMPARE, "--plan", LATE, "--plan", world / "plan.toml", "--matches", "200")
    said = f"{LATE} and my plan are identical: the same points in all 200 matches"
    assert lines_of(here(*args))[0] == f"No effect at all: {said}."
    (pair,) = json.loads(inside(*args, "--json"))["pairs"]
    assert pair["identical"]
    assert (pair["difference"]["mean"], pair["p_holm"], pair["saved"]) == (0, 1, None)


@pytest.mark.slow
def test_pairing_saves_matches_for_one_number(sim, world):
    """For two robots of which one is 10 % quicker at one row, pairing saves at least 4 of 5 matches."""
    robots = ("--robot", world / "robot.toml", "--robot", world / "quick.toml")
    done = json_of(sim(*COMPARE, "--plan", LATE, *robots, "--matches", "4000", "--quick", "--json"))
    (pair,) = done["pairs"]
    assert (pair["a"], pair["b"]) == ("mine", "quick")
    assert pair["difference"]["high"] < 0
    assert pair["saved"] >= 5


@pytest.mark.slow
def test_pairing_saves_matches_for_a_plan(sim, inside, world):
    """For a plan that leaves 20 s earlier to climb, pairing saves at least 2 of 3 matches, for one robot or three."""
    plans = ("--plan", world / "plan.toml", "--plan", world / "early.toml")
    args = (*COMPARE, *plans, "--matches", "4000", "--quick", "--json")
    for found in (json_of(sim(*args)), json.loads(inside(*args, "--all"))):
        (pair,) = found["pairs"]
        assert (pair["a"], pair["b"]) == ("my plan", "early")
        assert not pair["identical"]
        assert pair["saved"] >= 3


def test_a_precision_is_reached(here):
    """With `--precision` matches are played until every pair's interval is narrow enough, and it says so."""
    done = json_of(here(*COMPARE, "--plan", LATE, "--plan", LOW, "--precision", "0.7", "--quick", "--json"))
    (pair,) = done["pairs"]
    half = (pair["difference"]["high"] - pair["difference"]["low"]) / 2
    assert done["precision"] == {"wanted": 0.7, "reached": True, "half_widths": [pytest.approx(half)]}
    assert half <= 0.7
    assert 1_000 < done["matches"] < 10_000


def test_a_precision_out_of_reach_says_so(inside):
    """Where the matches run out first, the line says that more would be needed; one match tells no width."""
    args = (*COMPARE, "--plan", LATE, "--plan", LOW, "--precision", "0.7", "--matches", "1")
    said = "not reached: more --matches would be needed; the widest 95 % half-width is unknown"
    assert f"precision ± 0.7 {said}\n" in inside(*args)


@pytest.mark.slow
def test_a_picture_is_drawn(sim, world, tmp_path):
    """`--plot` writes the picture and says where, whatever signs the names have."""
    file = tmp_path / "compared.png"
    done = sim(*COMPARE, "--plan", world / "early.toml", "--plan", LOW, "--matches", "50", "--quick", "--plot", file)
    assert lines_of(done)[-1] == f"Drawn in {file}."
    assert_drawn(file)
    assert list(tmp_path.iterdir()) == [file]


TWO = ("--plan", LATE, "--plan", LOW)
BAD = {
    "nothing": ((), "compare: expected two or more --plan, or one --plan and two or more --robot"),
    "one plan": (("--plan", LATE), "compare: expected two or more --plan"),
    "one plan, one robot": (("--plan", LATE, "--robot", "p50"), "compare: expected two or more --plan"),
    "robots without a plan": (3 * ("--robot", "p50"), "--plan: expected the plan that the robots play, found none"),
    "plans and robots": (
        (*TWO, "--robot", "p10", "--robot", "p90"),
        "several plans or several robots, found 2 and 2",
    ),
    "unknown plan": (("--plan", LATE, "--plan", "climb low"), "--plan: ", "did you mean climb low early?"),
    "unknown robot": ((*TWO, "--robot", "p5o"), "--robot: ", "p1 to p99", "'p5o'"),
    "missing plan": ((*TWO[:2], "--plan", "@/no.toml"), "/no.toml: expected a readable plan file: No such file"),
    "missing robot": ((*TWO, "--robot", "@/no.toml"), "/no.toml: expected a readable robot file: No such file"),
    "row": ((*TWO[:2], "--plan", "@/row.toml"), "/row.toml: row: order: ", "did you mean grip?"),
    "too late": ((*TWO[:2], "--plan", "@/late.toml"), "/late.toml: late: set.grip.after: expected 0 to 144 s"),
    "empty order": ((*TWO[:2], "--plan", "@/empty.toml"), "/empty.toml: order: expected at least one"),
    "malformed": ((*TWO[:2], "--plan", "@/malformed.toml"), "/malformed.toml: expected a TOML file: "),
    "seconds": ((*TWO, "--robot", "@/slow.toml"), "/slow.toml: seconds.grip: expected greater than or equal to 0.1"),
    **{f"precision {n}": ((*TWO, "--precision", n), "--precision: ", n) for n in ("0", "-1", "nan", "inf")},
    "no matches": ((*TWO, "--matches", "0"), "matches: expected a whole number from 1", "found 0"),
    "no jobs": ((*TWO, "--jobs", "0"), "jobs: expected a whole number from 1", "found 0"),
    "baseline": ((*TWO, "--baseline", "climb low"), "--baseline: expected one of", "did you mean climb low early?"),
    "gif": ((*TWO, "--plot", "x.gif"), "x.gif: expected a name that ends in .png, .svg, .pdf"),
}


def arguments(world, wrong):
    """Give the arguments of a wrong command; `@` stands for the folder with the files."""
    return [*COMPARE, *(str(arg).replace("@", str(world)) for arg in BAD[wrong][0])]


@pytest.mark.parametrize("wrong", BAD)
def test_a_wrong_comparison_is_refused(world, wrong, capsys):
    """What cannot be compared is an error that says where and why, with the nearest name; nothing is printed."""
    with pytest.raises(FgcError) as caught:
        app(arguments(world, wrong), standalone_mode=False)
    for text in BAD[wrong][1:]:
        assert text in str(caught.value)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("wrong", ["one plan", "precision nan"])
def test_a_wrong_comparison_is_one_line(here, world, wrong):
    """On the real process it ends with 2 and one line on stderr, and nothing is printed."""
    done = here(*arguments(world, wrong))
    assert (done.returncode, done.stdout) == (2, "")
    assert (done.stderr[:5], done.stderr.count("\n"), done.stderr[-1]) == ("sim: ", 1, "\n")
    for text in BAD[wrong][1:]:
        assert text in done.stderr


def test_of_many_the_best_and_the_baseline_are_told_of(here):
    """More than three: what the robot did is shown for the best and the baseline, and who is left out is said."""
    robots = ("p90", "p10", "p30", "p50", "p20")
    named = [word for robot in robots for word in ("--robot", robot)]
    args = ["--plan", "collect all match", *named, "--matches", 30]
    lines = here("compare", "--season", "2022", *args, "--baseline", "p30").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("What p")] == ["p90", "p30"]
    assert lines[-1] == "Left out here: p10, p50 and p20; --details shows what the robot did there too."
    lines = here("compare", "--season", "2022", *args, "--details").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("What p")] == [*robots]
    assert not any(line.startswith("Left out here") for line in lines)


def test_percentiles_say_what_they_are_of(here):
    """Where ranking points decide, the percentiles stand beside them, and the alliance score after."""
    done = here("compare", "--season", "2018", "--plan", "panels first", "--plan", "park early", "--matches", 50)
    lines = done.stdout.splitlines()
    start = lines.index("What each reaches; the percentiles are of ranking points")
    heads = " ".join(lines[start + 2].split())
    assert heads.startswith("plays ranking points 5 % 25 % median 75 % 95 % alliance score (points) wins %")


def test_quick_leaves_the_models_out_and_says_so(here):
    """With --quick one line says what was not tried; without it, in how many models the answer holds."""
    options = ("compare", "--season", "2022", "--plan", LATE, "--plan", LOW, "--matches", "20")
    assert "Not tried in other models of the season: --quick leaves that out." in lines_of(here(*options, "--quick"))
    assert json_of(here(*options, "--quick", "--json"))["models"] is None
    found = json_of(here(*options, "--json"))
    assert found["models"]["matches"] == 20
    assert found["in_models"] in lines_of(here(*options))
