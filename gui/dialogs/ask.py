"""Every question that stops the person, behind one object, so that tests answer it and nothing blocks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui.common.folders import documents
from gui.common.plain_text import show_plainly
from gui.common.texts import PRODUCT, tr

if TYPE_CHECKING:
    from core.session import ChangeEntry, ExportContents
    from gui.dialogs.accept_all import Choice

MOVING_FILTER = "历史记录 (*.db);;所有文件 (*)"
PAGES_FILTER = "扫描件或照片 (*.pdf *.ofd *.jpg *.jpeg *.png *.tif *.tiff *.bmp);;所有文件 (*)"
OPEN_FILTER = (
    "年度报告 (*.docx *.docm *.doc *.wps *.odt *.rtf *.pdf *.ofd *.html *.htm *.mht *.mhtml"
    " *.xlsx *.xlsm *.xlsb *.xls *.et *.ods *.txt *.md *.zip *.jpg *.jpeg *.png *.tif *.tiff *.bmp);;所有文件 (*)"
)


class Ask:
    """Modal questions. None always means that the person thought better of it."""

    def open_file(self, parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
        """A report to read."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or documents()), tr(OPEN_FILTER))
        return Path(name) if name else None

    def open_reports(self, parent: QWidget, title: str, folder: Path | None = None) -> tuple[Path, ...]:
        """A report to read: one file, or the pictures of its pages."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or documents()), tr(OPEN_FILTER))
        return tuple(map(Path, names))

    def open_pages(self, parent: QWidget, title: str, folder: Path | None = None) -> tuple[Path, ...]:
        """Pages to look at while typing: a scan, or several photos."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or ""), tr(PAGES_FILTER))
        return tuple(map(Path, names))

    def open_files(self, parent: QWidget, title: str, folder: Path | None = None) -> tuple[Path, ...]:
        """Several reports at once; () for none."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or documents()), tr(OPEN_FILTER))
        return tuple(Path(name) for name in names)

    def open_folder(self, parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
        """A folder to read, or to write into."""
        name = QFileDialog.getExistingDirectory(parent, title, str(folder or documents()))
        return Path(name) if name else None

    def open_of_kind(self, parent: QWidget, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """A file that is no report: kinds is the filter, "Excel 工作簿 (*.xlsx)"."""
        name, _ = QFileDialog.getOpenFileName(
            parent, title, str(folder or documents()), f"{tr(kinds)};;{tr('所有文件 (*)')}"
        )
        return Path(name) if name else None

    def save_file(self, parent: QWidget, title: str, proposed: Path, filters: Sequence[str]) -> tuple[Path, int] | None:
        """Where to write, and which of the filters; the ending follows the filter when the person typed none."""
        name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(filters))
        if not name:
            return None
        path, at = Path(name), filters.index(chosen) if chosen in filters else 0
        ending = filters[at].split("*")[-1].rstrip(")")
        complete = path.suffix.lower() in (".docx", ".docm", ".xlsx", ".pdf", ".db")
        return (path if complete else path.with_name(path.name + ending)), at

    def open_history(self, parent: QWidget, title: str) -> Path | None:
        """Another computer's history, as save_history wrote it."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(documents()), tr(MOVING_FILTER))
        return Path(name) if name else None

    def save_history(self, parent: QWidget, title: str, proposed: Path) -> Path | None:
        """Where the whole history goes; .db is added when the person typed no ending."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), tr(MOVING_FILTER))
        path = Path(name)
        return None if not name else path if path.suffix else path.with_suffix(".db")

    def choose(
        self, parent: QWidget | None, text: str, choices: Sequence[str], detail: str = "", risky: bool = False
    ) -> int | None:
        """Index of the chosen button; 取消 is added. Enter takes the first choice, or 取消 where that loses something
        (risky)."""
        box = QMessageBox(parent)
        box.setWindowTitle(PRODUCT)
        box.setText(text)
        box.setInformativeText(detail)
        roles = [QMessageBox.ButtonRole.AcceptRole] + [QMessageBox.ButtonRole.DestructiveRole] * len(choices)
        buttons = [box.addButton(c, role) for c, role in zip(choices, roles, strict=False)]
        cancel = box.addButton(tr("取消"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel if risky else buttons[0])
        show_plainly(box)
        box.exec()
        clicked = box.clickedButton()
        return buttons.index(clicked) if clicked in buttons else None

    def reason(self, parent: QWidget, finding: str, own: Sequence[str]) -> str | None:
        """Why a finding is laid aside, never blank; own are the person's last reasons."""
        from gui.dialogs.reason_dialog import ReasonDialog  # as below

        dialog = ReasonDialog(finding, own, parent)
        return dialog.reason if dialog.exec() else None

    def export_contents(
        self, parent: QWidget, contents: ExportContents, can_mend: bool
    ) -> tuple[int, ...] | Literal["original"] | None:
        """What goes behind the report, or "original" for the mended original instead."""
        from gui.dialogs.export_dialogs import ExportContentsDialog  # as below

        dialog = ExportContentsDialog(contents, can_mend, parent)
        if not dialog.exec():
            return None
        return "original" if dialog.takes_original else dialog.annex()

    def corrections(self, parent: QWidget, entries: Sequence[ChangeEntry]) -> tuple[Mapping[str, str], str] | None:
        """Reasons by place for a 更正说明, and its addressee."""
        from gui.dialogs.export_dialogs import CorrectionsDialog  # as below

        dialog = CorrectionsDialog(entries, parent)
        return dialog.answer() if dialog.exec() else None

    def accept_all(self, parent: QWidget, choices: Sequence[Choice]) -> tuple[int, ...] | None:
        """Which of the proposed changes to make."""
        from gui.dialogs.accept_all import AcceptAllDialog  # as below

        dialog = AcceptAllDialog(choices, parent)
        return dialog.chosen() if dialog.exec() else None

    def new_report(self, parent: QWidget) -> tuple[int, str] | None:
        """Year and agency of an empty report."""
        from gui.dialogs.new_report import NewReportDialog  # built only when asked for: start-up time

        dialog = NewReportDialog(parent)
        return dialog.answer() if dialog.exec() else None
