"""`sim` as a program: Ctrl-C ends it without a traceback, from its first instruction to its last."""

import os
import signal
from importlib import import_module
from typing import Any

INTERRUPTED = 130


def _stop(*_: Any) -> None:
    os._exit(INTERRUPTED)


def main() -> None:
    """Load the command line and run it; whoever started it deaf to Ctrl-C, as `nohup` does, has it so."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        import_module("sim.cli").main()
        return
    signal.signal(signal.SIGINT, _stop)
    porch = import_module("sim.cli")
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        porch.main()
    except KeyboardInterrupt:
        _stop()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # its way out takes a moment


if __name__ == "__main__":
    main()
