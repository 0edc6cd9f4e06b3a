"""How a table for people is laid out: no cell is cut and no word broken, however narrow the terminal is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

BREAKS = re.compile(r"(?<!±) +(?![%±])")
GAP, EDGES = 3, 2
"""Signs between two columns, and at both ends of a row."""
PROSE = 24
"""A column of words is not made narrower than this: it would be a tower."""

Rows = Sequence[Sequence[str]]


class Part(NamedTuple):
    """Some columns of a table that stand beside each other: their places and their widths."""

    columns: list[int]
    widths: list[int]


def parts_of(heads: Sequence[str], rows: Rows, words: Sequence[bool], width: int | None, keys: int) -> list[Part]:
    """Cut a table into parts that fit a terminal; the first `keys` columns stand in each part.

    Where it fits as it is, or is as wide as it likes (None), it is one part. Else columns of words, and headings, are
    wrapped at their spaces; where that is not enough, what is too much goes below, as a second table.
    """
    columns = [[head, *(row[place] for row in rows)] for place, head in enumerate(heads)]
    natural = [max(map(cell_len, column)) for column in columns]
    if width is None or _taken(natural) <= width:
        return [Part(list(range(len(heads))), natural)]
    least = [_least(column, is_words) for column, is_words in zip(columns, words, strict=True)]
    return [
        Part(part, _widths([natural[place] for place in part], [least[place] for place in part], width))
        for part in _groups(least, width, keys)
    ]


def wrapped(text: str, width: int) -> str:
    """Break a text into lines at its spaces; a word that is wider than the lines stands alone and whole."""
    if cell_len(text) <= width:
        return text
    lines = [""]
    for word in _words(text):
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(filter(None, lines))


def _words(text: str) -> list[str]:
    """Give what a line may be broken between: a number stays with its per cent and with its error."""
    return BREAKS.split(text.strip()) if text.strip() else []


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1) + EDGES


def _least(column: Sequence[str], is_words: bool) -> int:
    """Say how narrow a column may be: numbers are never wrapped, headings are."""
    head, *cells = column
    by_head = max((cell_len(word) for word in _words(head)), default=0)
    if not is_words:
        return max([by_head, *map(cell_len, cells)])
    longest = max((cell_len(word) for cell in column for word in _words(cell)), default=0)
    return max(longest, min(PROSE, max(map(cell_len, column))))


def _groups(least: Sequence[int], width: int, keys: int) -> list[list[int]]:
    """Put as many columns into each part as fit, the keys in each."""
    first = list(range(min(keys, len(least))))
    groups = [list(first)]
    for place in range(len(first), len(least)):
        if _taken([least[each] for each in (*groups[-1], place)]) > width and groups[-1] != first:
            groups.append(list(first))
        groups[-1].append(place)
    return groups


def _widths(natural: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Make the widest columns narrower, by one sign at a time, until the row fits or none can give more."""
    widths = list(natural)
    while _taken(widths) > width:
        can_give = [place for place in range(len(widths)) if widths[place] > least[place]]
        if not can_give:
            break
        widths[max(can_give, key=widths.__getitem__)] -= 1
    return widths
