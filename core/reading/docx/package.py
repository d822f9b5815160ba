"""The zip of an OOXML file: parts by relationship, unpacked only when asked for, within bounds."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import Budget, open_zip_safely, parse_xml_safely, read_member

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# ISO "strict" files use other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)

_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"


class Parts(Protocol):
    """The parts of a Word document, wherever they lie."""

    def main(self) -> etree._Element:
        """Root of the main part."""

    def related(self, kind: str) -> etree._Element | None:
        """Root of the part of a kind ("styles", "numbering", "footnotes")."""

    def related_bytes(self, kind: str) -> bytes | None:
        """The same part unparsed."""

    def by_id(self, name: str) -> bytes | None:
        """The part that the main part names by an id."""


class Package:
    """Parts of a docx. Raises ReadError for a broken zip, a bomb, a locked part or broken XML."""

    def __init__(self, data: bytes) -> None:
        self._zip, self._budget = open_zip_safely(data), Budget(len(data))
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}
        self.main_name = self._main_name()
        self._related = self._relationships(self.main_name)

    def main(self) -> etree._Element:
        """Root of the main document part."""
        root = self._root(self.main_name)
        if root is None:
            raise ReadError(messages.DAMAGED)
        return root

    def related(self, kind: str) -> etree._Element | None:
        """Root of the part that the main part names as "styles", "numbering", "footnotes"; None if it has none."""
        data = self.related_bytes(kind)
        return None if data is None else parse(data)

    def related_bytes(self, kind: str) -> bytes | None:
        """The same part unparsed, for readers that look for a few elements in a large one."""
        name = self._related.get(kind)
        return self._bytes(name) if name else None

    def by_id(self, name: str) -> bytes | None:
        """The part that the main part names by a relationship's id; None if there is none."""
        found = {relation.get("Id"): path for relation, path in self._relations(self.main_name)}
        return self._bytes(found[name]) if name in found else None

    def running_texts(self) -> Iterator[str]:
        """Paragraphs of headers and footers, the words of a watermark among them."""
        for relation, path in list(self._relations(self.main_name)):
            if (relation.get("Type") or "").endswith(("/header", "/footer")):
                root = self._root(path)
                for paragraph in () if root is None else root.iter(f"{W}p"):
                    yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
                for words in () if root is None else root.iter(_WORD_ART):
                    yield words.get("string") or ""

    @property
    def has_workbook(self) -> bool:
        """Whether the text shows an embedded workbook (those of charts belong to the charts' parts)."""
        paths = [path.lower() for _, path in self._relations(self.main_name)]
        return any(path.endswith((".xlsx", ".xls", ".xlsm", ".xlsb", ".et")) for path in paths)

    @property
    def has_macros(self) -> bool:
        """Whether a macro project lies inside, named as one or not."""
        return "vbaProject" in self._related or any(name.endswith("vbaproject.bin") for name in self._names)

    def _main_name(self) -> str:
        name = self._relationships("").get("officeDocument", "word/document.xml")
        return name if name.lower() in self._names else "word/document.xml"

    def _relationships(self, source: str) -> dict[str, str]:
        """Kind of relationship → the first part of that kind."""
        found: dict[str, str] = {}
        for relation, path in self._relations(source):
            found.setdefault((relation.get("Type") or "").rpartition("/")[2], path)
        return found

    def _relations(self, source: str) -> Iterator[tuple[etree._Element, str]]:
        """Relationships of a part to others inside the package, each with the part's path."""
        folder, _, name = source.rpartition("/")
        root = self._root(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if root is None else root:
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                target = (relation.get("Target") or "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield relation, posixpath.normpath(path)

    def _root(self, name: str) -> etree._Element | None:
        data = self._bytes(name)
        return None if data is None else parse(data)

    def _bytes(self, name: str) -> bytes | None:
        real = self._names.get(name.lower())
        return None if real is None else self._budget.spend(read_member(self._zip, real))


def parse(data: bytes) -> etree._Element:
    """Root of a part; the names of the ISO strict form are turned into the usual ones first."""
    if b"purl.oclc.org" in data[:8192]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    return parse_xml_safely(data)
