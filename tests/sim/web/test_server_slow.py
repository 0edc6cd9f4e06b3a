"""The server of the page as a process of its own: many readers at once, README's question, and its end."""

import json
import re
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asked import COMPARE, FILES, ask, half_answered
from places import SIM
from reading import figures_of

pytestmark = pytest.mark.slow
READERS, MEGABYTES = 30, 600


@pytest.fixture
def serving(compiled_once):  # noqa: ARG001 (it only has to come first)
    """Start `sim web`, and give the process and its port."""
    server = subprocess.Popen([SIM, "web", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = server.stdout.readline()
    yield server, int(re.search(r":(\d+)/", said)[1])
    server.kill()
    server.communicate()


def peak_of(process):
    """Give the most megabytes that a process has held; skip where the system does not tell."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        pytest.skip("this system does not tell what a process holds")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1_024


def test_thirty_readers_at_once(serving):
    """All of them get whole answers, each its own, in little memory; nobody waits until all others have theirs."""
    server, port = serving
    with ThreadPoolExecutor(READERS) as pool:
        asked = [{**COMPARE, "matches": 20_000, "seed": seed} for seed in range(READERS)]
        answers = list(pool.map(lambda question: ask(port, question), asked))
    assert {status for status, _ in answers} == {200}
    assert all(lines[-1]["done"] for _, lines in answers)
    assert [lines[-1]["document"]["seed"] for _, lines in answers] == list(range(READERS))
    assert peak_of(server) < MEGABYTES


def test_readmes_question(serving, sim, tmp_path, monkeypatch):
    """The page's whole answer is the document of the command, models and all."""
    monkeypatch.chdir(tmp_path)
    _, port = serving
    for file in FILES:
        _, lines = ask(port, {"ask": "read", "files": [file]})
        Path(file["name"]).write_text(lines[-1]["document"]["text"], encoding="utf-8", newline="\n")
    _, lines = ask(port, {**COMPARE, "matches": None, "quick": False})
    plans = ("--plan", "early.toml", "--plan", "late.toml")
    typed = sim("compare", "--season", "2022", *plans, "--robot", "mine.toml", "--json")
    found = lines[-1]["document"]
    assert figures_of(typed) == {name: value for name, value in found.items() if name != "report"}
    assert json.loads(typed.stdout)["report"]["told"] == found["report"]["told"]
    assert found["answer"].startswith("leave at 105 is better than leave at 120 by 9.48 ± 0.14 points a match")


def test_it_ends_quietly(serving):
    """Ctrl-C ends it with 130, with a question half answered; it has said nothing but where it is."""
    server, port = serving
    with half_answered(port):
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=60)
    assert (server.returncode, out, err) == (130, "", "")
