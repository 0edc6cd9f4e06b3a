"""`sim seasons` and `sim rules`: what editions there are, and one season's page."""

from typing import Annotated, Any

import typer

import rules as scoring
from rules.errors import SeasonError
from rules.points import named
from rules.season import Season
from sim.cli import output
from sim.cli.season_page import GRADES, tell_season
from sim.table.language import editions, seed


def seasons(
    as_json: Annotated[bool, typer.Option("--json", help="JSON for programs.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="The table as it stands in the README.")] = False,
) -> None:
    """List every edition, and how well its rules and its match model are known."""
    scored = set(scoring.keys())
    rows = []
    for key in editions():
        edition = seed(key).season
        known = edition.model_dump(mode="json", exclude={"source", "rules"})
        rows.append({"key": key, **known, "rules": edition.rules if key in scored else None})
    if as_json:
        output.print_json(rows)
        return
    heads = ["year", "game", "city", "dates", "teams", "ranking matches", "rules", "match model"]
    cells = [_edition(row) for row in rows]
    if markdown:
        output.print_markdown(heads, cells)
        return
    left = [head for head in heads if head not in ("year", "teams", "ranking matches")]
    output.print_table("Editions of the FIRST Global Challenge", heads, cells, left=left)
    output.say(GRADES)


def _edition(row: dict[str, Any]) -> list[object]:
    dates = " to ".join(row["dates"]) if row["dates"] else None
    city = row["city"] if row["field"] else "remote, no field"
    known = (row["name"], city, dates, row["teams"], row["matches"], row["rules"], row["model"])
    return [row["year"], *("-" if each is None else each for each in known)]


def rules(
    season: Annotated[str, typer.Argument(help="The season, 2022 or fgc_2022.")],
    as_json: Annotated[bool, typer.Option("--json", help="Parts and point values as JSON for programs.")] = False,
) -> None:
    """Show a season's page: the formula in words, points, doubts, and the match as it is played here."""
    _need_rules(season)
    found = scoring.load(season)
    if as_json:
        output.print_json(_document(found))
        return
    tell_season(found)


def _document(found: Season) -> dict[str, Any]:
    """Give a season's points for programs: what each part is, and what each thing is worth."""
    values = [
        {"name": name, "value": each.value, "meaning": each.worth.doc, "source": each.worth.source}
        for name, each in named(found.points).items()
    ]
    return {"season": found.key, "unit": found.unit, "parts": found.parts, "points": values, "assumed": found.assumed}


def _need_rules(season: str) -> None:
    """Say of an edition whose rules are not built that it is one: no other season is meant."""
    key = season if season.startswith("fgc_") else f"fgc_{season}"
    if key in editions() and key not in scoring.keys():
        name = seed(key).season.name
        what = f"expected a season with rules: those of {name} are not built; `sim seasons` lists all"
        raise SeasonError(season, what)
