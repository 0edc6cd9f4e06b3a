"""Options that several verbs take."""

from typing import Annotated

import typer

SeasonOption = Annotated[str, typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default=False)]
PlaybookOption = Annotated[
    str | None,
    typer.Option("--playbook", metavar="NAME|FILE", help="What every robot plays: of the season, or a plan file."),
]
