"""How fast matches are played: attempts and matches a second by engine and threads, and where the time goes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rules.season import Array
from sim.compiling import compiled
from sim.draws import ATTEMPTS, SHIFT, duration, factors, philox
from sim.engine.sheets import sheet_of
from sim.play.request import Request
from sim.play.run import SIZES, cut, played
from sim.play.workers import mapped
from sim.robots.drawn import blank, draw_block
from sim.robots.properties import TOGETHER, workings
from sim.table.game import Game

REPEATS = 7
"""The quickest of so many counts: whatever else a machine does can only make it slower."""
BLOCK = 8 * SIZES["fast"]
REFERENCE = 2 * SIZES["reference"]
"""Matches in a count, by engine."""
SHARES = ("robots", "draws", "engine", "scoring")
"""Where the time of the whole model goes."""


@dataclass(frozen=True)
class Speed:
    """What was measured of one season; every rate is one a second."""

    attempts_a_match: float
    engine_attempts: float
    """Of the compiled engine alone, its draws included, on one thread."""
    matches: dict[int, float]
    """Of the whole model - robots, draws, engine, sheets, scores - by how many threads."""
    reference_matches: float
    shares: dict[str, float]
    """Of the time that one thread takes for the whole model."""
    browser_matches: float | None = None
    """Of the whole model by scripts and engine of the offline page, on one thread; None where nobody asked."""


def measure(game: Game, threads: int) -> Speed:
    """Measure a season's table on one thread and on `threads`, with the season's own playbooks."""
    request = Request(game, game.playbooks, matches=BLOCK, engine="fast")
    engine, lineup = request.player, request.lineup
    at_end = engine.play_block(lineup, 0, BLOCK)
    sheet = sheet_of(game, at_end.marking, at_end.clocks, at_end.fouls)
    attempts = int(at_end.attempts.sum())
    robots = _seconds(_drawing_robots(request))
    draws = _seconds(_drawing_attempts(request, attempts))
    playing = _seconds(lambda: engine.play_block(lineup, 0, BLOCK)) - robots
    scoring = _seconds(lambda: sheet_of(game, at_end.marking, at_end.clocks, at_end.fouls))
    scoring += _seconds(lambda: game.rules.score(sheet))
    costs = dict(zip(SHARES, (robots, draws, playing - draws, scoring), strict=True))
    return Speed(
        attempts_a_match=attempts / BLOCK,
        engine_attempts=attempts / playing,
        matches={jobs: _matches_a_second(request, jobs, BLOCK) for jobs in sorted({1, threads})},
        reference_matches=_matches_a_second(
            Request(game, game.playbooks, matches=BLOCK, engine="reference"), 1, REFERENCE
        ),
        shares={name: cost / sum(costs.values()) for name, cost in costs.items()},
    )


def _seconds(work: Callable[[], object]) -> float:
    """Give the time of the quickest of a few counts, after one that warms everything up."""
    work()
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _matches_a_second(request: Request, threads: int, count: int) -> float:
    jobs = cut(request, range(count))
    return count / _seconds(lambda: sum(1 for _ in mapped(played, jobs, threads)))


def _drawing_robots(request: Request) -> Callable[[], None]:
    """Draw the robots of a count as the engine does, a few matches at a time."""
    robots, at_work = blank(request.lineup, TOGETHER), workings(request.lineup, TOGETHER)

    def work() -> None:
        for first in range(0, BLOCK, TOGETHER):
            draw_block(request.lineup, request.seed, first, robots, at_work)

    return work


def _drawing_attempts(request: Request, attempts: int) -> Callable[[], int]:
    """Draw as many attempts as a count has."""
    table = factors(request.game.model.durations.spread)
    return lambda: _draw(request.seed, attempts, table)


@compiled
def _draw(seed: int, attempts: int, table: Array) -> int:
    """Draw duration and success of attempts one after the other, as a match needs them: each waits for the last."""
    now: Any = 0
    for nth in range(attempts):
        level, word, _, _ = philox(
            np.uint64(nth), np.uint64(now & 7), np.uint64(3), np.uint64(0), np.uint64(seed), np.uint64(ATTEMPTS)
        )
        now += duration(5_000, table[level >> SHIFT]) + np.int64(word & np.uint64(1))
    return now  # type: ignore[no-any-return]
