"""`sim seasons` and `sim rules`: what editions there are, and one season's page."""

from functools import partial
from typing import Annotated, Any

import typer

import rules as scoring
from analysis.plots.field import field_picture
from rules.errors import SeasonError
from rules.names import whole_key
from rules.points import named
from rules.season import Season
from sim.cli import output
from sim.cli.season_page import GRADES, tell_season
from sim.table.game import playable, playable_keys
from sim.table.language import Model, editions, seed


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
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The page in Markdown, as docs/seasons has it.")
    ] = False,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="Draw the field: .png, .svg, .pdf.")
    ] = None,
) -> None:
    """Show a season's page: the formula in words, points, doubts, and the match as it is played here."""
    _need_rules(season)
    found = scoring.load(season)
    picture = None if plot is None else partial(field_picture, *_field_of(found.key, plot))
    if as_json:
        output.print_json(_document(found))
    elif markdown:
        output.print_in_markdown(output.told(partial(tell_season, found)))
    else:
        tell_season(found)
    if picture is not None:
        output.draw(picture, plot, as_json or markdown)


def _field_of(key: str, file: str) -> tuple[Model, str]:
    """Give the model whose field is to be drawn in a file, and the picture's title; refuse either before any work."""
    output.picture_format(file)
    if key not in playable_keys():
        raise SeasonError(key, "expected a season that can be played: only these have a field to draw")
    model = playable(key).model
    return model, f"{model.season.year} {model.season.name}: the field"


def _document(found: Season) -> dict[str, Any]:
    """Give a season's points for programs: what each part is, and what each thing is worth."""
    values = [
        {"name": name, "value": each.value, "meaning": each.worth.doc, "source": each.worth.source}
        for name, each in named(found.points).items()
    ]
    return {"season": found.key, "unit": found.unit, "parts": found.parts, "points": values, "assumed": found.assumed}


def _need_rules(season: str) -> None:
    """Say of an edition whose rules are not built that it is one: no other season is meant."""
    key = whole_key(season)
    if key in editions() and key not in scoring.keys():
        name = seed(key).season.name
        what = f"expected a season with rules: those of {name} are not built; `sim seasons` lists all"
        raise SeasonError(season, what)
