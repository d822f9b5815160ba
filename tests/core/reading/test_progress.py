"""Every reader and the extraction report how far they are, so that cancel acts in the middle of a long file."""

import io

import office_support as office
import openpyxl
import pytest

from core.document import Document, Para, RawCell, RawTable
from core.errors import Cancelled
from core.extract import extract
from core.place import Place
from core.reading import read_bytes


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in range(1, 2000):
        book.active.cell(row, 1, f"第{row}行")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LONG = {
    "a.txt": "第一段\n".encode() * 3000,
    "a.html": b"<html><body>" + "<p>第一段</p>".encode() * 3000 + b"</body></html>",
    "a.docx": office.package(office.paragraph("第一段") * 3000),
    "a.xlsx": workbook(),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_file_can_be_cancelled_in_its_middle(name):
    calls = []

    def progress(done, total):
        calls.append((done, total))
        if len(calls) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_bytes(LONG[name], name, progress)
    assert all(0 <= done <= total for done, total in calls)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_the_extraction_can_be_cancelled_in_each_of_its_passes(share):
    paragraphs = tuple(Para(f"第{n}段", Place(n)) for n in range(2000))
    cells = tuple(RawCell(f"项目{row}", row, column) for row in range(2000) for column in (0, 1))
    document = Document("docx", (*paragraphs, RawTable(cells, 2000, 2, Place(2000))))
    seen = []

    def progress(done, total):
        seen.append(done / total)
        if done > share * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        extract(document, (), progress)
    assert seen == sorted(seen)
    assert share < seen[-1] < share + 0.2
