"""What counts as work, where it came from, and who else is at it."""

import subprocess
import sys
from pathlib import Path

import pytest
from clerk import Clerk
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core import paths
from core.finding import Severity
from core.model import CellRef
from core.store.history import History
from gui import app as application
from gui.shell.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = paths.resources() / "samples" / "示例报告.docx"
CELL = CellRef(3, "granted", "research")
CTRL, KEY = Qt.KeyboardModifier.ControlModifier, Qt.Key


def idle(qtbot, window):
    qtbot.waitUntil(lambda: not window.busy_at_all)


def warning_of(window):
    return next(f for f in window.controller.checked.findings if f.severity is Severity.WARNING)


@pytest.fixture
def another(qtbot, tmp_path, ask):
    """A second window over the same data folder."""

    def make():
        made = MainWindow(lambda: application.make_session(tmp_path / "data", apart=False), ask)
        qtbot.addWidget(made, before_close_func=lambda w: w.discard())
        made.show()
        with qtbot.waitSignal(made.ready):
            made.start()
        return made

    return make


def test_a_dismissal_and_a_confirmed_cell_are_unsaved_work_that_is_asked_about(opened, qtbot, ask):
    opened.controller.dismiss(warning_of(opened), "已与经办科室核实")
    assert opened.controller.opened.dirty
    ask.choice = None
    qtbot.keyClick(opened, KEY.Key_W, CTRL)
    assert ask.questions == ["当前报告有没有保存的修改。"] and opened.controller.state is not None
    opened.controller.undo_stack.undo()
    assert not opened.controller.opened.dirty
    opened.controller.lock_cells([CELL])
    qtbot.keyClick(opened, KEY.Key_W, CTRL)
    assert len(ask.questions) == 2 and opened.controller.state is not None


def test_both_are_undone_and_done_again_with_the_keys(opened, qtbot):
    finding = warning_of(opened)
    opened.controller.dismiss(finding, "已核实")
    opened.controller.lock_cells([CELL])
    assert finding.identity not in {f.identity for f in opened.controller.checked.findings}
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert opened.controller.opened.locked == frozenset()
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert finding.identity in {f.identity for f in opened.controller.checked.findings}
    for _ in range(2):
        qtbot.keyClick(opened, KEY.Key_Y, CTRL)
    assert opened.controller.opened.locked == {CELL}
    assert opened.controller.checked.dismissed[0][1].reason == "已核实"


def test_both_are_kept_in_the_draft_and_come_back_after_a_crash(tmp_path):
    """The program ends without saving; the draft holds the reason and the confirmed cell."""
    clerk = Clerk(tmp_path)
    clerk.open(SAMPLE)
    from core import acts

    warning = next(f for f in clerk.findings if f.severity is Severity.WARNING)
    clerk.do(acts.dismiss(clerk.state, warning, "已核实", acts.utc_now()))
    clerk.do(acts.lock_cells(clerk.state, [CELL]))
    clerk.save_draft()
    key = clerk.state.identity
    again = Clerk(tmp_path)
    again.open_draft(key)
    assert again.state.locked == {CELL}
    assert [d.reason for d in again.state.dismissals] == ["已核实"]
    assert again.state.dirty
    version = again.save()
    third = Clerk(tmp_path)
    third.open_version(version.id)
    assert third.state.locked == {CELL} and not third.state.dirty
    assert [d.reason for d in third.state.dismissals] == ["已核实"]
    for each in (clerk, again, third):
        each.close()


def test_three_saves_without_a_change_make_one_version(opened, qtbot):
    for _ in range(3):
        qtbot.keyClick(opened, KEY.Key_S, CTRL)
        idle(qtbot, opened)
    assert "没有新的修改，已经是第 1 版" in opened.bar.text
    history = opened.controller.session.archive.history
    assert [len(history.versions(r.id)) for r in history.reports()] == [1]


def test_the_saved_report_is_offered_when_its_file_is_opened_again(opened, qtbot, broken_docx):
    opened.controller.edit_cells({CELL: "1"}, "x")
    qtbot.keyClick(opened, KEY.Key_S, CTRL)
    idle(qtbot, opened)
    with qtbot.waitSignal(opened.shown):
        opened.open_path(broken_docx)
    idle(qtbot, opened)
    assert opened.controller.report.cell(CELL).raw == "0"
    assert "这个文件以前保存过：第 1 版" in opened.bar.text
    with qtbot.waitSignal(opened.shown):
        QTest.mouseClick(opened.bar._acts[0], Qt.MouseButton.LeftButton)
    assert opened.controller.report.cell(CELL).raw == "1"
    idle(qtbot, opened)


def test_a_second_window_on_the_same_file_is_told_at_its_opening(opened, qtbot, another, broken_docx):
    opened.controller.edit_cells({CELL: "1"}, "x")
    archive = opened.controller.session.archive
    qtbot.waitUntil(lambda: archive.path.exists() and len(archive.history.drafts()) == 1)
    idle(qtbot, opened)
    second = another()
    with qtbot.waitSignal(second.shown):
        second.open_path(broken_docx)
    idle(qtbot, second)
    assert second.bar.text.startswith("本机的另一个窗口也打开着这份文件，有没有保存的修改（")


def test_a_second_window_on_a_saved_report_is_told_since_when_and_that_it_is_this_computer(opened, qtbot, another):
    qtbot.keyClick(opened, KEY.Key_S, CTRL)
    idle(qtbot, opened)
    version = opened.controller.opened.version
    with History(opened.controller.session.archive.path) as other:
        qtbot.waitUntil(lambda: len(other.holders(version.report_id)) == 1)
    second = another()
    with qtbot.waitSignal(second.shown):
        second.file_acts.open_version(version.id)
    qtbot.waitUntil(lambda: second.bar.text.startswith("本机的另一个窗口从 "))
    assert "起打开着这份报告" in second.bar.text
    idle(qtbot, second)


GONE = """
import sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from clerk import Clerk
from core.model import CellRef
clerk = Clerk(Path(sys.argv[3]))
clerk.open(Path(sys.argv[4]))
for figure in range(int(sys.argv[5])):
    clerk.edit({CellRef(3, "granted", "research"): str(figure + 5)}, f"修改第 {figure + 1} 次")
clerk.save_draft()
"""


def leave_a_draft(data, changes):
    """Another program edits the sample and ends without saving."""
    arguments = [str(ROOT / "tests"), str(ROOT), str(data), str(SAMPLE), str(changes)]
    subprocess.run([sys.executable, "-c", GONE, *arguments], check=True)


def test_two_windows_drafts_are_told_apart_on_the_start_page(tmp_path, another):
    for changes in (1, 2):
        leave_a_draft(tmp_path / "data", changes)
    words = [label.text() for label in another().start_page.findChildren(QLabel)]
    assert any("1 处修改，最后一处：修改第 1 次" in w for w in words)
    assert any("2 处修改，最后一处：修改第 2 次" in w for w in words)


def shown_origin(window):
    return next(t for t in (label.text() for label in window.header.findChildren(QLabel)) if "手工" in t or "粘贴" in t)


def test_the_origin_of_a_pasted_report_is_kept_through_a_save(window, qtbot):
    text = "\n".join(
        [
            "云溪县民政局2023年政府信息公开工作年度报告",
            "一、总体情况",
            "本年度主动公开信息。",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项",
        ]
    )
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(window.shown):
        window.file_acts.paste_report()
    assert shown_origin(window).startswith("粘贴的内容")
    window.file_acts.save()
    idle(qtbot, window)
    version = window.controller.opened.version
    with qtbot.waitSignal(window.shown):
        window.file_acts.open_version(version.id)
    idle(qtbot, window)
    assert shown_origin(window).startswith("粘贴的内容")
    assert window.controller.opened.source_bytes.decode() == text


def test_a_typed_report_says_so_and_a_file_its_name(window, qtbot, broken_docx):
    with qtbot.waitSignal(window.shown):
        window.file_acts.new()
    assert shown_origin(window).startswith("手工录入")
    with qtbot.waitSignal(window.shown):
        window.open_path(broken_docx)
    idle(qtbot, window)
    assert any(label.text().startswith(broken_docx.name) for label in window.header.findChildren(QLabel))


def test_a_draft_taken_up_keeps_its_file_name_and_its_draft_until_saved(qtbot, tmp_path, another):
    leave_a_draft(tmp_path / "data", 1)
    window = another()
    buttons = {b.text(): b for b in window.start_page.findChildren(QPushButton)}
    with qtbot.waitSignal(window.shown):
        qtbot.mouseClick(buttons["恢复"], Qt.MouseButton.LeftButton)
    idle(qtbot, window)
    assert any(label.text().startswith(SAMPLE.name) for label in window.header.findChildren(QLabel))
    drafts = window.controller.session.archive.history.drafts()
    assert [d.key for d in drafts] == [window.controller.opened.identity]
