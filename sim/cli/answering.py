"""An answer given in every way that is asked for: told in the terminal, as one document, and as a page."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.documents import document
from analysis.report.page import written
from analysis.report.reading import Telling, study
from analysis.report.report import page_of
from analysis.report.told import Piece
from analysis.words import Language, Said, language
from rules.errors import FgcError
from sim.cli import output
from sim.cli.asking import question
from sim.cli.listening import listener
from sim.cli.streams import to_the_end
from sim.cli.writing import need_page, write_new
from sim.play.saved import program_version

FIRST = 500
"""Matches after which who listens gets the first picture; the next ones come after four times as many each."""


Answer = tuple[Mapping[str, Any], Sequence[Said], Callable[[], None]]
"""The figures, the sentences of the catalogues, and what tells it to people, as `give` takes them."""


@dataclass(frozen=True)
class Ways:
    """How an answer is given: told, or as JSON; and as a page beside it."""

    as_json: bool
    page: Path | None
    speak: Language


def ways_of(as_json: bool, report: str | None, speak: str | None) -> Ways:
    """Check before any work how the answer shall be given; a FgcError for a page or a language that cannot be."""
    if report is not None:
        need_page(report)
    elif speak is not None:
        raise FgcError("--language", "expected --report FILE beside it: the command line speaks English")
    return Ways(as_json, None if report is None else Path(report), language(speak or "en"))


def give(known: Mapping[str, Any], said: Sequence[Said], tell: Callable[[], None], ways: Ways) -> None:
    """Give an answer: what `tell` says for people, or one document that holds it too; then its page.

    `said` is the answer in sentences of the catalogues, empty where it is in English only.
    """
    pieces = output.told(tell)
    if (hears := listener()) is not None:
        hears.answer(*_whole(known, said, pieces), done=True)
        return
    if ways.as_json or ways.page is not None:
        whole, _ = _whole(known, said, pieces)
    with to_the_end():
        if ways.as_json:
            output.print_json(whole)
        else:
            output.show(pieces)
    if ways.page is not None:
        write_new(ways.page, written(page_of([study(whole)]), ways.speak))
        print(f"sim: the page is written to {ways.page}", file=sys.stderr)


def give_so_far(answer: Callable[[], Answer]) -> None:
    """Give who listens what is known so far; a terminal hears the whole answer alone."""
    if (hears := listener()) is not None:
        known, said, tell = answer()
        hears.answer(*_whole(known, said, output.told(tell)), done=False)


def steps(matches: int) -> list[int]:
    """Give after how many matches an answer is given, the last time after all: only who listens gets it early."""
    early = [] if listener() is None else [at for nth in range(5) if (at := FIRST * 4**nth) < matches]
    return [*early, matches]


def _whole(
    known: Mapping[str, Any], said: Sequence[Said], pieces: Sequence[output.Spoken]
) -> tuple[dict[str, Any], list[Piece]]:
    """Give the document that holds an answer, and what of it people are told."""
    told = [each for each in pieces if not callable(each)]
    return {**known, "report": _about(said, told)}, told


def _about(said: Sequence[Said], told: Sequence[Piece]) -> dict[str, Any]:
    """Give what a document says of its question, and what people are told: with the figures all that a page needs."""
    asked = question()
    found = Telling(
        asked.verb, asked.command, program_version(), asked.files(), tuple(asked.noted), tuple(said), tuple(told)
    )
    about: dict[str, Any] = document(found)
    return about
