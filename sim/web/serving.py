"""`sim web`: the server is started, says where it is, and runs until it is stopped."""

import asyncio
import os
import socket
import webbrowser
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from rules.errors import FgcError
from sim.web import limits
from sim.web.answers import ENGLISH
from sim.web.page import page
from sim.web.server import Desk, app_of

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"
NAMES = ("localhost", HERE)
MOMENT = 1.0
"""Seconds that a client is heard out who is still sending when all was said."""
ENDING = 5
"""Seconds that answers may take to stop, once the server is to end."""
CONNECTIONS = 300
"""So many are open at once; the next one is told to come again."""


class HeardOut:
    """A transport that, to be closed, first hears a client out for a moment.

    Else the system would take back what the client was answered, if it is still sending: too much, say.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self.ended = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Say whether nothing more is sent."""
        return self.ended or self._transport.is_closing()

    def close(self) -> None:
        """Send no more, and close after a moment."""
        if not self.ended and not self._transport.is_closing():
            self._transport.write_eof()
            self._transport.resume_reading()
            self._loop.call_later(MOMENT, self._transport.close)
        self.ended = True


class Impatient(H11Protocol):
    """A connection that is closed where no request comes."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(HeardOut(transport, self.loop))  # type: ignore[arg-type]
        self.loop.call_later(limits.PATIENCE, self._close_without_request)

    def data_received(self, data: bytes) -> None:
        """Read what comes, until all was said."""
        if not self.transport.is_closing():
            super().data_received(data)

    def _close_without_request(self) -> None:
        if self.cycle is None:
            self.transport.close()


class Server(uvicorn.Server):
    """A server whose work stops at once where it is told to end."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self.desk = desk

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop all work, and then the server."""
        self.desk.stop()
        super().handle_exit(sig, frame)


def listening_at(port: int, lan: bool) -> socket.socket:
    """Give the socket to serve at; a FgcError where its port is another program's."""
    try:
        return socket.create_server((EVERYWHERE if lan else HERE, port))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        what = f"expected a port that can be used, {port} can not: {reason}; --port 0 finds one"
        raise FgcError("--port", what) from None


def addresses(port: int, lan: bool) -> list[str]:
    """Give the addresses to type: on this computer, and with `lan` on others in its network."""
    hosts = [HERE, *([_own_address()] if lan else [])]
    return [f"http://{host}:{port}/" for host in dict.fromkeys(hosts)]


def _own_address() -> str:
    """Give the address that others in the network know this computer by; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("10.255.255.255", 9))
        except OSError:
            return HERE
        return str(asked.getsockname()[0])


def server_of(lan: bool) -> Server:
    """Make a server; with `lan` it answers to this computer's names in its network too."""
    own = socket.gethostname()
    desk = Desk()
    config = uvicorn.Config(
        app_of([*NAMES, *([own, f"{own}.local"] if lan else [])], desk),
        http=Impatient,
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=ENDING,
    )
    return Server(config, desk)


def serve(port: int, lan: bool, shown: bool) -> None:
    """Serve until somebody stops it; the addresses are said first."""
    page(ENGLISH)
    with listening_at(port, lan) as at:
        found = addresses(at.getsockname()[1], lan)
        print(f"Open {found[0]} in a browser. Ctrl-C ends it.", flush=True)
        for other in found[1:]:
            print(f"On phones in the same network: {other} - everybody there can use it.", flush=True)
        if shown:
            webbrowser.open(found[0])
        server_of(lan).run([at])
