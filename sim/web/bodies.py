"""The body of a request, read and checked: what is asked, with which files."""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any, NamedTuple

from rules.errors import FgcError, within
from rules.text import plain
from sim.files import Folder
from sim.table.toml import toml_text
from sim.web.limits import DEPTH, FILE_BYTES, FILES, NAME_LETTERS

FORMS = ("text", "table", "base64")
"""How a file's content may be given: as text, as the values of a TOML file, or as bytes."""


class Question(NamedTuple):
    """What is asked."""

    ask: str
    files: Folder
    given: Mapping[str, Any]
    """The values of its fields, unchecked."""


class NoJsonError(FgcError):
    """A body that is no JSON, or nested too deep."""


def question_of(body: bytes) -> Question:
    """Read a body; a NoJsonError or a FgcError says in one line what is wrong."""
    try:
        whole = json.loads(body, parse_constant=_no_number)
        _need_shallow(whole, DEPTH)
    except RecursionError:
        raise NoJsonError("body", "expected JSON, found it nested too deep") from None
    except ValueError as error:
        raise NoJsonError("body", f"expected JSON in UTF-8: {error}") from None
    if not isinstance(whole, dict):
        raise FgcError("body", f"expected an object, found {whole!r:.40}")
    for name, kind, what in (("ask", str, "the name of a question"), ("files", list, "a list of files")):
        if not isinstance(whole.get(name), kind):
            raise FgcError(name, f"expected {what}, found {whole.get(name)!r:.40}")
    return Question(whole.pop("ask"), folder_of(whole.pop("files")), whole)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _need_shallow(value: Any, levels: int) -> None:
    if not levels:
        raise RecursionError
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        if isinstance(each, dict | list):
            _need_shallow(each, levels - 1)


def folder_of(files: list[Any]) -> Folder:
    """Read the files of a question; a FgcError names the first that cannot be."""
    if len(files) > FILES:
        raise FgcError("files", f"expected at most {FILES}, found {len(files):,}")
    folder: Folder = {}
    for nth, each in enumerate(files, start=1):
        name = _name(each, nth)
        with within(name):
            if name in folder:
                raise FgcError("expected a name of its own, found it twice")
            folder[name] = _content(each)
            if len(folder[name]) > FILE_BYTES:
                raise FgcError(f"expected at most {FILE_BYTES:,} bytes, found {len(folder[name]):,}")
    return folder


def _name(file: Any, nth: int) -> str:
    name = file.get("name") if isinstance(file, dict) else None
    plainly = isinstance(name, str) and 0 < len(name) <= NAME_LETTERS and name.isprintable() and name[0] not in ".-"
    if not plainly or set(str(name)) & set("/\\"):
        raise FgcError(f"files[{nth}]", f"expected a name of a file without its folder, found {plain(str(name))!r}")
    return str(name)


def _content(file: Mapping[str, Any]) -> bytes:
    """Give the bytes of a file, however its content is given."""
    forms = [form for form in FORMS if form in file]
    if len(forms) != 1 or len(file) != 2:
        raise FgcError(f"expected a name, and one of {', '.join(FORMS)}, found {plain(', '.join(map(str, file)))}")
    form, content = forms[0], file[forms[0]]
    if form == "table":
        if not isinstance(content, dict):
            raise FgcError("table", f"expected an object, found {content!r:.40}")
        return toml_text(content).encode()
    if not isinstance(content, str):
        raise FgcError(form, f"expected a text, found {content!r:.40}")
    try:
        return content.encode() if form == "text" else b64decode(content, validate=True)
    except ValueError as error:
        raise FgcError(form, f"expected {'a text' if form == 'text' else 'base64'}: {error}") from None
