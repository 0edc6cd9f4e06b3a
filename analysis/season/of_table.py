"""What is hardly meant in a seed file although it breaks no law: read from the tables, nothing is played."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from analysis.event.observed import WORDS
from analysis.season.finding import Book, Finding
from rules.documents.blank import blank
from rules.errors import FgcError
from rules.points import ASSUMED, worths
from rules.season import Entry, entries, snake
from sim.table.agents import ROBOTS
from sim.table.chains import OWN, own, startable
from sim.table.checks import place_of, places_in
from sim.table.game import Game
from sim.table.language import MATCH_SECONDS, Action, Code, Edition, Fill, Model, Playbook
from sim.table.spots import metres_between, point_of
from sim.table.starting import overtaken

LEAST_PLAYBOOKS = 4
"""Of robots: fewer leave nothing to compare."""
FASTEST = 3.0
"""Metres a second of a row's median time: a robot drives no faster, and has something to do where it arrives."""
LUCKY = 0.7
"""A try that takes this much of its median, or less, is a lucky one."""
BESIDE = {"name", "year", "field", "source", "rules", "model"}
"""Keys of [season] that are no facts which somebody reported."""


def table_findings(game: Game, file: str) -> Iterator[Finding]:
    """Give what is wrong or doubtful in the seed file of a season that can be played."""
    for part, of in PARTS.items():
        yield from of(game, Book(file, part))


def _edition(game: Game, book: Book) -> Iterator[Finding]:
    edition, name = game.edition, game.key.removeprefix("fgc_")
    if name.isdigit() and edition.year != int(name):
        yield book.mistake("season.year", f"expected {name}, as in the file's name, found {edition.year}")
    if not edition.field:
        yield book.mistake("season.field", "expected true beside a match table: it is played on a field")
    for key in ("rules", "model"):
        if getattr(edition, key) is None:
            yield book.warning(f"season.{key}", "expected a grade, A to D: D says that nothing is known yet")
    if edition.dates and not (edition.dates[0] <= edition.dates[1] and edition.dates[0].year == edition.year):
        yield book.mistake("season.dates", "expected the first day, then the last, of its year")
    if edition.teams and edition.matches and edition.each:
        whole = -(-edition.teams * edition.each // ROBOTS)
        if edition.matches != whole:
            yield book.warning("season.matches", f"expected {whole}, six teams a match, found {edition.matches}")
    yield from _facts(edition, book)


def _facts(edition: Edition, book: Book) -> Iterator[Finding]:
    """Find facts without a source, and sources of no fact."""
    given = {name for name in Edition.model_fields if getattr(edition, name) is not None} - BESIDE
    for key in sorted(given - edition.source.keys()):
        yield book.warning(f"season.source.{key}", "expected who says so: the id of a source")
    for key in sorted(edition.source.keys() - given):
        yield book.warning(f"season.source.{key}", "expected this fact in [season] as well")


def _sources(game: Game, book: Book) -> Iterator[Finding]:
    grades = {source.id: source.grade for source in game.model.source}
    for name, about in worths(game.rules.points).items():
        if about.source not in {*grades, ASSUMED}:
            yield book.mistake("[[source]]", f"expected {about.source!r}, by which Points has {name}, found none")
    if game.edition.rules == "A" and "A" not in grades.values():
        yield book.warning("season.rules", "expected a source of grade A for rules of grade A")


def _places(game: Game, book: Book) -> Iterator[Finding]:
    asked = [tokens for row in game.actions for tokens in (row.needs, row.unless, row.takes)]
    fed = {place for form in game.model.sheet.values() for place in places_in(form)}
    read = fed.union(*(map(place_of, tokens) for tokens in asked))
    for place in game.model.place:
        where = f"[[place]] {place.name}"
        if place.name not in read:
            yield book.warning(where, "expected a row or an entry that reads it: what comes here is gone")
        if place.clock and place.name not in fed:
            yield book.warning(f"{where}: clock", "expected an entry of [sheet] that has its seconds")
    pieces = Counter(place.piece for place in game.model.place if place.piece)
    for kind in sorted(kind for kind, places in pieces.items() if places == 1):
        yield book.warning("[[place]]: piece", f"expected two places or more that a {kind} goes between, found one")


def _rows(game: Game, book: Book) -> Iterator[Finding]:
    of_robots = [row for row in game.actions if row.by == "robot"]
    able = startable(game.model, of_robots)
    for row in of_robots:
        if row not in able:
            lacking = ", ".join(sorted(own(row.takes, row.needs) - _own_filled(game.model, able)))
            what = f"expected a way to start it: no row that can be done brings {lacking}"
            yield book.mistake(f"[[action]] {row.name}", what)
    most = {place.name: place.most for place in game.model.place}
    for row in game.actions:
        where = f"[[action]] {row.name}"
        yield from (book.mistake(f"{where}: {key}", said) for key, said in _held_back(row, most))
        yield from (book.warning(f"{where}: {key}", said) for key, said in _room_kept(game.model, row))
        if row.seconds and row.after + LUCKY * row.seconds >= MATCH_SECONDS:
            yield book.warning(f"{where}: after", f"expected {row.seconds:g} s before the buzzer at 150 s")


def _held_back(row: Action, most: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """Say what keeps a row from ever starting: it wants more than a place may hold, or what it forbids."""
    for key, tokens in (("needs", row.needs), ("takes", row.takes)):
        for token, count in tokens.items():
            limit = most[place_of(token)]
            if limit is not None and count > limit:
                yield key, f"expected at most {limit} of {token}, found {count}"
            if row.unless.get(token, count + 1) <= count:
                yield "unless", f"expected it to be able to start: it wants {token} too"


def _own_filled(model: Model, rows: list[Action]) -> set[str]:
    return {place.name for place in model.place if place.start} | {
        place for row in rows for place in own(row.gives, row.dropped)
    }


def _room_kept(model: Model, row: Action) -> Iterator[tuple[str, str]]:
    """Say where a load leaves the robot and its room does not come back, or comes without room."""
    if model.robots.room is None:
        return
    room = model.robots.room.place
    loads = {
        place.name
        for place in model.place
        if place.piece and place.name.startswith(OWN)
        if any(room in each.takes and place.name in each.gives for each in model.action)
    }
    for key, comes in (("gives", row.gives), ("drops", row.dropped)):
        more = sum(comes.get(place, 0) - row.takes.get(place, 0) for place in loads)
        free = comes.get(room, 0) - row.takes.get(room, 0)
        if more and more + free:
            yield key, f"expected {room} to change by {-more:+d} where its load changes by {more:+d}, found {free:+d}"


def _sheet(game: Game, book: Book) -> Iterator[Finding]:
    every: Mapping[str, Entry] = entries(game.rules.sheet)
    for name, form in game.model.sheet.items():
        codes = every[name].codes
        if codes is None or not isinstance(form, Code | Fill):
            continue
        fed = {*(form.code if isinstance(form, Code) else form.fill).values()}
        for code in codes:
            if code and code not in fed:
                yield book.warning(f"[sheet]: {name}", f"expected a place for the code {code.value} ({code.name})")


def _robots(game: Game, book: Book) -> Iterator[Finding]:
    robots, rows = game.robots, game.actions
    for table, named in (("skill", {row.skill for row in rows}), ("can", {row.can for row in rows})):
        for name in getattr(robots, table):
            if name not in named:
                yield book.warning(f"[robots.{table}] {name}", f"expected a row with {table} = {name!r}")
    if robots.no_show + robots.breaks.share > 0.5:
        yield book.warning("[robots]", "expected that most robots come and last: no_show and breaks.share are shares")


def _playbooks(game: Game, book: Book) -> Iterator[Finding]:
    of_robots = [each for each in game.playbooks if each.by == "robot"]
    if len(of_robots) < LEAST_PLAYBOOKS:
        yield book.warning(
            "[[playbook]]", f"expected {LEAST_PLAYBOOKS} of robots that really differ, found {len(of_robots)}"
        )
    for one, other in combinations(game.playbooks, 2):
        if (one.by, one.station, one.order, one.set) == (other.by, other.station, other.order, other.set):
            yield book.warning(f"[[playbook]] {other.name}", f"expected it to differ from {one.name!r}")
    rows = {row.name: row for row in game.actions}
    for each in game.playbooks:
        where = f"[[playbook]] {each.name}"
        if not each.share:
            yield book.warning(f"{where}: share", "expected more than 0: nobody plays it")
        for name, ahead in _never_asked(each, rows):
            what = f"expected {name!r} before {ahead!r}, which can start whenever it can"
            yield book.warning(f"{where}: order", what)
        for name, decided in each.set.items():
            opens, row = decided.after[0], rows[name]
            if opens < row.after:
                yield book.warning(
                    f"{where}: set", f"expected {name!r} after {row.after:g} s, when it opens, found {opens:g}"
                )
            if opens + LUCKY * row.seconds >= MATCH_SECONDS:
                yield book.warning(
                    f"{where}: set", f"expected {name!r} in time for its {row.seconds:g} s, found {opens:g}"
                )


def _never_asked(playbook: Playbook, rows: Mapping[str, Action]) -> Iterator[tuple[str, str]]:
    """Give the rows of a playbook that nobody starts, each with one before it that everybody starts instead."""
    at_once = [rows[name] for name in playbook.order if not rows[name].after and name not in playbook.set]
    for row in at_once:
        ahead = overtaken([each for each in at_once if each.can in (None, row.can)])
        if row.name in ahead:
            yield row.name, ahead[row.name]


def _field(game: Game, book: Book) -> Iterator[Finding]:
    ground = game.model.field
    if ground is None:
        yield book.warning("[field]", "expected the size of the field and spots: without them nothing is drawn")
        return
    spots = {spot.name: point_of(spot, ground, 0) for spot in game.model.spot}
    for row in game.actions:
        if row.by != "robot" or row.at is None:
            continue
        before = [each.at for each in game.actions if each.by == "robot" and _feeds(each, row) and each.at]
        far = max((metres_between(spots[at], spots[row.at]) for at in before), default=0.0)
        if far / row.seconds > FASTEST:
            said = (
                f"expected more than {row.seconds:g} s for a way of {far:.1f} m: that is {far / row.seconds:.0f} m/s"
            )
            yield book.warning(f"[[action]] {row.name}: seconds", said)
    places = list(spots.items())
    for (one, here), (other, there) in combinations(places, 2):
        if here == there:
            yield book.warning(f"[[spot]] {other}", f"expected another place than that of {one!r}")


def _feeds(giver: Action, row: Action) -> bool:
    return not own(giver.gives).isdisjoint(own(row.takes))


def _observed(game: Game, book: Book) -> Iterator[Finding]:
    columns = map(snake, game.rules.rank([replace(blank(game.rules), result=0)])[0])
    known = {*WORDS, *entries(game.rules.sheet), *columns}
    for group in game.model.observed:
        if group not in known:
            yield book.warning(f"[observed.{group}]", "expected the name of a statistic: `sim validate` prints them")


def refused_table(error: FgcError, file: str) -> Finding:
    """Give what a reader of a seed file refused, with the part of the page that its table belongs to."""
    of = Book(file, "the-seed-file").refused(error)
    part = next((part for table, part in TABLES.items() if re.search(rf"(^|: )\[*{table}\b", of.key)), "")
    return Book(file, part).refused(error) if part else of


Part = Callable[[Game, Book], Iterator[Finding]]
PARTS: Mapping[str, Part] = {
    "what-is-known": _edition,
    "the-rules-file": _sources,
    "places-what-is-counted": _places,
    "rows-what-is-done": _rows,
    "the-score-sheet": _sheet,
    "who-plays": _robots,
    "playbooks": _playbooks,
    "where-it-happens": _field,
    "what-is-published-and-what-may-be-fitted": _observed,
}
"""What is asked of each part of a seed file, by the part of the page that tells of it."""

TABLES = {
    "season": "what-is-known",
    "source": "what-is-known",
    "place": "places-what-is-counted",
    "action": "rows-what-is-done",
    "sheet": "the-score-sheet",
    "durations": "who-plays",
    "humans": "who-plays",
    "robots": "who-plays",
    "playbook": "playbooks",
    "field": "where-it-happens",
    "spot": "where-it-happens",
    "playoffs": "from-the-ranking-to-the-medals",
    "foretold": "what-others-foretold",
    "observed": "what-is-published-and-what-may-be-fitted",
    "fitted": "what-is-published-and-what-may-be-fitted",
}
"""Which part of the page tells of a table."""
