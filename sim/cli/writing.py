"""Files that verbs write with `--out FILE`: new ones only, whole or not at all."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from rules.errors import FgcError
from sim.files import folder_brought, write_text


def need_new(file: Path) -> None:
    """Raise a FgcError before long work where its file is there already, or could not be written."""
    need_absent(file)
    if folder_brought() is not None:
        return
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise FgcError(str(file), "expected a file in a folder that can be written to")


def need_absent(file: Path) -> None:
    """Raise a FgcError where a file is there already."""
    if folder_brought() is None and file.exists():
        raise FgcError(str(file), "expected a new file to write to, found one; --out FILE names another")


def need_page(file: str) -> None:
    """Raise a FgcError before any work where a page cannot have this name; one that is there is written anew."""
    if Path(file).suffix.lower() != ".html":
        raise FgcError(file, "expected a name that ends in .html")
    if folder_brought() is not None:
        return
    if not Path(file).absolute().parent.is_dir() or Path(file).is_dir():
        raise FgcError(file, "expected a file in a folder that exists")


def write_new(file: Path, text: str) -> None:
    """Write a file whole or not at all; a FgcError says why where it cannot be."""
    folder = folder_brought()
    if folder is not None:
        folder[str(file)] = text.encode()
        return
    try:
        write_text(file, text)
    except OSError as error:
        raise FgcError(str(file), f"expected a file to write to: {error.strerror}") from None


def print_or_write(lines: Iterable[str], out: str | None) -> None:
    """Print lines, or write them to a new file and say so on stderr."""
    text = "".join(f"{line}\n" for line in lines)
    if out is None:
        print(text, end="")
        return
    need_new(Path(out))
    write_new(Path(out), text)
    if folder_brought() is None:
        print(f"sim: written to {out}", file=sys.stderr)
