"""Parts of an opened package that cannot go along: signatures once something changed, macros in a .docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from core.export.original.zip_patch import rewrite_members

_SIGNATURES = "_xmlsignatures/"
_MACRO_MAIN = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_PART = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaProjectSignature\w*\.bin|vbaData\.xml|_rels/vbaProject\.bin\.rels)$"
)


def has_macros(package: bytes) -> bool:
    """Whether the package is a macro-enabled document."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return _MACRO_MAIN in archive.read("[Content_Types].xml")


def without_macros(package: bytes) -> bytes:
    """The same document as a plain .docx: Word refuses a .docx whose main part says that it has macros."""
    return _without(package, lambda name: bool(_MACRO_PART.search(name)))


def without_signatures(package: bytes) -> tuple[bytes, bool]:
    """The package without its signatures, and whether it had any."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        if not any(name.startswith(_SIGNATURES) for name in archive.namelist()):
            return package, False
    return _without(package, lambda name: name.startswith(_SIGNATURES)), True


def _without(package: bytes, unwanted: Callable[[str], bool]) -> bytes:
    """The package without parts, and without the relationships and content types that name them."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = archive.namelist()
        gone = [name for name in names if unwanted(name)]
        changed: dict[str, bytes] = {}
        for name in names:
            if name in gone or not (name.endswith(".rels") or name == "[Content_Types].xml"):
                continue
            old = archive.read(name)
            new = _without_entries(old, gone)
            if name == "[Content_Types].xml" and any(_MACRO_PART.search(g) for g in gone):
                new = new.replace(_MACRO_MAIN, _PLAIN_MAIN)
                new = re.sub(rb"<Default\b[^>]*vnd\.ms-office\.vbaProject[^>]*/>", b"", new)
            if new != old:
                changed[name] = new
    return rewrite_members(package, changed, gone)


def _without_entries(xml: bytes, gone: list[str]) -> bytes:
    """A relationships or content-types part without the entries whose target is a part that is gone."""
    for name in gone:
        target = re.escape(name.rpartition("/")[2].encode())
        xml = re.sub(rb"<Relationship\b[^>]*Target=[\"'](?:[^\"']*/)?" + target + rb"[\"'][^>]*/>", b"", xml)
        xml = re.sub(rb"<Override\b[^>]*PartName=[\"']/" + re.escape(name.encode()) + rb"[\"'][^>]*/>", b"", xml)
    return xml
