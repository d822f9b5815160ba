"""A history of invented reports, and a stand-in for every question, for the tests of the room of saved reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gui_support
from gui_support import ref3
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.change import CellEdit, Change, Origin
from core.model import CellRef, CellText, Paragraph, Report
from core.session import History
from core.store.history import Snapshot, VersionInfo

AGENCY = "云溪县民政局"
OTHERS = ("云溪县水务局", "云溪县教育局", "石桥镇人民政府")


def write(box: QWidget, text: str) -> None:
    """Text as a Chinese input method hands it over; QTest's keys know Latin letters only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    box.setFocus()
    QApplication.sendEvent(box, event)


def report(year: int = 2023, agency: str = AGENCY, broken: bool = False, **cells: str) -> Report:
    """The invented report of a year; cells are table 3's natural persons by row."""
    base = replace(gui_support.report(broken=broken), year=year, agency=agency)
    base = replace(base, title=f"{agency}{year}年政府信息公开工作年度报告")
    return base.with_cells({ref3(row): gui_support.cell(raw) for row, raw in cells.items()})


def jumping() -> tuple[Report, Report]:
    """Two years: 结转 that does not carry over, and a total of 新收 that is ten times last year's."""
    before = report(2022, carried_forward="4", received="2")
    total = CellRef(3, "received", "total")
    return before.with_cells({total: gui_support.cell("2")}), report(2023)


def reworded(base: Report, text: str) -> Report:
    """The same report with another second paragraph in section one."""
    first = base.section(1)
    new = replace(first, paragraphs=(first.paragraphs[0], Paragraph(text)))
    return replace(base, sections=tuple(new if s.number == 1 else s for s in base.sections))


def change(base: Report, row: str, raw: str) -> Change:
    old, new = base.cell(ref3(row)), gui_support.cell(raw)
    edit = CellEdit(ref3(row), CellText(old.raw, old.value), CellText(new.raw, new.value))
    return Change(f"（表三）改为 {raw}", Origin.TYPED, (edit,))


def save(history: History, what: Report, note: str = "", errors: int = 0, changes: tuple = ()) -> VersionInfo:
    findings = tuple({"rule": "t3.results_sum", "severity": "error"} for _ in range(errors))
    made = tuple((one, "2024-01-03T07:30:00+00:00") for one in changes)
    return history.save(Snapshot(what, made, findings, source_name="年报.docx"), note)


def fill(path: Path) -> History:
    """Two years of one agency, the second with three versions, and three other agencies."""
    history = History(path)
    for agency in OTHERS:
        save(history, report(2022, agency))
    save(history, report(2022, carried_forward="4", received="2"), "去年报送稿")
    first = report(2023, broken=True)
    save(history, first, "科室初稿", errors=2)
    second = report(2023, results_total="19")
    save(history, second, "更正合计", changes=(change(first, "results_total", "19"),))
    third = reworded(second, "全年收到政府信息公开申请23件，其中新收22件，均在法定期限内办结。")
    save(history, third, changes=(change(second, "granted", "12"),))
    return history


class Answers(gui_support.Answers):
    """Answers the questions of moving house too."""

    def open_history(self, parent, title):
        self.questions.append(title)
        return self.path

    def save_history(self, parent, title, proposed):
        self.questions.append(f"{title}：{proposed.name}")
        return self.path
