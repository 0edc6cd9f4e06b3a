"""Options that several verbs take."""

from typing import Annotated

import typer

SeasonOption = Annotated[str, typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default=False)]
PlaybookOption = Annotated[
    str | None,
    typer.Option("--playbook", metavar="NAME|FILE", help="What every robot plays: of the season, or a plan file."),
]
EngineOption = Annotated[
    str, typer.Option("--engine", help="fast, or reference: the one to read, which plays the same matches slowly.")
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", help="Blocks played at once; nothing but the time changes.", show_default="all processors"
    ),
]
