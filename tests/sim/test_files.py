"""Files are there whole or not at all."""

import pytest

from sim.files import write_text


def test_a_file_that_fails_leaves_the_old_one(tmp_path):
    """Where writing breaks off the file that was there stays, byte for byte."""
    path = tmp_path / "run.json"
    write_text(path, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "ne\ud800w")
    assert path.read_bytes() == b"old\n"


def test_a_text_is_written_as_it_is(tmp_path):
    """UTF-8 without a mark, LF at the ends of lines, nothing left beside it."""
    write_text(tmp_path / "a.txt", "é\nb\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "é\nb\r\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
