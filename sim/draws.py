"""Keyed random numbers and durations, shared by both engines: the same key gives the same words, whoever asks."""

from typing import Any

import numpy as np

from rules.season import Array
from sim.compiling import inlined
from sim.exact import exp, normal_quantile

ATTEMPTS, STATION, MATCH, TEAMS, SCHEDULE, PARTNERS, FORECAST, ALLOWED = range(8)
"""The streams: 0 attempts, 1 the robot at a station, 2 the match, 3 the teams of an event, 4 the schedule, 5 the draw
of playoff partners, 6 what a forecast draws, 7 the robots that a stopwatch's tries allow."""

WORD = np.uint64(0xFFFF_FFFF)
HALF = np.uint64(32)
LEVELS = 4_096
"""Equally likely values of the tables for durations and normals: the upper 12 bits of a word choose one."""
SHIFT = np.uint64(20)
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xD251_1F53), np.uint64(0xCD9E_8D57)
FIRST_STEP, SECOND_STEP = np.uint64(0x9E37_79B9), np.uint64(0xBB67_AE85)

LOWER = [normal_quantile((level + 0.5) / LEVELS) for level in range(LEVELS // 2)]
NORMALS = np.array([*LOWER, *(-low for low in reversed(LOWER))])
"""The standard normals, lowest first."""
LARGEST = 2**34
"""The largest factor of a duration, times 2^16: even a millisecond then outlasts any match."""


@inlined
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Turn a counter of four 32-bit words and a key of two into four random 32-bit words: Philox4x32-10.

    Takes uint64 numbers or arrays that broadcast. Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3
    (2011); checked against the known answers published with Random123.
    """
    for _ in range(10):
        p0 = c0 * FIRST_FACTOR
        p1 = c2 * SECOND_FACTOR
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & WORD, (p0 >> HALF) ^ c3 ^ k1, p0 & WORD
        k0 = (k0 + FIRST_STEP) & WORD
        k1 = (k1 + SECOND_STEP) & WORD
    return c0, c1, c2, c3


def words(seed: int, stream: int, match: Any, agent: Any, number: Any, nth: Any) -> tuple[Any, Any, Any, Any]:
    """Draw four uint64 arrays of 32-bit words, keyed by who asks and for what; the arguments broadcast."""
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(each, dtype=np.uint64) for each in (match, agent, number, nth)))
    drawn: tuple[Any, Any, Any, Any] = philox(c0, c1, c2, c3, np.uint64(seed), np.uint64(stream))
    return drawn


@inlined
def uniform(word: Any) -> Any:
    """Turn words into doubles strictly between 0 and 1."""
    return (word + 0.5) / 2.0**32


@inlined
def normal(word: Any) -> Any:
    """Turn words into standard normals, one of 4,096 equally likely values."""
    return NORMALS[word >> SHIFT]


def factors(sigma: float) -> Array:
    """Give the duration table: 4,096 equally likely log-normal factors of median 1, times 2^16, rounded."""
    stretched = np.array([exp(sigma * normal) for normal in NORMALS.tolist()])
    table: Array = np.floor(stretched * 2**16 + 0.5).clip(max=LARGEST).astype(np.int64)
    return table


@inlined
def duration(median: int, factor: int) -> int:
    """Stretch a median in milliseconds by a factor of the table; nothing takes less than 1 ms."""
    return max(1, (median * factor + 2**15) >> 16)
