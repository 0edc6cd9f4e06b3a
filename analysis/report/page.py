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


def written(page: Page, language: Language) -> str:
    """Write a page in a language: one file that needs nothing else and asks nobody for anything."""
    style, script = ("\n".join(_lean(_static(name)) for name in names) for names in (page.styles, page.scripts))
    policy = f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; base-uri 'none'"
    blanks = {
        "lang": language.code,
        "dir": language.direction,
        "title": escape(page.title),
        "policy": f"{policy}; form-action 'none'",
        "style": style,
        "script": script,
        "noscript": escape(language.say(Said("page.noscript"))),
        "data": _data(page, language),
        "body": _filled(_static(page.body), {key: escape(text) for key, text in language.texts.items()}),
    }
    return _filled(_static("shell.html"), blanks)


def _data(page: Page, language: Language) -> str:
    """Give what the scripts read, as JSON that no browser takes for the end of its element."""
    told = {
        "language": {"code": language.code, "direction": language.direction, "draft": language.draft},
        "words": language.about("page", *page.topics) | {key: language.texts[key] for key in page.keys},
        "page": _there(document(page.shows)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _there(value: Any) -> Any:
    """Leave out of a document what is not there: a page has many such places."""
    if isinstance(value, dict):
        return {name: _there(each) for name, each in value.items() if each is not None}
    return [_there(each) for each in value] if isinstance(value, list) else value


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _lean(text: str) -> str:
    """Leave out what only readers of the source need: comments, each within its line, and how far in lines begin."""
    return "\n".join(filter(None, (COMMENT.sub("", line).strip() for line in text.splitlines())))


def _filled(template: str, blanks: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: blanks[found[1]], template)


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
