"""The porch: `sim` and its verbs, and the one place that turns an error into a line."""

import sys
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from sim.cli import documents, replay, runs, seasons

app = typer.Typer(
    name="sim",
    help="Plays, scores and ranks FIRST Global Challenge matches by each year's official rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verbs in (seasons, runs, replay, documents):
    verbs.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        from sim.saved import program_version

        print(f"sim {program_version()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line: exit 0, 2 with one line on stderr for bad input, 130 after Ctrl-C."""
    from rules.errors import FgcError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (FgcError, TyperException) as error:
        text = error.format_message() if isinstance(error, TyperException) else str(error)
        print(f"sim: {' '.join(text.split())}", file=sys.stderr)
        code = 2
    except (KeyboardInterrupt, Abort):
        code = 130
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
        code = 0
    sys.exit(code)
