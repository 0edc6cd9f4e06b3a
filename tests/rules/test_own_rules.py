"""Rules in a folder of one's own: found, loaded once, and refused in one line where something is wrong with them."""

import os
import shutil
import subprocess
import sys

import pytest
from places import TESTS

import rules
from rules.errors import SeasonError
from rules.season import Season

KEY = "fgc_2031"
OWN = TESTS / "kit" / "seasons" / f"{KEY}.py"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Give two folders of one's own that the program knows, the first with a season."""
    found = [tmp_path / name for name in ("first", "second")]
    for each in found:
        each.mkdir()
    shutil.copy(OWN, found[0])
    monkeypatch.setenv("SIM_SEASONS", os.pathsep.join(map(str, found)))
    return found


@pytest.mark.usefixtures("folders")
def test_a_season_of_ones_own_is_loaded_once():
    """It stands last, by its year or its key, and is the same value whenever it is asked for."""
    assert rules.keys()[-1] == KEY
    found = rules.load("2031")
    assert isinstance(found, Season)
    assert found.key == KEY
    assert rules.load(KEY) is found


def test_the_same_season_of_another_folder_is_another(folders):
    """Where the file lies elsewhere now, it is read anew."""
    before = rules.load(KEY)
    shutil.move(folders[0] / OWN.name, folders[1] / OWN.name)
    assert rules.load(KEY) is not before
    assert rules.load(KEY).key == KEY


def refusal():
    """Give the words with which the season is refused."""
    with pytest.raises(SeasonError) as caught:
        rules.load(KEY)
    return str(caught.value)


def test_rules_that_are_wrong_are_refused_each_time(folders):
    """Code that fails, and a key that is not the file's, are named with the file; once mended it is loaded."""
    path = folders[0] / OWN.name
    text = path.read_text(encoding="utf-8")
    path.write_text("SEASON = 1 / 0\n", encoding="utf-8")
    assert refusal() == f"{path}: line 1: expected the rules of a season: ZeroDivisionError: division by zero"
    assert refusal() == f"{path}: line 1: expected the rules of a season: ZeroDivisionError: division by zero"
    path.write_text(text.replace(f'key="{KEY}"', 'key="fgc_2032"'), encoding="utf-8")
    assert "expected the key 'fgc_2031', found 'fgc_2032'" in refusal()
    path.write_text(text, encoding="utf-8")
    assert rules.load(KEY).key == KEY


def test_a_season_that_is_there_twice_is_refused(folders):
    """Two folders with one season, and a folder that is none, are refused with their names."""
    shutil.copy(OWN, folders[1])
    assert refusal() == f"{folders[1] / OWN.name}: expected a season of another name: there is {KEY}.py"


def test_a_folder_that_is_none_is_refused(folders, monkeypatch):
    """Each folder that is named has to be there; empty names are none."""
    monkeypatch.setenv("SIM_SEASONS", os.pathsep.join(["", str(folders[0]), str(folders[0] / OWN.name)]))
    assert refusal() == f"{folders[0] / OWN.name}: expected a folder of seasons, found none"
    monkeypatch.setenv("SIM_SEASONS", os.pathsep.join(["", str(folders[0])]))
    assert rules.load(KEY).key == KEY


def packaged(folder, module):
    """Lay an installed package into a folder: one that says that the seasons of a module come with it."""
    about = folder / "coral_seasons-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: coral-seasons\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[fgc_sim.seasons]\ncoral = {module}\n", encoding="utf-8")


def keys_with(folder):
    """Ask a fresh process, to which the packages of a folder are installed, which seasons there are."""
    code = "import rules, rules.errors\ntry: print(rules.keys()[-1])\nexcept rules.errors.FgcError as e: print(e)"
    path = os.pathsep.join([str(folder), *sys.path])
    env = {**os.environ, "PYTHONPATH": path, "SIM_SEASONS": ""}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout


def test_a_package_brings_a_season(tmp_path):
    """The seasons of a module that an installed package names in its entry points are there; it is not imported."""
    (tmp_path / "coral").mkdir()
    (tmp_path / "coral" / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    shutil.copy(OWN, tmp_path / "coral" / OWN.name)
    packaged(tmp_path, "coral")
    assert keys_with(tmp_path) == f"{KEY}\n"


def test_a_package_that_is_none_is_named(tmp_path):
    """What an entry point names and nobody installed is one line."""
    packaged(tmp_path, "nowhere")
    assert keys_with(tmp_path) == "coral: expected an installed package nowhere with seasons, found none\n"
