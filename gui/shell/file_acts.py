"""Opening, saving, exporting: the acts that touch files. They run in the background and end in one sentence.

A job is given the state of the moment when it was asked for. What it brings back is adopted only while the opening it
was asked for still stands; the person types on meanwhile and nothing of that is held back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from core import acts, checking, paths, schema
from core.archive import Related
from core.checking import Checked
from core.errors import PicturesOnly, StoreError, UserError
from core.finding import Finding
from core.model import Report
from core.open_report import OpenReport
from core.session import SourceKind, VersionId, VersionInfo, export_name, is_source
from gui.common.folders import documents
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Failed, Jobs, Progress, Work
from gui.history.wording import local
from gui.shell import export_target
from gui.shell.autosave import Autosave

if TYPE_CHECKING:
    from core.session import PagesBeside, Session

T = TypeVar("T")
SAMPLE = "示例报告.docx"


class Asked(NamedTuple):
    """Which report was open, and at which revision, when another one was asked for; None for the start page."""

    identity: str | None
    revision: int


class ReadReport(NamedTuple):
    """What a reading job brings back."""

    state: OpenReport
    checked: Checked
    related: Related


class FileActs(QObject):
    """Signals: message(kind, text, act, slot) for the message bar; failed(exception) for a bug; flush() before
    anything reads the report: editors hand over what is being typed; draft_dropped(key); pages_shown() a scan stands
    beside the grid; files_chosen(paths) to be opened; errors_requested() back to the errors instead of exporting."""

    message = Signal(str, str, str, object)
    failed = Signal(object)
    flush = Signal()
    draft_dropped = Signal(str)
    pages_shown = Signal()
    errors_requested = Signal()
    files_chosen = Signal(object)

    def __init__(self, controller: EditController, jobs: Jobs, autosave: Autosave, ask: Ask, window: QWidget) -> None:
        super().__init__(window)
        self._controller, self._jobs, self._autosave = controller, jobs, autosave
        self._ask, self._window = ask, window
        self._folder: Path | None = None
        # Saves have a line of their own: a slow file that is being read does not keep one waiting.
        self.save_jobs = Jobs(self)
        self._saving: OpenReport | None = None
        self._save_next: tuple[OpenReport, tuple[Finding, ...]] | None = None  # asked for while another one runs

    @property
    def _session(self) -> Session:
        return self._controller.session

    def _run(self, title: str, work: Work[T], done: Callable[[T], object], failed: Failed | None = None) -> None:
        if not self._jobs.run(title, work, done, failed or self._report_failure):
            self.message.emit("info", tr("上一项工作还没有完成，请稍候或先取消它。"), "", None)

    def _report_failure(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.message.emit("error", str(error), "", None)
        else:
            self.failed.emit(error)

    # Opening

    def may_leave(self) -> bool:
        """Whether the open report may be replaced: asks once when something is not saved. The draft stays until
        another report stands in its place."""
        self.flush.emit()
        state = self._controller.state
        if state is None or not state.dirty or self._is_being_saved(state):
            return True
        choices = (tr("保存后继续"), tr("不保存"))
        chosen = self._ask.choose(
            self._window, tr("当前报告有没有保存的修改。"), choices, tr("保存会成为一个新版本，原文件不会改动。")
        )
        return chosen == 1 or (chosen == 0 and self.save_now())

    def _is_being_saved(self, state: OpenReport) -> bool:
        last = self._save_next[0] if self._save_next else self._saving
        return last is not None and last.identity == state.identity and last.work == state.work

    def _has_save_of(self, identity: str) -> bool:
        saves = (self._saving, self._save_next[0] if self._save_next else None)
        return any(state is not None and state.identity == identity for state in saves)

    def open_made(self, title: str, read: Callable[[Progress], OpenReport], failed: Failed | None = None) -> None:
        """Read another report in the background; what is open stays, and may be edited, until it has been read."""
        if not self.may_leave():
            return
        asked = self._asked()
        self._run(title, self._read_and_check(read), lambda read: self._opened(asked, read), failed)

    def _read_and_check(self, read: Callable[[Progress], OpenReport]) -> Work[ReadReport]:
        check = partial(checking.check, settings=self._session.settings.rules)
        archive = self._session.archive

        def work(progress: Progress) -> ReadReport:
            state = read(progress)
            return ReadReport(state, check(state), archive.related(state) if state.version is None else Related())

        return work

    def _asked(self) -> Asked:
        state = self._controller.state
        return Asked(state.identity, state.revision) if state else Asked(None, 0)

    def _opened(self, asked: Asked, read: ReadReport) -> bool:
        """Show what was read. False when the report it was to replace was closed or replaced meanwhile, or when the
        person, asked about what was typed while the file was read, would rather keep that."""
        now = self._asked()
        if now.identity != asked.identity:
            late = tr("当时打开的报告已经关闭或换成了别的，刚读完的这份没有打开；需要时请再打开一次。")
            self.message.emit("info", late, "", None)
            return False
        if now != asked and not self.may_leave():
            return False
        self._controller.show_report(read.state, read.checked)
        self._forget_draft_of(asked.identity)
        self._tell_related(read.related)
        return True

    def _tell_related(self, related: Related) -> None:
        """Who else works on this file, and that it was saved before: said at the opening."""
        words = []
        for draft in related.elsewhere[:1]:
            who = tr("本机的另一个窗口") if draft.here else draft.owner
            text = "{0}也打开着这份文件，有没有保存的修改（{1}）。保存时各成一个版本，不会互相覆盖。"
            words.append(tr(text, who, local(draft.saved)))
        saved = related.saved
        if saved is not None:
            words.append(tr("这个文件以前保存过：第 {0} 版，{1}。", saved.number, local(saved.created)))
        if words:
            slot = partial(self.open_version, saved.id) if saved is not None else None
            self.message.emit("info", "".join(words), tr("打开保存的第 {0} 版", saved.number) if saved else "", slot)

    def _forget_draft_of(self, identity: str | None) -> None:
        """The report was left: it is saved, or the person does not want it. A save still running drops it itself,
        when it has succeeded."""
        if identity is not None and not self._has_save_of(identity):
            self._autosave.drop(identity)

    def open(self) -> None:
        """Ask for a file and open it."""
        paths = self._ask.open_reports(self._window, tr("打开年度报告"), self._folder)
        if paths:
            self.files_chosen.emit(paths)

    def open_path(self, path: Path) -> None:
        """Read a file."""
        self._folder = path.parent
        session = self._session

        def failed(error: Exception) -> None:
            if isinstance(error, PicturesOnly):
                words = tr("对照着填空表…")
                self.message.emit("error", str(error), words, lambda: self.new_beside((path,)))
            else:
                self._report_failure(error)

        self.open_made(tr("正在读取 {0}", path.name), lambda progress: session.open(path, progress), failed)

    def open_version(self, version_id: VersionId) -> None:
        """Open a saved version."""
        session = self._session
        self.open_made(tr("正在打开保存的版本"), lambda _: session.open_version(version_id))

    def open_draft(self, key: str) -> None:
        """Take up unsaved work of an earlier day; its draft goes when the work is kept under its new opening."""
        if not self.may_leave():
            return
        session, asked = self._session, self._asked()

        def opened(read: ReadReport) -> None:
            if self._opened(asked, read._replace(related=Related())):
                self._autosave.drop(key)

        work = self._read_and_check(lambda _: session.open_draft(key))
        self._run(tr("正在恢复未保存的修改"), work, opened)

    def drop_draft(self, key: str) -> None:
        """Give unsaved work of an earlier day up, for good; asks first."""
        question = tr("放弃这份没有保存的修改？放弃后无法找回。")
        if self._ask.choose(self._window, question, (tr("放弃修改"),), risky=True) == 0:
            self._session.archive.drop_draft(key)
            self.draft_dropped.emit(key)

    def open_sample(self) -> None:
        """Open the report that comes with the program."""
        self.open_path(paths.resources() / "samples" / SAMPLE)

    def paste_report(self) -> None:
        """Take the clipboard as a report."""
        clipboard = QGuiApplication.clipboard()
        text = clipboard.text()  # of a clipboard that never held anything mimeData() is None
        html = clipboard.mimeData().html() if text and clipboard.mimeData().hasHtml() else None
        if not text.strip():
            self.message.emit("error", tr("剪贴板里没有文字。请先在网页或文档里全选、复制，再粘贴到这里。"), "", None)
            return
        session = self._session
        self.open_made(tr("正在读取粘贴的内容"), lambda progress: session.open_text(text, html, progress))

    def new(self) -> None:
        """Empty grids for a year."""
        if self.may_leave() and (answer := self._ask.new_report(self._window)) is not None:
            year, agency = answer
            state = self._session.new(schema.edition_of(year), year, agency or None)
            self._opened(self._asked(), ReadReport(state, self._session.check(state), Related()))

    def new_beside(self, paths: Sequence[Path]) -> None:
        """Empty grids, with the pages of a scan or photos beside them."""
        if self.may_leave() and (answer := self._ask.new_report(self._window)) is not None:
            year, agency = answer
            session, asked = self._session, self._asked()
            edition = schema.edition_of(year)
            work = self._read_and_check(lambda _: session.new_beside(edition, year, agency or None, paths))

            def opened(read: ReadReport) -> None:
                if self._opened(asked, read):
                    self.pages_shown.emit()

            def failed(error: Exception) -> None:
                # Pages that cannot be shown are no reason not to type: the empty tables are there all the same.
                if isinstance(error, UserError):
                    state = session.new(edition, year, agency or None)
                    self._opened(asked, ReadReport(state, session.check(state), Related()))
                self._report_failure(error)

            self._run(tr("正在打开扫描件"), work, opened, failed)

    def show_scan(self) -> None:
        """Choose a scan or photos: beside the report that is being typed in, else beside a new empty one."""
        state = self._controller.state
        if state is not None and state.origin is not SourceKind.TYPED:
            words = tr("这份报告是从文件打开的，右侧“原文对照”显示的就是它的原文。请先关闭报告，再选择扫描件。")
            self.message.emit("info", words, "", None)
            return
        paths = self._ask.open_pages(self._window, tr("选择扫描件或照片"), self._folder)
        if not paths:
            return
        self._folder = paths[0].parent
        if state is None:
            self.new_beside(paths)
            return
        identity, session = state.identity, self._session

        def adopted(pages: PagesBeside) -> None:
            if self._controller.adopt_pages(identity, pages, paths[0]):
                self.pages_shown.emit()

        self._run(tr("正在打开扫描件"), lambda _: session.pages_beside(paths), adopted)

    def close_report(self) -> bool:
        """Give the open report up; False when the person would rather stay."""
        if not self.may_leave():
            return False
        identity = self._asked().identity
        self._controller.close_report()
        self._forget_draft_of(identity)
        self._autosave.finish()  # the start page does not offer what was just given up
        return True

    def last_year(self) -> None:
        """Take last year's report from a file, for the rules across years."""
        path = self._ask.open_file(self._window, tr("选择上一年度的报告"), self._folder)
        if path is not None and (state := self._controller.state) is not None:
            session, identity = self._session, state.identity
            work = lambda _: session.read_report(path)  # noqa: E731  two lambdas of one call read alike
            self._run(
                tr("正在读取 {0}", path.name), work, lambda previous: self._compared(identity, previous, path.name)
            )

    def _compared(self, identity: str, previous: Report, name: str) -> None:
        if self._controller.adopt_previous(identity, previous, name):
            self.message.emit("ok", tr("已与上年报告核对，跨年的问题列在问题清单里。"), "", None)

    # Saving

    def save(self) -> None:
        """Keep the work of this moment as a version, in the background; without a change there is nothing to keep."""
        self.flush.emit()
        state, findings = self._controller.state, self._controller.checked.findings
        if state is None:
            return
        if self._saving is not None:
            self._save_next = (state, findings)
        elif state.dirty or state.version is None:
            self._start_save(state, findings)
        else:
            self.message.emit("ok", tr("没有新的修改，已经是第 {0} 版。", state.version.number), "", None)

    def _start_save(self, state: OpenReport, findings: tuple[Finding, ...]) -> None:
        archive, self._saving = self._session.archive, state
        self.save_jobs.run(
            tr("正在保存"),
            lambda _: archive.save(state, findings),
            lambda version: self._saved(state, version),
            self._not_saved,
        )

    def _saved(self, stored: OpenReport, version: VersionInfo) -> None:
        self._saving = None
        self._controller.adopt_saved(stored, version)
        known = stored.version is not None and stored.version.id == version.id
        words = tr("没有新的修改，已经是第 {0} 版。") if known else tr("已保存为第 {0} 版。")
        self.message.emit("ok", words.format(version.number), "", None)
        if self._save_next is not None:
            (state, findings), self._save_next = self._save_next, None
            if state.identity == stored.identity:
                state = acts.saved_as(state, stored, version, acts.utc_now())
            if state.dirty or state.version is None:
                self._start_save(state, findings)
        now = self._controller.state
        if now is not None and now.identity == stored.identity and now.dirty:
            self._autosave.write()
        elif not self._has_save_of(stored.identity):
            self._autosave.drop(stored.identity)

    def _not_saved(self, error: Exception) -> None:
        """The work is still here; where the history cannot be written it can be kept in another place."""
        self._saving, self._save_next = None, None
        if isinstance(error, StoreError):
            self.message.emit("error", str(error), tr("存到别处…"), self.save_elsewhere)
        else:
            self._report_failure(error)

    def save_elsewhere(self) -> None:
        """Keep the work in a history file of its own."""
        target = self._ask.save_history(self._window, tr("把修改存到别处"), documents() / tr("未保存的修改.db"))
        if target is not None:
            archive, state, findings = self._session.archive, self._controller.opened, self._controller.checked.findings
            done = tr("已存到 {0}。历史记录能写以后，在“历史记录”里用“导入合并”读回来。", target)
            work = lambda _: archive.save_elsewhere(state, findings, target)  # noqa: E731  as above
            self._run(tr("正在保存"), work, lambda _: self.message.emit("ok", done, "", None))

    def save_now(self) -> bool:
        """Keep a version before going on; False (with the sentence shown) when that failed."""
        self.save()
        while self._saving is not None:
            self.save_jobs.finish()
        state = self._controller.state
        return state is None or not state.dirty

    # Exporting

    def export_pdf(self) -> None:
        """As export, with PDF offered first."""
        self.export(pdf_first=True)

    def export(self, pdf_first: bool = False) -> None:
        """Ask for the verdict's consequence and the place, then write the report of this moment in the background."""
        self.flush.emit()
        if self._controller.state is None or not self._may_export():
            return
        state = self._controller.opened
        docx = state.document is not None and state.document.kind == "docx"
        kinds = [kind for kind in export_target.KINDS if docx or kind[1] != "original"]
        if state.report == state.original:
            kinds = [kind for kind in kinds if kind[1] != "changes"]
        title = tr("导出报告")
        if state.source_bytes and not docx:
            title = tr("导出报告（原文件不是 docx，不能保持原格式）")
        proposed = self._proposed()
        if pdf_first:
            kinds.sort(key=lambda kind: ".pdf" not in kind[0])
            proposed = proposed.with_suffix(".pdf")
        self._export_as(title, proposed, kinds, docx)

    def export_change_note(self) -> None:
        """The 更正说明 of what was changed since the report was opened."""
        self.flush.emit()
        state = self._controller.state
        if state is None:
            return
        if not self._session.corrections(state):
            words = tr("报告与原报没有不同，没有需要更正的内容。改过数字或文字以后再导出更正说明。")
            self.message.emit("info", words, "", None)
            return
        proposed = self._proposed().with_name(f"{export_name(state.report)}更正说明.docx")
        self._export_as(
            tr("导出更正说明"), proposed, [kind for kind in export_target.KINDS if kind[1] == "changes"], False
        )

    def _export_as(self, title: str, proposed: Path, kinds: Sequence[tuple[str, str, bool]], docx: bool) -> None:
        answer = self._ask.save_file(self._window, title, proposed, [tr(name) for name, _, _ in kinds])
        if answer is None:
            return
        target, (_, layout, tracked) = answer[0], kinds[answer[1]]
        state, checked = self._controller.opened, self._controller.checked
        errors = self._controller.counts.errors
        over_source = is_source(state, target)
        if over_source and not self._may_overwrite(target):
            return
        annex: tuple[int, ...] | None = None
        reasons: Mapping[str, str] = {}
        addressee = ""
        if layout == "changes":
            written = self._ask.corrections(self._window, self._session.corrections(state))
            if written is None:
                return
            reasons, addressee = written
        elif layout == "standard" and target.suffix.lower() != ".xlsx":
            contents = self._session.export_contents(state)
            if contents.lost or any(proposed for _, _, proposed in contents.leftovers):
                can_mend = docx and target.suffix.lower() == ".docx"
                chosen = self._ask.export_contents(self._window, contents, can_mend)
                if chosen is None:
                    return
                if chosen == "original":
                    layout = "original"
                else:
                    annex = chosen
        work = partial(self._session.export, state, checked, target, layout, tracked, over_source)
        self._run(
            tr("正在导出"),
            lambda progress: work(progress, annex, reasons, addressee),
            lambda messages: self._exported(target, messages, state, errors),
        )

    def _may_overwrite(self, source: Path) -> bool:
        """The opened file is replaced only when the person says so, and after a copy of it."""
        question = tr("“{0}”就是正在校核的原文件，要覆盖它吗？", source.name)
        detail = tr("覆盖之前会在同一个文件夹里留一份备份。一般应换一个文件名。")
        return self._ask.choose(self._window, question, (tr("备份后覆盖"),), detail, risky=True) == 0

    def _may_export(self) -> bool:
        """The verdict before export: a report with errors goes out only when the person says so."""
        self._controller.leave_table()
        errors = self._controller.counts.errors
        if not errors:
            return True
        question = tr("仍有 {0} 处错误，要带着这些错误导出吗？", errors)
        detail = tr("按回车回到问题清单，可以在那里采用修改建议。")
        if self._ask.choose(self._window, question, (tr("回到问题清单"), tr("仍然导出")), detail) == 1:
            return True
        self.errors_requested.emit()
        return False

    def _proposed(self) -> Path:
        """Where the export is offered to go."""
        state, exported = self._controller.opened, self._controller.remembered.export_folder
        return export_target.proposed(state.report, state.source, exported, self._folder)

    def _exported(self, target: Path, messages: tuple[str, ...], exported: OpenReport, errors: int) -> None:
        """The file was read back: it holds what was on the screen, mistakes included."""
        now = self._controller.state
        same = now is not None and now.identity == exported.identity and now.report == exported.report
        screen = tr("屏幕上的内容") if same else tr("点“导出”时的内容")
        left = tr("；仍有 {0} 处错误没有改", errors) if errors else ""
        words = tr("已导出。导出的文件与{0}一致{1}。", screen, left)
        self._controller.remembered.exported_to(target.parent)
        text = "　".join([words, *messages])
        acts = (
            (tr("打开文件"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))),
            (tr("打开所在文件夹"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))),
        )
        self.message.emit("ok", text, "", acts)
