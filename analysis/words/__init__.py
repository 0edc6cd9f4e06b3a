"""What pages say, in people's languages: one catalogue a language, `LANGUAGE.json` in this folder, and its reader.

A text is a key and parameters, `replay.match` of `{"match": 417}`. English is whole and the measure of the others; a
language is one more file. What a season's own files say (rows, places, parts) stays English on every page.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from rules.errors import Expected, FgcError
from rules.names import nearest

FOLDER = Path(__file__).parent
PARAMETER = re.compile(r"\{(\w+)\}")
ISOLATED, WITHIN = "\u2068{}\u2069", "\u2067{}\u2069"
"""A parameter in a text that runs from the right: -0.99 would else be read 0.99-. And a text within such a text."""


@dataclass(frozen=True)
class Said:
    """A text that is not in any language yet."""

    key: str
    parameters: "Mapping[str, Parameter]" = field(default_factory=dict)


Parameter = str | int | float | Said
"""What is put into a text; what is said itself is said in the same language."""
Parameters = dict[str, Parameter]
Text = str | Said
"""What people read: a str is English already, or a name that is the same in every language."""
One = TypeVar("One", bound=str | Said)


@dataclass(frozen=True)
class Language:
    """A language's catalogue."""

    code: str
    """As HTML's `lang` has it."""
    name: str
    direction: Literal["ltr", "rtl"]
    draft: bool
    """Whether nobody who speaks it has read it yet: pages say so."""
    texts: Mapping[str, str]

    def say(self, said: Said) -> str:
        """Give a text with its parameters in it; a KeyError for a key or a parameter that is not there."""
        return PARAMETER.sub(lambda found: self._put_in(said.parameters[found[1]]), self.texts[said.key])

    def _put_in(self, value: "Parameter") -> str:
        text = self.say(value) if isinstance(value, Said) else str(value)
        if self.direction == "ltr":
            return text
        return (WITHIN if isinstance(value, Said) else ISOLATED).format(text)

    def about(self, *topics: str) -> dict[str, str]:
        """Give the texts whose keys begin with one of these words, `replay` say."""
        return {key: text for key, text in self.texts.items() if key.partition(".")[0] in topics}


def refusal(error: FgcError) -> Said:
    """Say why something cannot be; what no key stands for is said in English, and that it is."""
    *places, what = error.parts
    if not isinstance(what, Expected):
        return Said("error.english", {"line": str(error)})
    where = {"where": ": ".join(places)} if places else {}
    return Said("error.at" if places else "error.anywhere", {**where, "what": _expected(what)})


def _expected(what: Expected) -> Said:
    known = {name: _expected(each) if isinstance(each, Expected) else each for name, each in what.parameters.items()}
    return Said(f"error.{what.key}", known)


def languages() -> list[str]:
    """List the codes of all languages there are, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def english(text: Text) -> str:
    """Give a text in English, which the command line speaks."""
    return text if isinstance(text, str) else _english().say(text)


def joined(texts: Sequence[One], key: str = "joined.sentences") -> One | Said:
    """Make one text of several, one after the other; the key says what stands between two of them."""
    whole: One | Said
    whole, *others = texts
    for each in others:
        whole = Said(key, {"one": whole, "other": each})
    return whole


def counted_said(one: str, many: str, count: int) -> Said:
    """Say how many there are of something: `unit.ONE` of one, else `unit.MANY`."""
    return Said(f"unit.{one if count == 1 else many}", {"count": f"{count:,}"})


def heads(*names: str) -> list[Text]:
    """Give heads of a table by the names that the catalogues have for them."""
    return [Said(f"head.{name}") for name in names]


@cache
def _english() -> Language:
    return language("en")


def language(code: str) -> Language:
    """Read a language's catalogue; a FgcError says which languages there are."""
    if code not in languages():
        raise FgcError(f"{code:.40}", f"expected a language, {' or '.join(languages())}{nearest(code, languages())}")
    raw = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return Language(code, raw["name"], raw["direction"], raw["draft"], raw["texts"])
