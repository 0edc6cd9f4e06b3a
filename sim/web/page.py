"""The page: one file, which asks nobody but the server that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.report.page import Page, written
from analysis.report.replay import PARTS
from analysis.words import language, languages
from sim.play.saved import program_version
from sim.web import limits
from sim.web.facts import seasons_known

STATIC = Path(__file__).parent / "static"
STYLES = ("base.css", "charts.css", "report.css", "web.css")
SCRIPTS = (
    "drawing.js",
    "charts.js",
    "section.js",
    "ask.js",
    "state.js",
    "forms.js",
    "tables.js",
    "season.js",
    "robot.js",
    "plans.js",
    "questions.js",
    "files.js",
    "web.js",
)
TOPICS = ("web", "report", "side", "chart", "grade")
"""What the page says itself; each answer brings the texts that it is told in."""


@dataclass(frozen=True)
class Start:
    """What the page knows before it asks anything."""

    seasons: tuple[Mapping[str, Any], ...]
    languages: tuple[Mapping[str, Any], ...]
    version: str
    limits: Mapping[str, int]


def start() -> Start:
    """Give what the page knows before it asks anything, whoever answers it."""
    spoken = [language(each) for each in languages()]
    return Start(
        seasons=tuple(seasons_known()),
        languages=tuple({"code": each.code, "name": each.name, "draft": each.draft} for each in spoken),
        version=program_version(),
        limits=limits.NUMBERS,
    )


def page(code: str) -> str:
    """Write the page in a language."""
    shown = Page("sim", "web.html", STYLES, SCRIPTS, TOPICS, start(), folders=(STATIC,), asks=True, frames=(PARTS,))
    return written(shown, language(code))
