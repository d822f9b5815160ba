"""The mended original: the opened docx with only its changed figures and sentences changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core import atomic_write
from core.errors import ExportError
from core.export.original.cells import write_cells
from core.export.original.source import open_original
from core.export.original.text import write_texts
from core.export.original.tracked_edits import SpliceWriter, Tracking
from core.export.original.xml_splice import spliced
from core.export.original.zip_patch import replace_member
from core.export.read_back import ComparisonScope, differences
from core.model import Report

_ANONYMOUS = "年报校核"


def write_original(
    source: bytes,
    original: Report,
    report: Report,
    target: Path,
    tracked: bool = False,
    author: str = "",
    when: datetime | None = None,
    kind: str = "",
) -> int:
    """Write the opened docx with the changes between original and report; returns how many there are.

    tracked marks them as insertions and deletions of author at when (now if None). kind is the Document.kind
    of the source. ExportError, and target as it was: the source is no docx, a change has no place in it, or
    what was written does not read back as report.
    """
    data, count = mend_docx(source, original, report, tracked=tracked, author=author, when=when, kind=kind)
    atomic_write.write_whole(target, data)
    return count


def mend_docx(
    source: bytes,
    original: Report,
    report: Report,
    *,
    tracked: bool = False,
    author: str = "",
    when: datetime | None = None,
    kind: str = "",
) -> tuple[bytes, int]:
    """The bytes of the mended docx, verified, and the number of changes in it."""
    opened = open_original(source, kind)
    writer = SpliceWriter(opened.xml, opened.root, _tracking(author, when) if tracked else None)
    count = write_cells(opened, writer, original, report) + write_texts(opened, writer, original, report)
    if not count:
        return source, 0
    data = replace_member(source, opened.part, spliced(opened.xml, writer.splices))
    found = differences(report, data, "导出.docx", ComparisonScope.ORIGINAL)
    if found:
        raise ExportError(
            f"在原文件上修改后读回核对，有{len(found)}处与报告不一致，所以没有保存：{found[0]}。请改用标准格式导出。"
        )
    return data, count


def _tracking(author: str, when: datetime | None) -> Tracking:
    moment = (when or datetime.now(UTC)).astimezone(UTC)
    return Tracking(author or _ANONYMOUS, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
