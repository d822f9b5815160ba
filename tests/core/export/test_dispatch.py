"""One door for exports: the ending decides, the target is whole or untouched, the source is never overwritten."""

from dataclasses import replace

import export_support as made
import pytest
from export_compare import differences

from core import export as exporting
from core.errors import ExportError
from core.export import ExportOptions, back_up, file_name, free_name, refuse_source
from core.export import target as target_module
from core.model import CellRef

RECEIVED = CellRef(3, "received", "natural_person")


@pytest.fixture(scope="module")
def report():
    return made.sample()


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        ("standard", "a.docx"),
        ("standard", "a.XLSX"),
        ("standard", "a.pdf"),
        ("changes", "a.docx"),
        ("changes", "a.xlsx"),
    ],
)
def test_every_layout_is_written(report, tmp_path, layout, name):
    exporting.export(made.edited(report, {RECEIVED: "37"}), report, tmp_path / name, ExportOptions(layout=layout))
    assert (tmp_path / name).stat().st_size > 1000


def test_a_missing_table_is_told(report, tmp_path):
    lacking = replace(report, tables={2: report.tables[2]})
    for name in ("a.docx", "a.pdf", "a.xlsx"):
        (message,) = exporting.export(lacking, report, tmp_path / name)
        assert message.startswith("报告里没有表3、表4，")
    assert exporting.export(report, report, tmp_path / "b.docx") == ()


def test_the_mended_original_says_what_was_done(tmp_path):
    source = made.foreign_docx(made.sample())
    original = made.opened(source)
    options = ExportOptions(layout="original", tracked=True, author="李四", source_name="a.docx", source_bytes=source)
    mended = made.edited(original, {RECEIVED: "37"})
    (message,) = exporting.export(mended, original, tmp_path / "b.docx", options)
    assert message == "在原文件上改了1处，都标成了修订，其余内容没有变动。"
    (message,) = exporting.export(original, original, tmp_path / "c.docx", options)
    assert "没有改动" in message
    assert (tmp_path / "c.docx").read_bytes() == source


@pytest.mark.parametrize(
    ("layout", "name", "words"),
    [
        ("standard", "a.txt", r"\.docx、\.xlsx、\.pdf"),
        ("standard", "a", r"\.docx"),
        ("original", "a.pdf", r"\.docx"),
        ("changes", "a.pdf", r"\.docx、\.xlsx"),
    ],
)
def test_an_ending_that_is_not_offered(report, tmp_path, layout, name, words):
    with pytest.raises(ExportError, match=words):
        exporting.export(report, report, tmp_path / name, ExportOptions(layout=layout))


def test_a_pdf_source_is_not_mended(report, tmp_path):
    options = ExportOptions(layout="original", source_name="a.pdf", source_bytes=b"%PDF-1.4")
    with pytest.raises(ExportError, match="原文件是PDF"):
        exporting.export(report, report, tmp_path / "a.docx", options)


def test_a_failed_export_leaves_the_old_file(report, tmp_path):
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    with pytest.raises(ExportError):
        exporting.export(report, report, target, ExportOptions(template=tmp_path / "none.docx"))
    assert target.read_bytes() == b"old"


def test_the_source_is_refused_through_links_too(tmp_path):
    source = tmp_path / "报告.docx"
    source.write_bytes(b"x")
    (tmp_path / "link.docx").symlink_to(source)
    for target in (source, tmp_path / "." / "报告.docx", tmp_path / "link.docx"):
        with pytest.raises(ExportError, match="不能覆盖"):
            refuse_source(target, source)
    refuse_source(tmp_path / "other.docx", source)
    refuse_source(source, None)


def test_another_name_is_offered(tmp_path):
    target = tmp_path / "报告.docx"
    assert free_name(target) == target
    target.touch()
    (tmp_path / "报告(2).docx").touch()
    assert free_name(target).name == "报告(3).docx"


def test_backups_never_overwrite_each_other(tmp_path):
    source = tmp_path / "报告.docx"
    source.write_bytes(b"x")
    assert [back_up(source).name for _ in range(2)] == ["报告.备份1.docx", "报告.备份2.docx"]
    assert (tmp_path / "报告.备份1.docx").read_bytes() == b"x"
    with pytest.raises(ExportError, match="打不开"):
        back_up(tmp_path / "none.docx")


def test_free_names_and_backups_are_sought_where_windows_finds_long_paths(tmp_path, monkeypatch):
    """A path of over 260 letters looks free to Windows, and the file there would be replaced."""
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "报告.docx").write_bytes(b"x")
    monkeypatch.setattr(target_module, "openable", lambda path: path.parent / "seen" / path.name)
    monkeypatch.setattr(target_module.atomic_write, "write_whole", lambda path, data: written.append((path, data)))
    written = []
    target = tmp_path / "报告.docx"
    assert free_name(target) == tmp_path / "报告(2).docx"
    assert back_up(target) == tmp_path / "报告.备份1.docx" and written == [(tmp_path / "报告.备份1.docx", b"x")]
    with pytest.raises(ExportError):
        refuse_source(target, tmp_path / "seen" / ".." / "报告.docx")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "云溪县民政局2023年政府信息公开工作年度报告"),
        ({"agency": 'A/B:"局"'}, "AB局2023年政府信息公开工作年度报告"),
        ({"agency": None, "title": "某局 年报"}, "某局年报"),
        ({"agency": None, "year": None, "title": ""}, "政府信息公开工作年度报告"),
        ({"agency": "长" * 300}, "长" * 80),
        ({"agency": None, "title": "..."}, "政府信息公开工作年度报告"),
    ],
)
def test_file_names(report, changes, name):
    assert file_name(replace(report, **changes)) == name


def test_verify_names_what_differs(report, tmp_path):
    target = tmp_path / "a.docx"
    exporting.export(report, report, target)
    assert differences(report, target.read_bytes(), target.name) == ()
    others = {
        "表3“一、本年新收": made.edited(report, {RECEIVED: "99"}),
        "标题第1段": replace(report, title=report.title.replace("年度", "")),
        "机关": replace(report, agency="云溪县"),
        "正文第2段": made.retold(report, 1, ["别的话。"]),
        "表3是多出来的": replace(report, tables={n: g for n, g in report.tables.items() if n != 3}),
        "附页": replace(report, unplaced=()),
        "加粗": report.with_sections(
            [replace(s, paragraphs=tuple(replace(p, bold=()) for p in s.paragraphs)) for s in report.sections]
        ),
    }
    for words, other in others.items():
        assert any(words in d for d in differences(other, target.read_bytes(), target.name)), words


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx"])
def test_verify_compares_the_figures_of_pdf_and_workbook(report, tmp_path, name):
    target = tmp_path / name
    odd = made.edited(report, {RECEIVED: "1,234"})
    exporting.export(odd, report, target)
    assert differences(odd, target.read_bytes(), target.name) == ()
    assert any("本年新收" in d for d in differences(report, target.read_bytes(), target.name))
