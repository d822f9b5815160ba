import io
import zipfile

import office_support as office
import pytest
from reading_support import messages, texts

from core.errors import ReadError
from core.reading import open_archive, read, read_bytes
from core.reading.shared import messages as sentences
from core.session import Session

DOCX = office.package(office.paragraph("云溪县民政局2023年政府信息公开工作年度报告"))


def packed(*names: str, content: bytes = DOCX, stored: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "names",
    [
        ("年报.docx",),
        ("年报/2023年报告.docx", "年报/附件.pdf", "年报/封面.jpg"),
        ("2023年政府信息公开工作年度报告.docx", "填表说明.docx", "~$23年报告.docx"),
        ("__MACOSX/._年报.docx", "年报.docx"),
        ("民政局年报.docx", "会议记录.docx"),
    ],
)
@pytest.mark.parametrize("stored", [True, False])
def test_the_one_report_of_an_archive_is_read_and_named(names: tuple[str, ...], stored: bool):
    result = read_bytes(packed(*names, stored=stored), "资料.zip")
    assert texts(result.value) == ["云溪县民政局2023年政府信息公开工作年度报告"]
    assert "已打开压缩包里的“" in messages(result)[0]


def test_several_reports_are_listed():
    with pytest.raises(ReadError) as caught:
        read_bytes(packed("a/民政局年报.docx", "b/财政局年报.docx", "照片.png"), "资料.zip")
    assert "2 个文件" in str(caught.value) and "民政局年报.docx、财政局年报.docx" in str(caught.value)


def test_names_in_gbk_are_shown_as_written():
    """Chinese programs write them without the mark for UTF-8."""
    data = packed("ABCDE1.docx", "ABCDE2.docx")
    for number in "12":
        data = data.replace(f"ABCDE{number}".encode(), "年报".encode("gbk") + b"_" + number.encode())
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "资料.zip")
    assert "年报_1.docx、年报_2.docx" in str(caught.value)


def test_an_archive_in_an_archive_is_told():
    with pytest.raises(ReadError) as caught:
        read_bytes(packed("年报.docx", content=packed("年报.docx")), "资料.zip")
    assert str(caught.value) == sentences.ARCHIVE


def test_documents_that_are_zips_are_no_archives():
    assert open_archive(DOCX, "年报.docx") == (DOCX, "年报.docx")


def test_the_report_in_the_archive_is_the_source_that_is_kept(tmp_path):
    from core import paths

    sample = (paths.resources() / "samples" / "示例报告.docx").read_bytes()
    path = tmp_path / "资料.zip"
    path.write_bytes(packed("年报.docx", content=sample))
    state = Session(tmp_path / "data").open(path)
    assert (state.source_name, state.source_bytes == sample) == ("年报.docx", True)


@pytest.mark.parametrize("name", ["~$23年报告.docx", ".~年报.docx"])
def test_a_lock_file_gets_its_own_sentence_whether_it_is_there_or_not(tmp_path, name: str):
    path = tmp_path / name
    with pytest.raises(ReadError, match="临时文件"):
        read(path)
    path.write_bytes(bytes(162))
    with pytest.raises(ReadError, match="临时文件"):
        read(path)


def test_a_folder_gets_its_own_sentence(tmp_path):
    with pytest.raises(ReadError, match="是文件夹"):
        read(tmp_path)
