"""Where long work can be stopped, or lets other work go first: whoever starts it says what happens there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PAUSE: ContextVar[Callable[[], None] | None] = ContextVar("pause", default=None)


def pause() -> None:
    """Do between two bits of work what was asked for, which may raise to stop it; nothing where nobody asked."""
    found = _PAUSE.get()
    if found is not None:
        found()


@contextmanager
def pausing(by: Callable[[], None]) -> Iterator[None]:
    """Have work of the block do this several times a second; its threads, where it has some, do not."""
    before = _PAUSE.set(by)
    try:
        yield
    finally:
        _PAUSE.reset(before)
