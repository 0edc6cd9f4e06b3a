"""`--points`: every verb that takes it plays the same matches, scores them otherwise, and says so."""

import json
import re

import pytest
from pictures import assert_drawn
from reading import content, json_of, said

from analysis.documents import document
from rules import load as rules_of
from rules.season import NOT_OFFICIAL, point_values
from sim import compare, play_event, simulate, sweep
from sim.play.run import load
from sim.table.game import playable, playable_keys, playbooks_by

LATE = "collect and climb late"
SMALL = {
    "run": ("run", "--season", "2022", "--matches", "60"),
    "replay": ("replay", "--season", "2022", "--match", "3"),
    "compare": ("compare", "--season", "2022", "--plan", LATE, "--plan", "feed others", "--matches", "60"),
    "sweep": ("sweep", "--season", "2022", "--plan", LATE, "--set", "grip.after=90:100:10", "--matches", "60"),
    "event": ("event", "--season", "2022", "--teams", "12", "--each", "3"),
    "each": ("event", "--season", "2022", "--teams", "12", "--each", "2:3:1"),
}
STORAGE, OFFICIAL = ("--points", "storage=0.5"), ("--points", "storage=0.25")
STAMP = f"{NOT_OFFICIAL}: storage is 0.5, not 0.25"


def written_in(picture):
    """Give the words of an SVG, lines joined."""
    return " ".join(re.sub("<[^>]+>", " ", picture.read_text(encoding="utf-8")).split())


every_verb = pytest.mark.parametrize("verb", SMALL)


@every_verb
def test_what_is_printed_is_stamped(here, verb):
    """Text, stderr and JSON say which values are not the official ones, and what they were."""
    done = here(*SMALL[verb], *STORAGE)
    assert (done.returncode, f"sim: {STAMP}" in done.stderr) == (0, True)
    assert f"N{STAMP[1:]}." in done.stdout
    found = json.loads(here(*SMALL[verb], *STORAGE, "--json").stdout)
    assert (found["points"], found["changed"]) == ({"storage": 0.5}, STAMP)


@every_verb
def test_official_values_give_the_official_bytes(here, verb):
    """Who asks for the official values gets what everybody gets, and no stamp."""
    official, asked = (here(*SMALL[verb], *more, "--json") for more in ((), OFFICIAL))
    documents = [json.loads(each.stdout) for each in (official, asked)]
    commands = [each.get("report", {}).pop("command", "") for each in documents]
    assert commands[1].startswith(commands[0])
    assert (documents[1], asked.stderr) == (documents[0], official.stderr)
    assert (documents[1]["points"], documents[1]["changed"]) == ({}, "")


@pytest.mark.parametrize("key", playable_keys())
def test_rules_name_what_points_takes(here, key):
    """`sim rules --json` has name, value, meaning and source of each; asked for together they change nothing."""
    points = json.loads(here("rules", key, "--json").stdout)["points"]
    assert {each["name"]: each["value"] for each in points} == point_values(rules_of(key))
    assert all(each["meaning"] and each["source"] for each in points)
    asked = [f"{each['name']}={each['value']}" for each in points]
    assert simulate(key, 20, points=asked).rules == rules_of(key)


@pytest.mark.parametrize("name", ["partner_climb", "extinguisher", "knockdown"])
def test_a_point_more_is_a_mean_count_more(name):
    """Where a rule is linear and nothing is rounded, one point more adds the mean count of that element, exactly."""
    own, more = (
        simulate("2026", 300, points=points) for points in ({}, {name: point_values(rules_of("2026"))[name] + 1})
    )
    entry = {"partner_climb": lambda sheet: sheet.partner_climb.sum(axis=-1)}.get(name)
    before, after = (each.breakdown.parts[name] / each.breakdown.unit for each in (own, more))
    value = point_values(rules_of("2026"))[name]
    assert (after - before == before / value).all()
    assert entry is None or (after - before == entry(own.sheet)).all()
    assert before.any()


def test_a_saved_run_keeps_its_values(here, tmp_path):
    """A run saved with other values is scored by them when read, drawn stamped, continued by no others."""
    folder = tmp_path / "run"
    said_by = here(*SMALL["run"], *STORAGE, "--out", folder)
    assert said_by.returncode == 0, said_by.stderr
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["points"] == {"storage": 0.5}
    assert (load(folder).scores == simulate("2022", 60, points={"storage": 0.5}).scores).all()
    assert json.loads(here("replay", folder, "--match", "3", "--json").stdout)["changed"] == STAMP
    assert here("plot", folder, "--to", tmp_path / "p.svg").returncode == 0
    assert STAMP in written_in(tmp_path / "p.svg")
    before = content(folder)
    other = here(*SMALL["run"], "--out", folder)
    assert (other.returncode, "expected a folder of this same run" in other.stderr) == (2, True)
    assert content(folder) == before
    assert here("replay", folder, "--match", "3", *STORAGE).returncode == 2


def test_the_doors_of_python_take_them():
    """`simulate`, `compare`, `sweep` and `event` take the same values as the verbs."""
    points = {"storage": 0.5}
    assert compare("2022", [LATE, "feed others"], matches=60, points=points).document()["changed"] == STAMP
    assert sweep("2022", LATE, {"grip.after": [90, 100]}, matches=60, points=points).document()["changed"] == STAMP
    event = play_event("2022", 12, 3, points=points)
    assert event.request.points == points
    assert event.scores.mean() > play_event("2022", 12, 3).scores.mean()


def test_documents_of_an_event_are_stamped(here, tmp_path):
    """The folder says the values, and every document says that its scores are not by the official ones."""
    done = here(*SMALL["event"], *STORAGE, "--out", tmp_path / "made")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "made" / "event.json").read_text(encoding="utf-8"))["points"] == {"storage": 0.5}
    file = tmp_path / "made" / "event-00000.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {line["changed"] for line in lines} == {STAMP}
    ranked = here("rank", "--season", "2022", file, "--json")
    table = json.loads((tmp_path / "made" / "event-00000-ranking.json").read_text(encoding="utf-8"))
    assert [json.loads(line) for line in ranked.stdout.splitlines()] == table
    assert here("audit", "--season", "2022", file).returncode == 1


VALUES = ("sweep", "--season", "2022", "--plan", LATE, "--set", "points.storage=0:0.5:0.25", "--matches", "300")


@pytest.mark.slow
def test_a_sweep_of_points_says_what_each_value_gives(sim):
    """Scores, ties, the gap of strong to weak and the best plan by value: document and text, both stamped."""
    found = json_of(sim(*VALUES, "--json"))
    assert found["changed"] == f"{NOT_OFFICIAL}: storage is swept, officially 0.25"
    values = [each["value"] for each in found["settings"]]
    assert [set(each) for each in values] == [{"ties", "gap", "gap_wins", "best_plan", "may_be_best"}] * 3
    assert values[0]["ties"]["mean"] > 0.5 > values[1]["ties"]["mean"]
    assert 0 < values[0]["gap"]["mean"] < values[1]["gap"]["mean"] < values[2]["gap"]["mean"]
    assert values[0]["best_plan"] != values[2]["best_plan"]
    text = said(sim(*VALUES))
    assert text.startswith("Mean score: ")
    assert f"N{found['changed'][1:]}." in text
    assert all(each["best_plan"] in text for each in values)


@pytest.mark.slow
def test_what_a_value_gives_is_what_comparisons_at_it_give(here):
    """The best plan is that of `compare` with all plans at that value, the gap that of p90 with p10, exactly."""
    *_, last = json.loads(here(*VALUES, "--json").stdout)["settings"]
    plans = [each.name for each in playbooks_by(playable("2022").model, "robot")]
    by_plans = compare("2022", plans, matches=300, points={"storage": 0.5})
    assert last["value"]["best_plan"] == by_plans.best
    (pair,) = compare("2022", LATE, ["p90", "p10"], matches=300, points={"storage": 0.5}).found.pairs
    assert last["value"]["gap"] == document(pair.difference)
    assert last["value"]["gap_wins"] == document(pair.win_gain)
    (asked,) = [each for each in by_plans.found.plans if each.name == LATE]
    assert (last["score"]["mean"], last["value"]["ties"]["mean"]) == (asked.score.mean, asked.ties.mean)


def test_a_picture_of_swept_values_is_stamped(here, tmp_path):
    """The note says what is swept; other values that hold beside it stand there too."""
    file = tmp_path / "p.svg"
    done = here(*VALUES, "--points", "coopertition=50", "--plot", file)
    assert done.returncode == 0, done.stderr
    assert_drawn(file)
    stamp = f"{NOT_OFFICIAL}: coopertition is 50, not 100; storage is swept, officially 0.25"
    assert stamp in written_in(file)


def test_a_plan_and_a_value_are_swept_together(here):
    """Beside a number of the plan the best setting is told as ever, and stamped."""
    done = here(*VALUES, "--set", "grip.after=90:100:10")
    assert done.stdout.startswith("Best: points.storage = 0.5, grip.after = ")
    assert f"N{NOT_OFFICIAL[1:]}: storage is swept, officially 0.25." in done.stdout
