"""Sixty reports of our own making: every planted thing is found, and nothing else."""

import io
import json
from decimal import Decimal

import desk_set
import docx
import pytest
from openpyxl import Workbook, load_workbook

import main
from core import desk
from core.desk import Collection, Issue, RowState
from core.finding import Severity
from core.model import CellRef
from core.session import Session


@pytest.fixture(scope="module")
def sixty(tmp_path_factory):
    """Session, collection after one gathering, what was planted, the folder."""
    folder = tmp_path_factory.mktemp("sixty") / "年报"
    folder.mkdir()
    planted = desk_set.build(folder)
    session = Session(tmp_path_factory.mktemp("data"))
    offices = tuple(desk.parse_offices("\n".join(planted.offices)))
    collection = desk.acts.with_offices(Collection("", 0), offices)
    events = list(desk.gather([folder], collection, session))
    yield session, events, planted, folder
    session.close()


def issues(collection, issue):
    return sorted(row.name for row in collection.rows if issue in {each for each, _ in row.issues})


def test_every_planted_thing_is_found_and_nothing_else(sixty):
    _, events, planted, _ = sixty
    collection = events[-1].collection
    assert (collection.year, collection.name) == (2024, "2024 年度年报")
    assert sorted(row.name for row in collection.rows) == sorted(planted.offices)
    missing = [row.name for row in collection.rows if row.state is RowState.MISSING]
    assert sorted(missing) == sorted(planted.missing)
    assert [row.name for row in collection.rows[:3]] == missing  # they stand first
    with_errors = sorted(row.name for row in collection.rows if row.errors)
    assert with_errors == sorted(planted.errors + planted.edition)
    found = {issue: issues(collection, issue) for issue in Issue}
    assert {issue: names for issue, names in found.items() if names} == {
        Issue.SECOND_OF_OFFICE: sorted(planted.doubles),
        Issue.WRONG_YEAR: sorted(planted.wrong_year),
        Issue.OTHER_EDITION: planted.edition,
        Issue.UNREADABLE: sorted(planted.scan + planted.broken),
    }
    troubled = {name for names in found.values() for name in names} | set(planted.errors) | set(missing)
    assert {row.name for row in collection.rows if row.state is not RowState.PASSED} == troubled
    assert not [row.name for row in collection.rows if row.warnings]
    assert sorted(name for name, _ in collection.passed_over) == sorted(planted.passed_over)


def test_a_double_names_both_files_and_a_planted_error_its_cell(sixty):
    _, events, planted, _ = sixty
    collection = events[-1].collection
    by_name = {row.name: row for row in collection.rows}
    for office, files in planted.doubles.items():
        (sentence,) = [words for issue, words in by_name[office].issues if issue is Issue.SECOND_OF_OFFICE]
        assert all(f"“{file}”" in sentence for file in files)
    for office in planted.errors:
        (error,) = [f for f in by_name[office].newest.findings if f.severity is Severity.ERROR]
        assert error.cells[0].row == "received"


def test_those_alike_are_one_group_with_the_words_marked(sixty):
    session, events, planted, _ = sixty
    (group,) = desk.likeness(events[-1].collection, session.archive)
    assert [member.office for member in group.members] == planted.alike
    assert not group.last_year and group.share >= 90
    member = group.members[0]
    marked = sum(end - start for start, end in member.ranges)
    assert marked > 0.8 * len(member.text)


def test_figures_far_from_the_other_offices_are_named_and_no_others(sixty):
    session, events, planted, _ = sixty
    found = desk.unusual(events[-1].collection, session.archive)
    assert {each.office for each in found} == set(planted.unusual)
    for office, ref in planted.unusual.items():
        (sentence,) = [each.sentence for each in found if each.office == office and each.ref == ref]
        assert "个单位一般在" in sentence and "请核对" in sentence


def test_a_figure_far_from_last_years_is_named_with_both(tmp_path):
    """Ten offices with last year's report in the history; one has a tenth of its licences, one twice as many."""
    session, offices = Session(tmp_path / "data"), desk_set.names(10)
    licences, carried = CellRef(2, "licences", "decisions"), CellRef(3, "carried_in", "natural_person")
    for folder in ("去年", "今年"):
        (tmp_path / folder).mkdir()
    for number, office in enumerate(offices):
        now = desk_set.report(office, desk_set.random.Random(number), own={"licences": 40})
        times = {3: 12, 4: 2}.get(number, 1)
        before = {"licences": 40 * times, "forward": int(now.cell(carried).raw)}
        last = desk_set.report(office, desk_set.random.Random(100 + number), 2023, own=before)
        for made, folder in ((last, "去年"), (now, "今年")):
            desk_set.write(made, tmp_path / folder / f"{office}.html")
    *_, _last = desk.gather([tmp_path / "去年"], Collection("", 2023), session)
    *_, event = desk.gather([tmp_path / "今年"], Collection("", 2024), session)
    assert all(row.last_year and not row.errors for row in event.collection.rows)
    (found,) = desk.unusual(event.collection, session.archive)
    assert (found.office, found.ref, found.figure, found.usual) == (offices[3], licences, "40", "480")
    assert "上年 480，今年 40" in found.sentence
    session.close()


def test_rows_come_one_by_one_with_progress(sixty):
    _, events, planted, _ = sixty
    files = 60 + len(planted.doubles)
    assert [event.done for event in events] == [*range(files + 1), files]
    assert {event.total for event in events} == {files}


def test_the_sum_is_the_sum_and_every_share_is_behind_it(sixty):
    _, events, planted, folder = sixty
    collection = events[-1].collection
    totals = desk.county_total(collection)
    assert len(totals.added) == 60 - 2 - 1 - 1 - 1  # wrong years, edition, scan, broken
    assert sorted(totals.missing) == sorted(planted.missing)
    left_out = {name: reason for _, name, reason in totals.left_out}
    assert left_out[planted.edition[0]] == "2019 年版式"
    assert all(left_out[name] == "2023 年度的" for name in planted.wrong_year)
    for ref, total in totals.cells.items():
        assert total.sum == sum(amount or 0 for _, _, _, amount in total.shares)
        assert len(total.shares) == len(totals.added), ref
    assert desk.totals_report(totals).cell(next(iter(totals.cells))).amount is not None
    target = folder.parent / "全县.xlsx"
    desk.write_totals(collection, totals, target)
    live, shown = load_workbook(target), load_workbook(target, data_only=True)
    assert live.sheetnames == [
        "表2 主动公开",
        "表3 申请办理",
        "表4 复议诉讼",
        "各单位数据",
        "各单位情况",
        "空白与未读出",
    ]
    assert live["各单位数据"]["C3"].value.startswith("=SUM(D3:")
    row = [cell.value for cell in shown["各单位数据"][3]][2:]
    assert Decimal(row[0]) == sum(map(Decimal, row[1:]))
    assert "还有 3 个单位未报" in shown["表2 主动公开"]["A1"].value


def test_slips_are_written_for_all_in_one_act(sixty, tmp_path):
    session, events, _, _ = sixty
    collection = events[-1].collection
    rows = desk.with_findings(collection)
    slips = [
        desk.Slip(
            row.key,
            row.name,
            desk.proposed(row),
            "",
            "2025-01-20",
            "政务公开办（0000-0000000）",
            "云溪县政务公开办",
            2024,
        )
        for row in rows
    ]
    written = desk.write_slips(slips, tmp_path, session)
    assert len(written) == len(rows) + 1 == 20 + 2 + 2 + 1 + 1 + 1 + 1
    text = "\n".join(p.text for p in docx.Document(written[0]).paragraphs)
    assert slips[0].office in text and slips[0].items[0].words in text and "2025年1月20日前" in text
    listed = load_workbook(written[-1]).active
    assert [row[1].value for row in listed.iter_rows(min_row=2)] == [slip.office for slip in slips]
    assert desk.slip_text(slips[0]).startswith("关于退回修改2024年政府信息公开工作年度报告的通知\n")


def test_a_collection_is_kept_found_again_and_taken_to_another_computer(sixty, tmp_path):
    session, events, _, _ = sixty
    kept = desk.save_collection(session.archive, events[-1].collection)
    (info,) = desk.collections(session.archive)
    assert (info.name, info.year, info.reports) == ("2024 年度年报", 2024, 60)
    again = desk.open_collection(session.archive, kept.id)
    assert [(r.name, r.state, r.issues, r.errors) for r in again.rows] == [
        (r.name, r.state, r.issues, r.errors) for r in kept.rows
    ]
    assert [r.report for r in again.rows] == [r.report for r in kept.rows]
    desk.export_collection(session.archive, kept.id, tmp_path / "册.db")
    other = Session(tmp_path / "other")
    there = desk.open_collection(other.archive, desk.import_collection(other.archive, tmp_path / "册.db"))
    assert [(r.name, r.state, r.report) for r in there.rows] == [(r.name, r.state, r.report) for r in again.rows]
    assert desk.open_row(there.rows[-1], other).report == there.rows[-1].report
    other.close()


def test_the_closing_sheet_has_every_office_in_the_lists_order(sixty, tmp_path):
    _, events, planted, _ = sixty
    collection = events[-1].collection
    sheet = desk.closing_sheet(collection)
    assert [row[1] for row in sheet.rows] == planted.offices
    first = dict(zip(sheet.headers, sheet.rows[0], strict=True))
    assert first["主要问题"] == "表内数字不平 1 处" and first["状态"] == "有错"
    for name in ("汇总表.docx", "汇总表.xlsx"):
        desk.write_closing(collection, tmp_path / name)
    assert load_workbook(tmp_path / "汇总表.xlsx").active.max_row == 64


def test_the_command_says_the_same_without_a_window(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "年报"
    folder.mkdir()
    names = desk_set.names(4)
    dice = desk_set.random.Random(1)
    for number, name in enumerate(names[:3]):
        made = desk_set.report(name, dice)
        desk_set.write(desk_set.with_error(made, dice) if number == 0 else made, folder / f"{name}.html")
    book = Workbook()
    for row in [["序号", "单位名称", "类别"], *([n, name, "部门"] for n, name in enumerate(names, 1))]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    (tmp_path / "名单.xlsx").write_bytes(stream.getvalue())
    arguments = ["desk", folder, "--offices", tmp_path / "名单.xlsx", "--year", "2024", "--json"]
    arguments += ["-o", tmp_path / "汇总.xlsx", "--slips", tmp_path / "通知"]
    code = main.main([str(argument) for argument in arguments])
    *rows, whole = map(json.loads, capsys.readouterr().out.splitlines())
    assert code == 1
    assert [(row["office"], row["state"]) for row in rows] == [
        (names[3], "missing"), (names[0], "errors"), (names[1], "passed"), (names[2], "passed"),
    ]  # fmt: skip
    assert rows[1]["findings"][0]["rule"] == "t3.row_sum"
    assert (whole["year"], whole["missing"], whole["added"]) == (2024, [names[3]], 3)
    assert sorted(p.name for p in (tmp_path / "通知").iterdir()) == [f"{names[0]}-退回修改通知.docx", "退回清单.xlsx"]
    assert (tmp_path / "汇总.xlsx").exists()
    assert not (tmp_path / "data" / "history.db").exists()  # a command keeps nothing


def test_the_command_says_that_a_folder_holds_no_report(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "空").mkdir()
    assert main.main(["desk", str(tmp_path / "空")]) == 0
    assert "没有可以读的年度报告" in capsys.readouterr().out
