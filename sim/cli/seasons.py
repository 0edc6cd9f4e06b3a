"""`sim seasons` and `sim rules`: what editions there are, and one season's page."""

from typing import Annotated

import typer

from sim.cli import output

GRADES = "Grades: A official, B public copy, C press or team, D assumed or not fitted; - not built yet."


def add_to(app: typer.Typer) -> None:
    """Give the app the verbs of this file."""
    app.command("seasons")(seasons)
    app.command("rules")(rules)


def seasons(as_json: Annotated[bool, typer.Option("--json", help="JSON for programs.")] = False) -> None:
    """List every edition from 2017 on, and how well its rules and its match model are known."""
    import rules as scoring
    from sim.model import editions, seed

    scored = set(scoring.keys())
    rows = []
    for key in editions():
        edition = seed(key).season
        known = edition.model_dump(mode="json", exclude={"source", "rules"})
        rows.append({"key": key, **known, "rules": edition.rules if key in scored else None})
    if as_json:
        output.print_json(rows)
        return
    columns = ("year", "name", "city", "dates", "teams", "matches", "rules", "model")
    cells = [
        ["-" if row[c] is None else " to ".join(row[c]) if c == "dates" else row[c] for c in columns] for row in rows
    ]
    heads = ["year", "game", "city", "dates", "teams", "ranking matches", "rules", "match model"]
    output.print_table(
        "Editions of the FIRST Global Challenge", heads, cells, left=["game", "city", "dates", "rules", "match model"]
    )
    print(GRADES)


def rules(season: Annotated[str, typer.Argument(help="The season, 2022 or fgc_2022.")]) -> None:
    """Show a season's page: the formula in words, what is on the sheet, what it scores, and doubts."""
    import sys

    import rules as scoring
    from rules.season import entries

    found = scoring.load(season)
    print((sys.modules[found.score.__module__].__doc__ or "").strip())
    sheet = [(entry.name, entry.doc, entry.expected) for entry in entries(found.sheet).values()]
    print()
    output.print_table(
        "The score sheet",
        ["entry", "meaning", "legal values"],
        sheet,
        left=["entry", "meaning", "legal values"],
    )
    output.print_table(
        f"Points by source (exact to 1/{found.unit} of a point)",
        ["part", "meaning"],
        list(found.parts.items()),
        left=["part", "meaning"],
    )
