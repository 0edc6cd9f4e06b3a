"""Questions to the page's server as anybody may send them: over a real socket, whole or broken."""

import json
import socket
from contextlib import contextmanager, suppress
from threading import Thread

from sim.web.serving import listening_at, server_of

ORDER = "climb to HI, climb to MD, climb to LO, grip, store, leave store, collect near, collect far, drive to store"
ROBOT = {
    "season": "2022",
    "name": "ours",
    "can": ["climb_lo", "climb_md", "climb_hi"],
    "seconds": {"collect near": 5.5},
    "works": {"grip": 0.9},
}


def plan(at):
    """Give README's plan that leaves at a time."""
    leaves = {"grip": {"after": [at, 6]}}
    return {"season": "2022", "name": f"leave at {at}", "order": ORDER.split(", "), "set": leaves}


FILES = [
    {"name": "mine.toml", "table": ROBOT},
    {"name": "late.toml", "table": plan(120)},
    {"name": "early.toml", "table": plan(105)},
]
PLAYED = {"season": "2022", "matches": 2_000, "seed": 1, "population": None, "points": []}
RUN = {"ask": "run", "files": [], **PLAYED, "playbook": None, "red": None, "blue": None}
COMPARE = {
    "ask": "compare",
    "files": FILES,
    **PLAYED,
    "plan": ["early.toml", "late.toml"],
    "robot": ["mine.toml"],
    "red": [],
    "blue": None,
    "versus": [],
    "baseline": None,
    "all": False,
    "quick": True,
}


@contextmanager
def serving(lan=False):
    """Serve in a thread of this process, and give the server and its port."""
    with listening_at(0, lan) as at:
        server = server_of(lan)
        thread = Thread(target=server.run, args=([at],))
        thread.start()
        try:
            yield server, at.getsockname()[1]
        finally:
            server.handle_exit(0, None)
            thread.join()


def head(port, body, **others):
    """Give the head of a request that asks a question with this body; headers are named with _ for -."""
    named = {"Host": f"127.0.0.1:{port}", "Content_Type": "application/json", "Content_Length": len(body), **others}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value is not None]
    return "\r\n".join(["POST /ask HTTP/1.1", *lines, "", ""]).encode()


def sent(port, data):
    """Send bytes, and give the status and the body that come back."""
    with socket.create_connection(("127.0.0.1", port), 60) as to:
        with suppress(OSError):  # it need not hear all of it before it answers
            to.sendall(data)
        return answered(to)


def answered(to):
    """Read an answer to its end."""
    with to.makefile("rb") as file:
        whole = file.read()
    top, _, body = whole.partition(b"\r\n\r\n")
    if b"chunked" in top.lower():
        body = b"".join(_chunks(body))
    return (int(top.split()[1]) if top else 0), body


def _chunks(body):
    while body:
        length, _, rest = body.partition(b"\r\n")
        yield rest[: int(length, 16)]
        body = rest[int(length, 16) + 2 :]


def ask(port, question, **headers):
    """Ask a question, and give the status and all lines of the answer."""
    body = json.dumps(question).encode()
    status, text = sent(port, head(port, body, **headers) + body)
    return status, [json.loads(line) for line in text.splitlines()]


@contextmanager
def half_answered(port):
    """Ask what takes long, and have the block while the answer is on its way; then leave."""
    body = json.dumps({**COMPARE, "matches": 50_000, "quick": False}).encode()
    with socket.create_connection(("127.0.0.1", port), 60) as to:
        to.sendall(head(port, body) + body)
        to.recv(1_000)
        yield


def refusal(port, body, **headers):
    """Send a body that is refused, and give the status and what is said."""
    status, text = sent(port, head(port, body, **headers) + body)
    return status, json.loads(text)["refused"]["text"]
