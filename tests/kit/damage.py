"""What befalls files on their way: bytes flipped, cut, in another encoding, and values that nobody expects there."""

import re
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

VALUES = (
    *("-1", "0", "1", "3", "0.5", "1.0", "12", "99", "-0", "-0.0", "007", "+1", "1_000", "0x10", "1e2", "1E2", "1,5"),
    *("1e400", "-1e400", "1e308", "1e-323", "1.7976931348623157e308", "0.0999", "1e-5", "5e-324", "150.0001", "9999"),
    *(
        "10000",
        "65536",
        "2147483648",
        "4294967295",
        "9007199254740993",
        "18446744073709551616",
        "9" * 400,
        "9" * 5_000,
    ),
    *("0x" + "f" * 9_000, "nan", "NaN", "inf", "-inf", "Infinity", "-Infinity", "true", "false", "null", "None"),
    *('""', '"x"', '"1"', "'1'", '"1.0"', '" 1 "', '"\\ud800"', '"\\u0000"', '"\\u202e"', "１", "١٢", "²", "½"),
    *("[]", "{}", "[[1]]", '{"a": 1}', "{a = 1}", "[0, 0]", "[120, 6]", "[1e300, 1]", "[nan, 1]", "2022-01-01", ""),
)
"""What may stand where a number or a text should: `0x` and many digits is no decimal number, which has a limit."""
DEPTHS = (3, 11, 12, 13, 50, 500, 990, 3_000, 30_000)
PIECES = (
    *(
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc3\x28",
        b"\r",
        b"\r\n",
        b"\n\n",
        b",",
        b";",
        b"\t",
        b'"',
        b"'",
        b"\\",
        b"#",
    ),
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b"=",
        b":",
        b".",
        b" ",
        "\u200b".encode(),
        "\u202e".encode(),
        "é".encode(),
        b"\x1b[31m",
    ),
)
MOST_LETTERS = 60
"""Of a token that is repeated: what was repeated before would fill all memory."""
ALIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "r": "г",
    "1": "１",
    "0": "Ο",
    ".": "․",
    "-": "−",
    '"': "“",
    ",": "，",
    " ": "\u00a0",
}
"""Letters, and others that look like them."""
NUMBER = re.compile(rb"(?<![\w.\"-])-?[0-9]+(?:\.[0-9]+)?(?![\w.\"])")
TOKEN = re.compile(rb"\"[^\"\n]*\"|[\w+.-]+")
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-32", "cp500")

Damage = Callable[[bytes, float, int], bytes]
"""What was, where in it from 0 to 1, and which of the ways there are -> what is now."""


def _place(data: bytes, where: float) -> int:
    return int(where * len(data))


def _token(data: bytes, where: float) -> slice:
    """Give a token at this place or after it, the last one where none is."""
    found = TOKEN.search(data, _place(data, where)) or TOKEN.search(data)
    return slice(*found.span()) if found else slice(0, 0)


def _at(data: bytes, at: slice, new: bytes) -> bytes:
    return data[: at.start] + new + data[at.stop :]


def _line(data: bytes, where: float) -> tuple[list[bytes], int]:
    lines = data.splitlines(keepends=True) or [b""]
    return lines, min(int(where * len(lines)), len(lines) - 1)


def value(data: bytes, where: float, which: int) -> bytes:
    """Put another value in the place of a token."""
    return _at(data, _token(data, where), VALUES[which % len(VALUES)].encode("utf-8", "surrogatepass"))


def nudged(data: bytes, where: float, which: int) -> bytes:
    """Put a number in the place of a number that may well be one, written in one of the ways there are."""
    found = NUMBER.search(data, _place(data, where)) or NUMBER.search(data)
    if found is None:
        return data
    text = found[0]
    near = b"%d" % (int(float(text)) + which % 7 - 2)
    ways = (
        near,
        near,
        b"0",
        b"1",
        text + b"0" if b"." in text else text + b".0",
        text + b"e0",
        b"0.%d" % (which % 100),
    )
    return _at(data, slice(*found.span()), ways[which // 7 % len(ways)])


def flipped(data: bytes, where: float, which: int) -> bytes:
    """Flip a bit."""
    at = min(_place(data, where), len(data) - 1)
    return data if at < 0 else data[:at] + bytes([data[at] ^ 1 << which % 8]) + data[at + 1 :]


def inserted(data: bytes, where: float, which: int) -> bytes:
    """Put something in between."""
    at = _place(data, where)
    return data[:at] + PIECES[which % len(PIECES)] + data[at:]


def cut(data: bytes, where: float, which: int) -> bytes:
    """Cut the end off, or a piece out."""
    at = _place(data, where)
    return data[:at] if which % 3 == 0 else data[:at] + data[at + which % 40 :]


def twice(data: bytes, where: float, which: int) -> bytes:
    """Let a line, or a piece of it, stand there again."""
    if which % 2:
        at = _place(data, where)
        return data[:at] + data[max(at - which % 60, 0) :]
    lines, at = _line(data, where)
    return b"".join([*lines[: at + 1], *lines[at:]])


def dropped(data: bytes, where: float, _: int) -> bytes:
    """Leave a line out."""
    lines, at = _line(data, where)
    return b"".join([*lines[:at], *lines[at + 1 :]])


def misspelt(data: bytes, where: float, which: int) -> bytes:
    """Change a name a little: a letter less, another case, a look-alike, a name that is long."""
    at = _token(data, where)
    text = data[at].decode("utf-8", "replace")
    alike = next((text.replace(old, new, 1) for old, new in ALIKE.items() if old in text), text)
    ways = (text[:-1], text.swapcase(), alike, text + "x" * 5_000, f" {text} ", text * 2, text.replace("_", "-"))
    return _at(data, at, ways[which % len(ways)].encode())


def nested(data: bytes, where: float, which: int) -> bytes:
    """Put a token into many lists, objects or tables, or make many steps of it."""
    at, depth = _token(data, where), DEPTHS[which % len(DEPTHS)]
    text = data[at][:MOST_LETTERS]
    ways = (
        b"[" * depth + text + b"]" * depth,
        b'{"a":' * depth + text + b"}" * depth,
        b"{a=" * depth + text + b"}" * depth,
        b".".join([text] * depth),
        b"[" * depth,
    )
    return _at(data, at, ways[which // len(DEPTHS) % len(ways)])


def encoded(data: bytes, _: float, which: int) -> bytes:
    """Write it in another encoding, where it can be."""
    return data.decode("utf-8", "replace").encode(ENCODINGS[which % len(ENCODINGS)], "replace")


def ended(data: bytes, _: float, which: int) -> bytes:
    """End lines otherwise, or separate cells otherwise."""
    ways = (
        (b"\n", b"\r\n"),
        (b"\n", b"\r"),
        (b"\n", b"\n\n"),
        (b"\n", b""),
        (b",", b";"),
        (b",", b"\t"),
        (b".", b","),
    )
    return data.replace(*ways[which % len(ways)])


DAMAGES: tuple[Damage, ...] = (
    *(nudged, nudged, nudged, nudged, value, value, value, value),
    *(flipped, inserted, cut, twice, dropped, misspelt, nested),
)
WHOLE: tuple[Damage, ...] = (encoded, ended)
"""What changes all of a file; the others change a place of it."""


def damaged(examples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Draw one of these files with up to three damages."""
    ways = st.sampled_from((*DAMAGES, *DAMAGES, *WHOLE))
    damage = st.tuples(ways, st.floats(0, 1), st.integers(0, 2**16))
    return st.builds(_done, st.sampled_from(examples), st.lists(damage, min_size=1, max_size=3))


def _done(data: bytes, damages: Sequence[tuple[Damage, float, int]]) -> bytes:
    for damage, where, which in damages:
        data = damage(data, where, which)
    return data
