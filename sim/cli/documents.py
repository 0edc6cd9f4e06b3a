"""`sim score` and `sim rank`: official match documents in, scores, an audit and the ranking table out."""

import sys
from typing import Annotated, Any

import typer

import rules as scoring
from analysis.formatting import number
from rules.audit import Audit, audited, disagreements
from rules.document import Document, PhaseName
from rules.documents import read
from rules.errors import within
from rules.season import Row, Season
from sim.cli import output
from sim.cli.options import SeasonOption

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="Match documents (JSON or JSON Lines); - is standard input.")
]
PlayoffOption = Annotated[bool, typer.Option("--playoff", help="The documents are of the playoffs.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs, one line a row.")]


def score(
    file: FileArgument, season: SeasonOption, playoff: PlayoffOption = False, as_json: JsonOption = False
) -> None:
    """Score match documents, and audit what they record of scores and of entries that follow from others."""
    rules = _season(season)
    audits = audited(_read(file, rules, None), rules, _phase(playoff))
    if as_json:
        for each in audits:
            output.print_json(each.as_json())
    else:
        _print_scores(audits, rules)
    sys.stdout.flush()
    for sentence in disagreements(audits):
        print(f"sim: {sentence}", file=sys.stderr)
    output.say_assumed(rules)


def rank(
    file: FileArgument, season: SeasonOption, playoff: PlayoffOption = False, as_json: JsonOption = False
) -> None:
    """Rank the teams of one ranking phase, or of the playoffs, by the scores its documents record."""
    rules, phase = _season(season), _phase(playoff)
    with within("--playoff"):
        ranked = rules.ranked(phase)
    documents = _read(file, rules, phase)
    table = ranked.rank(documents, rules)
    if as_json:
        for row in table:
            output.print_json(row)
    else:
        title = f"{rules.key}: ranking of {len(table)} teams after {len(documents)} matches"
        print_ranking(title, table)
    sys.stdout.flush()
    output.say_assumed(rules)


def print_ranking(title: str, table: list[Row]) -> None:
    """Print rows of an official ranking table for people."""
    output.print_table(title, list(table[0]), [map(_cell, row.values()) for row in table], left=["teamKey"])


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _phase(playoff: bool) -> PhaseName:
    return "playoff" if playoff else "ranking"


def _season(season: str) -> Season:
    with within("--season"):
        return scoring.load(season)


def _read(file: str, rules: Season, phase: PhaseName | None) -> list[Document]:
    data = output.read_bytes(file)
    with within("standard input" if file == "-" else file):
        return read(data, rules, phase)


def _print_scores(audits: list[Audit], rules: Season) -> None:
    def lines() -> Any:
        for audit in audits:
            of_scores = {each.name for each in audit.wrong_scores}
            others = [each.name for each in audit.wrong_others]
            recorded = audit.document.recorded or ("", "")
            for place, side in enumerate(("red", "blue")):
                parts = [number(points[place]) for points in audit.breakdown.values()]
                wrong = [f"{side}Score"] if f"{side}Score" in of_scores else []
                wrong += others if side == "red" else []
                agrees = "" if audit.agrees is None else "agrees"
                said = f"differs: {', '.join(wrong)}" if wrong else agrees
                yield [audit.document.where, side, *parts, audit.scores[place], recorded[place], said]

    columns = ["match", "side", *rules.parts, "total", "recorded", "audit"]
    output.print_table(f"{rules.key}: points by source", columns, lines(), left=["match", "side", "audit"])
