"""Blocks of matches, played one after the other or several at once: nothing but the time depends on how many."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context
from typing import Any, NamedTuple

from rules.season import Array, Breakdown
from sim.engine.sheets import sheet_of
from sim.play.request import Settings, of_manifest
from sim.table.language import Manifest

SIZES = {"fast": 2_048, "reference": 64}
"""Matches in a block, by engine: some hundredths of a second of work, in the processor's cache."""
AHEAD = 4  # blocks for each worker that are played before somebody asks for them


class Scored(NamedTuple):
    """A block of matches, scored; the first axis of every array is the match."""

    sheet: Any
    breakdown: Breakdown
    attempts: Array


def cut(settings: Settings, matches: range) -> list[range]:
    """Cut matches in a row into blocks."""
    size = SIZES[settings.manifest.engine]
    return [range(first, min(first + size, matches.stop)) for first in range(matches.start, matches.stop, size)]


def scored(settings: Settings, block: range) -> Scored:
    """Play and score a block of matches."""
    played = settings.engine.play_block(settings.lineup, block.start, len(block))
    sheet = sheet_of(settings.game, played.marking, played.clocks, played.fouls)
    return Scored(sheet, settings.game.rules.score(sheet), played.attempts)


def in_order(settings: Settings, blocks: Sequence[range], jobs: int) -> Generator[Scored]:
    """Play and score blocks, up to `jobs` at once, and give them in their order."""
    if min(jobs, len(blocks)) < 2:
        yield from (scored(settings, block) for block in blocks)
        return
    pool, task = _workers(settings, min(jobs, len(blocks)))
    waiting: deque[Any] = deque()
    try:
        for block in blocks:
            with _unheard_interrupts():  # this may start a worker
                waiting.append(pool.submit(task, block))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _workers(settings: Settings, jobs: int) -> tuple[Executor, Callable[[range], Scored]]:
    """Give threads where the engine lets go of Python's lock, else processes."""
    settings.engine.play_block(settings.lineup, 0, 1)  # compiles, before all of them would
    if settings.manifest.engine == "fast":
        return ThreadPoolExecutor(jobs), partial(scored, settings)
    spawn, deaf = get_context("spawn"), (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=signal.signal, initargs=deaf)
    return pool, partial(_scored_elsewhere, settings.manifest.model_dump_json())


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


def _scored_elsewhere(manifest: str, block: range) -> Scored:
    return scored(_settings(manifest), block)


@cache
def _settings(manifest: str) -> Settings:
    return of_manifest(Manifest.model_validate_json(manifest))
