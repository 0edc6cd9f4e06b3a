"""What may be asked: verbs of the command line, each with the options that a question says, all of them.

So checks, digits, messages and the command that asks the same in a terminal are the verb's own. Files come with the
question (`sim/files.py: brought`): no verb that is asked here reads or writes the disk by a name that people give.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any, NamedTuple, get_args, get_type_hints

from rules.errors import FgcError
from rules.names import nearest
from rules.text import listing, plain
from sim.cli import VERBS, command_of, invoke
from sim.web.limits import ENTRIES, LETTERS, NUMBERS


class Asked(NamedTuple):
    """How a verb is asked: the fields of the question, by its options' names, and options that are always so."""

    fields: tuple[str, ...]
    always: tuple[str, ...] = ("--json",)


def _asked(fields: str, *always: str) -> Asked:
    return Asked(tuple(fields.split()), always or ("--json",))


PLAYS = "season matches seed population points"
"""What verbs that play matches are told."""
CHOSEN = "file season playoff event tournament"
"""What verbs that read match documents are told."""
QUESTIONS = {
    "seasons": _asked(""),
    "run": _asked(f"{PLAYS} playbook red blue"),
    "compare": _asked(f"{PLAYS} plan robot red blue versus baseline all quick"),
    "sweep": _asked(f"{PLAYS} plan robot set all"),
    "advise": _asked(f"{PLAYS} plan robot quick"),
    "best": _asked(f"{PLAYS} plan robot set confidence indifference all quick"),
    "optimise": _asked("season robot from budget all seed population points quick", "--json", "--out=plan.toml"),
    "robot": _asked("season population times", "--out=mine.toml"),
    "playbook": _asked("season name robot", "--out=plan.toml"),
    "replay": _asked(f"{PLAYS} match quantile playbook red blue language", "--html=match.html"),
    "event": _asked("season teams each repeat schedule playoffs sits seed population points"),
    "brief": _asked(
        "played season team robot plan match seen schedule teams matches repeats hindsight seed",
        *("--json", "--out=brief.html"),
    ),
    "forecast": _asked("played season schedule teams pin match history repeats back-test hindsight seed"),
    "score": _asked(CHOSEN),
    "audit": _asked(CHOSEN),
    "rank": _asked(f"{CHOSEN} replays sorted"),
    "report": _asked("documents language", "--out=report.html"),
}
"""Every verb that may be asked."""

KINDS: dict[Any, tuple[str, tuple[type, ...]]] = {
    str: ("a text", (str,)),
    int: ("a whole number", (int,)),
    float: ("a number", (int, float)),
    bool: ("true or false", (bool,)),
}
"""What a value of a kind is called, and what it is in JSON."""


class Field(NamedTuple):
    """A field of a question: the option that it stands for, as one types it."""

    option: str
    """Nothing where it is an argument."""
    kind: Any
    """The type of the value, or of each of several."""
    several: bool
    optional: bool
    """Whether null, for nothing, can stand there."""


@cache
def fields_of(verb: str) -> dict[str, Field]:
    """Give the fields of a verb's question, by name."""
    function = getattr(import_module(f"sim.cli.{VERBS[verb][0]}"), verb.replace("-", "_"))
    types, options = get_type_hints(function), _command(verb).params
    named = {each.opts[0].lstrip("-"): each for each in options}
    return {name: _field(named[name], types[named[name].name]) for name in QUESTIONS[verb].fields}


def _field(option: Any, kind: Any) -> Field:
    optional = isinstance(kind, UnionType)
    kind = get_args(kind)[0] if optional else kind
    several = kind not in KINDS
    name = option.opts[0] if option.param_type_name == "option" else ""
    return Field(name, get_args(kind)[0] if several else kind, several, optional and not several)


@cache
def _command(verb: str) -> Any:
    return command_of(verb)


def need_fields(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Raise a FgcError that names what is missing or unknown: forms send every value."""
    for name in given:
        if name not in names:
            there = f"there are {listing(names)}" if names else "there are none"
            raise FgcError(plain(name), f"expected no field of this name{nearest(name, names)}; {there}")
    for name in names:
        if name not in given:
            raise FgcError(name, "expected this field, found none; null or [] stand for nothing")


def need_texts(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Raise a FgcError that names what is missing, unknown or no text."""
    need_fields(given, names)
    for name in names:
        list(_values(name, Field("", str, several=False, optional=False), given[name]))


def words_of(verb: str, given: Mapping[str, Any]) -> list[str]:
    """Write a question's values as the words that ask it on the command line; a FgcError for what cannot be."""
    fields = fields_of(verb)
    need_fields(given, tuple(fields))
    options, arguments = [*QUESTIONS[verb].always], []
    for name, field in fields.items():
        for value in _values(name, field, given[name]):
            if not field.option:
                arguments.append(_word(value))
            elif value is not False:
                options.append(field.option if value is True else f"{field.option}={_word(value)}")
    return [*options, "--", *arguments]


def _values(name: str, field: Field, value: Any) -> Iterator[Any]:
    """Give the values of a field, each checked."""
    if value is None and field.optional:
        return
    what, kinds = KINDS[field.kind]
    if field.several and not isinstance(value, list):
        raise FgcError(name, f"expected a list, found {_found(value)}")
    values = value if field.several else [value]
    if len(values) > ENTRIES:
        raise FgcError(name, f"expected at most {ENTRIES} of them, found {len(values):,}")
    for each in values:
        if not isinstance(each, kinds) or (isinstance(each, bool) and field.kind is not bool):
            raise FgcError(name, f"expected {what}{' or null' * field.optional}, found {_found(each)}")
        if isinstance(each, str):
            _need_text(name, each)
        elif name in NUMBERS:
            _need_moderate(name, each)
        yield each


def _need_text(name: str, text: str) -> None:
    if len(text) > LETTERS:
        raise FgcError(name, f"expected at most {LETTERS} letters, found {len(text):,}")
    if not text.isprintable():
        raise FgcError(name, f"expected a text on one line, found {plain(text)!r}")


def _need_moderate(name: str, number: Any) -> None:
    if number > NUMBERS[name]:
        raise FgcError(name, f"expected at most {NUMBERS[name]:,} here, found {_found(number)}")


def _found(value: Any) -> str:
    return "null" if value is None else f"{value!r:.40}"


def _word(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def answer(verb: str, given: Mapping[str, Any], workers: int) -> None:
    """Ask a verb, whose work so many threads do; who listens gets its answer.

    Raises a FgcError for what cannot be.
    """
    command, words = _command(verb), words_of(verb, given)
    jobs = [f"--jobs={workers}"] if any("--jobs" in each.opts for each in command.params) else []
    invoke(command, [*jobs, *words])
