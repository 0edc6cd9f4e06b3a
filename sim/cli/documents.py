"""`sim score` and `sim rank`: official match documents in, scores, an audit and the ranking table out."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output
from sim.cli.options import SeasonOption

if TYPE_CHECKING:
    from rules.document import Document, PhaseName
    from rules.season import Row, Season

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="Match documents (JSON or JSON Lines); - is standard input.")
]
PlayoffOption = Annotated[bool, typer.Option("--playoff", help="The documents are of the playoffs.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs, one line a row.")]


def add_to(app: typer.Typer) -> None:
    """Give the app the verbs of this file."""
    app.command("score")(score)
    app.command("rank")(rank)


def score(
    file: FileArgument, season: SeasonOption, playoff: PlayoffOption = False, as_json: JsonOption = False
) -> None:
    """Score match documents, and audit what they record of scores and of entries that follow from others."""
    rules = _season(season)
    documents = _read(file, rules, None)
    rows = _scored(documents, rules, playoff)
    if as_json:
        for row in rows:
            output.print_json(row)
    else:
        _print_scores(documents, rows, rules)
    sys.stdout.flush()
    _audit(rows, rules)


def rank(
    file: FileArgument, season: SeasonOption, playoff: PlayoffOption = False, as_json: JsonOption = False
) -> None:
    """Rank the teams of one ranking phase, or of the playoffs, by the scores its documents record."""
    from rules.errors import SeasonError

    rules = _season(season)
    policy = rules.playoff_rank if playoff else rules.rank
    if policy is None:
        raise SeasonError("--playoff", f"how the playoffs of {rules.key} were ranked is not known, if there were any")
    documents = _read(file, rules, "playoff" if playoff else "ranking")
    table = policy(documents)
    if as_json:
        for row in table:
            output.print_json(row)
    else:
        title = f"{rules.key}: ranking of {len(table)} teams after {len(documents)} matches"
        print_ranking(title, table)
    sys.stdout.flush()
    output.say_assumed(rules)


def print_ranking(title: str, table: "list[Row]") -> None:
    """Print rows of an official ranking table for people."""
    output.print_table(title, list(table[0]), [map(_cell, row.values()) for row in table], left=["teamKey"])


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _season(season: str) -> "Season":
    import rules
    from rules.errors import within

    with within("--season"):
        return rules.load(season)


def _read(file: str, rules: "Season", phase: "PhaseName | None") -> "list[Document]":
    from rules.documents import read
    from rules.errors import within

    data = output.read_bytes(file)
    with within("standard input" if file == "-" else file):
        return read(data, rules, phase)


def _scored(documents: "list[Document]", rules: "Season", playoff: bool) -> list[dict[str, Any]]:
    """Score documents: the rows that `--json` prints, one a document."""
    from rules.documents import sheet_of

    sheet = sheet_of(documents, rules)
    breakdown = (rules.playoff_score or rules.score)(sheet) if playoff else rules.score(sheet)
    points = {part: (each / rules.unit).tolist() for part, each in breakdown.parts.items()}
    derived = {name: derive(sheet, playoff).tolist() for name, derive in rules.derived.items()}
    rows = []
    for i, (document, (red, blue)) in enumerate(zip(documents, breakdown.total.tolist(), strict=True)):
        scores = {"redScore": red, "blueScore": blue}
        recorded = dict(zip(scores, document.recorded or (red, blue), strict=True))
        differs = [name for name, score in scores.items() if score != recorded[name]]
        agrees = None if document.recorded is None else not differs
        differs += [name for name, value in document.derived.items() if not _equal(value, derived[name][i])]
        row = {
            **scores,
            "redBreakdown": {part: each[i][0] for part, each in points.items()},
            "blueBreakdown": {part: each[i][1] for part, each in points.items()},
            "agrees": agrees,
            "differs": differs,
        }
        rows.append(row)
    return rows


def _equal(recorded: Any, derived: float) -> bool:
    """Say whether a recorded value is the derived one, to a millionth: documents hold sums of doubles."""
    return isinstance(recorded, int | float) and abs(recorded - derived) < 1e-6


def _audit(rows: list[dict[str, Any]], rules: "Season") -> None:
    scores = sum(row["agrees"] is False for row in rows)
    others = sum(any(not name.endswith("Score") for name in row["differs"]) for row in rows)
    for count, what in ((scores, "scores"), (others, "derived entries")):
        if count:
            which = f"{count} of {len(rows)} documents record {what}"
            print(f"sim: {which} that do not follow from their entries", file=sys.stderr)
    output.say_assumed(rules)


def _print_scores(documents: "list[Document]", rows: list[dict[str, Any]], rules: "Season") -> None:
    from analysis.formatting import number

    def lines() -> Any:
        for document, row in zip(documents, rows, strict=True):
            others = [name for name in row["differs"] if not name.endswith("Score")]
            for side, recorded in zip(("red", "blue"), document.recorded or ("", ""), strict=True):
                parts = [number(points) for points in row[f"{side}Breakdown"].values()]
                wrong = [f"{side}Score"] if f"{side}Score" in row["differs"] else []
                wrong += others if side == "red" else []
                agrees = "" if document.recorded is None else "agrees"
                audit = f"differs: {', '.join(wrong)}" if wrong else agrees
                yield [document.where, side, *parts, row[f"{side}Score"], recorded, audit]

    columns = ["match", "side", *rules.parts, "total", "recorded", "audit"]
    output.print_table(f"{rules.key}: points by source", columns, lines(), left=["match", "side", "audit"])
