"""Tables in the html that Excel, WPS and Word put on the clipboard.

Excel writes a merged label once, with its span, and wraps its own markup around the figures:

    <tr><td rowspan=2 class=xl65>（三）不予公开</td><td>1.属于国家秘密</td><td align=right x:num>0</td></tr>

Word sets every cell's text in paragraphs: <td><p class=MsoNormal><span>商业</span></p><p>企业</p></td>.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from core import text as characters
from core import values

MOST_SPAN = 200  # a span beyond this is damage, not a table of ours
Block = list[list[str | None]]


def is_label(cell: str | None) -> bool:
    """Whether a cell holds words, not a figure: "自然人", "（七）总计"; not "12", "12件", "/", "无" or a blank."""
    return bool(cell) and isinstance(values.parse(cell or "", values.CellKind.COUNT), values.Unreadable)


def tables_in(html: str) -> list[Block]:
    """Every table with its spans written out: a label stands in each cell it covers, a figure in its first one and
    None in the others. [] when there is none."""
    parser = _TableParser()
    parser.feed(html)
    parser.close()
    return [block for block in (_spread(rows) for rows in parser.tables) if block]


def table_html(rows: list[list[str]], header_rows: int) -> str:
    """A table with lines, as Word, WPS and Excel take it from the clipboard; the first rows are its header."""
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number < header_rows else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
    style = "border-collapse:collapse"
    return f'<meta charset="utf-8"><table border="1" cellspacing="0" style="{style}">{"".join(lines)}</table>'


class _Cell:
    """A td or th while it is read."""

    def __init__(self, rowspan: int, colspan: int) -> None:
        self.rowspan, self.colspan = rowspan, colspan
        self.text = ""


class _TableParser(HTMLParser):
    """Collects rows of cells; a table inside a cell belongs to the outer one's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self._depth = 0
        self._cell: _Cell | None = None
        self._skipped = 0  # inside style, script or head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins."""
        if tag in ("style", "script"):
            self._skipped += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            given = dict(attrs)
            self._cell = _Cell(_span(given.get("rowspan")), _span(given.get("colspan")))
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        """A table or cell ends."""
        if tag in ("style", "script"):
            self._skipped = max(self._skipped - 1, 0)
        elif tag == "table":
            self._depth = max(self._depth - 1, 0)
            self._cell = None if self._depth == 0 else self._cell
        elif tag in ("td", "th") and self._depth == 1:
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Words of a cell; line breaks of the markup are blanks."""
        if self._cell is not None and not self._skipped:
            self._cell.text += data


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MOST_SPAN) if value and value.isdecimal() else 1


def _spread(rows: list[list[_Cell]]) -> Block:
    """Cells at their places, spans written out."""
    filled: dict[tuple[int, int], str | None] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in filled:
                column += 1
            content = characters.fold(cell.text)
            label = is_label(content)
            for down, across in _covered(cell):
                origin = down == across == 0
                filled[r + down, column + across] = content if origin or label else None
            column += cell.colspan
    width = max((c for _, c in filled), default=-1) + 1
    return [[filled.get((r, c), "") for c in range(width)] for r in range(len(rows))] if width else []


def _covered(cell: _Cell) -> Iterator[tuple[int, int]]:
    for down in range(cell.rowspan):
        for across in range(cell.colspan):
            yield down, across
