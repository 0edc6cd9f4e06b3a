"""Standard streams: closed ones, letters that they cannot write, and readers who have seen enough."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

_LEFT = Event()
"""Set where a reader left before all was printed."""


def opened() -> None:
    """Let letters that a stream cannot write be written as codes; what is closed leads nowhere, not into a file."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
        if name != "stdin" and getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (for as long as it runs)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@contextmanager
def to_the_end() -> Iterator[None]:
    """Hand over what is printed in the block, and go on: what fails from here on takes none of it away.

    Its reader, `head` say, may have seen enough before its end.
    """
    try:
        yield
        print(end="", flush=True)
    except BrokenPipeError:
        _LEFT.set()
        forget()


def was_left() -> bool:
    """Say whether a reader left before all was printed."""
    return _LEFT.is_set()


def forget() -> None:
    """Print to nobody from now on, so that nothing fails at what is left in the buffer."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
