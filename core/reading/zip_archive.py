"""Zip archives with a report among other files, as offices send them: 年报.zip with 2023年报告.docx and 附件.pdf."""

from __future__ import annotations

import posixpath
import re
import zipfile

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import open_zip_safely, read_member

_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Names that make a zip a document of its own: Office, OFD, OpenDocument, UOF, Apple's iWork.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(word|xl|ppt|Index|META-INF)/.*|OFD\.xml|content\.xml|mimetype|uof\.xml|EncryptedPackage",
    re.I,
)
_ENDINGS = (
    "docx", "docm", "doc", "wps", "pdf", "ofd", "html", "htm", "mht", "mhtml", "xlsx", "xlsm", "xls", "et", "ods",
    "odt", "rtf", "txt", "md",
)  # fmt: skip
_ANNEX = re.compile(r"附件|附表|说明|模板|样表|通知")
_REPORT = re.compile(r"年度报告|年报|工作报告|报告")
_MOST_LISTED = 6


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip that is no document itself."""
    if not data.startswith(_MARKS):
        return False
    try:
        names = open_zip_safely(data).namelist()
    except ReadError:
        return False
    return bool(names) and not any(_PARTS.fullmatch(name) for name in names)


def report_in(data: bytes) -> tuple[bytes, str]:
    """Content and name of the one report in an archive.

    With several that may be it, those whose names speak of an annex are left out, then those that do not speak of a
    report. ReadError lists what is left where it is not one, or says that there is none.
    """
    archive = open_zip_safely(data)
    found = {_shown_name(info): info for info in archive.infolist() if _may_be_report(_shown_name(info))}
    chosen = list(found)
    for narrowed in (
        [name for name in chosen if not _ANNEX.search(posixpath.basename(name))],
        [name for name in chosen if _REPORT.search(posixpath.basename(name))],
        [name for name in chosen if _REPORT.search(name) and not _ANNEX.search(posixpath.basename(name))],
    ):
        if len(chosen) > 1 and narrowed:
            chosen = [name for name in chosen if name in narrowed] or chosen
    if not chosen:
        raise ReadError(messages.EMPTY_ARCHIVE)
    if len(chosen) > 1:
        shown = "、".join(posixpath.basename(name) for name in chosen[:_MOST_LISTED])
        raise ReadError(
            messages.SEVERAL_REPORTS.format(count=len(chosen), names=shown + "等" * (len(chosen) > _MOST_LISTED))
        )
    return read_member(archive, found[chosen[0]].filename), posixpath.basename(chosen[0])


def reports_in(data: bytes) -> list[str]:
    """The names, folders included, of everything in an archive that may be a report; [] for what is no archive."""
    if not is_archive(data):
        return []
    shown = map(_shown_name, open_zip_safely(data).infolist())
    return [name for name in shown if _may_be_report(name)]


def member_in(data: bytes, name: str) -> bytes:
    """The content of one of reports_in."""
    archive = open_zip_safely(data)
    found = {_shown_name(info): info.filename for info in archive.infolist()}
    return read_member(archive, found[name])


def _may_be_report(name: str) -> bool:
    base = posixpath.basename(name)
    hidden = base.startswith(("~$", ".", "__MACOSX")) or name.startswith("__MACOSX/")
    return not hidden and base.rpartition(".")[2].lower() in _ENDINGS


def _shown_name(info: zipfile.ZipInfo) -> str:
    """The name as written: without the mark for UTF-8, Chinese programs write GBK, which zipfile takes for cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
