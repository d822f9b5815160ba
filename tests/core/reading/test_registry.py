import gc
import io
import zipfile
from pathlib import Path

import pytest
from office_support import package, paragraph
from pdf_support import Sheet, pdf
from reading_support import messages, texts

from core.errors import Cancelled, ReadError
from core.reading import READERS, read, read_bytes

SHARED = Path(__file__).resolve().parents[4] / "shared" / "reports"


def written() -> bytes:
    sheet = Sheet()
    sheet.text(72, 60, "正文")
    return pdf(sheet)


CONTENTS = {
    "docx": package(paragraph("正文")),
    "pdf": written(),
    "html": "<html><body><p>正文</p></body></html>".encode(),
    "txt": "正文".encode(),
}


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("ending", ["docx", "doc", "pdf", "htm", "txt", "xlsx", ""])
def test_content_decides_whatever_the_ending(kind: str, ending: str):
    result = read_bytes(CONTENTS[kind], f"报告.{ending}" if ending else "报告")
    assert result.value.kind == kind
    assert texts(result.value) == ["正文"]


def test_true_endings_need_no_note():
    for kind in CONTENTS:
        assert messages(read_bytes(CONTENTS[kind], f"a.{kind}")) == []
    assert len(messages(read_bytes(CONTENTS["txt"], "a.docx"))) == 1


def test_files_are_read_from_disk(tmp_path: Path):
    path = tmp_path / "报告 2021.docx"
    path.write_bytes(CONTENTS["docx"])
    assert texts(read(path).value) == ["正文"]


def test_missing_file_folder_and_empty_file_each_have_a_sentence(tmp_path: Path):
    (tmp_path / "空.docx").touch()
    for name in ("没有.docx", "", "空.docx"):
        with pytest.raises(ReadError) as caught:
            read(tmp_path / name)
        assert str(caught.value).endswith("。")


def test_every_kind_stands_once():
    kinds = [reader.kind for reader in READERS]
    assert len(kinds) == len(set(kinds))


def test_cancelled_is_let_through_and_leaves_nothing_behind():
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_bytes(CONTENTS["pdf"], "a.pdf", stop)
    assert gc.isenabled()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not beside the project")
def test_shared_reports_open_with_three_tables_each_or_their_cells():
    for path in sorted(SHARED.iterdir()):
        if path.suffix != ".json":
            document = read(path).value
            assert len(document.blocks) > 10
            assert [block.place.block for block in document.blocks] == list(range(len(document.blocks)))


def test_an_archive_with_tags_by_chance_is_no_web_page():
    """A part stored unpacked near the front of an .odt shows tags to whoever only looks for them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("settings.xml", "<html><body><p>x</p></body></html>")
        file.writestr("content.xml", "<office/>")
    with pytest.raises(ReadError, match=r"另存为 \.docx"):
        read_bytes(data.getvalue(), "报告.odt")
