"""The program's way out is short, and what waits for it is still done."""

import subprocess
import sys

WAY_OUT = """
import gc, weakref
from sim.__main__ import main

class Held:
    pass

held = Held()
held.itself = held
weakref.finalize(held, lambda: print("done,", len(gc.get_objects()) < gc.get_freeze_count(), flush=True))
main()
"""


def test_on_its_way_out_it_looks_for_no_garbage_and_does_what_was_left_for_then():
    """What was loaded is left to the system, and whoever asked for something to be done at the end has it done."""
    done = subprocess.run([sys.executable, "-c", WAY_OUT, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["done, True"]
    assert done.stderr == ""
