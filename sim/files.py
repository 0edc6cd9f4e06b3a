"""Files written whole: under a name of their own, on the disk, then renamed, so that nobody ever reads half of one.

A file may have its SHA-256 beside it, in a file of the same name that ends in `.sum`, as `sha256sum -c` reads it: by
that one knows what does not hold what was written.

And files that people name: on the disk, or in a folder that was brought along, beside which there is no disk.
"""

import errno
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

SUM = ".sum"
"""What the name of a file ends in that has the SHA-256 of the one beside it."""
STRAY = re.compile(r"\.[0-9a-f]{32}\.tmp")
"""The name of a file that is not whole: no other process has the same, and no user."""
NO_FSYNC = (errno.EINVAL, errno.ENOTSUP)
"""What file systems say of folders where they keep no promise on names."""
SUM_LINE = re.compile(rb"[0-9a-f]{64}  [^\n]+\n")
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
BINARY = getattr(os, "O_BINARY", 0)
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


def write_all(files: Mapping[Path, bytes], mode: int = 0o666) -> None:
    """Write files of one folder, each whole: after a power cut each is as it was before or as it is now.

    The bytes are on the disk before the names are, and when this returns the names are as well. A link that has such
    a name is replaced, not followed. Raises OSError; what was begun is then taken away.
    """
    begun: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            begun[path] = path.with_name(f".{uuid4().hex}.tmp")
            _write(begun[path], data, mode)
        for path in files:
            os.replace(begun[path], path)
            del begun[path]
    finally:
        for temporary in begun.values():
            temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        on_disk(folder)


def write_text(path: Path, text: str) -> None:
    """Write a text, in UTF-8 with LF at the ends of its lines: it is there whole or not at all. Raises OSError."""
    write_all({path: text.encode()})


def write_summed(files: Mapping[Path, bytes]) -> None:
    """Write files of one folder, and beside each its SHA-256. Raises OSError."""
    write_all({**files, **{sum_path(path): sum_line(path, data) for path, data in files.items()}})


def sum_path(path: Path) -> Path:
    """Give the place of the SHA-256 of a file."""
    return path.with_suffix(SUM)


def sum_line(path: Path, data: bytes) -> bytes:
    """Write the SHA-256 of what a file of this name holds."""
    return hashlib.sha256(data).hexdigest().encode() + b"  " + os.fsencode(path.name) + b"\n"


def open_no_link(path: Path) -> BinaryIO:
    """Open a file to read that is one, not a link to one. Raises OSError."""
    return open(os.open(path, os.O_RDONLY | NO_LINK | BINARY), "rb")


def read_no_link(path: Path) -> bytes:
    """Read a file that is one, not a link to one. Raises OSError."""
    with open_no_link(path) as file:
        return file.read()


def is_as_written(path: Path, data: bytes) -> bool:
    """Say whether the SHA-256 beside a file is that of these bytes of it."""
    try:
        return read_no_link(sum_path(path)) == sum_line(path, data)
    except OSError:
        return False


def was_changed(path: Path, data: bytes) -> bool:
    """Say whether the SHA-256 beside a file is that of other bytes of it; not so where there is none."""
    try:
        line = read_no_link(sum_path(path))
    except (OSError, ValueError):
        return False
    return (
        line != sum_line(path, data)
        and SUM_LINE.fullmatch(line) is not None
        and line[66:-1] == os.fsencode(path.name)
    )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, so that the disk knows them. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        on_disk(folder.parent)


def renamed(old: Path, new: Path) -> None:
    """Rename a file within its folder, over one that may be there, and see that the disk knows. Raises OSError."""
    os.replace(old, new)
    on_disk(new.parent)


def on_disk(folder: Path) -> None:
    """See that the disk knows the names in a folder. Raises OSError."""
    if os.name == "nt":  # opens no folders; its renames are journalled
        return
    known = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(known)
    except OSError as error:
        if error.errno not in NO_FSYNC:
            raise
    finally:
        os.close(known)


def _write(path: Path, data: bytes, mode: int) -> None:
    """Write a new file; one that is there already, or a link, is an error."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
