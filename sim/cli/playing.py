"""What verbs that play have in common: how far they are, when they stop, what they cannot do."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from analysis.compare.models import plays
from analysis.precision import Precision
from analysis.words import Said, joined
from rules.text import counted
from sim import compiling
from sim.cli import output
from sim.cli.listening import listener
from sim.play.request import Request
from sim.robots.files import Station, skipped_rows
from sim.table.game import Game


def say_compiling() -> None:
    """Say on stderr why the first run takes longer, or that every run will."""
    if compiling.cache_folder() is None:
        what = "no folder of your own, with room, to keep the compiled engine in: it is compiled for every run anew"
        print(f"sim: {what}", file=sys.stderr)
    elif not compiling.is_warm():
        print("sim: compiling the engine for this machine, once; a few seconds", file=sys.stderr)


def say_skipped(game: Game, stations: Sequence[Station]) -> None:
    """Say on stderr, a line each, what a robot can do beside what its file says, and what of its plan it skips."""
    told: list[Said] = []
    for station in stations:
        told += [each for each in _skipped(game, station) if each not in told]
    for said in told:
        output.warn(said)


def _skipped(game: Game, station: Station) -> Iterator[Said]:
    if station.robot is None:
        return
    robot = {"robot": station.robot.name}
    if station.robot.added:
        yield Said("noted.can_also", {**robot, "abilities": ", ".join(station.robot.added)})
    if station.robot.found:
        works = ", ".join(f"{row} {chance:.2f}" for row, chance in station.robot.found.items())
        yield Said("noted.reaches", {**robot, "rows": works})
    rows = [Said("noted.skip", {"row": row, "can": can}) for row, can in skipped_rows(game, station).items()]
    if station.plan is not None and rows:
        what = joined(rows, "joined.commas")
        yield Said("noted.skips", {**robot, "plan": station.plan.name, "rows": what})


def say_uncounted(stations: Sequence[Station]) -> None:
    """Say on stderr, a line each, whose tries leave something open that this verb does not count."""
    for name in dict.fromkeys(each.robot.name for each in stations if each.robot is not None and each.robot.known):
        output.warn(Said("noted.uncounted", {"robot": name}))


SETTLED = 1.0
"""Seconds until a speed is said: the first matches tell none."""
BAR = 12


class _Count(ProgressColumn):
    def render(self, task: Any) -> Text:
        return Text(f"{task.completed:,.0f} of {task.total or 0:,.0f}")


class _Speed(ProgressColumn):
    def render(self, task: Any) -> Text:
        settled = task.speed is not None and (task.elapsed or 0) >= SETTLED
        return Text(f"{task.speed:,.0f} a second" if settled else "")


@contextmanager
def progress(what: str, matches: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar with matches a second and the time left on a terminal, nothing in a pipe."""
    if (hears := listener()) is not None:
        hears.progress(what, 0, matches)
        yield lambda more: hears.progress(what, more, matches)
        return
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = [TextColumn(what), BarColumn(BAR), _Count(), _Speed(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=matches)
        yield lambda more: bar.advance(task, more)


@contextmanager
def started(matches: int, times: int) -> Iterator[Callable[[int], None]]:
    """Say on stderr what takes long at first, and show how far playing so many matches so many times is."""
    say_compiling()
    with progress(f"{times:,} x {counted(matches, 'match')}", matches * times) as told:
        yield told


@contextmanager
def in_models(request: Request, times: int) -> Iterator[Callable[[int], None]]:
    """Show how far replaying so many runs in every model of the season is."""
    with progress("in other models", plays(request, times)) as told:
        yield told


@contextmanager
def open_ended(what: str) -> Iterator[Callable[[int], None]]:
    """Show how many matches are done where nobody knows how many it will take; nothing in a pipe."""
    if (hears := listener()) is not None:
        yield lambda more: hears.progress(what, more, None)
        return
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = [TextColumn(what), BarColumn(), TextColumn("{task.completed:,.0f} matches"), _Speed()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)


def print_reached(rules: Sequence[Precision]) -> None:
    """Say for people what a wanted precision took."""
    if rules:
        wanted, widths = rules[0].wanted, [rule.reached().half_width for rule in rules]
        reached = all(rule.reached().enough for rule in rules)
        widest = Said("unit.unknown") if None in widths else f"{max(width or 0 for width in widths):.2g}"
        key = "told.precise" if reached else "told.not_precise"
        output.say(Said(key, {"wanted": f"{wanted:g}", "widest": widest}))
