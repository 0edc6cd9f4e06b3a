"""A cluster of real processes: the bytes of one machine; who would play otherwise is refused by name."""

import os
import re
import shutil
from contextlib import closing, contextmanager
from functools import partial

import numpy as np
import pytest
from clusters import ended, free_address, scheduler, worker
from distributed import Client
from places import ROOT
from reading import content

from rules.errors import FgcError
from sim.play.cluster import Cluster
from sim.play.request import run_request
from sim.play.run import cut, played
from sim.play.workers import Job, done_by, mapped

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
    ("sweep", "--season", "2022", "--plan", "climb low early", "--set", "room=2:4:2", "--matches", "3000"),
    ("event", "--season", "2022", "--teams", "36", "--each", "6", "--repeat", "5", "--playoffs"),
]


@pytest.mark.slow
@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_verbs_answer_as_on_one_machine(sim, address, words):
    """All that people read is the same, but for how long it took."""
    here, there = (sim(*words, *more) for more in ((), ("--cluster", address)))
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert here.stdout == there.stdout


def other_program(folder, file, old, new):
    """Copy the program, with something said otherwise in one file."""
    for room in ("rules", "seeds", "sim", "analysis"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def other_version(folder):
    """Say beside the program that it is of version 0.0.1."""
    about = folder / "fgc_sim-0.0.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: fgc-sim\nVersion: 0.0.1\n", encoding="utf-8")
    return f"{folder}{os.pathsep}{ROOT}"


def no_program(folder):
    """Leave nothing but the name of it."""
    (folder / "sim").mkdir(parents=True)
    (folder / "sim" / "__init__.py").touch()
    return folder


OTHERS = {
    "seed_file": lambda folder: other_program(folder, "seeds/fgc_2022.toml", "[season]", "# as before\n[season]"),
    "matches": lambda folder: other_program(folder, "rules/fgc_2022.py", "worth(100,", "worth(101,"),
    "version": other_version,
    "this program": no_program,
}
ENOUGH = 1_280
"""Jobs of which a second worker gets some."""


@pytest.mark.slow
@pytest.mark.parametrize("differs", OTHERS)
def test_a_worker_that_plays_otherwise_is_refused_by_name(sim, tmp_path, differs):
    """One without the program, or with another version, seed file or score, is named, and plays nothing."""
    found = free_address()
    with ended([scheduler(found, tmp_path), worker(found, tmp_path, OTHERS[differs](tmp_path / "other"))]):
        done = sim(*RUN, "--out", tmp_path / "out", "--cluster", found)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("sim: worker tcp://127.0.0.1:")
    assert re.search(rf": ({differs}: expected |expected one that has {differs}: )", done.stderr)
    assert "Traceback" not in done.stderr
    assert not [*tmp_path.glob("out/matches/*")]


@contextmanager
def joined_late(tmp_path, other):
    """Let a worker play, then another one join, and give the jobs of which it gets some."""
    found, request = free_address(), run_request("fgc_2022", 40)
    first, both = (scheduler(found, tmp_path), worker(found, tmp_path)), partial(Client, found, set_as_default=False)
    with ended(first), closing(Cluster(found)) as cluster, done_by(cluster.crew):
        assert len(list(mapped(played, cut(request, range(40)), 1))) == 1
        with ended([worker(found, tmp_path, other(tmp_path / "other"))]), both() as client:
            client.wait_for_workers(2, timeout=60)
            yield [Job(request, range(40))] * ENOUGH


@pytest.mark.slow
def test_a_late_worker_is_vouched_for_too(tmp_path):
    """One of another version that comes while the others play is refused by name."""
    refused = pytest.raises(FgcError, match=r"\Aworker tcp://\S+: version: expected .* take it away")
    with joined_late(tmp_path, other_version) as jobs, refused:
        list(mapped(played, jobs, 1))


@pytest.mark.slow
def test_a_late_worker_without_the_program_changes_nothing(tmp_path):
    """It leaves with its first job, which another does."""
    with joined_late(tmp_path, no_program) as jobs:
        coming = list(mapped(played, jobs, 1))
    here = played(*jobs[0]).scores
    assert len(coming) == len(jobs)
    assert all(np.array_equal(each.scores, here) for each in coming)


@pytest.mark.slow
def test_where_nobody_listens_one_line_says_so(sim):
    """A scheduler that is not there is waited for some seconds."""
    done = sim("run", "--season", "2022", "--matches", "10", "--cluster", free_address())
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "expected a Dask scheduler" in done.stderr
