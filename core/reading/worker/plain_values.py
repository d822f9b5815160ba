"""Plain values as JSON that both processes can trust: lists and strings, never pickled code.

The child has parsed a file from anywhere and may be under its control; unpickling what it sends could run
anything. `{"Para": ["一、总体情况", …]}` can only become one of the classes that the reader of it names.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from core.document import Document, Para, PrintedLine, RawCell, RawTable, Result, UnreadRegion
from core.model import Note, Recognised
from core.place import Place
from core.reading.drawing import PageDrawing, PageImage
from core.reading.file_pages import FilePages

Json: TypeAlias = Any  # lists, objects with one key, strings, numbers, true, false, null
_VALUES_A_MESSAGE = 400  # blocks and cells: the window's thread gets its turn between two messages
_MAPPING = "Mapping"


def encode(message: Mapping[str, Any]) -> bytes:
    """One line of JSON. Escaped to ASCII, because a damaged file's text may hold half a surrogate pair."""
    return json.dumps(message, default=_as_json, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The message of a line; ValueError where it is none."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("no message")
    return message


def _as_json(value: object) -> dict[str, list[Json]]:
    if isinstance(value, MappingProxyType):
        return {_MAPPING: [[key, item] for key, item in value.items()]}
    if isinstance(value, Decimal):
        return {"Decimal": [str(value)]}
    cls: type[Any] = type(value)
    return {cls.__name__: [getattr(value, field.name) for field in fields(cls)]}


class PlainValues:
    """Back from JSON: values of the dataclasses named, numbers, strings, tuples and mappings, and no others.

    made gives, by a class's name, what is to be called with its fields where the class itself would not do (a field
    that is an enumeration comes as its text).
    """

    def __init__(self, *classes: type[Any], made: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self._makers: dict[str, Callable[..., Any]] = {cls.__name__: cls for cls in classes}
        self._makers |= {_MAPPING: _mapping, "Decimal": Decimal, **(made or {})}

    def value(self, json_value: Json) -> Any:  # noqa: ANN401
        """Lists were tuples; an object with one key is a value of the class of that name. KeyError for any other."""
        if isinstance(json_value, list):
            return tuple([self.value(item) if isinstance(item, (list, dict)) else item for item in json_value])
        if isinstance(json_value, dict):
            ((name, arguments),) = json_value.items()
            return self._makers[name](*self.value(arguments))
        return json_value


def _mapping(*pairs: tuple[Any, Any]) -> dict[Any, Any]:
    return dict(pairs)


# Documents

_DOCUMENTS = PlainValues(Place, Para, PrintedLine, RawCell, RawTable, UnreadRegion, Document, Note, Recognised, Result)
_PARTS = tuple(field.name for field in fields(Document) if field.name != "blocks")


def messages_of(result: Result[Document]) -> Iterator[dict[str, Any]]:
    """The blocks in portions, then the document without its blocks and the notes."""
    portion: list[Any] = []
    size = 0
    document = result.value
    for block in document.blocks:
        portion.append(block)
        size += len(block.cells) if isinstance(block, RawTable) else 1
        if size >= _VALUES_A_MESSAGE:
            yield {"blocks": portion}
            portion, size = [], 0
    yield {"blocks": portion}
    yield {"document": {name: getattr(document, name) for name in _PARTS}, "notes": result.notes}


def blocks_from(message: dict[str, Any]) -> list[Any]:
    """The blocks of one portion."""
    return [_DOCUMENTS.value(value) for value in message["blocks"]]


def result_from(message: dict[str, Any], blocks: list[Any]) -> Result[Document]:
    """The result whose last message this is."""
    rest = {name: _DOCUMENTS.value(value) for name, value in message["document"].items()}
    return Result(Document(blocks=tuple(blocks), **rest), _DOCUMENTS.value(message["notes"]))


# Pages

_PAGES = PlainValues(PageDrawing)
_LARGEST_IMAGE = 200_000_000  # bytes of pixels


def message_of_page(page: PageImage | PageDrawing) -> dict[str, Any]:
    """A drawn page; its pixels, mostly white, are packed."""
    if isinstance(page, PageDrawing):
        return {"drawing": page}
    packed = base64.b64encode(zlib.compress(page.pixels, 1)).decode("ascii")
    return {
        "image": [page.width, page.height, page.stride],
        "points": [page.page_width, page.page_height],
        "px": packed,
    }


def page_from(message: dict[str, Any]) -> PageImage | PageDrawing:
    """The page of a message; KeyError, TypeError or ValueError where it holds none, or fewer pixels than it says."""
    if "drawing" in message:
        drawing = _PAGES.value(message["drawing"])
        if not isinstance(drawing, PageDrawing):
            raise ValueError("no drawing")
        return drawing
    width, height, stride = (int(number) for number in message["image"])
    wide, tall = (float(number) for number in message["points"])
    size = stride * height
    if not (0 < 4 * width <= stride and 0 < size <= _LARGEST_IMAGE and wide > 0 and tall > 0):
        raise ValueError("no image")
    try:
        pixels = zlib.decompressobj().decompress(base64.b64decode(message["px"]), size)
    except zlib.error as error:
        raise ValueError("no pixels") from error
    if len(pixels) != size:
        raise ValueError("too few pixels")
    return PageImage(width, height, stride, pixels, wide, tall)


def message_of_pages(pages: FilePages) -> dict[str, Any]:
    """The pages of a file, without the file."""
    made = None if pages.made is None else base64.b64encode(pages.made).decode("ascii")
    return {"kind": pages.kind, "count": pages.count, "made": made}


def pages_from(message: dict[str, Any]) -> FilePages:
    """The pages of a message; KeyError, TypeError or ValueError where it holds none."""
    made = message["made"]
    return FilePages(str(message["kind"]), int(message["count"]), None if made is None else base64.b64decode(made))
