"""What is left for later commands is believed where this user wrote it just so, and never stops anything."""

import os
import pickle
from contextlib import suppress

import numpy as np
import pytest

from sim import cache, compiling
from sim.cache import is_kept, keep, kept

NAME, DATA = "thing-1", b"some bytes" * 50
ROOT_ONLY = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def folder(tmp_path):
    """Keep something in a folder, for a test to spoil; what is said of it is said anew."""
    cache._say_unbelieved.cache_clear()
    keep(tmp_path, NAME, DATA)
    return tmp_path


def file_in(folder):
    """Give the one file that was kept."""
    (found,) = folder.glob("*.kept")
    return found


def test_what_is_kept_is_found(folder, caplog):
    """It is given back as it was, belongs to this user alone, and nothing is said."""
    assert kept(folder, NAME) == DATA
    assert is_kept(folder, NAME)
    assert file_in(folder).stat().st_mode & 0o777 == 0o600
    assert (kept(folder, "thing-2"), is_kept(folder, "thing-2"), caplog.text) == (None, False, "")


def relinked(path):
    """Put a link in the place of a file."""
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def flipped(path):
    """Turn the last bit over."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


SPOILT = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:40]),
    "noise": lambda path: path.write_bytes(np.random.default_rng(1).bytes(500)),
    "a flipped bit": flipped,
    "open to others": lambda path: path.chmod(0o602),
    "open to the group": lambda path: path.chmod(0o620),
    "a link": relinked,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_as_nothing(folder, spoil, caplog):
    """What is not just as this user wrote it is not given, and that is said in one line however often it is met."""
    spoil(file_in(folder))
    assert [kept(folder, NAME), kept(folder, NAME)] == [None, None]
    assert len(caplog.messages) == 1
    assert "damaged, or another user's" in caplog.text
    with suppress(OSError):
        keep(folder, NAME, DATA)
    assert kept(folder, NAME) == (None if file_in(folder).is_dir() else DATA)


@ROOT_ONLY
def test_what_others_wrote_is_as_nothing(folder):
    """A file of another user is not believed, whatever it holds."""
    os.chown(file_in(folder), 65_534, -1)
    assert kept(folder, NAME) is None


def test_a_name_is_sealed_too(folder):
    """A good file under another's name is not taken for that."""
    file_in(folder).rename(folder / "thing-2.kept")
    assert kept(folder, "thing-2") is None


def test_where_nothing_can_be_kept_nothing_happens(folder):
    """A folder that is gone, or is none, is no error."""
    for nowhere in (folder / "gone", file_in(folder)):
        keep(nowhere, NAME, DATA)
        assert kept(nowhere, NAME) is None


class Planted:
    """Something that does what it likes where it is unpickled."""

    def __init__(self, file):
        self.file = file

    def __reduce__(self):
        return open, (str(self.file), "w")


def doubled(x):
    """Be compiled."""
    return 2 * x


@pytest.fixture
def kept_functions(folder, monkeypatch):
    """Compile functions into a folder of their own."""
    file_in(folder).unlink()
    monkeypatch.setattr(compiling, "cache_folder", lambda: folder)
    assert compiling.compiled(doubled)(4) == 8
    return folder


def hits(function):
    """Say how often a compiled form was found."""
    return sum(function.stats.cache_hits.values())


def test_compiled_code_is_found_and_spoilt_code_is_compiled_anew(kept_functions):
    """What was compiled is found by the next one; cut in half it is compiled and kept anew."""
    second, third, fourth = (compiling.compiled(doubled) for _ in range(3))
    assert (second(4), hits(second)) == (8, 1)
    path = file_in(kept_functions)
    path.write_bytes(path.read_bytes()[:1_000])
    assert (third(4), hits(third)) == (8, 0)
    assert (fourth(4), hits(fourth)) == (8, 1)


def test_planted_code_is_not_run(kept_functions, tmp_path):
    """A file that others could have written is not even unpickled, though its seal is right."""
    path = file_in(kept_functions)
    planted = pickle.dumps(Planted(tmp_path / "it ran"))
    path.write_bytes(cache._seal(path.stem, planted) + planted)
    path.chmod(0o666)
    assert compiling.compiled(doubled)(4) == 8
    assert not (tmp_path / "it ran").exists()


def test_the_engine_is_compiled_whatever_the_environment_says(kept_functions, monkeypatch):  # noqa: ARG001
    """Where compiling is turned off for others it is not for the engine, which is written for it."""
    monkeypatch.setattr(compiling.config, "DISABLE_JIT", 1)
    found = compiling.compiled(doubled)
    assert (found(4), hits(found)) == (8, 1)
    assert compiling.config.DISABLE_JIT == 1
