"""Laws of a match table that rows can only break together: every name known, every piece kept, every end reached."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import islice

from rules.errors import ModelError
from rules.names import nearest
from rules.season import Entry
from rules.text import listing
from sim.table.dials import SHARES, numbers_of
from sim.table.language import Action, Code, Fill, Model, Place, Playbook, Split, Tokens

FED_BY_ROBOTS = ("fouls_minor", "fouls_major")
"""Entries of every sheet that come from the robots' fouls, not from a place."""
SCOPE_OF_AXES = {(): "field", ("side",): "alliance", ("side", "station"): "robot"}


def check(seed: Model, entries: Mapping[str, Entry]) -> None:
    """Raise a ModelError for the first law that the seed's match table breaks; `entries` are its season's sheet."""
    for error in broken(seed, entries):
        raise error


def broken(seed: Model, entries: Mapping[str, Entry]) -> Iterator[ModelError]:
    """Give an error for each law that is broken, but for those that only others have broken."""
    yield from _raised(_names, seed)
    wrong = [error for action in seed.action for error in _of_row(action, seed)]
    yield from wrong
    for law in () if wrong else (_instant_rows_end, _places_live):
        yield from _raised(law, seed)
    yield from _raised(_sheet, seed, entries)
    for playbook in seed.playbook:
        yield from _raised(check_playbook, f"[[playbook]] {playbook.name}", playbook, seed)
    for law in (_shares, _rows_listed, _room, _fitted, _playoffs):
        yield from _raised(law, seed)


def _of_row(action: Action, seed: Model) -> Iterator[ModelError]:
    """Give what is wrong in a row first: what follows may come of it."""
    laws = ((_tokens, seed), (_abilities, seed), (_stops,), (_conserves, seed))
    where = f"[[action]] {action.name}"
    yield from islice((error for law, *more in laws for error in _raised(law, where, action, *more)), 1)


def _raised(law: Callable[..., None], *of: object) -> Iterator[ModelError]:
    """Give the error that a law raises, if it does."""
    try:
        law(*of)
    except ModelError as error:
        yield error


def unknown(where: str, key: str, what: str, wrong: str, valid: Collection[str]) -> ModelError:
    """Say that a name is not known, and which one is near, or else which there are."""
    meant = nearest(wrong, valid) or f"; there are {listing([*valid], 130) or 'none'}"
    return ModelError(where, key, f"expected the name of {what}, found {wrong!r}{meant}")


def place_of(token: str) -> str:
    """Give the declared name of a place as a row names it: `other.x` is the other side's `alliance.x`."""
    scope, _, name = token.partition(".")
    return f"alliance.{name}" if scope == "other" else token


def _names(seed: Model) -> None:
    for table, rows in (("place", seed.place), ("action", seed.action), ("playbook", seed.playbook)):
        _unique(table, [row.name for row in rows])
    _unique("spot", [spot.name for spot in seed.spot])
    _unique("source", [source.id for source in seed.source])
    for place in seed.place:
        if place.most is not None and place.start > place.most:
            raise ModelError(f"[[place]] {place.name}", "start", f"expected at most its most, {place.most}")
        if place.source is None and max(place.start, place.most or 0) > 1:
            raise ModelError(f"[[place]] {place.name}", "source", "expected a source id or 'assumed' for its numbers")
    sources = [source.id for source in seed.source] + ["assumed"]
    for where, source in _sources(seed):
        if source not in sources:
            raise unknown(where, "source", "a source, or 'assumed'", source, sources)


def _unique(table: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ModelError(f"[[{table}]] {name}", "expected this name once, found it again")


def _sources(seed: Model) -> Iterator[tuple[str, str]]:
    tables = (("place", seed.place), ("action", seed.action), ("playbook", seed.playbook), ("spot", seed.spot))
    for table, rows in tables:
        yield from ((f"[[{table}]] {row.name}", row.source) for row in rows if row.source is not None)
    yield from (("[season.source]", source) for source in seed.season.source.values())
    for name in ("humans", "durations", "robots", "field", "fitted"):
        single = getattr(seed, name)
        if single is not None:
            yield f"[{name}]", single.source
    yield from ((f"[observed.{name}]", figures.source) for name, figures in seed.observed.items())
    yield from ((f"[[foretold]] {each.by}", each.source) for each in seed.foretold)
    if seed.playoffs is not None:
        yield "[playoffs]", seed.playoffs.source
        yield from ((f"[[playoffs.round]] {each.name}", each.source) for each in seed.playoffs.round)


def _tokens(where: str, action: Action, seed: Model) -> None:
    places = [place.name for place in seed.place]
    for key in ("needs", "unless", "takes", "gives", "drops"):
        tokens: Tokens = getattr(action, key) or {}
        for token in tokens:
            if place_of(token) not in places:
                raise unknown(
                    where,
                    key,
                    "a place",
                    token,
                    [*places, *(f"other.{p[9:]}" for p in places if p[:9] == "alliance.")],
                )
            if token.startswith("robot.") and action.by != "robot":
                raise ModelError(where, key, f"expected no place of a robot in a {action.by} row, found {token!r}")


def _abilities(where: str, action: Action, seed: Model) -> None:
    for key, wrong, valid in (("skill", action.skill, seed.robots.skill), ("can", action.can, seed.robots.can)):
        if wrong is not None and action.by == "field":
            raise ModelError(where, key, "expected none in a field row")
        if wrong is not None and wrong not in valid:
            raise unknown(where, key, f"one of [robots.{key}]", wrong, valid)
    if action.can is not None and action.by != "robot":
        raise ModelError(where, "can", "expected an ability in robot rows only")


def _stops(where: str, action: Action) -> None:
    """Whatever a row does again and again must in the end stop it."""
    if action.seconds == 0 and action.by != "field":
        raise ModelError(where, "seconds", "expected more than 0: only a field row acts at once")
    if 0 < action.seconds < 0.001:
        raise ModelError(where, "seconds", "expected 0 or at least a thousandth, the engine's smallest step")
    if action.seconds == 0 and not action.takes:
        raise ModelError(where, "takes", "expected at least one place in a row of 0 seconds")
    outcomes = [("gives", action.gives)]
    if action.seconds == 0 and action.success < 1:
        outcomes.append(("drops", action.dropped))
    for key, comes in outcomes:
        lowers = any(comes.get(place, 0) < n for place, n in action.takes.items())
        blocks = any(comes.get(place, 0) > action.takes.get(place, 0) for place in action.unless)
        if not (lowers or blocks or (action.final and key == "gives")):
            raise ModelError(
                where, key, "expected fewer tokens than it takes in some place: this row can run for ever"
            )


def _conserves(where: str, action: Action, seed: Model) -> None:
    kinds = {place.piece for place in seed.place if place.piece is not None}
    of = {place.name: place.piece for place in seed.place}
    if action.makes is not None and action.makes not in kinds:
        raise unknown(where, "makes", "a kind of piece", action.makes, kinds)
    for kind in sorted(kinds):
        leaves, on_success, on_failure = (
            sum(n for token, n in tokens.items() if of[place_of(token)] == kind)
            for tokens in (action.takes, action.gives, action.dropped)
        )
        if kind == action.makes:
            if on_success <= leaves:
                raise ModelError(where, "makes", f"expected gives with more {kind} than it takes, found none made")
            continue
        for key, comes in (("gives", on_success), ("drops", on_failure)):
            if comes != leaves:
                raise ModelError(where, key, f"expected every {kind} kept: it takes {leaves} and {key} {comes}")


def _comes(action: Action) -> set[str]:
    """Give the places that the row can add a token to."""
    tokens = action.gives if action.success == 1 else {**action.gives, **action.dropped}
    return {place_of(token) for token in tokens}


def _feeds(giver: Action, row: Action) -> bool:
    return bool(_comes(giver) & {place_of(token) for token in row.takes})


def _crosses(row: Action) -> bool:
    """Say whether a row hands the other side what that side's own row takes and hands back."""
    given = {**row.gives, **row.dropped}
    return any(place_of(g) == place_of(t) and g != t for g in given for t in row.takes)


def _instant_rows_end(seed: Model) -> None:
    """Rows of 0 seconds must not feed each other in a circle: each would run 150,000 times."""
    instant = [action for action in seed.action if action.seconds == 0]
    fed_by = {
        row.name: {giver.name for giver in instant if _feeds(giver, row) and (giver is not row or _crosses(row))}
        for row in instant
    }
    try:
        tuple(TopologicalSorter(fed_by).static_order())
    except CycleError as error:
        circle = error.args[1]
        what = f"expected rows of 0 seconds that end, found {' -> '.join(circle)}"
        raise ModelError(f"[[action]] {circle[0]}", what) from None


def _places_live(seed: Model) -> None:
    filled = {place.name for place in seed.place if place.start > 0}.union(*map(_comes, seed.action))
    named = {place for form in seed.sheet.values() for place in places_in(form)}
    for action in seed.action:
        for tokens in (action.needs, action.unless, action.takes, action.gives, action.dropped):
            named |= {place_of(token) for token in tokens}
    for place in seed.place:
        if place.name not in filled:
            what = "expected a start, or a row that gives to it: nothing fills it"
            raise ModelError(f"[[place]] {place.name}", what)
        if place.name not in named:
            raise ModelError(f"[[place]] {place.name}", "expected a row or an entry that names it, found none")


def places_in(form: str | Code | Fill | Split) -> Iterable[str]:
    """Give the places that an entry of [sheet] is read from."""
    if isinstance(form, str):
        return (form,)
    if isinstance(form, Split):
        return (form.split,)
    return form.code if isinstance(form, Code) else form.fill


def _sheet(seed: Model, entries: Mapping[str, Entry]) -> None:
    fed = [name for name in entries if name not in FED_BY_ROBOTS]
    for name in seed.sheet:
        if name not in fed:
            raise unknown("[sheet]", name, "an entry", name, fed)
    places = {place.name: place for place in seed.place}
    for name in fed:
        if name not in seed.sheet:
            raise ModelError(
                "[sheet]", name, f"expected a place that feeds this entry ({entries[name].doc}), found none"
            )
        _form(name, seed.sheet[name], entries[name], places)


def _form(name: str, form: str | Code | Fill | Split, entry: Entry, places: Mapping[str, Place]) -> None:
    axes = tuple(entry.axes)
    slotted = isinstance(form, Fill | Split)
    scope = SCOPE_OF_AXES.get(axes[:-1] if slotted else axes)
    if scope is None or (slotted and axes[-1:] in ((), ("side",))):
        what = "a place or code" if slotted else "fill or split"
        raise ModelError("[sheet]", name, f"expected {what}, since its axes are ({', '.join(axes)})")
    for place in places_in(form):
        if place not in places:
            raise unknown("[sheet]", name, "a place", place, places)
        if not place.startswith(f"{scope}."):
            raise ModelError("[sheet]", name, f"expected a place of scope {scope}, found {place!r}")
        if places[place].clock and isinstance(form, Code | Fill):
            raise ModelError("[sheet]", name, f"expected places that count tokens, found the clock {place!r}")
    codes = form.code if isinstance(form, Code) else form.fill if isinstance(form, Fill) else {}
    for place, code in codes.items():
        if code > entry.most:
            raise ModelError("[sheet]", name, f"expected {entry.expected}, found {code} for {place!r}")
    if entry.codes and isinstance(form, str) and (places[form].most or entry.most + 1) > entry.most:
        raise ModelError("[sheet]", name, f"expected {entry.expected}: {form} may hold more")
    if isinstance(form, Split) and form.each > entry.most:
        raise ModelError("[sheet]", name, f"expected {entry.expected}, found up to {form.each} a slot")


def check_playbooks(seed: Model, playbooks: Sequence[Playbook]) -> None:
    """Raise a ModelError where playbooks name what the season does not have, or their shares do not sum to 1."""
    for playbook in playbooks:
        check_playbook(f"[[playbook]] {playbook.name}", playbook, seed)
    _sum_to_one(seed, playbooks)


def _shares(seed: Model) -> None:
    _sum_to_one(seed, seed.playbook)


def _sum_to_one(seed: Model, playbooks: Sequence[Playbook]) -> None:
    for by, stations in (("robot", (1,)), ("human", range(1, seed.humans.each + 1))):
        for station in stations:
            total = sum(p.share for p in playbooks if p.by == by and p.station in (None, station))
            if abs(total - 1) > 1e-9:
                what = f"playbooks by {by}" + (f" at station {station}" if by == "human" else "")
                raise ModelError("[[playbook]]", "share", f"expected shares of {what} that sum to 1, found {total:g}")


def _rows_listed(seed: Model) -> None:
    for action in seed.action:
        listed = action.by == "field" or any(action.name in playbook.order for playbook in seed.playbook)
        if not listed:
            raise ModelError(f"[[action]] {action.name}", "expected a playbook that lists it, found none")
    if not seed.humans.each and any(action.by == "human" for action in seed.action):
        raise ModelError("[humans]", "each", "expected at least 1 beside rows of humans, found 0")


def check_playbook(where: str, playbook: Playbook, seed: Model) -> None:
    """Raise a ModelError where a playbook names what its season does not have."""
    rows = [action.name for action in seed.action if action.by == playbook.by]
    for name in playbook.order:
        if name not in rows:
            raise unknown(where, "order", f"a {playbook.by} row", name, rows)
        if playbook.order.count(name) > 1:
            raise ModelError(where, "order", f"expected every row once, found {name!r} again")
    for name in playbook.set:
        if name not in playbook.order:
            raise unknown(where, "set", "a row of its order", name, playbook.order)
    if playbook.station is not None and (playbook.by == "robot" or playbook.station > seed.humans.each):
        raise ModelError(where, "station", "expected the station of a human player")


def _fitted(seed: Model) -> None:
    if seed.fitted is None:
        return
    where, known, bounds = "[fitted]", numbers_of(seed), seed.fitted.numbers
    for name, (low, high) in bounds.items():
        if name not in known:
            raise unknown(where, "numbers", "a number of the population", name, known)
        if not low <= known[name] <= high or low == high:
            raise ModelError(where, name, f"expected bounds around {known[name]:g}, found {low:g} and {high:g}")
    shared = {f"{SHARES}.{playbook.name}" for playbook in seed.playbook if playbook.by == "robot" and playbook.share}
    wrong = [name for name in bounds if name.startswith(f"{SHARES}.") and name not in shared]
    if wrong or shared <= set(bounds):
        what = "expected shares of robots' playbooks, and one of them left out to fill up to 1"
        raise ModelError(where, *wrong[:1], what)


def _room(seed: Model) -> None:
    room = seed.robots.room
    places = {place.name: place for place in seed.place if place.name.startswith("robot.")}
    if room is not None and room.place not in places:
        raise unknown("[robots.room]", "place", "a place of the robot", room.place, places)
    if room is not None and (places[room.place].most is None or places[room.place].start == 0):
        raise ModelError("[robots.room]", "place", f"expected a start and a most in [[place]] {room.place}")


def _playoffs(seed: Model) -> None:
    if seed.playoffs is None:
        return
    _unique("playoffs.round", [each.name for each in seed.playoffs.round])
    places = {place.name: place for place in seed.place}
    for name, start in seed.playoffs.start.items():
        if name not in places:
            raise unknown("[playoffs]", "start", "a place", name, places)
        most = places[name].most
        if most is not None and start > most:
            raise ModelError("[playoffs]", "start", f"expected at most {most} of {name}, found {start}")
