"""The mutants that `tests/scripts/kill_mutants.py` makes: small mistakes, never in text, types or messages."""

import ast

import pytest
from mutants import mutants_of
from places import ROOT


def changes(source):
    """Give what stands instead, for each mutant of a source."""
    return [each.written(source) for each in mutants_of(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["(a <= b)"]),
        ("a == b == 1", ["(a != b == 1)", "(a == b != 1)", "a == b == (0)", "a == b == (2)"]),
        ("a + b", ["(a - b)"]),
        ("a and b", ["(a or b)"]),
        ("not a", ["(a)"]),
        ("True", ["False"]),
        ("x = min(a, b)", ["x = (max(a, b))"]),
        ("x = np.maximum(a, b)", ["x = (np.minimum(a, b))"]),
        ("x = f(a, b, c)", ["x = (f(b, a, c))"]),
        ("a[:n]", ["a[:(n) + 1]"]),
        ("x = [a for a in b if c]", ["x = [a for a in b if (not (c))]"]),
        ("if a:\n    b += c", ["if (not (a)):\n    b += c", "if a:\n    pass"]),
        ("f(a)", ["pass"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("raise Wrong(1 + 1)", ["pass"]),
    ],
)
def test_mistakes_are_those_that_people_make(source, expected):
    """Comparisons, sums, constants, conditions, bounds, arguments, results and whole statements are changed."""
    assert sorted(changes(source)) == sorted(expected)


@pytest.mark.parametrize(
    "source",
    [
        '"""A text: 1 < 2."""',
        "x: Literal[1]",
        "f'{a + 1}'",
        "@cut(1)\ndef f(a: int = b) -> Literal[2]: ...",
        "import a",
    ],
)
def test_text_and_types_are_left_alone(source):
    """Docstrings, annotations, decorators and what is put into text have no mutants."""
    assert changes(source) == []


def test_the_guard_of_zip_is_left_alone():
    """That lengths must be equal guards against a mistake that nobody has made yet."""
    assert changes("x = zip(a, b, strict=True)") == ["x = (zip(b, a, strict=True))"]


def test_letters_of_more_than_a_byte_shift_nothing():
    """The place of a mistake is right behind letters that are longer in the file than on the page."""
    assert changes("x = 'é≤', a < b") == ["x = 'é≤', (a <= b)"]


def test_every_mutant_of_a_file_is_python_and_another_program():
    """All mutants of the ranking policies can be parsed, and say something else than the file."""
    source = (ROOT / "rules" / "ranking.py").read_text(encoding="utf-8")
    trees = [ast.dump(ast.parse(each)) for each in changes(source)[::5]]
    assert ast.dump(ast.parse(source)) not in trees
