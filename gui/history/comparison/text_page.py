"""Texts of two states as one page, word by word: what went is struck through, what came is underlined."""

from __future__ import annotations

import html
from collections.abc import Iterable

from core.comparison.reports import Kind, Piece, TextDiff
from gui.common.texts import NUMERALS, SECTION_NAMES, tr
from gui.common.theme import Tokens


def text_page(texts: Iterable[TextDiff], t: Tokens) -> str:
    """The changed texts as HTML; never colour alone."""
    parts: list[str] = []
    for text in texts:
        if text.changed:
            parts.append(f"<h4>{html.escape(_name(text.section))}</h4>")
            parts += _headings(text, t)
            parts += [_paragraph(p.pieces, t) for p in text.paragraphs if p.kind is not Kind.SAME]
    return "".join(parts) or f"<p style='color:{t.muted}'>{html.escape(tr('文字没有不同。'))}</p>"


def _name(section: int) -> str:
    if section == 0:
        return tr("正文之前")
    return tr("正文之后") if section == 7 else f"{NUMERALS[section]}、{SECTION_NAMES[section]}"


def _headings(text: TextDiff, t: Tokens) -> list[str]:
    if text.heading_before == text.heading_after:
        return []
    pairs = ((Kind.REMOVED, text.heading_before), (Kind.ADDED, text.heading_after))
    pieces = [Piece(kind, heading) for kind, heading in pairs if heading]
    return [_paragraph((Piece(Kind.SAME, tr("标题：")), *pieces), t)]


def _paragraph(pieces: Iterable[Piece], t: Tokens) -> str:
    words = "".join(_piece(piece.kind, html.escape(piece.text), t) for piece in pieces)
    return f"<p style='line-height:140%;margin:0 0 8px 0'>{words}</p>"


def _piece(kind: Kind, text: str, t: Tokens) -> str:
    if kind is Kind.REMOVED:
        return f"<s style='color:{t.error};background:{t.error_soft}'>{text}</s>"
    if kind is Kind.ADDED:
        return f"<u style='color:{t.ok};background:{t.ok_soft};font-weight:600'>{text}</u>"
    return text
