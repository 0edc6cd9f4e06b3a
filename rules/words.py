"""Numbers in words: shares as people say them, and tables of values by number of robots."""

from collections.abc import Sequence
from fractions import Fraction

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SHARES = {3: "third", 4: "quarter", 5: "fifth", 8: "eighth", 10: "tenth", 20: "twentieth"}


def share_words(share: float) -> str:
    """Say a share of something: `a quarter`, `three tenths`, or the number where there is no short word for it."""
    exact = Fraction(share).limit_denominator(1_000)
    if exact.denominator not in SHARES or not 0 < exact.numerator < len(NUMBERS):
        return f"{share:g}"
    word = SHARES[exact.denominator]
    if exact.numerator == 1:
        return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
    return f"{NUMBERS[exact.numerator]} {word}s"


def either(words: Sequence[object]) -> str:
    """Join alternatives as people do: `5, 10 or 20`."""
    *most, last = map(str, words)
    return f"{', '.join(most)} or {last}" if most else last


def by_number(table: Sequence[float], what: str) -> str:
    """Say what each number of something is worth: `15 for five experts, 30 for six`."""
    first, *others = [f"{value:g} for {NUMBERS[n]}" for n, value in enumerate(table) if value] or ["0 for any"]
    return ", ".join([f"{first} {what}", *others])


def by_numbers(table: Sequence[float], what: str) -> str:
    """Say what numbers of something are worth, in one go: `10, 25 or 40 for four, five or six robots`."""
    worth = {NUMBERS[n]: f"{value:g}" for n, value in enumerate(table) if value} or {"any": "0"}
    return f"{either([*worth.values()])} for {either([*worth])} {what}"
