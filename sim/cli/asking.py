"""What was asked for, as whoever asks again needs it: the verb, its words, the files they name, what was noted."""

import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from analysis.report.told import NamedFile
from analysis.words import Text
from sim.files import is_named, read_named

TEXT_UP_TO = 4_000
"""Bytes of a file that is kept whole; of a longer one size and hash are."""
SAME_ANSWER = ("as_json", "report", "speak", "plot", "jobs", "_cluster", "out", "share")
"""Options that change nothing of what is found."""
FILES = ("FILE", "CSV", "PLAYED")
"""What the help says that an option takes, where that may be a file."""
SEASON, FOLDER = "season", "out"
"""Without a season it is the folder that says what is asked for."""
SEED = "seed"
"""The option that is always said: another version's default may be another."""


@dataclass(frozen=True)
class Question:
    """A verb as it was asked for."""

    verb: str
    command: str
    """The words that ask it again, without what changes nothing of the answer."""
    named: tuple[str, ...] = ()
    """The values of options that take files, among which there may be other names."""
    noted: list[Text] = field(default_factory=list)
    """What was said on stderr that a reader of the answer has to know; it grows while the verb works."""

    def files(self) -> tuple[NamedFile, ...]:
        """Give the files that it names, as they are now."""
        return tuple(_file(name) for name in dict.fromkeys(self.named) if _is_file(name))


_NOW: ContextVar[Question | None] = ContextVar("question", default=None)


@contextmanager
def asked(context: Any) -> Iterator[None]:
    """Remember a verb's question, of its parsed words, while it is answered."""
    given = list(_given(context))
    above = [] if context.parent is None else list(_given(context.parent))
    words = ["sim", *_words(above), context.info_name, *_words(given)]
    files = tuple(str(value) for option, value in given if _may_be_file(option))
    token = _NOW.set(Question(context.info_name, shlex.join(words), files))
    try:
        yield
    finally:
        _NOW.reset(token)


@contextmanager
def asked_before(command: str) -> Iterator[None]:
    """Answer what was asked for in these words, maybe on another machine: files that they name are not looked at."""
    token = _NOW.set(Question(shlex.split(command)[1], command, noted=question().noted))
    try:
        yield
    finally:
        _NOW.reset(token)


def question() -> Question:
    """Give what is being answered; a LookupError where nothing was asked on the command line."""
    found = _NOW.get()
    if found is None:
        raise LookupError("no verb is being answered")
    return found


def noted(sentence: Text) -> None:
    """Keep a sentence that a reader of the answer has to know."""
    found = _NOW.get()
    if found is not None and sentence not in found.noted:
        found.noted.append(sentence)


def _given(context: Any) -> Iterator[tuple[Any, Any]]:
    """Give each option or argument with a value of it, for all that were given and change the answer."""
    silent = {*SAME_ANSWER} - ({FOLDER} if context.params.get(SEASON, "") is None else set())
    for option in context.command.params:
        value = context.params.get(option.name)
        if option.name in silent or value is None or (value == option.default and option.name != SEED):
            continue
        for one in value if isinstance(value, list | tuple) else [value]:
            yield option, one


def _words(given: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """Write what was given as one types it."""
    for option, value in given:
        if option.param_type_name == "option":
            yield option.opts[0]
        if value is not True:
            yield str(value)


def _may_be_file(option: Any) -> bool:
    """Say whether an option takes files, by what its help says that it takes."""
    return any(word in (option.metavar or "") for word in FILES)


def _is_file(name: str) -> bool:
    try:
        return is_named(name)
    except (OSError, ValueError):
        return False


def _file(name: str) -> NamedFile:
    data = read_named(name)
    try:
        text = data.decode() if len(data) <= TEXT_UP_TO else None
    except UnicodeDecodeError:
        text = None
    return NamedFile(name, len(data), sha256(data).hexdigest(), text)
