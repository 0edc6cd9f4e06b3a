"""Where long work can be stopped, or lets other work go first: whoever starts it says what happens there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import NamedTuple


class _Pauses(NamedTuple):
    thread: int
    own: Callable[[], None]
    helpers: Callable[[], None]


_PAUSES: ContextVar[_Pauses | None] = ContextVar("pauses", default=None)


def pause() -> None:
    """Do between two bits of work what was asked for, which may raise to stop it; nothing where nobody asked.

    Others may work meanwhile: nothing that they could wait for may be held, no cached property be half worked out.
    """
    found = _PAUSES.get()
    if found is not None:
        (found.own if get_ident() == found.thread else found.helpers)()


@contextmanager
def pausing(own: Callable[[], None], helpers: Callable[[], None]) -> Iterator[None]:
    """Have work of the block do this several times a second: what is its own, and what is its helping threads'."""
    before = _PAUSES.set(_Pauses(get_ident(), own, helpers))
    try:
        yield
    finally:
        _PAUSES.reset(before)
