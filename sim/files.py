"""Files written whole: under a temporary name, on the disk, then renamed, so that nobody ever reads half of one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp"
"""What the name of a file that is not whole yet ends in."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a name to write a file under; once the block ends without an error, the file is at `path`, whole.

    The bytes are on the disk before the name is, and so is the name: after a power cut the file is there as it was
    before or as it is now. Raises OSError.
    """
    temporary = path.with_name(f"{path.name}{TEMPORARY}")
    yield temporary
    _on_disk(temporary)
    renamed(temporary, path)


def write_text(path: Path, text: str) -> None:
    """Write a text, in UTF-8 with LF at the ends of its lines: it is there whole or not at all. Raises OSError."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def renamed(old: Path, new: Path) -> None:
    """Rename a file within its folder, over one that may be there, and see that the disk knows. Raises OSError."""
    os.replace(old, new)
    if os.name != "nt":  # Windows opens no folders; its renames are journalled
        _on_disk(new.parent)


def _on_disk(path: Path) -> None:
    known = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(known)
    finally:
        os.close(known)
