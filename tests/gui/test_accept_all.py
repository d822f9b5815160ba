"""采用全部: a list first, then all that is ticked in one step; no offer unbalances a table that holds."""

import gui_support
import pytest
from PySide6.QtCore import Qt

from core import acts
from core import change as changes
from core.finding import Binding, Finding, Quote, Severity
from gui.dialogs.accept_all import AcceptAllDialog, Choice
from gui.findings.all_offers import Proposal, together
from gui.findings.offers import Offer, the_texts_figure

ref3 = gui_support.ref3


def test_the_list_comes_first_and_all_is_one_step(opened, qtbot, ask):
    before = opened.controller.report
    opened.actions_by_name["accept_all"].trigger()
    qtbot.waitUntil(lambda: ask.questions[-1:] == ["采用全部建议"])
    texts = [choice.text for choice in ask.choices]
    assert any("（七）总计·自然人" in text and "18 → 19" in text for text in texts)
    ticked = {choice.text[:2]: choice.ticked for choice in ask.choices}
    # In table 4 the total or one of its parts may be wrong, each as likely: listed, and left to the person.
    assert ticked["表三"] and not ticked["表四"]
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert opened.controller.report.cell(ref3("results_total")).raw == "19"
    assert opened.controller.counts.errors == 1
    assert opened.controller.undo_stack.count() == 1 and "采用全部建议" in opened.controller.undo_stack.undoText()
    opened.actions_by_name["undo"].trigger()
    assert opened.controller.report == before


def test_who_thinks_better_of_it_changes_nothing(opened, qtbot, ask):
    before, ask.choice = opened.controller.report, None
    opened.actions_by_name["accept_all"].trigger()
    qtbot.waitUntil(lambda: ask.questions[-1:] == ["采用全部建议"])
    assert opened.controller.report is before


def test_the_dialog_counts_what_is_ticked_and_fits_a_small_screen(qtbot):
    dialog = AcceptAllDialog([Choice("甲　1 → 2", "各项之和是 2", True), Choice("乙　空白 → 0", "", False)])
    qtbot.addWidget(dialog)
    assert dialog.chosen() == (0,) and dialog.accept_button.text() == "采用 1 条"
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert dialog.chosen() == (0, 1)
    for row in range(2):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.accept_button.isEnabled()
    least = dialog.minimumSizeHint()
    assert least.width() <= 667 and least.height() <= 328


def test_offers_of_one_section_are_laid_over_each_other():
    report = gui_support.report()
    texts = [p.text for p in report.section(5).paragraphs]
    both = [
        Proposal("", Offer(acts.edit_section(report, 5, [texts[0] + "甲", texts[1]]), (), "", {}), True),
        Proposal("", Offer(acts.edit_section(report, 5, [texts[0], texts[1] + "乙"]), (), "", {}), True),
    ]
    mended = changes.apply(report, together(both))
    assert [p.text for p in mended.section(5).paragraphs] == [texts[0] + "甲", texts[1] + "乙"]


@pytest.mark.parametrize("broken", [False, True])
def test_the_texts_figure_is_not_offered_where_it_would_unbalance_the_table(broken):
    report = gui_support.report(broken=broken)
    ref = ref3("results_total")
    binding = Binding(Quote(1, 1, 0, 2, ""), 19 if broken else 18, (ref,))
    finding = Finding("text.binding", Severity.WARNING, "", (ref,), quote=binding.quote)
    offer = the_texts_figure(report, (binding,), finding)
    # In the broken table the text's 19 is what its column needs; in the sound one 18 would break it.
    assert (offer is not None) == broken
