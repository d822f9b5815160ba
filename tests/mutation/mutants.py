"""Mutants of a module: one small change of meaning each, in its syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module; line is where, what says "a < b → a <= b"."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source text, in the order of its lines.

    Comparisons, arithmetic, and/or, not, numbers, conditions always true, loops left at once, statements left out.
    Annotations, docstrings and texts stay as they are: no test ought to hold every word.
    """
    tree = ast.parse(source)
    left_out = _untouched(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in left_out:
            continue
        for changed in _changes(node):
            other = copy.deepcopy(tree)
            place = next(n for i, n in enumerate(ast.walk(other)) if i == number)
            before = ast.unparse(place)
            replaced = changed(place)
            if replaced is not place:
                _replace(other, place, replaced)
            ast.fix_missing_locations(other)
            text = f"{_short(before)} → {_short(ast.unparse(replaced))}"
            yield Mutant(getattr(node, "lineno", 0), text, ast.unparse(other))


def _untouched(tree: ast.AST) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts = [
                node.returns,
                *node.decorator_list,
                *(a.annotation for a in ast.walk(node) if isinstance(a, ast.arg)),
            ]
        elif isinstance(node, ast.AnnAssign):
            parts = [node.annotation]
        elif isinstance(node, ast.ClassDef):
            parts = list(node.decorator_list)
        elif (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)) or isinstance(
            node, ast.Assert | ast.Import | ast.ImportFrom
        ):
            parts = [node]
        for part in parts:
            found |= {id(n) for n in ast.walk(part)} if part is not None else set()
    return found


def _changes(node: ast.AST):
    """Functions that change a copy of the node, or give another one in its place."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            yield _set_compare
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            yield _set_operator
        case ast.BoolOp():
            yield _swap_bool
        case ast.UnaryOp(op=ast.Not()):
            yield lambda place: place.operand
        case ast.Constant(value=bool()):
            yield lambda place: ast.Constant(not place.value)
        case ast.Constant(value=int()):
            yield lambda place: ast.Constant(place.value + 1)
        case ast.If() | ast.IfExp():
            yield lambda place: _with(place, "test", ast.Constant(value=True))
            yield lambda place: _with(place, "test", ast.Constant(value=False))
        case ast.comprehension(ifs=[_, *_]):
            yield lambda place: _with(place, "ifs", [])
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield lambda place: _with(place, "value", ast.Constant(value=None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Raise():
            yield lambda place: ast.Pass()
        case ast.Break():
            yield lambda place: ast.Continue()


def _with(place: ast.AST, name: str, value: object) -> ast.AST:
    setattr(place, name, value)
    return place


def _set_compare(place: ast.Compare) -> ast.AST:
    place.ops = [_COMPARISONS[type(place.ops[0])]()]
    return place


def _set_operator(place: ast.BinOp) -> ast.AST:
    place.op = _OPERATORS[type(place.op)]()
    return place


def _swap_bool(place: ast.BoolOp) -> ast.AST:
    place.op = ast.Or() if isinstance(place.op, ast.And) else ast.And()
    return place


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(item is old for item in value):
                value[:] = [new if item is old else item for item in value]
                return


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."
