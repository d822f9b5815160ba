"""Word documents as one XML file: Word 2003's own form, which office systems write from templates and call .doc,
and the flat form of a docx package."""

from __future__ import annotations

import re

from lxml import etree

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.docx.body import BodyReader
from core.reading.docx.package import W, parse
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.blocks import assemble

_OLD = b"http://schemas.microsoft.com/office/word/2003/wordml"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_NOTES = "{http://schemas.microsoft.com/aml/2001/core}"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_ROOTS = re.compile(rb"<(?:\w+:)?(?:wordDocument|package)\b[^>]*(?:2003/wordml|2006/xmlPackage)", re.S)
_RENAMED = {f"{W}vmerge": f"{W}vMerge", f"{W}hmerge": f"{W}hMerge", f"{W}wordDocument": f"{W}document"}


def sniff(data: bytes, name: str) -> bool:
    """Whether the root is one of the two forms, whatever the ending."""
    return b"<" in data[:64] and _ROOTS.search(data[:8192]) is not None


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of Word XML in its accepted state, as of a docx."""
    root = parse(data.replace(_OLD, W[1:-1].encode()).lstrip(b"\xef\xbb\xbf \t\r\n"))
    parts = _flat_parts(root) if root.tag == f"{_FLAT}package" else _old_parts(root)
    body = BodyReader(XmlParts(parts), progress)
    assembled = assemble(body.nodes())
    if not assembled.blocks:
        raise ReadError(messages.NO_TEXT)
    return Result(
        Document("xml", assembled.blocks, unread=assembled.unread), tuple(Note(message) for message in body.notes)
    )


class XmlParts:
    """The parts of a document that all lie in one file: "document", "styles", "numbering", "footnotes"."""

    def __init__(self, parts: dict[str, etree._Element]) -> None:
        self._parts = parts

    def main(self) -> etree._Element:
        """Root of the main part."""
        if "document" not in self._parts:
            raise ReadError(messages.DAMAGED)
        return self._parts["document"]

    def related(self, kind: str) -> etree._Element | None:
        """Root of another part; None if the file lacks it."""
        return self._parts.get(kind)

    def related_bytes(self, kind: str) -> bytes | None:
        """The same part as bytes."""
        part = self._parts.get(kind)
        return None if part is None else etree.tostring(part)

    def by_id(self, name: str) -> bytes | None:
        """Parts of other formats are not looked for."""
        return None


def _flat_parts(root: etree._Element) -> dict[str, etree._Element]:
    """Last piece of a part's name without its ending → its root."""
    parts: dict[str, etree._Element] = {}
    for part in root.iterchildren(f"{_FLAT}part"):
        name = (part.get(f"{_FLAT}name") or "").rpartition("/")[2].partition(".")[0]
        content = next(part.iterchildren(f"{_FLAT}xmlData"), None)
        if content is not None and len(content) and not name.startswith("_"):
            parts.setdefault(name, content[0])
    return parts


def _old_parts(root: etree._Element) -> dict[str, etree._Element]:
    """Word 2003's names turned into the later ones; its numbers stand in the text already."""
    for element in list(root.iter(f"{_NOTES}annotation")):
        if (element.get(f"{W}type") or "").endswith("Deletion"):
            _remove(element)
    for element in root.iter(*_RENAMED):
        element.tag = _RENAMED[element.tag]
    for element in list(root.iter(f"{W}listPr")):
        _write_number(element)
    styles = root.find(f"{W}styles")
    return {"document": root} | ({} if styles is None else {"styles": styles})


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _write_number(properties: etree._Element) -> None:
    """The number that Word noted down beside a list's paragraph as a run at the paragraph's beginning."""
    shown = properties.find(f"{_HINT}t")
    owner = properties.getparent()
    paragraph = None if owner is None else owner.getparent()
    text = None if shown is None else shown.get(f"{_HINT}val")
    if text and owner is not None and paragraph is not None and paragraph.tag == f"{W}p":
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = text.strip("\t·")
        owner.addnext(run)
