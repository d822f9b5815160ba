"""导出: the 更正说明, what is asked before, and where the next one begins."""

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt

from core import acts, paths
from core.model import Unplaced
from core.session import ExportContents
from gui.common.pane_widgets import MessageBar
from gui.dialogs.export_dialogs import CorrectionsDialog, ExportContentsDialog


def wait(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=10_000)


@pytest.fixture
def corrected(opened, ask):
    """The report with one figure typed."""
    ref = next(iter(opened.controller.report.tables[3].cells))
    opened.controller.perform(acts.edit_cells(opened.controller.report, {ref: "38"}, "输入"))
    ask.choice = 1  # 仍然导出
    return opened


def test_the_change_note_has_an_entry_of_its_own_and_the_clerks_words(corrected, qtbot, ask, tmp_path):
    ask.path, ask.text = tmp_path / "说明.docx", "登记簿漏记"
    corrected.actions_by_name["change_note"].trigger()
    wait(corrected, qtbot)
    assert ask.filters == ["更正说明，Word 文档 (*.docx)", "更正说明，Excel 工作簿 (*.xlsx)"]
    (table,) = docx.Document(ask.path).tables
    assert [c.text for c in table.rows[1].cells][3:] == ["38", "登记簿漏记"]


def test_without_a_correction_there_is_no_note(opened, ask):
    opened.actions_by_name["change_note"].trigger()
    assert "没有需要更正的内容" in opened.bar.text and ask.questions == []


def test_the_export_offers_the_note_once_something_is_corrected(corrected, qtbot, ask, tmp_path):
    ask.path, ask.filter = tmp_path / "说明.xlsx", 6
    corrected.file_acts.export()
    wait(corrected, qtbot)
    assert ask.filters[6].startswith("更正说明") and ask.path.exists()


def test_the_next_export_begins_where_the_last_one_worked(corrected, qtbot, ask, tmp_path):
    ask.path = tmp_path / "out" / "a.docx"
    corrected.file_acts.export()
    wait(corrected, qtbot)  # the folder is missing: it did not work
    assert corrected.file_acts._proposed().parent != tmp_path / "out"
    ask.path.parent.mkdir()
    corrected.file_acts.export()
    wait(corrected, qtbot)
    assert corrected.file_acts._proposed().parent == tmp_path / "out"
    assert [a.text() for a in corrected.bar._acts if not a.isHidden()] == ["打开文件", "打开所在文件夹"]


def test_the_sample_is_never_exported_into_the_programs_folder(window, qtbot):
    with qtbot.waitSignal(window.shown, timeout=10_000):
        window.open_path(paths.resources() / "samples" / "示例报告.docx")
    assert window.file_acts._proposed().parent == Path.home()


def test_leftovers_have_a_tick_each(qtbot):
    contents = ExportContents(
        ("“甲”之后的图形或图表没有带来",), ((0, Unplaced("网站导航"), False), (2, Unplaced("说明<b>"), True))
    )
    dialog = ExportContentsDialog(contents, True)
    qtbot.addWidget(dialog)
    assert dialog.annex() == (2,)
    dialog._list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.annex() == (0, 2)
    dialog._take_original()
    assert dialog.takes_original


def test_reasons_are_written_in_the_corrections_table(qtbot, corrected):
    entries = corrected.controller.session.corrections(corrected.controller.opened)
    dialog = CorrectionsDialog(entries)
    qtbot.addWidget(dialog)
    dialog.table.item(0, 3).setText("登记簿漏记")
    dialog.addressee.setText("云溪县人民政府办公室")
    assert dialog.answer() == ({entries[0].place: "登记簿漏记"}, "云溪县人民政府办公室")


def test_a_message_may_have_one_act_or_two(qtbot):
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.show_message("ok", "x", "", (("甲", lambda: done.append(1)), ("乙", lambda: done.append(2))))
    bar._acts[1].click()
    bar.show_message("ok", "x", "丙", lambda: done.append(3))
    bar._acts[0].click()
    bar.show_message("ok", "x")
    assert done == [2, 3] and all(a.isHidden() for a in bar._acts)
