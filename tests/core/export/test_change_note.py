"""The 更正说明: what was corrected, why, by whom, when, and what stands open."""

import io
from datetime import UTC

import docx
import export_support as made
import pytest
from openpyxl import load_workbook

from core.change import CellEdit, Change, Fact, FactEdit, Origin, SectionEdit
from core.errors import ExportError
from core.export.change_note.corrections import ChangeEntry, change_entries
from core.export.change_note.note import build_note, render_change_note, write_change_note
from core.export.change_note.workbook import render_change_sheet, write_change_sheet
from core.finding import Finding, Severity
from core.model import CellRef, CellText

RECEIVED = CellRef(3, "received", "natural_person")
FINDINGS = (
    Finding("t4.block_sum", Severity.ERROR, "表4行政复议合计不符", (CellRef(4, "review", "total"),)),
    Finding("section5.empty", Severity.WARNING, "=第五部分太短", section=5),
)
DISMISSED = ((Finding("year.jump", Severity.HINT, "比上年多十倍"), "本年开展专项行动"),)


def cell_change(report, ref, raw, origin=Origin.TYPED, label="输入"):
    old = report.cell(ref)
    new = made.edited(report, {ref: raw}).cell(ref)
    return Change(label, origin, (CellEdit(ref, CellText(old.raw, old.value), CellText(new.raw, new.value)),))


@pytest.fixture
def original():
    return made.sample()


def test_each_place_once_with_first_and_last_value(original):
    middle = made.edited(original, {RECEIVED: "36"})
    report = made.edited(middle, {RECEIVED: "37"})
    log = [
        (cell_change(original, RECEIVED, "36"), "2024-02-01T00:00:00+00:00"),
        (cell_change(middle, RECEIVED, "37", Origin.REPAIR, "采用修改建议：改一格"), "2024-02-03T04:05:06+00:00"),
    ]
    assert change_entries(original, report, log, "李四", zone=UTC) == (
        ChangeEntry(
            "表3 一、本年新收政府信息公开申请数量·自然人",
            original.cell(RECEIVED).raw,
            "37",
            "采用修改建议：改一格",
            "李四",
            "2024-02-03 04:05",
        ),
    )


def test_a_change_taken_back_is_no_correction(original):
    assert change_entries(original, original, [(cell_change(original, RECEIVED, "36"), "x")]) == ()


def test_the_reason_is_what_was_wrong(original):
    finding = Finding("t3.row_sum", Severity.ERROR, "一行之和不符。", (RECEIVED,))
    (entry,) = change_entries(original, made.edited(original, {RECEIVED: ""}), (), findings_before=[finding])
    assert entry.reason == "一行之和不符；核对后更正"
    assert entry.corrected == "（空白）"
    assert entry.when == ""


def test_only_differing_sentences_are_shown(original):
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0] + "网站更新及时。另有一句。"
    report = made.retold(original, 1, [texts[0].replace("318", "321"), *texts[1:5], "新的一段。"])
    section = original.section(1)
    act = Change("修改", Origin.TYPED, (SectionEdit(1, section.paragraphs, report.section(1).paragraphs),))
    entries = change_entries(original, report, [(act, "2024-02-03T04:05:06Z")], zone=UTC)
    assert [e.place for e in entries] == ["“一、总体情况”第1段", "“一、总体情况”第6段"]
    assert entries[0].corrected.endswith("321条。网站更新及时。另有一句。")
    assert entries[1].when == "2024-02-03 04:05"


def test_cover_facts(original):
    from dataclasses import replace

    act = Change("修改", Origin.TYPED, (FactEdit(Fact.YEAR, 2023, 2022),))
    (entry,) = change_entries(original, replace(original, year=2022), [(act, "not a date")])
    assert (entry.place, entry.original, entry.corrected, entry.when) == ("年度", "2023", "2022", "not a date")


@pytest.fixture
def note(original):
    entries = change_entries(original, made.edited(original, {RECEIVED: "37"}), (), "李四")
    return build_note(original, entries, FINDINGS, DISMISSED)


def test_docx_holds_both_tables_and_lines_to_sign(note, original):
    word = docx.Document(io.BytesIO(render_change_note(note)))
    changes, standing = word.tables
    assert [c.text for c in changes.rows[1].cells][2:4] == [original.cell(RECEIVED).raw, "37"]
    assert [c.text for c in standing.rows[3].cells] == ["3", "提示", "比上年多十倍", "本年开展专项行动"]
    texts = [p.text for p in word.paragraphs]
    assert texts[0].replace("\n", "") == "关于《云溪县民政局2023年政府信息公开工作年度报告》的更正说明"
    assert "审核人（签字）：" in texts


def test_a_note_without_anything(original):
    note = build_note(original, (), (), ())
    word = docx.Document(io.BytesIO(render_change_note(note)))
    assert word.tables == []
    assert "经核对，没有对原报告作更正。" in [p.text for p in word.paragraphs]
    assert render_change_sheet(note)


def test_xlsx_says_the_same_and_runs_nothing(note):
    sheet = load_workbook(io.BytesIO(render_change_sheet(note))).active
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    texts = [c.value for c in cells]
    assert "=第五部分太短" in texts
    assert "37" in texts
    assert "单位负责人（签字）：" in texts


def test_written_whole(note, original, tmp_path):
    write_change_note(original, (), FINDINGS, DISMISSED, tmp_path / "说明.docx")
    write_change_sheet(original, (), FINDINGS, DISMISSED, tmp_path / "说明.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["说明.docx", "说明.xlsx"]


def test_a_difference_stops_the_note(note, monkeypatch):
    other = render_change_note(build_note(made.sample(), (), (), ()))
    monkeypatch.setattr("core.export.standard.template.Template.data", lambda self: other)
    with pytest.raises(ExportError, match="读回核对不一致"):
        render_change_note(note)


def test_the_xml_is_as_agreed(note):
    made.assert_expected("change_note.xml", made.part(render_change_note(note)))
    made.assert_expected("change_note_sheet.xml", made.part(render_change_sheet(note), "xl/worksheets/sheet1.xml"))
