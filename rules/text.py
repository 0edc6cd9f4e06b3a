"""Text that others bring: read from bytes, UTF-8 as nearly everybody writes it or UTF-16, and shown on one line."""

from collections.abc import Sequence

from rules.errors import FgcError

MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
    (b"", "utf-8", "UTF-8"),
)
"""The mark that a text may begin with (a BOM), how its bytes are to be read, and what people call that."""


CURE = "save it as UTF-8"


def decoded(data: bytes, what: str = "text", error: type[FgcError] = FgcError) -> str:
    """Read UTF-8 with or without a mark, or UTF-16 with one; the ends of lines stay as they are.

    Raises an `error` that says `what` was expected in which encoding, and at which byte there is something else.
    """
    mark, encoding, called = next(each for each in MARKS if data.startswith(each[0]))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as wrong:
        place = len(mark) + wrong.start + 1
        raise error(f"expected {what} in {called}, found other bytes at byte {place}: {CURE}") from None
    if "\0" in text:  # UTF-16 without a mark has one beside each letter
        place = len(mark) + text.index("\0") + 1
        raise error(f"expected {what} in {called}, found a zero at byte {place}: {CURE}")
    return text


def printable(text: str) -> str:
    """Keep a text that others bring from steering the terminal: a ? for each such character."""
    return "".join(c if c.isprintable() else "?" for c in text)


def plain(text: str, most: int = 40) -> str:
    """Cut a name or value of others to what fits on one line of a message."""
    start = printable(text[:most])
    return start if len(text) <= most else start[: most - 3] + "..."


def listing(names: Sequence[object], room: int = 100) -> str:
    """Name the first few of many on one line, in about as many characters, and how many more there are."""
    shown: list[str] = []
    for name in names:
        cut = plain(str(name), 80)
        if shown and sum(map(len, shown)) + 2 * len(shown) + len(cut) > room:
            break
        shown.append(cut)
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def counted(number: int, what: str) -> str:
    """Say how many there are of something: `1 document`, `2 documents`, `2 matches`, `2 tries`."""
    if number == 1:
        return f"1 {what}"
    many = f"{what[:-1]}ies" if what.endswith("ry") else f"{what}es" if what.endswith("ch") else f"{what}s"
    return f"{number:,} {many}"
