"""Changed figures written into the cells of the opened docx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core import text
from core.errors import ExportError
from core.export.original.paragraphs import mark_look
from core.export.original.passage import TextEdit, passage
from core.export.original.source import OriginalDocx
from core.export.original.tracked_edits import SpliceWriter
from core.export.standard.content import xml_text
from core.export.standard.ooxml import Element, tag
from core.model import CellRef, Report
from core.place import Place
from core.schema import shape


def changed_cells(original: Report, report: Report) -> Iterator[tuple[CellRef, str, str]]:
    """Cells whose text differs, in the form's order, with the text before and after."""
    for number, grid in sorted(report.tables.items()):
        for ref in shape(grid.edition, number).refs:
            before, after = xml_text(original.cell(ref).raw), xml_text(report.cell(ref).raw)
            if before != after:
                yield ref, before, after


WrittenCells = Mapping[CellRef, tuple[int, int, int, str]]  # block, row, column and new text


def write_cells(source: OriginalDocx, writer: SpliceWriter, original: Report, report: Report) -> WrittenCells:
    """Write every changed figure; returns block, row and column of each and its new text.

    ExportError when one has no cell of its own.
    """
    written: dict[CellRef, tuple[int, int, int, str]] = {}
    changes = list(changed_cells(original, report))
    taken: dict[tuple[int | None, int | None, int | None], CellRef] = {}
    for ref, cell in ((r, c) for g in original.tables.values() for r, c in g.cells.items()):
        place = cell.place
        if place is not None and taken.setdefault(_where(place), ref) != ref:
            taken[_where(place)] = CellRef(0, "", "")
    for ref, before, after in changes:
        place = original.cell(ref).place
        if place is None or place.row is None or taken.get(_where(place)) != ref:
            raise ExportError(
                f"“{shape(report.tables[ref.table].edition, ref.table).describe(ref)}”在原文件里没有单独的格子，"
                "改不到原文件里，请改用标准格式导出。"
            )
        _write_cell(source.cell(place), writer, before, after)
        assert place.block is not None and place.column is not None
        written[ref] = (place.block, place.row, place.column, after)
    return written


def _where(place: Place) -> tuple[int | None, int | None, int | None]:
    return place.block, place.row, place.column


def _write_cell(cell: Element, writer: SpliceWriter, before: str, after: str) -> None:
    where = passage(cell.iter(tag("p")))
    core = text.strip(where.text)
    if core != before:
        raise ExportError(
            f"原文件里写着“{core[:20]}”的格子，打开时读成了“{before[:20]}”，不能直接改写，请改用标准格式导出。"
        )
    start = where.text.find(core) if core else len(where.text)
    edit = TextEdit(start, start + len(core), after)
    if where.atoms and (core or where.atoms[-1].end == start):
        writer.edit(where, [edit])
    elif after:
        _fill(cell, writer, after)


def _fill(cell: Element, writer: SpliceWriter, after: str) -> None:
    """A first run in an empty cell, in the look of a figure beside it, else of its paragraph's mark."""
    paragraph = next(cell.iter(tag("p")), None)
    if paragraph is None:
        raise ExportError("原文件的表格里有一个不完整的格子，不能直接改写，请改用标准格式导出。")
    writer.append_run(paragraph, after, _properties(cell, writer) or mark_look(writer, paragraph))


def _properties(cell: Element, writer: SpliceWriter) -> bytes:
    row = next(cell.iterancestors(tag("tr")), cell)
    for run in row.iter(tag("r")):
        own = run.find(tag("rPr"))
        if own is not None and run.find(tag("t")) is not None and _is_figure(run):
            return writer.raw(own)
    return b""


def _is_figure(run: Element) -> bool:
    return text.narrow("".join(run.itertext(tag("t")))).strip(text.BLANKS).isdecimal()
