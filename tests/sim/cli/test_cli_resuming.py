"""`--out DIR` alone goes on with what is in DIR, and mends it; of a damaged folder every verb says so in a line."""

import json

import pytest
from reading import content

from sim import simulate
from sim.play.event import event_request, play_repeats, with_names
from sim.play.request import run_request

PART = "matches/part-00000.parquet"
PLAN = 'season = "2022"\nname = "mine"\norder = ["store", "leave store", "collect near", "drive to store"]\n'


@pytest.fixture
def run(tmp_path):
    """Save a run whose plan stands in a file that is gone."""
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    simulate("2022", 20, 7, str(plan), tmp_path / "run")
    plan.unlink()
    return tmp_path / "run"


@pytest.fixture
def event(tmp_path):
    """Save an event of named teams."""
    names = tuple(f"Saint Somebody {n}" for n in range(12))
    list(play_repeats(with_names(event_request(run_request("2022", seed=3), 12, 2, 2), names), tmp_path / "event"))
    return tmp_path / "event"


def harmed(folder, file):
    """Overwrite some bytes in the middle of a file."""
    data = bytearray((folder / file).read_bytes())
    data[len(data) // 2] ^= 4
    (folder / file).write_bytes(data)


@pytest.mark.parametrize("finished", [True, False])
def test_a_run_is_mended_by_its_folder_alone(here, run, finished):
    """What it was asked for, a plan too, stands in the folder: a damaged part is named, and mended."""
    whole = content(run)
    harmed(run, PART)
    for verb in (("plot", run), ("replay", run, "--quantile", "50")):
        done = here(*verb)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "part-00000.parquet: damaged: " in done.stderr
        assert f"`sim run --out {run}` plays it again" in done.stderr
    if not finished:
        (run / "run.json").rename(run / "unfinished.json")
    done = here("run", "--out", run, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert "it is played again" in done.stderr
    assert json.loads(done.stdout)["report"]["command"] == f"sim run --seed 1 --out {run}"
    assert content(run) == whole


def test_an_event_is_mended_by_its_folder_alone(here, event):
    """An event is played again with its teams, and written to the same bytes."""
    whole = content(event)
    harmed(event, "event-00001.jsonl")
    (event / "event-00000.jsonl").unlink()
    (event / "event.json").rename(event / "unfinished.json")
    done = here("event", "--out", event)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Saint Somebody" in done.stdout
    assert content(event) == whole


def test_an_event_that_is_damaged_is_not_replayed(here, event):
    """What an event was asked for is held against its SHA-256, and what mends it is said."""
    before = (event / "event.json").read_text(encoding="utf-8")
    (event / "event.json").write_text(before.replace('"seed": 3', '"seed": 2'), encoding="utf-8")
    done = here("replay", event, "--match", "3")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "event.json: expected what was written, by its SHA-256 in event.sum; it is damaged: the" in done.stderr


@pytest.mark.parametrize("verb", ["run", "event"])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "--season: expected a season, `sim seasons` lists them"),
        (("--out", "nowhere"), "nowhere: expected the folder of a saved run, found none"),
        (("--out", "nowhere", "--seed", "5"), "--season: expected one beside such options"),
        (("--out", "."), ".: expected a finished run"),
    ],
)
def test_nothing_goes_on_with_nothing(here, tmp_path, monkeypatch, verb, options, expected):
    """Without a season there must be a folder that says what was asked for, and nothing that says it otherwise."""
    monkeypatch.chdir(tmp_path)
    done = here(verb, *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"sim: {expected}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["run.json", "run.sum"])
def test_a_manifest_that_is_damaged_is_mended_by_its_command(here, tmp_path, file):
    """A folder whose manifest is damaged is not gone on with alone: the command that wrote it mends it."""
    command = ("run", "--season", "2022", "--matches", "12", "--out", tmp_path / "run")
    here(*command)
    whole = content(tmp_path / "run")
    harmed(tmp_path / "run", file)
    for verb in (("plot",), ("run", "--out")):
        done = here(*verb, tmp_path / "run")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "run.json: " in done.stderr
    assert here(*command).returncode == 0
    assert content(tmp_path / "run") == whole
