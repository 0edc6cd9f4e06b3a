"""The real server of the page, on a port that is free."""

import subprocess
from contextlib import contextmanager

from places import SIM


@contextmanager
def served():
    """Start `sim web`, give its address, and end it."""
    server = subprocess.Popen([SIM, "web", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        said = server.stdout.readline()
        yield next(word for word in said.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.communicate()
