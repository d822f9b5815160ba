"""The sentence on top, its colour and its details."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from core.finding import BrokenRule
from gui.dialogs.verdict_dialog import VerdictDialog


def test_a_rule_that_fails_turns_the_verdict_red_and_its_details_can_be_copied(opened, qtbot, monkeypatch):
    evaluation = sys.modules["core.rules.evaluate"]  # the package has a function of that name
    real = evaluation.judge

    def one_fails(name, check, context):
        verdict = real(name, check, context)
        if "title.form" not in check.rules:
            return verdict
        return evaluation.Verdict((), {}, (BrokenRule("title.form", "标题的写法", "Traceback\nIndexError: x"),))

    monkeypatch.setattr(evaluation, "judge", one_fails)
    opened.controller.check_again()
    assert "规则“标题的写法”没有检查成（程序出错）" in opened.header.verdict.accessibleName()
    assert opened.header.verdict.property("state") == "error"
    qtbot.mouseClick(opened.header.verdict, Qt.MouseButton.LeftButton)
    dialog = opened.side.shown
    assert isinstance(dialog, VerdictDialog)
    qtbot.mouseClick(next(b for b in dialog.findChildren(QPushButton) if b.text() == "复制"), Qt.MouseButton.LeftButton)
    assert "IndexError: x" in QGuiApplication.clipboard().text()


def test_a_new_report_is_not_green(window, qtbot):
    with qtbot.waitSignal(window.shown):
        window.file_acts.new()
    assert window.header.verdict.property("state") == "warning"
    assert window.header.verdict.text().startswith("三张表里没有数字")


def test_a_long_verdict_takes_two_lines_and_a_short_one_one(opened, qtbot):
    opened.resize(1366, 768)
    one = opened.header.verdict.height()
    settings = opened.controller.session.settings
    from dataclasses import replace

    off = {rule.id: None for rule in opened.controller.session.rule_catalogue()}
    opened.controller.session.settings = replace(settings, severities=off)
    opened.controller.check_again()
    qtbot.waitUntil(lambda: opened.header.verdict.text() != "")
    assert "规则已在设置中关闭" in opened.header.verdict.accessibleName()
    assert opened.header.verdict.property("state") == "warning"
    assert opened.header.verdict.height() <= one * 2.5
