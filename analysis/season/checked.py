"""A season checked: its rules, its table and its examples, then its matches; what is wrong comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rules
from analysis.season.assumed import Assumed, Open, assumed, still_open
from analysis.season.examples import agreeing, example_findings
from analysis.season.finding import MISTAKE, Book, Finding
from analysis.season.of_play import Plays, play_findings, played, plays
from analysis.season.of_rules import rules_findings
from analysis.season.of_table import refused_table, table_findings
from rules.errors import FgcError, SheetError
from rules.names import season_key
from rules.season import Season, entries
from sim.table.checks import broken
from sim.table.game import playable
from sim.table.language import Model, editions, seed, seed_path

EXAMPLES = ".csv"
"""What the name of a season's worked examples ends in: no match depends on them."""


@dataclass(frozen=True)
class Checked:
    """What was found in a season's files; `plays` is None where mistakes keep it from being played."""

    season: str
    mistakes: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    assumed: tuple[Assumed, ...]
    fill_in: tuple[Open, ...]
    plays: Plays | None
    examples: tuple[int, int] | None = None
    """How many worked examples agree, of how many; None where there are none, or none of one's own."""

    @property
    def numbers(self) -> int:
        """How many numbers are assumed."""
        return sum(each.numbers for each in self.assumed)


def files_of(key: str) -> list[Path]:
    """Give the files of a season that are there: rules, seed, worked examples."""
    found = [rules.path_of(key)] if key in rules.keys() else []
    found += [seed_path(key), seed_path(key).with_suffix(EXAMPLES)] if key in editions() else []
    return [path for path in found if path.is_file()]


def checked(wanted: str) -> Checked:
    """Check a season, `fgc_2022` or `2022` for short; a SeasonError where no file has its name."""
    key = season_key(wanted, sorted({*rules.keys(), *editions()}), "files")
    findings = [*_of_files(key)]
    found, model = None, None
    if not any(each.level == MISTAKE and not each.file.endswith(EXAMPLES) for each in findings):
        found, of_play = _of_play(key)
        findings += of_play
        model = playable(key).model
    return Checked(
        season=key,
        mistakes=tuple(each for each in findings if each.level == MISTAKE),
        warnings=tuple(each for each in findings if each.level != MISTAKE),
        assumed=() if model is None else assumed(rules.load(key), model),
        fill_in=tuple(still_open(files_of(key))),
        plays=found,
        examples=None
        if model is None or not is_own(key)
        else agreeing(rules.load(key), seed_path(key).with_suffix(EXAMPLES)),
    )


def _of_play(key: str) -> tuple[Plays | None, list[Finding]]:
    """Play a season that keeps the laws of its files; what its matches break is a mistake."""
    try:
        of = played(key)
        found = plays(of)
        return found, [*play_findings(of, found, Book(f"{key}.toml", "rows-what-is-done"))]
    except SheetError as error:
        book, name = Book(f"{key}.py", "the-rules-file"), error.parts[-2]
        return None, [book.mistake(f"Sheet: {name}", f"{error.parts[-1]} in a match")]
    except FgcError as error:
        return None, [refused_table(error, f"{key}.toml")]


def _of_files(key: str) -> Iterator[Finding]:
    """Give what is found before a match is played."""
    book, table = Book(f"{key}.py", "the-rules-file"), Book(f"{key}.toml", "the-seed-file")
    for of, there in ((book, rules.keys()), (table, editions())):
        if key not in there:
            yield of.mistake("", "expected this file beside the other, found none")
            return
    season, wrong = _rules_of(key, book)
    yield from wrong
    yield from _of_table(key, table, season is not None and not any(map(_stops, wrong)))
    if season is not None and not any(each.level == MISTAKE for each in wrong) and is_own(key):
        yield from example_findings(season, seed_path(key).with_suffix(EXAMPLES))


def _rules_of(key: str, book: Book) -> tuple[Season | None, list[Finding]]:
    try:
        season = rules.load(key)
    except FgcError as error:
        return None, [book.refused(error)]
    return season, [*rules_findings(season, book.file)]


def _of_table(key: str, book: Book, has_rules: bool) -> Iterator[Finding]:
    """Give what is found in a seed file: without rules that it can be held against, what its reader refuses."""
    try:
        if not isinstance(seed(key), Model):
            yield book.mistake("[[place]]", "expected a match table: places, rows, playbooks")
        elif has_rules:
            yield from _laws_of(key, book.file)
    except FgcError as error:
        yield refused_table(error, book.file)


def _laws_of(key: str, file: str) -> Iterator[Finding]:
    """Give every law that a table breaks; where it keeps all, what is hardly meant."""
    model = seed(key)
    wrong = [*broken(model, entries(rules.load(key).sheet))] if isinstance(model, Model) else []
    yield from (refused_table(error, file) for error in wrong)
    if not wrong:
        yield from table_findings(playable(key), file)


def _stops(finding: Finding) -> bool:
    """Say whether what is wrong in the rules keeps the seed file from being held against them."""
    return finding.level == MISTAKE and finding.key.startswith(("Sheet", "Points", "SEASON"))


def is_own(key: str) -> bool:
    """Say whether a season is none of the program's, whose worked examples are among its tests."""
    return rules.path_of(key).parent != rules.HERE
