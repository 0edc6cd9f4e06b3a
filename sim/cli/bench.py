"""`sim bench`: how fast this machine plays."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from rules.errors import FgcError
from rules.text import decoded
from sim.cli import output, playing
from sim.cli.writing import write_new
from sim.play.bench import SHARES, Speed, measure
from sim.play.speeds import Change, Rate, as_lines, change, rates, read_rates
from sim.table.game import playable, playable_keys

NOTE = """attempts a second: the compiled engine alone, its draws included, on one thread.
matches a second: robots drawn, played, sheets filled in and scored; the quickest of a few counts of each.
in a browser: the same by the page's scripts and engine, one thread, measured in node."""


def bench(
    season: Annotated[
        str | None,
        typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default="all that can be played"),
    ] = None,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="FILE", help="Add the rates to this history, and compare them with it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document for programs.")] = False,
) -> None:
    """Measure how fast matches are played here, by engine and threads, and where the time goes."""
    earlier = _history(save) if save is not None else []
    games = [playable(key) for key in ([season] if season else playable_keys())]
    playing.say_compiling()
    threads = os.cpu_count() or 1
    found = {each.key: measure(each, threads) for each in games}
    found = _in_browsers(found)
    now = rates(found)
    if save is not None:
        write_new(Path(save), as_lines([*earlier, *now]))
    changes = [(rate, change(earlier, rate)) for rate in now]
    if as_json:
        output.print_json({key: _plain(key, speed, changes) for key, speed in found.items()})
        return
    print_speeds(found, threads)
    if save is not None:
        print_changes(changes)


def _in_browsers(found: dict[str, Speed]) -> dict[str, Speed]:
    """Add how fast the page's scripts and engine play, where node is there to run them; say so where it is not."""
    node = import_module("sim.web.node")
    program = node.program()
    if program is None:
        print("sim: node is not installed: how fast a browser plays was not measured", file=sys.stderr)
        return found
    rates_there = node.rates(program, list(found))
    return {key: replace(speed, browser_matches=rates_there[key]) for key, speed in found.items()}


def _history(file: str) -> list[Rate]:
    """Read a history, which need not be there yet; a FgcError before anything is measured where it cannot be kept."""
    path = Path(file)
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise FgcError(file, "expected a file in a folder that exists")
    return read_rates(decoded(output.read_bytes(file), "a history"), file) if path.exists() else []


def print_changes(changes: Sequence[tuple[Rate, Change | None]]) -> None:
    """Print how many times as fast as before each rate is, with the range."""
    known = [(rate, found) for rate, found in changes if found is not None]
    if not known:
        output.say("The history has no earlier rates of this machine and these seasons to compare with.")
        return
    rows = [
        [
            rate.season,
            rate.engine,
            rate.threads,
            f"{found.ratio:.2f}",
            f"{found.least:.2f} to {found.most:.2f}",
            found.earlier,
        ]
        for rate, found in known
    ]
    heads = ["season", "engine", "threads", "times as fast", "range", "earlier rates"]
    output.print_table("Compared with earlier rates of this machine", heads, rows, left=["season", "engine"])
    output.say("times as fast: as the middle one of the last rates; range: by each of these alone.")


def print_speeds(found: dict[str, Speed], threads: int) -> None:
    """Print what was measured, a row a season."""
    heads = ["season", "attempts a match", "attempts a second", "matches a second", f"on {threads} threads"]
    heads += ["reference engine", "in a browser", *(f"{name} %" for name in SHARES)]
    rows = [
        [
            key,
            f"{speed.attempts_a_match:.0f}",
            f"{speed.engine_attempts / 1e6:.1f} million",
            f"{speed.matches[1]:,.0f}",
            f"{speed.matches[threads]:,.0f}",
            f"{speed.reference_matches:,.0f}",
            "-" if speed.browser_matches is None else f"{speed.browser_matches:,.0f}",
            *(f"{100 * speed.shares[name]:.0f}" for name in SHARES),
        ]
        for key, speed in found.items()
    ]
    output.print_table("How fast this machine plays", heads, rows, left=["season"])
    output.say(NOTE)


def _plain(key: str, speed: Speed, changes: Sequence[tuple[Rate, Change | None]]) -> dict[str, Any]:
    against = [
        {"engine": rate.engine, "threads": rate.threads, **asdict(found)}
        for rate, found in changes
        if rate.season == key and found is not None
    ]
    return {
        **asdict(speed),
        "reference_attempts": speed.reference_matches * speed.attempts_a_match,
        "changes": against,
    }
