"""`--share 2/5` and `sim merge`: five shares are the whole, byte by byte; what is not is refused."""

import json
import shutil

import pytest
from reading import content, said

from sim.play.request import run_request
from sim.play.run import play
from sim.play.shares import Share

OF = 5
ORDER = (3, 1, 5, 2, 4)
RUN = ("run", "--season", "2022", "--seed", "3")
LITTLE = (*RUN, "--matches", "50")
COMPARE = ("compare", "--season", "2026", "--plan", "fill up and shoot", "--plan", "shoot at once", "--robot", "p50")
EVENT = ("event", "--season", "2022", "--teams", "36", "--each", "3", "--repeat", "7", "--playoffs", "--seed", "4")


def shared(ask, folder, command):
    """Play all shares of a command; give their folders, in a mixed order."""
    for number in range(1, OF + 1):
        assert said(ask(*command, "--share", f"{number}/{OF}", "--out", folder / f"s{number}"))
    return [folder / f"s{number}" for number in ORDER]


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """Play the five shares of a small run, as the command does; give the folder that they lie in."""
    folder, request = tmp_path_factory.mktemp("shares"), run_request("2022", 50, 3)
    for number in range(1, OF + 1):
        share = Share(number, OF, "sim run --season 2022 --matches 50 --seed 3")
        assert sum(map(len, play(request, folder / f"s{number}", share=share))) == 10
    return folder


@pytest.fixture
def folders(little, tmp_path):
    """Give a copy of these five, to be damaged."""
    shutil.copytree(little, tmp_path / "copy")
    return [tmp_path / "copy" / f"s{number}" for number in range(1, OF + 1)]


def test_shares_of_a_run_are_the_run(here, tmp_path):
    """Merged in any order they are the folder of one run, two parts of it, and answer as it does, also as JSON."""
    command = (*RUN, "--matches", "70001")
    folders = shared(here, tmp_path, command)
    assert said(here("merge", *folders, "--out", tmp_path / "merged"))
    whole = said(here(*command, "--out", tmp_path / "whole", "--json"))
    assert content(tmp_path / "merged") == content(tmp_path / "whole")
    assert said(here("merge", *folders, "--json")) == whole


def test_shares_of_a_comparison_are_the_comparison(here, tmp_path):
    """Merged they give the very document."""
    need_alike(here, tmp_path, (*COMPARE, "--matches", "400", "--baseline", "shoot at once", "--quick"))


@pytest.mark.slow
def test_shares_of_a_comparison_are_tried_in_models(here, tmp_path):
    """In how many models the answer holds is told by who merges, as by who compares."""
    need_alike(here, tmp_path, (*COMPARE, "--matches", "400"))


def need_alike(ask, folder, command):
    """Fail where shares of a command, merged, give another document than the command."""
    folders = shared(ask, folder, command)
    assert said(ask("merge", *folders, "--json")) == said(ask(*command, "--json"))


def test_shares_of_an_event_are_the_event(here, tmp_path):
    """Merged they are the folder of one event with its playoffs."""
    folders = shared(here, tmp_path, EVENT)
    assert said(here("merge", *folders, "--out", tmp_path / "merged"))
    assert said(here(*EVENT, "--out", tmp_path / "whole"))
    assert content(tmp_path / "merged") == content(tmp_path / "whole")


def test_a_share_is_played_once(here, folders):
    """The same command again leaves a share as it is, and mends one that is damaged."""
    before = content(folders[1])
    again = (*LITTLE, "--share", "2/5", "--out", folders[1])
    assert said(here(*again))
    assert content(folders[1]) == before
    cut(folders)
    done = here(*again)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert content(folders[1]) == before


def cut(folders):
    """Cut a part short."""
    part = folders[1] / "matches" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-9])


def doubled(folders):
    """Bring a share twice, as another folder."""
    shutil.copytree(folders[0], folders[0].with_name("again"))
    folders.append(folders[0].with_name("again"))


def missing(folders):
    """Leave two out."""
    del folders[1:3]


def without_part(folders):
    """Lose what was played."""
    shutil.rmtree(folders[1] / "matches")


def unfinished(folders):
    """Bring one that somebody still plays."""
    (folders[1] / "run-share.json").rename(folders[1] / "unfinished.json")


def turned(key, value):
    """Give what changes what a share says of itself."""

    def change(folders):
        path = folders[1] / "run-share.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))

    return change


def swapped(folders):
    """Bring the matches of another share under the name of this one."""
    shutil.rmtree(folders[1] / "matches")
    shutil.copytree(folders[2] / "matches", folders[1] / "matches")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (cut, ("s2", "damaged")),
        (doubled, ("again", "each share once, found share 1")),
        (missing, ("all 5 shares, missing: 2 and 3",)),
        (without_part, ("s2", "expected a part")),
        (unfinished, ("s2", "unfinished")),
        (turned("share", 7), ("s2", "share")),
        (turned("share", 3), ("s2", "SHA-256")),
        (turned("version", "0.0.1"), ("s2", "version")),
        (turned("seed_file", "0"), ("s2", "seed_file")),
        (turned("of", "many"), ("s2", "of")),
        (swapped, ("s2", "id")),
    ],
)
def test_hostile_shares_are_refused(here, folders, damage, expected, tmp_path):
    """One line names the folder and what is wrong, and nothing is written."""
    damage(folders)
    done = here("merge", *folders, "--out", tmp_path / "merged")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert all(words in done.stderr for words in expected), done.stderr
    assert not (tmp_path / "merged").exists()


def test_foreign_shares_are_refused(here, folders, tmp_path):
    """A share of another seed, or of another kind of whole, is named."""
    assert said(here(*LITTLE[:-4], "--seed", "9", "--matches", "50", "--share", "2/5", "--out", tmp_path / "other"))
    done = here("merge", folders[0], tmp_path / "other", *folders[2:])
    assert (done.returncode, done.stdout) == (2, "")
    assert "other: expected a share of the same as" in done.stderr
    assert "another seed" in done.stderr
    assert said(here(*EVENT[:3], "--teams", "12", "--each", "2", "--share", "1/1", "--out", tmp_path / "event"))
    assert here("merge", *folders[:4], tmp_path / "event").returncode == 2


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((*LITTLE, "--share", "6/5", "--out", "x"), "--share: expected which of how many"),
        ((*LITTLE, "--share", "half", "--out", "x"), "found 'half'"),
        ((*LITTLE, "--share", "1/51", "--out", "x"), "at most 50 shares"),
        ((*LITTLE, "--share", "1/5"), "expected --out DIR beside it"),
        ((*LITTLE, "--share", "1/5", "--out", "x", "--json"), "`sim merge` answers"),
        (("run", "--share", "1/5", "--out", "x"), "x"),
        ((*COMPARE, "--out", "x"), "expected --share beside it"),
        ((*EVENT, "--share", "1/8", "--out", "x"), "at most 7 shares"),
        (("merge", "nowhere"), "nowhere: expected the folder of a share"),
        (("merge",), "DIR..."),
    ],
)
def test_wrong_shares_are_refused(here, args, expected, tmp_path, monkeypatch):
    """What cannot be is one line, and no folder is made."""
    monkeypatch.chdir(tmp_path)
    done = here(*args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert expected in done.stderr
    assert not (tmp_path / "x").exists()
