"""A season checked: its rules, its table and its examples, then its matches; what is wrong comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rules
from analysis.season.assumed import Assumed, Open, assumed, still_open
from analysis.season.examples import example_findings
from analysis.season.finding import MISTAKE, Book, Finding, OwnCodeError
from analysis.season.of_play import Plays, play_findings, played, plays
from analysis.season.of_rules import rules_findings
from analysis.season.of_table import refused_table, table_findings
from rules.errors import FgcError
from rules.names import season_key
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
    can_be_played = not any(each.level == MISTAKE and not each.file.endswith(EXAMPLES) for each in findings)
    found: Plays | None = None
    if can_be_played:
        book = Book(f"{key}.toml", "rows-what-is-done")
        try:
            of = played(key)
            found = plays(of)
            findings += play_findings(of, found, book)
        except FgcError as error:
            findings.append(refused_table(error, f"{key}.toml"))
    model = seed(key) if can_be_played else None
    return Checked(
        season=key,
        mistakes=tuple(each for each in findings if each.level == MISTAKE),
        warnings=tuple(each for each in findings if each.level != MISTAKE),
        assumed=assumed(rules.load(key), model) if isinstance(model, Model) else (),
        fill_in=tuple(still_open(files_of(key))),
        plays=found,
    )


def _of_files(key: str) -> Iterator[Finding]:
    """Give what is found before a match is played."""
    book, table = Book(f"{key}.py", "the-rules-file"), Book(f"{key}.toml", "the-seed-file")
    for of, there in ((book, rules.keys()), (table, editions())):
        if key not in there:
            yield of.mistake("", "expected this file beside the other, found none")
            return
    try:
        season = rules.load(key)
    except FgcError as error:
        yield book.refused(error)
        season = None
    broken = [] if season is None else [*rules_findings(season, book.file)]
    yield from broken
    try:
        if not isinstance(seed(key), Model):
            yield table.mistake("[[place]]", "expected a match table: places, rows, playbooks")
        elif season is not None and not any(map(_stops, broken)):
            game = playable(key)
            yield from table_findings(game, table.file)
    except FgcError as error:
        yield refused_table(error, table.file)
    except OwnCodeError as error:
        yield book.mistake("SEASON", str(error))
    if season is not None and not any(each.level == MISTAKE for each in broken) and is_own(key):
        yield from example_findings(season, seed_path(key).with_suffix(EXAMPLES))


def _stops(finding: Finding) -> bool:
    """Say whether what is wrong in the rules keeps the seed file from being held against them."""
    return finding.level == MISTAKE and finding.key.startswith(("Sheet", "Points", "SEASON"))


def is_own(key: str) -> bool:
    """Say whether a season is none of the program's, whose worked examples are among its tests."""
    return rules.path_of(key).parent != rules.HERE
