"""The 更正说明: which report is corrected, where, from what to what, and why."""

import io
from dataclasses import replace
from datetime import date

import docx
import export_support as made
import pytest
from openpyxl import load_workbook

from core.change import CellEdit, Change, Origin
from core.errors import ExportError
from core.export.change_note.corrections import ChangeEntry, change_entries
from core.export.change_note.note import build_note, render_change_note
from core.export.change_note.workbook import render_change_sheet
from core.model import CLOSING, CellRef, CellText, Paragraph, Section

RECEIVED = CellRef(3, "received", "natural_person")
TOTAL = CellRef(4, "review", "total")
DAY = date(2024, 2, 5)


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
    assert change_entries(original, report, log) == (
        ChangeEntry(
            "表三 一、本年新收政府信息公开申请数量·自然人",
            original.cell(RECEIVED).raw,
            "37",
            "按勾稽关系核对后更正",
        ),
    )


def test_a_change_taken_back_is_no_correction(original):
    assert change_entries(original, original, [(cell_change(original, RECEIVED, "36"), "x")]) == ()


def test_the_reason_is_the_clerks_or_a_short_one(original):
    parts = sum(original.cell(CellRef(4, "review", c)).amount for c in ("upheld", "corrected", "other", "pending"))
    report = made.edited(original, {TOTAL: str(parts), RECEIVED: "37"})
    plain = change_entries(original, report)
    assert [e.reason for e in plain] == ["填报有误，核对后更正", "总计按各项之和更正"]
    given = change_entries(original, report, (), {plain[0].place: "登记簿漏记1件"})
    assert [e.reason for e in given] == ["登记簿漏记1件", "总计按各项之和更正"]
    blank = made.edited(original, {RECEIVED: ""})
    (entry,) = change_entries(blank, original)
    assert (entry.original, entry.reason) == ("（空白）", "漏填，核对后补填")


def test_only_differing_sentences_are_shown(original):
    texts = [p.text for p in original.section(1).paragraphs]
    texts[0] = texts[0] + "网站更新及时。另有一句。"
    report = made.retold(original, 1, [texts[0].replace("318", "321"), *texts[1:5], "新的一段。"])
    entries = change_entries(original, report)
    assert [e.place for e in entries] == ["“一、总体情况”第1段", "“一、总体情况”第6段"]
    assert entries[0].corrected.endswith("321条。网站更新及时。另有一句。")


def test_cover_and_signature_are_places_too(original):
    other = replace(original, year=2022, title=original.title.replace("2023", "2022"))
    other = other.with_sections([Section(CLOSING, None, (original.closing[0], Paragraph("2023年1月10日")))])
    assert [e.place for e in change_entries(original, other)] == ["标题", "落款第2段"]
    (entry,) = change_entries(original, replace(original, year=2022))
    assert (entry.place, entry.original, entry.corrected) == ("年度", "2023", "2022")


@pytest.fixture
def note(original):
    report = made.edited(original, {RECEIVED: "37"})
    return build_note(report, change_entries(original, report, (), {}), DAY)


def test_docx_is_a_letter_with_one_table(note, original):
    word = docx.Document(io.BytesIO(render_change_note(note)))
    (table,) = word.tables
    assert [c.text for c in table.rows[0].cells] == ["序号", "位置", "原报", "更正为", "更正原因"]
    assert [c.text for c in table.rows[1].cells][2:4] == [original.cell(RECEIVED).raw, "37"]
    texts = [p.text for p in word.paragraphs]
    assert texts[0].replace("\n", "") == "关于《云溪县民政局2023年政府信息公开工作年度报告》的更正说明"
    assert texts[1] == "政府信息公开工作主管部门："
    name = "云溪县民政局2023年政府信息公开工作年度报告"
    assert texts[2] == f"经核对，我单位报送的《{name}》中有1处填报有误，现更正如下："
    assert texts[-3:] == ["特此说明。", "云溪县民政局", "2024年2月5日"]


def test_the_addressee_can_be_named(original):
    assert build_note(original, (), DAY, "云溪县人民政府办公室").addressee == "云溪县人民政府办公室："


def test_xlsx_says_the_same_and_runs_nothing(original):
    report = made.edited(original, {RECEIVED: "=1+1"})
    note = build_note(report, change_entries(original, report), DAY)
    sheet = load_workbook(io.BytesIO(render_change_sheet(note))).active
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    texts = [c.value for c in cells]
    assert "=1+1" in texts and "2024年2月5日" in texts
    assert sheet.print_area


def test_a_difference_stops_the_note(note, monkeypatch):
    other = render_change_note(build_note(made.sample(), (), DAY))
    monkeypatch.setattr("core.export.standard.template.Template.data", lambda self: other)
    with pytest.raises(ExportError, match="读回核对不一致"):
        render_change_note(note)


def test_the_xml_is_as_agreed(note):
    made.assert_expected("change_note.xml", made.part(render_change_note(note)))
    made.assert_expected("change_note_sheet.xml", made.part(render_change_sheet(note), "xl/worksheets/sheet1.xml"))
