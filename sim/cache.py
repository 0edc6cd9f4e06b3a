"""What one command leaves for the next ones: files that are believed where this user wrote them, and just so.

Compiled code is among them, and whoever reads it runs it. So a file counts only if it belongs to this user or to
root, nobody else may write to it, it is no link, and it begins with the SHA-256 of its name and of all that follows.
"""

import hashlib
import logging
import os
import stat
from functools import cache
from pathlib import Path

from sim.files import open_no_link, write_all

SEAL = hashlib.sha256().digest_size
OTHERS = stat.S_IWGRP | stat.S_IWOTH
OWN_FILE, OWN_FOLDER = 0o600, 0o700
SUFFIX = ".kept"
say = logging.getLogger(__name__)


def is_ours(found: os.stat_result) -> bool:
    """Say whether a file or folder belongs to this user or to root, and nobody else may write to it.

    Windows says neither; its folders of users are closed to others.
    """
    if os.name == "nt":
        return True
    return found.st_uid in (0, os.geteuid()) and not found.st_mode & OTHERS


def keep(folder: Path, name: str, data: bytes) -> None:
    """Leave something for later commands; where that cannot be done they go without."""
    try:
        write_all({_path(folder, name): _seal(name, data) + data}, OWN_FILE)
    except OSError:
        return


def kept(folder: Path, name: str) -> bytes | None:
    """Give what an earlier command left; None where nothing is left, or what this user did not write just so."""
    path = _path(folder, name)
    try:
        with open_no_link(path) as file:
            found = os.fstat(file.fileno())
            whole = file.read() if stat.S_ISREG(found.st_mode) and is_ours(found) else b""
    except FileNotFoundError:
        return None
    except OSError:
        whole = b""
    seal, data = whole[:SEAL], whole[SEAL:]
    if seal != _seal(name, data):
        _say_unbelieved(folder)
        return None
    return data


def is_kept(folder: Path, name: str) -> bool:
    """Say whether something of this name is left, good or not."""
    return _path(folder, name).exists()


def holds_any(folder: Path) -> bool:
    """Say whether anything is left in a folder."""
    return any(folder.glob(f"*{SUFFIX}"))


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}{SUFFIX}"


def _seal(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + data).digest()


@cache
def _say_unbelieved(folder: Path) -> None:
    say.warning("%s: damaged, or another user's: what was kept there is made anew", folder)
