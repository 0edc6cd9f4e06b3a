"""What was compiled is kept by a name that any change to the code renames."""

from sim.compiling import hash_of


def test_the_hash_sees_every_file_at_any_depth(tmp_path):
    """A file that changes, comes, goes or moves to another folder changes the hash, however deep it lies."""
    deep = tmp_path / "engine" / "inner"
    deep.mkdir(parents=True)
    (deep / "kernel.py").write_text("x = 1\n")
    found = [hash_of(tmp_path)]
    (deep / "kernel.py").write_text("x = 2\n")
    found.append(hash_of(tmp_path))
    (deep / "kernel.py").rename(tmp_path / "engine" / "kernel.py")
    found.append(hash_of(tmp_path))
    (tmp_path / "log.py").write_text("")
    found.append(hash_of(tmp_path))
    assert len(set(found)) == 4
    (tmp_path / "notes.txt").write_text("no code")
    assert hash_of(tmp_path) == found[-1]
