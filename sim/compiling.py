"""Compiled functions: numba, with its cache in a folder that any change to the code they are made of renames.

numba sees a change only in the file of the function that it compiled, not in what that function calls or freezes.
"""

import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import config
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps
from numba.cpython.unsafe.numbers import trailing_zeros
from numba.extending import register_jitable
from platformdirs import user_cache_path

from sim.cache import OWN_FOLDER, holds_any, is_ours, keep, kept

__all__ = ["cache_folder", "called", "code_of", "compiled", "hash_of", "inlined", "is_warm", "trailing_zeros"]

ROOM = 2**22
"""Bytes that compiled functions take, and some more."""
LEAN = {"_nrt": False, "no_cfunc_wrapper": True}
"""No counts of references to arrays, and no second copy of each function for callers in C."""
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


def compiled(function: AnyFunction) -> AnyFunction:
    """Compile a function at its first call, or take what an earlier process compiled.

    It lets go of Python's lock, divides as numpy does, and counts no references to arrays, since it makes none. It is
    compiled whatever the environment says of that (`NUMBA_DISABLE_JIT`): the engine is written for it.
    """
    before, config.DISABLE_JIT = config.DISABLE_JIT, 0
    try:
        made: AnyFunction = numba.njit(nogil=True, error_model="numpy", **LEAN)(function)
    finally:
        config.DISABLE_JIT = before
    made.compile = _keeping_garbage(made.compile)  # type: ignore[attr-defined]
    folder = cache_folder()
    if folder is not None:
        made._cache = _Kept(f"{function.__module__}.{function.__qualname__}", folder)  # type: ignore[attr-defined]
    return made


def _keeping_garbage(compiling: Callable[..., Any]) -> Callable[..., Any]:
    """Compile without looking for garbage again and again in what the compiler still needs: a tenth of its time."""

    def uninterrupted(signature: Any) -> Any:
        _load_functions_on_arrays()
        before = gc.isenabled()
        gc.disable()
        try:
            return compiling(signature)
        finally:
            if before:
                gc.enable()

    return uninterrupted


@cache
def _load_functions_on_arrays() -> None:
    """Load those of numba without its look for BLAS, which loads scipy.linalg: a tenth of a second for nothing.

    Whoever multiplies matrices looks for it then.
    """
    linalg: Any = import_module("numba.np.linalg")
    look, linalg.ensure_blas = linalg.ensure_blas, lambda: None
    try:
        import_module("numba.np.arraymath")
    finally:
        linalg.ensure_blas = look


def code_of(function: Any, arguments: Sequence[Any]) -> str:
    """Compile a function of `compiled` for arguments of these kinds once more, by no cache, and give LLVM's code."""
    anew = numba.njit(nogil=True, error_model="numpy", **LEAN)(function.py_func)
    kinds = tuple(map(numba.typeof, arguments))
    anew.compile(kinds)
    code: str = anew.inspect_llvm(kinds)
    return code


class _Kept(NullCache):  # type: ignore[misc]
    """The compiled forms of a function, by what it is called with and on what machine.

    numba's own cache believes whatever lies in its folder, and stops the program where that cannot be read.
    """

    def __init__(self, function: str, folder: Path) -> None:
        self.function, self.folder = function, folder

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        target_context.refresh()
        data = kept(self.folder, self._name(sig, target_context.codegen()))
        try:
            return None if data is None else CompileResult._rebuild(target_context, *pickle.loads(data))
        except Exception:  # what other versions of its libraries wrote: whatever they say of it, it is compiled anew
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        if not data.library.has_dynamic_globals:
            keep(self.folder, self._name(sig, data.codegen), dumps(data._reduce()))

    def _name(self, sig: Any, codegen: Any) -> str:
        known = (str(sig), codegen.magic_tuple(), numba.__version__, sys.implementation.cache_tag, np.__version__)
        return f"{self.function}-{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"


Decorator = Callable[[AnyFunction], AnyFunction]

called: Decorator[Any] = register_jitable(**LEAN)
"""Mark a function that is Python when Python calls it, and compiled where a compiled function calls it."""

inlined: Decorator[Any] = register_jitable(forceinline=True, **LEAN)
"""The same for a function that is called so often that the call itself would count."""


@cache
def cache_folder() -> Path | None:
    """Give the folder for this code's compiled functions, or None where it is not ours or cannot be written."""
    base = Path(config.CACHE_DIR) if config.CACHE_DIR else user_cache_path("fgc-sim", appauthor=False)
    folder = base.absolute() / f"compiled-{code_hash()}"
    try:
        folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        if not is_ours(folder.lstat()):
            return None
        if not holds_any(folder):
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(ROOM))
        return folder
    except (OSError, ValueError):
        return None


def is_warm() -> bool:
    """Say whether an earlier process has left compiled functions for this code."""
    folder = cache_folder()
    return folder is not None and holds_any(folder)


def code_hash() -> str:
    """Hash every file below this folder: compiled functions freeze the constants and types that they read."""
    return hash_of(Path(__file__).parent)


def hash_of(room: Path) -> str:
    """Hash the names and the bytes of all Python files below a folder, at any depth."""
    digest = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        digest.update(os.fsencode(path.relative_to(room).as_posix()) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
