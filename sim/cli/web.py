"""`sim web`: a page in the browser, for people without a terminal."""

from importlib import import_module
from typing import Annotated

import typer

from rules.errors import FgcError
from sim.play.request import check_whole

NEEDED = ("starlette", "uvicorn")
PORT, LAST = 8090, 65_535


def web(
    port: Annotated[int, typer.Option("--port", help="Where it listens; 0 is any that is free.")] = PORT,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let phones and computers in this network use it too; it says the address.")
    ] = False,
    shown: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Serve a page for people without a terminal: on this computer, or to phones near it (`--lan`)."""
    check_whole("--port", port, 0, LAST)
    try:
        serve = import_module("sim.web.serving").serve
    except ModuleNotFoundError as missing:
        if missing.name not in NEEDED:
            raise
        what = f"expected {missing.name} to be installed, found none: pip install -e '.[web]' in the project's folder"
        raise FgcError("web", what) from None
    serve(port, lan, shown)
