"""A season of one's own, three files in a folder, is played as any other: by every verb, engine and clock, untouched.

The folder is `kit/seasons`; nothing else of the program or its tests knows the season.
"""

import json
import os
import shutil

import pytest
from pictures import assert_drawn
from places import TESTS
from players import PLAYERS
from reading import alike, content, figures_of, json_lines, json_of, lines_of, said
from scenes import BENT, scene_of

import rules
from rules.errors import SeasonError
from sim import load, play_event, simulate
from sim.play.request import restored, run_request
from sim.play.run import replay
from sim.table.game import playable, playable_keys, playbooks_by
from sim.table.language import editions, seed_path
from sim.table.spots import point_of

pytestmark = pytest.mark.slow

OWN = TESTS / "kit" / "seasons"
KEY = "fgc_2031"
SEASON = ("--season", "2031")
RUN = ("run", *SEASON, "--matches", "60", "--seed", "3")


@pytest.fixture(autouse=True)
def own(monkeypatch):
    """Let this process, and those that it starts, know the folder."""
    monkeypatch.setenv("SIM_SEASONS", str(OWN))


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Save a run and an event by Python; give their folders, and the matches of the run."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIM_SEASONS", str(OWN))
        return folder / "run", simulate(KEY, 60, 3, out=folder / "run")


def test_it_is_listed(sim):
    """It stands among the seasons, last, with the grades of its seed file."""
    (line,) = [line for line in lines_of(sim("seasons")) if line.startswith("2031 ")]
    assert line.startswith("2031 Coral Garden Nowhere")
    assert line.endswith("D D")
    assert (rules.keys()[-1], editions()[-1], playable_keys()[-1]) == (KEY,) * 3
    assert seed_path(KEY) == OWN / f"{KEY}.toml"
    assert rules.load("2031").key == KEY


def test_its_page_is_shown(sim):
    """`sim rules` shows its formula, entries, point values and rows."""
    found = "\n".join(lines_of(sim("rules", "2031")))
    for part in ("Doubts", "details.{side}Garden", "set two in the tank", "moor early", "what a minor foul costs"):
        assert part in found


def test_without_the_folder_there_is_no_such_season(sim, monkeypatch):
    """It is the environment, or the option, that makes the season be there."""
    monkeypatch.delenv("SIM_SEASONS")
    done = sim(*RUN)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "2031" in done.stderr
    assert KEY not in rules.keys()


def test_the_option_is_the_variable(sim, monkeypatch):
    """`--seasons FOLDER` before the verb does what the environment does, for processes that are started too."""
    by_variable = figures_of(sim(*RUN, "--json"))
    monkeypatch.delenv("SIM_SEASONS")
    assert figures_of(sim("--seasons", OWN, *RUN, "--json")) == by_variable
    slow = figures_of(sim("--seasons", OWN, *RUN, "--engine", "reference", "--jobs", "2", "--json"))
    assert slow == {**by_variable, "engine": "reference"}


def test_it_is_run_saved_and_loaded(sim, saved, tmp_path):
    """The command and Python save the same bytes, which are loaded as they were."""
    folder, run = saved
    assert json_of(sim(*RUN, "--out", tmp_path / "run", "--json"))["alliance_score"]["mean"] == run.scores.mean()
    assert content(tmp_path / "run") == content(folder)
    assert load(folder).frame().equals(run.frame())
    assert restored(folder) == run_request(KEY, 60, 3)


def test_its_matches_are_told(sim, saved):
    """Match 3 of seed 1 is told as in the golden file beside it; a saved match scores in the telling what it did."""
    told = said(sim("replay", *SEASON, "--match", "3", "--seed", "1"))
    assert told.splitlines() == (OWN / f"{KEY}.txt").read_text(encoding="utf-8").splitlines()
    folder, run = saved
    (total,) = [
        line.split() for line in lines_of(sim("replay", folder, "--match", "41")) if line.startswith("total ")
    ]
    assert [int(score) for score in total[1:3]] == run.scores[41].tolist()


def test_it_is_drawn(sim, saved, tmp_path):
    """Runs, comparisons, sweeps and validations of it have their pictures."""
    said(sim("plot", saved[0], "--to", tmp_path / "run.png"))
    said(sim(*RUN, "--plot", tmp_path / "again.png"))
    plans = ("--plan", "moor early", "--plan", "one by one", "--matches", "60")
    said(sim("compare", *SEASON, *plans, "--plot", tmp_path / "compared.png"))
    sweep = ("--plan", "moor early", "--set", "scoop.seconds=5:9:2", "--matches", "60")
    said(sim("sweep", *SEASON, *sweep, "--plot", tmp_path / "swept.png"))
    said(sim("validate", *SEASON, "--repeats", "2", "--plot", tmp_path))
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert drawn == ["again.png", "compared.png", f"{KEY}.png", "run.png", "swept.png"]
    for name in drawn:
        assert_drawn(tmp_path / name)
    assert (tmp_path / "run.png").read_bytes() == (tmp_path / "again.png").read_bytes()


def test_its_files_go_together(sim, tmp_path):
    """A robot, a plan and a line-up of it are written, read and compared."""
    (tmp_path / "mine.toml").write_text(said(sim("robot", *SEASON)), encoding="utf-8")
    (tmp_path / "plan.toml").write_text(said(sim("playbook", *SEASON)), encoding="utf-8")
    lineup = 'season = "2031"\nrobots = ["mine.toml", "p90", "draw"]\nplans = ["plan.toml", "moor early", "draw"]\n'
    (tmp_path / "red.toml").write_text(lineup, encoding="utf-8")
    found = json_of(sim(*RUN, "--red", tmp_path / "red.toml", "--json"))
    assert found["robots"][:3] == ["mine", "p90", None]
    plans = ("--plan", tmp_path / "plan.toml", "--plan", "one by one", "--robot", tmp_path / "mine.toml")
    compared = json_of(sim("compare", *SEASON, *plans, "--matches", "400", "--json"))
    assert [plan["name"] for plan in compared["plans"]] == ["my plan", "one by one"]
    assert compared["best"] == "my plan"


def test_a_number_of_it_is_swept(sim):
    """Who scoops faster scores more; point values of its rules are dials as well."""
    swept = json_of(
        sim("sweep", *SEASON, "--plan", "moor early", "--set", "scoop.seconds=4:12:4", "--matches", "600", "--json")
    )
    means = [each["measure"]["mean"] for each in swept["settings"]]
    assert means == sorted(means, reverse=True)


def test_an_event_of_it_is_played_scored_and_ranked(sim, tmp_path):
    """Its documents are scored as they were played, and ranked as the event ranks; Python plays the same."""
    played = json_of(sim("event", *SEASON, "--repeat", "2", "--jobs", "2", "--out", tmp_path / "event", "--json"))
    assert (played["teams"], played["each"], played["matches"]) == (24, 6, 24)
    event = play_event(KEY, repeats=2)
    assert played["ranking"] == event.ranking(0)
    for number in (0, 1):
        file = tmp_path / "event" / f"event-{number:05}.jsonl"
        scores = json_lines(said(sim("score", *SEASON, file, "--json")))
        assert [each["agrees"] for each in scores] == [True] * 24
        assert json_lines(said(sim("rank", *SEASON, file, "--json"))) == event.ranking(number)


def test_it_is_validated(sim):
    """Its figures are laid beside simulated events, also as if it were still to come."""
    found = json_of(sim("validate", *SEASON, "--repeats", "6", "--json"))
    assert found["statistics"]["alliance_score.mean"]["published"] == 99
    assert abs(found["statistics"]["alliance_score.mean"]["z"]) < 6
    assert found["kept"]["statistics"] == ["match.correlation", "match.ties", "match.margin"]
    assert json_of(sim("validate", *SEASON, "--repeats", "2", "--cold", "--json"))["cold"] is True


def test_it_is_calibrated(sim, tmp_path):
    """Its listed numbers are fitted, and the file plays; so few matches tell little, which is said."""
    file = tmp_path / "own.toml"
    done = sim("calibrate", *SEASON, "--events", "4", "--starts", "1", "--out", file, "--json")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["numbers"]) == {"robots.pace", "robots.breaks.share"}
    assert json_of(sim(*RUN, "--population", file, "--json"))["population"] is not None


def test_every_row_of_it_is_done():
    """Every row succeeds somewhere, every playbook is somebody's, every state is seen, and pieces are kept."""
    game = playable(KEY)
    robots, done = run_request(KEY, seed=1).robots(0, 40), set()
    for match in range(40):
        _, log, _ = replay(run_request(KEY, seed=1), match)
        done |= {game.actions[line.action].name for line in log if line.what == 1}
    assert done == {row.name for row in game.actions}
    assert set(robots.playbook.flat) >= set(range(len(game.playbooks)))
    run = simulate(KEY, 300)
    assert set(run.sheet.moored.flat) == set(run.sheet.blooms.flat) == {0, 1}
    assert len(playbooks_by(game.model, "robot")) == 4
    assert all(point_of(spot, game.model.field, 1) for spot in game.model.spot)


def test_both_engines_and_the_oracle_play_it_alike():
    """Marking, clocks and event log are equal."""
    of = scene_of(playable(KEY), 12)
    for match in range(12):
        one, *others = (player(of.game, of.orders, of.seed, of.robots, match) for player in PLAYERS)
        assert all(tuple(map(list, other)) == tuple(map(list, one)) for other in others)


@pytest.mark.parametrize("bend", BENT)
def test_both_engines_play_bent_matches_of_it_alike(bend):
    """However its matches are bent, the engines do not differ in anything."""
    assert BENT[bend](scene_of(playable(KEY), 12)).first_difference() is None


def test_both_engines_score_it_alike():
    """Blocks of both engines end in the same sheets and scores, in processes too."""
    fast, slow = (simulate(KEY, 130, 5, engine=engine, jobs=2) for engine in ("fast", "reference"))
    assert fast.frame().equals(slow.frame())
    assert alike(fast.breakdown.parts.values(), slow.breakdown.parts.values())


MISTAKES = {
    "no folder": (lambda folder: shutil.rmtree(folder), "expected a folder of seasons, found none"),
    "no SEASON": (lambda folder: (folder / f"{KEY}.py").write_text("x = 1\n"), "expected the rules of a season"),
    "no Python": (lambda folder: (folder / f"{KEY}.py").write_text("x = (\n"), "expected the rules of a season"),
    "other key": (
        lambda folder: (folder / f"{KEY}.py").write_text((OWN / f"{KEY}.py").read_text().replace(KEY, "fgc_2032")),
        "expected the key 'fgc_2031', found 'fgc_2032'",
    ),
    "no TOML": (lambda folder: (folder / f"{KEY}.toml").write_text("x = [\n"), "expected a TOML file"),
    "known already": (
        lambda folder: (folder / "fgc_2022.toml").write_text((OWN / f"{KEY}.toml").read_text()),
        "expected a season of another name",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_season_is_one_line(sim, monkeypatch, tmp_path, mistake):
    """What is wrong with a season of one's own is said in one line, and only there."""
    spoil, expected = MISTAKES[mistake]
    folder = shutil.copytree(OWN, tmp_path / "own", ignore=shutil.ignore_patterns("__pycache__"))
    spoil(folder)
    monkeypatch.setenv("SIM_SEASONS", str(folder))
    done = sim(*RUN)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_several_folders_stand_side_by_side(monkeypatch, tmp_path):
    """Folders stand apart as those of PATH do, and no season stands in two."""
    for name in ("toml", "py"):
        text = (OWN / f"{KEY}.{name}").read_text(encoding="utf-8").replace("2031", "2032")
        (tmp_path / f"fgc_2032.{name}").write_text(text, encoding="utf-8")
    monkeypatch.setenv("SIM_SEASONS", f"{OWN}{os.pathsep}{tmp_path}")
    assert rules.keys()[-2:] == [KEY, "fgc_2032"]
    assert (simulate("2032", 20, 3).scores == simulate("2031", 20, 3).scores).all()
    monkeypatch.setenv("SIM_SEASONS", os.pathsep.join([str(OWN)] * 2))
    with pytest.raises(SeasonError, match="expected a season of another name"):
        rules.keys()
