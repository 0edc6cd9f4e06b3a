"""Compiled functions: numba, with its cache in a folder that any change to the code they are made of renames.

numba sees a change only in the file of the function that it compiled, not in what that function calls or freezes.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config
from numba.cpython.unsafe.numbers import trailing_zeros
from numba.extending import register_jitable
from platformdirs import user_cache_path

__all__ = ["cache_folder", "called", "compiled", "hash_of", "inlined", "is_warm", "trailing_zeros"]

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


def compiled(function: AnyFunction) -> AnyFunction:
    """Compile a function at its first call, or take what an earlier process compiled.

    It lets go of Python's lock, divides as numpy does, and counts no references to arrays, since it makes none.
    """
    folder = cache_folder()
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder or "")
    try:
        decorate = numba.njit(cache=folder is not None, nogil=True, error_model="numpy", _nrt=False)
        made: AnyFunction = decorate(function)
    finally:
        config.CACHE_DIR = before
    return made


Decorator = Callable[[AnyFunction], AnyFunction]

called: Decorator[Any] = register_jitable(_nrt=False)
"""Mark a function that is Python when Python calls it, and compiled where a compiled function calls it."""

inlined: Decorator[Any] = register_jitable(_nrt=False, forceinline=True)
"""The same for a function that is called so often that the call itself would count."""


@cache
def cache_folder() -> Path | None:
    """Give the folder for this code's compiled functions, or None where it cannot be written."""
    base = Path(config.CACHE_DIR) if config.CACHE_DIR else user_cache_path("fgc-sim", appauthor=False)
    folder = base / f"compiled-{code_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


def is_warm() -> bool:
    """Say whether an earlier process has left compiled functions for this code."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob("*.nbc"))


def code_hash() -> str:
    """Hash every file below this folder: compiled functions freeze the constants and types that they read."""
    return hash_of(Path(__file__).parent)


def hash_of(room: Path) -> str:
    """Hash the names and the bytes of all Python files below a folder, at any depth."""
    digest = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        digest.update(os.fsencode(path.relative_to(room).as_posix()) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
