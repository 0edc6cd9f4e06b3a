"""The server behind the page: who may ask, what is refused before any work, and answers sent as they grow."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from analysis.words import language, languages
from rules.errors import FgcError
from rules.text import plain
from sim.web import limits
from sim.web.answers import ENGLISH, Answering, Line, fault, refused, warm
from sim.web.bodies import NoJsonError, Question, question_of
from sim.web.page import page
from sim.web.turns import Turns

JSON, LINES = "application/json", "application/x-ndjson"
SAFE = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer. A connection answers one request: so none that is slow can be held open."""
BUSY = "too many ask at this moment: come again in a minute"
Lines = asyncio.Queue[Line | None]
"""The lines of an answer as they come; None after the last one."""


class RefusedError(Exception):
    """A request that is refused before any work: with which status, where it is wrong, and what was expected."""

    def __init__(self, status: int, *parts: str) -> None:
        super().__init__(*parts)
        self.status = status


class Guard:
    """Lets requests through that name this server by one of its own names: other pages' scripts cannot ask it."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        wrong = self._wrong(scope) if scope["type"] == "http" else None
        await (self.app if wrong is None else refusal(403, *wrong))(scope, receive, send)

    def _wrong(self, scope: Scope) -> tuple[str, str] | None:
        headers = Request(scope).headers
        host, origin = headers.get("host", ""), headers.get("origin")
        here = (scope.get("server") or ("",))[0]  # the address at which the request came in
        if _without_port(host).lower() not in {*self.names, here}:
            return "Host", f"expected the name or the address of this server, found {plain(host)!r}"
        if origin is not None and origin.lower() != f"{scope['scheme']}://{host}".lower():
            return "Origin", f"expected questions of this server's own page, found one of {plain(origin)!r}"
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def refusal(status: int, *parts: str, code: str = ENGLISH) -> JSONResponse:
    """Make the answer to a request that is refused, in a language."""
    return JSONResponse(refused(FgcError(*parts), language(code)), status, headers=SAFE)


class Desk:
    """What all requests share: who is being answered, and whose turn it is."""

    def __init__(self) -> None:
        self.cores = os.cpu_count() or 1
        self.turns = Turns(self.cores)
        self.threads = ThreadPoolExecutor(limits.QUESTIONS, thread_name_prefix="answer")
        self.answering: set[Answering] = set()
        self.reading = asyncio.Semaphore(limits.READ_AT_ONCE)
        self._held = 0

    @contextmanager
    def held(self) -> Iterator[Callable[[int], None]]:
        """Count the bytes of a request while it is sent and read; a RefusedError where all are too many."""
        own = 0

        def more(count: int) -> None:
            nonlocal own
            own += count
            self._held += count
            if self._held > limits.HELD_BYTES:
                raise RefusedError(503, "body", BUSY)

        try:
            yield more
        finally:
            self._held -= own

    def workers(self) -> int:
        """Say how many threads one more question may have: all processors where it is alone, else one."""
        return 1 if self.answering else self.cores

    def stop(self) -> None:
        """Stop all work."""
        for each in tuple(self.answering):
            each.left.set()

    def close(self) -> None:
        """Stop all work, and wait until it has."""
        self.stop()
        self.threads.shutdown(cancel_futures=True)


def app_of(names: Sequence[str], desk: Desk) -> ASGIApp:
    """Make the application that answers at these names."""

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        desk.threads.submit(warm, desk.turns)
        yield
        desk.close()

    async def ask(request: Request) -> Response:
        return await _ask(request, desk)

    routes = [
        Route("/", _page, methods=["GET"]),
        Route("/ask", ask, methods=["POST"]),
        Route("/favicon.ico", _nothing, methods=["GET"]),
    ]
    handlers = {HTTPException: _http_error, RefusedError: _refused, Exception: _fault}
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=alive), names)


async def _http_error(request: Request, error: Any) -> Response:
    known = {
        404: f"expected / or /ask, found {plain(request.url.path)!r}",
        405: f"expected another method than {plain(request.method)}",
    }
    return refusal(error.status_code, "request", known.get(error.status_code, error.detail))


async def _refused(request: Request, error: Any) -> Response:
    return refusal(error.status, *error.args, code=_language(request))


async def _fault(request: Request, error: Exception) -> Response:
    return JSONResponse(fault(error, language(_language(request))), 500, headers=SAFE)


async def _nothing(_: Request) -> Response:
    return Response(status_code=204, headers=SAFE)


async def _page(request: Request) -> Response:
    return HTMLResponse(_written(_language(request)), headers=SAFE)


@cache
def _written(code: str) -> str:
    return page(code)


def _language(request: Request) -> str:
    """Give the language that the address names, else the first of the reader's that there is, else English."""
    wanted = request.headers.get("accept-language", "").split(",")
    named = [request.query_params.get("language", ""), *(each.strip()[:2].lower() for each in wanted)]
    return next((code for code in named if code in languages()), ENGLISH)


async def _ask(request: Request, desk: Desk) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise RefusedError(415, "Content-Type", f"expected {JSON}")
    with desk.held() as held:
        body = await _body(request, held)
        try:
            async with desk.reading:
                question = await asyncio.to_thread(question_of, body)
        except NoJsonError as error:
            raise RefusedError(400, *error.parts) from None
        except FgcError as error:
            raise RefusedError(422, *error.parts) from None
    if len(desk.answering) >= limits.QUESTIONS:
        raise RefusedError(503, "ask", BUSY)
    return Answer(question, desk, _language(request))


async def _body(request: Request, held: Callable[[int], None]) -> bytes:
    """Read the body, as far as it is of a length that can be."""
    said, found = request.headers.get("content-length", "0"), bytearray()
    try:
        async with asyncio.timeout(limits.PATIENCE):
            _need_short(int(said) if said.isdecimal() else 0)
            async for part in request.stream():
                found += part
                _need_short(len(found))
                held(len(part))
    except TimeoutError:
        raise RefusedError(408, "body", f"expected all of it within {limits.PATIENCE:g} seconds") from None
    return bytes(found)


def _need_short(length: int) -> None:
    if length > limits.BODY_BYTES:
        raise RefusedError(413, "body", f"expected at most {limits.BODY_BYTES:,} bytes")


class Answer(Response):
    """An answer that is sent line by line, while a thread works on it; the work stops where the reader leaves."""

    def __init__(self, question: Question, desk: Desk, code: str) -> None:
        super().__init__(media_type=LINES, headers=SAFE)
        del self.headers["content-length"]  # nobody knows how long it will be
        self.desk = desk
        self.lines: Lines = asyncio.Queue()
        self.loop = asyncio.get_running_loop()
        self.answering = Answering(question, language(code), self._put, desk.turns, desk.workers())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines until there are no more, or the reader has left."""
        self.desk.answering.add(self.answering)
        self.desk.threads.submit(self._work)
        sending = asyncio.create_task(self._send(scope, receive, send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.answering.left.set()
            self.desk.answering.discard(self.answering)
            for each in (sending, leaving):
                each.cancel()
            await _ended(sending)

    def _work(self) -> None:
        try:
            self.answering.run()
        finally:
            self._put(None)

    def _put(self, line: Line | None) -> None:
        with suppress(RuntimeError):  # the server has stopped
            self.loop.call_soon_threadsafe(self.lines.put_nowait, line)

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        line = await self.lines.get()
        if line is not None and "refused" in line:
            await JSONResponse(line, 500 if "fault" in line else 422, headers=SAFE)(scope, receive, send)
            return
        await _sent(send, {"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        while line is not None:
            body = await asyncio.to_thread(_written_line, line)
            await _sent(send, {"type": "http.response.body", "body": body, "more_body": True})
            line = await self.lines.get()
        await _sent(send, {"type": "http.response.body", "body": b""})


def _written_line(line: Line) -> bytes:
    return json.dumps(line).encode() + b"\n"


async def _sent(send: Send, message: Any) -> None:
    """Send a message to a reader who takes it; a TimeoutError where it is not taken."""
    async with asyncio.timeout(limits.PATIENCE):
        await send(message)


async def _ended(sending: "asyncio.Task[None]") -> None:
    """Wait until nothing more is sent; a reader who takes nothing has left, and all else is a fault."""
    try:
        await sending
    except (asyncio.CancelledError, TimeoutError, OSError):
        pass
    except Exception as error:
        fault(error, language(ENGLISH))


async def _gone(receive: Receive) -> None:
    """Wait until the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
