"""What a verb tells people, as values: sentences and tables, the same in a terminal, in a document and on a page."""

from dataclasses import dataclass

from analysis.words import Said, Text


@dataclass(frozen=True)
class Table:
    """A table of texts: every digit as people read it."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    left: tuple[int, ...]
    """The places of columns of words; the others hold numbers."""
    keys: int
    """So many first columns say which row it is."""


Piece = str | Said | Table
Told = tuple[Piece, ...]
"""Sentences and tables in the order in which they are read."""


@dataclass(frozen=True)
class NamedFile:
    """A file that a command named."""

    name: str
    bytes: int
    sha256: str
    text: str | None
    """What is in it, where it is short."""
