"""Rules in a folder of one's own: found, loaded once, and refused in one line where something is wrong with them."""

import os
import shutil

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
    assert refusal() == f"{path}: expected the rules of a season: ZeroDivisionError: division by zero"
    assert refusal() == f"{path}: expected the rules of a season: ZeroDivisionError: division by zero"
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
