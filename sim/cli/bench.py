"""`sim bench`: how fast this machine plays."""

import os
from dataclasses import asdict
from typing import Annotated, Any

import typer

from sim.cli import output, playing
from sim.play.bench import SHARES, Speed, measure
from sim.table.game import playable, playable_keys

NOTE = """attempts a second: the compiled engine alone, its draws included, on one thread.
matches a second: robots drawn, played, sheets filled in and scored; the quickest of a few counts of each."""


def bench(
    season: Annotated[
        str | None,
        typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default="all that can be played"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document for programs.")] = False,
) -> None:
    """Measure how fast matches are played here, by engine and threads, and where the time goes."""
    games = [playable(key) for key in ([season] if season else playable_keys())]
    playing.say_compiling()
    threads = os.cpu_count() or 1
    found = {each.key: measure(each, threads) for each in games}
    if as_json:
        output.print_json({key: _plain(speed) for key, speed in found.items()})
        return
    print_speeds(found, threads)


def print_speeds(found: dict[str, Speed], threads: int) -> None:
    """Print what was measured, a row a season."""
    heads = ["season", "attempts a match", "attempts a second", "matches a second", f"on {threads} threads"]
    heads += ["reference engine", *(f"{name} %" for name in SHARES)]
    rows = [
        [
            key,
            f"{speed.attempts_a_match:.0f}",
            f"{speed.engine_attempts / 1e6:.1f} million",
            f"{speed.matches[1]:,.0f}",
            f"{speed.matches[threads]:,.0f}",
            f"{speed.reference_matches:,.0f}",
            *(f"{100 * speed.shares[name]:.0f}" for name in SHARES),
        ]
        for key, speed in found.items()
    ]
    output.print_table("How fast this machine plays", heads, rows, left=["season"])
    print(NOTE)


def _plain(speed: Speed) -> dict[str, Any]:

    return {**asdict(speed), "reference_attempts": speed.reference_matches * speed.attempts_a_match}
