"""A Document as JSON that both processes can trust: lists and strings, never pickled code.

The child has parsed a file from anywhere and may be under its control; unpickling what it sends could run
anything. `{"Para": ["一、总体情况", …]}` can only become one of the classes named here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, TypeAlias

from core.document import Document, Para, RawCell, RawTable, Result, UnreadRegion
from core.model import Note, Recognised
from core.place import Place

Json: TypeAlias = Any  # lists, objects with one key, strings, numbers, true, false, null
_CLASSES: dict[str, type[Any]] = {
    cls.__name__: cls for cls in (Place, Para, RawCell, RawTable, UnreadRegion, Document, Note, Recognised, Result)
}
_FIELDS = {cls: tuple(field.name for field in fields(cls)) for cls in _CLASSES.values()}
_VALUES_A_MESSAGE = 400  # blocks and cells: the window's thread gets its turn between two messages


def encode(message: dict[str, Any]) -> bytes:
    """One line of JSON. Escaped to ASCII, because a damaged file's text may hold half a surrogate pair."""
    return json.dumps(message, default=_as_json, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The message of a line; ValueError where it is none."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("no message")
    return message


def messages_of(result: Result[Document]) -> Iterator[dict[str, Any]]:
    """The blocks in portions, then the document without its blocks and the notes."""
    portion: list[Any] = []
    size = 0
    for block in result.value.blocks:
        portion.append(block)
        size += len(block.cells) if isinstance(block, RawTable) else 1
        if size >= _VALUES_A_MESSAGE:
            yield {"blocks": portion}
            portion, size = [], 0
    document = result.value
    yield {"blocks": portion}
    rest = {name: getattr(document, name) for name in _FIELDS[Document] if name != "blocks"}
    yield {"document": rest, "notes": result.notes}


def blocks_from(message: dict[str, Any]) -> list[Any]:
    """The blocks of one portion."""
    return [_from_json(value) for value in message["blocks"]]


def result_from(message: dict[str, Any], blocks: list[Any]) -> Result[Document]:
    """The result whose last message this is."""
    rest = {name: _from_json(value) for name, value in message["document"].items()}
    return Result(Document(blocks=tuple(blocks), **rest), _from_json(message["notes"]))


def _as_json(value: object) -> dict[str, list[Json]]:
    cls: type[Any] = type(value)
    return {cls.__name__: [getattr(value, name) for name in _FIELDS[cls]]}


def _from_json(value: Json) -> Json:
    """Lists were tuples; an object with one key is a value of the class of that name."""
    if isinstance(value, list):
        return tuple(_from_json(item) if isinstance(item, (list, dict)) else item for item in value)
    if isinstance(value, dict):
        ((name, arguments),) = value.items()
        return _CLASSES[name](*_from_json(arguments))
    return value
