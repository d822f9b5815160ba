"""Tables that lost all marks: one cell a paragraph. Found by runs of labels, figures and blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core import text
from core.document import Para
from core.extract import known
from core.extract.figures import is_blank, is_page_number, is_written_figure
from core.extract.headings import looks_like_section
from core.extract.known import Role
from core.model import TABLES
from core.place import Place

_SENTENCE = re.compile(r"[。；;！？]")
_GAP = re.compile(rf"[{text.BLANKS}]+")
_LONGEST_CELL = 48
_NOTHING = Para("", Place())
_MOST_STRANGERS = 2  # unknown short paragraphs in a row that a run survives (an extra row, a cut label)


@dataclass(frozen=True, slots=True)
class Token:
    """A cell of a loose table: a paragraph or, where one holds a whole row, a part of it. kind is one of
    label, figure, blank, text."""

    para: Para
    index: int
    kind: str


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of a loose table and the flow indices (start to end, exclusive) they were read from."""

    rows: tuple[tuple[Para, ...], ...]
    start: int
    end: int


def runs(flow: Sequence[Para | None]) -> list[Run]:
    """Loose tables of a flow, in order; None in the flow (a table, floating text) ends a run."""
    tokens = [t for i, p in enumerate(flow) for t in _tokens(p, i)]
    found, at = [], 0
    while at < len(tokens):
        end = _run_end(tokens, at) if tokens[at].kind == "label" else at
        if end > at and _is_table(tokens[at:end]):
            found.append(Run(_rows(tokens[at:end]), tokens[at].index, tokens[end - 1].index + 1))
            last = tokens[end - 1].index
            while end < len(tokens) and tokens[end].index == last:
                end += 1
            at = end
        else:
            at += 1
    return found


def _tokens(para: Para | None, index: int) -> list[Token]:
    if para is None:
        return [Token(_NOTHING, index, "stop")]
    return [Token(p, index, _kind(p.text)) for p in _parts(para)]


def _kind(raw: str) -> str:
    if is_blank(raw):
        return "blank"
    if is_written_figure(raw):
        return "figure"
    if len(raw) <= _LONGEST_CELL * 2 and any(score >= 0.8 for _, score in known.matches(raw)):
        return "label"
    return "text"


def _parts(para: Para) -> list[Para]:
    """A paragraph that holds a whole row, label and figures parted by blanks, as its cells; else itself."""
    raw = para.text
    if len(raw) > 400 or not any(c in text.BLANKS for c in raw.strip(text.BLANKS)):
        return [para]
    words = [w for w in _GAP.split(raw) if w]
    kinds = [_kind(w) for w in words]
    figures = kinds.count("figure")
    if all(k == "figure" for k in kinds) or all(k == "label" for k in kinds):
        return [replace(para, text=w, bold=()) for w in words]
    head = next(n for n, k in enumerate(kinds) if k == "figure") if figures else 0
    if figures and kinds[head:].count("figure") == len(kinds) - head and (figures > 1 or head == 1):
        label = " ".join(words[:head])
        if _kind(label) == "label" or any(known.is_fragment(label, t) for t in TABLES):
            return [replace(para, text=w, bold=()) for w in (label, *words[head:])]
    return [para]


def _run_end(tokens: Sequence[Token], start: int) -> int:
    """One past the last token of a run: its last label, figure, and the blanks right after."""
    end, strangers, at = start + 1, 0, start + 1
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("label", "figure"):
            end, strangers = at + 1, 0
        elif token.kind == "text" and not is_page_number(token.para.text):
            strangers += 1
            if strangers > _MOST_STRANGERS or not _may_be_cell(token.para.text):
                break
        elif token.kind == "stop":
            break
        at += 1
    while end < len(tokens) and tokens[end].kind == "blank":
        end += 1
    return end


def _may_be_cell(raw: str) -> bool:
    short = len(text.strip(raw)) <= _LONGEST_CELL and not _SENTENCE.search(raw)
    return short and not looks_like_section(raw)


def _is_table(tokens: Sequence[Token]) -> bool:
    kinds = [t.kind for t in tokens]
    if kinds.count("label") < 3 or kinds.count("figure") + kinds.count("blank") < 3:
        return False
    # A list of 行政许可 65 件 in the text names rows, but no columns.
    return kinds.count("label") >= 8 or any(_is_header(t) for t in tokens if t.kind == "label")


def _rows(tokens: Sequence[Token]) -> tuple[tuple[Para, ...], ...]:
    """A row begins at the first label behind figures, and at the label right before figures below a header."""
    rows: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        if rows[-1] and _begins(token, rows[-1], tokens[at + 1 :]):
            rows.append([])
        rows[-1].append(token)
    return tuple(tuple(t.para for t in row) for row in rows)


def _begins(token: Token, row: Sequence[Token], following: Sequence[Token]) -> bool:
    if is_page_number(token.para.text) or is_page_number(row[-1].para.text):
        return True
    if token.kind not in ("label", "text"):
        return False
    if row[-1].kind in ("figure", "blank"):
        return True
    if not any(_is_header(t) for t in row) or _is_header(token):
        return False
    names_row = any(known.surely(token.para.text, t, Role.ROW, Role.GROUP) for t in (2, 3))
    return names_row or bool(following and following[0].kind in ("figure", "blank"))


def _is_header(token: Token) -> bool:
    """Names a column, not a row; 行政诉讼 and 法人或其他组织 among them."""
    return any(
        score >= 0.8 and (k.role in (Role.COLUMN, Role.CLAUSE) or (k.role is Role.GROUP and not k.label.number))
        for k, score in known.matches(token.para.text)
    )
