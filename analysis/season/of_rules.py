"""What a season's rules have to keep, whatever the season: tried on score sheets that are drawn at random."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from analysis.season.finding import Book, Finding, OwnCodeError, own_code
from rules.document import Document, PhaseName
from rules.documents import columns_of, slots
from rules.documents.blank import blank
from rules.errors import FgcError
from rules.points import named, worths
from rules.season import (
    ALLIANCE_SCORE,
    MOST_WRITTEN,
    Array,
    Breakdown,
    Entry,
    Phase,
    Season,
    entries,
    point_values,
    with_points,
)
from rules.words import either

SHEETS = 1_000
"""Score sheets that are drawn."""
RANGES = ((0, 0), (0, 1), (0, 3), (2, 6), (0, 12), (0, 100), (0, MOST_WRITTEN), (MOST_WRITTEN, MOST_WRITTEN))
"""Between which all entries of a sheet are, as far as they can be; each range as often: in some little happens, in
some as much as can be written down."""
RANKED = 6
"""Of these sheets: matches of a ranking that is made."""
FOULS = ("fouls_minor", "fouls_major")
PHASES: tuple[PhaseName, ...] = ("ranking", "playoff")


def rules_findings(season: Any, file: str) -> Iterator[Finding]:
    """Give what is wrong or doubtful in a season's rules."""
    book = Book(file, "the-rules-file")
    declared = [*_declared(season, book)]
    yield from declared
    if declared:
        return  # what follows is asked of a sheet and of points that are declared
    yield from _entries(season, book)
    try:
        with own_code("rules that score and rank whatever a sheet can hold"):
            found = [*_official_names(season, book), *_scores(season, book)]
            found += [] if found else [*_ranks(season, book), *_unused(season, drawn(season, SHEETS), book)]
        yield from found
    except OwnCodeError as error:
        yield book.mistake("SEASON", str(error))
    except FgcError as error:
        yield book.refused(error)


def _official_names(season: Season, book: Book) -> Iterator[Finding]:
    with own_code("official names with {side} and {station} for the axes"):
        names = Counter(slot.name for slot in slots(season.sheet))
    for name in sorted(name for name, often in names.items() if often > 1):
        yield book.mistake(f"Sheet: {name}", "expected a name for each number: {side} and {station} are its axes")


def _declared(season: Any, book: Book) -> Iterator[Finding]:
    if not isinstance(season, Season):
        yield book.mistake("SEASON", "expected Season(...)")
        return
    for of, called, maker in ((season.sheet, "Sheet", "entry"), (season.points, "Points", "worth")):
        if not is_dataclass(of):
            yield book.mistake(called, "expected a class with @dataclass(frozen=True)")
            continue
        for each in fields(of):
            if maker not in each.metadata:
                yield book.mistake(f"{called}: {each.name}", f"expected {maker}(...)")
    if is_dataclass(season.sheet):
        there = {each.name for each in fields(season.sheet)}
        for name in FOULS:
            if name not in there:
                yield book.mistake(f"Sheet: {name}", f"expected this entry, {name.removeprefix('fouls_')}_fouls()")
    for name in _phases(season):
        if not isinstance(season.phase(name), Phase):
            yield book.mistake(f"SEASON: {name}", "expected Phase(score=..., rank=...)")
    if not isinstance(season.unit, int) or season.unit < 1:
        yield book.mistake("SEASON: unit", "expected a whole number, the parts of a point that still score exactly")


def _entries(season: Season, book: Book) -> Iterator[Finding]:
    for name, each in entries(season.sheet).items():
        where = f"Sheet: {name}"
        if not each.doc.strip():
            yield book.mistake(where, "expected what it is, in words")
        if each.codes is not None and sorted(each.codes) != list(range(len(each.codes))):
            yield book.mistake(where, f"expected codes from 0 without a gap, found {sorted(map(int, each.codes))}")
        if each.most < 1:
            yield book.mistake(where, f"expected that there can be one at least, found most={each.most}")
    for name, about in worths(season.points).items():
        if not about.doc.strip():
            yield book.mistake(f"Points: {name}", "expected what it is for, in words")


@dataclass(frozen=True)
class _Tried:
    """Sheets that were drawn, and what they score in a phase."""

    season: Season
    phase: PhaseName
    sheet: Any
    found: Breakdown

    @property
    def gathered(self) -> Array:
        """What teams are ranked by."""
        return self.season.phase(self.phase).measure(self.sheet, self.found)


def _scores(season: Season, book: Book) -> Iterator[Finding]:
    sheet = drawn(season, SHEETS)
    for phase in _phases(season):
        with own_code(f"score() of the {phase} phase to give Breakdown"):
            found = season.phase(phase).score(sheet, season.points)
            if not isinstance(found, Breakdown):
                raise TypeError(type(found).__name__)
        where = "score()" if phase == "ranking" else "score() of the playoffs"
        wrong = [book.mistake(where, said) for said in _shapes(found, season)]
        yield from wrong
        if not wrong:
            tried = _Tried(season, phase, sheet, found.filled())
            yield from (book.mistake(where, said) for said in _laws(tried))
            yield from _measured(tried, book)
    yield from _named(season, sheet, book)


def _shapes(found: Breakdown, season: Season) -> Iterator[str]:
    if found.unit != season.unit:
        yield (
            f"expected unit {season.unit}, as SEASON has it, found {found.unit}: end it with "
            f"`return rounded_up({season.unit}, parts)`, or `Breakdown.of({season.unit}, parts, total)`"
        )
    for name, part in {**found.parts, "total": found.total}.items():
        array = np.asarray(part)
        if array.dtype.kind not in "iu":
            yield f"{name}: expected whole numbers, found {array.dtype}"
        elif array.shape[-1:] not in ((1,), (2,)) or array.shape[:-1] != (SHEETS,):
            shape = (*("match" for _ in array.shape[:1]), *array.shape[1:])
            yield f"{name}: expected a number a match and side, found axes ({', '.join(map(str, shape))})"


def _laws(tried: _Tried) -> Iterator[str]:
    """Say which laws of scores are broken."""
    found, season = tried.found, tried.season
    differs = found.total * season.unit != sum(found.parts.values())
    if differs.any():
        yield "expected a total that is the sum of its parts; rounding and fouls are parts too"
    if season.unit > 1 and _is_in_parts_of_points(found):
        yield f"expected a score in whole points, found its sum in parts of them: divide it by {season.unit}"
    if (found.total < 0).any() and not season.below_zero:
        yield f"expected a score of 0 or more, found {found.total.min()}: say below_zero=True in SEASON if it may be"
    turned_round = _again(tried, sides_swapped(tried.sheet))
    unfair = [
        name for name, part in found.parts.items() if not np.array_equal(turned_round.parts[name], part[:, ::-1])
    ]
    if unfair:
        yield f"{', '.join(unfair)}: expected the same points for red as for blue, where the sides change places"
    one = {each.name: getattr(tried.sheet, each.name)[:1] for each in fields(tried.sheet)}
    if not np.array_equal(_again(tried, type(tried.sheet)(**one)).total, found.total[:1]):
        yield "expected a match to score the same alone as among others: use axis=-1, not the first axis"
    if any((getattr(tried.sheet, name) != values).any() for name, values in _arrays(drawn(season, SHEETS)).items()):
        yield "expected the sheet as it was: score() must not write into its arrays"


def _is_in_parts_of_points(found: Breakdown) -> bool:
    """Say whether every score that is none of 0 is what the season's smallest parts of points add up to."""
    parts = sum(part for name, part in found.parts.items() if name != "rounding")
    scored = found.total > 0
    return bool(scored.any() and (found.total == parts)[scored].all())


def _measured(tried: _Tried, book: Book) -> Iterator[Finding]:
    phase = tried.season.phase(tried.phase)
    with own_code("measure() to give a number a match and side"):
        gathered = np.asarray(tried.gathered)
    if gathered.shape != tried.found.total.shape:
        yield book.mistake("Phase: measure", f"expected a number a match and side, found axes {gathered.shape}")
    elif (phase.measured == ALLIANCE_SCORE) != np.array_equal(gathered, tried.found.total):
        yield book.mistake("Phase: measured", "expected what teams are ranked by, by its name")


def _again(tried: _Tried, sheet: Any) -> Breakdown:
    return tried.season.phase(tried.phase).score(sheet, tried.season.points).filled()


def _named(season: Season, sheet: Any, book: Book) -> Iterator[Finding]:
    """Find parts without words, and words without parts."""
    with own_code("words() to say what each part is"):
        said: Mapping[str, str] = season.parts
    parts = list(season.ranking.score(sheet, season.points).parts)
    for name in parts:
        if not said.get(name, "").strip():
            yield book.mistake("words()", f"expected what the part {name} is, found nothing")
    for name in said:
        if name not in parts:
            yield book.mistake("words()", f"expected a part of score(), {either(parts)}, found {name}")
    if set(parts) == set(said) and parts != list(said):
        yield book.mistake("words()", f"expected the parts in the order of score(): {', '.join(parts)}")


def _unused(season: Season, sheet: Any, book: Book) -> Iterator[Finding]:
    """Find entries that score nothing, and point values that count for nothing."""
    before = _used_for(season, sheet)
    for name, each in entries(season.sheet).items():
        other = replace(sheet, **{name: _values(each, SHEETS, np.random.default_rng(1))})
        if name not in FOULS and _alike(before, _used_for(season, other)):
            yield book.warning(f"Sheet: {name}", "expected score(), or the ranking, to use it: it changes nothing")
    for name, value in named(season.points).items():
        beside = value.place is not None and value.value == 0
        if not beside and _alike(before, _used_for(_with_another(season, name), sheet)):
            yield book.warning(f"Points: {name}", "expected score() to use it: another value changes no score")


def _with_another(season: Season, name: str) -> Season:
    value, about = point_values(season)[name], named(season.points)[name].worth
    step = 1 / about.unit if value + 1 / about.unit <= about.most else -1 / about.unit
    return with_points(season, {name: value + step})


def _alike(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def _used_for(season: Season, sheet: Any) -> list[Any]:
    """Give all that comes of sheets: points, what teams gather, what documents derive, and the tables."""
    found: list[Any] = []
    for name in _phases(season):
        of = season.phase(name)
        breakdown = of.score(sheet, season.points).filled()
        found += [*breakdown.parts.values(), of.measure(sheet, breakdown)]
        found += [np.asarray(derived(sheet, season.points)) for derived in of.derived.values()]
        found.append(of.rank(_documents(season, sheet, breakdown), season))
    return found


def _documents(season: Season, sheet: Any, breakdown: Breakdown) -> list[Document]:
    """Write the first sheets as documents of six teams."""
    columns, form = columns_of(sheet), blank(season)
    return [
        replace(
            form,
            where=f"document {match}",
            entries={name: int(values[match]) for name, values in columns.items()},
            recorded=tuple(breakdown.total[match].tolist()),
            result=0,
            called=replace(form.called, id=match),
        )
        for match in range(RANKED)
    ]


def _ranks(season: Season, book: Book) -> Iterator[Finding]:
    sheet = drawn(season, SHEETS)
    for name in _phases(season):
        played = _documents(season, sheet, season.score(sheet, name))
        with own_code(f"a ranking of the {name} phase: rows of a table, best team first"):
            table = season.ranked(name).rank(played, season)
            teams = {row["teamKey"] for row in table}
        if len(teams) != len(played[0].participants) or any("rank" not in row for row in table):
            yield book.mistake(f"SEASON: {name}", "expected `rank` to give each team a row with rank and teamKey")


def _phases(season: Season) -> tuple[PhaseName, ...]:
    return PHASES if season.playoff else PHASES[:1]


def drawn(season: Season, count: int) -> Any:
    """Draw legal sheets of a season, `(match, ...)`: always the same."""
    draws = np.random.default_rng(0)
    return season.sheet(**{name: _values(each, count, draws) for name, each in entries(season.sheet).items()})


def sides_swapped(sheet: Any) -> Any:
    """Give the same matches with red and blue changed over in every entry that knows sides."""
    found = {}
    for name, each in entries(type(sheet)).items():
        array = getattr(sheet, name)
        axis = list(each.axes).index("side") - len(each.axes) if "side" in each.axes else None
        found[name] = array if axis is None else np.flip(array, axis=axis)
    return replace(sheet, **found)


def _arrays(sheet: Any) -> dict[str, Array]:
    return {each.name: getattr(sheet, each.name) for each in fields(sheet)}


def _values(each: Entry, count: int, draws: np.random.Generator) -> Array:
    own = [len(labels) for labels in each.axes.values()]
    ends = np.minimum(np.resize(RANGES, (count, 2)), each.most).T
    least, most = ends.reshape(2, count, *(1 for _ in own))
    return draws.integers(least, most + 1, (count, *own))
