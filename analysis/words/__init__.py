"""What pages say, in people's languages: one catalogue a language, `LANGUAGE.json` in this folder, and its reader.

A text is a key and parameters, `replay.match` of `{"match": 417}`. English is whole and the measure of the others; a
language is one more file. What a season's own files say (rows, places, parts) stays English on every page.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rules.errors import FgcError
from rules.names import nearest

FOLDER = Path(__file__).parent
PARAMETER = re.compile(r"\{(\w+)\}")
ISOLATED = "\u2068{}\u2069"
"""A parameter in a text: in a language that runs from the right, -0.99 would else be read 0.99-."""


@dataclass(frozen=True)
class Said:
    """A text that is not in any language yet."""

    key: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


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
        form = ISOLATED if self.direction == "rtl" else "{}"
        return PARAMETER.sub(lambda found: form.format(said.parameters[found[1]]), self.texts[said.key])

    def about(self, *topics: str) -> dict[str, str]:
        """Give the texts whose keys begin with one of these words, `replay` say."""
        return {key: text for key, text in self.texts.items() if key.partition(".")[0] in topics}


def languages() -> list[str]:
    """List the codes of all languages there are, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def language(code: str) -> Language:
    """Read a language's catalogue; a FgcError says which languages there are."""
    if code not in languages():
        raise FgcError(f"{code:.40}", f"expected a language, {' or '.join(languages())}{nearest(code, languages())}")
    raw = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return Language(code, raw["name"], raw["direction"], raw["draft"], raw["texts"])
