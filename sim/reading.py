"""Files that others bring, read whole up to a size: a device that never ends would fill all memory."""

import sys
from pathlib import Path

from rules.errors import FgcError
from sim.files import folder_brought, read_named

MOST_BYTES = 500_000_000
"""Hundreds of thousands of match documents."""
INPUT = "-"
"""The name under which standard input is read."""


def contents(file: str, what: str = "file", error: type[FgcError] = FgcError, most: int = MOST_BYTES) -> bytes:
    """Give the bytes of a file, of standard input where it is named `-`; an `error` that says `what` was expected."""
    try:
        if folder_brought() is not None:
            data = read_named(file)
        elif file != INPUT:
            with Path(file).open("rb") as stream:
                data = stream.read(most + 1)
        elif sys.stdin is None:
            raise error("standard input", f"expected a readable {what}, found it closed")
        else:
            data = sys.stdin.buffer.read(most + 1)
    except (OSError, ValueError) as wrong:  # a ValueError is a name that no file can have
        reason = getattr(wrong, "strerror", None) or wrong
        raise error(file, f"expected a readable {what}: {reason}") from None
    if len(data) > most:
        raise error(file, f"expected a {what} of up to {most:,} bytes, found a larger one")
    return data
