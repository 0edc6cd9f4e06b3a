"""Turns: a few work at once, all others wait in one line, and whoever has worked for a while goes to its end."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """So many turns there are; who waits longest gets the next one."""

    def __init__(self, many: int) -> None:
        self._lock = Lock()
        self._free = many
        self._line: deque[Event] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have a turn in the block."""
        self._take()
        try:
            yield
        finally:
            self._give()

    def pass_on(self) -> None:
        """Where others wait let the first of them work, and go on after all of them have."""
        if self._line:
            self._give()
            self._take()

    def waiting(self) -> int:
        """Say how many wait for a turn."""
        return len(self._line)

    def _take(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = Event()
            self._line.append(called)
        called.wait()

    def _give(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set()  # the turn goes from hand to hand
            else:
                self._free += 1
