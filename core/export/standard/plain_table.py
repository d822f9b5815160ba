"""An ordinary table in a document: a repeated header row, rows that are not split, as wide as the text block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.export.standard.form_cells import scaled
from core.export.standard.form_table import table_properties
from core.export.standard.ooxml import Element, element, paragraph, run


def plain_table(
    heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], styles: Mapping[str, str], width: int
) -> Element:
    """heads are (caption, relative width); every row has as many texts; width is in twips."""
    widths = scaled([share for _, share in heads], width)
    grid = element("tblGrid", *(element("gridCol", w=w) for w in widths))
    made = element("tbl", table_properties(styles["table"], width), grid)
    made.append(_row([caption for caption, _ in heads], widths, styles["head"], header=True))
    for row in rows:
        made.append(_row(row, widths, styles["text"]))
    return made


def _row(texts: Sequence[str], widths: Sequence[int], style: str, header: bool = False) -> Element:
    properties = element("trPr", element("cantSplit"), element("trHeight", val=380, hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    for text, width in zip(texts, widths, strict=True):
        look = element("tcPr", element("tcW", w=width, type_="dxa"), element("vAlign", val="center"))
        made.append(element("tc", look, paragraph(style, [run(text)] if text else [])))
    return made
