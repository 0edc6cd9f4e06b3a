"""Work done side by side, and given in its order: nothing but the time depends on how many work at once.

This is the only place that does so. A job is a request and the numbers of what is to be played of it, matches of a
run or repeats of an event; what is made of them is up to the caller. Here threads do it, or processes, which get a
request as the JSON of its manifest; whoever has an executor of another kind, a cluster's say, can bring that.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cache, partial
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

from sim.pausing import pause
from sim.play.request import Manifest, Request, check_whole, restored_from

AHEAD = 4  # jobs for each worker that are done before somebody asks for them
MOST_AT_ONCE = 1_024


class Job(NamedTuple):
    """What is to be played: of a run the matches of these numbers, of an event the repeats."""

    request: Request
    numbers: range


Found = TypeVar("Found")
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
    work: Work[Found], jobs: Sequence[Job], workers: int, executor: Executor | None = None
) -> Generator[Found]:
    """Do jobs, up to `workers` at once, and give what comes of them in their order.

    `executor`, where one is given, does them; it stays open.
    """
    workers = min(workers, len(jobs))
    if workers < 2 and executor is None:
        for job in jobs:
            pause()
            yield work(*job)
        return
    pool = executor or _executor(jobs[0].request, workers)
    waiting: deque[Callable[[], Found]] = deque()
    try:
        for job in jobs:
            with _unheard_interrupts():  # this may start a worker
                waiting.append(_submitted(pool, work, job))
            if len(waiting) > AHEAD * workers:
                pause()
                yield waiting.popleft()()
        while waiting:
            pause()
            yield waiting.popleft()()
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)


def _executor(request: Request, workers: int) -> Executor:
    """Give threads where the engine lets go of Python's lock, else processes."""
    request.player.play_block(request.lineup, 0, 1)  # compiles, before all of them would
    if request.engine == "fast":
        return ThreadPoolExecutor(workers)
    spawn, deaf = get_context("spawn"), (signal.SIGINT, signal.SIG_IGN)
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=signal.signal, initargs=deaf)


def _submitted(pool: Executor, work: Work[Found], job: Job) -> Callable[[], Found]:
    """Hand a job in; threads share its request, all others get it as JSON."""
    if isinstance(pool, ThreadPoolExecutor):
        return pool.submit(partial(copy_context().run, work, *job)).result  # the context says how to pause
    kind, manifest = type(job.request.manifest), job.request.manifest.model_dump_json()
    if _restored(kind, manifest).game.model != job.request.game.model:
        raise ValueError("expected a request that its manifest repeats: another process would play another season")
    return pool.submit(_elsewhere, work, kind, manifest, job.numbers).result


def _elsewhere(work: Work[Found], kind: type[Manifest], manifest: str, numbers: range) -> Found:
    return work(_restored(kind, manifest), numbers)


@cache
def _restored(kind: type[Manifest], manifest: str) -> Request:
    return restored_from(kind.model_validate_json(manifest))


@contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back where that can be done; workers that are started meanwhile never hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
