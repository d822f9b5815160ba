"""Which tables and sections may stand where the file shows only a picture.

A report whose page 2 is a scan, between a first page that ends inside table 3 and a third that goes on with it:

    三、收到和处理政府信息公开申请情况 / [header of table 3] / [page 2: a picture] / 4.保护第三方合法权益 0 0 0 …

The rows between were not read; they are not blank, and nothing may be concluded from them.
"""

from __future__ import annotations

from core.document import Document, UnreadRegion
from core.extract.trace import Trace
from core.model import SECTION_NUMBERS, TABLES

_FEWEST_ROWS = 3  # rows of a table missing together, from which a picture beside the table is taken for them


def unread_tables(trace: Trace, document: Document) -> dict[int, str]:
    """Table number → why it, or the rows of it that were not found, could not be read."""
    if not document.unread:
        return {}
    found: dict[int, str] = {}
    for table in TABLES:
        after, before = _bounds(trace, document, table)
        has_heading = any(head.section == table for head in trace.chain)
        for region in document.unread:
            if not after < region.before <= before:
                continue
            readings = trace.tables.readings.get(table)
            if readings is None:
                # A picture among text is taken for the table only under the table's own heading.
                is_candidate = region.whole_page or has_heading
            else:
                is_candidate = region.whole_page or readings[0].count_missing_rows() >= _FEWEST_ROWS
            if is_candidate:
                found.setdefault(table, reason(region))
    return found


def unrecognised_tables(trace: Trace, document: Document) -> dict[int, str]:
    """Table number → why cells of it that were not found could not be read: it stands on a picture, all or in part."""
    found: dict[int, str] = {}
    regions = [region for region in document.unread if region.recognised]
    for table in trace.tables.readings if regions else ():
        after, before = _bounds(trace, document, table)
        for region in regions:
            if after < region.before <= before:
                found.setdefault(table, reason(region))
    return found


def unread_sections(trace: Trace, document: Document) -> dict[int, str]:
    """Section number → why its heading and text could not be read: they may stand on a page that is a picture."""
    found: dict[int, str] = {}
    pages = [region for region in document.unread if region.whole_page and not region.recognised]
    present = {head.section for head in trace.chain}
    for number in SECTION_NUMBERS:
        if pages and number not in present:
            after, before = _bounds(trace, document, number)
            for region in pages:
                if after < region.before <= before:
                    found.setdefault(number, reason(region))
    return found


def reason(region: UnreadRegion) -> str:
    """Why a region was not read, for the clerk: "第 2 页是图片"."""
    if region.recognised:
        return f"第 {region.place.page} 页的图片里没有认出" if region.place.page else "图片里没有认出"
    if region.place.page is None:
        return "原文此处是图片"
    return f"第 {region.place.page} 页是图片" if region.whole_page else f"第 {region.place.page} 页此处是图片"


def _bounds(trace: Trace, document: Document, section: int) -> tuple[int, int]:
    """Document indices between which a section and its table must stand: after the first, before the second.

    The last heading or table up to the section, and the first one behind it.
    """
    after, before = -1, len(document.blocks)
    entries = trace.flow.entries
    for head in trace.chain:
        if head.section is not None:
            source = entries[head.candidate.index].source
            if head.section <= section:
                after = max(after, source)
            else:
                before = min(before, source)
    for table, index in trace.tables.anchors.items():
        if table < section:
            after = max(after, entries[index].source)
        elif table > section:
            before = min(before, entries[index].source)
    return after, before
