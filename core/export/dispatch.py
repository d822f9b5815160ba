"""The one door for exports: which writer makes what, by layout and by the target's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core import atomic_write
from core.change import Change
from core.errors import ExportError
from core.export.change_note.corrections import change_entries
from core.export.change_note.note import ChangeNote, build_note, render_change_note
from core.export.original.writer import mend_docx
from core.export.standard.writer import render_standard
from core.finding import Finding
from core.model import TABLES, Report
from core.rules import evaluate


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export may need besides the report.

    layout is "standard", "original" (the opened docx mended) or "changes" (更正说明). author signs tracked
    changes and the 更正说明. source_bytes is the opened file, b"" when there is none. log holds the changes
    that stand, each with its time (ISO 8601, UTC); dismissed the findings set aside, each with its reason.
    """

    layout: str = "standard"
    tracked: bool = False
    author: str = ""
    source_name: str = ""
    source_bytes: bytes = b""
    findings: tuple[Finding, ...] = ()
    dismissed: tuple[tuple[Finding, str], ...] = ()
    log: tuple[tuple[Change, str], ...] = ()
    template: Path | None = None


ExportWriter = Callable[[Report, Report, ExportOptions], tuple[bytes, tuple[str, ...]]]


def export(
    report: Report,
    original: Report,
    target: Path,
    options: ExportOptions | None = None,
    progress: atomic_write.Progress | None = None,
) -> tuple[str, ...]:
    """Write report at target and return sentences for the person; ExportError, and target as it was, on failure.

    progress may raise core.errors.Cancelled: nothing is written then.

    original is the report as opened: the mended original and the 更正说明 compare with it. KeyError for a
    layout that does not exist (a bug of the caller's).
    """
    options = options or ExportOptions()
    data, messages = _writer(options.layout, target)(report, original, options)
    atomic_write.write_whole(target, data, progress)
    return messages


def _writer(layout: str, target: Path) -> ExportWriter:
    offered = WRITERS[layout]
    writer = offered.get(target.suffix.lower())
    if writer is None:
        endings = "、".join(offered)
        raise ExportError(f"不能导出成“{target.name}”这种格式，请把文件名的结尾改成{endings}。")
    return writer


def _standard_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    return render_standard(report, options.template), _missing(report)


def _missing(report: Report) -> tuple[str, ...]:
    """A table that the report lacks stays missing; the person is told."""
    lacking = "、".join(f"表{n}" for n in TABLES if n not in report.tables)
    return (f"报告里没有{lacking}，导出的文件里也没有，请补全后再报送。",) if lacking else ()


def _standard_xlsx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.workbook.writer import render_workbook  # openpyxl takes longer to load than a docx to write

    return render_workbook(report, options.findings), _missing(report)


def _standard_pdf(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.pages.pdf import render_pdf  # reportlab takes longer to load than a docx to write

    return render_pdf(report), _missing(report)


def _original_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    kind = Path(options.source_name).suffix.lstrip(".").lower()
    data, count = mend_docx(
        options.source_bytes, original, report, tracked=options.tracked, author=options.author, kind=kind
    )
    if not count:
        return data, ("报告没有改动，导出的文件与原文件相同。",)
    marked = "，都标成了修订" if options.tracked else ""
    return data, (f"在原文件上改了{count}处{marked}，其余内容没有变动。",)


def _changes_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    return render_change_note(_note(report, original, options), options.template), ()


def _changes_xlsx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.change_note.workbook import render_change_sheet  # openpyxl again

    return render_change_sheet(_note(report, original, options)), ()


def _note(report: Report, original: Report, options: ExportOptions) -> ChangeNote:
    """The 更正说明; the findings of the original say why its figures were changed."""
    before = evaluate(original).findings
    entries = change_entries(original, report, options.log, options.author, before)
    return build_note(report, entries, options.findings, options.dismissed)


WRITERS: Mapping[str, Mapping[str, ExportWriter]] = {
    "standard": {".docx": _standard_docx, ".xlsx": _standard_xlsx, ".pdf": _standard_pdf},
    "original": {".docx": _original_docx},
    "changes": {".docx": _changes_docx, ".xlsx": _changes_xlsx},
}
