"""The first run ever: a process beside this one compiles what draws robots, while this one compiles the engine."""

import gc
import os
import subprocess
import sys
from threading import Thread

from sim import compiling
from sim.play.request import Request, run_request
from sim.robots.drawn import blank, draw_block
from sim.robots.properties import workings

BEGIN = """import sys
sys.path = sys.argv[2:]
from sim.play.aside import compile_drawing
compile_drawing(sys.argv[1])"""


def compile_both(request: Request) -> None:
    """Compile what plays a request, where nothing is kept of it; what cannot be done beside is done when needed.

    No worker of `multiprocessing` does it: that would run the script once more that imports this package.
    """
    if request.engine != "fast" or os.cpu_count() == 1 or compiling.cache_folder() is None or compiling.is_warm():
        return
    command = [sys.executable, "-P", "-c", BEGIN, request.game.key, *sys.path]
    quiet = subprocess.DEVNULL
    try:
        beside = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
    except (OSError, ValueError):  # no Python to start, or a path that no command can hold
        return
    with beside:
        try:
            request.player.play_robots(blank(request.lineup, 0))
            beside.wait()
        finally:
            beside.kill()


def compile_drawing(key: str) -> None:
    """Draw the robots of a match, and leave what that compiles for others; end with whoever started this process."""
    Thread(target=_end_with_input, daemon=True).start()
    request = run_request(key)
    draw_block(request.lineup, 0, 0, blank(request.lineup, 1), workings(request.lineup, 1))
    gc.freeze()  # on its way out Python looks for no garbage then: somebody waits


def _end_with_input() -> None:
    os.read(sys.stdin.fileno(), 1)  # no reader of Python's: its lock would be held at the end
    os._exit(1)
