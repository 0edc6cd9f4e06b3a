"""`sim compare` with line-ups: who else plays, and whole alliances held against each other."""

import json

import pytest
from pictures import assert_drawn
from reading import figures_of, lines_of
from team_files import written

from sim import compare, simulate
from sim.robots.files import Station, read_side
from sim.table.game import playable

GAME = playable("fgc_2022")
FILES = {
    "ours": 'robots = ["p90", "p50", "draw"]\nplans = ["climb together early", "collect all match", "draw"]\n',
    "fast": 'robots = ["p90", "p90", "draw"]\nplans = ["climb together early", "climb together early", "draw"]\n',
    "theirs": 'robots = ["p90", "p90", "p90"]\n',
}
LATE, LOW = "collect and climb late", "climb low early"
COMPARE = ("compare", "--season", "2022", "--matches", "400", "--seed", "5", "--quick")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write three line-ups."""
    return written(tmp_path_factory.mktemp("files"), FILES)


def sides(folder, *names):
    """Give the paths of line-ups."""
    return [folder / f"{name}.toml" for name in names]


def test_whole_alliances_play_what_their_files_say(folder):
    """Each alliance's scores are those of a run of that match-up, with the same luck for both."""
    ours, fast, theirs = sides(folder, "ours", "fast", "theirs")
    found = compare("2022", red=ours, versus=[fast], blue=theirs, matches=300, seed=5, quick=True)
    assert [plan.name for plan in found.found.plans] == ["ours", "fast"]
    for plan, red in zip(found.found.plans, (ours, fast), strict=True):
        scores = simulate("2022", 300, 5, red=red, blue=theirs).scores
        assert plan.score.mean == scores[:, 0].mean()
        assert plan.wins.mean == (scores[:, 0] > scores[:, 1]).mean()
    assert found.best == "fast"


def test_a_plan_stands_among_the_line_ups(folder):
    """Plans are compared at red 1, with the robot that the line-up has there, and all others as it says."""
    ours, theirs = sides(folder, "ours", "theirs")
    found = compare("2022", [LATE, LOW], red=ours, blue=theirs, matches=300, seed=5, quick=True)
    first, *others = read_side(GAME, str(ours))
    for plan, name in zip(found.found.plans, (LATE, LOW), strict=True):
        playbook = next(each for each in GAME.playbooks if each.name == name)
        red = (Station(robot=first.robot, plan=playbook), *others)
        assert plan.score.mean == simulate("2022", 300, 5, red=red, blue=theirs).scores[:, 0].mean()
    assert [each.robot for each in found.cards] == ["p90", "p90"]


@pytest.mark.slow
def test_the_document_says_who_played(sim, folder):
    """It has the alliances and the other stations by name, three cards an alliance, and is the door's."""
    ours, fast, theirs = sides(folder, "ours", "fast", "theirs")
    told = figures_of(sim(*COMPARE, "--red", ours, "--versus", fast, "--blue", theirs, "--baseline", ours, "--json"))
    drawn = {"robot": None, "plan": None}
    assert told["stations"] == [drawn] * 3 + [{"robot": "p90", "plan": None}] * 3
    assert list(told["alliances"]) == ["ours", "fast"]
    assert told["alliances"]["ours"][1:] == [{"robot": "p50", "plan": "collect all match"}, drawn]
    assert (told["all"], told["baseline"], len(told["cards"])) == (True, "ours", 6)
    found = compare("2022", red=ours, versus=fast, blue=theirs, baseline=ours, matches=400, seed=5, quick=True)
    assert json.loads(json.dumps(found.document())) == told


def test_the_answer_comes_first_and_defence_is_owned(sim, folder, tmp_path):
    """Who is better, by how much, who plays against whom, and that nobody hinders anybody."""
    ours, fast, theirs = sides(folder, "ours", "fast", "theirs")
    picture = tmp_path / "alliances.svg"
    lines = lines_of(sim(*COMPARE, "--red", ours, "--versus", fast, "--blue", theirs, "--plot", picture))
    assert lines[0].startswith("fast is better than ours by ")
    assert "Red is one alliance after the other; the line-up of blue says who else plays, the same for each." in lines
    assert any(line.startswith("Nobody hinders anybody here: no match model has defence.") for line in lines)
    assert not any(line.startswith("What p90") for line in lines)
    assert_drawn(picture)
    lines = lines_of(sim(*COMPARE, "--plan", LATE, "--plan", LOW, "--matches", "50"))
    assert not any("hinders" in line for line in lines)


@pytest.mark.slow
def test_details_tell_what_each_robot_did(sim, folder):
    """Three robots an alliance, those that are drawn among them."""
    ours, fast = sides(folder, "ours", "fast")
    lines = lines_of(sim(*COMPARE, "--red", ours, "--versus", fast, "--details"))
    cards = [line for line in lines if line.startswith("What ") and " did with " in line]
    assert [line.split(" did ")[0] for line in cards] == [
        f"What {robot} (red {place})"
        for second in ("p50", "p90")
        for place, robot in enumerate(("p90", second, "a drawn robot"), start=1)
    ]


def test_alliances_of_one_name_are_told_apart(folder):
    """The same file twice is numbered; an alliance of values is called by its place."""
    ours = folder / "ours.toml"
    same = compare("2022", red=ours, versus=[ours], matches=20, quick=True).found
    assert [plan.name for plan in same.plans] == [f"ours ({ours}) #1", f"ours ({ours}) #2"]
    assert same.pairs[0].identical
    values = compare(
        "2022", red=ours, versus=[read_side(GAME, str(folder / "fast.toml"))], matches=20, quick=True
    ).found
    assert [plan.name for plan in values.plans] == ["ours", "alliance 2"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--red", "ours.toml", "--blue", "theirs.toml"), "or for whole alliances --red FILE and --versus FILE"),
        (("--versus", "ours.toml"), "--versus: expected --red FILE beside it: the alliance that the others"),
        (("--red", "ours.toml", "--versus", "fast.toml", "--all"), "--versus: expected no --all beside it"),
        (("--red", "ours.toml", "--versus", "fast.toml", "--plan", LOW), "--versus: expected no --plan beside it"),
        (
            ("--red", "ours.toml", "--versus", "fast.toml", "--robot", "p50"),
            "--versus: expected no --robot beside it",
        ),
        (
            ("--red", "ours.toml", "--red", "fast.toml", "--versus", "fast.toml"),
            "--red: expected it once, and --versus",
        ),
        (("--red", "ours.toml", "--versus", "none.toml"), "none.toml: expected a readable line-up file"),
        (
            ("--red", "ours.toml", "--versus", "fast.toml", "--baseline", "theirs"),
            "--baseline: expected one of ours and fast, found 'theirs'",
        ),
    ],
)
def test_what_cannot_be_is_said(here, folder, monkeypatch, args, told):
    """What cannot be is one line and exit 2."""
    monkeypatch.chdir(folder)
    done = here("compare", "--season", "2022", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
