"""Blocks with labels from Excel, WPS and Word are placed by them, and what found no place is named."""

import gui_support
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from core import schema
from gui.form import clipboard_block, clipboard_html, labelled_block

ref3 = gui_support.ref3
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
# As Excel puts it on the clipboard: its own attributes, a merged label with its span, blanks of the markup.
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<style>td {mso-number-format:"0";}</style></head><body><table border=0><!--StartFragment-->
 <tr height=18><td rowspan=2 class=xl65>（三）不予公开</td><td>1.属于国家秘密</td>
  <td align=right x:num>1</td><td x:num>2</td><td></td><td></td><td></td><td></td><td x:num>3</td></tr>
 <tr><td>2.其他法律行政法规禁止公开</td><td>4</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>4</td></tr>
<!--EndFragment--></table></body></html>"""
# As Word does: paragraphs in the cells, a label broken over two of them.
WORD = """<table class=MsoTableGrid><tr><td><p class=MsoNormal><span>自然</span></p><p><span>人</span></p></td>
<td><p>总计</p></td><td><p>备注</p></td></tr>
<tr><td><p><span lang=EN-US>11<o:p></o:p></span></p></td><td><p>１３</p></td><td><p>&nbsp;</p></td></tr>
<tr><td><p>2</p></td><td><p>2</p></td><td><p>已核</p></td></tr></table>"""


def shape(table):
    return schema.shape("2021", table)


def place(table, text, start=None):
    block = clipboard_html.tables_in(text)[0] if text.lstrip().startswith("<") else clipboard_block.from_tsv(text)
    return labelled_block.place_by_labels(shape(table), block, start)


def test_excels_merged_labels_name_their_rows():
    placed = place(3, EXCEL)
    assert placed.texts[ref3("refused_state_secret")] == "1"
    assert placed.texts[ref3("refused_state_secret", "total")] == "3"
    assert placed.texts[ref3("refused_state_secret", "research")] == ""
    assert placed.texts[ref3("refused_other_law")] == "4"
    assert len(placed.texts) == 14 and placed.left_out == []


def test_words_headers_name_their_columns_and_a_foreign_one_is_told():
    placed = place(3, WORD, ref3("granted", "research"))
    assert placed.texts == {
        ref3("granted"): "11",
        ref3("granted", "total"): "１３",
        ref3("partly_granted"): "2",
        ref3("partly_granted", "total"): "2",
    }
    assert placed.left_out == ["列“备注”"]


def test_a_whole_table_three_from_a_spreadsheet_comes_back_cell_by_cell():
    form = shape(3)
    lines = [
        "\t".join(("", "", "", "申请人情况", *[""] * 6)),
        "\t".join(("", "", "", "自然人", "法人或其他组织", *[""] * 4, "总计")),
    ]
    lines.append("\t".join(("", "", "", "", *COLUMNS[1:-1], "")))
    wanted, before = {}, ()
    for number, row in enumerate(form.rows):
        labels = ["" if before[: i + 1] == row.labels[: i + 1] else label for i, label in enumerate(row.labels)]
        before = row.labels
        figures = [str(number * 10 + i) for i in range(7)]
        wanted |= {ref3(row.key, column.key): text for column, text in zip(row.columns, figures, strict=True)}
        lines.append("\t".join((*labels, *[""] * (3 - len(labels)), *figures)))
    placed = place(3, "\r\n".join(lines))
    assert placed.texts == wanted and placed.left_out == []


def test_rows_without_their_numbers_and_in_another_order_find_their_places():
    placed = place(3, "总计\t9\t9\r\n予以公开\t7\t7\r\n", ref3("received", "natural_person"))
    assert placed.texts[ref3("results_total")] == "9" and placed.texts[ref3("granted", "business")] == "7"


def test_an_unknown_row_is_left_out_by_name_and_nothing_slides_into_its_place():
    placed = place(3, "（一）予以公开\t1\n（九）咨询\t5\n（二）部分公开\t2\n", ref3("granted"))
    assert placed.texts == {ref3("granted"): "1", ref3("partly_granted"): "2"}
    assert placed.left_out == ["行“（九）咨询”"]


def test_table_two_has_other_columns_in_each_part():
    text = (
        "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t现行有效件数\t本年废止件数\n规章\t1\t3\t2\n规范性文件\t4\t6\t5\n"
        "第二十条第（五）项\t\t\t\n信息内容\t本年处理决定数量\t\t\n行政许可\t105\t\t\n"
    )
    texts = {(ref.row, ref.column): raw for ref, raw in place(2, text).texts.items()}
    assert texts[("regulations", "in_force")] == "3" and texts[("regulations", "repealed")] == "2"
    assert texts[("normative_documents", "issued")] == "4" and texts[("licences", "decisions")] == "105"


def test_table_four_is_placed_by_its_blocks_as_one_line_or_as_three():
    line = (
        "行政复议\t\t行政诉讼\t\t\t\n\t\t未经复议直接起诉\t\t复议后起诉\t\n"
        "结果维持\t总计\t结果维持\t总计\t结果维持\t总计\n1\t2\t3\t4\t5\t6\n"
    )
    found = {(ref.row, ref.column): raw for ref, raw in place(4, line).texts.items()}
    assert found[("review", "total")] == "2" and found[("direct_suit", "upheld")] == "3"
    assert found[("suit_after_review", "total")] == "6" and len(found) == 6
    rows = "\t结果维持\t总计\n行政复议\t1\t2\n复议后起诉\t5\t6\n"
    found = {(ref.row, ref.column): raw for ref, raw in place(4, rows).texts.items()}
    assert found == {("review", "upheld"): "1", ("review", "total"): "2",
                     ("suit_after_review", "upheld"): "5", ("suit_after_review", "total"): "6"}  # fmt: skip


def test_a_row_of_blanks_called_like_a_column_is_a_row():
    placed = place(3, "3.其他\t\t\t\t\t\t\t\n（七）总计\t1\t\t\t\t\t\t1\n")
    assert placed.texts[ref3("results_total")] == "1" and placed.texts[ref3("other_misc")] == ""


# In the window


@pytest.fixture
def grid(opened):
    opened.report_view.workspace.show_section(3)
    view = opened.report_view.workspace.page.form
    view.select_refs([ref3("received")])
    view.setFocus()
    return view


def clip(html="", text=""):
    data = QMimeData()
    if html:
        data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def test_pasted_labels_never_overwrite_figures(grid, opened, qtbot):
    clip(text="自然人\t商业企业\n12\t3\n")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    cell = opened.controller.report.cell
    assert cell(ref3("received")).raw == "12" and cell(ref3("received", "business")).raw == "3"
    assert "已按行名和列名粘贴 2 格" in opened.bar.text


def test_html_is_read_before_plain_text_and_what_was_left_out_is_said(grid, opened, qtbot):
    clip(WORD, "自然\n人\t总计\t备注\n11\t13\t\n2\t2\t已核\n")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert opened.controller.report.cell(ref3("received")).amount == 11
    assert "没有放进去的：列“备注”" in opened.bar.text
    assert opened.controller.undo_stack.count() == 1


def test_words_without_a_place_change_nothing_and_say_so(grid, opened, qtbot):
    before = opened.controller.report
    clip(text="见附件")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert opened.controller.report is before and "没有粘贴" in opened.bar.text


def test_a_clipboard_of_millions_of_characters_is_refused_in_words_before_it_is_read(grid, opened, monkeypatch, qtbot):
    monkeypatch.setattr(clipboard_block, "from_tsv", lambda text: pytest.fail("read"))
    monkeypatch.setattr(clipboard_html, "tables_in", lambda html: pytest.fail("read"))
    QGuiApplication.clipboard().setText("1\t2\t3\n" * 400_000)
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "240 万字" in opened.bar.text and "只复制需要的那几格" in opened.bar.text
    assert opened.controller.undo_stack.count() == 0
