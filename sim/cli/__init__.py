"""The porch: `sim` and its verbs, and the one place that turns an error into a line."""

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from sim.cli import bench, calibrate, compare, documents, event, files, replay, runs, seasons, sweep, validate

app = typer.Typer(
    name="sim",
    help="Plays, scores and ranks FIRST Global Challenge matches by each year's official rules.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verbs in (seasons, runs, replay, compare, sweep, files, event, validate, calibrate, documents, bench):
    verbs.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        from sim.play.saved import program_version

        print(f"sim {program_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line: exit 0, 2 with one line on stderr for bad input, 130 after Ctrl-C."""
    from rules.errors import FgcError

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False)
        print(end="", flush=True)
    except (FgcError, TyperException) as error:
        code = _say(error.format_message() if isinstance(error, TyperException) else str(error))
    except (KeyboardInterrupt, Abort):
        code = 130
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        code = 1
    except OSError as error:
        code = _say(f"{error.filename or 'standard output'}: expected a file for this: {error.strerror}")
    if code:
        _forget_output()
    sys.exit(code)


def _say(text: str) -> int:
    line = " ".join(text.split())
    print("sim: " + "".join(c if c.isprintable() else "?" for c in line), file=sys.stderr)
    return 2


def _forget_output() -> None:
    """Keep Python from writing what is left in the buffer, and failing at it, on the way out."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
