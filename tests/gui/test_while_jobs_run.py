"""A person types on while files are read and saved: nothing is held back, nothing lands in another report."""

from threading import Event

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import paths
from core.change import Origin
from core.errors import ReadError
from core.model import CellRef

SAMPLE = paths.resources() / "samples" / "示例报告.docx"
RESEARCH = CellRef(3, "granted", "research")
OTHER = CellRef(3, "granted", "nonprofit")


class Slow:
    """Stands in for a function: runs it when it is let go."""

    def __init__(self, monkeypatch, owner, name):
        self.go, self.real = Event(), getattr(owner, name)
        self.began = Event()
        monkeypatch.setattr(owner, name, self)

    def __call__(self, *arguments):
        self.began.set()
        assert self.go.wait(20)
        return self.real(*arguments)


@pytest.fixture
def slow_open(opened, monkeypatch):
    return Slow(monkeypatch, opened.controller.session, "open")


@pytest.fixture
def slow_save(opened, monkeypatch):
    return Slow(monkeypatch, opened.controller.session.archive, "save")


def type_into(window, ref, text):
    view = window.report_view.workspace.page.form
    view.select_refs([ref])
    view.form.setData(view.form.index_of(ref), text)


def raw(window, ref):
    return window.controller.report.cell(ref).raw


def let_go(qtbot, window, slow):
    slow.go.set()
    qtbot.waitUntil(lambda: not window.busy_at_all)


def test_a_figure_typed_while_another_file_is_read_stays_in_the_report_it_was_typed_into(qtbot, opened, slow_open, ask):
    before = opened.controller.report
    opened.open_path(SAMPLE)
    type_into(opened, RESEARCH, "88")
    assert raw(opened, RESEARCH) == "88"  # at once
    assert opened.controller.undo_stack.count() == 1
    ask.choice = 1  # asked again, because the figure is not saved: 不保存
    with qtbot.waitSignal(opened.shown):
        slow_open.go.set()
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert ask.questions == ["当前报告有没有保存的修改。"]
    assert opened.controller.opened.source == SAMPLE
    assert raw(opened, RESEARCH) == opened.controller.opened.original.cell(RESEARCH).raw != "88"
    assert opened.controller.undo_stack.count() == 0
    assert before is not opened.controller.report


def test_who_would_rather_keep_what_was_typed_meanwhile_keeps_the_report(qtbot, opened, slow_open, ask):
    opened.open_path(SAMPLE)
    type_into(opened, RESEARCH, "88")
    ask.choice = None  # 取消
    let_go(qtbot, opened, slow_open)
    assert raw(opened, RESEARCH) == "88"
    assert opened.controller.opened.source != SAMPLE
    ask.choice = 1


def test_text_and_figures_typed_during_a_save_stay_and_are_unsaved(qtbot, opened, slow_save):
    controller = opened.controller
    opened.report_view.workspace.show_section(1)
    editor = opened.report_view.workspace.page.editor
    first = controller.report.section(1).paragraphs[0].text
    controller.edit_cells({OTHER: "1"}, "x")
    stored = controller.opened
    opened.file_acts.save()
    assert slow_save.began.wait(5)
    editor.setFocus()
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    for word in ("aaa", "bbb", "ccc"):
        QTest.keyClicks(editor, word)
        with qtbot.waitSignal(editor.committed):
            pass
    controller.edit_cells({RESEARCH: "5"}, "x")
    controller.edit_cells({RESEARCH: "7"}, "x")
    QTest.keyClicks(editor, "ddd")  # still being typed when the save ends
    let_go(qtbot, opened, slow_save)
    qtbot.waitUntil(lambda: controller.report.section(1).paragraphs[0].text == "aaabbbcccddd" + first)
    assert editor.toPlainText().startswith("aaabbbcccddd")
    assert raw(opened, RESEARCH) == "7"
    assert controller.opened.version.number == 1 and controller.opened.dirty
    version = controller.session.archive.history.load(controller.opened.version.id)
    assert version.report == stored.report
    for _ in range(6):
        controller.undo_stack.undo()
    assert controller.report == stored.report and not controller.opened.dirty
    controller.undo_stack.undo()
    assert raw(opened, OTHER) == "0" and controller.opened.dirty
    opened.file_acts.save()
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    again = controller.session.open_version(controller.opened.version.id)
    assert again.report == controller.report and again.original == controller.opened.original


def test_an_undo_during_a_save_is_part_of_the_next_version(qtbot, opened, slow_save):
    controller = opened.controller
    controller.edit_cells({OTHER: "1"}, "一")
    controller.edit_cells({RESEARCH: "5"}, "二")
    opened.file_acts.save()
    assert slow_save.began.wait(5)
    controller.undo_stack.undo()
    controller.edit_cells({RESEARCH: "9"}, "三")
    let_go(qtbot, opened, slow_save)
    opened.file_acts.save()
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    again = controller.session.open_version(controller.opened.version.id)
    assert again.report == controller.report and again.report.cell(RESEARCH).raw == "9"
    assert again.original == controller.opened.original
    assert [change.label for change, _ in again.log] == ["一", "二", "二", "三"]


def test_a_new_report_made_during_a_save_stays_open(qtbot, opened, slow_save, ask):
    controller = opened.controller
    controller.edit_cells({OTHER: "1"}, "x")
    opened.file_acts.save()
    assert slow_save.began.wait(5)
    opened.file_acts.new()
    assert controller.opened.source is None and ask.questions == ["新建空表"]
    new = controller.opened
    let_go(qtbot, opened, slow_save)
    assert controller.opened == new
    assert "已保存为第 1 版" in opened.bar.text
    assert controller.session.archive.history.drafts() == []


def test_the_suggestion_follows_the_narrative(qtbot, opened):
    """Table 4's 行政复议 says 维持 1, 总计 2: five repairs are equally small until the text says which is right."""
    controller = opened.controller
    view = opened.report_view
    finding = next(f for f in controller.checked.findings if f.cells and f.cells[0].table == 4 and f.equations)
    view.findings.choose(finding)
    qtbot.waitUntil(lambda: not opened.busy_at_all and bool(view.findings.detail.offer_cards()))
    before = view.findings.detail.offer_cards()[0].offer.lines
    assert before == gui_support.offer_lines(opened, 4)
    texts = [p.text for p in controller.report.section(4).paragraphs]
    controller.edit_section(4, [*texts, "本年度行政复议2件，其中结果维持1件，其他结果1件。"])
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    after = view.findings.detail.offer_cards()[0].offer.lines
    assert after != before
    assert after == gui_support.offer_lines(opened, 4)


def test_report_and_original_of_a_file_come_from_one_read(qtbot, opened, tmp_path, monkeypatch, broken_docx):
    """The file is replaced while it is read: figures and kept original are those of one and the same file."""
    path = tmp_path / "年报.docx"
    path.write_bytes(broken_docx.read_bytes())
    from core import reading

    real = reading.read_bytes

    def replaced_meanwhile(data, name, progress=None):
        path.write_bytes(SAMPLE.read_bytes())
        return real(data, name, progress)

    monkeypatch.setattr(reading, "read_bytes", replaced_meanwhile)
    with qtbot.waitSignal(opened.shown):
        opened.open_path(path)
    state = opened.controller.opened
    assert state.source_bytes == broken_docx.read_bytes()
    assert state.report.agency == "云溪县民政局" and raw(opened, gui_support.ref3("results_total")) == "18"


def test_a_file_that_cannot_be_read_leaves_the_report_and_its_draft(qtbot, opened, tmp_path, ask):
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    type_into(opened, RESEARCH, "88")
    archive = opened.controller.session.archive
    qtbot.waitUntil(lambda: archive.path.exists() and len(archive.history.drafts()) == 1)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    state, checked = opened.controller.opened, opened.controller.checked
    ask.choice = 1  # 不保存
    opened.open_path(bad)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert opened.bar.property("kind") == "error"
    assert opened.controller.opened is state and opened.controller.checked is checked
    assert len(archive.history.drafts()) == 1
    assert opened.controller.undo_stack.canUndo()
    with qtbot.waitSignal(opened.shown):
        opened.open_path(SAMPLE)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert archive.history.drafts() == []


def test_a_stale_offer_ends_in_a_sentence_and_changes_nothing(qtbot, opened):
    controller = opened.controller
    from core import acts

    stale = acts.edit_cells(controller.report, {RESEARCH: "5"}, "采用修改建议", Origin.REPAIR)
    controller.edit_cells({RESEARCH: "7"}, "x")
    controller.perform(stale)
    assert "刚刚改过" in opened.bar.text
    assert raw(opened, RESEARCH) == "7" and controller.undo_stack.count() == 1
    controller.undo_stack.undo()
    assert raw(opened, RESEARCH) == "0"


def test_a_report_closed_while_a_file_is_read_does_not_come_back_as_another(qtbot, opened, slow_open):
    opened.open_path(SAMPLE)
    opened.close_report()
    let_go(qtbot, opened, slow_open)
    assert opened.controller.state is None
    assert "需要时请再打开一次" in opened.bar.text


def test_a_failed_read_is_told_and_typing_went_on(qtbot, opened, monkeypatch):
    slow = Slow(monkeypatch, opened.controller.session, "open")

    def refuse(*_):
        raise ReadError("文件损坏，请重新复制一份。")

    slow.real = refuse
    opened.open_path(SAMPLE)
    type_into(opened, RESEARCH, "8")
    let_go(qtbot, opened, slow)
    assert opened.bar.text == "文件损坏，请重新复制一份。"
    assert raw(opened, RESEARCH) == "8"
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert raw(opened, RESEARCH) == "0"


def test_a_file_of_pictures_leads_to_the_empty_tables(qtbot, window, monkeypatch, tmp_path):
    picture = tmp_path / "报告.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    monkeypatch.setattr(window.ask, "new_report", lambda _: (2024, "青禾县水利局"))
    monkeypatch.setattr("core.reading.scan.addon.available", lambda: False)
    window.open_path(picture)
    qtbot.waitUntil(lambda: "图片" in window.bar.text, timeout=20_000)
    QTest.mouseClick(window.bar._acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.state is not None)
    assert "显示不出来" in window.bar.text  # the picture itself is damaged: the tables are there all the same
    assert (window.controller.state.report.agency, window.controller.state.report.year) == ("青禾县水利局", 2024)
