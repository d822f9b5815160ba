"""The zip of an OOXML file: parts by relationship, unpacked only when asked for, within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from core.errors import ReadError
from core.reading.base import LARGEST_PART, LARGEST_RATIO, MEGABYTE

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


class Package:
    """Parts of a docx. Raises zipfile.BadZipFile for a broken zip, ReadError for a bomb or broken XML."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}
        self._main = self._main_name()
        self._related = self._relationships(self._main)

    def main(self) -> etree._Element:
        """Root of the main document part."""
        root = self._root(self._main)
        if root is None:
            raise ReadError("文档里缺少正文部分，文件已损坏，请用 Word 或 WPS 打开后另存一份再试。")
        return root

    def related(self, kind: str) -> etree._Element | None:
        """Root of the part that the main part names as "styles", "numbering", "footnotes"; None if it has none."""
        name = self._related.get(kind)
        return self._root(name) if name else None

    def related_bytes(self, kind: str) -> bytes | None:
        """The same part unparsed, for readers that look for a few elements in a large one."""
        name = self._related.get(kind)
        return self._bytes(name) if name else None

    def has(self, kind: str) -> bool:
        """Whether the main part names a part of this kind."""
        return kind in self._related

    def _main_name(self) -> str:
        targets = self._relationships("")
        name = targets.get("officeDocument", "word/document.xml")
        return name if name.lower() in self._names else "word/document.xml"

    def _relationships(self, source: str) -> dict[str, str]:
        folder, _, name = source.rpartition("/")
        root = self._root(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        found: dict[str, str] = {}
        for relation in root:
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rpartition("/")[2]
                target = (relation.get("Target") or "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.setdefault(kind, posixpath.normpath(path))
        return found

    def _root(self, name: str) -> etree._Element | None:
        data = self._bytes(name)
        return None if data is None else parse_xml(data)

    def _bytes(self, name: str) -> bytes | None:
        real = self._names.get(name.lower())
        if real is None:
            return None
        info = self._zip.getinfo(real)
        if info.flag_bits & 1:
            raise ReadError("文档加了压缩密码，请先用原来的密码解开，另存一份不带密码的再打开。")
        refuse_bomb(info)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except zlib.error as error:
            raise zipfile.BadZipFile(str(error)) from error
        if len(data) > LARGEST_PART:
            raise ReadError(_bomb_sentence(len(data)))
        return data


def refuse_bomb(info: zipfile.ZipInfo) -> None:
    """ReadError for a part that claims to unpack beyond reason."""
    packed = max(info.compress_size, 1)
    if info.file_size > LARGEST_PART or (info.file_size > MEGABYTE and info.file_size > packed * LARGEST_RATIO):
        raise ReadError(_bomb_sentence(info.file_size))


def _bomb_sentence(size: int) -> str:
    return f"文档解压后超过 {max(size // MEGABYTE, 1)} MB，不像正常的报告，为安全起见没有打开，请另存一份再试。"


def parse_xml(data: bytes) -> etree._Element:
    """Root of an XML part; entities are never expanded, nothing is fetched."""
    if b"purl.oclc.org" in data[:8192]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("文档里的内容已损坏或被改动，请用 Word 或 WPS 打开后另存一份再试。") from error
