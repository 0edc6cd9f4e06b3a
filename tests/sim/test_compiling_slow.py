"""What was compiled for other code is never run, and where the compiled code cannot be kept the run is the same."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from places import ROOT, SIM

from sim.cache import SUFFIX

pytestmark = pytest.mark.slow

PACKAGES = ("rules", "seeds", "sim", "analysis")
PLAY = """
import json, sys, sim
run = sim.simulate("fgc_2022", 300, 5, engine=sys.argv[1])
print(json.dumps([sim.__file__, run.scores.tolist()]))
"""
EDITS = {
    "draws": ("draws.py", "0xD251_1F53", "0xD251_1F55"),
    "lots": ("robots/properties.py", "np.uint64(seed), stream)[0]", "np.uint64(seed), stream)[1]"),
    "tables": ("table/agents.py", "STATIONS = 3\n", "STATIONS = 3\nBUZZER -= 9_000\n"),
    "robots": ("robots/drawn.py", "* 1_000 * slower", "* 1_010 * slower"),
}
"""The last is the file of the compiled function itself, the only one in which numba would see an edit."""
RUN = (SIM, "run", "--season", "2022", "--matches", "100", "--json")


def played(house, engine, cache):
    """Play some matches by the code in this folder, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(house), "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run([sys.executable, "-c", PLAY, engine], cwd=house, env=env, capture_output=True, check=True)
    file, scores = json.loads(done.stdout)
    assert file == str(house / "sim" / "__init__.py")
    return scores


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Copy the packages, and let the copy fill its cache: the folder, its cache and the scores."""
    folder = tmp_path_factory.mktemp("house")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    scores = played(folder, "fast", folder / "cache")
    assert any((folder / "cache").rglob(f"*{SUFFIX}"))
    return folder, folder / "cache", scores


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_played_at_once(house, edit, tmp_path):
    """After an edit of any file that compiled code is made of the engine plays by the new code, as SimPy does."""
    folder, cache, before = house
    name, old, new = EDITS[edit]
    file = folder / "sim" / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    try:
        after = played(folder, "fast", cache)
        assert after != before
        assert after == played(folder, "reference", tmp_path)
    finally:
        shutil.copy2(ROOT / "sim" / name, file)  # with its time, by which numba would know it again


def run_with(cache):
    """Run `sim` with its cache in this folder."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run(RUN, env=env, capture_output=True, text=True, check=True)


def test_only_the_first_run_says_that_it_compiles(tmp_path):
    """With an empty cache one line on stderr says so; the second run says nothing and prints the same."""
    first, second = run_with(tmp_path), run_with(tmp_path)
    assert first.stderr == "sim: compiling the engine for this machine, once; a few seconds\n"
    assert (second.stderr, second.stdout) == ("", first.stdout)


def test_a_cache_that_cannot_be_written_changes_nothing_else(sim, tmp_path):
    """Where there is no folder to keep compiled code in, the run says so in one line and prints the same."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_with(tmp_path / "file" / "cache")
    wanted = (
        "sim: no folder of your own, with room, to keep the compiled engine in: it is compiled for every run anew\n"
    )
    assert (done.stderr, done.stdout) == (wanted, sim(*RUN[1:]).stdout)


SPOILT = {
    "cut": lambda file, _: file.write_bytes(file.read_bytes()[:100]),
    "open to others": lambda file, _: file.chmod(0o666),
    "a folder open to others": lambda _, folder: folder.chmod(0o777),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_cache_costs_time_alone(sim, tmp_path, how):
    """Compiled code that is damaged, or that others may write, is made anew: one line, and the same is printed."""
    run_with(tmp_path)
    (folder,) = tmp_path.iterdir()
    for file in folder.iterdir():
        SPOILT[how](file, folder)
    done, again = run_with(tmp_path), run_with(tmp_path)
    assert done.stdout == again.stdout == sim(*RUN[1:]).stdout
    assert done.stderr.count("\n") == 1
    assert ("no folder of your own" if "folder" in how else "damaged, or another user's") in done.stderr
    assert again.stderr == (done.stderr if "folder" in how else "")
