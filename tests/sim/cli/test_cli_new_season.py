"""`sim new-season`: three files that play; and what is no new season is refused in one line, with nothing written."""

import json
import re

import pytest
from reading import lines_of


def test_what_is_written_is_played(sim, tmp_path):
    """The files of a season that is named by a word are listed, scored and played from another folder."""
    own = tmp_path / "own"
    said = lines_of(sim("new-season", "harbour", "--out", own))
    assert sorted(path.name for path in own.iterdir()) == [f"fgc_harbour.{kind}" for kind in ("csv", "py", "toml")]
    assert all(any(path.name in line for line in said) for path in own.iterdir())
    assert re.search(
        r"\n# dates = \[(\d{4})-10-01, \1-10-04\]", (own / "fgc_harbour.toml").read_text(encoding="utf-8")
    )
    played = json.loads(sim("--seasons", own, "run", "--season", "harbour", "--matches", "40", "--json").stdout)
    assert set(played["breakdown"]) == {"store", "stamped", "end", "complete", "fouls", "rounding"}
    assert "nothing differs" in sim("--seasons", own, "audit", "--season", "harbour", own / "fgc_harbour.csv").stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("2022", "the name of a new season", id="there already"),
        pytest.param("../x", "a year, or a word", id="a path"),
        pytest.param("", "a year, or a word", id="nothing"),
        pytest.param("a b", "a year, or a word", id="two words"),
        pytest.param("x" * 41, "a year, or a word", id="long"),
    ],
)
def test_what_is_no_name_is_refused(here, tmp_path, name, says):
    """One line says what was expected; nothing is written."""
    done = here("new-season", name, "--out", tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_files_that_are_there_stay(here, tmp_path):
    """A file of this name is not written over, and none is written beside it."""
    (tmp_path / "fgc_2099.csv").write_text("mine", encoding="utf-8")
    done = here("new-season", "2099", "--out", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["fgc_2099.csv"]
    assert (tmp_path / "fgc_2099.csv").read_text(encoding="utf-8") == "mine"
