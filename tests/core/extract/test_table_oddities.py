"""Each oddity of real tables: figures exact, or left empty and told."""

import itertools
import random
from dataclasses import replace
from decimal import Decimal

import extract_support as support
import pytest
from extract_random_support import VARIANTS
from extract_support import Para, Piece, Table, form_table, parts_of, raw_table

from core import schema, text
from core.extract import extract
from core.model import CellRef
from core.place import Place
from core.values import Mark, Unreadable

EDITIONS = ("2019", "2021")


@pytest.fixture(params=EDITIONS)
def written(request):
    return support.truth(random.Random(11), request.param)


def read(written, tables, kind="docx"):
    doc = support.document(parts_of(written, tables), kind)
    report = extract(doc)
    assert support.silently_wrong(report, written) == []
    assert support.lost_text(doc, report) == []
    assert report.edition == written.edition
    return report


def exact(written, tables, kind="docx"):
    report = read(written, tables, kind)
    assert support.wrong(report, written) == []
    return report


def body_rows(written, table=3):
    """Indices of the grid rows that hold figures."""
    return range(schema.shape(written.edition, table).header_rows, form_table(written, table).rows)


def told(report, *words):
    return any(all(w in n.message for w in words) for n in report.notes)


# One table in several pieces.


@pytest.mark.parametrize("header", [0, 3], ids=["plain", "header repeated"])
def test_split_by_a_page(written, header):
    for row in (4, 9, 17):
        report = exact(written, {3: support.split(form_table(written, 3), row, header)})
        assert report.notes == ()


def test_split_into_three_with_other_widths(written):
    upper, rest = support.split(form_table(written, 3), 6)
    middle, lower = support.split(rest, 8)
    exact(written, {3: [upper, support.insert_column(middle, 1), lower]})


def test_text_between_the_pieces(written):
    upper, lower = support.split(form_table(written, 3), 10)
    report = exact(written, {3: [upper, "续表", lower]})
    assert [p.text for p in report.section(3).paragraphs] == ["续表"]


@pytest.mark.parametrize("figures_above", [True, False])
def test_row_cut_by_a_page(written, figures_above):
    for row in (8, 12, 20, 24):
        pieces = support.cut_row(form_table(written, 3), row, figures_above)
        assert exact(written, {3: pieces}).notes == ()


def test_label_on_one_page_and_figures_on_the_other(written):
    pieces = support.cut_row(form_table(written, 3), 12, figures_above=False, at=1.0)
    exact(written, {3: pieces})


def test_row_cut_in_table_2(written):
    exact(written, {2: support.cut_row(form_table(written, 2), 3, figures_above=False)})


def test_unnamed_figures_between_two_empty_rows_are_not_guessed(written):
    table = form_table(written, 3)
    for p in table.pieces:
        if p.ref and p.row in (8, 9):
            p.text = ""
    table = support.insert_row(table, 9, ["", "7", "0", "0", "0", "0", "0", "7"], [3, 1, 1, 1, 1, 1, 1, 1])
    for ref in list(written.figures):
        if ref.table == 3 and ref.row in [schema.shape(written.edition, 3).rows[i].key for i in (5, 6)]:
            written.figures[ref] = ""
    report = read(written, {3: [table]})
    assert support.wrong(report, written) == []
    assert any("7" in u.text for u in report.unplaced) and report.notes


def test_page_number_inside(written):
    for number in ("- 3 -", "— 3 —", "第 3 页 共 8 页", "3"):
        table = support.insert_row(form_table(written, 3), 12, [number], [10])
        report = exact(written, {3: [table]})
        assert [u.text for u in report.unplaced] == [number]


def test_two_tables_joined_in_one(written):
    report = exact(written, {2: [support.joined(form_table(written, 2), form_table(written, 3))], 3: []})
    assert report.notes == ()
    exact(written, {3: [support.joined(form_table(written, 3), form_table(written, 4))], 4: []})


def test_all_three_tables_in_one(written):
    one = support.joined(support.joined(form_table(written, 2), form_table(written, 3)), form_table(written, 4))
    exact(written, {2: [one], 3: [], 4: []})


def test_the_same_table_twice(written):
    report = exact(written, {3: [form_table(written, 3), form_table(written, 3)]})
    assert told(report, "不止一次")


# Columns.


def test_an_extra_empty_column(written):
    for at in (3, 6, 10):
        exact(written, {3: [support.insert_column(form_table(written, 3), at)]})
    exact(written, {2: [support.insert_column(form_table(written, 2), 4)]})
    exact(written, {4: [support.insert_column(form_table(written, 4), 15)]})
    exact(written, {4: [support.insert_column(form_table(written, 4), 5)]})


@pytest.mark.parametrize("name", ["小计", "合计", "总计", "法人小计"])
def test_an_eighth_column_of_subtotals(written, name):
    for at in (4, 9):
        texts = {2: name} | {row: str(900 + row) for row in body_rows(written)}
        table = support.insert_column(form_table(written, 3), at, texts)
        group = next(p for p in table.pieces if text.key(p.text) == "法人或其他组织")
        group.column, group.colspan = 4, 6
        table.pieces = [p for p in table.pieces if not (p.column == at and p.row in (0, 1) and not p.text)]
        report = exact(written, {3: [table]})
        assert sum(u.text.startswith("9") for u in report.unplaced) == len(body_rows(written))


def test_columns_in_another_order_go_by_their_labels(written):
    table = form_table(written, 3)
    for p in table.pieces:
        if p.row >= 2 and p.column in (4, 5) and p.colspan == 1:
            p.column = 9 - p.column
    exact(written, {3: [table]})


def test_a_missing_header_leaves_the_order_and_says_so(written):
    _, body = support.split(form_table(written, 3), 3)
    assert told(exact(written, {3: [body]}), "表三", "表头")
    body = Table([p for p in form_table(written, 4).pieces if p.row > 2])
    assert told(exact(written, {4: [body]}), "表四", "表头")


def test_a_missing_column_is_left_empty(written):
    table = form_table(written, 3)
    table.pieces = [p for p in table.pieces if p.column != 6 or p.row < 2]
    report = extract(support.document(parts_of(written, {3: [table]})))
    for bad in support.wrong(report, written):
        assert ".nonprofit" in bad and "''" in bad
    assert told(report, "社会公益组织")


def test_a_unit_in_the_header_of_table_2():
    written = support.truth(random.Random(3))
    table = support.per_label(form_table(written, 2), lambda s: s.replace("单位：万元", "单位：元"))
    assert told(exact(written, {2: [table]}), "不是万元")


# Rows.


def test_a_missing_row_stays_empty(written):
    for row in (5, 8, 20):
        table = support.drop_row(form_table(written, 3), row)
        report = extract(support.document(parts_of(written, {3: [table]})))
        key = schema.shape(written.edition, 3).rows[row - 3].key
        refs = [CellRef(3, key, c.key) for c in schema.shape(written.edition, 3).rows[0].columns]
        assert all(report.cell(ref).source is None for ref in refs)
        assert {bad.split(".")[1] for bad in support.wrong(report, written)} <= {key}
        assert told(report, "缺少规定的行")


def test_an_extra_row_finds_no_place(written):
    row = ["9.属于其他不予公开情形", "1", "2", "3", "4", "5", "6", "21"]
    table = support.insert_row(form_table(written, 3), 13, row, [3, 1, 1, 1, 1, 1, 1, 1])
    report = exact(written, {3: [table]})
    assert any("9.属于其他不予公开情形" in u.text for u in report.unplaced)
    assert told(report, "9.属于其他不予公开情形")


def test_an_extra_row_in_table_2(written):
    table = support.insert_row(form_table(written, 2), 4, ["行业标准", "4", "5", "6"])
    report = exact(written, {2: [table]})
    assert any("行业标准" in u.text for u in report.unplaced)


def test_a_note_row_in_the_table(written):
    table = support.insert_row(form_table(written, 3), form_table(written, 3).rows, ["注：以上为全年数据"], [10])
    report = exact(written, {3: [table]})
    assert any("注：以上" in u.text for u in report.unplaced)


def test_row_totals_left_blank(written):
    for ref in written.figures:
        if ref.table == 3 and ref.column == "total":
            written.figures[ref] = ""
    assert exact(written, {}).notes == ()


def test_details_blank_with_totals_zero_and_slashes(written):
    for n, ref in enumerate(written.figures):
        if ref.table == 3:
            written.figures[ref] = "0" if ref.column == "total" else ("", "/", "0")[n % 3]
    report = exact(written, {})
    marks = [c for c in report.tables[3].cells.values() if isinstance(c.value, Mark)]
    assert marks and all(c.raw == c.source == "/" for c in marks)


# Merges and labels.


@pytest.mark.parametrize("repeat", [False, True])
def test_merges_flattened(written, repeat):
    for table in (2, 3, 4):
        exact(written, {table: [support.flatten(form_table(written, table), repeat)]})


def test_group_labels_repeated_on_every_row(written):
    exact(written, {3: [support.flatten(form_table(written, 3), repeat=True)]})


@pytest.mark.parametrize("name", VARIANTS)
def test_labels_written_otherwise(written, name):
    tables = {t: [support.per_label(form_table(written, t), VARIANTS[name])] for t in (2, 3, 4)}
    exact(written, tables)


def test_bare_total_and_other_go_by_their_place(written):
    def bare(label):
        return {"（七）总计": "总计", "3.其他": "其他", "（六）其他处理": "其他处理"}.get(label, label)

    exact(written, {3: [support.per_label(form_table(written, 3), bare)]})


def test_a_label_moved_to_another_column(written):
    table = form_table(written, 3)
    moved = [p for p in table.pieces if p.text.startswith("5.要求")]
    for p in moved:
        p.column, p.colspan = 1, 2
    table.pieces = [p for p in table.pieces if not (p.column == 1 and "（五）" in p.text)]
    for row in range(18, 22):
        table.pieces.append(Piece("", row, 1))
    exact(written, {3: [table]})


def test_a_column_of_row_numbers(written):
    numbers = {row: str(row - 2) for row in body_rows(written)} | {0: "序号"}
    exact(written, {3: [support.insert_column(form_table(written, 3), 0, numbers)]})


# Table 4.


def test_table_4_as_three_rows(written):
    assert exact(written, {4: [support.three_rows(written)]}).notes == ()
    exact(written, {4: [support.flatten(support.three_rows(written), False)]})
    exact(written, {4: [raw_table(support.three_rows(written), ragged=True)]})


def test_table_4_transposed(written):
    exact(written, {4: [support.transposed(form_table(written, 4))]})
    exact(written, {4: [support.transposed(support.three_rows(written))]})
    exact(written, {4: [raw_table(support.transposed(form_table(written, 4)), ragged=True)]})
    exact(written, {4: [raw_table(support.transposed(support.three_rows(written)), ragged=True)]})


def test_table_4_with_its_blocks_in_another_order(written):
    table = form_table(written, 4)
    for p in table.pieces:
        if p.column >= 5 and p.row >= 1:
            p.column += 5 if p.column < 10 else -5
    exact(written, {4: [table]})
    exact(written, {4: [raw_table(table, ragged=True)]})


def test_table_4_with_a_figure_missing_is_not_guessed(written):
    for ref in written.figures:
        if ref.table == 4:
            written.figures[ref] = str(len(ref.row + ref.column) % 7 + 1)
    table = form_table(written, 4)
    table.pieces = [p for p in table.pieces if not (p.ref and p.column == 7)]
    report = read(written, {4: [raw_table(table, ragged=True)]})
    assert not report.tables[4].cells and told(report, "表四", "14 个")


def test_table_4_cut_between_header_and_figures(written):
    exact(written, {4: support.split(form_table(written, 4), 3)})


# Without geometry.


def test_ragged_rows_with_fillers(written):
    for table in (2, 3, 4):
        flat = support.flatten(form_table(written, table), False)
        exact(written, {table: [raw_table(flat, ragged=True)]})


def test_a_ragged_row_with_a_figure_missing_is_not_guessed(written):
    for ref in written.figures:
        if ref.table == 3:
            written.figures[ref] = str(len(ref.row) + 1)
    table = form_table(written, 3)
    table.pieces = [p for p in table.pieces if not (p.ref and p.row == 8 and p.column == 5)]
    report = read(written, {3: [raw_table(table, ragged=True)]})
    bad = support.wrong(report, written)
    assert len(bad) == 7 and told(report, "应有 7 个数，读到 6 个")


def test_a_cell_a_paragraph(written):
    for blanks in (True, False):
        paras = {}
        for table in (2, 3, 4):
            rows = sorted(form_table(written, table).pieces, key=lambda p: (p.row, p.column))
            paras[table] = [Para("  " + p.text, Place()) for p in rows if p.text or blanks]
        exact(written, paras, "txt")


def test_a_cell_a_paragraph_with_blank_figures(written):
    for ref in list(written.figures):
        if ref.table == 4 and ref.column == "pending":
            written.figures[ref] = ""
    rows = sorted(form_table(written, 4).pieces, key=lambda p: (p.row, p.column))
    exact(written, {4: [Para("  " + p.text, Place()) for p in rows]}, "txt")


def test_a_row_a_line_of_text(written):
    for table in (2, 3, 4):
        bent = form_table(written, table)
        lines = []
        for row in range(bent.rows):
            own = sorted((p for p in bent.pieces if p.row == row), key=lambda p: p.column)
            lines.append(" ".join(p.text for p in own if p.text))
        exact(written, {table: lines}, "txt")


def test_an_unreadable_cell_keeps_its_place(written):
    ref = CellRef(3, "granted", "research")
    written.figures[ref] = "？"
    report = extract(support.document(parts_of(written)))
    assert support.wrong(report, written) == []
    assert isinstance(report.cell(ref).value, Unreadable) and report.cell(ref).raw == "？"


def test_a_figure_broken_over_two_lines(written):
    ref = CellRef(3, "received", "total")
    written.figures[ref] = "123\n45"
    report = extract(support.document(parts_of(written)))
    assert report.cell(ref).amount == 12345 and told(report, "12345")


# What is no statutory table.


def test_another_table_in_the_text(written):
    rows = (("栏目", "条数"), ("婚姻登记", "5"), ("养老", "6"))
    other = Table([Piece(t, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    report = exact(written, {2: [other, form_table(written, 2)]})
    assert "婚姻登记\t5" in [u.text for u in report.unplaced]


def test_a_small_table_that_names_licences(written):
    rows = (("事项", "件数"), ("行政许可", "5"), ("行政处罚", "6"))
    other = Table([Piece(t, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    report = exact(written, {2: [other, form_table(written, 2)]})
    assert any("行政许可\t5" in u.text for u in report.unplaced)


def test_a_missing_table(written):
    report = extract(support.document(parts_of(written, {3: []})))
    assert sorted(report.tables) == [2, 4]


def test_tables_of_2019_in_a_report_of_2022():
    written = support.truth(random.Random(2), "2019")
    written.title, written.year = written.title.replace(str(written.year), "2022"), 2022
    report = exact(written, {})
    assert report.edition == "2019" and report.tables[2].edition == report.tables[3].edition == "2019"


def test_editions_mixed():
    written, old = support.truth(random.Random(2)), support.truth(random.Random(3), "2019")
    doc = support.document(parts_of(written, {3: [form_table(old, 3)]}))
    report = extract(doc)
    assert report.tables[2].edition == "2021" and report.tables[3].edition == "2019"
    assert told(report, "版式不一致")
    assert not [b for b in support.wrong(report, old) if b.startswith("3.")]
    assert not [b for b in support.wrong(report, written) if b.startswith("2.")]


def test_a_page_laid_out_as_one_table(written):
    rows = []
    for part in parts_of(written):
        if isinstance(part, Table):
            rows.append(part)
        else:
            rows.append(Table([Piece(part, 0, 0, 1, 15)]))
    one = rows[0]
    for table in rows[1:]:
        one = support.joined(one, table)
    doc = support.document([one], "html")
    report = extract(doc)
    assert support.wrong(report, written) == [] and support.lost_text(doc, report) == []
    assert [s.heading for s in report.sections] == list(written.headings)
    assert report.agency == written.agency
    for section in report.sections:
        assert tuple(p.text for p in section.paragraphs) == written.texts.get(section.number, ())


@pytest.mark.parametrize("raw", [*support.BLANKS, *support.MARKS])
def test_blank_likes_keep_their_text(raw):
    written = support.truth(random.Random(1))
    refs = [CellRef(3, "received", "research"), CellRef(2, "regulations", "repealed"), CellRef(4, "review", "total")]
    written.figures |= dict.fromkeys(refs, raw)
    report = exact(written, {})
    for ref in refs:
        cell = report.cell(ref)
        assert (cell.raw, cell.source, cell.amount) == (raw, raw, None)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("１２", 12), ("1，234", 1234), ("1,234", 1234), ("1 234", 1234), ("12件", 12), ("12.0", 12), (" 12 ", 12)],
)
def test_numbers_in_every_writing(raw, amount):
    written = support.truth(random.Random(1))
    ref = CellRef(3, "received", "research")
    written.figures[ref] = raw
    assert exact(written, {}).cell(ref).amount == amount


@pytest.mark.parametrize(
    ("raw", "amount"), [("+1036", 1036), ("−5", -5), ("-1", -1), ("减2", -2), ("增27", 27), ("增加3", 3), ("0", 0)]
)
def test_increase_and_decrease(raw, amount):
    written = support.truth(random.Random(1), "2019")
    ref = CellRef(2, "licences", "change")
    written.figures[ref] = raw
    assert exact(written, {}).cell(ref).amount == amount


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("199.19561万元", "199.19561"), ("251000元", "25.1"), ("28068.751万\n元", "28068.751"), ("2亿元", "20000")],
)
def test_money_in_every_unit(raw, amount):
    written = support.truth(random.Random(1), "2019")
    ref = CellRef(2, "procurement", "amount")
    written.figures[ref] = raw
    report = extract(support.document(parts_of(written)))
    assert report.cell(ref).amount == Decimal(amount) and report.cell(ref).source == raw


def copied_from_pdf(table, columns):
    """Lines as a PDF's text is copied: the first line of a label beside its figures, the rest of it below."""
    lines = []
    for row in range(table.rows):
        own = sorted((p for p in table.pieces if p.row == row and p.text), key=lambda p: p.column)
        labels = [p.text for p in own if not p.ref]
        figures = [p.text for p in own if p.ref]
        last = labels.pop() if labels and figures else ""
        lines.append(" ".join([*labels, last[:columns], *figures]).strip())
        lines += [last[i : i + columns] for i in range(columns, len(last), columns)]
    return lines


@pytest.mark.parametrize("columns", [5, 9, 30])
def test_text_copied_from_a_pdf(written, columns):
    tables = {t: copied_from_pdf(form_table(written, t), columns) for t in (2, 3, 4)}
    report = read(written, tables, "txt")
    assert len(support.wrong(report, written)) <= 35


def test_a_header_whose_total_has_no_clear_place_is_not_used(written):
    table = form_table(written, 3)
    table.pieces = [p for p in table.pieces if not (p.row == 2 and p.text == "其他")]
    exact(written, {3: [raw_table(table, ragged=True)]})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("本年废纸件数", "本年废止件数"),
        ("本年制定件数", "本年制发件数"),
        ("现行有校件数", "现行有效件数"),
        ("自然入", "自然人"),
    ],
)
def test_a_header_with_a_typing_error_keeps_its_column_and_is_named(typed, meant):
    written = support.truth(random.Random(12))
    table = 3 if meant == "自然人" else 2
    bent = support.per_label(form_table(written, table), lambda label: label.replace(meant, typed))
    report = read(written, {table: [bent]})
    assert support.wrong(report, written) == []
    assert any(f"“{typed}”按“{meant}”读取" in note.message for note in report.notes)


def test_marks_of_direction_around_a_figure_are_nothing():
    written = support.truth(random.Random(12))
    figures = {ref: f"\u202a{raw}\u202c" for ref, raw in written.figures.items()}
    exact(replace(written, figures=figures), {})


def test_table_3_on_its_side_is_read_and_told(written):
    report = read(written, {3: [support.transposed(form_table(written, 3))]})
    assert support.wrong(report, written) == []
    assert any("互换" in note.message for note in report.notes)


def parts_stacked(table):
    """Table 2 with each of its parts on its side: the rows of a part are columns, the parts below one another."""
    starts = [p.row for p in table.pieces if p.text.startswith("第二十条")]
    pieces, top = [], 0
    for start, end in itertools.pairwise([*starts, table.rows]):
        own = [p for p in table.pieces if start < p.row < end]
        pieces += [Piece(p.text, top + p.column, p.row - start - 1, p.colspan, p.rowspan, p.ref) for p in own]
        top += max(p.column + p.colspan for p in own)
    return Table(pieces)


@pytest.mark.parametrize("turn", [support.transposed, parts_stacked])
def test_table_2_on_its_side_is_read_and_told(written, turn):
    report = exact(written, {2: [turn(form_table(written, 2))]})
    assert told(report, "表二", "互换")


def test_a_table_2_of_one_row_with_its_clause_and_header_is_read():
    lines = ["第二十条第（五）项", "信息内容 本年处理决定数量", "行政许可 12"]
    blocks = (support.HEADINGS[1], *lines, support.HEADINGS[2])
    report = extract(support.document(["云溪县民政局2023年政府信息公开工作年度报告", *blocks], "txt"))
    assert report.tables[2].cells[CellRef(2, "licences", "decisions")].amount == 12


def test_a_torn_header_of_table_2_gives_no_figure_a_column():
    rows = [["信息内容", "本年制发件数"], ["本年废止件数"], ["现行有效件数"], ["规章"], ["2", "3", "4"],
            ["行政规范性文件", "7066"], ["6105", "0"]]  # fmt: skip
    pieces = [Piece(cell, r, c) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    report = extract(support.document([support.HEADINGS[1], raw_table(Table(pieces), ragged=True)], "txt"))
    kept = {ref.column: cell.amount for ref, cell in report.tables[2].cells.items() if ref.row == "normative_documents"}
    assert set(kept.values()) <= {None}
    assert "7066" in " ".join(u.text for u in report.unplaced)
