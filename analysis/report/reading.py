"""Documents of `--json`, read again and checked: what a page is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import JSONDecodeError
from math import isfinite
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from analysis.report.told import NamedFile, Piece
from analysis.words import Said, Text
from rules.documents.json_text import loads, need_names_once
from rules.errors import FgcError, within
from rules.text import decoded

Kind = TypeVar("Kind")

READERS: dict[Any, TypeAdapter[Any]] = {}
"""What reads each kind of figures, once it was needed."""
ANEW = "a document of `sim VERB --json` as this version makes them"


@dataclass(frozen=True)
class Telling:
    """What a document says of its question, and what people are told: its key `report`."""

    verb: str
    command: str
    version: str
    files: tuple[NamedFile, ...]
    noted: tuple[Text, ...]
    said: tuple[Said, ...]
    """The answer in sentences of the catalogues; where it is empty, `answer` has it in English."""
    told: tuple[Piece, ...]


@dataclass(frozen=True)
class Common:
    """What every document has."""

    report: Telling
    season: str
    answer: str = ""
    in_robots: str = ""
    """What our robot's doubt makes of the answer."""
    in_models: str = ""
    """What the models' doubt makes of it."""


@dataclass(frozen=True)
class Study:
    """A document: what all have in common, and all of it."""

    file: str
    common: Common
    whole: Mapping[str, Any]

    def figures(self, kind: type[Kind]) -> Kind:
        """Read some of its figures as a dataclass; a FgcError says in one line what is wrong first, and where."""
        return _checked(kind, self.whole, self.file)


def read(data: bytes, file: str) -> Study:
    """Read a document; a FgcError says in one line why it is none."""
    with within(file):
        text = decoded(data, "JSON text")
        try:
            whole = loads(text, ANEW, _number)
        except JSONDecodeError as error:
            raise FgcError(f"expected {ANEW}, found no JSON in line {error.lineno}") from None
        except ValueError as error:
            raise FgcError(f"expected {ANEW}: {error}") from None
        if isinstance(whole, dict):
            need_names_once("", whole)
    return study(whole, file)


def study(whole: Any, file: str = "") -> Study:
    """Check a document that is at hand."""
    if not isinstance(whole, Mapping) or "report" not in whole:
        found = "one without the key `report`" if isinstance(whole, Mapping) else "no object"
        raise FgcError(*filter(None, (file,)), f"expected {ANEW}, found {found}")
    return Study(file, _checked(Common, whole, file), whole)


def _checked(kind: type[Kind], whole: Any, file: str) -> Kind:
    try:
        found: Kind = _reader(kind).validate_python(whole)
        return found
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FgcError(*filter(None, (file, place)), f"expected {ANEW}: {first['msg'].lower()}") from None


def _reader(kind: Any) -> TypeAdapter[Any]:
    """Give what reads a dataclass: to make it takes longer than to read with it."""
    if kind not in READERS:
        READERS[kind] = TypeAdapter(kind)
    return READERS[kind]


def _number(text: str) -> float:
    found = float(text)
    if not isfinite(found):
        raise ValueError(f"expected numbers, found {text:.20}")
    return found
