"""Table 3 in text copied out of a PDF: every row that is a label and seven figures is read, and none is put wrong."""

import random

import extract_support as support
import pytest

from core import reading, schema
from core.extract import extract
from core.model import CellRef

HEADER = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等 于第三项加第四项之和） "
    "申请人情况 自然人 法人或其他组织 总计 商业 企业 科研 机构"
)


@pytest.fixture(params=["2019", "2021"])
def written(request):
    """A report whose rows add up, as nearly all rows of published reports do."""
    truth = support.truth(random.Random(21), request.param)
    for row in schema.shape(truth.edition, 3).rows:
        parts = [CellRef(3, row.key, column.key) for column in row.columns]
        truth.figures[parts[-1]] = str(sum(int(truth.figures[ref]) for ref in parts[:-1]))
    for row in schema.shape(truth.edition, 4).rows:
        parts = [CellRef(4, row.key, column.key) for column in row.columns]
        truth.figures[parts[-1]] = str(sum(int(truth.figures[ref]) for ref in parts[:-1]))
    return truth


def rows_of(written):
    """Label and figures of each row of table 3."""
    for row in schema.shape(written.edition, 3).rows:
        yield row.label, [written.figures[CellRef(3, row.key, column.key)] for column in row.columns]


def read(written, table, table4=None):
    parts = support.parts_of(written)
    text = []
    for part in parts:
        if isinstance(part, support.Table):
            refs = {p.ref.table for p in part.pieces if p.ref}
            if refs == {3}:
                text += table
            elif refs == {4} and table4:
                text += table4
            else:
                text += support.plain_text([part], "tabs").split("\n")
        else:
            text.append(str(part))
    report = extract(reading.read_text("\n".join(text)).value)
    assert [w for w in support.silently_wrong(report, written) if "lost" not in w] == []
    return report


def missing(report, written, table=3):
    refs = [ref for ref in support.expected(written) if ref.table == table]
    return [ref for ref in refs if report.cell(ref).raw != written.figures[ref]]


def test_rows_between_vertical_labels_and_page_numbers(written):
    lines = HEADER.split()
    for n, (label, figures) in enumerate(rows_of(written)):
        if n == 2:
            lines += list("三、本年度办理结果")
        if n % 9 == 8:
            lines.append(f"- {n} -")
        half = len(label) // 2
        name = [label[:half], label[half:]] if n % 4 == 3 else [label]
        lines += [*name, " ".join(figures)] if n % 2 else [*name[:-1], f"{name[-1]} {' '.join(figures)}"]
    report = read(written, lines)
    assert missing(report, written) == []
    assert any("按规定的栏次读取，请核对" in note.message for note in report.notes)


def test_rows_whose_labels_stand_around_their_figures_as_on_the_page(written):
    lines = HEADER.split()
    for label, figures in rows_of(written):
        pieces = [label[at : at + 5] for at in range(0, len(label), 5)]
        lines += [f"     {pieces[0]}      {'    '.join(figures)}", *(f"       {piece}" for piece in pieces[1:])]
    assert missing(read(written, lines), written) == []


def test_figures_one_a_line_with_the_labels_of_several_rows_far_off(written):
    lines, later = HEADER.split(), []
    for n, (label, figures) in enumerate(rows_of(written)):
        if n in (7, 8, 16, 17, 18):
            later.append(label)
        else:
            lines += [label, ""]
        lines += [cell for figure in figures for cell in (figure, "")]
    assert missing(read(written, [*lines, *later]), written) == []


def test_figures_that_stand_column_by_column_are_not_read_as_rows(written):
    rows = list(rows_of(written))
    lines = [*HEADER.split(), *(label for label, _ in rows)]
    lines += [figures[column] for column in range(7) for _, figures in rows]
    report = read(written, lines)
    assert all(report.cell(ref).amount is None for ref in support.expected(written) if ref.table == 3)


def test_a_row_that_is_missing_leaves_the_others_in_their_places(written):
    rows = [row for n, row in enumerate(rows_of(written)) if n != 5]
    lines = HEADER.split()
    for label, figures in rows:
        lines += [*label[:2], label[2:], " ".join(figures)]
    lost = {ref.row for ref in missing(read(written, lines), written)}
    assert lost == {schema.shape(written.edition, 3).rows[5].key}


def test_figures_of_table_4_one_a_line(written):
    refs = list(schema.shape(written.edition, 4).refs)
    figures = [written.figures[ref] for ref in refs]
    header = ["结果", "维持", "结果", "纠正", "其他", "结果", "尚未", "审结", "总计"]
    table4 = ["行政复议", "", "行政诉讼", *header, *figures[:5], "复议后起诉", *header, *header, *figures[5:]]
    lines = [f"{label} {' '.join(figures)}" for label, figures in rows_of(written)]
    report = read(written, lines, table4)
    assert missing(report, written, 4) == []
    assert not any("结果" in p.text for p in report.section(4).paragraphs)


def test_columns_named_before_the_title_of_their_block_do_not_order_its_figures():
    """Text of a PDF in the order of its columns: 本年增/减 and 处理决定数量 come first, and 65 stood under 增/减."""
    lines = """云溪县民政局2020年政府信息公开工作年度报告
二、主动公开政府信息情况
本年增/减

处理决定数量

第二十条第（五）项
信息内容

上一年项目数量

行政许可

65

-2

12

其他对外管理服务事项

7

+1

30"""
    report = extract(reading.read_text(lines).value)
    for row, figures in (("licences", ("65", "-2", "12")), ("other_services", ("7", "+1", "30"))):
        read = [report.cell(CellRef(2, row, column)).raw for column in ("last_year_items", "change", "decisions")]
        assert all(raw in ("", right) for raw, right in zip(read, figures, strict=True))
    assert any("规定的栏次" in note.message for note in report.notes)


def table_four_by_columns(figures):
    blocks = [figures[n : n + 5] for n in (0, 5, 10)]
    lines = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "结果维持", "结果纠正", "其他结果", "尚未审结"]
    for block in blocks:
        lines += [*block[:4], "总计", block[4]]
    return lines


def test_table_four_copied_by_columns_is_read_where_its_blocks_add_up(written):
    figures = [written.figures[ref] for ref in schema.shape(written.edition, 4).refs]
    report = read(written, support.plain_text([support.form_table(written, 3)], "tabs").split("\n"),
                  table_four_by_columns(figures))  # fmt: skip
    assert missing(report, written, 4) == []
    assert any("按规定的栏次读取" in note.message for note in report.notes)


def test_table_four_copied_by_columns_is_not_read_where_a_block_does_not_add_up(written):
    figures = [written.figures[ref] for ref in schema.shape(written.edition, 4).refs]
    figures[4] = str(int(figures[4]) + 1)
    written.figures |= {ref: raw for ref, raw in zip(schema.shape(written.edition, 4).refs, figures, strict=True)}
    report = read(written, support.plain_text([support.form_table(written, 3)], "tabs").split("\n"),
                  table_four_by_columns(figures))  # fmt: skip
    assert len(missing(report, written, 4)) == 15
    assert any("不能确定" in note.message for note in report.notes)
