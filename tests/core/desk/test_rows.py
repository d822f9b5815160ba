"""Rows: which office a file is of, what is wrong beside its findings, where it stands, what came back."""

import random
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date

import desk_set
import pytest
from openpyxl import Workbook

from core import acts as report_acts
from core import desk, values
from core.desk import Collection, Issue, MarkKind, Office, RowState, gathering
from core.desk.placing import settled
from core.errors import ReadError, StoreError, UserError
from core.finding import Severity
from core.model import CellRef, Paragraph, Recognised
from core.session import Session
from core.store import collections

RECEIVED = CellRef(3, "received", "total")
NAMES = desk_set.names(8)
DAY = "2025-01-20"


def made(number=0, seed=1, **more):
    return desk_set.report(NAMES[number], random.Random(seed), **more)


def written(folder, name, report):
    folder.mkdir(exist_ok=True)
    desk_set.write(report, folder / name)
    return folder / name


def gathered(session, paths, collection=None, **more):
    collection = collection or Collection("", 0)
    for event in desk.gather(paths if isinstance(paths, list) else [paths], collection, session, **more):
        collection = event.collection
    return collection


def row(collection, name=NAMES[0]):
    return next(r for r in collection.rows if r.name == name)


def issues(one):
    return [issue for issue, _ in one.issues]


def with_figure(report, ref, raw):
    return report.with_cells({ref: desk_set._cell(raw, values.CellKind.COUNT)})


# Which office


@pytest.mark.parametrize(
    ("listed", "fits"),
    [
        (Office("云溪县教育局"), True),
        (Office("教育局"), True),
        (Office("云溪县教育和体育局", aliases=("云溪县教育局",)), True),
        (Office("云溪县教育局幼儿园"), False),
        (Office("云溪县科技局"), False),
    ],
)
def test_an_office_is_found_by_name_short_name_and_alias(here, tmp_path, listed, fits):
    path = written(tmp_path / "年报", "扫描001.html", made())
    offices = (listed, Office("云溪县粮储局"))
    collection = gathered(here, path, desk.acts.with_offices(Collection("", 2024), offices))
    one = next(r for r in collection.rows if r.newest)
    assert (one.office == listed) is fits
    assert (Issue.NO_OFFICE in issues(one)) is not fits


def test_the_file_name_tells_the_office_of_what_cannot_be_read(here, tmp_path):
    (tmp_path / f"3-{NAMES[0]}2024年政府信息公开年报（盖章）.pdf").write_bytes(b"%PDF-1.4 torn")
    collection = desk.acts.with_offices(Collection("", 2024), (Office(NAMES[0]),))
    (one,) = gathered(here, [next(tmp_path.glob("*.pdf"))], collection).rows
    assert one.office == Office(NAMES[0])
    assert issues(one) == [Issue.UNREADABLE]
    assert one.state is RowState.UNCHECKED


def test_a_government_is_not_its_own_office(here, tmp_path):
    report = desk_set.renamed(made(), "云溪县人民政府办公室")
    path = written(tmp_path / "年报", "a.html", report)
    listed = (Office("云溪县人民政府"), Office("县政府办", aliases=("云溪县人民政府办公室",)))
    collection = gathered(here, path, desk.acts.with_offices(Collection("", 2024), listed))
    assert next(r for r in collection.rows if r.newest).office == listed[1]


def test_a_list_is_pasted_or_read_with_its_head_in_any_order(tmp_path):
    pasted = "1\t云溪县教育局\t部门\t县教育局、教体局\t\t李某 000\n2\t云溪县青石镇人民政府"
    one, two = desk.parse_offices(pasted)
    assert one == Office("云溪县教育局", "部门", ("县教育局", "教体局"), "", "李某 000")
    assert two.kind == "乡镇街道"
    book = Workbook()
    for line in (
        ["单位类别", "单位名称", "由谁代报"],
        ["企事业单位", "青石镇水厂", "云溪县青石镇人民政府"],
        ["合计", "", ""],
    ):
        book.active.append(line)
    book.save(tmp_path / "名单.xlsx")
    assert desk.offices_from_xlsx(tmp_path / "名单.xlsx") == (
        Office("青石镇水厂", "企事业单位", (), "云溪县青石镇人民政府"),
    )
    with pytest.raises(ReadError, match="没有从中读出单位名单"):
        desk.parse_offices("\n\n")


# Pairs, doubles, years


@pytest.mark.parametrize("order", [("docx", "pdf"), ("pdf", "docx")])
def test_word_and_stamp_are_one_row_whichever_comes_first(here, tmp_path, order):
    for ending in order:
        written(tmp_path / "年报", f"{NAMES[0]}.{ending}", made())
    collection = None
    for ending in order:
        collection = gathered(here, tmp_path / "年报" / f"{NAMES[0]}.{ending}", collection)
    (one,) = collection.rows
    assert (one.newest.kind, one.counterpart.kind, len(one.hand_ins)) == ("docx", "pdf", 1)
    assert one.issues == () and desk.compare_pair(one) == ()
    assert here.archive.history.versions(here.archive.history.reports()[0].id)[0].source_name.endswith("docx")


def test_each_difference_between_word_and_stamp_is_named(here, tmp_path):
    report = made()
    stamped = with_figure(report, CellRef(2, "licences", "decisions"), "7777")
    first = report.sections[0]
    last = first.paragraphs[-1]
    other = replace(
        first, paragraphs=(*first.paragraphs[:-1], Paragraph(last.text.replace("规范", "示范") + "另有一句。"))
    )
    written(tmp_path / "年报", f"{NAMES[0]}.docx", report)
    written(tmp_path / "年报", f"{NAMES[0]}.pdf", stamped.with_sections([other]))
    (one,) = gathered(here, tmp_path / "年报").rows
    assert Issue.PAIR_DIFFERS in issues(one) and one.state is not RowState.PASSED
    figure, words = desk.compare_pair(one)
    assert (figure.place, figure.second) == ("表二“行政许可·本年处理决定数量”", "7777")
    assert words.place.startswith("一、") and "另有一句" in words.second and "另有一句" not in words.first
    again = desk.open_collection(here.archive, desk.save_collection(here.archive, gathered(here, tmp_path / "年报")).id)
    assert desk.compare_pair(again.rows[0]) == desk.compare_pair(one)


def test_a_scan_beside_the_word_file_says_that_it_was_not_compared(here, tmp_path):
    written(tmp_path / "年报", f"{NAMES[0]}.docx", made())
    (tmp_path / "年报" / f"{NAMES[0]}（盖章）.pdf").write_bytes(b"%PDF-1.4 torn")
    collection = desk.acts.with_offices(Collection("", 2024), (Office(NAMES[0]),))
    (one,) = gathered(here, tmp_path / "年报", collection).rows
    assert issues(one) == [Issue.COPY_UNREAD] and one.state is RowState.PASSED
    with pytest.raises(UserError, match="还没有和 Word 核对"):
        desk.compare_pair(one)


def test_a_recognised_copy_is_held_against_word_by_its_figures_not_by_a_misread_character(here, tmp_path):
    report = made()
    (one,) = gathered(here, written(tmp_path / "年报", f"{NAMES[0]}.docx", report)).rows
    seen = {ref: replace(cell, recognised=Recognised(True)) for ref, cell in report.tables[3].cells.items()}
    first = report.sections[0]
    long = max(first.paragraphs, key=lambda p: len(p.text))
    misread = [Paragraph(p.text.replace("公开", "公幵", 1)) if p is long else p for p in first.paragraphs]
    numbered = (*misread, Paragraph("— 2 —"))
    scanned = report.with_cells(seen).with_sections([replace(first, paragraphs=numbered)])
    copy = replace(one.newest, kind="pdf", name="扫描.pdf", report=scanned)
    assert desk.compare_pair(replace(one, counterpart=copy)) == ()
    wrong = replace(scanned.cell(RECEIVED), raw="999", value=values.Number(999), source="999")
    other = scanned.with_cells({RECEIVED: wrong})
    (found,) = desk.compare_pair(replace(one, counterpart=replace(copy, report=other)))
    assert found.second == "999（识别待确认）"


def test_a_file_of_another_year_beside_the_right_one_is_named_and_not_used(here, tmp_path):
    written(tmp_path / "年报", "今年.html", made())
    written(tmp_path / "年报", "去年.html", made(year=2023))
    (one,) = gathered(here, tmp_path / "年报", Collection("", 2024)).rows
    assert one.newest.name == "今年.html"
    assert [issue for issue, _ in one.issues] == [Issue.WRONG_YEAR]
    assert "去年.html" in one.issues[0][1]


def test_last_years_file_beside_the_right_one_is_named_as_what_it_is(here, tmp_path):
    before = written(tmp_path / "2023", f"{NAMES[0]}2023.html", made(year=2023))
    gathered(here, before)
    written(tmp_path / "年报", "今年.html", made(seed=7))
    (tmp_path / "年报" / "又报.html").write_bytes(before.read_bytes())
    (one,) = gathered(here, tmp_path / "年报", Collection("", 2024)).rows
    assert one.newest.name == "今年.html" and issues(one) == [Issue.LAST_YEARS_FILE]
    assert "又报.html" in one.issues[0][1] and f"{NAMES[0]}2023.html" in one.issues[0][1]


def test_last_years_file_handed_in_again_names_both_files(here, tmp_path):
    before = written(tmp_path / "2023", f"{NAMES[0]}2023.html", made(year=2023))
    gathered(here, before)
    same = tmp_path / "又报.html"
    same.write_bytes(before.read_bytes())
    (one,) = gathered(here, same, Collection("", 2024)).rows
    assert issues(one) == [Issue.LAST_YEARS_FILE]
    assert "又报.html" in one.issues[0][1] and f"{NAMES[0]}2023.html" in one.issues[0][1]
    changed = written(tmp_path / "2024", "改了年份.html", replace(made(year=2023), year=2024))
    text = changed.read_text("utf-8").replace("2023", "2024").replace("2024年1月1", "2024年1月1")
    changed.write_text(text, "utf-8")
    (one,) = gathered(here, changed, Collection("", 2024)).rows
    assert Issue.LAST_YEARS_FILE in issues(one)
    assert one.last_year
    (group,) = desk.likeness(gathered(here, changed, Collection("", 2024)), here.archive)
    assert group.last_year and [m.office for m in group.members] == [NAMES[0], f"{NAMES[0]}（2023 年度）"]


def test_last_year_is_found_under_the_name_the_office_had_then(here, tmp_path):
    carried = CellRef(3, "carried_forward", "natural_person")
    before = with_figure(desk_set.renamed(made(year=2023), "云溪县旧名局"), carried, "9")
    gathered(here, written(tmp_path / "2023", "旧.html", before))
    offices = (Office(NAMES[0], aliases=("云溪县旧名局",)),)
    path = written(tmp_path / "2024", "新.html", made(seed=7))
    (one,) = gathered(here, path, desk.acts.with_offices(Collection("", 2024), offices)).rows
    assert one.last_year
    assert "year.carried" in {finding.rule for finding in one.newest.findings}


# Returning


def slip_of(one, due=DAY):
    return desk.Slip(one.key, one.name, desk.proposed(one), due=due, year=2024)


def sent_back(collection, due=DAY):
    one = row(collection)
    when = "2025-01-10T08:00:00+00:00"
    return desk.acts.asked(collection, [(one.key, desk.asked_of(slip_of(one, due), one, when))])


def test_what_came_back_is_told_by_what_was_asked(here, tmp_path):
    report = made()
    wrong = with_figure(report, RECEIVED, "999")
    collection = gathered(here, written(tmp_path / "年报", "一.html", wrong))
    assert row(collection).state is RowState.ERRORS
    collection = settled(sent_back(collection), today=date(2025, 1, 15))
    assert row(collection).state is RowState.RETURNED
    assert desk.returned(row(collection)) is None
    late = settled(collection, today=date(2025, 1, 21))
    assert row(late).state is RowState.OVERDUE
    licences = CellRef(2, "licences", "decisions")
    mended = with_figure(with_figure(report, licences, "4321"), CellRef(3, "granted", "natural_person"), "777")
    collection = gathered(here, written(tmp_path / "年报", "二.html", mended), collection)
    one = row(collection)
    told = desk.returned(one)
    assert [item.rule for item in told.done] == ["t3.row_sum"] and told.open == ()
    assert (licences, report.cell(licences).raw, "4321") in told.changed
    assert RECEIVED not in [ref for ref, _, _ in told.changed]
    assert told.new and one.state is RowState.ERRORS
    collection = gathered(here, written(tmp_path / "年报", "三.html", report), sent_back(collection))
    assert row(collection).state is RowState.RESUBMITTED
    assert desk.returned(row(collection)).open == ()
    assert [h.name for h in row(collection).hand_ins] == ["一.html", "二.html", "三.html"]
    kept = desk.open_collection(here.archive, desk.save_collection(here.archive, collection).id)
    assert row(kept).asked == row(collection).asked and row(kept).state is RowState.RESUBMITTED
    assert len(here.archive.history.versions(here.archive.history.reports()[0].id)) == 3


def test_dismissals_and_confirmed_cells_survive_a_new_file_with_the_same_figures(here, tmp_path):
    report = with_figure(made(), CellRef(2, "regulations", "issued"), "1")
    first = written(tmp_path / "年报", "一.html", report)
    collection = gathered(here, first)
    one = row(collection)
    state = desk.open_row(one, here)
    warning = next((f for f in here.check(state).findings if f.severity is not Severity.ERROR), None)
    assert warning is not None
    state = report_acts.perform(state, report_acts.dismiss(state, warning, "已核实", DAY), DAY)
    state = report_acts.perform(state, report_acts.lock_cells(state, [RECEIVED]), DAY)
    checked = here.check(state)
    saved = here.archive.save(state, checked.findings)
    collection = desk.acts.edited(
        collection, one.key, state.report, checked.findings, "", saved.id, state.dismissals, state.locked
    )
    assert not row(collection).newest.edited
    words = replace(report, preamble=(Paragraph(report.preamble[0].text + "谢谢。"),))
    collection = gathered(here, written(tmp_path / "年报", "二.html", words), sent_back(collection))
    one = row(collection)
    assert one.newest.name == "二.html" and RECEIVED in one.locked
    assert warning.identity not in {f.identity for f in one.newest.findings}
    kept = desk.open_collection(here.archive, desk.save_collection(here.archive, collection).id)
    assert row(kept).dismissals == one.dismissals and row(kept).locked == one.locked


def test_marks_and_the_published_text_against_what_passed(here, tmp_path):
    report = made()
    collection = gathered(here, written(tmp_path / "年报", "一.docx", report))
    key = row(collection).key
    collection = desk.acts.mark(collection, key, MarkKind.PUBLISHED, desk.Mark("2025-01-28", "云溪县政府网站"))
    kept = desk.open_collection(here.archive, desk.save_collection(here.archive, collection).id)
    assert row(kept).marks == {MarkKind.PUBLISHED: desk.Mark("2025-01-28", "云溪县政府网站")}
    page = written(tmp_path / "网页", "页面.html", with_figure(report, RECEIVED, "888"))
    (found,) = desk.published_file_differences(row(collection), page, here)
    assert (found.first, found.second) == (report.cell(RECEIVED).raw, "888")
    assert desk.published_differences(row(collection), desk_set.as_txt(report).decode("gb18030"), here) == ()


# Sums


def test_the_scope_of_a_sum_is_chosen_and_nothing_is_added_twice(here, tmp_path):
    kinds = ["部门", "乡镇街道", "政府本级", "企事业单位", "政府总报告"]
    offices = [Office(NAMES[n], kind) for n, kind in enumerate(kinds)]
    offices += [Office(NAMES[5], "企事业单位", (), NAMES[1]), Office(NAMES[6], "部门")]
    for number in range(6):
        written(tmp_path / "年报", f"{number}.html", made(number, seed=number))
    collection = gathered(here, tmp_path / "年报", desk.acts.with_offices(Collection("", 2024), offices))
    added = {scope: len(desk.county_total(collection, scope).added) for scope, _ in desk.SCOPES}
    assert added == {"all": 3, "offices": 2, "departments": 1, "townships": 1, "bodies": 1, "everything": 4}
    totals = desk.county_total(collection)
    assert totals.missing == (NAMES[6],)  # the one reported for by another is not
    government = desk.government_row(collection)
    assert government.name == NAMES[4]
    found = desk.against_government(totals, government.report)
    assert found and all(f"{NAMES[6]}（未报）" in each.candidates for each in found)
    assert not any("应为" in words for each in found for words in each.candidates)
    share = totals.cells[RECEIVED].shares
    one_short = with_figure(desk.totals_report(totals), RECEIVED, str(totals.cells[RECEIVED].sum - share[1][3]))
    (found,) = desk.against_government(totals, one_short)
    assert found.candidates[0].startswith(share[1][1])


def test_the_justice_offices_figures_are_held_against_table_2(here, tmp_path):
    report = made()
    collection = gathered(here, written(tmp_path / "年报", "一.html", report))
    book = Workbook()
    book.active.append(["单位", "规范性文件制发件数", "规范性文件现行有效"])
    issued = int(report.cell(CellRef(2, "normative_documents", "issued")).raw)
    in_force = int(report.cell(CellRef(2, "normative_documents", "in_force")).raw)
    book.active.append([NAMES[0].removeprefix("云溪县"), issued, in_force + 3])
    book.active.append(["云溪县不存在局", 2, 2])
    book.save(tmp_path / "司法局.xlsx")
    counts = desk.regulations_from_xlsx(tmp_path / "司法局.xlsx")
    differing, unknown = desk.against_regulations(collection, counts)
    assert (differing.first, differing.second) == (str(in_force), str(in_force + 3)) and "现行有效" in differing.place
    assert "没有这个单位的报告" in unknown.first


# Empty, broken off, others


def test_an_empty_folder_and_a_single_report_are_collections_too(here, tmp_path):
    (tmp_path / "空").mkdir()
    empty = gathered(here, tmp_path / "空")
    assert empty.rows == () and desk.county_total(replace(empty, year=2024)).added == ()
    assert desk.likeness(empty) == () and desk.unusual(empty) == () and desk.closing_sheet(empty).rows == ()
    one = gathered(here, written(tmp_path / "年报", "一.html", made()))
    assert [r.state for r in one.rows] == [RowState.PASSED]
    desk.write_totals(one, desk.county_total(one), tmp_path / "合计.xlsx")
    desk.write_closing(empty, tmp_path / "汇总.docx")


def test_an_archive_of_reports_is_gathered_and_its_rows_open(here, tmp_path):
    files = [written(tmp_path / "年报", f"{n}.html", made(n, seed=n)) for n in range(2)]
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        for file in files:
            archive.write(file, f"各单位/{file.name}")
        archive.writestr("各单位/~$0.docx", b"x")
        archive.writestr("各单位/说明草稿.docx", b"x")
    assert desk.holds_several(tmp_path / "报送.zip")
    collection = gathered(here, tmp_path / "报送.zip", keep=False)
    assert sorted(r.name for r in collection.rows) == sorted(NAMES[:2])
    assert [name for name, _ in collection.passed_over] == ["说明草稿.docx"]
    assert desk.open_row(collection.rows[0], here).report.agency == collection.rows[0].name


def test_a_stick_pulled_out_while_reading_costs_the_files_that_are_left(here, tmp_path, monkeypatch):
    files = [written(tmp_path / "年报", f"{n}.html", made(n, seed=n)) for n in range(3)]
    found = desk.gather([tmp_path / "年报"], Collection("", 0), here)
    next(found)
    next(found)  # the first is read
    for file in files[1:]:
        file.unlink()
    collection = list(found)[-1].collection
    assert sorted(r.state for r in collection.rows) == sorted([RowState.PASSED, *[RowState.UNCHECKED] * 2])
    assert all(r.issues[0][1] for r in collection.rows if r.report is None)
    gone = gathered(here, [tmp_path / "拔掉了.docx"])
    assert gone.rows[0].newest.error
    with pytest.raises(UserError, match="找不到了"):
        desk.open_row(gone.rows[0], here)


def test_cancelling_keeps_what_is_done(here, tmp_path):
    for n in range(3):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n))
    calls = iter([False, True])
    collection = gathered(here, tmp_path / "年报", cancelled=lambda: next(calls))
    assert len(collection.rows) == 1 and collection.rows[0].newest.version is not None


def test_the_same_file_twice_is_passed_over_and_said(here, tmp_path):
    path = written(tmp_path / "年报", "一.html", made())
    (tmp_path / "年报" / "二.html").write_bytes(path.read_bytes())
    collection = gathered(here, tmp_path / "年报")
    assert len(collection.rows[0].hand_ins) == 1
    assert collection.passed_over == (("二.html", "内容与“一.html”完全相同"),)


def test_gathering_the_same_files_again_finds_the_clerks_work(here, tmp_path):
    path = written(tmp_path / "年报", "一.html", with_figure(made(), RECEIVED, "999"))
    one = row(gathered(here, path))
    state = desk.open_row(one, here)
    change = report_acts.edit_cells(state.report, {RECEIVED: made().cell(RECEIVED).raw}, "改正")
    state = report_acts.perform(state, change, DAY)
    here.archive.save(state, here.check(state).findings)
    again = row(gathered(here, path))
    assert again.state is RowState.MENDED and again.report == state.report
    kept = desk.save_collection(here.archive, gathered(here, path))
    assert row(desk.open_collection(here.archive, kept.id)).state is RowState.MENDED


def test_the_second_clerk_is_told_and_may_look_and_nothing_is_overwritten(here, tmp_path):
    kept = desk.save_collection(here.archive, gathered(here, written(tmp_path / "年报", "一.html", made())))
    assert desk.hold_collection(here.archive, kept.id) == ""
    second = Session(tmp_path / "data")
    told = desk.hold_collection(second.archive, kept.id)
    assert told.startswith("本机的另一个窗口正打开着这一册")
    theirs = desk.open_collection(second.archive, kept.id)
    assert [info.holder for info in desk.collections(second.archive)] != [""]
    assert desk.hold_collection(here.archive, kept.id) == ""  # the first stays the first
    mine = desk.save_collection(here.archive, desk.acts.note(kept, kept.rows[0].key, "催报"))
    with pytest.raises(StoreError, match="没有覆盖它"):
        desk.save_collection(second.archive, desk.acts.note(theirs, theirs.rows[0].key, "别的"))
    assert desk.open_collection(second.archive, kept.id).rows[0].note == "催报"
    desk.hold_collection(here.archive, None)
    assert desk.hold_collection(second.archive, mine.id) == ""
    second.close()


def test_two_computers_that_both_went_on_keep_both(here, tmp_path):
    kept = desk.save_collection(here.archive, gathered(here, written(tmp_path / "年报", "一.html", made())))
    desk.export_collection(here.archive, kept.id, tmp_path / "一.db")
    there = Session(tmp_path / "那边")
    number = desk.import_collection(there.archive, tmp_path / "一.db")
    theirs = desk.open_collection(there.archive, number)
    theirs = desk.save_collection(there.archive, desk.acts.note(theirs, theirs.rows[0].key, "那边的"))
    desk.export_collection(there.archive, theirs.id, tmp_path / "二.db")
    desk.import_collection(here.archive, tmp_path / "二.db")
    (info,) = desk.collections(here.archive)  # theirs grew from ours: it takes its place
    ours = desk.open_collection(here.archive, info.id)
    assert ours.rows[0].note == "那边的"
    desk.save_collection(here.archive, desk.acts.note(ours, ours.rows[0].key, "这边的"))
    desk.save_collection(there.archive, desk.acts.note(theirs, theirs.rows[0].key, "又改了"))
    desk.export_collection(there.archive, theirs.id, tmp_path / "三.db")
    desk.import_collection(here.archive, tmp_path / "三.db")
    names = sorted(info.name for info in desk.collections(here.archive))
    assert names == ["2024 年度年报", "2024 年度年报（另一台电脑的）"]
    there.close()


def test_a_save_that_breaks_off_leaves_the_one_before_it_whole(here, tmp_path, monkeypatch):
    kept = desk.save_collection(here.archive, gathered(here, written(tmp_path / "年报", "一.html", made())))

    def full(connection, table, line):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(collections, "insert", full)
    with pytest.raises((StoreError, sqlite3.OperationalError)):
        desk.save_collection(here.archive, desk.acts.note(kept, kept.rows[0].key, "催报"))
    monkeypatch.undo()
    again = desk.open_collection(here.archive, kept.id)
    assert (again.rows[0].note, len(again.rows[0].hand_ins)) == ("", 1)
    assert desk.save_collection(here.archive, again).id == kept.id


def test_the_older_edition_is_summed_in_its_own_years_and_never_mixed(here, tmp_path):
    for n in range(2):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n, year=2020))
    written(tmp_path / "年报", "新表.html", made(2, seed=2, year=2020, edition="2021"))
    collection = gathered(here, tmp_path / "年报")
    assert collection.year == 2020 and [issues(r) for r in collection.rows].count([Issue.OTHER_EDITION]) == 1
    totals = desk.county_total(collection)
    assert (totals.edition, len(totals.added)) == ("2019", 2)
    assert [(name, why) for _, name, why in totals.left_out] == [(NAMES[2], "2021 年版式")]
    desk.write_totals(collection, totals, tmp_path / "合计.xlsx")


def test_a_report_deleted_for_good_leaves_its_collection(here, tmp_path):
    kept = desk.save_collection(here.archive, gathered(here, written(tmp_path / "年报", "一.html", made())))
    here.archive.history.purge(here.archive.history.reports()[0].id)
    assert [r.hand_ins for r in desk.open_collection(here.archive, kept.id).rows] == [()]
    desk.delete_collection(here.archive, kept.id)
    assert desk.collections(here.archive) == []
    with pytest.raises(StoreError, match="不在历史记录中"):
        desk.open_collection(here.archive, kept.id)


def test_the_list_of_offices_is_there_again_next_january(here, tmp_path):
    offices = (Office(NAMES[0], "部门", ("教育局",), "", "李某"),)
    old = desk.acts.with_offices(Collection("2023 年度年报", 2023), offices)
    desk.save_collection(here.archive, old)
    assert desk.last_collection_before(here.archive, 2024).offices == offices
    assert desk.last_collection_before(here.archive, 2023) is None


def test_points_are_taken_by_the_offices_own_score_sheet(here, tmp_path):
    collection = gathered(here, written(tmp_path / "年报", "一.html", with_figure(made(), RECEIVED, "999")))
    assert "得分" not in desk.closing_sheet(collection).headers
    sheet = desk.ScoreSheet(True, 100.0, {"tables": 4.0})
    collection = desk.acts.configured(collection, "册", 2024, DAY, "", "", sheet)
    assert desk.closing_sheet(collection).rows[0][-1] == "96"
    kept = desk.open_collection(here.archive, desk.save_collection(here.archive, collection).id)
    assert kept.scores == sheet and desk.closing_sheet(kept).rows == desk.closing_sheet(collection).rows


def test_a_figure_far_from_the_others_is_a_question(here, tmp_path):
    licences = CellRef(2, "licences", "decisions")
    for n in range(8):
        report = with_figure(made(n, seed=n), licences, "9000" if n == 3 else str(20 + n))
        written(tmp_path / "年报", f"{n}.html", report)
    (found,) = desk.unusual(gathered(here, tmp_path / "年报"))
    assert (found.office, found.ref, found.figure) == (NAMES[3], licences, "9000")
    assert "请核对" in found.sentence


# Kept as they come


def half_gathered(session, folder, after):
    """What a window had kept when the power went: the collection after so many files, no end of the gathering."""
    for event in desk.gather([folder], Collection("", 0), session):
        if event.done == after:
            return desk.save_collection(session.archive, event.collection)
    raise AssertionError


def test_a_gathering_broken_off_by_a_power_cut_opens_with_what_is_there_and_goes_on(here, tmp_path):
    for n in range(4):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n))
    (tmp_path / "年报" / "~$0.docx").write_bytes(b"x")
    kept = half_gathered(here, tmp_path / "年报", 2)
    assert here.archive.history.reports() == []  # no version yet, and nothing lost
    again = desk.open_collection(here.archive, kept.id)
    assert [r.state for r in again.rows] == [RowState.PASSED] * 2 and all(r.report for r in again.rows)
    assert (again.half.paths, again.half.done, again.half.total) == ((tmp_path / "年报",), 2, 4)
    first, *_, last = desk.go_on(again, here)
    assert (first.done, first.unchanged, last.done) == (2, 2, 4)
    whole = last.collection
    assert whole.half is None and len(whole.rows) == 4 and len(whole.passed_over) == 1
    assert all(r.newest.version is not None and len(r.hand_ins) == 1 for r in whole.rows)
    assert len(here.archive.history.reports()) == 4
    assert desk.open_collection(here.archive, desk.save_collection(here.archive, whole).id).half is None


def test_a_report_mended_while_its_folder_is_read_is_what_the_history_holds_at_the_end(here, tmp_path):
    """Its version was made by the clerk before the gathering made its own: that must not come after it."""
    written(tmp_path / "年报", "一.html", with_figure(made(), RECEIVED, "999"))
    events = desk.gather([tmp_path / "年报"], Collection("", 0), here)
    next(events)
    one = row(next(events).collection)
    state = desk.open_row(one, here)
    change = report_acts.edit_cells(state.report, {RECEIVED: made().cell(RECEIVED).raw}, "改正")
    state = report_acts.perform(state, change, DAY)
    saved = here.archive.save(state, here.check(state).findings)
    *_, last = events
    one = row(last.collection)
    assert (one.newest.version, one.state, one.report) == (saved.id, RowState.MENDED, state.report)
    (kept,) = here.archive.history.reports()
    assert here.archive.history.versions(kept.id)[0].id == saved.id
    again = desk.open_collection(here.archive, desk.save_collection(here.archive, last.collection).id)
    assert row(again).report == state.report and row(again).state is RowState.MENDED


def test_what_was_read_before_the_cut_can_be_all_that_is_wanted(here, tmp_path):
    for n in range(3):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n))
    again = desk.open_collection(here.archive, half_gathered(here, tmp_path / "年报", 2).id)
    for file in (tmp_path / "年报").iterdir():
        file.unlink()
    (tmp_path / "年报").rmdir()
    with pytest.raises(UserError, match="插好 U 盘再接着读"):
        list(desk.go_on(again, here))
    assert desk.open_row(again.rows[0], here).report == again.rows[0].report  # without its file
    done = desk.ended(again, here)
    assert done.half is None and all(r.newest.version for r in done.rows)


def test_what_was_said_of_the_file_before_is_not_lost_by_a_cut(here, tmp_path):
    report = with_figure(made(), CellRef(2, "regulations", "issued"), "1")
    collection = gathered(here, written(tmp_path / "年报", "一.html", report))
    one = row(collection)
    state = desk.open_row(one, here)
    state = report_acts.perform(state, report_acts.lock_cells(state, [RECEIVED]), DAY)
    saved = here.archive.save(state, here.check(state).findings)
    collection = desk.acts.edited(collection, one.key, report, (), "", saved.id, (), state.locked)
    words = replace(report, preamble=(Paragraph(report.preamble[0].text + "谢谢。"),))
    second = written(tmp_path / "又", "二.html", words)
    events = list(desk.gather([second], sent_back(collection), here))
    kept = desk.save_collection(here.archive, events[1].collection)  # read, its version not made
    again = row(desk.open_collection(here.archive, kept.id))
    assert again.newest.name == "二.html" and RECEIVED in again.locked


def test_a_folder_gathered_twice_is_read_once_and_names_what_is_passed_over_once(here, tmp_path):
    for n in range(2):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n))
    (tmp_path / "年报" / "~$0.docx").write_bytes(b"x")
    once = gathered(here, tmp_path / "年报")
    *_, last = desk.gather([tmp_path / "年报"], once, here)
    assert last.collection == once and last.unchanged == 2
    changed = written(tmp_path / "年报", "1.html", with_figure(made(1, seed=1), RECEIVED, "999"))
    *_, last = desk.gather([tmp_path / "年报"], once, here)
    assert last.unchanged == 1 and changed.name == row(last.collection, NAMES[1]).newest.name
    assert row(last.collection, NAMES[1]).errors


def test_a_further_folder_leaves_what_an_earlier_one_has_left(here, tmp_path):
    for n in range(3):
        written(tmp_path / "年报", f"{n}.html", made(n, seed=n))
    other = written(tmp_path / "又", "四.html", made(4, seed=4))
    again = desk.open_collection(here.archive, half_gathered(here, tmp_path / "年报", 1).id)
    more = gathered(here, other, again)
    assert more.half.paths == (tmp_path / "年报",)
    *_, last = desk.go_on(more, here)
    assert last.collection.half is None and len(last.collection.rows) == 4


# The stamped file a year later


def pair(here, tmp_path):
    """An office's Word file and its stamped copy, gathered and kept; the copy's bytes, the collection opened again."""
    written(tmp_path / "年报", f"{NAMES[0]}.docx", made())
    stamped = written(tmp_path / "年报", f"{NAMES[0]}.pdf", made())
    data = stamped.read_bytes()
    kept = desk.save_collection(here.archive, gathered(here, tmp_path / "年报"))
    for file in (tmp_path / "年报").iterdir():
        file.unlink()  # the stick is gone
    return data, desk.open_collection(here.archive, kept.id)


def test_the_stamped_file_is_given_out_as_it_was_when_its_stick_is_long_gone(here, tmp_path):
    data, collection = pair(here, tmp_path)
    copy = collection.rows[0].counterpart
    assert copy.kept == len(data)
    desk.write_copy(copy, tmp_path / "取出.pdf", here)
    assert (tmp_path / "取出.pdf").read_bytes() == data
    state = desk.open_hand_in(copy, here)
    assert state.source_bytes == data and state.report.agency == NAMES[0]
    desk.export_collection(here.archive, collection.id, tmp_path / "册.db")
    there = Session(tmp_path / "那边")
    brought = desk.open_collection(there.archive, desk.import_collection(there.archive, tmp_path / "册.db"))
    desk.write_copy(brought.rows[0].counterpart, tmp_path / "那边.pdf", there)
    assert (tmp_path / "那边.pdf").read_bytes() == data
    there.close()


def test_a_stamped_file_that_is_too_large_is_not_kept_and_that_is_told(here, tmp_path, monkeypatch):
    monkeypatch.setattr(gathering, "ONE_COPY", 100)
    _, collection = pair(here, tmp_path)
    copy = collection.rows[0].counterpart
    assert copy.kept == 0 and desk.open_hand_in(copy, here).report == copy.report
    with pytest.raises(UserError, match="没有留底"):
        desk.write_copy(copy, tmp_path / "取出.pdf", here)
    assert not (tmp_path / "取出.pdf").exists()


def test_the_copies_of_a_collection_have_a_limit_together(here, tmp_path, monkeypatch):
    for n in range(2):
        for ending in ("docx", "pdf"):
            written(tmp_path / "年报", f"{NAMES[n]}.{ending}", made(n, seed=n))
    size = max(file.stat().st_size for file in (tmp_path / "年报").glob("*.pdf"))
    monkeypatch.setattr(gathering, "ALL_COPIES", size + 10)
    collection = gathered(here, tmp_path / "年报")
    assert sorted(bool(r.counterpart.kept) for r in collection.rows) == [False, True]


def test_a_collection_of_the_format_before_opens_without_copies(here, tmp_path):
    _, collection = pair(here, tmp_path)
    with sqlite3.connect(tmp_path / "data" / "history.db") as raw:
        raw.execute("UPDATE hand_ins SET source_id = NULL")
    raw.close()
    assert desk.open_collection(here.archive, collection.id).rows[0].counterpart.kept == 0


# A stick pulled out, a disk full


def test_a_stick_that_is_pulled_out_leaves_a_half_that_goes_on_when_it_is_back(here, tmp_path):
    stick = tmp_path / "盘"
    for n in range(4):
        written(stick, f"{n}.html", made(n, seed=n))
    events = desk.gather([stick], Collection("", 0), here)
    next(events)
    next(events)
    stick.rename(tmp_path / "拔下了")
    *_, last = events
    assert last.gone == stick and [r.state for r in last.collection.rows] == [RowState.PASSED]
    assert last.collection.half.paths == (stick,) and last.collection.rows[0].newest.version
    (tmp_path / "拔下了").rename(stick)
    *_, last = desk.go_on(last.collection, here)
    assert len(last.collection.rows) == 4 and last.gone is None and last.collection.half is None


def test_one_file_of_many_that_was_deleted_does_not_hold_up_the_rest(here, tmp_path):
    files = [written(tmp_path / "年报", f"{n}.html", made(n, seed=n)) for n in range(3)]
    calls = iter([False, True])
    *_, last = desk.gather(files, Collection("", 0), here, lambda: next(calls))
    files[1].unlink()
    *_, whole = desk.go_on(last.collection, here)
    assert [r.newest.report is not None for r in whole.collection.rows].count(False) == 1
    assert whole.collection.half is None and len(whole.collection.rows) == 3
    files[0].unlink()
    files[2].unlink()
    with pytest.raises(UserError, match="接着读"):
        list(desk.go_on(replace(last.collection), here))


@pytest.mark.parametrize("listed", [True, False])
def test_a_file_that_could_not_be_read_is_replaced_by_itself_when_it_can(here, tmp_path, listed):
    """With a list of offices the unread file stood in its office's row by its name, without one in a row of its own."""
    collection = desk.acts.with_offices(Collection("", 2024), (Office(NAMES[0]),) if listed else ())
    path = tmp_path / "年报" / f"{NAMES[0]}.html"
    unread = gathered(here, path, collection)
    assert [r.newest.report for r in unread.rows] == [None]
    written(tmp_path / "年报", path.name, made())
    (one,) = gathered(here, path, unread).rows
    assert [h.report is not None for h in one.hand_ins] == [True] and one.issues == ()


def test_slips_that_do_not_all_fit_on_the_disk_leave_none_behind(here, tmp_path, monkeypatch):
    from core import atomic_write
    from core.errors import ExportError

    (tmp_path / "退回").mkdir()
    (tmp_path / "退回" / "别的.txt").write_text("留着", "utf-8")
    slips = [desk.Slip(str(n), NAMES[n], (desk.AskedItem("请核对。"),), year=2024) for n in range(3)]
    write, left = atomic_write.write_whole, iter([True, True, False])

    def filling(target, data, progress=None):
        if not next(left):
            raise ExportError("磁盘空间不够")
        write(target, data)

    monkeypatch.setattr(atomic_write, "write_whole", filling)
    with pytest.raises(ExportError, match="磁盘空间不够"):
        desk.write_slips(slips, tmp_path / "退回", here)
    assert [p.name for p in (tmp_path / "退回").iterdir()] == ["别的.txt"]
