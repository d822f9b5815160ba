"""The one door between the core and whoever uses it: window, command line, tests.

A Session holds the settings and the history, never a report: reading gives an OpenReport, the window (or the command
line) keeps it, and checking, exporting and saving are given it. So every method may run on a worker while the person
goes on typing: the worker has its own value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from core import checking, export, extract, moving, paths, reading, rules, schema, settings
from core.acts import with_pages, with_previous
from core.archive import Archive
from core.checking import Checked
from core.document import Document, Result
from core.errors import ExportError, ReadError, UserError
from core.export import ChangeEntry, ExportContents
from core.export.pages.line_breaking import Measure
from core.export.pages.page import Picture, PrintPage, Rectangle, TextRun
from core.export.worker import ExportProcesses
from core.long_paths import openable
from core.model import Report
from core.open_report import OpenReport, opened
from core.pages_beside import PagesBeside, pages_beside, pages_of
from core.reading import Progress
from core.reading.drawing import PageDrawing, PageImage, draw_page
from core.reading.file_pages import pages_in
from core.reading.scan.kinds import album
from core.reading.worker import ReaderProcesses
from core.repair import Suggestion
from core.settings import Settings
from core.store.backups.backup import BackupInfo
from core.store.history import (
    SUBMITTED,
    DraftInfo,
    History,
    Holder,
    KeptCollection,
    KeptHandIn,
    KeptRow,
    Merged,
    Purged,
    Query,
    ReportId,
    ReportInfo,
    SourceKind,
    State,
    Stored,
    VersionId,
    VersionInfo,
)
from core.sureness import is_recognised

# What the windows need to name lies here too, so that they need no room behind the façade.
__all__ = [
    "SUBMITTED",
    "BackupInfo",
    "ChangeEntry",
    "DraftInfo",
    "ExportContents",
    "History",
    "Holder",
    "KeptCollection",
    "KeptHandIn",
    "KeptRow",
    "Merged",
    "PageDrawing",
    "PageImage",
    "PagesBeside",
    "Picture",
    "PrintPage",
    "Purged",
    "Query",
    "ReaderProcesses",
    "Rectangle",
    "ReportId",
    "ReportInfo",
    "Session",
    "SourceKind",
    "State",
    "Stored",
    "Suggestion",
    "TextRun",
    "VersionId",
    "VersionInfo",
]

NO_REPORT = "这个文件里没有找到年度报告的三张表或六个部分，请确认打开的是政府信息公开工作年度报告。"
PASTED_TEXT, PASTED_PAGE = "粘贴的内容.txt", "粘贴的内容.html"


class Session:
    """Settings and history of one window or one command."""

    def __init__(self, data_dir: Path | None = None, processes: ReaderProcesses | None = None) -> None:
        """data_dir None means the user's own; nothing is created there before the first save. processes read the
        files; without them they are read in this process."""
        self._processes = processes
        self._export_processes = ExportProcesses(lambda: self.data_dir / "schemas") if processes else None
        self.read_bytes = processes.read_bytes if processes else reading.read_bytes
        self._read_html = processes.read_html if processes else reading.read_html
        self.draw_page = processes.draw_page if processes else draw_page
        self._pages_in = processes.pages_in if processes else pages_in
        self.data_dir = paths.data_dir(data_dir)
        self.settings = settings.load(self.data_dir)
        self.office_problems = (*schema.use_folder(self.data_dir / "schemas"), *self.settings.office.problems)
        self.archive = Archive(self._history_folder())

    def _history_folder(self) -> Path:
        return Path(self.settings.history_dir) if self.settings.history_dir else self.data_dir

    def prepare_reading(self) -> None:
        """Start the process that reads the next file, so that the file need not wait for it; returns at once."""
        if self._processes is not None:
            self._processes.prepare()

    def close(self) -> None:
        """Give the history back and end the reading processes."""
        self.archive.close()
        if self._processes is not None:
            self._processes.close()
        if self._export_processes is not None:
            self._export_processes.close()

    def change_settings(self, new: Settings) -> None:
        """Keep new settings; UserError when they cannot be written."""
        settings.save(self.data_dir, new)
        moved = new.history_dir != self.settings.history_dir
        self.settings = new
        if moved:
            self.archive.close()
            self.archive = Archive(self._history_folder())

    def reload_settings(self) -> None:
        """Take over what another window of this program has written."""
        before, self.settings = self.settings.history_dir, settings.load(self.data_dir)
        if self.settings.history_dir != before:
            self.archive.close()
            self.archive = Archive(self._history_folder())

    @property
    def other_data_place(self) -> Path | None:
        """Where the data could be moved to, see core.moving.other_place."""
        return moving.other_place(self.data_dir)

    @property
    def left_on_this_pc(self) -> bool:
        """See core.moving.left_on_this_pc."""
        return moving.left_on_this_pc(self.data_dir)

    def move_data(self, target: Path) -> None:
        """History and settings to the other place of a program on a stick, which is in use from now on; UserError
        when it could not be done and everything is where it was."""
        moving.move_data(self.archive, self.settings, self.data_dir, target)
        self.data_dir = target
        self.settings = settings.load(target)
        self.archive = Archive(self._history_folder())

    def rule_catalogue(self) -> tuple[rules.RuleInfo, ...]:
        """Every rule with its title, severity and source, for the settings."""
        return rules.catalogue(self.settings.office.rules)

    def import_office_rules(self, source: Path) -> int:
        """Take over a file of an office's rules; how many. UserError says what is wrong with it, nothing is changed."""
        taken = rules.import_office_rules(self.data_dir, source)
        self.settings = replace(self.settings, office=rules.load_office_rules(self.data_dir))
        return len(taken)

    def export_office_rules(self, target: Path) -> int:
        """The office's own rules as one file, to be handed on; how many. UserError when there are none."""
        return rules.export_office_rules(self.data_dir, target)

    # Opening

    def open(self, path: Path, progress: Progress | None = None) -> OpenReport:
        """The report of a file; UserError when there is none. Report and source_bytes come from one read, so that a
        file replaced meanwhile cannot give the figures of one and the original of the other."""
        data = reading.load(path)
        return self.open_read(path, data, self.read_bytes(data, path.name, progress), progress)

    def open_pictures(self, paths: Sequence[Path], progress: Progress | None = None) -> OpenReport:
        """The report on several photos or scans, one page a file, in the order given."""
        data = album([(path.name, reading.load(path)) for path in paths])
        return self.open_read(paths[0], data, self.read_bytes(data, paths[0].name, progress), progress)

    def open_read(
        self, path: Path, data: bytes, result: Result[Document], progress: Progress | None = None
    ) -> OpenReport:
        """The report of a file that was read to a Document already; of a zip archive the report in it is the source."""
        state = self._read(result, SourceKind.FILE, progress)
        inner, name = reading.open_archive(data, path.name)
        return replace(state, source=path, source_name=name, source_bytes=inner)

    def open_text(self, text: str, html: str | None = None, progress: Progress | None = None) -> OpenReport:
        """The report of pasted text, or of the web page fragment that came with it when that holds the tables."""
        if html:
            with suppress(ReadError):  # a fragment that cannot be read takes nothing away from the text
                result = self._read_html(html, progress)
                if extract.extract(result.value).tables:
                    state = self._read(result, SourceKind.CLIPBOARD, progress)
                    return replace(state, source_name=PASTED_PAGE, source_bytes=html.encode("utf-8", "replace"))
        state = self._read(reading.read_text(text), SourceKind.CLIPBOARD, progress)
        return replace(state, source_name=PASTED_TEXT, source_bytes=text.encode())

    def new(self, edition: str, year: int | None = None, agency: str | None = None) -> OpenReport:
        """Empty grids of an edition, to be typed into (a scanned report)."""
        state = opened(replace(extract.empty_report(edition), year=year, agency=agency), SourceKind.TYPED)
        return self._beside_last_year(state)

    def new_beside(self, edition: str, year: int | None, agency: str | None, paths: Sequence[Path]) -> OpenReport:
        """Empty grids with the pages of a scan or of photos for the source pane; ReadError when there are none."""
        return with_pages(self.new(edition, year, agency), self.pages_beside(paths), paths[0])

    def pages_beside(self, paths: Sequence[Path]) -> PagesBeside:
        """The pages of a scan or of photos; see core.pages_beside."""
        return pages_beside(paths, self._pages_in)

    def open_tables(self, report: Report) -> OpenReport:
        """Tables that were made here (a county's sums), as a report to go on with."""
        return self._beside_last_year(opened(report, SourceKind.TYPED))

    def open_version(self, version_id: VersionId) -> OpenReport:
        """A saved version with its figures, texts and edits."""
        return self._with_document(self.archive.open_version(version_id))

    def open_draft(self, key: str) -> OpenReport:
        """Unsaved work of an earlier day with its changes. The draft itself stays until the caller drops it."""
        return self._with_document(self.archive.open_draft(key))

    def read_report(self, path: Path) -> Report:
        """Another report to compare with (last year's); UserError when it cannot be read."""
        result = self.read_bytes(reading.load(path), path.name)
        return extract.extract(result.value, result.notes)

    def _read(self, result: Result[Document], origin: SourceKind, progress: Progress | None = None) -> OpenReport:
        state = opened(report_in(result, progress), origin)
        return self._beside_last_year(replace(state, document=result.value))

    def _with_document(self, state: OpenReport) -> OpenReport:
        """The document behind it read again from the kept copy of the file, for the source pane."""
        document = None
        if state.source_bytes:
            # The places of the cells are the stored report's; a copy that no longer reads is no reason not to open.
            with suppress(ReadError):
                # Of what was typed in beside its pages nothing was ever read.
                # What was recognised is not recognised again: it takes seconds a page, and the pages are what is shown.
                only_shown = state.origin is SourceKind.TYPED or is_recognised(state.report)
                document = pages_of(state.source_bytes, self._pages_in) if only_shown else None
                if document is None and state.origin is not SourceKind.TYPED:
                    document = self.read_bytes(state.source_bytes, state.source_name).value
        return self._beside_last_year(replace(state, document=document))

    def _beside_last_year(self, state: OpenReport) -> OpenReport:
        found = self.archive.previous_of(state.report)
        return state if found is None else with_previous(state, found.report, found.info)

    # Checking

    def check(self, state: OpenReport, earlier: Checked | None = None) -> Checked:
        """What the rules say of it, with the settings as they are now; see core.checking.check for earlier."""
        return checking.check(state, self.settings.rules, earlier)

    # Sending out

    def export(
        self,
        state: OpenReport,
        checked: Checked,
        target: Path,
        layout: str = "standard",
        tracked: bool = False,
        over_source: bool = False,
        progress: Progress | None = None,
        annex: tuple[int, ...] | None = None,
        reasons: Mapping[str, str] | None = None,
        addressee: str = "",
    ) -> tuple[str, ...]:
        """Write the report by the target's ending (.docx, .xlsx, .pdf); what was written has been read back equal.

        The opened file is never the target unless over_source says that the person was asked; it is backed up first.
        layout "original" keeps the opened docx and changes only what was edited; "changes" is the 更正说明, with the
        clerk's reasons by ChangeEntry.place. annex are the leftovers to print behind the report (export_contents).
        Returns sentences for the person beside "已导出" itself; ExportError or UserError when nothing was written.
        """
        kept: tuple[str, ...] = ()
        if over_source and state.source is not None and export.is_same_file(state.source, target):
            kept = (f"原文件已备份为：{export.back_up(state.source)}",)
        else:
            export.refuse_source(target, state.source)
        options = export.ExportOptions(
            layout=layout,
            tracked=tracked,
            author=self.settings.person,
            source_name=state.source_name,
            source_bytes=state.source_bytes,
            findings=checked.findings,
            log=state.log,
            template=Path(self.settings.template) if self.settings.template else None,
            document=state.document,
            annex=annex,
            reasons=reasons or {},
            addressee=addressee,
            confirmed=state.locked,
        )
        try:
            done = export.export(state.report, state.original, target, options, progress, self._export_processes)
        except UserError as error:
            if isinstance(error.__cause__, PermissionError) and openable(target).exists():  # held open or read-only
                name = export.free_name(target).name
                raise ExportError(f"{error}也可以换成这个文件名：{name}。") from error
            raise
        return (*kept, *done)

    def export_contents(self, state: OpenReport) -> ExportContents:
        """What would not come along into the standard layout; asked before anything is written."""
        options = export.ExportOptions(source_bytes=state.source_bytes, document=state.document)
        return export.export_contents(state.report, state.original, options)

    def corrections(self, state: OpenReport) -> tuple[ChangeEntry, ...]:
        """What the 更正说明 would list, with the reasons it would give."""
        return export.change_entries(state.original, state.report, state.log)

    def print_pages(self, report: Report, measure: Measure, state: OpenReport | None = None) -> tuple[PrintPage, ...]:
        """The standard layout set on pages, for a printer: measure gives the width of characters. With the state that
        the report is of, the pictures and tables of its file are set too."""
        if state is None:
            return export.print_pages(report, measure)
        carried = export.carried_content(state.original, state.document, state.source_bytes)
        return export.print_pages(report, measure, carried)


def report_in(result: Result[Document], progress: Progress | None = None) -> Report:
    """The report of a document; ReadError when it has none of a report's tables and parts."""
    report = extract.extract(result.value, result.notes, progress)
    if not report.tables and not any(s.heading for s in report.sections):
        raise ReadError(NO_REPORT)
    return report


def is_source(state: OpenReport, target: Path) -> bool:
    """Whether a target is the opened file itself, through links and whatever the spelling."""
    return state.source is not None and export.is_same_file(state.source, target)


def export_name(report: Report) -> str:
    """Proposed file name of an export, without ending."""
    return export.file_name(report)
