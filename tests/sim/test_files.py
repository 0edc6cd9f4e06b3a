"""Files are there whole or not at all."""

import pytest

from sim.files import make_folder, was_changed, write_summed, write_text


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


def test_other_files_are_left_alone(tmp_path):
    """What a user calls `a.txt.tmp` stays, and a link of a file's name is replaced, not followed."""
    (tmp_path / "a.txt.tmp").write_text("mine", encoding="utf-8")
    (tmp_path / "elsewhere").write_text("mine too", encoding="utf-8")
    (tmp_path / "a.txt").symlink_to(tmp_path / "elsewhere")
    write_text(tmp_path / "a.txt", "new")
    found = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert found == {"a.txt": "new", "a.txt.tmp": "mine", "elsewhere": "mine too"}
    assert not (tmp_path / "a.txt").is_symlink()


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    """Where one of several files cannot be written there is none that is half written."""
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_summed({tmp_path / "a": b"a", tmp_path / "b": b"b"})
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".sum") in (["a", "b"], ["b"])


def test_a_sum_tells_what_changed(tmp_path):
    """Other bytes than those of the sum are told; where there is none, or one of another file, nothing is."""
    make_folder(tmp_path / "deep" / "er")
    path = tmp_path / "deep" / "er" / "a.json"
    write_summed({path: b"one"})
    assert not was_changed(path, b"one")
    assert was_changed(path, b"two")
    assert not was_changed(path.with_name("b.json"), b"two")
    assert not was_changed(path.with_suffix(".csv"), b"two")
