"""Work on many machines: the workers of a Dask scheduler as a crew, each vouched for before it plays anything.

A worker that is lost costs its jobs' time. A worker that would play otherwise, of another version, with another seed
file or with other bits, is refused by name. If the scheduler is lost, the command ends; what is saved stays.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from rules.errors import FgcError
from sim.play import saved
from sim.play.request import Manifest, Request
from sim.play.run import played
from sim.play.workers import Crew, elsewhere, told

TRIED = 10
"""Matches that a worker plays to show that it plays as we do."""
TOGETHER = 32
"""Jobs that go to a worker in one go: a second of its work or so, beside some milliseconds for the way."""
PATIENCE = 10
"""Seconds until a scheduler and its first worker have to be there."""
DEATHS = 100
"""How many workers may die with the same work at hand: it is rather machines that die than matches that kill."""

ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/@]+:[0-9]{1,5}")
Found = TypeVar("Found")


class Proof(NamedTuple):
    """What every worker has to have as it is here: its name, and what that is."""

    version: str
    seed_file: str
    matches: str
    """The SHA-256 of the first matches of what is played first."""


def proof(request: Request) -> Proof:
    """Say what is here, and how a request's first matches are played."""
    found = hashlib.sha256(b"".join(values.tobytes() for values in played(request, range(TRIED)).official().values()))
    return Proof(saved.program_version(), saved.seed_hash(request.game.key), found.hexdigest())


def _proof(request: Request, _: range) -> Proof:
    return proof(request)


@cache
def vouched(kind: type[Manifest], manifest: str, wanted: Proof) -> None:
    """Raise a FgcError where this worker has something else than is wanted of all."""
    from distributed import get_worker

    season = kind.model_validate_json(manifest).season
    here = wanted._replace(version=saved.program_version(), seed_file=saved.seed_hash(season))
    if here == wanted:
        here = elsewhere(_proof, kind, manifest, range(0))
    for name, value, there in zip(Proof._fields, wanted, here, strict=True):
        if value != there:
            what = f"expected {value!r:.20} as here, found {there!r:.20}: it would play otherwise; take it away"
            raise FgcError(f"worker {get_worker().address}", name, what)


def _vouched_for(asked: tuple[type[Manifest], str, Proof], function: Callable[..., Found], *given: Any) -> Found:
    """Do something on a worker, once it is vouched for."""
    vouched(*asked)
    return function(*given)


class Cluster:
    """The workers of a scheduler, which is sought when there is work for them."""

    def __init__(self, address: str) -> None:
        """Raise a FgcError for what is no address."""
        if not ADDRESS.fullmatch(address):
            raise FgcError("--cluster", f"expected an address, tcp://HOST:PORT, found {address!r:.60}")
        self.address = address
        self._client: Any = None
        self._crew: Crew | None = None

    def crew(self, request: Request) -> Crew:
        """Give the workers as a crew, each vouched for by how it plays this request, the first that is asked."""
        if self._crew is None:
            self._crew = self._found(request)
        return self._crew

    def _found(self, request: Request) -> Crew:
        with self._said():
            self._client = _client(self.address)
            asked = (*told(request), proof(request))
            _need_program(self._client)
            here = self._client.nthreads()
            ask = partial(self._client.submit, vouched, *asked, pure=False, allow_other_workers=True)
            for each in [ask(workers=[address]) for address in here]:
                each.result()  # of a worker that was lost meanwhile, another's
            threads = sum(here.values())

        def submit(function: Callable[..., Any], *given: Any) -> Callable[[], Any]:
            with self._said():
                future = self._client.submit(_vouched_for, asked, function, *given, pure=False)
            return lambda: self._result(future)

        return Crew(submit, threads, TOGETHER)

    def _result(self, future: Any) -> Any:
        from distributed import KilledWorker

        with self._said():
            try:
                return future.result()
            except KilledWorker:
                what = f"expected workers that go on, but {DEATHS} of them were lost, for want of memory perhaps"
                raise FgcError(self.address, what) from None

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Say in one line what became of a scheduler or of its workers."""
        lost = "expected a scheduler that goes on, but it is lost; the same command, with --out, goes on from there"
        try:
            yield
        except FgcError:
            raise
        except (CancelledError, OSError) as error:
            raise FgcError(self.address, lost if self._client else f"expected a Dask scheduler: {error}") from None

    def close(self) -> None:
        """Leave the cluster as it was found."""
        if self._client is not None:
            self._client.close(timeout=1)


def _client(address: str) -> Any:
    """Join a scheduler that has a worker or more."""
    try:
        from distributed import Client
    except ImportError:
        raise FgcError("--cluster", "expected dask.distributed: pip install 'fgc-sim[cluster]'") from None
    client = Client(address, timeout=PATIENCE, set_as_default=False)
    client.wait_for_workers(1, timeout=PATIENCE)
    client.run_on_scheduler(_forgiving)
    return client


def _here() -> bool:
    return True


def _need_program(client: Any) -> None:
    """Raise a FgcError where a worker lacks this program: one that got a task would leave, and nobody hear why."""
    found = client.run(_here, on_error="return")
    for address in client.nthreads():
        if found.get(address) is not True:
            raise FgcError(f"worker {address}", f"expected one that has this program: {found.get(address)}")


def _forgiving(dask_scheduler: Any) -> None:
    """Let a scheduler blame no job for the workers that died while it waited."""
    dask_scheduler.allowed_failures = DEATHS
