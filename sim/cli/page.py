"""`sim page`: the page of `sim web` as one file that needs neither this program nor a network."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from analysis.words import language
from sim.cli import output
from sim.cli.options import LanguageOption
from sim.cli.writing import need_page, write_new
from sim.table.game import playable, playable_keys


def page(
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The page, FILE.html; an old one is replaced.")],
    season: Annotated[
        list[str] | None,
        typer.Option("--season", metavar="YEAR", help="A season that it shall have, once for each; without it, all."),
    ] = None,
    speak: LanguageOption = None,
) -> None:
    """Write the page of `sim web` as one file: it plays matches by itself, without any network."""
    need_page(out)
    spoken = language(speak or "en")
    keys = list(dict.fromkeys(playable(each).key for each in season or playable_keys()))
    write_new(Path(out), import_module("sim.web.offline").offline_page(spoken.code, keys))
    output.say(f"Written to {out}. Open it in a browser; it needs no network.")
