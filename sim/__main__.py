"""`sim` as a program: Ctrl-C ends it without a traceback, from its first instruction to its last."""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import Any

INTERRUPTED = 130
ENDED = 128
"""What a shell adds to the number of the signal that ended a process."""

RARELY = 100_000
"""After so many new objects Python looks for garbage: what is imported makes many, and none of it is any."""


def main() -> None:
    """Load the command line and run it; whoever started it deaf to a signal, as `nohup` does, has it so."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)
    hears = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if hears:
        signal.signal(signal.SIGINT, _stop)
    sys.unraisablehook = _lost
    gc.set_threshold(RARELY)
    porch = import_module("sim.cli")
    try:
        if hears:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        porch.main()
    except KeyboardInterrupt:
        _stop()
    finally:
        if hears:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # its way out takes a moment
        gc.freeze()  # else Python looks on its way out for garbage in all there is: a fifth of a short run


def _stop(*_: Any) -> None:
    """End at once: nothing is begun yet, or all is done."""
    os._exit(INTERRUPTED)


def _leave(number: int, _: Any) -> None:
    """End in order: workers are sent home, half a file is taken away."""
    raise SystemExit(ENDED + number)


def _lost(found: Any) -> None:
    """End at once where a signal came while a library called back, the compiler say: there it would be lost."""
    if isinstance(found.exc_value, SystemExit):
        os._exit(found.exc_value.code if isinstance(found.exc_value.code, int) else 1)
    if isinstance(found.exc_value, KeyboardInterrupt):
        _stop()
    sys.__unraisablehook__(found)


if __name__ == "__main__":
    main()
