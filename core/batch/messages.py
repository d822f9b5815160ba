"""Tasks and what became of them as lines of JSON that both processes can trust.

The child has parsed a file from anywhere and may be under its control; unpickling what it sends could run anything.
Here a value can only become one of the classes named below: [3, "Cell", ["12", …]] is a Cell. Tuples are told from
figures by their tag, e.g. [1, …] a tuple, [2, "1.5"] a Decimal, [4, [[k, v], …]] a mapping, [5, "Severity", "error"].
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

from core.batch.one import CheckedFile
from core.finding import (
    BrokenRule,
    CellRepair,
    Equation,
    Finding,
    Quote,
    Repair,
    Severity,
)
from core.model import (
    Cell,
    CellRef,
    CellText,
    Grid,
    Heading,
    Note,
    Paragraph,
    Recognised,
    Report,
    Section,
    Unplaced,
)
from core.place import Place
from core.values import Blank, Mark, Number, Unread, Unreadable

Json: TypeAlias = Any  # as in core.reading.worker.plain_values
_TUPLE, _DECIMAL, _VALUE, _MAPPING, _ENUM = 1, 2, 3, 4, 5
_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        BrokenRule, Cell, CellRef, CellRepair, CellText, CheckedFile, Equation, Finding, Grid, Heading, Note,
        Paragraph, Place, Quote, Recognised, Repair, Report, Section, Unplaced, Blank, Mark, Number, Unread, Unreadable,
    )
}  # fmt: skip
_ENUMS: dict[str, type[Enum]] = {"Severity": Severity}
_FIELDS = {cls: tuple(f.name for f in fields(cls) if f.init) for cls in _CLASSES.values()}


def encode(value: object) -> bytes:
    """One line. Escaped to ASCII, because a damaged file's text may hold half a surrogate pair."""
    return json.dumps(_out(value), separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> Json:
    """The value of a line; ValueError where it is none."""
    try:
        return _in(json.loads(line))
    except (KeyError, TypeError, IndexError, ArithmeticError) as error:
        raise ValueError("no message") from error


def _out(value: Json) -> Json:
    if value is None or (isinstance(value, (bool, int, str)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return [_ENUM, type(value).__name__, value.value]
    if isinstance(value, Decimal):
        return [_DECIMAL, str(value)]
    if isinstance(value, (tuple, list, frozenset)):
        return [_TUPLE, *(_out(item) for item in value)]
    if isinstance(value, Mapping):
        return [_MAPPING, [[_out(k), _out(v)] for k, v in value.items()]]
    if is_dataclass(value):
        cls: type[Any] = type(value)
        return [_VALUE, cls.__name__, [_out(getattr(value, name)) for name in _FIELDS[cls]]]
    raise TypeError(type(value).__name__)


def _in(value: Json) -> Json:
    if not isinstance(value, list):
        return value
    kind, *rest = value
    if kind == _TUPLE:
        return tuple(_in(item) for item in rest)
    if kind == _DECIMAL:
        return Decimal(rest[0])
    if kind == _MAPPING:
        return {_in(k): _in(v) for k, v in rest[0]}
    if kind == _ENUM:
        return _ENUMS[rest[0]](rest[1])
    return _CLASSES[rest[0]](*(_in(item) for item in rest[1]))
