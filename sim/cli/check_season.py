"""`sim check-season`: what is wrong, doubtful and still assumed in a season's files, and what its model does."""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from analysis.documents import document
from analysis.formatting import with_error
from analysis.run.tallies import Estimate
from analysis.season.checked import Checked, checked, is_own
from analysis.season.finding import PAGE, Book, Finding
from analysis.season.of_play import Plays
from rules.folders import look_in
from rules.text import counted, listing
from sim.cli import command_of, invoke, output
from sim.cli.options import JsonOption
from sim.cli.summary import percent
from sim.table.language import seed_path

GOLDEN = ("--match", "3", "--seed", "1")
"""The match that a season's golden file tells."""
SHOWN = 8
"""Tables with assumed numbers, and rows that robots wait after, of which so many are named."""

LITTLE = 0.002
"""A share of the match that is not told."""

OwnSeasons = Annotated[
    str | None,
    typer.Option("--seasons", metavar="FOLDER", help="Where its files are, if not in $SIM_SEASONS or a package."),
]


def check_season(
    season: Annotated[str, typer.Argument(help="The season: NAME of fgc_NAME.toml and fgc_NAME.py.")],
    seasons: OwnSeasons = None,
    as_json: JsonOption = False,
) -> None:
    """Check a season's files by every law, say what is assumed and how it plays; exit 1 where something is wrong."""
    look_in(seasons)
    found = _with_golden(checked(season))
    if as_json:
        output.print_json(document(found))
    else:
        _tell(found)
    if found.mistakes:
        raise typer.Exit(1)


def _with_golden(found: Checked) -> Checked:
    """Hold the golden match against what is played now, where the season has one and can be played."""
    if found.plays is None:
        return found
    return replace(found, mistakes=(*found.mistakes, *_golden(found.season, golden_path(found.season))))


def golden_path(key: str) -> Path:
    """Give the place of a season's golden match: beside its seed file."""
    return seed_path(key).with_suffix(".txt")


def _golden(key: str, path: Path) -> Iterator[Finding]:
    if not path.is_file():
        return
    told = _told(key).splitlines()
    kept = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if told != kept:
        alike = len([*takewhile(lambda pair: pair[0] == pair[1], zip(kept, told, strict=False))])
        now, then = (repr(lines[alike : alike + 1])[1:-1] or "no more" for lines in (told, kept))
        what = (
            f"expected match 3 of seed 1 as it is played now, {now}, found {then}; if that is meant: {_keeping(key)}"
        )
        yield Book(path.name, "the-golden-match").mistake(f"line {alike + 1}", what)


def _told(key: str) -> str:
    """Give what `sim replay` prints of the golden match."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        invoke(command_of("replay"), ["--season", key, *GOLDEN])
    return out.getvalue()


def _tell(found: Checked) -> None:
    wrong, doubtful = counted(len(found.mistakes), "mistake"), counted(len(found.warnings), "warning")
    numbers = f"; {counted(found.numbers, 'number')} assumed" if found.plays else "; not played yet"
    output.say(f"{found.season}: {wrong}, {doubtful}{numbers}")
    for finding in (*found.mistakes, *found.warnings):
        output.say(str(finding))
    if found.examples is not None:
        agree, every = found.examples
        output.say(f"{agree} of {counted(every, 'worked example')} agree{'s' if every == 1 else ''}.")
    output.say()
    if found.fill_in:
        output.say("To be filled in:")
        for each in found.fill_in:
            output.say(f"  {each.file}: line {each.line}: {each.text}")
        output.say()
    if found.assumed:
        output.say(f"Assumed: {listing([f'{each.table} ({each.numbers})' for each in found.assumed], 300)}\n")
    if found.plays is not None:
        _tell_plays(found.plays)
    for line in _next(found):
        output.say(line)


def _tell_plays(of: Plays) -> None:
    """Say what the model does."""
    score = with_error(of.score.mean, of.score.error)
    output.say(
        f"It plays ({of.matches:,} matches, seed {of.seed}): {score} points an alliance, spread"
        f" {with_error(of.sd, of.sd_error)}, ties {percent(of.ties)} %,"
        f" {with_error(of.attempts.mean, of.attempts.error)} attempts a match."
    )
    rows: list[list[Any]] = [[each.row, each.by, _often(each.started), _often(each.succeeded)] for each in of.rows]
    heads = ["row", "by", "started a match", "works a match"]
    output.print_table(f"How often each row is done ({of.logged} of these matches)", heads, rows, left=heads[:2])
    output.say(f"Robots wait {percent(of.waiting)} % of the match, with nothing of their playbook to start.")
    waits = [f"{row} {percent(share)} %" for row, share in of.waits.items() if share.mean > LITTLE]
    if waits:
        output.say(f"Of the match, after {', '.join(waits[:SHOWN])}.")
    output.say(f"How to read it: {PAGE}#how-it-plays\n")


def _often(of: Estimate) -> str:
    return with_error(of.mean, of.error)


def _next(found: Checked) -> Iterator[str]:
    """Say what to do next."""
    key, name = found.season, found.season.removeprefix("fgc_")
    if found.mistakes:
        yield "Next: mend the first mistake; those below it may come of it."
    elif found.warnings:
        yield "Next: mend what is not meant; a warning that is meant may stay."
    elif found.fill_in:
        yield "Next: fill in what is named above, then check again."
    elif not golden_path(key).is_file():
        yield f"Next: keep a match as it is: {_keeping(key)}"
    else:
        yield f"Next: {_sim(key)} run --season {name}"


def _keeping(key: str) -> str:
    """Give the command that keeps the golden match."""
    kept = quote(str(golden_path(key)))
    return f"{_sim(key)} replay --season {key.removeprefix('fgc_')} {' '.join(GOLDEN)} > {kept}"


def _sim(key: str) -> str:
    """Give how a command begins that finds the season."""
    return f"sim --seasons {quote(str(seed_path(key).parent))}" if is_own(key) else "sim"
