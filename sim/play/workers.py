"""Work done side by side, and given in its order: nothing but the time depends on how many work at once.

This is the only place that does so. A job is a request and the numbers of what is to be played of it, matches of a
run or repeats of an event; what is made of them is up to the caller. Here threads do it, or processes, which get a
request as the JSON of its manifest; whoever has an executor of another kind can bring that, and `done_by` lets all
work of a block go to a crew, a cluster's say.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache, partial
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread, current_thread, main_thread
from typing import Any, NamedTuple, TypeVar

from rules.errors import ModelError
from sim.pausing import pause
from sim.play.aside import compile_both
from sim.play.request import Manifest, Request, check_whole, restored_from

AHEAD = 4  # jobs for each worker that are done before somebody asks for them
MOST_AT_ONCE = 1_024
LIVES = 3
"""How often worker processes are started, if somebody kills them."""


class Job(NamedTuple):
    """What is to be played: of a run the matches of these numbers, of an event the repeats."""

    request: Request
    numbers: range


HELD_BACK = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
"""Signals that wait while a worker is started."""

Found = TypeVar("Found")
Submit = Callable[..., Callable[[], Any]]
"""How a function is handed over with what it takes: it gives what waits for the result."""


class Crew(NamedTuple):
    """Others who do the work in the place of this machine."""

    submit: Submit
    workers: int
    together: int
    """How many jobs are handed over in one go, at most: each costs the way there and back."""


_CREW: ContextVar[Callable[[Request], Crew] | None] = ContextVar("crew", default=None)


@contextmanager
def done_by(crew: Callable[[Request], Crew]) -> Iterator[None]:
    """Let all work of the block be done by a crew, which is asked for with the first request."""
    before = _CREW.set(crew)
    try:
        yield
    finally:
        _CREW.reset(before)


Work = Callable[[Any, range], Found]
"""What a job is turned into, from its request and numbers: a function of a module, or a `partial` of one, so that
processes find it."""


def at_once(request: Request, wanted: int | None) -> int:
    """Say how many jobs are done at once: as many as was asked for, else one a processor where that is cheap."""
    if wanted is None:
        return (os.cpu_count() or 1) if request.engine == "fast" else 1
    check_whole("jobs", wanted, 1, MOST_AT_ONCE)
    return wanted


def mapped(
    work: Work[Found], jobs: Iterable[Job], workers: int, executor: Executor | None = None
) -> Generator[Found]:
    """Do jobs, up to `workers` at once, and give what comes of them in their order.

    Jobs are asked for a few ahead only: there may be more than memory holds. `executor`, where one is given, does
    them; it stays open.
    """
    coming = iter(jobs)
    first = [*islice(coming, max(workers, 1))]
    if not first:
        return
    if workers > 1 and executor is None and _CREW.get() is None:
        compile_both(first[0].request)
    coming, workers = chain(first, coming), len(first)
    if executor is None and (crew := _CREW.get()) is not None:
        yield from _by(crew(first[0].request), work, coming)
    elif executor is not None:
        yield from _in_order(_handed(work, executor), coming, workers)
    elif workers == 1:
        for job in coming:
            pause()
            yield work(*job)
    else:
        yield from _by_own(first[0].request, work, coming, workers)


def _by_own(request: Request, work: Work[Found], jobs: Iterator[Job], workers: int) -> Iterator[Found]:
    """Let threads or processes that are started for it do jobs; what one had that was killed is done again."""
    handed: deque[Job] = deque()
    for _ in range(LIVES):
        jobs = chain([*handed], jobs)
        handed.clear()
        pool = _executor(request, workers)
        try:
            for found in _in_order(_handed(work, pool), _noted(jobs, handed), workers):
                handed.popleft()
                yield found
            return
        except BrokenExecutor:  # somebody killed a worker
            continue
        finally:
            pool.shutdown(cancel_futures=True)
    what = f"expected processes that go on, but {LIVES} times one was killed, for want of memory perhaps"
    raise ModelError("jobs", f"{what}; fewer need less")


def _noted(jobs: Iterable[Job], handed: deque[Job]) -> Iterator[Job]:
    for job in jobs:
        handed.append(job)
        yield job


def _by(crew: Crew, work: Work[Found], jobs: Iterator[Job]) -> Iterator[Found]:
    """Let a crew do jobs, some in one go, but all workers something."""
    goes = 2 * crew.workers
    first = [*islice(jobs, goes * crew.together)]
    size, rest = max(1, len(first) // goes), chain(first, jobs)
    bundles = iter(lambda: [*islice(rest, size)], [])
    for found in _in_order(partial(_sent, crew.submit, work), bundles, crew.workers):
        yield from found


Given = TypeVar("Given")


def _in_order(hand: Callable[[Given], Callable[[], Found]], given: Iterable[Given], workers: int) -> Iterator[Found]:
    """Hand work in, a few ahead of what is asked for, and give what comes of it."""
    waiting: deque[Callable[[], Found]] = deque()
    for each in given:
        with _held_back():  # this may start a worker
            waiting.append(hand(each))
        if len(waiting) > AHEAD * workers:
            pause()
            yield waiting.popleft()()
    while waiting:
        pause()
        yield waiting.popleft()()


def _executor(request: Request, workers: int) -> Executor:
    """Give threads where the engine lets go of Python's lock, else processes."""
    request.player.play_block(request.lineup, 0, 1)  # compiles, before all of them would
    if request.engine == "fast":
        return ThreadPoolExecutor(workers)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_as_worker)


def _as_worker() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _handed(work: Work[Found], pool: Executor) -> Callable[[Job], Callable[[], Found]]:
    """Hand jobs to an executor one by one; threads share their requests, all others get them as JSON."""

    def hand(job: Job) -> Callable[[], Found]:
        if isinstance(pool, ThreadPoolExecutor):
            return pool.submit(partial(copy_context().run, work, *job)).result  # the context says how to pause
        return pool.submit(partial(elsewhere, work, *told(job.request), job.numbers)).result

    return hand


def _sent(submit: Submit, work: Work[Found], jobs: Sequence[Job]) -> Callable[[], list[Found]]:
    """Hand jobs in one go to a crew; what several have in common goes there once."""
    known = {id(job.request): told(job.request) for job in {id(each.request): each for each in jobs}.values()}
    return submit(_all_elsewhere, work, [(*known[id(job.request)], job.numbers) for job in jobs])


def told(request: Request) -> tuple[type[Manifest], str]:
    """Give what a request becomes on its way to another process; a ValueError where it would be another one there."""
    kind, manifest = type(request.manifest), request.manifest.model_dump_json()
    if _restored(kind, manifest).game.model != request.game.model:
        raise ValueError("expected a request that its manifest repeats: another process would play another season")
    return kind, manifest


def _all_elsewhere(work: Work[Found], jobs: Sequence[tuple[type[Manifest], str, range]]) -> list[Found]:
    return [elsewhere(work, *job) for job in jobs]


def elsewhere(work: Work[Found], kind: type[Manifest], manifest: str, numbers: range) -> Found:
    """Do a job in another process than that which asks for it."""
    return work(_restored(kind, manifest), numbers)


@cache
def _restored(kind: type[Manifest], manifest: str) -> Request:
    return restored_from(kind.model_validate_json(manifest))


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold signals back: a worker that is half started would not know what became of it.

    Workers get the mask, where there is one. It alone is not enough: another thread may take a signal for this one.
    """
    came: list[int] = []
    masks, main = hasattr(signal, "pthread_sigmask"), current_thread() is main_thread()
    heard = {each: signal.getsignal(each) for each in HELD_BACK} if main else {}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK) if masks else set()
    for each, handler in heard.items():
        if callable(handler):
            signal.signal(each, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for each, handler in heard.items():
            if callable(handler):
                signal.signal(each, handler)
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if came:
        signal.raise_signal(came[0])
