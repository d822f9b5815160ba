"""Opening, saving, exporting: the acts that touch files. They run in the background and end in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from core import paths, schema
from core.errors import StoreError, UserError
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import Desk
from gui.editing.jobs import Jobs, Work

if TYPE_CHECKING:
    from core.session import Outcome, Session, VersionInfo

Failed = Callable[[Exception], None]
SAMPLE = "示例报告.docx"
# Name in the file dialog, layout (None: the program's own), tracked changes; the original's layouts need a docx.
KINDS = (
    ("Word 文档，规范格式 (*.docx)", None, False),
    ("Word 文档，保持原文件的格式 (*.docx)", "original", False),
    ("Word 文档，保持原格式并显示修订 (*.docx)", "original", True),
    ("Excel 工作簿 (*.xlsx)", None, False),
    ("PDF 文件 (*.pdf)", None, False),
)


class Filing(QObject):
    """Signals: told(kind, text, act, slot) for the message bar; failed(exception) for a bug; flush() before
    anything reads the report: editors hand over what is being typed; draft_dropped(key)."""

    told = Signal(str, str, str, object)
    failed = Signal(object)
    flush = Signal()
    draft_dropped = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, ask: Ask, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._ask, self._window = desk, jobs, ask, window
        self._folder: Path | None = None
        self.closed = True  # the person is on the start page: what the session still holds was given up

    def _run(self, title: str, work: Work, done: Callable[[Any], None], failed: Failed | None = None) -> None:
        if not self._jobs.run(title, work, done, failed or self._failed):
            self.told.emit("info", tr("上一项工作还没有完成，请稍候或先取消它。"), "", None)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.told.emit("error", str(error), "", None)
        else:
            self.failed.emit(error)

    # In

    def may_leave(self) -> bool:
        """Whether the open report may be replaced: asks once when something is not saved."""
        if self.closed:
            return True
        self.flush.emit()
        if not self._desk.session.dirty:
            return True
        choices = (tr("保存后继续"), tr("不保存"))
        chosen = self._ask.choose(
            self._window, tr("当前报告有没有保存的修改。"), choices, tr("保存会成为一个新版本，原文件不会改动。")
        )
        if chosen == 1:
            self._drop_draft()
        return chosen == 1 or (chosen == 0 and self.save_now())

    def _drop_draft(self) -> None:
        try:
            self._desk.session.drop_draft()
        except UserError as error:
            self._failed(error)

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self._ask.open_file(self._window, tr("打开年度报告"), self._folder)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Read a file in the background; what is open stays until the new one has been read."""
        if self.may_leave():
            self._folder = path.parent
            session = self._desk.session
            self._run(tr("正在读取 {0}", path.name), lambda progress: session.open(path, progress), self._opened)

    def open_version(self, version_id: int) -> None:
        """Open a saved version."""
        if self.may_leave():
            session = self._desk.session
            self._run(tr("正在打开保存的版本"), lambda _: session.open_version(version_id), self._opened)

    def open_draft(self, key: str) -> None:
        """Take up unsaved work of an earlier day."""
        if self.may_leave():
            session = self._desk.session
            self._run(tr("正在恢复未保存的修改"), lambda _: session.open_draft(key), self._opened)

    def drop_draft(self, key: str) -> None:
        """Give unsaved work of an earlier day up, for good; asks first."""
        question = tr("放弃这份没有保存的修改？放弃后无法找回。")
        if self._ask.choose(self._window, question, (tr("放弃修改"),), risky=True) == 0:
            self._desk.session.drop_draft(key)
            self.draft_dropped.emit(key)

    def open_sample(self) -> None:
        """Open the report that comes with the program."""
        self.open_path(paths.resources() / "samples" / SAMPLE)

    def paste_report(self) -> None:
        """Take the clipboard as a report."""
        data = QGuiApplication.clipboard().mimeData()
        text, html = data.text(), data.html() if data.hasHtml() else None
        if not text.strip():
            self.told.emit("error", tr("剪贴板里没有文字。请先在网页或文档里全选、复制，再粘贴到这里。"), "", None)
        elif self.may_leave():
            session = self._desk.session
            self._run(tr("正在读取粘贴的内容"), lambda _: session.open_text(text, html), self._opened)

    def new(self) -> None:
        """Empty grids for a year."""
        if self.may_leave() and (answer := self._ask.new_report(self._window)) is not None:
            year, agency = answer
            self._opened(self._desk.session.new(schema.edition_of(year), year, agency or None))

    def last_year(self) -> None:
        """Take last year's report from a file, for the rules across years."""
        path = self._ask.open_file(self._window, tr("选择上一年度的报告"), self._folder)
        if path is not None:
            session = self._desk.session
            self._run(tr("正在读取 {0}", path.name), lambda _: session.compare_with(path), self._compared)

    def _compared(self, outcome: Outcome) -> None:
        self._desk.take(outcome)
        self.told.emit("ok", tr("已与上年报告核对，跨年的问题列在问题清单里。"), "", None)

    def _opened(self, outcome: Outcome) -> None:
        self.closed = False
        self._desk.take(outcome)

    # Out

    def save(self) -> None:
        """Keep a version, in the background."""
        self.flush.emit()
        session = self._desk.session
        self._run(tr("正在保存"), lambda _: _save(session), self._saved, self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        """The work is still here; where the history cannot be written it can be kept in another place."""
        if isinstance(error, StoreError):
            self.told.emit("error", str(error), tr("存到别处…"), self.save_elsewhere)
        else:
            self._failed(error)

    def save_elsewhere(self) -> None:
        """Keep the work in a history file of its own."""
        session = self._desk.session
        target = self._ask.save_history(self._window, tr("把修改存到别处"), Path.home() / tr("未保存的修改.db"))
        if target is not None:
            done = tr("已存到 {0}。历史记录能写以后，在“历史记录”里用“导入合并”读回来。", target)
            work = lambda _: session.save_elsewhere(target)  # noqa: E731  two lambdas of one call read alike
            self._run(tr("正在保存"), work, lambda _: self.told.emit("ok", done, "", None))

    def save_now(self) -> bool:
        """Keep a version before going on; False (with the sentence shown) when that failed."""
        try:
            self._saved(_save(self._desk.session))
        except UserError as error:
            self._not_saved(error)
            return False
        return True

    def _saved(self, version: VersionInfo) -> None:
        from core.session import Outcome  # not at the top: the session's import is heavy and comes after first paint

        self._desk.undo.setClean()
        self._desk.take(Outcome())
        self.told.emit("ok", tr("已保存为第 {0} 版。", version.number), "", None)

    def export(self) -> None:
        """Ask for the verdict's consequence and the place, then write in the background."""
        self.flush.emit()
        if not self._sure():
            return
        session = self._desk.session
        kinds = [k for k in KINDS if (session.document is not None and session.document.kind == "docx") or k[1] is None]
        filters = [tr(name) for name, _, _ in kinds]
        answer = self._ask.save_file(self._window, tr("导出报告"), self._proposed(), filters)
        if answer is not None:
            target, (_, layout, tracked) = answer[0], kinds[answer[1]]
            over_source = session.is_source(target)
            if over_source and not self._may_overwrite(target):
                return
            self._folder = target.parent
            work = partial(session.export, target, layout or "standard", tracked, over_source)
            self._run(tr("正在导出"), lambda _: (target, work()), self._exported)

    def _may_overwrite(self, source: Path) -> bool:
        """The opened file is replaced only when the person says so, and after a copy of it."""
        question = tr("“{0}”就是正在校核的原文件，要覆盖它吗？", source.name)
        detail = tr("覆盖之前会在同一个文件夹里留一份备份。一般应换一个文件名。")
        return self._ask.choose(self._window, question, (tr("备份后覆盖"),), detail, risky=True) == 0

    def _sure(self) -> bool:
        """The verdict before export: a report with errors goes out only when the person says so."""
        errors = self._desk.counts.errors
        if not errors:
            return True
        question = tr("仍有 {0} 处错误，确定导出？", errors)
        detail = tr("导出的报告会带着这些错误。可以先在问题清单里采用修改建议。")
        return self._ask.choose(self._window, question, (tr("仍然导出"),), detail) is not None

    def _proposed(self) -> Path:
        """A name beside the source that is not the source itself."""
        session = self._desk.session
        name = session.export_name().removesuffix(".docx")
        folder = self._folder or (session.source.parent if session.source else Path.home())
        target = folder / f"{name}.docx"
        if session.source is not None and target == session.source:
            target = folder / tr("{0}（校核后）.docx", name)
        return target

    def _exported(self, result: tuple[Path, tuple[str, ...]]) -> None:
        target, messages = result
        folder = QUrl.fromLocalFile(str(target.parent))
        self.told.emit("ok", "　".join(messages), tr("打开所在文件夹"), lambda: QDesktopServices.openUrl(folder))


def _save(session: Session) -> VersionInfo:
    """A new version; the draft it makes needless goes."""
    version = session.save()
    session.save_draft()
    return version
