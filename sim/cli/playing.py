"""What verbs that play have in common: how far they are, when they stop, what they cannot do."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from analysis.compare.matchups import Matchup, Variant
from analysis.precision import Precision
from rules.errors import FgcError
from sim import compiling
from sim.play.request import Request
from sim.play.workers import at_once
from sim.robots.files import Station, skipped_rows
from sim.table.game import Game


def say_compiling() -> None:
    """Say on stderr why the first run takes longer, or that every run will."""
    if compiling.cache_folder() is None:
        print("sim: no folder to keep the compiled engine in: it is compiled for every run anew", file=sys.stderr)
    elif not compiling.is_warm():
        print("sim: compiling the engine for this machine, once; a few seconds", file=sys.stderr)


def say_skipped(game: Game, stations: Sequence[Station]) -> None:
    """Say on stderr, a line each, what a robot can do beside what its file says, and what of its plan it skips."""
    told: dict[str, None] = {}
    for station in stations:
        if station.robot is not None and station.robot.added:
            added = ", ".join(station.robot.added)
            told[f"sim: {station.robot.name} can also do {added}: what its file says it can do builds on it"] = None
        rows = skipped_rows(game, station)
        if station.robot is not None and station.plan is not None and rows:
            what = ", ".join(f"{name} (needs {can})" for name, can in rows.items())
            told[f"sim: {station.robot.name} cannot do what {station.plan.name!r} lists, and skips: {what}"] = None
    for line in told:
        print(line, file=sys.stderr)


class _Speed(ProgressColumn):
    def render(self, task: Any) -> Text:
        return Text(f"{task.speed or 0:,.0f} matches a second")


@contextmanager
def progress(what: str, matches: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar with matches a second and the time left on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = [TextColumn(what), BarColumn(), MofNCompleteColumn(), _Speed(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=matches)
        yield lambda more: bar.advance(task, more)


def most_matches(matches: int | None, precision: float | None, usual: int, most: int) -> int:
    """Give the matches that were asked for, the usual number, or the most where a precision says when to stop."""
    if precision is not None and not 0 < precision < inf:
        raise FgcError("--precision", f"expected a half-width above 0, found {precision:g}")
    return matches if matches is not None else usual if precision is None else most


def play_matchup(
    request: Request,
    variants: Sequence[Variant],
    places: Sequence[int],
    precision: float | None,
    jobs: int | None,
) -> Matchup:
    """Play variants on the same luck, as many matches as said, or until they are precise enough."""
    say_compiling()
    matchup = Matchup(request, variants, places, at_once(request, jobs))
    with progress("playing", request.matches * len(variants)) as told:
        if precision is None:
            matchup.play(request.matches, told)
        else:
            matchup.play_until(precision, request.matches, told)
    return matchup


def reached_json(rules: Sequence[Precision]) -> dict[str, Any]:
    """Say for programs what a wanted precision took."""
    if not rules:
        return {}
    widths = [rule.reached().half_width for rule in rules]
    reached = all(rule.reached().enough for rule in rules)
    return {"precision": {"wanted": rules[0].wanted, "reached": reached, "half_widths": widths}}


def print_reached(rules: Sequence[Precision]) -> None:
    """Say for people what a wanted precision took."""
    if rules:
        wanted, widths = rules[0].wanted, [rule.reached().half_width for rule in rules]
        reached = all(rule.reached().enough for rule in rules)
        what = "reached" if reached else "not reached: more --matches would be needed"
        widest = "unknown" if None in widths else f"{max(width or 0 for width in widths):.2g}"
        print(f"precision ± {wanted:g} {what}; the widest 95 % half-width is {widest}")
