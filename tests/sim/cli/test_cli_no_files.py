"""What is no file, given to every option that takes one: one line, exit 2, nothing written."""

import os

import pytest

READING = {
    "documents": ("score", "@", "--season", "2022"),
    "ranked documents": ("rank", "@", "--season", "2022"),
    "plan": ("run", "--season", "2022", "--playbook", "@.toml"),
    "line-up": ("run", "--season", "2022", "--red", "@"),
    "population": ("run", "--season", "2022", "--population", "@"),
    "points": ("run", "--season", "2022", "--points", "@.toml"),
    "robot": ("playbook", "--season", "2022", "--robot", "@.toml"),
    "tries": ("robot", "--season", "2022", "--times", "@"),
    "schedule": ("schedule", "--check", "@"),
    "teams": ("schedule", "--teams", "@", "--each", "4"),
    "published matches": ("validate", "--season", "2022", "--matches-file", "@"),
    "running event": ("forecast", "@", "--season", "2022"),
    "report": ("report", "@", "--out", "page.html"),
    "saved run": ("plot", "@", "--plot", "scores.png"),
}
NAMES = {
    "device": "/dev/null",
    "folder": ".",
    "missing": "missing",
    "no folder": "missing/file",
    "too long": "x" * 5_000,
    "zero": "a\0b",
    "no UTF-8": "a\udcffb",
    "escape": "a\x1b[31mb",
    "empty": "",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", READING)
def test_what_is_no_file_is_one_line(here, option, name, tmp_path, monkeypatch):
    """It says so in a line that a terminal can show, whatever the name."""
    monkeypatch.chdir(tmp_path)
    done = here(*(word.replace("@", NAMES[name]) for word in READING[option]))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sim: ")
    assert done.stderr.count("\n") == 1
    assert done.stderr[:-1].isprintable()
    assert len(done.stderr) < 300
    assert os.listdir() == []
