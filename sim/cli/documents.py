"""`sim score` and `sim rank`: official match documents in, scores, an audit and the ranking table out."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import output

if TYPE_CHECKING:
    from rules.documents import Document
    from rules.season import Season

SeasonOption = Annotated[str, typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default=False)]
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="Match documents (JSON or JSON Lines); - is standard input.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs, one line a row.")]


def add_to(app: typer.Typer) -> None:
    """Give the app the verbs of this file."""
    app.command("score")(score)
    app.command("rank")(rank)


def score(file: FileArgument, season: SeasonOption, as_json: JsonOption = False) -> None:
    """Score match documents, and audit the scores they record."""
    documents, rules = _read(file, season, ranking=False)
    rows = _scored(documents, rules)
    if as_json:
        for row in rows:
            output.print_json(row)
    else:
        _print_scores(documents, rows, rules)
    sys.stdout.flush()
    differing = sum(row["agrees"] is False for row in rows)
    if differing:
        what = "record scores that do not follow from their entries"
        print(f"sim: {differing} of {len(rows)} documents {what}", file=sys.stderr)


def rank(file: FileArgument, season: SeasonOption, as_json: JsonOption = False) -> None:
    """Rank the teams of one ranking phase by the scores its documents record."""
    documents, rules = _read(file, season, ranking=True)
    table = rules.rank(documents)
    if as_json:
        for row in table:
            output.print_json(row)
    else:
        title = f"{rules.key}: ranking of {len(table)} teams after {len(documents)} matches"
        output.print_table(title, list(table[0]), [list(row.values()) for row in table], left=["teamKey"])


def _read(file: str, season: str, *, ranking: bool) -> "tuple[list[Document], Season]":
    import rules
    from rules.documents import read
    from rules.errors import FgcError

    try:
        found = rules.load(season)
    except FgcError as error:
        raise error.within("--season") from None
    data = output.read_bytes(file)
    try:
        return read(data, found, ranking=ranking), found
    except FgcError as error:
        raise error.within("standard input" if file == "-" else file) from None


def _scored(documents: "list[Document]", rules: "Season") -> list[dict[str, Any]]:
    """Score documents: the rows that `--json` prints, one a document."""
    from rules.documents import sheet_of

    breakdown = rules.score(sheet_of(documents, rules))
    points = {part: (each / rules.unit).tolist() for part, each in breakdown.parts.items()}
    rows = []
    for i, (document, (red, blue)) in enumerate(zip(documents, breakdown.total.tolist(), strict=True)):
        scores = {"redScore": red, "blueScore": blue}
        recorded = dict(zip(scores, document.recorded or (red, blue), strict=True))
        differs = [name for name, score in scores.items() if score != recorded[name]]
        row = {
            **scores,
            "redBreakdown": {part: each[i][0] for part, each in points.items()},
            "blueBreakdown": {part: each[i][1] for part, each in points.items()},
            "agrees": None if document.recorded is None else not differs,
            "differs": differs,
        }
        rows.append(row)
    return rows


def _print_scores(documents: "list[Document]", rows: list[dict[str, Any]], rules: "Season") -> None:
    from analysis.wording import number

    def lines() -> Any:
        for document, row in zip(documents, rows, strict=True):
            for side, recorded in zip(("red", "blue"), document.recorded or ("", ""), strict=True):
                parts = [number(points) for points in row[f"{side}Breakdown"].values()]
                audit = (
                    "" if document.recorded is None else "differs" if f"{side}Score" in row["differs"] else "agrees"
                )
                yield [document.where, side, *parts, row[f"{side}Score"], recorded, audit]

    columns = ["match", "side", *rules.parts, "total", "recorded", "audit"]
    output.print_table(f"{rules.key}: points by source", columns, lines(), left=["match", "side", "audit"])
