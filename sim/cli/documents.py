"""`sim score`, `sim rank`, `sim audit`: match documents in; scores, the ranking table, what disagrees out."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import Annotated, Any

import typer

import rules as scoring
from analysis.formatting import number
from analysis.words import Said, Text
from rules.audit import SCORES, Audit, Difference, audited, disagreements
from rules.document import NOT_PLAYED, Document, PhaseName
from rules.documents import Choice, Chosen, of_event, one_ranking, read
from rules.documents.values import shown, unfractioned
from rules.errors import DocumentError, FgcError, within
from rules.season import Row, Season
from rules.text import counted
from rules.words import either
from sim.cli import output
from sim.cli.options import SeasonOption

OTHER = {"red": "blue", "blue": "red"}
"""How names begin that are not a side's own; what belongs to the whole match begins otherwise."""
RESULTS = ("wins", "losses", "ties")

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="Match documents (JSON, JSON Lines or CSV); - is standard input.")
]
PlayoffOption = Annotated[bool, typer.Option("--playoff", help="The documents are of the playoffs.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs, one line a row.")]
EventOption = Annotated[
    str | None, typer.Option("--event", metavar="KEY", help="Only documents of this event, by their eventKey.")
]
TournamentOption = Annotated[
    str | None,
    typer.Option("--tournament", metavar="KEY", help="Only documents of this tournament, by their tournamentKey."),
]
ReplaysOption = Annotated[
    str | None,
    typer.Option("--replays", metavar="first|last", help="Of a match that stands there again, which play counts."),
]
SortedOption = Annotated[
    str | None,
    typer.Option("--sorted", metavar="time", help="Rank in the order of scheduled times, not in that of the file."),
]


def score(
    file: FileArgument,
    season: SeasonOption,
    playoff: PlayoffOption = False,
    event: EventOption = None,
    tournament: TournamentOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score match documents, and audit what they record of scores and of entries that follow from others."""
    rules = _season(season)
    chosen, audits = _audited(file, rules, playoff, Choice(event, tournament))
    by_document = {each.document.where: each for each in audits}
    rows = (_score_json(document, by_document.get(document.where)) for document in chosen.documents)
    output.give_rows(rows, lambda: _print_scores(chosen.documents, by_document, rules), as_json)
    unplayed = [*_unplayed(chosen.documents, "not scored"), *_all_empty(chosen.documents)]
    _say([*chosen.told, *unplayed, *disagreements(audits)])
    output.say_assumed(rules)


def audit(
    file: FileArgument,
    season: SeasonOption,
    playoff: PlayoffOption = False,
    event: EventOption = None,
    tournament: TournamentOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name everything that match documents record and that does not follow; exit 1 where something is named."""
    rules = _season(season)
    chosen, audits = _audited(file, rules, playoff, Choice(event, tournament))
    wrong = [(each, difference) for each in audits for difference in each.differences]
    rows = (_difference_json(each.document, difference, rules) for each, difference in wrong)
    output.give_rows(rows, lambda: _print_differences(audits, rules), as_json)
    bare = sum(not each.records for each in audits)
    nothing = [f"{bare:,} of {counted(len(audits), 'document')} recording nothing to audit"] if bare else []
    _say([*chosen.told, *_unplayed(chosen.documents, "not audited"), *_all_empty(chosen.documents), *nothing])
    output.say_assumed(rules)
    if wrong:
        raise typer.Exit(1)


def _print_differences(audits: Sequence[Audit], rules: Season) -> None:
    of, number = sum(bool(each.differences) for each in audits), sum(len(each.differences) for each in audits)
    documents = counted(len(audits), "document")
    if not of:
        output.say(f"{rules.key}: {documents}, nothing differs")
        return
    title = f"{rules.key}: {counted(number, 'difference')} in {of:,} of {documents}"
    rows = (
        [*_place(each.document), *_difference(difference, rules)]
        for each in audits
        for difference in each.differences
    )
    heads = ["document", "match", "entry", "recorded", "expected"]
    output.print_table(title, heads, rows, left=("match", "entry"))


def rank(
    file: FileArgument,
    season: SeasonOption,
    playoff: PlayoffOption = False,
    event: EventOption = None,
    tournament: TournamentOption = None,
    replays: ReplaysOption = None,
    order: SortedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the teams of one ranking phase, or of the playoffs, by the scores its documents record."""
    rules, phase = _season(season), _phase(playoff)
    with within("--playoff"):
        ranked = rules.ranked(phase)
    documents = _read(file, rules, phase)
    chosen = _one_ranking(file, documents, rules, phase, Choice(event, tournament, replays, order))
    table = ranked.rank(chosen.documents, rules)
    played = sum(each.counts for each in chosen.documents)
    title = f"{rules.key}: ranking of {len(table)} teams after {counted(played, 'match')}"
    output.give_rows(table, lambda: print_ranking(title, table), as_json)
    _say([*chosen.told, *_all_empty(chosen.documents)])
    output.say_assumed(rules)


def print_ranking(title: Text, table: list[Row]) -> None:
    """Print rows of an official ranking table for people."""
    output.print_table(title, list(table[0]), [map(unfractioned, row.values()) for row in table], left=["teamKey"])
    if any(sum(row.get(name, 0) for name in RESULTS) > row.get("played", 0) for row in table):
        output.say(Said("told.ties_are_losses"))


def _phase(playoff: bool) -> PhaseName:
    return "playoff" if playoff else "ranking"


def _season(season: str) -> Season:
    with within("--season"):
        return scoring.load(season)


def _named(file: str) -> str:
    return "standard input" if file == "-" else file


def _read(file: str, rules: Season, phase: PhaseName | None) -> list[Document]:
    data = output.read_bytes(file)
    with within(_named(file)):
        try:
            return read(data, rules, phase)
        except DocumentError as error:
            *places, what = error.parts
            raise DocumentError(*places, f"{what}{_looking_like(data, rules, phase)}") from None


def _looking_like(data: bytes, rules: Season, phase: PhaseName | None) -> str:
    """Say of which other seasons documents look to be, where these are read without a fault by their rules."""
    years = [key.removeprefix("fgc_") for key in scoring.keys() if key != rules.key and _is_of(data, key, phase)]
    return f"; this looks like {either(years)}" if years else ""


def _is_of(data: bytes, key: str, phase: PhaseName | None) -> bool:
    """Say whether documents are those of a season, with matches that were played."""
    try:
        return any(each.entries for each in read(data, scoring.load(key), phase))
    except FgcError:
        return False


def _audited(file: str, rules: Season, playoff: bool, choice: Choice) -> tuple[Chosen, list[Audit]]:
    chosen = of_event(_read(file, rules, None), choice)
    return chosen, audited(chosen.documents, rules, _phase(playoff))


def _one_ranking(file: str, documents: list[Document], rules: Season, phase: PhaseName, choice: Choice) -> Chosen:
    with within(_named(file)):
        return one_ranking(documents, rules, phase, choice)


def _say(sentences: Iterable[str]) -> None:
    """Say on stderr, a line each, what nobody should miss; what was printed before stands before it."""
    sys.stdout.flush()
    for sentence in sentences:
        output.note(sentence)


def _unplayed(documents: Sequence[Document], what: str) -> list[str]:
    """Say how many matches were not played, and what is not done with them."""
    count = sum(bool(each.unplayed) for each in documents)
    return [f"{count:,} of {counted(len(documents), 'document')} not played: {what}"] if count else []


def _all_empty(documents: Sequence[Document]) -> list[str]:
    """Say what forms lack of which nobody wrote who won."""
    empty = all(each.result == NOT_PLAYED for each in documents)
    return ["a match that was played needs its result: 0 (tie), 1 (red) or 2 (blue), not -1"] if empty else []


def _score_json(document: Document, audit: Audit | None) -> Row:
    """Give the scores of a document and its audit as programs read them; null where it was not played."""
    if audit is None:
        nothing: Row = dict.fromkeys((*SCORES, "redBreakdown", "blueBreakdown", "agrees"))
        return {**nothing, "differs": [], "played": False, **document.called.as_json()}
    return {**audit.as_json(), **document.called.as_json()}


def _difference(difference: Difference, rules: Season) -> list[Any]:
    """Give a difference as people read it: the name as documents of the season spell it, and both values."""
    name = rules.spelled(difference.name) if difference.name in SCORES else difference.name
    return [name, shown(difference.recorded), shown(_short(difference.expected))]


def _difference_json(document: Document, difference: Difference, rules: Season) -> Row:
    """Give a difference as programs read it."""
    name = rules.spelled(difference.name) if difference.name in SCORES else difference.name
    values = {"entry": name, "recorded": _finite(difference.recorded), "expected": _short(difference.expected)}
    return {"document": int(_number(document)), **document.called.as_json(), **values}


def _finite(value: Any) -> Any:
    """Give what JSON can hold: a number that is none as a text."""
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _short(value: Any) -> Any:
    """Leave out of a number what doubles add to it, and of a whole one its fraction."""
    return unfractioned(round(value, 9)) if isinstance(value, float) else value


def _number(document: Document) -> str:
    return document.where.removeprefix("document ")


def _place(document: Document) -> list[str]:
    return [_number(document), _match(document)]


def _match(document: Document) -> str:
    """Give what a document's match is called: tournament and id, or else its name; nothing where it has none."""
    called = document.called
    name = called.name or "" if called.id is None else f"{called.tournament or ''} {called.id}"
    return name.strip()


def _print_scores(documents: Sequence[Document], audits: dict[str, Audit], rules: Season) -> None:
    columns = ["match", "side", *rules.parts, "total", "recorded", "audit"]
    lines = (line for document in documents for line in _score_lines(document, audits.get(document.where), rules))
    output.print_table(f"{rules.key}: points by source", columns, lines, left=["match", "side", "audit"])


def _score_lines(document: Document, audit: Audit | None, rules: Season) -> Iterator[list[Any]]:
    """Give the rows of one document: red and blue, or one where it was not played."""
    named = _match(document) or document.where
    if audit is None:
        yield [named, "-", *("" for _ in rules.parts), "", "", "not played"]
        return
    of_scores = {each.name for each in audit.wrong_scores}
    others = [each.name for each in (*audit.wrong_result, *audit.wrong_others)]
    recorded = document.recorded or ("", "")
    for place, (side, name) in enumerate(zip(("red", "blue"), SCORES, strict=True)):
        parts = [number(points[place]) for points in audit.breakdown.values()]
        wrong = [name] if name in of_scores else []
        wrong += [each for each in others if not each.startswith(OTHER[side])]
        agrees = "" if audit.agrees is None else "agrees"
        said = f"differs: {', '.join(wrong)}" if wrong else agrees
        yield [named, side, *parts, audit.scores[place], recorded[place], said]
