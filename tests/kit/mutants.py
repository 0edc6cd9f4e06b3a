"""Mutants: a source file with one small mistake in it. A good test fails on every one that says something else.

Mistakes are made on the syntax tree and written into the text, so that all else stays as it is. Not touched are
docstrings, annotations, decorators and messages.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CALCULATED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
JOINED = {ast.And: ast.Or, ast.Or: ast.And}
CALLED = {"min": "max", "minimum": "maximum", "any": "all", "floor": "ceil"}
CALLED |= {other: name for name, other in CALLED.items()}
DROPPED = (ast.AugAssign, ast.Raise, ast.Continue, ast.Break)
UNTOUCHED = ("annotation", "returns", "decorator_list", "exc")
SILENT = (ast.JoinedStr, ast.Import, ast.ImportFrom)
"""What is not looked into: types, and text, which is not what a test shall hold; nor the guard `strict=True`."""


class Mutant(NamedTuple):
    """A mistake: what stands in a line, and what stands there instead."""

    line: int
    before: str
    after: str
    start: int
    """Where in the file's bytes the changed text begins."""
    end: int

    def written(self, source: str) -> str:
        """Give the source with the mistake in it."""
        held = source.encode()
        return (held[: self.start] + self.after.encode() + held[self.end :]).decode()


def mutants_of(source: str) -> list[Mutant]:
    """Give every mutant of a source, in the order of the text."""
    held, starts = source.encode(), [0]
    for line in held.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = set()
    for node in _looked_into(ast.parse(source)):
        for place, after in _changed(node):
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            found.add(Mutant(place.lineno, held[start:end].decode(), after, start, end))
    return sorted(found, key=lambda each: (each.start, each.end, each.after))


def _looked_into(node: ast.AST) -> Iterator[ast.AST]:
    """Give the parts of a tree in which a mistake would be one."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in UNTOUCHED or isinstance(node, SILENT) or getattr(node, "arg", None) == "strict":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _looked_into(child)


def _changed(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Give the mistakes of one node: the part that is changed, and the text that stands in its place."""
    match node:
        case ast.Constant(value=bool(value)):
            yield node, str(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield from ((node, f"({value + by!r})") for by in (1, -1))
        case ast.Compare(ops=ops):
            for i, each in enumerate(ops):
                yield node, _with(node, ops=[*ops[:i], COMPARED[type(each)](), *ops[i + 1 :]])
        case ast.BinOp(op=op) if type(op) in CALCULATED:
            yield node, _with(node, op=CALCULATED[type(op)]())
        case ast.BoolOp(op=op):
            yield node, _with(node, op=JOINED[type(op)]())
        case ast.UnaryOp(operand=operand):
            yield node, _text(operand)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield test, f"(not {_text(test)})"
        case ast.comprehension(ifs=tests):
            yield from ((test, f"(not {_text(test)})") for test in tests)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield node, "return None"
        case ast.Expr(value=ast.Call()):
            yield node, "pass"
        case ast.Call():
            yield from ((node, text) for text in _called(node))
        case ast.Subscript(slice=ast.Slice(upper=ast.expr() as upper)) if not isinstance(upper, ast.Constant):
            yield upper, f"{_text(upper)} + 1"
        case _ if isinstance(node, DROPPED):
            yield node, "pass"


def _called(node: ast.Call) -> Iterator[str]:
    """Give a call of the opposite function, or with its first two arguments the other way round."""
    match node.func:
        case ast.Name(id=name) if name in CALLED:
            yield _with(node, func=ast.Name(CALLED[name]))
        case ast.Attribute(value=of, attr=name) if name in CALLED:
            yield _with(node, func=ast.Attribute(of, CALLED[name]))
        case _ if len(node.args) > 1 and not any(isinstance(each, ast.Starred) for each in node.args[:2]):
            first, second, *rest = node.args
            yield _with(node, args=[second, first, *rest])


def _with(node: ast.AST, **changes: object) -> str:
    return _text(type(node)(**{**dict(ast.iter_fields(node)), **changes}))


def _text(node: ast.AST) -> str:
    """Write an expression in brackets, since it may stand anywhere."""
    return f"({ast.unparse(node)})"
