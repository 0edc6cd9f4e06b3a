"""Who listens to a verb in the place of a terminal: it hears how far the work is, and gets the answer as values."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from analysis.report.told import Piece
from analysis.words import Text


class Listener(Protocol):
    """What can be told to whoever asked a verb."""

    def progress(self, what: str, more: int, of: int | None) -> None:
        """Hear that so many more matches are done, of how many where that is known."""

    def answer(self, document: Any, told: Sequence[Piece], done: bool) -> None:
        """Get what `--json` would print, what people are told, and whether this is all."""

    def note(self, sentence: Text) -> None:
        """Hear what would be said on stderr."""


_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listener() -> Listener | None:
    """Give who listens; None where verbs print."""
    return _LISTENER.get()


@contextmanager
def heard_by(who: Listener) -> Iterator[None]:
    """Let verbs of the block tell this listener all that they would print."""
    before = _LISTENER.set(who)
    try:
        yield
    finally:
        _LISTENER.reset(before)
