"""The one façade between the core and whoever uses it: window, command line, tests.

Panels refresh from the Outcome that every act returns and from nothing else. A Session belongs to one
thread at a time; long acts (open, export, save) take plain values and may run on a worker thread while
the caller waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core import change as changes
from core import export as exporting
from core import extract, reading, rules, schema, settings, values
from core.archive import Archive, snapshot
from core.change import CellEdit, Change, Edit, Fact, FactEdit, Origin, SectionEdit
from core.document import Document, Result
from core.errors import ExportError, ReadError, UserError
from core.export.pages.line_breaking import Measure
from core.export.pages.page import PrintPage, Rectangle, TextRun
from core.finding import Binding, BrokenRule, Dismissal, Equation, Finding, Repair
from core.model import CellRef, CellText, Paragraph, Report
from core.opened import Checked, Made, Opened
from core.reading import Progress
from core.reading.pdf.pdfium import LOCK as PDFIUM_LOCK
from core.repair import Suggestion, suggest
from core.rules.dismissal import dismiss, sort_out
from core.store.backups.backup import BackupInfo
from core.store.backups.damaged_file import SetAside
from core.store.history import (
    SUBMITTED,
    DraftInfo,
    History,
    Holder,
    Merged,
    Purged,
    Query,
    ReportId,
    ReportInfo,
    State,
    VersionId,
    VersionInfo,
)

# What callers need to name lies here too, so that they need no room behind the façade.
__all__ = [
    "PDFIUM_LOCK",
    "SUBMITTED",
    "BackupInfo",
    "Checked",
    "DraftInfo",
    "History",
    "Holder",
    "Made",
    "Measure",
    "Merged",
    "Opened",
    "Outcome",
    "PrintPage",
    "Progress",
    "Purged",
    "Query",
    "Rectangle",
    "ReportId",
    "ReportInfo",
    "Session",
    "SetAside",
    "State",
    "Suggestion",
    "TextRun",
    "VersionId",
    "VersionInfo",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: panels look only for what concerns them.

    reloaded means another report is open now; cells and sections are those whose content changed; added and
    cleared are findings; messages are Chinese sentences for the status line.
    """

    reloaded: bool = False
    cells: frozenset[CellRef] = frozenset()
    sections: frozenset[int] = frozenset()
    added: tuple[Finding, ...] = ()
    cleared: tuple[Finding, ...] = ()
    messages: tuple[str, ...] = ()


class Session:
    """One window's work: at most one report open, its findings, its history."""

    def __init__(self, data_dir: Path | None = None) -> None:
        """data_dir None means the user's own; nothing is created there before the first save."""
        self.data_dir = settings.data_dir(data_dir)
        self.settings = settings.load(self.data_dir)
        self._opened: Opened | None = None
        self._checked = Checked()
        self.archive = Archive(self._history_folder())

    # What is open

    @property
    def opened(self) -> Opened | None:
        """Everything about the open report, None when there is none."""
        return self._opened

    @property
    def report(self) -> Report | None:
        """The report as edited so far."""
        return self._opened.report if self._opened else None

    @property
    def original(self) -> Report | None:
        """The report as opened: the 原报 values."""
        return self._opened.original if self._opened else None

    @property
    def document(self) -> Document | None:
        """The neutral document behind the report; None when typed in or taken from the history."""
        return self._opened.document if self._opened else None

    @property
    def source(self) -> Path | None:
        """The file it was read from."""
        return self._opened.source if self._opened else None

    @property
    def dirty(self) -> bool:
        """Whether something differs from what is saved (or from the file, before the first save)."""
        return self._opened is not None and self._opened.report != self._opened.baseline

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Standing findings, gravest first, then in the form's order."""
        return self._checked.findings

    @property
    def dismissed(self) -> tuple[tuple[Finding, Dismissal], ...]:
        """Findings set aside with a reason."""
        return self._checked.dismissed

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Figures of the narrative and the cells they speak of."""
        return self._checked.bindings

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Every equation of the tables, with live figures."""
        return self._checked.equations

    @property
    def broken_rules(self) -> tuple[BrokenRule, ...]:
        """Rules that failed themselves: our fault, never a finding."""
        return self._checked.broken

    def equations_of(self, ref: CellRef) -> tuple[Equation, ...]:
        """The equations in which a cell stands."""
        return tuple(e for e in self._checked.equations if ref in e.cells)

    def shape(self, table: int) -> schema.TableShape:
        """Shape of a table in its own edition; a missing table takes the report's."""
        report = self._report()
        grid = report.tables.get(table)
        return schema.shape(grid.edition if grid else report.edition, table)

    # Opening

    def open(self, path: Path, progress: Progress | None = None) -> Outcome:
        """Read a file; on UserError whatever was open stays as it was."""
        result = reading.read(path, progress)
        data = path.read_bytes()
        return self._adopt(result, source=path, data=data)

    def open_text(self, text: str, html: str | None = None) -> Outcome:
        """Read pasted text, or the web page fragment that came with it when that holds the tables."""
        if html:
            result = reading.read_html(html)
            if extract.extract(result.value).tables:
                return self._adopt(result)
        return self._adopt(reading.read_text(text))

    def new(self, edition: str, year: int | None = None, agency: str | None = None) -> Outcome:
        """Empty grids of an edition, to be typed into (a scanned report)."""
        report = replace(extract.empty_report(edition), year=year, agency=agency)
        return self._show(Opened(report, report, report), ())

    def compare_with(self, path: Path) -> Outcome:
        """Take last year's report from a file; UserError when it cannot be read."""
        result = reading.read(path)
        previous = extract.extract(result.value, result.notes)
        return self._update(replace(self._open(), previous=previous), Outcome())

    def _adopt(self, result: Result[Document], source: Path | None = None, data: bytes = b"") -> Outcome:
        report = extract.extract(result.value, result.notes)
        if not report.tables and not any(s.heading for s in report.sections):
            raise ReadError("这个文件里没有找到年度报告的三张表或六个部分，请确认打开的是政府信息公开工作年度报告。")
        name = source.name if source else ""
        opened = Opened(report, report, report, result.value, source, name, data)
        return self._show(replace(opened, previous=self.archive.previous_of(report)), report.notes)

    def _show(self, opened: Opened, notes: Iterable[object]) -> Outcome:
        self._opened, self._checked = opened, Checked()
        self._check()
        messages = tuple(str(getattr(n, "message", n)) for n in notes)
        return Outcome(True, added=self.findings, messages=messages)

    def _reopen(self, opened: Opened) -> Outcome:
        """Show what the history kept, with the document behind it read again from the kept copy of the file."""
        document = None
        if opened.source_bytes:
            # The places of the cells are the stored report's; a copy that no longer reads is no reason not to open.
            with suppress(ReadError):
                document = reading.read_bytes(opened.source_bytes, opened.source_name).value
        previous = self.archive.previous_of(opened.report)
        return self._show(replace(opened, document=document, previous=previous), ())

    # Acting

    def apply(self, change: Change) -> Outcome:
        """Carry out a change; taking back the last one removes it from the log instead of adding to it."""
        opened = self._open()
        report = changes.apply(opened.report, change)
        log = opened.log
        undone = len(log) > opened.logged and log[-1][0].inverse().edits == change.edits
        log = log[:-1] if undone else (*log, (change, _now()))
        facts = any(isinstance(e, FactEdit) for e in change.edits)
        outcome = Outcome(facts, frozenset(change.cells), frozenset(change.sections))
        return self._update(replace(opened, report=report, log=log), outcome)

    def edit_cells(self, texts: Mapping[CellRef, str], label: str, origin: Origin = Origin.TYPED) -> Change:
        """A change that writes these texts; cells whose text stays the same are left out."""
        report = self._report()
        edits: list[Edit] = []
        for ref, raw in texts.items():
            cell = report.cell(ref)
            if raw != cell.raw:
                value = values.parse(raw, self.shape(ref.table).kinds[ref])
                edits.append(CellEdit(ref, CellText(cell.raw, cell.value), CellText(raw, value)))
        return Change(label, origin, tuple(edits))

    def edit_section(self, number: int, texts: Iterable[str], table_at: int | None = None) -> Change:
        """A change of a section's narrative; paragraphs that stay keep their place and bold ranges."""
        old = self._report().section(number)
        kept = {p.text: p for p in old.paragraphs}
        new = tuple(kept.get(t) or Paragraph(t) for t in texts)
        at = min(old.table_at if table_at is None else table_at, len(new))
        title = schema.load(self._report().edition).headings[number - 1]
        return Change(f"修改“{title}”", Origin.TYPED, (SectionEdit(number, old.paragraphs, new, old.table_at, at),))

    def edit_fact(self, fact: Fact, value: str | int | None) -> Change:
        """A change of title, agency or year."""
        label = {Fact.TITLE: "修改标题", Fact.AGENCY: "修改机关名称", Fact.YEAR: "修改年度"}[fact]
        return Change(label, Origin.TYPED, (FactEdit(fact, getattr(self._report(), fact), value),))

    def suggest(self, table: int) -> Suggestion:
        """The smallest repairs of a table, likeliest first; empty when its equations hold."""
        opened = self._open()
        return suggest(opened.report, table, opened.locked, self.bindings, opened.previous)

    def repair_change(self, repair: Repair) -> Change:
        """A repair as one change, for one undo step."""
        edits = tuple(CellEdit(c.ref, c.old, c.new) for c in repair.changes)
        return Change(f"采用修改建议：{repair.reason}", Origin.REPAIR, edits)

    def confirm(self, refs: Iterable[CellRef], sure: bool = True) -> Outcome:
        """Lock cells the clerk is sure of (repairs go around them), or unlock them."""
        opened, refs = self._open(), frozenset(refs)
        locked = opened.locked | refs if sure else opened.locked - refs
        return self._update(replace(opened, locked=locked), Outcome(cells=refs))

    def dismiss(self, finding: Finding, reason: str) -> Outcome:
        """Set a warning or hint aside with a reason; errors stand until they are mended (UserError)."""
        if finding.severity.rank == 0:
            raise UserError("错误不能忽略，请先改正数字，或在修改建议里选择一种。")
        opened = self._open()
        entry = dismiss(finding, reason, _now())
        return self._update(replace(opened, dismissals=(*opened.dismissals, entry)), Outcome())

    def restore(self, finding: Finding) -> Outcome:
        """Take a dismissal back."""
        opened = self._open()
        kept = tuple(d for d in opened.dismissals if d.identity != finding.identity)
        return self._update(replace(opened, dismissals=kept), Outcome())

    def change_settings(self, new: settings.Settings) -> Outcome:
        """Keep new settings and check again; UserError when they cannot be written."""
        settings.save(self.data_dir, new)
        moved = new.history_dir != self.settings.history_dir
        self.settings = new
        if moved:
            self.archive.close()
            self.archive = Archive(self._history_folder())
        return self._update(self._opened, Outcome()) if self._opened else Outcome()

    # Sending out

    def export(
        self, target: Path, layout: str = "standard", tracked: bool = False, over_source: bool = False
    ) -> tuple[str, ...]:
        """Write the report by the target's ending (.docx, .xlsx, .pdf); what was written has been read back equal.

        The opened file is never the target unless over_source says that the person was asked; it is backed up first.
        layout "original" keeps the opened docx and changes only what was edited. Returns sentences for the
        person; ExportError or UserError when nothing was written.
        """
        opened = self._open()
        kept: tuple[str, ...] = ()
        if opened.source is not None and over_source and self.is_source(target):
            kept = (f"原文件已备份为：{exporting.back_up(opened.source)}",)
        else:
            exporting.refuse_source(target, opened.source)
        try:
            done = exporting.export(opened.report, opened.original, target, self._export_input(layout, tracked))
        except UserError as error:
            if isinstance(error.__cause__, OSError) and target.exists():  # held open or read-only
                name = exporting.free_name(target).name
                raise ExportError(f"{error}也可以换成这个文件名：{name}。") from error
            raise
        return (f"已导出并核对无误：{target}", *kept, *done)

    def is_source(self, target: Path) -> bool:
        """Whether a target is the opened file itself, through links and whatever the spelling."""
        source = self._open().source
        return source is not None and exporting.is_same_file(source, target)

    def export_name(self) -> str:
        """Proposed file name, without ending."""
        return exporting.file_name(self._report())

    def print_pages(self, measure: Measure) -> tuple[PrintPage, ...]:
        """The standard layout set on pages, for a printer: measure gives the width of characters."""
        return exporting.print_pages(self._report(), measure)

    def _export_input(self, layout: str, tracked: bool) -> exporting.Options:
        opened = self._open()
        return exporting.Options(
            layout=layout,
            tracked=tracked,
            author=self.settings.person,
            source_name=opened.source_name,
            source_bytes=opened.source_bytes,
            findings=self.findings,
            dismissed=tuple((f, d.reason) for f, d in self.dismissed),
            log=opened.log,
            template=Path(self.settings.template) if self.settings.template else None,
        )

    # History

    @property
    def history_path(self) -> Path:
        """The history's file, whether it exists or not."""
        return self.archive.path

    @property
    def history(self) -> History:
        """The history, opened (and created) at first use; StoreError says what to do."""
        return self.archive.history

    @property
    def set_aside(self) -> SetAside | None:
        """What became of a damaged history file, None when it was sound (or not looked at yet)."""
        return self.archive.set_aside

    def save(self, note: str = "") -> VersionInfo:
        """Keep the report as a new version; it is durable when this returns."""
        opened = self._open()
        version = self.archive.save(opened, self.findings, note)
        self._opened = replace(opened, baseline=opened.report, logged=len(opened.log), version=version)
        return version

    def save_elsewhere(self, target: Path) -> None:
        """Keep the work in another history file, where the own one cannot be written; importing that one brings it
        back. It still counts as not saved."""
        opened = self._open()
        with History(target) as other:  # the numbers of our reports mean nothing there
            other.save(replace(snapshot(opened, self.findings), report_id=None, parent=None))

    def open_version(self, version_id: VersionId) -> Outcome:
        """Open a saved version with its figures, texts and edits."""
        return self._reopen(self.archive.open_version(version_id))

    def save_draft(self) -> None:
        """Put the work as it stands in safety, or forget the draft when nothing is unsaved. May run on a worker."""
        if self.dirty:
            self.archive.save_draft(self._open(), self.findings)
        else:
            self.archive.drop_draft()

    def drafts(self) -> list[DraftInfo]:
        """Work that windows now gone left unsaved, the last first; nothing is created to look for it."""
        return self.archive.drafts()

    def open_draft(self, key: str) -> Outcome:
        """Take up unsaved work again, its changes included; it stays a draft until it is saved or dropped."""
        outcome = self._reopen(self.archive.open_draft(key))
        self.save_draft()
        self.drop_draft(key)
        return outcome

    def drop_draft(self, key: str | None = None) -> None:
        """Forget a draft, this window's own when no key is given."""
        self.archive.drop_draft(key)

    def hold(self) -> list[Holder]:
        """Say that this window has the report open, and learn which other windows have it; to be repeated every few
        minutes."""
        return self.archive.hold(self._opened.version if self._opened else None)

    def forget_version(self) -> None:
        """The history was put back to a copy that lacks the version in hand: the next save keeps everything anew."""
        opened = self._open()
        self._opened = replace(opened, baseline=opened.original, logged=0, version=None)

    def backup_daily(self, progress: Progress | None = None) -> Path | None:
        """Today's copy of the history, None when it is not needed. May run on a worker."""
        return self.archive.backup_daily(self.settings.backups, progress)

    def rule_catalogue(self) -> tuple[rules.RuleInfo, ...]:
        """Every rule with its title, severity and source, for the settings."""
        return rules.catalogue()

    def close(self) -> None:
        """Give the history's file back."""
        self.archive.close()

    # Inside

    def _history_folder(self) -> Path:
        return Path(self.settings.history_dir) if self.settings.history_dir else self.data_dir

    def _open(self) -> Opened:
        if self._opened is None:
            raise UserError("还没有打开报告，请先打开一个文件。")
        return self._opened

    def _report(self) -> Report:
        return self._open().report

    def _update(self, opened: Opened, outcome: Outcome) -> Outcome:
        """Put the new state in place, check it, and say which findings came and went."""
        before = self._checked.findings
        self._opened = opened
        self._check()
        added = tuple(f for f in self.findings if f not in before)
        cleared = tuple(f for f in before if f not in self.findings)
        return replace(outcome, added=added, cleared=cleared)

    def _check(self) -> None:
        opened = self._open()
        result = rules.evaluate(opened.report, opened.previous, self.settings.rules)
        standing, dismissed = sort_out(result.findings, opened.dismissals)
        equations = rules.equations(opened.report)
        self._checked = Checked(standing, dismissed, result.bindings, equations, result.broken)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
