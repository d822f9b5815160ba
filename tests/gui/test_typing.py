"""A report typed in: grey totals that Tab takes, 0 for the rest of a row, quiet marks; by real key events."""

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.equations import offered_totals
from core.model import CellRef
from core.values import Blank
from gui.screenshot import process_events

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
ref3 = gui_support.ref3


@pytest.fixture
def typed(window, ask, qtbot):
    """The window with an empty report of 2023, on table 3."""
    with qtbot.waitSignal(window.shown):
        window.actions_by_name["new"].trigger()
    window.report_view.workspace.show_section(3)
    view = window.report_view.workspace.page.form
    view.select_refs([ref3("received")])
    view.setFocus()
    return window


def form(window):
    return window.report_view.workspace.page.form


def raw(window, ref):
    return window.controller.report.cell(ref).raw


def keys(window, text):
    """Types into whatever has the keyboard; → is Tab, ↓ Enter, 零 F4."""
    special = {"→": KEY.Key_Tab, "↓": KEY.Key_Return, "零": KEY.Key_F4}
    for letter in text:
        target = window.focusWidget()
        if letter in special:
            QTest.keyClick(target, special[letter])
        else:
            QTest.keyClicks(target, letter)


def test_a_complete_row_offers_its_sum_and_tab_takes_it(typed, qtbot):
    keys(typed, "5→3→0→0→0→")
    total = ref3("received", "total")
    assert not form(typed).form.mark(total).offered
    keys(typed, "1→")
    assert form(typed).current_ref == total
    assert form(typed).form.mark(total).offered == "9" and raw(typed, total) == ""
    assert "按 Tab 填入" in form(typed).form.data(form(typed).currentIndex(), Qt.ItemDataRole.ToolTipRole)
    keys(typed, "→")
    assert raw(typed, total) == "9" and form(typed).current_ref == ref3("carried_in")
    assert "填入总计" in typed.controller.undo_stack.undoText()
    qtbot.keyClick(form(typed), KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert raw(typed, total) == "" and form(typed).form.mark(total).offered == "9"


def test_an_offer_is_no_evidence_and_is_neither_kept_nor_exported(typed, tmp_path):
    keys(typed, "5零")
    report, total = typed.controller.report, ref3("received", "total")
    assert form(typed).form.mark(total).offered == "5"
    assert isinstance(report.cell(total).value, Blank) and report.cell(total).amount is None
    session, target = typed.controller.session, tmp_path / "x.docx"
    session.export(typed.controller.opened, typed.controller.checked, target)
    assert session.read_report(target).cell(total).raw == ""
    typed.file_acts.save_now()
    version = typed.controller.opened.version
    assert session.open_version(version.id).report.cell(total).raw == ""
    # A total typed against the offer is held against nothing that was not typed.
    keys(typed, "7→")
    assert not form(typed).form.mark(total).offered
    equation = next(e for e in typed.controller.checked.equations_of(total) if e.rule == "t3.row_sum")
    assert (equation.left_sum, equation.right_sum) == (5, 7)


def test_enter_and_shift_tab_leave_an_offer_alone(typed, qtbot):
    keys(typed, "5零")
    total = ref3("received", "total")
    assert form(typed).current_ref == total
    keys(typed, "↓")
    form(typed).select_refs([total])
    qtbot.keyClick(form(typed), KEY.Key_Backtab, SHIFT)
    assert raw(typed, total) == ""


def test_no_offer_from_another_offer_and_none_where_row_and_column_differ():
    report = gui_support.report()
    assert offered_totals(report) == {}  # nothing was typed in a report that came from a file
    empty = gui_support.Example(report)
    from core import acts

    grand = ref3("results_total", "total")
    empty.apply(acts.edit_cells(report, {grand: "", ref3("results_total"): ""}, "x"))
    assert offered_totals(empty.report) == {}  # blanks are no typed parts
    empty.apply(acts.edit_cells(empty.report, {ref3("granted"): "13"}, "x"))
    # The column has its sum; the row lacks a figure, and 20 is no figure before it is taken.
    assert offered_totals(empty.report) == {ref3("results_total"): 20}
    empty.apply(acts.edit_cells(empty.report, {ref3("results_total"): "20", ref3("granted", "total"): "99"}, "x"))
    assert offered_totals(empty.report) == {}  # 23 by the row, 106 by the column


def test_one_key_fills_the_rest_of_a_row_and_no_total(typed, qtbot):
    keys(typed, "5→零")
    total = ref3("received", "total")
    row = [raw(typed, ref3("received", column)) for column in gui_support.T3_COLUMNS]
    assert row == ["5", "0", "0", "0", "0", "0", ""]
    assert form(typed).current_ref == total
    assert "本行其余填 0（5 格）" in typed.controller.undo_stack.undoText()
    keys(typed, "→7零")  # from an open editor; carried_in is the next row
    assert raw(typed, ref3("carried_in")) == "7" and raw(typed, ref3("carried_in", "other_org")) == "0"
    assert raw(typed, ref3("carried_in", "total")) == ""
    keys(typed, "→")
    form(typed).select_refs([ref3("received")])
    keys(typed, "零")  # a full row: on to the next one, nothing changed
    assert form(typed).current_ref == ref3("carried_in")


def test_table_four_is_filled_block_by_block(typed):
    typed.report_view.workspace.show_section(4)
    form(typed).select_refs([CellRef(4, "review", "upheld")])
    form(typed).setFocus()
    keys(typed, "2零")
    assert raw(typed, CellRef(4, "review", "pending")) == "0" and raw(typed, CellRef(4, "direct_suit", "upheld")) == ""
    assert form(typed).current_ref == CellRef(4, "review", "total")
    keys(typed, "→")
    assert raw(typed, CellRef(4, "review", "total")) == "2"
    assert form(typed).current_ref == CellRef(4, "direct_suit", "upheld")


def test_all_grey_totals_at_once_the_total_of_totals_too(typed):
    for row in ("received", "carried_in"):
        form(typed).select_refs([ref3(row)])
        keys(typed, "4零")
    shape = form(typed).form.shape
    rest = [r for r in shape.refs if r.column != "total" and r.row not in ("received", "carried_in", "results_total")]
    typed.controller.edit_cells(dict.fromkeys(rest, "1"), "录入")
    typed.actions_by_name["take_totals"].trigger()
    results = len({r.row for r in rest} - {"carried_forward"})
    assert raw(typed, ref3("results_total")) == str(results)
    assert raw(typed, ref3("results_total", "total")) == str(results * 6)
    count = typed.controller.undo_stack.count()
    typed.actions_by_name["take_totals"].trigger()
    assert typed.controller.undo_stack.count() == count and "没有可以填入的总计" in typed.bar.text


def test_fill_zero_never_touches_a_total(typed, ask):
    keys(typed, "5")
    typed.actions_by_name["fill_zero"].trigger()
    shape = form(typed).form.shape
    totals = [r for r in shape.refs if r.column == "total" or r.row == "results_total"]
    assert all(raw(typed, ref) == "" for ref in totals)
    assert all(raw(typed, ref) for ref in shape.refs if ref not in totals)


def test_a_table_being_typed_in_is_quiet_until_a_row_or_column_is_complete(typed):
    keys(typed, "5→3→0→0→0→1→")

    def loud():
        model = form(typed).form
        return [ref for ref in model.places() if model.mark(ref).wrong is not None]

    assert loud() == []
    keys(typed, "8→")  # the row is complete, and wrong
    process_events()
    assert ref3("received", "total") in loud() and {ref.row for ref in loud()} == {"received"}


def test_what_is_typed_in_a_typed_report_is_not_marked_as_changed(typed):
    keys(typed, "5→")
    assert not form(typed).form.mark(ref3("received")).edited


def test_a_table_of_blanks_is_not_said_to_hold(typed):
    shape = form(typed).form.shape
    typed.controller.edit_cells(dict.fromkeys(shape.refs, "0"), "录入")
    sentence = typed.header.verdict.text()
    assert "表三的 39 个等式成立" in sentence and "表四的" not in sentence and "表四没有数字，未检查" in sentence


# The list and the grey totals agree


def told(window):
    """The rules of the findings about table 3 that the list shows."""
    model = window.report_view.findings.model
    findings = [model.entry(row).finding for row in range(model.rowCount())]
    return {f.rule for f in findings if f.cells and f.cells[0].table == 3 and f.quote is None}


def test_a_grey_total_is_told_by_the_list_when_the_table_is_left_and_stays_told(typed, qtbot):
    keys(typed, "5→零")
    assert form(typed).form.mark(ref3("received", "total")).offered == "5"
    assert told(typed) == set() and typed.controller.counts.errors == 0
    assert "缺数字" in typed.header.verdict.accessibleName()
    qtbot.keyClick(typed, KEY.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert typed.report_view.workspace.section == 4
    assert "blank.total" in told(typed) and typed.controller.counts.errors == 1
    qtbot.keyClick(typed, KEY.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    form(typed).select_refs([ref3("carried_in")])
    keys(typed, "5零")  # back in the table: what was said once is not taken back
    assert "blank.total" in told(typed)


def test_a_false_sum_is_told_at_once_while_gaps_wait(typed):
    keys(typed, "5→零")
    keys(typed, "7→")
    assert told(typed) == {"t3.row_sum"}


def test_export_tells_of_grey_totals_first(typed, ask):
    keys(typed, "5→零")
    ask.choice = 0  # back to the findings
    typed.actions_by_name["export"].trigger()
    assert any("仍有 1 处错误" in question for question in ask.questions)
    assert "blank.total" in told(typed)


def test_a_total_emptied_in_a_file_waits_and_one_the_file_left_blank_does_not(grid, opened, qtbot):
    total = ref3("received", "total")
    keys(opened, "21→")
    grid.select_refs([total])
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert grid.form.mark(total).offered == "24"
    assert "blank.total" not in told(opened)
    opened.report_view.workspace.show_section(1)
    assert "blank.total" in told(opened)
