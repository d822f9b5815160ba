"""The three statutory tables of a document: pieces found, joined, doubles set aside, editions compared."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core import schema
from core.document import Para
from core.extract.flow import Flow
from core.extract.tables import form_labels, pasted_rows, row_tables, table4, unmarked_tables
from core.extract.tables.classify import NO_TABLE, has_distinctive_label, is_ambiguous_label, tables_of
from core.extract.tables.form_labels import LabelRole
from core.extract.tables.label_text import label
from core.extract.tables.lines import LineCell, TableLine, of_paras
from core.extract.tables.pasted_rows import WIDTH
from core.extract.watch import Watch
from core.model import TABLES, Cell, Grid, Note, Unplaced
from core.values import Unread

_HEADS = (LabelRole.COLUMN, LabelRole.CLAUSE)
_FEWEST_APPLICANTS, _FEWEST_RESULTS = 4, 10  # labels that show that table 3 lies on its side
_FEWEST_TURNED = 4  # and table 2
Reading = row_tables.TableReading | table4.Table4Reading


@dataclass(slots=True)
class Tables:
    """What was read of the tables. anchors: the flow index at which each table begins; taken: flow indices
    of the paragraphs that turned out to be cells; readings: every reading tried, the chosen one first."""

    lines: list[TableLine] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    anchors: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    readings: dict[int, list[Reading]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    unread: dict[int, Grid] = field(default_factory=dict)

    @property
    def grids(self) -> dict[int, Grid]:
        """The chosen readings, and the tables of which nothing could be read."""
        return {table: readings[0].grid for table, readings in self.readings.items()} | self.unread

    def choose_readings(self, edition: str, unread: Mapping[int, str]) -> None:
        """Settle on one reading of each table, and collect what it tells the clerk.

        Tables that fit both editions equally well (table 4 always does) take this one. unread has the reason for
        each table that may stand, whole or in part, where the file shows a picture: what was not found of it is
        unread and not blank.
        """
        for table, readings in self.readings.items():
            if table == 4:
                for each in readings:
                    each.edition = edition
            elif not _editions_differ(readings):
                readings.sort(key=lambda s: s.edition != edition)
            if table in unread:
                readings[0].mark_unread(unread[table])
            self.notes += readings[0].notes
            self.unplaced += readings[0].unplaced
        self._note_missing(unread)
        for table in TABLES:
            if table in unread and table not in self.readings:
                value = Unread(unread[table])
                refs = schema.shape(edition, table).refs
                self.unread[table] = Grid(table, edition, {ref: Cell("", value, "") for ref in refs})

    def mark_unrecognised(self, reasons: Mapping[int, str]) -> None:
        """Take every cell that was not found for one that could not be read: on a picture a column is lost as easily
        as a row, and a figure that nobody recognised is no blank."""
        for table, reason in reasons.items():
            for reading in self.readings.get(table, [])[:1]:
                for ref in schema.shape(reading.edition, table).refs:
                    reading.cells.setdefault(ref, Cell("", Unread(reason), ""))
        if reasons:
            self.notes = [
                replace(note, message=note.message.replace("相应各格留空", "相应各格标为“未读”")) for note in self.notes
            ]

    def _note_missing(self, unread: Mapping[int, str]) -> None:
        lost = [table for table in TABLES if table not in self.readings]
        for table in lost:
            if table in unread:
                title = schema.shape("2021", table).title
                self.notes.append(Note(f"“{title}”的表格没有读入（{unread[table]}），各格标为“未读”，请对照原文录入。"))
        missing = [schema.shape("2021", table).title for table in lost if table not in unread]
        if missing and (self.lines or self.readings):
            names = "、".join(f"“{name}”" for name in missing)
            self.notes.append(Note(f"没有找到{names}的表格，请对照原文录入。"))


def read(flow: Flow, paras: Sequence[Para | None], watch: Watch) -> Tables:
    """All tables of a flow. paras is the flow's view with None for tables."""
    found = Tables()
    starts = _gather(found, flow, paras, watch)
    found.kinds = _without_foreign_lines(found.lines, tables_of(found.lines, watch))
    for table in TABLES:
        _read_table(found, table, starts)
    if flow.kind == "txt":
        _prefer_pasted_rows(found, flow, starts)
    _claim_captions(found, paras, starts)
    rest = [line for line, kind in zip(found.lines, found.kinds, strict=True) if kind == NO_TABLE and line.filled]
    found.unplaced += [Unplaced(line.text, line.place, "不属于规定的三张表") for line in rest]
    return found


def _prefer_pasted_rows(found: Tables, flow: Flow, starts: dict[int, int]) -> None:
    """Read table 3 by its rows of seven figures, where that finds more of it than its header and labels did."""
    usual4 = found.readings.get(4)
    if usual4 is None or all(cell.amount is None for cell in usual4[0].cells.values()):
        pasted4 = pasted_rows.find_table4(flow)
        if pasted4 is not None:
            found.readings[4] = [table4.build_pasted(pasted4.figures, "2021")]
            found.anchors[4] = pasted4.indices[0]
            _claim(found, flow, pasted4.indices, 4, starts)
    usual = found.readings.get(3)
    count = 0 if usual is None else sum(cell.amount is not None for cell in usual[0].cells.values())
    if usual is not None and count == len(usual[0].cells) == len(schema.shape(usual[0].edition, 3).refs):
        return
    pasted = pasted_rows.find(flow, schema.editions())
    if pasted is None or WIDTH * len(pasted.rows) <= count:
        return
    found.readings[3] = [row_tables.build_pasted(pasted)]
    found.anchors[3] = pasted.start
    _claim(found, flow, range(pasted.start, pasted.end), 3, starts)


def _claim(found: Tables, flow: Flow, indices: Collection[int], table: int, starts: dict[int, int]) -> None:
    """Take these entries of the flow for parts of a table, whatever they were taken for."""
    own = frozenset(indices)
    found.taken |= {index for index in own if flow.entries[index].para is not None}
    for n, line in enumerate(found.lines):
        if starts[line.block] in own:
            found.kinds[n] = table


def _without_foreign_lines(lines: Sequence[TableLine], kinds: Sequence[int]) -> list[int]:
    """Blocks that name nothing of their table belong to it only right beside one that does, and unnamed."""
    blocks = list(dict.fromkeys(line.block for line in lines))
    telling = {
        (line.block, kind)
        for line, kind in zip(lines, kinds, strict=True)
        if kind and has_distinctive_label(line, kind)
    }
    near = set(telling)
    for before, after in itertools.pairwise(blocks):
        near |= {(after, k) for k in TABLES if (before, k) in telling}
        near |= {(before, k) for k in TABLES if (after, k) in telling}
    strange = {line.block for line in lines if any(not is_ambiguous_label(i.text) for i in line.words)}
    near = {(block, kind) for block, kind in near if (block, kind) in telling or block not in strange}
    pairs = zip(lines, kinds, strict=True)
    return [kind if (line.block, kind) in near else NO_TABLE for line, kind in pairs]


def _gather(found: Tables, flow: Flow, paras: Sequence[Para | None], watch: Watch) -> dict[int, int]:
    """All lines in order; the result maps a line's block number to its flow index.

    Loose runs get block numbers of their own, below zero.
    """
    starts: dict[int, int] = {}
    loose_runs = {run.start: run for run in unmarked_tables.runs(paras, watch)}
    for index, entry in enumerate(flow.entries):
        if entry.para is None:
            starts[entry.block] = index
            found.lines += flow.lines[entry.block]
        elif index in loose_runs:
            run = loose_runs[index]
            starts[-1 - index] = index
            found.lines += of_paras(run.rows, -1 - index)
            found.taken |= set(range(run.start, run.end))
    return starts


def _claim_captions(found: Tables, paras: Sequence[Para | None], starts: dict[int, int]) -> None:
    """Titles and corners of a statutory table that stand as paragraphs right before it (第二十条第（一）项)."""
    used = {line.block for line, kind in zip(found.lines, found.kinds, strict=True) if kind != NO_TABLE}
    for block in used:
        at = starts[block] - 1
        while at >= 0 and (para := paras[at]) is not None and form_labels.is_exact_label(para.text):
            if not any(form_labels.is_label(para.text, table, LabelRole.CLAUSE) for table in (2, 3)):
                break
            found.taken.add(at)
            at -= 1


def _read_table(found: Tables, table: int, starts: dict[int, int]) -> None:
    lines = [line for line, kind in zip(found.lines, found.kinds, strict=True) if kind == table]
    is_turned = table == 3 and _table3_lies_on_its_side(lines)
    if is_turned:
        lines = _turned(lines)
    elif table == 2 and _table2_lies_on_its_side(lines):
        is_turned = True
        lines = [line for part in _parts_on_their_side(lines) for line in _turned(part)]
    copies = _copies_of_table(lines, table)
    if not copies or not any(line.filled for line in lines):
        return
    chosen = max(copies, key=lambda copy: len(_signature(copy, table)))
    if not _is_statutory(chosen, table):
        found.unplaced += [Unplaced(x.text, x.place, "不像规定的表格") for x in lines if x.filled]
        return
    for copy in copies:
        if copy is not chosen:
            _report_copy(found, copy, table)
    found.anchors[table] = starts[chosen[0].block]
    found.readings[table] = _readings_by_edition(chosen, table)
    if is_turned:
        for reading in found.readings[table]:
            reading.note("行和列与规定的表格互换了位置，已按名称对应读取，请核对，导出时按规定的格式排列。", chosen[0])


def _table3_lies_on_its_side(lines: Sequence[TableLine]) -> bool:
    """Whether table 3 has its applicants as rows and its results as columns:

            | 一、本年新收… | 二、上年结转… | （一）予以公开 | …
    自然人  | 64            | 1             | 27             | …
    商业企业| 0             | 1             | 1              | …
    """
    if not lines or not all(line.grid for line in lines) or len({line.block for line in lines}) > 1:
        return False
    applicants = results = 0
    for line in lines:
        has_figures = any(item.figure for item in line.items)
        for item in line.words:
            core = label(item.text).core
            if core in ("总计", "其他"):
                continue
            applicants += has_figures and form_labels.is_label(item.text, 3, LabelRole.COLUMN)
            results += not has_figures and form_labels.is_label(item.text, 3, LabelRole.ROW)
    return applicants >= _FEWEST_APPLICANTS and results >= _FEWEST_RESULTS


def _table2_lies_on_its_side(lines: Sequence[TableLine]) -> bool:
    """Whether table 2 has its rows as columns, in parts or all in one:

    信息内容         | 规章 | 行政规范性文件
    本年制发件数     | 0    | 6
    …
    信息内容         | 行政处罚 | 行政强制
    本年处理决定数量 | 128      | 42
    """
    if not lines or not all(line.grid for line in lines) or len({line.block for line in lines}) > 1:
        return False
    names = turned_names = 0
    for line in lines:
        has_figures = any(item.figure for item in line.items)
        for item in line.words:
            is_row = form_labels.is_label(item.text, 2, LabelRole.ROW)
            if is_row or form_labels.is_label(item.text, 2, LabelRole.COLUMN):
                names += 1
                turned_names += is_row is not has_figures
    return names == turned_names >= _FEWEST_TURNED


def _parts_on_their_side(lines: Sequence[TableLine]) -> list[list[TableLine]]:
    """A part begins where a line without figures names rows."""
    parts: list[list[TableLine]] = [[]]
    for line in lines:
        is_new = not any(item.figure for item in line.items) and any(
            form_labels.is_label(item.text, 2, LabelRole.ROW) for item in line.words
        )
        if is_new and any(item.figure for before in parts[-1] for item in before.items):
            parts.append([])
        parts[-1].append(line)
    return parts


def _turned(lines: Sequence[TableLine]) -> list[TableLine]:
    """Columns as lines and lines as columns."""
    width = max(line.items[-1].last for line in lines) + 1
    columns: list[list[LineCell]] = [[] for _ in range(width)]
    for row, line in enumerate(lines):
        for item in line.items:
            turned = replace(item, first=row, last=row + item.rows - 1, rows=item.last - item.first + 1)
            columns[item.first].append(turned)
    return [TableLine(tuple(items), lines[0].block, True) for items in columns if items]


def _readings_by_edition(lines: Sequence[TableLine], table: int) -> list[Reading]:
    if table == 4:
        return [table4.build(lines, table4.edition_of(lines))]
    built: list[row_tables.TableReading] = []
    for edition in _likely_editions(lines, table):
        built.append(row_tables.build(lines, table, edition))
        if built[0].perfect:
            break  # no need to try what cannot fit better
    built.sort(key=lambda s: -s.score)
    return list(built)


def _likely_editions(lines: Sequence[TableLine], table: int) -> list[str]:
    """Editions, the one first whose own labels are in the table."""
    words = {label(item.text) for line in lines for item in line.words}
    hits = {edition: len(words & form_labels.labels_only_in(edition, table)) for edition in schema.editions()}
    return sorted(schema.editions(), key=lambda e: (-hits[e], e != "2021"))


def _copies_of_table(lines: Sequence[TableLine], table: int) -> list[list[TableLine]]:
    """Pieces of one table joined; a block that begins the table anew begins another copy."""
    copies: list[list[TableLine]] = []
    seen: set[str] = set()
    pieces: dict[int, list[TableLine]] = {}
    for line in lines:
        pieces.setdefault(line.block, []).append(line)
    for piece in pieces.values():
        own = _signature(piece, table)
        # One row may stand in two pieces (a cut row); two or more mean the table again.
        if copies and len(own & seen) < (2 if table != 4 else 1):
            copies[-1] += piece
            seen |= own
        else:
            copies.append(piece)
            seen = own
    return copies


def _signature(lines: Iterable[TableLine], table: int) -> set[str]:
    """Rows that are there for sure, by their labels; for table 4 its lines of figures."""
    if table == 4:
        return {"figures" for line in lines if sum(i.figure for i in line.items) >= 5}
    found = set()
    for line in lines:
        for item in line.words:
            core = label(item.text).core
            if core not in ("总计", "其他") and form_labels.is_label(item.text, table, LabelRole.ROW):
                found.add(core)
    return found


def _is_statutory(lines: Sequence[TableLine], table: int) -> bool:
    """Enough of the form to be it: a table of the text that names 行政许可 alone is not table 2."""
    if table == 4:
        names = [table4.names_of(i.text) for line in lines for i in line.words]
        return len({o for _, o in names if o}) >= 3 or any(sum(i.figure for i in x.items) >= 15 for x in lines)
    words = {i.text for x in lines for i in x.words}
    roles = [role for role in _HEADS if any(form_labels.is_label(word, table, role) for word in words)]
    # 第二十条第（五）项, 本年处理决定数量 and one row are table 2, if a short one, and nothing else.
    fewest = 1 if table == 2 and len(roles) == len(_HEADS) else 2 + (not roles)
    return len(_signature(lines, table)) >= fewest


def _report_copy(found: Tables, copy: Sequence[TableLine], table: int) -> None:
    name = row_tables.NAMES[table]
    found.notes.append(
        Note(f"{name}在文件中出现不止一次，采用行数最全的一份，其余的列入“未归入”，请核对。", copy[0].place)
    )
    found.unplaced += [Unplaced(x.text, x.place, f"重复出现的{name}") for x in copy if x.filled]


def editions_by_labels(found: Tables) -> list[str]:
    """Editions of tables 2 and 3 as the tables themselves tell them (table 4 is the same in both)."""
    told = []
    for table in (2, 3):
        readings = found.readings.get(table, [])
        if readings and _editions_differ(readings):
            told.append(readings[0].edition)
    return told


def _editions_differ(readings: Sequence[Reading]) -> bool:
    first, *others = readings
    if not isinstance(first, row_tables.TableReading):
        return False
    return first.perfect or all(isinstance(o, row_tables.TableReading) and first.score - o.score > 0.05 for o in others)
