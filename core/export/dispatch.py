"""The one door for exports: which writer makes what, by layout and by the target's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core import atomic_write
from core.change import Change
from core.document import Document
from core.errors import ExportError
from core.export.carried import carried_content
from core.export.change_note.corrections import change_entries
from core.export.change_note.note import ChangeNote, build_note, render_change_note
from core.export.original.writer import mend_docx
from core.export.standard.content import CarriedContent, annex_candidates, looks_like_report_text
from core.export.standard.writer import render_standard
from core.export.worker.parent import ExportProcesses
from core.finding import Finding
from core.model import TABLES, CellRef, Report, Unplaced
from core.sureness import doubtful


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export may need besides the report.

    layout is "standard", "original" (the opened docx mended) or "changes" (更正说明). author signs tracked
    changes. source_bytes is the opened file, b"" when there is none, document what was read of it. log holds the
    changes that stand, each with its time (ISO 8601, UTC). reasons are the clerk's own words for the 更正说明 by
    ChangeEntry.place; note_date is its date, today if None. annex are the indices of report.unplaced to be printed
    behind the report, None for those that look like its own words.
    """

    layout: str = "standard"
    tracked: bool = False
    author: str = ""
    source_name: str = ""
    source_bytes: bytes = b""
    findings: tuple[Finding, ...] = ()
    log: tuple[tuple[Change, str], ...] = ()
    template: Path | None = None
    document: Document | None = None
    annex: tuple[int, ...] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    note_date: date | None = None
    addressee: str = ""
    confirmed: frozenset[CellRef] = frozenset()  # figures off a picture that a person has confirmed


@dataclass(frozen=True, slots=True)
class ExportContents:
    """What the person is told and asked before an export in the standard layout.

    lost are sentences on what of the file does not come along; leftovers is the text without a place, each with its
    index in report.unplaced and whether it is proposed for the annex.
    """

    lost: tuple[str, ...] = ()
    leftovers: tuple[tuple[int, Unplaced, bool], ...] = ()


_PARSING = ("standard", "original")  # layouts whose writers take the opened file apart
ExportWriter = Callable[[Report, Report, ExportOptions], tuple[bytes, tuple[str, ...]]]


def export(
    report: Report,
    original: Report,
    target: Path,
    options: ExportOptions | None = None,
    progress: atomic_write.Progress | None = None,
    processes: ExportProcesses | None = None,
) -> tuple[str, ...]:
    """Write report at target and return sentences for the person; ExportError, and target as it was, on failure.

    progress may raise core.errors.Cancelled: nothing is written then. processes make what parses the opened file,
    so that a crash there is an ExportError; without them it is made in this process.

    original is the report as opened: the mended original and the 更正说明 compare with it. KeyError for a
    layout that does not exist (a bug of the caller's).
    """
    options = options or ExportOptions()
    offered = WRITERS[options.layout]
    writer = offered.get(target.suffix.lower())
    if writer is None:
        raise ExportError(f"不能导出成“{target.name}”这种格式，请把文件名的结尾改成{'、'.join(offered)}。")
    apart = processes is not None and options.source_bytes and options.layout in _PARSING and target.suffix != ".xlsx"
    made = processes.made(report, original, options, target.suffix.lower(), progress) if processes and apart else None
    data, messages = made or writer(report, original, options)
    atomic_write.write_whole(target, data, progress)
    return messages


def export_contents(report: Report, original: Report, options: ExportOptions) -> ExportContents:
    """What would not come along into the standard layout, to be shown before anything is written."""
    carried = carried_content(original, options.document, options.source_bytes)
    leftovers = tuple((i, u, looks_like_report_text(u)) for i, u in annex_candidates(report, carried))
    return ExportContents(carried.lost, leftovers)


def _standard_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    carried = carried_content(original, options.document, options.source_bytes)
    return render_standard(report, options.template, carried, options.annex), _left_out(report, carried, options)


def _left_out(report: Report, carried: CarriedContent, options: ExportOptions) -> tuple[str, ...]:
    """Sentences on what the exported file does not have: tables, unread cells, pictures, page furniture."""
    said = list(_missing(report, options.confirmed))
    said += [f"{words}。" for words in carried.lost]
    chosen = options.annex
    gone = [u for i, u in annex_candidates(report, carried) if not _in_annex(i, u, chosen)]
    if gone:
        reasons = "、".join(dict.fromkeys(u.reason or "其他文字" for u in gone))
        said.append(f"有{len(gone)}处不属于报告的文字（{reasons}）没有放进导出的文件。")
    return tuple(said)


def _missing(report: Report, confirmed: frozenset[CellRef]) -> tuple[str, ...]:
    """A table that the report lacks stays missing and an unread cell blank; the person is told."""
    said = []
    lacking = "、".join(f"表{n}" for n in TABLES if n not in report.tables)
    if lacking:
        said.append(f"报告里没有{lacking}，导出的文件里也没有，请补全后再报送。")
    if waiting := doubtful(report, confirmed):
        said.append(f"有{len(waiting)}个由图片识别的数字还没有确认，导出的文件里照识别结果写，请对照原件核对。")
    if report.unread:
        said.append(f"有{len(report.unread)}个单元格在原文件里没有读出来，导出的文件里是空白，请对照原件补填。")
    return tuple(said)


def _in_annex(index: int, unplaced: Unplaced, chosen: tuple[int, ...] | None) -> bool:
    return looks_like_report_text(unplaced) if chosen is None else index in chosen


def _standard_xlsx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.workbook.writer import render_workbook  # openpyxl takes longer to load than a docx to write

    return render_workbook(report, options.findings), _missing(report, options.confirmed)


def _standard_pdf(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.pages.pdf import render_pdf  # reportlab takes longer to load than a docx to write

    carried = carried_content(original, options.document, options.source_bytes)
    data, notices = render_pdf(report, carried=carried, annex=options.annex)
    return data, (*_left_out(report, carried, options), *notices)


def _original_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    return _mended(report, original, options, keep_macros=False)


def _original_docm(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    return _mended(report, original, options, keep_macros=True)


def _mended(
    report: Report, original: Report, options: ExportOptions, keep_macros: bool
) -> tuple[bytes, tuple[str, ...]]:
    kind = Path(options.source_name).suffix.lstrip(".").lower()
    made = mend_docx(
        options.source_bytes,
        original,
        report,
        tracked=options.tracked,
        author=options.author,
        kind=kind,
        keep_macros=keep_macros,
    )
    if made.count:
        marked = "，都标成了修订" if options.tracked else ""
        said = f"在原文件上改了{made.count}处{marked}，其余内容没有变动。"
    elif (report.agency, report.year) != (original.agency, original.year):
        said = "改动的机关名称或年度在原文件里没有写出，文件的文字没有变动，请在正文里改。"
    else:
        said = "报告没有改动，导出的文件与原文件相同。"
    return made.data, (said, *made.notices)


def _changes_docx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    return render_change_note(_note(report, original, options), options.template), ()


def _changes_xlsx(report: Report, original: Report, options: ExportOptions) -> tuple[bytes, tuple[str, ...]]:
    from core.export.change_note.workbook import render_change_sheet  # openpyxl again

    return render_change_sheet(_note(report, original, options)), ()


def _note(report: Report, original: Report, options: ExportOptions) -> ChangeNote:
    entries = change_entries(original, report, options.log, options.reasons)
    if not entries:
        raise ExportError("报告与原报没有不同，没有需要更正的内容，所以没有生成更正说明。")
    return build_note(report, entries, options.note_date or date.today(), options.addressee)


WRITERS: Mapping[str, Mapping[str, ExportWriter]] = {
    "standard": {".docx": _standard_docx, ".xlsx": _standard_xlsx, ".pdf": _standard_pdf},
    "original": {".docx": _original_docx, ".docm": _original_docm},
    "changes": {".docx": _changes_docx, ".xlsx": _changes_xlsx},
}
