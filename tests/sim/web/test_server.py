"""The server behind the page, over real sockets: what it serves, what it refuses, and that it lives on."""

import json
import re
import socket
import subprocess
import sys

import pytest
from asked import COMPARE, RUN, answered, ask, half_answered, head, refusal, sent, serving

from analysis.words import language, languages
from sim.web import limits


@pytest.fixture(scope="module")
def server(compiled_once):  # noqa: ARG001 (it only has to come first)
    """Serve on this computer for all tests of this file: whatever was asked before, it lives."""
    with serving() as (server, port):
        yield server, port


@pytest.fixture
def port(server):
    """Give the port that is served at."""
    return server[1]


def got(port, path, **headers):
    """Get what is at a path: status, head and body."""
    named = {"Host": f"localhost:{port}", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items()), "", ""]
    with socket.create_connection(("127.0.0.1", port), 60) as to:
        to.sendall("\r\n".join(lines).encode())
        with to.makefile("rb") as file:
            top, _, body = file.read().decode().partition("\r\n\r\n")
    return int(top.split()[1]), top, body


@pytest.mark.parametrize("code", languages())
def test_the_page_is_served(port, code):
    """It comes in each language, and its policy lets it ask this server and nobody else."""
    status, top, body = got(port, f"/?language={code}")
    assert status == 200
    assert f'<html lang="{code}" dir="{language(code).direction}">' in body
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', body)[1]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in top


@pytest.mark.parametrize(
    ("path", "accepts", "code"),
    [
        ("/", "", "en"),
        ("/", "ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("/", "tlh, fr;q=0.5", "fr"),
        ("/?language=es", "ar", "es"),
        ("/?language=../en", "", "en"),
    ],
)
def test_the_language_is_the_readers(port, path, accepts, code):
    """The address says which, else the browser does, else it is English."""
    _, _, body = got(port, path, Accept_Language=accepts)
    assert f'<html lang="{code}"' in body


def test_a_question_is_answered_in_lines(port):
    """First comes how far the work is, then an answer that grows, last the whole one."""
    status, lines = ask(port, COMPARE)
    assert status == 200
    assert [line["done"] for line in lines if "document" in line] == [False, True]
    assert lines[-1]["document"]["matches"] == COMPARE["matches"]
    assert all(set(line) == {"progress"} for line in lines if "document" not in line)


def body_of(**changes):
    """Write a question as it is sent."""
    return json.dumps({**RUN, **changes}).encode()


WRONG = {
    "no JSON": (b"{", {}, 400, "body: expected JSON"),
    "nothing": (b"", {}, 400, "body: expected JSON"),
    "other bytes": (b'"\xff"', {}, 400, "body: expected JSON"),
    "no number": (body_of(matches=float("nan")), {}, 400, "body: expected JSON"),
    "a number too long": (body_of() + b"9" * 5_000, {}, 400, "body: expected JSON"),
    "deep lists": (b"[" * 100_000, {}, 400, "body: expected JSON, found it nested too deep"),
    "deep objects": (b'{"a":' * 900 + b"1" + b"}" * 900, {}, 400, "body: expected JSON, found it nested too deep"),
    "a list": (b"[]", {}, 422, "body: expected an object"),
    "no question": (b"{}", {}, 422, "ask: expected the name of a question"),
    "no files": (b'{"ask": "run"}', {}, 422, "files: expected a list of files"),
    "unknown question": (body_of(ask="bench"), {}, 422, "ask: expected one of"),
    "a billion matches": (body_of(matches=10**9), {}, 422, "matches: expected at most"),
    "a path": (body_of(playbook="/etc/passwd.toml"), {}, 422, "/etc/passwd.toml: expected a readable plan file"),
    "a file with a path": (body_of(files=[{"name": "../x", "text": ""}]), {}, 422, "files[1]: expected a name"),
    "text": (body_of(), {"Content_Type": "text/plain"}, 415, "Content-Type: expected application/json"),
    "a form": (body_of(), {"Content_Type": "application/x-www-form-urlencoded"}, 415, "Content-Type: expected"),
    "a foreign name": (body_of(), {"Host": "example.org"}, 403, "Host: expected the name or the address"),
    "a name that begins as ours": (body_of(), {"Host": "localhost.example.org"}, 403, "Host: expected"),
    "another page": (body_of(), {"Origin": "http://example.org"}, 403, "Origin: expected questions of"),
    "a file's page": (body_of(), {"Origin": "null"}, 403, "Origin: expected questions of"),
    "too long": (b" " * (limits.BODY_BYTES + 1), {}, 413, "body: expected at most"),
    "said to be long": (b"{}", {"Content_Length": 10**12}, 413, "body: expected at most"),
    "much too long": (b" " * 30_000_000, {"Content_Length": 30_000_000}, 413, "body: expected at most"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused(port, name):
    """The status and one line say what was expected; the next question is answered."""
    body, headers, status, said = WRONG[name]
    found, text = refusal(port, body, **headers)
    assert (found, text[: len(said)]) == (status, said)
    assert ask(port, {"ask": "seasons", "files": []})[0] == 200


def test_a_body_is_measured_while_it_comes(port):
    """One that does not say how long it is, is refused where it is too long, before its end."""
    chunk = b" " * 1_000_000
    parts = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for _ in range(5))
    status, body = sent(port, head(port, b"", Content_Length=None, Transfer_Encoding="chunked") + parts)
    assert status == 413
    assert "expected at most" in json.loads(body)["refused"]["text"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /ask", 405),
        ("DELETE /", 405),
        ("POST /", 405),
        ("GET /../../etc/passwd", 404),
        ("GET /%2e%2e/%2e%2e/etc/passwd", 404),
        ("GET //ask", 404),
        ("GET /static/web.js", 404),
        ("GET /favicon.ico", 204),
    ],
)
def test_other_paths_are_refused(port, line, status):
    """There is a page and one place to ask, nothing else."""
    assert sent(port, f"{line} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())[0] == status


@pytest.mark.parametrize(
    "data",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(port, data):
    """It gets a 400, and the server lives."""
    assert sent(port, data)[0] == 400
    assert ask(port, {"ask": "seasons", "files": []})[0] == 200


def test_who_leaves_is_known(server):
    """Where a reader has left, its question is told to stop."""
    server, port = server
    with half_answered(port):
        (answering,) = server.desk.answering
    assert answering.left.wait(60)


def test_who_leaves_while_sending_is_forgotten(port):
    """Half a request, or half a body, is nobody's question."""
    body = body_of()
    for data in (b"POST /as", head(port, body), head(port, body) + body[:20]):
        with socket.create_connection(("127.0.0.1", port), 60) as to:
            to.sendall(data)
    assert ask(port, RUN)[1][-1]["done"]


def test_who_sends_too_slowly_is_not_waited_for(server, monkeypatch):
    """A request that does not come, or not whole, is given up after a while."""
    server, port = server
    monkeypatch.setattr(limits, "PATIENCE", 0.2)
    body = body_of()
    with socket.create_connection(("127.0.0.1", port), 60) as to:
        to.sendall(head(port, body) + body[:20])
        status, text = answered(to)
    assert status == 408
    assert json.loads(text)["refused"]["text"] == "body: expected all of it within 0.2 seconds"
    with socket.create_connection(("127.0.0.1", port), 60) as to:
        to.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert to.recv(1) == b""


def test_a_name_in_the_network_is_known_with_lan_alone(port):
    """A phone asks by this computer's address or name; without --lan nobody else can ask."""
    body, name = json.dumps({"ask": "seasons", "files": []}).encode(), socket.gethostname()
    assert refusal(port, body, Host=f"{name}:{port}")[0] == 403
    with serving(lan=True) as (_, lan):
        assert sent(lan, head(lan, body, Host=f"{name}:{lan}") + body)[0] == 200
        assert sent(lan, head(lan, body, Host=f"{name}.local") + body)[0] == 200
        assert refusal(lan, body, Host="example.org")[0] == 403


def test_a_port_that_is_taken(here, port):
    """One line says so."""
    done = here("web", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    what = f"expected a port that can be used, {port} can not: Address already in use"
    assert done.stderr == f"sim: --port: {what}; --port 0 finds one\n"


@pytest.mark.parametrize("wrong", ["-1", "65536", "x"])
def test_a_port_that_is_none(here, wrong):
    """One line says what was expected."""
    done = here("web", "--port", wrong)
    assert done.returncode == 2
    assert done.stderr.startswith("sim: --port: expected a whole number")


def test_what_is_not_installed_is_named():
    """Without the extra one line says what to install."""
    code = "import sys; sys.modules['uvicorn'] = None; sys.argv = ['sim', 'web']; from sim.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "sim: web: expected uvicorn to be installed, found none: pip install -e '.[web]' in the project's folder\n"
    )
