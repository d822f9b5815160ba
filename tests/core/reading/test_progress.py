"""Every reader and the extraction report how far they are, so that cancel acts in the middle of a long file."""

import io

import office_support as office
import openpyxl
import pytest

from core.errors import Cancelled
from core.extract import extract
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


def test_the_extraction_can_be_cancelled():
    document = read_bytes(LONG["a.txt"], "a.txt").value

    def progress(done, total):
        if done > 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        extract(document, (), progress)
