"""Files written whole: under a temporary name, on the disk, then renamed, so that nobody ever reads half of one.

And files that people name: on the disk, or in a folder that was brought along, beside which there is no disk.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

TEMPORARY = ".tmp"
"""What the name of a file that is not whole yet ends in."""
Folder = dict[str, bytes]
"""Files by name."""
_BROUGHT: ContextVar[Folder | None] = ContextVar("brought", default=None)


@contextmanager
def brought(folder: Folder) -> Iterator[None]:
    """Let whatever names a file in the block mean one of this folder: it is read from there, and written to there."""
    before = _BROUGHT.set(folder)
    try:
        yield
    finally:
        _BROUGHT.reset(before)


def folder_brought() -> Folder | None:
    """Give the folder that was brought along, whose files are the only ones; None where the disk's are meant."""
    return _BROUGHT.get()


def read_named(file: Path | str) -> bytes:
    """Read a file that people name. Raises OSError, and ValueError for what no file can be called."""
    folder = _BROUGHT.get()
    if folder is None:
        return Path(file).read_bytes()
    if str(file) not in folder:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    return folder[str(file)]


def is_named(file: Path | str) -> bool:
    """Say whether there is such a file."""
    folder = _BROUGHT.get()
    return Path(file).is_file() if folder is None else str(file) in folder


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
