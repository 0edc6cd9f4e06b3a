"""`sim report`: one page of what documents of other verbs hold."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.report.page import written
from analysis.report.reading import read
from analysis.report.report import page_of
from analysis.words import language
from rules.errors import FgcError
from sim.cli import output
from sim.cli.options import LanguageOption
from sim.cli.writing import need_page, write_new

MOST = 20
"""Documents of a page: it is to be read."""


def report(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="FILE.json...", help="What verbs print with --json: `sim run ... --json > run.json`."),
    ],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The page, FILE.html; an old one is replaced.")],
    speak: LanguageOption = None,
) -> None:
    """Write one page of what --json documents of other verbs hold: answers first, pictures, every number."""
    need_page(out)
    spoken = language(speak or "en")
    if len(documents) > MOST:
        raise FgcError("report", f"expected at most {MOST} documents in a page, found {len(documents)}")
    page = page_of([read(output.read_bytes(file), file) for file in documents])
    write_new(Path(out), written(page, spoken))
    output.say(f"Written to {out}. Open it in a browser; it needs no network.")
