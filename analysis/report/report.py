"""A report: documents of `--json` as one page: answers first, pictures, every number, and how to get it again."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

import rules as scoring
from analysis.documents import document
from analysis.report.charts import Chart
from analysis.report.page import Page
from analysis.report.pictures import PICTURES, pictures_of
from analysis.report.reading import Study
from analysis.report.told import NamedFile, Piece, Table
from analysis.words import Said, Text, english
from rules.errors import FgcError
from rules.text import listing
from sim.play.saved import program_version
from sim.table.language import editions, seed

ROOM = 6_000
"""Letters of a section's files that a page holds."""
NOTES = 6
"""So many of what was noted; more are counted."""
TABLES, CELL, FEWEST = 20_000, 3, 10
"""Letters of a section's pictures and tables that a page holds, those that a cell takes besides its own; rows of each
table at least."""


@dataclass(frozen=True)
class Shown:
    """A sentence, or a table with as many of its rows as have room."""

    piece: Piece
    left: int = 0
    """How many more rows there are."""


@dataclass(frozen=True)
class Section:
    """One document of a report."""

    heading: Said
    about: str
    """The edition's year and name."""
    said: tuple[Said, ...]
    """The answer; where it is empty, `answer` has it in English."""
    answer: str
    lead: tuple[Text, ...]
    """What else is said before the first table."""
    doubts: tuple[tuple[Said, Text], ...]
    """What may be otherwise, and what is known of it."""
    charts: tuple[Chart, ...]
    pieces: tuple[Shown, ...]
    """Tables, and the sentences between them."""
    command: str
    version: str
    files: tuple[NamedFile, ...]
    noted: tuple[Text, ...]
    noted_in_all: int


@dataclass(frozen=True)
class About:
    """What holds for all documents of a season."""

    name: str
    grade: Said
    command: str
    doubts: tuple[str, ...]
    """Of its rules, in English."""


@dataclass(frozen=True)
class Report:
    """All that a report shows."""

    version: str
    sections: tuple[Section, ...]
    seasons: tuple[About, ...]


def page_of(studies: Sequence[Study]) -> Page:
    """Make a page of these documents, in their order."""
    sections = tuple(map(section_of, studies))
    keys = dict.fromkeys(each.common.season for each in studies)
    shows, first = Report(program_version(), sections, tuple(map(about_of, keys))), sections[0]
    return Page(
        title=f"{english(first.heading)}: {first.about}",
        body="report.html",
        styles=("base.css", "charts.css", "report.css"),
        scripts=("drawing.js", "charts.js", "section.js", "report.js"),
        topics=("report", "side"),
        shows=shows,
        keys=dict.fromkeys(["chart.numbers", *said_in(shows)]),
    )


def said_in(value: Any) -> Iterator[str]:
    """Give the key of every text in plain values and dataclasses, and of the texts that are put into these."""
    if isinstance(value, Said):
        yield value.key
        value = value.parameters
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from said_in(each)


def section_of(study: Study) -> Section:
    """Make a section; a FgcError says where figures do not belong together: somebody changed the document."""
    try:
        return _section(study)
    except (LookupError, ValueError, ArithmeticError):
        what = "expected figures that belong together, as `sim VERB --json` prints them"
        raise FgcError(*filter(None, (study.file,)), what) from None


def _section(study: Study) -> Section:
    common, of = study.common, study.common.report
    if of.verb not in PICTURES:
        where = filter(None, (study.file, "report.verb"))
        raise FgcError(*where, f"expected {', '.join(PICTURES)}, found {of.verb!r:.40}")
    answers = {common.answer, " ".join(map(english, of.said)), *map(english, of.said)}
    told = [piece for piece in of.told if isinstance(piece, Table) or english(piece) not in answers]
    first = next((place for place, piece in enumerate(told) if isinstance(piece, Table)), len(told))
    lead = {english(piece): piece for piece in told[:first] if not isinstance(piece, Table)}
    doubts = {"report.doubt.robot": common.in_robots, "report.doubt.model": common.in_models}
    apart = [(Said(key), lead.pop(doubt, doubt)) for key, doubt in doubts.items() if doubt]
    charts = tuple(pictures_of(study))
    return Section(
        heading=Said(f"report.{of.verb}"),
        about=_named(common.season, study.file),
        said=of.said,
        answer=common.answer,
        lead=tuple(line for piece in lead.values() for line in _lines(piece)),
        doubts=tuple(apart),
        charts=charts,
        pieces=tuple(_cut((piece for piece in told[first:] if piece), TABLES - _letters(charts))),
        command=of.command,
        version=of.version,
        files=tuple(_with_room(of.files)),
        noted=of.noted[:NOTES],
        noted_in_all=len(of.noted),
    )


def _with_room(files: Sequence[NamedFile]) -> Iterator[NamedFile]:
    """Keep what is in files as long as there is room; of the others name, size and hash tell which they were."""
    room = ROOM
    for file in files:
        kept = file.text is not None and len(file.text) <= room
        room -= len(file.text or "") if kept else 0
        yield file if kept else replace(file, text=None)


def _cut(pieces: Iterable[Piece], room: int) -> Iterator[Shown]:
    """Keep rows of tables as long as there is room, and say of each table how many more it has."""
    for piece in pieces:
        if not isinstance(piece, Table):
            yield Shown(piece)
            continue
        kept: list[tuple[Text, ...]] = []
        for row in piece.rows:
            room -= sum(map(_letters, row)) + CELL * len(row)
            if room < 0 and len(kept) >= FEWEST:
                break
            kept.append(row)
        yield Shown(replace(piece, rows=tuple(kept)), len(piece.rows) - len(kept))


def _letters(of: Any) -> int:
    return len(of if isinstance(of, str) else json.dumps(document(of), separators=(",", ":")))


def _lines(text: Text) -> Iterator[Text]:
    yield from [text] if isinstance(text, Said) else filter(None, (line.strip() for line in text.split("\n")))


def _named(key: str, file: str) -> str:
    if key not in editions():
        raise FgcError(
            *filter(None, (file, "season")), f"expected a season, {listing(editions())}, found {key!r:.40}"
        )
    edition = seed(key).season
    return f"{edition.year} {edition.name}"


def about_of(key: str) -> About:
    """Say what holds for all documents of a season."""
    edition = seed(key).season
    grade = Said(f"grade.{edition.model or 'D'}")
    return About(f"{edition.year} {edition.name}", grade, f"sim rules {key}", tuple(_of_rules(key)))


def _of_rules(key: str) -> Iterator[str]:
    """Give the doubts of a season's rules, a sentence or two each."""
    page = sys.modules[scoring.load(key).sheet.__module__].__doc__ or ""
    for doubt in page.partition("Doubts:")[2].split("\n- ")[1:]:
        yield " ".join(doubt.split()).replace("**", "")
