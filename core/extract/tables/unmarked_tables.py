"""Tables that lost all marks: one cell a paragraph. Found by runs of labels, figures and blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core import text
from core.document import Para
from core.extract.sections.headings import looks_like_section
from core.extract.tables import form_labels
from core.extract.tables.figures import is_blank, is_page_number, is_written_figure
from core.extract.tables.form_labels import LabelRole
from core.extract.watch import Watch
from core.model import TABLES
from core.place import Place

_SENTENCE = re.compile(r"[。；;！？]")
_GAP = re.compile(rf"[{text.BLANKS}]+")
_LONGEST_CELL = 48
_NOTHING = Para("", Place())
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SIGNS = ("增", "减", "增加", "减少")
_UNITS = ("万元", "亿元", "元")
_LONGEST_PIECE = 16  # characters of a line of a narrow cell
_MOST_UNKNOWN = 2  # unknown short paragraphs in a row that a run survives (an extra row, a cut label)


@dataclass(frozen=True, slots=True)
class CellToken:
    """A cell of a loose table: a paragraph or, where one holds a whole row, a part of it. kind is one of
    label, piece (of a label), figure, blank, text."""

    para: Para
    index: int
    kind: str
    last: int = -1  # flow index of its last paragraph, where it was joined from several
    opens: bool = False  # the first cell of a paragraph that holds a whole row


@dataclass(frozen=True, slots=True)
class TableRun:
    """Rows of a loose table and the flow indices (start to end, exclusive) they were read from."""

    rows: tuple[tuple[Para, ...], ...]
    start: int
    end: int


def runs(flow: Sequence[Para | None], watch: Watch) -> list[TableRun]:
    """Loose tables of a flow, in order; None in the flow (a table, floating text) ends a run."""
    tokens = _joined([t for i, p in watch.over(flow) for t in _tokens(p, i)])
    found, at = [], 0
    while at < len(tokens):
        end = _run_end(tokens, at) if tokens[at].kind == "label" else at
        if end > at and _is_table(tokens[at:end]):
            last = max(tokens[end - 1].index, tokens[end - 1].last)
            found.append(TableRun(_rows(tokens[at:end]), tokens[at].index, last + 1))
            while end < len(tokens) and tokens[end].index == last:
                end += 1
            at = end
        else:
            at = max(end, at + 1)  # no shorter run of the same cells is a table either
    return found


def _joined(tokens: Sequence[CellToken]) -> list[CellToken]:
    """Labels broken over several paragraphs (商业/企业, or one character each) as one token again."""
    found: list[CellToken] = []
    at = 0
    while at < len(tokens):
        count = _label_length(tokens, at)
        token = tokens[at]
        if count > 1:
            whole = "".join(text.strip(t.para.text) for t in tokens[at : at + count])
            token = CellToken(
                replace(token.para, text=whole, bold=()), token.index, "label", tokens[at + count - 1].index
            )
        found.append(token)
        at += count
    return found


def _label_length(tokens: Sequence[CellToken], at: int) -> int:
    """How many tokens from here on are one label together; 1 where the first is a label, or none, by itself."""
    if len(tokens[at].para.text) > _LONGEST_CELL or not _may_begin(tokens, at):
        return 1
    whole = ""
    for count, token in enumerate(tokens[at : at + _LONGEST_CELL], 1):
        whole += text.strip(token.para.text)
        if token.kind not in ("text", "piece", "label", "figure") or not form_labels.begins_label(whole):
            return 1
        if count > 1 and form_labels.is_exact_label(whole) and not _label_continues(tokens, at + count, whole):
            return count
    return 1


def _may_begin(tokens: Sequence[CellToken], at: int) -> bool:
    """Unknown words, or a number whose dot is the next token ("1", ".", "属")."""
    if tokens[at].kind == "figure":
        return at + 1 < len(tokens) and text.strip(tokens[at + 1].para.text) in (".", "、", "．")
    return tokens[at].kind in ("text", "piece")


def _label_continues(tokens: Sequence[CellToken], at: int, whole: str) -> bool:
    """Whether the next token would make a longer label still."""
    if at >= len(tokens) or tokens[at].kind not in ("text", "piece") or tokens[at].opens:
        return False
    return form_labels.begins_label(whole + text.strip(tokens[at].para.text))


def _tokens(para: Para | None, index: int) -> list[CellToken]:
    if para is None:
        return [CellToken(_NOTHING, index, "stop")]
    parts = _split_row(para)
    tokens = [CellToken(p, index, _kind(p.text)) for p in parts]
    if len(tokens) > 1 and tokens[0].kind != "figure":
        tokens[0] = replace(tokens[0], opens=True)
    return tokens


def _kind(raw: str) -> str:
    if is_blank(raw):
        return "blank"
    if is_written_figure(raw):
        return "figure"
    if len(raw) <= _LONGEST_CELL * 2 and any(score >= 0.8 for _, score in form_labels.matches(raw)):
        return "label"
    return (
        "piece" if len(raw) <= _LONGEST_PIECE and _CHINESE.search(raw) and form_labels.is_part_of_label(raw) else "text"
    )


def _split_row(para: Para) -> list[Para]:
    """A paragraph that holds a whole row as its cells; any other as itself.

    Rows of tables that a text kept with blanks between the cells:

        1.属于国家秘密 0 0 0 0 0 0 0
        自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他
    """
    raw = para.text
    if len(raw) > 400 or not any(c in text.BLANKS for c in raw.strip(text.BLANKS)):
        return [para]
    words = _words(raw)
    kinds = [_kind(word) for word in words]
    if all(kind == "figure" for kind in kinds) or all(kind in ("label", "piece") for kind in kinds):
        return _cells(para, words)
    name_length = next((n for n, kind in enumerate(kinds) if kind == "figure"), 0)
    figures = len(kinds) - name_length
    if name_length == 0 or any(kind != "figure" for kind in kinds[name_length:]):
        return [para]
    if figures < 2 and name_length > 1:
        return [para]  # "受理 申请 65": running text that ends in a figure
    name = " ".join(words[:name_length])
    if _kind(name) == "label" or any(form_labels.is_part_of_table_label(name, table) for table in TABLES):
        return _cells(para, [name, *words[name_length:]])
    if all(kind in ("label", "piece") for kind in kinds[:name_length]):
        return _cells(para, words)  # a group's label and the row's own: "(三)不予公开 1.属于国家秘密 0 …"
    return [para]


def _cells(para: Para, words: Sequence[str]) -> list[Para]:
    return [replace(para, text=word, bold=()) for word in words]


def _words(raw: str) -> list[str]:
    """Words between blanks; 增 and 减 belong to the figure behind them, a unit of money to the one before."""
    words: list[str] = []
    for word in (w for w in _GAP.split(raw) if w):
        if words and (words[-1] in _SIGNS or (word in _UNITS and is_written_figure(words[-1]))):
            words[-1] += word
        else:
            words.append(word)
    return words


def _run_end(tokens: Sequence[CellToken], start: int) -> int:
    """One past the last token of a run: its last label, figure, and the blanks right after."""
    end, unknown, at = start + 1, 0, start + 1
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("label", "figure"):
            end, unknown = at + 1, 0
        elif token.kind == "piece":
            unknown = 0
        elif token.kind == "text" and not is_page_number(token.para.text):
            unknown += 1
            if unknown > _MOST_UNKNOWN or not _may_be_cell(token.para.text):
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


def _is_table(tokens: Sequence[CellToken]) -> bool:
    kinds = [t.kind for t in tokens]
    if "figure" in kinds and _has_clause_and_header(tokens):
        return True
    if kinds.count("label") < 3 or kinds.count("figure") + kinds.count("blank") < 3:
        return False
    # A list of 行政许可 65 件 in the text names rows, but no columns.
    return kinds.count("label") >= 8 or any(_is_header(t) for t in tokens if t.kind == "label")


def _has_clause_and_header(tokens: Sequence[CellToken]) -> bool:
    """A block of table 2 with its clause, header and row, even if it is one row alone:

    第二十条第（五）项 / 信息内容 本年处理决定数量 / 行政许可 12
    """
    labels = [t.para.text for t in tokens if t.kind == "label" and form_labels.is_exact_label(t.para.text)]
    roles = (LabelRole.CLAUSE, LabelRole.COLUMN, LabelRole.ROW)
    return all(any(form_labels.is_label(name, 2, role) for name in labels) for role in roles)


def _rows(tokens: Sequence[CellToken]) -> tuple[tuple[Para, ...], ...]:
    """A row begins at the first label behind figures, and at the label right before figures below a header."""
    rows: list[list[CellToken]] = [[]]
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if rows[-1] and _begins(token, rows[-1], following):
            rows.append([])
        rows[-1].append(token)
    return tuple(tuple(t.para for t in row) for row in rows)


def _begins(token: CellToken, row: Sequence[CellToken], following: CellToken | None) -> bool:
    if is_page_number(token.para.text) or is_page_number(row[-1].para.text):
        return True
    if token.kind not in ("label", "text", "piece"):
        return False
    if token.opens:
        return True
    if row[-1].kind in ("figure", "blank") and not (_is_header(token) and _is_all_header(row)):
        return True
    if _is_header(token):
        return any(_names_row(t) and not _is_header(t) for t in row)
    if not any(_is_header(t) for t in row):
        return False
    return _names_row(token) or (following is not None and following.kind in ("figure", "blank"))


def _is_all_header(row: Sequence[CellToken]) -> bool:
    """Header labels and the blanks of their merged cells."""
    return all(t.kind == "blank" or (t.kind == "label" and _is_header(t)) for t in row)


def _names_row(token: CellToken) -> bool:
    """Names a row or a group of rows of table 2 or 3."""
    return any(form_labels.is_label(token.para.text, t, LabelRole.ROW, LabelRole.GROUP) for t in (2, 3))


def _is_header(token: CellToken) -> bool:
    """Names a column, not a row; 行政诉讼 and 法人或其他组织 among them."""
    return any(
        score >= 0.8
        and (k.role in (LabelRole.COLUMN, LabelRole.CLAUSE) or (k.role is LabelRole.GROUP and not k.label.number))
        for k, score in form_labels.matches(token.para.text)
    )
