"""The porch: `sim` and its verbs, and the one place that turns an error into a line."""

import logging
import re
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from rules.errors import FgcError
from rules.folders import look_in
from rules.text import printable
from sim.cli import streams
from sim.cli.asking import asked

VERBS = {
    "seasons": ("seasons", "List every edition, and how well its rules and its match model are known."),
    "rules": (
        "seasons",
        "Show a season's page: the formula in words, points, doubts, and the match as it is played here.",
    ),
    "run": ("runs", "Play matches between robots of the season's population, and sum up."),
    "plot": ("runs", "Draw a saved run again."),
    "replay": ("replay", "Tell one match of a run: who plays, what happens when, and what it scores."),
    "compare": (
        "compare",
        "Compare plans, robots with one plan, or whole alliances, on the same luck: all else is the same for each.",
    ),
    "sweep": (
        "sweep",
        "Sweep one or two numbers of a plan or of robots, and say which value is best and how sure that is.",
    ),
    "advise": (
        "advise",
        "Say what to work on next: every number of a robot and its plan changed by one step, on the same luck.",
    ),
    "best": (
        "best",
        "Choose the best of many plans or robots on the same luck, and drop on the way what is surely worse.",
    ),
    "optimise": (
        "optimise",
        "Search the best plan for a robot: times, order, which rows to leave out; and say what it gains.",
    ),
    "robot": (
        "files",
        "Print a robot file: the season's median robot, or yours by a stopwatch (`sim robot ... --out mine.toml`).",
    ),
    "playbook": (
        "files",
        "Print a plan file: one of the season's playbooks, to be made yours (`sim playbook ... --out plan.toml`).",
    ),
    "schedule": (
        "schedule",
        "Make the schedule of a ranking phase, or check one: who meets whom, when and where, and how good it is.",
    ),
    "event": (
        "event",
        "Play an event: teams that last, a schedule, the official ranking table, and the playoffs if asked for.",
    ),
    "forecast": (
        "forecast",
        "Forecast a running event: who may end where, what each match to come may bring, and how it fared so far.",
    ),
    "brief": (
        "brief",
        "Prepare one match of a team: who plays, what may come of it, which plan is best, what to agree on.",
    ),
    "validate": (
        "validate",
        "Lay simulated events beside the published one: every statistic with its z, and how far scores lie apart.",
    ),
    "calibrate": (
        "calibrate",
        "Fit the numbers that the season's seed file lists to an event, and write them to a population file.",
    ),
    "report": (
        "report",
        "Write one page of what --json documents of other verbs hold: answers first, pictures, every number.",
    ),
    "score": (
        "documents",
        "Score match documents, and audit what they record of scores and of entries that follow from others.",
    ),
    "rank": (
        "documents",
        "Rank the teams of one ranking phase, or of the playoffs, by the scores its documents record.",
    ),
    "audit": (
        "documents",
        "Name everything that match documents record and that does not follow; exit 1 where something is named.",
    ),
    "sheet": ("sheet", "Print the empty match document of a season with every entry, and what may be written there."),
    "web": ("web", "Serve a page for people without a terminal: on this computer, or to phones near it (`--lan`)."),
    "new-season": (
        "new_season",
        "Write the three files of a new season: a made-up game that plays, to be changed into yours step by step.",
    ),
    "check-season": (
        "check_season",
        "Check a season's files by every law, say what is assumed and how it plays; exit 1 where something is wrong.",
    ),
    "merge": (
        "merge",
        "Put the shares of a run, a comparison or an event together (`--share 2/5`): the same bytes as in one go.",
    ),
    "page": ("page", "Write the page of `sim web` as one file: it plays matches by itself, without any network."),
    "bench": ("bench", "Measure how fast matches are played here, by engine and threads, and where the time goes."),
}
"""Every verb in the order of `--help`: the file of this folder that has its function, and what it does in a line.

A verb's file is imported when the verb is used: `sim --help` and `sim score` load no engine.
"""


KINDS = {"<bool>": "", "<str>": "TEXT", "<int>": "NUMBER", "<float>": "NUMBER"}
"""What the help says that an option takes, by what the library says of it."""


def _kind(said: str, _: Any) -> str:
    """Give what the help says of a value, whatever the context it is asked in."""
    return KINDS[said]


def _in_plain_words(parameters: Any, context: Any) -> Any:
    """Let the help say in plain words what options take, and what they are where nobody says."""
    for each in parameters:
        said = each.display_type_rich(ctx=context)
        if said in KINDS:
            each.display_type = partial(_kind, said)
        if isinstance(each.show_default, str):
            each.help, each.show_default = f"{each.help} \\[default: {each.show_default}]", False
    return parameters


class _Verb(TyperCommand):
    """A verb with a help in plain words."""

    def get_params(self, ctx: Any) -> Any:
        return _in_plain_words(super().get_params(ctx), ctx)

    def invoke(self, ctx: Any) -> Any:
        with asked(ctx):
            return super().invoke(ctx)


class _Verbs(TyperGroup):
    """The verbs by name, each loaded when it is asked for; until then its line stands for it."""

    def get_params(self, ctx: Any) -> Any:
        return _in_plain_words(super().get_params(ctx), ctx)

    def list_commands(self, _: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, _: Any, name: str) -> Any:
        if name in VERBS and name not in self.commands:
            return TyperCommand(name, help=VERBS[name][1])
        return self.commands.get(name)

    def resolve_command(self, context: Any, args: list[str]) -> Any:
        self.commands = {name: self.get_command(context, name) for name in VERBS}  # among which the nearest is named
        if args and args[0] in VERBS:
            self.commands[args[0]] = command_of(args[0])
        return super().resolve_command(context, args)


def command_of(verb: str) -> Any:
    """Make a command of a verb's function, which bears its name."""
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(verb, cls=_Verb)(getattr(import_module(f"sim.cli.{VERBS[verb][0]}"), verb.replace("-", "_")))
    return typer.main.get_command(alone)


def invoke(command: Any, words: Sequence[str]) -> None:
    """Ask a verb's command in words, in this process; a FgcError for what cannot be, in one line."""
    try:
        with command.make_context(command.name, list(words)) as context:
            command.invoke(context)
    except typer.Exit:
        pass  # `audit` ends so where something differs
    except TyperException as error:
        raise FgcError(line_of(error)) from None


app = typer.Typer(
    cls=_Verbs,
    name="sim",
    help="Plays, scores and ranks FIRST Global Challenge matches by each year's official rules.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"sim {version('fgc-sim')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
    seasons: Annotated[
        str | None,
        typer.Option(
            "--seasons",
            metavar="FOLDER",
            help="Seasons of your own: fgc_NAME.toml and fgc_NAME.py; runs their code.",
            envvar="SIM_SEASONS",
        ),
    ] = None,
) -> None:
    look_in(seasons)
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line: exit 0, 2 with one line on stderr for bad input, 130 after Ctrl-C."""
    streams.opened()
    warnings.filterwarnings("ignore", "Environment variable 'NUMBA", RuntimeWarning)  # of which nothing depends
    logging.getLogger("sim").addHandler(SAID)
    try:
        code = app(standalone_mode=False)
        print(end="", flush=True)
        code = code or int(streams.was_left())
    except (FgcError, TyperException) as error:
        code = _say(line_of(error))
    except (KeyboardInterrupt, Abort):
        code = 130
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        code = 1
    except MemoryError:
        code = _say("expected less to do: there is not enough memory for it; give fewer matches, or smaller files")
    except OSError as error:
        code = _say(f"{error.filename or 'standard output'}: expected a file for this: {error.strerror}")
    if code:
        streams.forget()
    sys.exit(code)


SEVERAL = ("score", "rank", "audit")
"""Verbs that read one file, but many documents."""
PLAIN = (
    (r"(\w[\w-]*): No such option: --seasons.*", r"--seasons: expected before the verb: sim --seasons FOLDER \1 ..."),
    (r"([\w-]+): Missing \w+ '(.*)'\.", r"\2: expected a value, found none; `sim \1 --help` says which"),
    (r"No such command '(.*)'\.$", r"\1: expected a verb; `sim --help` lists them"),
    (r"Invalid value for '(--[\w-]+)': .*valid integer.*", r"\1: expected a whole number in digits, 1000 say"),
    (r"Invalid value for '(--[\w-]+)': .*valid number.*", r"\1: expected a number, 2.5 say"),
    (
        rf"({'|'.join(SEVERAL)}): Got unexpected extra .*\((.*)\)",
        r"expected one file, found \2 as well; - reads several, a document a line: cat A B | sim \1 --season YEAR -",
    ),
    (r"\w+: Got unexpected extra .*\((.*)\)", r"expected no more words, found \1; a name with blanks needs quotes"),
)
"""What the library says of wrong options, and how people say it; of what is too much it is known in which verb."""


def _plain(error: TyperException) -> str:
    """Say in plain words what is wrong with an option."""
    said = error.format_message()
    told = f"{getattr(getattr(error, 'ctx', None), 'info_name', '')}: {said}"
    texts = [(pattern, words, text) for pattern, words in PLAIN for text in (said, told)]
    return next((re.sub(*each) for each in texts if re.match(each[0], each[2])), said)


LONGEST = 290
"""Letters of an error's line: of a longer one its beginning and its end are said, where place and cure stand."""


def line_of(error: FgcError | TyperException) -> str:
    """Say on one line what is wrong with what was asked for."""
    return one_line(_plain(error) if isinstance(error, TyperException) else str(error))


def one_line(text: str) -> str:
    """Give an error's text on one line that a terminal can show, of `LONGEST` letters at most."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} ... {line[-LONGEST // 2 + 5 :]}"


def _say(text: str) -> int:
    with suppress(OSError):
        print(f"sim: {one_line(text)}", file=sys.stderr)
    return 2


class _Said(logging.Handler):
    """Says on stderr, a line each, what the program tells of its files and folders on the way."""

    def emit(self, record: logging.LogRecord) -> None:
        _say(record.getMessage())


SAID = _Said()
