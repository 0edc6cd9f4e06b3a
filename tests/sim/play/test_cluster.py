"""A cluster of real processes: the bytes of one machine; who would play otherwise is refused by name."""

import shutil
from contextlib import ExitStack

import pytest
from clusters import ended, free_address, scheduler, worker
from places import ROOT
from reading import content

from rules.errors import FgcError
from sim.play.cluster import Cluster

RUN = ("run", "--season", "2022", "--matches", "70000", "--seed", "4")


@pytest.mark.parametrize("address", ["here", "tcp://one", "foo://one:1", "tcp://a b:1", "tcp://one:1/x"])
def test_what_is_no_address_is_refused_at_once(address):
    """One line says what an address looks like, before anybody is asked."""
    with pytest.raises(FgcError, match=r"\A--cluster: expected an address, tcp://HOST:PORT, found "):
        Cluster(address)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Start a scheduler and two workers."""
    folder, found = tmp_path_factory.mktemp("cluster"), free_address()
    with ended([scheduler(found, folder), *(worker(found, folder) for _ in range(2))]):
        yield found


@pytest.mark.slow
def test_a_saved_run_has_the_bytes_of_one_machine(sim, address, tmp_path):
    """Parquet, manifest and sums are equal."""
    for name, more in (("here", ()), ("there", ("--cluster", address))):
        done = sim(*RUN, "--out", tmp_path / name, *more)
        assert done.returncode == 0, done.stderr
    assert content(tmp_path / "here") == content(tmp_path / "there")


ASKED = [
    ("compare", "--season", "2022", "--plan", "store at once", "--plan", "feed others", "--matches", "5000"),
    ("best", "--season", "2022", "--plan", "store at once", "--plan", "feed others", "--matches", "4000"),
    ("sweep", "--season", "2022", "--plan", "climb low early", "--set", "room=2,4", "--matches", "3000"),
    ("event", "--season", "2022", "--teams", "36", "--each", "6", "--repeat", "5", "--playoffs"),
]


@pytest.mark.slow
@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_verbs_answer_as_on_one_machine(sim, address, words):
    """All that people read is the same, but for how long it took."""
    here, there = (sim(*words, *more) for more in ((), ("--cluster", address)))
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert here.stdout == there.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("seeds/fgc_2022.toml", "[season]", "# as before\n[season]", "seed_file"),
        ("sim/draws.py", "0xD251_1F53", "0xD251_1F55", "matches"),
    ],
)
def test_a_worker_that_plays_otherwise_is_refused_by_name(sim, tmp_path, file, old, new, named):
    """One with another seed file, and one whose luck is another, play nothing: a line names it and what it has."""
    other, found = tmp_path / "other", free_address()
    for room in ("rules", "seeds", "sim", "analysis"):
        shutil.copytree(ROOT / room, other / room, ignore=shutil.ignore_patterns("__pycache__"))
    text = (other / file).read_text(encoding="utf-8")
    assert old in text
    (other / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(ended([scheduler(found, tmp_path), worker(found, tmp_path, other)]))
        done = sim(*RUN, "--out", tmp_path / "out", "--cluster", found)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("sim: worker tcp://127.0.0.1:")
    assert f": {named}: expected " in done.stderr
    assert not [*tmp_path.glob("out/matches/*")]


def test_where_nobody_listens_one_line_says_so(sim):
    """A scheduler that is not there is waited for some seconds."""
    done = sim("run", "--season", "2022", "--matches", "10", "--cluster", free_address())
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "expected a Dask scheduler" in done.stderr
