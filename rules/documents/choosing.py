"""Which documents of a file make one ranking: one event, one tournament, every match once, in the order played."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from rules.document import Called, Document, PhaseName
from rules.errors import DocumentError
from rules.names import nearest
from rules.season import Season
from rules.text import counted, listing, plain

REPLAYS = ("first", "last")
ORDERS = ("time",)


@dataclass(frozen=True)
class Choice:
    """What somebody chose of a file that holds more than one ranking; None for what nobody chose."""

    event: str | None = None
    tournament: str | None = None
    replays: str | None = None
    """Which play counts where a match stands in the file again, `first` or `last`."""
    order: str | None = None
    """`time` puts documents into the order of their scheduled times."""


@dataclass(frozen=True)
class Chosen:
    """The documents that are meant, and a sentence on each thing that is left out or doubtful."""

    documents: list[Document]
    told: list[str]


def of_event(documents: Sequence[Document], choice: Choice) -> Chosen:
    """Keep the documents of the event and the tournament that were chosen; a DocumentError names those there are."""
    kept, told = list(documents), []
    for option, wanted, of in (("event", choice.event, _event), ("tournament", choice.tournament, _tournament)):
        if wanted is None:
            continue
        here = [each for each in kept if of(each.called) == wanted]
        if not here:
            there = list(dict.fromkeys(filter(None, (of(each.called) for each in kept))))
            found = f"one of {listing(there)}" if there else f"documents that name their {option}"
            what = f"expected {found}, found {plain(wanted)!r}{nearest(wanted, there)}"
            raise DocumentError(f"--{option}", what)
        if len(here) < len(kept):
            told.append(f"{counted(len(kept) - len(here), 'document')} not of {option} {plain(wanted)}: left out")
        kept = here
    return Chosen(kept, told)


def one_ranking(documents: Sequence[Document], season: Season, phase: PhaseName, choice: Choice) -> Chosen:
    """Keep the documents that make one ranking; a DocumentError says what has to be chosen, and how."""
    chosen = of_event(documents, choice)
    kept, told = chosen.documents, list(chosen.told)
    for option, of in (("event", _event), ("tournament", _tournament)):
        kept = _of_one(kept, option, of)
    if len(kept) < len(chosen.documents):
        told.append(f"{counted(len(chosen.documents) - len(kept), 'document')} of what was not played yet: left out")
    unplayed = Counter(each.unplayed for each in kept if each.unplayed)
    if unplayed:
        why = ", ".join(f"{count:,} {reason}" for reason, count in unplayed.items())
        told.append(f"{unplayed.total():,} of {counted(len(kept), 'document')} counted for nothing: {why}")
    kept, again = _once(kept, choice.replays)
    told += again
    _need_one_spelling(kept)
    told += _need_details(kept, season, phase)
    kept, late = _in_order(kept, choice.order)
    if not any(each.participants for each in kept):
        raise DocumentError("expected at least one match with its teams, found none")
    return Chosen(kept, told + late)


def _event(called: Called) -> str | None:
    return called.event


def _tournament(called: Called) -> str | None:
    return called.tournament


def _of_one(documents: list[Document], option: str, of: Callable[[Called], str | None]) -> list[Document]:
    """Keep the one event or tournament in which matches were played; a DocumentError where there are several."""
    played = Counter(of(each.called) for each in documents if not each.unplayed) or Counter(
        of(each.called) for each in documents
    )
    named = {name: count for name, count in played.items() if name}
    if len(named) > 1:
        there = listing([f"{plain(name, 30)} ({counted(count, 'document')})" for name, count in named.items()], 110)
        first = plain(next(iter(named)), 30)
        raise DocumentError(f"expected documents of one {option}, found {there}; choose one: --{option} {first}")
    return [each for each in documents if of(each.called) in played or of(each.called) is None]


def _once(documents: list[Document], replays: str | None) -> tuple[list[Document], list[str]]:
    """Keep one play of every match, at the place of the first; a DocumentError where nobody chose which."""
    if replays not in (None, *REPLAYS):
        what = f"expected {' or '.join(REPLAYS)}, found {plain(str(replays))!r}{nearest(str(replays), REPLAYS)}"
        raise DocumentError("--replays", what)
    plays: defaultdict[Hashable, list[Document]] = defaultdict(list)
    for each in documents:
        alone: Any = each.where if each.unplayed or each.called.id is None else None
        plays[alone or (each.called.event, each.called.tournament, str(each.called.id))].append(each)
    again = [each for each in plays.values() if len(each) > 1]
    if again and replays is None:
        first = again[0]
        which = " ".join(plain(str(part), 30) for part in (first[0].called.tournament, first[0].called.id) if part)
        others = f", and {len(again) - 1:,} more again" if again[1:] else ""
        where = f"documents {listing([each.where.removeprefix('document ') for each in first], 40)}"
        what = f"expected every match once, found match {which} in {where}{others}"
        raise DocumentError(f"{what}; choose the play that counts: --replays last or --replays first")
    kept = [each[-1 if replays == "last" else 0] for each in plays.values()]
    left = len(documents) - len(kept)
    told = f"{counted(left, 'document')} left out: of a match played again the {replays} counts"
    return kept, [told] if left else []


def _need_one_spelling(documents: Sequence[Document]) -> None:
    """Raise a DocumentError where a team's key is a number here and the same digits as a text there."""
    first: dict[str, tuple[int | str, str]] = {}
    for document in documents:
        for each in document.participants:
            team, where = first.setdefault(str(each.team), (each.team, document.where))
            if type(team) is not type(each.team):
                told = f"{_shown(team)} in {where} and {_shown(each.team)} in {document.where}"
                raise DocumentError("participants", f"expected a team's key as a number or as a text, found {told}")


def _shown(team: int | str) -> str:
    return str(team) if isinstance(team, int) else f'"{plain(team)}"'


def _need_details(documents: Sequence[Document], season: Season, phase: PhaseName) -> list[str]:
    """Say how many matches have scores alone; a DocumentError where the ranking needs more of them."""
    bare = [each for each in documents if not each.unplayed and each.entries is None]
    if not bare:
        return []
    played = sum(not each.unplayed for each in documents)
    what = f"{len(bare):,} of {counted(played, 'document')} with scores and no details"
    if season.phase(phase).by_scores:
        return [f"{what}: ranked by scores, which are all that this ranking needs"]
    year = season.key.removeprefix("fgc_")
    needed = f"expected details, which the {phase} table of {year} needs, found {what}"
    raise DocumentError(bare[0].where, "details", f"{needed}; the results service gives them on request")


def _in_order(documents: list[Document], order: str | None) -> tuple[list[Document], list[str]]:
    """Put documents into the order of their scheduled times if that was chosen, or say where they are not in it."""
    if order not in (None, *ORDERS):
        raise DocumentError("--sorted", f"expected {' or '.join(ORDERS)}, found {plain(str(order))!r}")
    times = {id(each): _time(each.called.scheduled) for each in documents}
    if order is not None:
        without = [each.where for each in documents if times[id(each)] is None]
        if without:
            raise DocumentError(without[0], "expected a scheduled time to sort by, such as 2000-01-31T09:00:00Z")
        return sorted(documents, key=lambda each: (times[id(each)] or _EARLIEST, _number(each))), []
    timed = [(each, time) for each in documents if (time := times[id(each)]) is not None]
    early = [(one, other) for (one, before), (other, after) in pairwise(timed) if after < before]
    if not early:
        return documents, []
    one, other = early[0]
    more = f", and {counted(len(early) - 1, 'time')} more" if early[1:] else ""
    told = f"{other.where} was scheduled before {one.where}{more}: ranked in the order of the file"
    return documents, [f"{told}; --sorted time ranks by scheduled times"]


def _number(document: Document) -> int:
    """Give a match's number: several are scheduled for the same time."""
    return document.called.id if isinstance(document.called.id, int) else 0


_EARLIEST = datetime.min.replace(tzinfo=UTC)


def _time(text: str | None) -> datetime | None:
    """Read a time as documents write it; None where it is none."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)  # all of an event's are alike
