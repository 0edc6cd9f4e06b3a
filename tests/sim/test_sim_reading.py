"""Files that others bring: read whole, up to a size; what cannot be read is one line."""

import os
from pathlib import Path

import pytest

from rules.errors import FgcError, ModelError
from sim.reading import contents


def test_a_file_is_read_up_to_a_size(tmp_path):
    """As many bytes as may be are given, one more is refused."""
    file = tmp_path / "x"
    file.write_bytes(b"abc")
    assert contents(str(file), most=3) == b"abc"
    with pytest.raises(FgcError, match=r"x: expected a file of up to 2 bytes, found a larger one$"):
        contents(str(file), most=2)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_that_never_ends_is_refused():
    """It would fill all memory."""
    with pytest.raises(ModelError, match=r"^/dev/zero: expected a plan of up to 1,000 bytes"):
        contents("/dev/zero", "plan", ModelError, most=1_000)


@pytest.mark.parametrize("name", ["missing", ".", "a\0b", "x" * 5_000, "missing/x"])
def test_what_cannot_be_read_says_why(name, tmp_path, monkeypatch):
    """A file that is not there, a folder, a name that no file can have."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FgcError, match="expected a readable table: "):
        contents(name, "table")
    assert os.listdir() == []
