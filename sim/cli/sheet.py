"""`sim sheet`: a season's empty form, to be filled in and given to `sim score`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import rules as scoring
from rules.documents.blank import csv_form, explained, json_form
from rules.errors import within
from sim.cli.options import SeasonOption
from sim.cli.writing import need_absent, write_new


def sheet(
    season: SeasonOption,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table, a row a match, in place of JSON.")] = False,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Write it to a new file.")] = None,
) -> None:
    """Print the empty match document of a season with every entry, and what may be written there.

    JSON says in itself what may be written, under a name that no reader minds; of CSV it is said on stderr.
    """
    with within("--season"):
        rules = scoring.load(season)
    text = csv_form(rules) if as_csv else json_form(rules)
    if out is None:
        print(text, end="", flush=True)
    else:
        need_absent(Path(out))
        write_new(Path(out), text)
        print(f"sim: the empty form of {rules.key} is in {out}; it counts once its result is not -1", file=sys.stderr)
    if as_csv:
        for name, what in explained(rules).items():
            print(f"{name.removeprefix('details.')}: {what}", file=sys.stderr)
