"""A page as one file: figures, words, look and scripts in it, and a policy that lets it load nothing else."""

import json
import re
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from analysis.documents import document
from analysis.words import Language, Said

STATIC = Path(__file__).parent / "static"
COMMENT = re.compile(r"(^|\s)(//.*|/\*.*\*/)$")
BLANK = re.compile(r"\{\{([\w.]+)\}\}")


@dataclass(frozen=True)
class Parts:
    """What of a page its policy names by hash: the files of its style and of its script."""

    styles: Sequence[str]
    scripts: Sequence[str]

    def texts(self, folders: Sequence[Path] = ()) -> tuple[str, str]:
        """Give the whole style and the whole script."""
        both = (
            "\n".join(_lean(static_text(name, folders)) for name in names) for names in (self.styles, self.scripts)
        )
        style, script = both
        return style, script


@dataclass(frozen=True)
class Page:
    """What a page is made of: files of `static/`, and what it shows."""

    title: str
    body: str
    styles: Sequence[str]
    scripts: Sequence[str]
    topics: Sequence[str]
    """The first words of the keys of texts that its scripts say."""
    shows: Any
    """A dataclass: the page's figures, which its scripts find as `DATA.page`."""
    keys: Collection[str] = ()
    """Keys of other texts that they say."""
    folders: Sequence[Path] = ()
    """Where files are that `static/` has not."""
    asks: bool = False
    """Whether its scripts may ask the server that it comes from; else they can reach nobody."""
    frames: Sequence[Parts] = ()
    """Styles and scripts of the pages that it may show in a frame of its own: they are bound to its policy too."""


def written(page: Page, language: Language) -> str:
    """Write a page in a language: one file that needs nothing else and asks nobody for anything."""
    own = Parts(page.styles, page.scripts)
    style, script = own.texts(page.folders)
    texts = {key: escape(text) for key, text in language.texts.items()}
    asks = "; connect-src 'self'; frame-src 'self'" if page.asks else ""
    blanks = {
        "lang": language.code,
        "dir": language.direction,
        "title": escape(page.title),
        "policy": f"{policy((own, *page.frames), page.folders)}{asks}",
        "style": style,
        "script": script,
        "noscript": escape(language.say(Said("page.noscript"))),
        "data": _data(page, language),
        "body": filled(static_text(page.body, page.folders), texts),
    }
    return filled(static_text("shell.html"), blanks)


def policy(every: Sequence[Parts], folders: Sequence[Path] = ()) -> str:
    """Say what a page of these styles and scripts may load: nothing else."""
    styles, scripts = zip(*(map(hashed, each.texts(folders)) for each in every), strict=True)
    allowed = f"style-src {' '.join(styles)}; script-src {' '.join(scripts)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _data(page: Page, language: Language) -> str:
    """Give what the scripts read, as JSON that no browser takes for the end of its element."""
    told = {
        "language": {"code": language.code, "direction": language.direction, "draft": language.draft},
        "words": language.about("page", *page.topics) | {key: language.texts[key] for key in page.keys},
        "page": without_nothing(document(page.shows)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def without_nothing(value: Any) -> Any:
    """Leave out of a document what is not there: a page has many such places."""
    if isinstance(value, dict):
        return {name: without_nothing(each) for name, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


def static_text(name: str, folders: Sequence[Path] = ()) -> str:
    """Give a file of `static/`, or of the first of these folders that has it."""
    found = next(folder / name for folder in (STATIC, *folders) if (folder / name).is_file())
    return found.read_text(encoding="utf-8")


def _lean(text: str) -> str:
    """Leave out what only readers of the source need: comments, each within its line, and how far in lines begin."""
    return "\n".join(filter(None, (COMMENT.sub("", line).strip() for line in text.splitlines())))


def filled(template: str, blanks: Mapping[str, str]) -> str:
    """Fill in the blanks of a page, `{{name}}` each."""
    return BLANK.sub(lambda found: blanks[found[1]], template)


def hashed(text: str) -> str:
    """Name a script or a style as a page's policy does: it alone may run, and nothing of it otherwise."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
