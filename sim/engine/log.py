"""What a match leaves behind, in both engines: its event log, and how it stands at the end."""

from typing import NamedTuple

from rules.season import Array

STARTED, SUCCEEDED, FAILED, CUT, BROKE = range(5)
"""What a line of the event log says; where a robot breaks down (BROKE) there is no action: -1."""


class LogLine(NamedTuple):
    """A line of the event log: at `ms`, `agent` started or ended `n` times `action` (a row)."""

    ms: int
    agent: int
    action: int
    what: int
    n: int


DID = ("starts", "ends", "successes", "milliseconds")
"""What is counted of an agent's row in a match; what is cut short is no end, and its time does not count."""


class Played(NamedTuple):
    """A match at its end: a count and a clock (token-seconds) for every counter, and how many attempts it took."""

    marking: list[int]
    clocks: list[int]
    attempts: int


class Block(NamedTuple):
    """Some matches in a row at their end; the first axis is the match."""

    marking: Array
    clocks: Array
    fouls: Array
    """(match, robot, 2): minor and major fouls."""
    attempts: Array
