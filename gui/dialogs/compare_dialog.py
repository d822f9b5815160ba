"""What differs between two states of a report: cover, figures, texts. Versions of one report, or two years."""

from __future__ import annotations

import html
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from core.compare import Comparison, FigureDiff, Kind, TextDiff, compare
from core.model import Report
from core.values import show
from gui.parts import button, label
from gui.texts import NUMERALS, SECTION_NAMES, tr
from gui.theme import Tokens, current


class CompareDialog(QDialog):
    """Painted from core.compare; nothing is judged here."""

    def __init__(
        self, before: Report, after: Report, names: tuple[str, str], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(820, 560)
        found = compare(before, after)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.addWidget(label(tr("从“{0}”到“{1}”", *names), "heading"))
        layout.addWidget(label(summary(found), "muted", wrap=True))
        self.figures = figure_list(found.figures, names)
        self.texts = QTextBrowser()
        self.texts.setHtml(text_page(found.texts, current()))
        layout.addWidget(self.figures, 3)
        layout.addWidget(label(tr("文字的不同"), "strong"))
        layout.addWidget(self.texts, 2)
        layout.addWidget(button(tr("关闭"), self.accept, "primary"), 0, Qt.AlignmentFlag.AlignRight)


def summary(found: Comparison) -> str:
    """One sentence: how much differs."""
    if found.equal:
        return tr("两者完全相同。")
    texts = sum(t.changed for t in found.texts)
    facts = "".join(tr("；{0}：{1} → {2}", f.name, f.before or "—", f.after or "—") for f in found.facts)
    return tr("{0} 格数字不同，{1} 部分文字不同", len(found.figures), texts) + facts


def figure_list(figures: Iterable[FigureDiff], names: tuple[str, str]) -> QTreeWidget:
    """The cells that differ, a line each."""
    tree = QTreeWidget()
    tree.setHeaderLabels([tr("位置"), *names, tr("增减")])
    tree.setRootIsDecorated(False)
    tree.setAccessibleName(tr("不同的数字"))
    for figure in figures:
        place = f"表{NUMERALS[figure.ref.table]} {figure.name}"
        tree.addTopLevelItem(QTreeWidgetItem([place, _raw(figure.before), _raw(figure.after), _change(figure)]))
    tree.setColumnWidth(0, 420)
    return tree


def _raw(text: str | None) -> str:
    return tr("（没有这一格）") if text is None else text or tr("（空白）")


def _change(figure: FigureDiff) -> str:
    if figure.same_value:
        return tr("写法不同")
    if figure.difference is None:
        return ""
    return f"+{show(figure.difference)}" if figure.difference > 0 else show(figure.difference)


def text_page(texts: Iterable[TextDiff], t: Tokens) -> str:
    """Changed texts as HTML: removed words struck through, added ones underlined; never colour alone."""
    parts = []
    for text in texts:
        if text.changed:
            parts.append(f"<h4>{html.escape(_name(text.section))}</h4>")
            parts += [_paragraph(p.pieces, t) for p in text.paragraphs if p.kind is not Kind.SAME]
    return "".join(parts) or f"<p>{tr('文字没有不同。')}</p>"


def _name(section: int) -> str:
    names = (tr("正文之前"), *SECTION_NAMES[1:], tr("正文之后"))
    return names[section]


def _paragraph(pieces: Iterable, t: Tokens) -> str:
    return "<p>" + "".join(_piece(p.kind, html.escape(p.text), t) for p in pieces) + "</p>"


def _piece(kind: Kind, text: str, t: Tokens) -> str:
    if kind is Kind.REMOVED:
        return f"<s style='color:{t.error};background:{t.error_soft}'>{text}</s>"
    if kind is Kind.ADDED:
        return f"<u style='color:{t.ok};background:{t.ok_soft}'>{text}</u>"
    return text
